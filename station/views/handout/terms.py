"""What is agreed: until when, who received it, and a note."""

from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.views.patients.days import iso_of, shown
from station.views.style import current, field, note_input, text_input


class TermsPart(QWidget):
    """Its fields are found by key when a service refuses what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("terms")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(2))
        self._due = text_input(tr("For instance 31.03.2027"), longest=12)
        self._received = text_input(longest=120)
        self._note = note_input(lines=2)
        self.fields = {
            "due": field(
                tr("To be given back by"),
                self._due,
                tr("Left empty, it is lent until the follow-up ends."),
            ),
            "received": field(
                tr("Received by"), self._received, tr("Left empty, it is the patient herself.")
            ),
            "note": field(tr("Note"), self._note),
        }
        names = {"due": self._due, "received": self._received, "note": self._note}
        for key, editor in names.items():
            editor.setObjectName(f"handout_{key}")
            column.addWidget(self.fields[key])

    def offer_due(self, due_on: date) -> None:
        """Writes the last day of the loan that this one takes the place of."""
        self._due.setText(shown(due_on.isoformat()))

    @property
    def due_on(self) -> date | None:
        """The last day, None for none; Trouble `due_day` for what is no day."""
        text = self._due.text().strip()
        if not text:
            return None
        try:
            return date.fromisoformat(iso_of(text))
        except ValueError:
            raise Trouble("due_day", tr("Write the day as 31.03.2027.")) from None

    @property
    def received_by(self) -> str:
        """Who received it."""
        return self._received.text()

    @property
    def note(self) -> str:
        """What was noted."""
        return self._note.toPlainText()
