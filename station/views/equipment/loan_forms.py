"""Short forms about who has a device: kept for somebody, and until when it is lent."""

from datetime import date
from functools import partial

from PySide6.QtCore import Signal

from station.core.i18n import tr
from station.services.equipment.register import INSTITUTION, PATIENT, Borrower
from station.services.equipment.values import DeviceRow
from station.services.handing_out.institutions import Institution
from station.services.patients.values import PatientHit
from station.views.context import Context
from station.views.patients.days import iso_of, shown
from station.views.patients.inplace import InPlace
from station.views.readings.picker import PatientPicker, hit_words
from station.views.style import choice, label, note_input, text_input


class BorrowerForm(InPlace):
    """A form about a patient or an institution; `agreed` carries a Borrower and a note."""

    agreed = Signal(object, str)

    def __init__(self, context: Context, name: str, title: str, asked: str) -> None:
        super().__init__(name, title)
        self._patient = ""
        self.picker = PatientPicker(context, asked)
        self.picker.picked.connect(self._pick)
        # The field's name and its sentences belong to the box that is typed in.
        self._who = label("", "subheading", wrap=True)
        self._who.setObjectName("lend_patient")
        self._who.hide()
        self.column.addWidget(self.field(asked, self.picker, key="patient"))
        self.column.addWidget(self._who)
        self._place = choice((tr("No institution"), ""))
        self._place.setObjectName("borrower_place")
        self.column.addWidget(self.field(tr("Or an institution"), self._place, key="place"))
        institutions, session = context.station.institutions, context.session
        context.bridge.ask(self, partial(institutions.every, session), self._offer)
        self._note = note_input(lines=2)
        self._note.setObjectName("lend_note")
        self.column.addWidget(self.field(tr("Note"), self._note, key="note"))

    def begin(self) -> None:
        """Puts the cursor where the patient is looked for."""
        self.picker.box.setFocus()

    def _offer(self, found: tuple[Institution, ...]) -> None:
        for each in found:
            if not each.retired:
                self._place.addItem(f"{each.name} · {each.kind_words}", each.id)

    def _pick(self, hit: PatientHit) -> None:
        self._patient = hit.id
        self._who.setText(hit_words(hit))
        self._who.show()
        self._place.setCurrentIndex(0)
        self.fields["patient"].set_wrong("")
        self._note.setFocus()

    def _agree(self) -> None:
        place = str(self._place.currentData())
        if not self._patient and not place:
            self.show_problems({"patient": tr("Choose who borrows it.")})
            self.picker.box.setFocus()
            return
        found = Borrower(INSTITUTION, place) if place else Borrower(PATIENT, self._patient)
        self.agreed.emit(found, self._note.toPlainText().strip())


class ReserveForm(BorrowerForm):
    """For whom a device is kept."""

    def __init__(self, context: Context, row: DeviceRow) -> None:
        title = tr("Reserve {name}", name=row.name)
        super().__init__(context, "reserve_form", title, tr("For whom?"))
        words = tr("Nobody else can borrow it until the reservation is given up.")
        self.column.addWidget(label(words, "muted", wrap=True))
        self.finish(tr("Reserve"), self._agree)


class ExtendForm(InPlace):
    """Until when a loan goes from now on; `agreed` carries a date (None: open) and a reason."""

    agreed = Signal(object, str)

    def __init__(self, row: DeviceRow) -> None:
        super().__init__("extend_form", tr("Another last day for {name}", name=row.name))
        self.column.addWidget(label(row.state_words, "strong", wrap=True))
        self._day = text_input(longest=20)
        self._day.setObjectName("extend_day")
        self._day.setText(shown(row.due_on or ""))
        self._reason = note_input(lines=2)
        self._reason.setObjectName("extend_reason")
        help_text = tr("Day, month and year: 20.11.2026. Empty: until the service ends.")
        self.column.addWidget(self.field(tr("Last day"), self._day, help_text, key="day"))
        self.column.addWidget(
            self.field(tr("Why? (may be left empty)"), self._reason, key="reason")
        )
        self.finish(tr("Save"), self._save)

    def _save(self) -> None:
        typed = iso_of(self._day.text())
        try:
            day = date.fromisoformat(typed) if typed else None
        except ValueError:
            self.show_problems({"day": tr("Write the day like 20.11.2026, or leave it empty.")})
            return
        self.agreed.emit(day, self._reason.toPlainText().strip())
