"""The sign-in screen, and the lock screen that is the same door with a reason on it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.views.signin.gate import Gate, Person
from station.views.signin.people import PeopleList
from station.views.style.controls import button, field, text_input
from station.views.style.frames import Banner, Card, scrolled
from station.views.style.text import heading, label
from station.views.style.theme import current

if TYPE_CHECKING:
    from station.views.bridge import Bridge
    from station.views.signin.recovery import RecoveryForm

WIDTH = 105
"""The door's width in grid units."""

_FOR_NOBODY = frozenset(
    {
        *("in_use", "cipher_missing", "keys_damaged", "keys_newer", "keys_missing"),
        *("database_missing", "database_empty", "database_damaged", "database_garbage"),
    }
)


class SignInView(QWidget):
    """People as a list, a password, and the way in; `signed_in` carries the session.

    `closed_out` carries a trouble that no other password would mend.
    """

    signed_in = Signal(object)
    closed_out = Signal(object)

    def __init__(self, people: Sequence[Person]) -> None:
        super().__init__()
        self.setObjectName("signin")
        self.setProperty("surface", "ground")
        self._way: tuple[Bridge, Gate] | None = None
        self._tried: str | None = None
        self._wait_s = 0
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._second_passed)
        self._door = _Door(people)
        self._recovery: RecoveryForm | None = None
        self._place()
        self._connect()

    def lead_to(self, bridge: "Bridge", gate: Gate) -> None:
        """Opens the way; a password that was given before is tried now."""
        self._way = (bridge, gate)
        if self._tried is not None:
            password, self._tried = self._tried, None
            self._send(self.slot_id, password)

    def set_people(self, people: Sequence[Person]) -> None:
        """Shows these people."""
        self._door.people.set_people(people)
        self._door.settle()

    def show_locked(self, slot_id: str, sentence: str) -> None:
        """Makes the door a lock screen for a person, with what is not watched meanwhile."""
        self._door.title.setText(tr("Locked"))
        self._door.people.choose(slot_id)
        self.say(sentence)

    @property
    def slot_id(self) -> str:
        """The slot of the person who is chosen."""
        return self._door.people.chosen()

    def say(self, sentence: str) -> None:
        """Shows a sentence above the list, or none."""
        self._door.news.show_text(sentence, "warning")
        self._door.news.setVisible(bool(sentence))

    def start(self) -> None:
        """Puts the keyboard where it is needed first."""
        target = self._door.password if self._door.people.chosen() else self._door.people
        target.setFocus()

    def _place(self) -> None:
        content = QWidget()
        column = self._column = middle_column(content)
        column.addStretch(2)
        name = heading(tr("Station"), "display").centred()
        for part in (name, self._door, _foot()):
            column.addWidget(part)
        column.addStretch(3)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(content))

    def _connect(self) -> None:
        door = self._door
        door.people.changed.connect(self._chosen)
        door.people.picked.connect(door.password.setFocus)
        door.password.returnPressed.connect(self._try)
        door.enter.clicked.connect(self._try)
        door.forgotten.clicked.connect(self._to_recovery)

    def _chosen(self) -> None:
        self._stop_waiting()
        self._door.password.clear()
        self._door.say("")
        self._door.settle()

    def _try(self) -> None:
        slot_id, password = self._door.people.chosen(), self._door.password.text()
        if not slot_id or not password or self._wait_s:
            return
        self._door.password.clear()
        self._door.set_busy(True)
        self._send(slot_id, password)

    def _send(self, slot_id: str, password: str) -> None:
        if self._way is None:
            self._tried = password
            return
        bridge, gate = self._way
        bridge.ask(
            self, lambda: gate.sign_in(slot_id, password), self._entered, self._refused, urgent=True
        )

    def _entered(self, session: object) -> None:
        self._door.set_busy(False)
        self.signed_in.emit(session)

    def _refused(self, trouble: Trouble) -> None:
        self._door.set_busy(False)
        if trouble.code in _FOR_NOBODY:
            self.closed_out.emit(trouble)
            return
        self._door.say(trouble.sentence())
        if trouble.code == "too_many_tries":
            self._wait_s = int(str(trouble.values.get("seconds", 1)))
            self._door.set_waiting(True)
            self._clock.start()
        self._door.password.setFocus()

    def _second_passed(self) -> None:
        self._wait_s -= 1
        if self._wait_s <= 0:
            self._stop_waiting()
            self._door.say("")
            self._door.password.setFocus()
            return
        name = self._door.people.chosen_name()
        self._door.say(tr("{name} can try again in {seconds} s.", name=name, seconds=self._wait_s))

    def _stop_waiting(self) -> None:
        self._clock.stop()
        self._wait_s = 0
        self._door.set_waiting(False)

    def _to_recovery(self) -> None:
        from station.views.signin.recovery import RecoveryForm

        self._door.hide()
        form = RecoveryForm(self._door.people)
        form.left.connect(self._to_door)
        form.asked.connect(self._recover)
        self._column.insertWidget(self._column.indexOf(self._door) + 1, form)
        self._recovery = form
        form.start()

    def _to_door(self) -> None:
        if self._recovery is not None:
            self._recovery.hide()
            self._recovery.deleteLater()
            self._recovery = None
        self._door.show()
        self.start()

    def _recover(self, code: str, password: str) -> None:
        if self._way is None or self._recovery is None:
            return
        slot_id, (bridge, gate) = self._door.people.chosen(), self._way
        self._recovery.set_busy(True)
        bridge.ask(
            self,
            lambda: gate.recover(code, slot_id, password),
            self._recovered,
            self._not_recovered,
            urgent=True,
        )

    def _recovered(self, session: object) -> None:
        self._to_door()
        self.signed_in.emit(session)

    def _not_recovered(self, trouble: Trouble) -> None:
        if self._recovery is not None:
            self._recovery.set_busy(False)
            self._recovery.say(trouble.sentence())


class _Door(Card):
    """The card with the list and the password."""

    def __init__(self, people: Sequence[Person]) -> None:
        super().__init__(6)
        self.body.setSpacing(current().px(4))
        self.title = heading(tr("Who are you?"))
        self.news = Banner("", "warning")
        self.news.hide()
        self.people = PeopleList(people)
        self.password = text_input(secret=True, longest=1024)
        self.password.setObjectName("password")
        self._field = field(tr("Password"), self.password)
        self.enter = button(tr("Sign in"), primary=True)
        self.enter.setObjectName("enter")
        self.forgotten = button(tr("Forgotten the password?"), kind="quiet")
        self.forgotten.setObjectName("forgotten")
        for part in (self.title, self.news, self.people, self._field, self.enter, self.forgotten):
            self.body.addWidget(part)
        self.settle()

    def settle(self) -> None:
        """Lets the password be typed only once somebody is chosen."""
        chosen = bool(self.people.chosen())
        self.password.setEnabled(chosen)
        self.enter.setEnabled(chosen)
        self.forgotten.setEnabled(chosen)

    def say(self, sentence: str) -> None:
        """Shows what happened, under the password."""
        self._field.set_wrong(sentence)

    def set_busy(self, busy: bool) -> None:
        """Shows that the door is being opened."""
        self.enter.set_words(tr("Opening …") if busy else tr("Sign in"))
        self.enter.setEnabled(not busy)
        self.password.setEnabled(not busy)

    def set_waiting(self, waiting: bool) -> None:
        """Holds the button back while this person has to wait."""
        self.enter.setEnabled(not waiting and bool(self.people.chosen()))


def middle_column(content: QWidget) -> QVBoxLayout:
    """A column of the door's width in the middle of `content`."""
    theme = current()
    row = QHBoxLayout(content)
    row.setContentsMargins(theme.px(4), theme.px(4), theme.px(4), theme.px(4))
    row.addStretch(1)
    holder = QWidget()
    holder.setFixedWidth(theme.px(WIDTH))
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(4))
    row.addWidget(holder)
    row.addStretch(1)
    return column


def _foot() -> QWidget:
    """What Station is not, said before anyone relies on it."""
    words = label(
        tr(
            "Station is not an emergency service. Nobody watches while it is locked or closed. "
            "Danger to life: 113. Outside opening hours: 116117."
        ),
        "small",
        wrap=True,
    )
    return words.centred()
