"""How the invented people answer their forms: the last fortnight, since the forms were new then."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from station.services.forms.answers import Answered, AnsweredBy, AnswerSource
from station.training.people import Invented

FORM_DAYS = 14
_MINUTE_MS = 60_000
_FROM_MINUTE = 6 * 60 + 10
_SPREAD_MINUTES = 25
"""Forms are answered before anything is measured, at the breakfast table."""
_EVERY_DAY = tuple(range(7))
_TWICE_A_WEEK = (0, 3)


@dataclass(frozen=True, slots=True)
class Habit:
    """One form: on which weekdays it is answered, by whom, and what is usual."""

    code: str
    weekdays: tuple[int, ...]
    usual: Mapping[str, int]
    by: AnsweredBy = AnsweredBy.PATIENT


_WELL = ("sleep", "unrest", "eating", "falls", "anger", "capacity")
HABITS: Mapping[str, Habit] = {
    "kols": Habit(
        "kols_daily",
        _EVERY_DAY,
        dict.fromkeys(("breath", "sputum", "colour", "cough", "wellbeing", "rescue"), 0),
    ),
    "hjertesvikt": Habit(
        "hjertesvikt_daily",
        _EVERY_DAY,
        dict.fromkeys(("breath", "night", "swelling", "dizzy", "tired", "medicine"), 0),
    ),
    "palliasjon": Habit(
        "esas_r",
        _TWICE_A_WEEK,
        {
            "pain": 2,
            "tiredness": 3,
            "drowsiness": 2,
            "nausea": 1,
            "appetite": 2,
            "breath": 1,
            "depression": 1,
            "anxiety": 2,
            "wellbeing": 3,
        },
    ),
    "alderspsykiatri": Habit(
        "alderspsyk_relative", _TWICE_A_WEEK, dict.fromkeys(_WELL, 0), AnsweredBy.RELATIVE
    ),
}
"""By template; diabetes is followed by its numbers, and nobody is asked by a crisis plan."""


def answers_of(
    person: Invented, days_ago: int, day: date, start: int, versions: Mapping[str, int], seed: int
) -> Iterator[Answered]:
    """Give what a person answers on a day; `start` is its local midnight, UTC milliseconds.

    `versions` are the forms in use, by code.
    """
    habit = HABITS.get(person.template)
    if habit is None or not person.asked:
        return
    if not person.silent_days <= days_ago <= FORM_DAYS:
        return
    if day.weekday() not in habit.weekdays:
        return
    random = Random(f"{seed}:{person.given_name}:{person.family_name}:{days_ago}")
    newest = days_ago <= person.silent_days or days_ago - person.silent_days < _gap(habit)
    name = person.relative.split(", ")[0] if habit.by is AnsweredBy.RELATIVE else ""
    yield Answered(
        form_code=habit.code,
        version=versions[habit.code],
        answers={**habit.usual, **(person.said if newest else {})},
        by=habit.by,
        source=AnswerSource.TABLET,
        answered_at=start + (_FROM_MINUTE + random.randrange(_SPREAD_MINUTES)) * _MINUTE_MS,
        name=name,
        comment=person.comment if newest else "",
        source_key=f"training:{habit.code}:{day.isoformat()}",
    )


def _gap(habit: Habit) -> int:
    """The days that the newest answer may be old: what is said in it is said now."""
    return 1 if habit.weekdays == _EVERY_DAY else 3
