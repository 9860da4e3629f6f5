"""The way in when a password is lost: the code from the sheet in the safe, and a new password."""

from PySide6.QtCore import Signal

from station.core.i18n import tr
from station.views.signin.people import PeopleList
from station.views.signin.secret import NewPassword
from station.views.style.controls import button, field, text_input
from station.views.style.flow import FlowLayout
from station.views.style.frames import Card
from station.views.style.text import heading, label
from station.views.style.theme import current


class RecoveryForm(Card):
    """Asks for the code and a new password for the chosen person.

    `asked` carries the code and the password; `left` means back to the door.
    """

    asked = Signal(str, str)
    left = Signal()

    def __init__(self, people: PeopleList) -> None:
        super().__init__(6)
        theme = current()
        self.setObjectName("recovery")
        self.body.setSpacing(theme.px(4))
        self._people = people
        self._who = label("", "muted", wrap=True)
        self._code = text_input("000000 000000 000000 …", longest=120)
        self._code.setObjectName("recovery_code")
        self._code_field = field(
            tr("Recovery code"),
            self._code,
            tr("The 48 digits on the recovery sheet in the municipality’s safe."),
        )
        self.new_password = NewPassword()
        self._go = button(tr("Set the new password and sign in"), primary=True)
        self._go.setObjectName("recover")
        self._back = button(tr("Back"), "Esc")
        actions = FlowLayout(gap=theme.px(2))
        actions.addWidget(self._go)
        actions.addWidget(self._back)
        self.body.addWidget(heading(tr("New password with the recovery sheet"), wrap=True))
        for part in (self._who, self._code_field, self.new_password):
            self.body.addWidget(part)
        self.body.addLayout(actions)
        self._go.clicked.connect(self._ask)
        self._back.clicked.connect(self._leave)
        self._code.textChanged.connect(self._settle)
        self.new_password.changed.connect(self._settle)
        self._settle()

    def start(self) -> None:
        """Begins anew for the person now chosen."""
        self.clear()
        self._who.setText(
            tr(
                "{name} gets a new password. All records stay as they are, "
                "and the log shows that the code was used.",
                name=self._people.chosen_name(),
            )
        )
        self._code.setFocus()

    def clear(self) -> None:
        """Forgets the code and the password."""
        self._code.clear()
        self.new_password.clear()
        self.say("")
        self.set_busy(False)

    def say(self, sentence: str) -> None:
        """Shows what was wrong, under the code."""
        self._code_field.set_wrong(sentence)

    def set_busy(self, busy: bool) -> None:
        """Holds the buttons while the code is tried."""
        self._back.setEnabled(not busy)
        self._settle()
        self._go.setEnabled(not busy and self._go.isEnabled())

    def _settle(self) -> None:
        self._go.setEnabled(bool(self._code.text().strip()) and bool(self.new_password.password))

    def _ask(self) -> None:
        if self.new_password.check():
            self.say("")
            self.asked.emit(self._code.text(), self.new_password.password)

    def _leave(self) -> None:
        self.clear()
        self.left.emit()
