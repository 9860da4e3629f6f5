"""Short forms about visits and rounds that stand where the round stood."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from PySide6.QtCore import Signal

from station.core.formats import number
from station.core.i18n import N_, tr
from station.core.trouble import Trouble
from station.rules.driving import Purpose, metres_of
from station.rules.numbers import Refusal, parse_number
from station.services.visits.driving import Round, Stop
from station.services.visits.visits import NewVisit
from station.services.visits.words import PURPOSE_WORDS, length_words
from station.views.context import Context
from station.views.equipment.who import Who
from station.views.patients.days import iso_of, shown
from station.views.patients.inplace import InPlace
from station.views.style import choice, label, note_input, text_input

NO_DAY: Final = N_("This is not a day. Write it like 24.11.2026.")
NO_KILOMETRES: Final = N_("Write the kilometres as a number, such as 62 or 62,5.")
NO_MINUTES: Final = N_("Write the minutes as a whole number, such as 90.")
_AT: Final[Mapping[str, str]] = {
    "visit_day": "day",
    "reason_missing": "reason",
    "round_metres": "kilometres",
    "round_minutes": "minutes",
    "visit_minutes": "minutes",
    "visit_nobody": "house",
    "visit_patient_dead": "purpose",
    "visit_planned_already": "purpose",
    "patient_unknown": "house",
}
"""At which field a service's refusal is shown."""


def refuse(form: InPlace, trouble: Trouble) -> None:
    """Shows what a service refused under its field, or under the first."""
    key = _AT.get(trouble.code, "")
    key = key if key in form.fields else next(iter(form.fields))
    form.show_problems({key: trouble.sentence()})


def kilometres(text: str) -> int | None:
    """Typed kilometres in metres; None where it is no number of them."""
    found = parse_number(text)
    return None if isinstance(found, Refusal) else round(found * 1000)


def minutes(text: str) -> int | None:
    """Typed minutes; None where it is no whole number."""
    typed = text.strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else None


def day_of_text(text: str) -> date | None:
    """A typed day, or None where it is none."""
    try:
        return date.fromisoformat(iso_of(text))
    except ValueError:
        return None


class ErrandForm(InPlace):
    """A new errand; `saved` carries a NewVisit."""

    saved = Signal(object)

    def __init__(self, context: Context, houses: tuple[tuple[str, str], ...], patient: str) -> None:
        super().__init__("errand_form", tr("New errand"))
        self._purpose = choice(*((tr(words), code) for code, words in PURPOSE_WORDS.items()))
        self._purpose.setObjectName("errand_purpose")
        self._purpose.setCurrentIndex(self._purpose.findData(Purpose.OTHER))
        self._who = Who(context, tr("Patient"))
        self._house = choice((tr("No institution"), ""), *((name, key) for key, name in houses))
        self._house.setObjectName("errand_house")
        self._day = text_input("24.11.2026", longest=12)
        self._day.setObjectName("errand_day")
        self._note = note_input(lines=2)
        self._note.setObjectName("errand_note")
        self.column.addWidget(self.field(tr("What for"), self._purpose, key="purpose"))
        self.column.addWidget(self._who)
        house = self.field(tr("Or an institution"), self._house, key="house")
        self.column.addWidget(house)
        house.setVisible(bool(houses))
        help_text = tr("Can be left empty: then it stands on the list until it is put on a round.")
        self.column.addWidget(self.field(tr("Day"), self._day, help_text, key="day"))
        self.column.addWidget(self.field(tr("Note"), self._note, key="note"))
        self.finish(tr("Put on the list"), self._save)
        if patient:
            self._who.take(patient)

    def _save(self) -> None:
        typed = self._day.text().strip()
        day = day_of_text(typed)
        if typed and day is None:
            self.show_problems({"day": tr(NO_DAY)})
            return
        new = NewVisit(
            Purpose(self._purpose.currentData()),
            self._who.patient or None,
            str(self._house.currentData()) or None,
            day,
            self._note.toPlainText(),
        )
        if new.patient_id is None and new.institution_id is None:
            said = tr("Choose the patient or the institution that is visited.")
            self.show_problems({"house" if self._house.isVisible() else "purpose": said})
            return
        self.saved.emit(new)


class NotHomeForm(InPlace):
    """Nobody was at home; `saved` carries what was written."""

    saved = Signal(str)

    def __init__(self, stop: Stop) -> None:
        super().__init__("not_home_form", tr("Not at home: {name}", name=stop.errand.who))
        self._reason = text_input(longest=200)
        self._reason.setObjectName("not_home_reason")
        self.column.addWidget(label(tr("The visit comes back on the list."), "body", wrap=True))
        help_text = tr("Can be left empty.")
        self.column.addWidget(
            self.field(tr("What was found"), self._reason, help_text, key="reason")
        )
        self.finish(tr("Not at home"), lambda: self.saved.emit(self._reason.text()))


class MoveForm(InPlace):
    """A visit goes to another day; `saved` carries the day and the reason."""

    saved = Signal(object, str)

    def __init__(self, stop: Stop, day: date) -> None:
        super().__init__("move_form", tr("Another day: {name}", name=stop.errand.who))
        self._day = text_input("24.11.2026", longest=12)
        self._day.setObjectName("move_day")
        self._day.setText(shown(day.isoformat()))
        self._reason = text_input(longest=200)
        self._reason.setObjectName("move_reason")
        self.column.addWidget(self.field(tr("Day"), self._day, key="day"))
        self.column.addWidget(self.field(tr("Why"), self._reason, key="reason"))
        self.finish(tr("Move"), self._save)

    def _save(self) -> None:
        day = day_of_text(self._day.text())
        if day is None:
            self.show_problems({"day": tr(NO_DAY)})
            return
        self.saved.emit(day, self._reason.text())


class CallOffForm(InPlace):
    """An errand that nobody drives for any more; `saved` carries the reason."""

    saved = Signal(str)

    def __init__(self, who: str) -> None:
        super().__init__("call_off_form", tr("Call off: {name}", name=who))
        self._reason = text_input(longest=200)
        self._reason.setObjectName("call_off_reason")
        self.column.addWidget(self.field(tr("Why"), self._reason, key="reason"))
        self.finish(tr("Call off"), lambda: self.saved.emit(self._reason.text()))


class DriverForm(InPlace):
    """Who drives a round; `saved` carries the name."""

    saved = Signal(str)

    def __init__(self, found: Round) -> None:
        super().__init__("driver_form", tr("Who drives"))
        self._who = text_input(longest=80)
        self._who.setObjectName("driver_name")
        self._who.setText(found.driver)
        self.column.addWidget(self.field(tr("Name"), self._who, key="who"))
        self.finish(tr("Save"), lambda: self.saved.emit(self._who.text()))


class CloseForm(InPlace):
    """What was driven; `saved` carries metres, minutes and the note."""

    saved = Signal(int, int, str)

    def __init__(self, found: Round) -> None:
        super().__init__("close_form", tr("Close the round"))
        planned = tr("Planned: {way}", way=length_words(found.planned))
        self.column.addWidget(label(planned, "body", wrap=True))
        self._far = text_input("62,5", longest=10)
        self._far.setObjectName("close_kilometres")
        self._long = text_input("90", longest=6)
        self._long.setObjectName("close_minutes")
        self._note = text_input(longest=200)
        self._note.setObjectName("close_note")
        for part in (
            self.field(tr("Kilometres driven"), self._far, key="kilometres"),
            self.field(
                tr("Minutes by car"), self._long, tr("Without the time spent there."), key="minutes"
            ),
            self.field(tr("Note"), self._note, key="note"),
        ):
            self.column.addWidget(part)
        self.finish(tr("Close the round"), self._save)

    def _save(self) -> None:
        metres, long = kilometres(self._far.text()), minutes(self._long.text())
        wrong = {}
        if metres is None:
            wrong["kilometres"] = tr(NO_KILOMETRES)
        elif metres_of(metres / 1000) is None:
            wrong["kilometres"] = tr(
                "Write how many kilometres were driven, from 0 to 1 000. The round is still open."
            )
        if long is None:
            wrong["minutes"] = tr(NO_MINUTES)
        self.show_problems(wrong)
        if metres is not None and long is not None and not wrong:
            self.saved.emit(metres, long, self._note.text())


def typed_kilometres(metres: int | None) -> str:
    """A known distance as it is typed: 4,5."""
    if metres is None:
        return ""
    decimals = next(each for each in range(4) if metres % 10 ** (3 - each) == 0)
    return number(metres / 1000, decimals)


__all__ = [
    "CallOffForm",
    "CloseForm",
    "DriverForm",
    "ErrandForm",
    "MoveForm",
    "NotHomeForm",
    "kilometres",
    "minutes",
    "refuse",
    "typed_kilometres",
]
