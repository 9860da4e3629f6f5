"""Short forms about licences: a new one, and the day on which one ended or was archived."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from station.core.i18n import tr
from station.core.zone import day_of
from station.services.equipment.money import kroner, ore_of
from station.services.patients.values import PatientHit
from station.services.stock.licences import PERIOD_WORDS, LicenceList, NewLicence
from station.views.context import Context
from station.views.patients.days import iso_of, shown
from station.views.patients.inplace import InPlace
from station.views.readings.picker import PatientPicker, hit_words
from station.views.steps import Steps
from station.views.style import choice, label, note_input, text_input


class LicenceForm(InPlace):
    """A new licence; `saved` carries a NewLicence."""

    saved = Signal(object)

    def __init__(self, context: Context, found: LicenceList) -> None:
        super().__init__("licence_form", tr("New licence"))
        self._patient: str | None = None
        self._found, self._today = found, day_of(context.clock.now())
        self.picker = PatientPicker(context, tr("Who uses it"))
        self.picker.picked.connect(self._pick)
        self._who = label("", "subheading", wrap=True)
        self._who.setObjectName("licence_patient")
        self._who.hide()
        alone = tr("Can be left empty for a licence that nobody in particular uses.")
        self.column.addWidget(self.field(tr("Who uses it"), self.picker, alone, key="patient"))
        self.column.addWidget(self._who)
        self._product = self._text("product", tr("Product"), found.usual_product)
        Steps(self, (self._add_days, self._add_price))

    def _add_days(self) -> None:
        self._user = self._text("user", tr("User id with the vendor"))
        self._from = self._text("from", tr("First day"), shown(self._today.isoformat()))
        later = tr("Can be left empty while it runs.")
        self._to = self._text("to", tr("Last day that is paid"), "", later)

    def _add_price(self) -> None:
        self._price = self._text("price", tr("Price in kroner"), kroner(self._found.usual_price))
        periods = [(tr(words), period.value) for period, words in PERIOD_WORDS.items()]
        self._period = choice((tr("Choose"), ""), *periods)
        self._period.setObjectName("licence_period")
        if self._found.usual_period is not None:
            self._period.setCurrentIndex(self._period.findData(self._found.usual_period.value))
        self._note = note_input(lines=2)
        self.column.addWidget(self.field(tr("The price is paid"), self._period, key="period"))
        self.column.addWidget(self.field(tr("Note"), self._note, key="note"))
        self.finish(tr("Add the licence"), self._save)

    def _text(self, key: str, words: str, filled: str = "", help_text: str = "") -> QLineEdit:
        made = text_input(longest=60)
        made.setObjectName(f"licence_{key}")
        made.setText(filled)
        self.column.addWidget(self.field(words, made, help_text, key=key))
        return made

    def begin(self) -> None:
        """Puts the cursor where the patient is looked for."""
        self.picker.box.setFocus()

    def _pick(self, hit: PatientHit) -> None:
        self._patient = hit.id
        self._who.setText(hit_words(hit))
        self._who.show()
        self.fields["patient"].set_wrong("")
        self._product.setFocus()

    def _save(self) -> None:
        try:
            price = ore_of(self._price.text())
        except ValueError:
            self.show_problems({"price": tr("Write the price as kroner, such as 720 or 720,50.")})
            return
        problems = {
            key: tr("Write the day as 20.11.2026.")
            for key, editor in (("from", self._from), ("to", self._to))
            if editor.text().strip() and not _is_day(iso_of(editor.text()))
        }
        if self.picker.box.text().strip() and self._patient is None:
            problems["patient"] = tr("Choose the patient in the list, or empty the box.")
        self.show_problems(problems)
        if problems:
            return
        self.saved.emit(
            NewLicence(
                self._product.text(),
                self._patient,
                self._user.text(),
                iso_of(self._from.text()),
                iso_of(self._to.text()) or None,
                price,
                str(self._period.currentData()),
                self._note.toPlainText(),
            )
        )


class DayForm(InPlace):
    """One day; `saved` carries a date."""

    saved = Signal(object)

    def __init__(self, title: str, words: str, today: date) -> None:
        super().__init__("licence_day_form", title)
        self._day = text_input(tr("Day as 20.11.2026"), longest=10)
        self._day.setObjectName("licence_day")
        self._day.setText(shown(today.isoformat()))
        self.column.addWidget(self.field(words, self._day, key="day"))
        self.finish(tr("Save"), self._save)

    def _save(self) -> None:
        typed = iso_of(self._day.text())
        if not _is_day(typed):
            self.show_problems({"day": tr("Write the day as 20.11.2026.")})
            return
        self.saved.emit(date.fromisoformat(typed))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
