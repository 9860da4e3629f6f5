"""Taking a template into use: who read the wording for those who use the service, and when."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.clock import Clock
from station.core.i18n import tr
from station.core.zone import day_of
from station.services.plans.templates import Checked
from station.views.style import (
    Banner,
    Card,
    FlowLayout,
    button,
    current,
    field,
    heading,
    label,
    note_input,
    text_input,
)


class TakeIntoUse(QWidget):
    """The form in place. `decided` carries Checked; `left` goes back."""

    decided = Signal(object)
    left = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        card.body.setSpacing(current().px(3))
        card.body.addWidget(heading(tr("Take this version into use"), "subheading"))
        words = tr(
            "New plans begin from it. Plans that exist stay as they are. Somebody who speaks for "
            "those who use the service has read the wording first."
        )
        card.body.addWidget(label(words, "muted", wrap=True))
        self.news = Banner("", "danger")
        self.news.setObjectName("template_faults")
        self.news.hide()
        card.body.addWidget(self.news)
        self._by, self._on = text_input(longest=120), text_input(longest=10)
        self._by.setObjectName("checked_by")
        self._on.setObjectName("checked_on")
        self._on.setText(f"{day_of(clock.now()):%d.%m.%Y}")
        self._note = note_input(lines=2)
        self._note.setObjectName("checked_note")
        by_help = tr("For instance a user representative.")
        card.body.addWidget(field(tr("Who has read the wording"), self._by, by_help))
        self._day = field(tr("On which day"), self._on, tr("As 25.11.2026."))
        card.body.addWidget(self._day)
        card.body.addWidget(field(tr("Note"), self._note))
        row = FlowLayout(gap=current().px(2))
        take = button(tr("Take into use"), "Ctrl+Return", primary=True)
        take.setObjectName("confirm_template")
        take.clicked.connect(lambda _checked=False: self._decide())
        back = button(tr("Back to the template"), "Esc", kind="quiet", icon="back")
        back.setObjectName("leave_taking")
        back.clicked.connect(lambda _checked=False: self.left.emit())
        row.addWidget(take)
        row.addWidget(back)
        card.body.addLayout(row)
        column.addWidget(card)
        column.addStretch(1)

    def begin(self) -> None:
        """Puts the keyboard on the name."""
        self._by.setFocus()

    def say(self, words: str) -> None:
        """Says what keeps the template from being taken into use."""
        self.news.show_text(words, "danger")
        self.news.show()

    def _decide(self) -> None:
        parts = self._on.text().strip().split(".")
        iso = "-".join(reversed(parts)) if len(parts) == len("dmy") else ""
        self.decided.emit(Checked(self._by.text().strip(), iso, self._note.toPlainText().strip()))
