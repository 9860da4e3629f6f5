"""The words of the register: what stands out, address protection, gender and language."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from station.core.formats import day
from station.core.i18n import N_, ntr, tr
from station.services.patients.values import Mark, PatientFacts, PatientHit, Protection
from station.views.patients.days import shown

MARKS: Final[Mapping[Mark, tuple[str, str]]] = {
    Mark.DECEASED: (N_("Dead"), "danger"),
    Mark.STRICT: (N_("Strictly confidential address (code 6)"), "danger"),
    Mark.CONFIDENTIAL: (N_("Confidential address (code 7)"), "warning"),
    Mark.PAUSED: (N_("On pause"), "warning"),
    Mark.NO_CONSENT: (N_("Consent missing"), "warning"),
    Mark.NO_NUMBER: (N_("National identity number missing"), "warning"),
    Mark.NEEDS: (N_("Needs adaptation"), ""),
    Mark.LINKED: (N_("Has another file"), ""),
}
"""The words and the tone of a chip for what stands out."""

PROTECTIONS: Final = (
    (Protection.NONE, N_("None")),
    (Protection.CONFIDENTIAL, N_("Confidential (code 7)")),
    (Protection.STRICT, N_("Strictly confidential (code 6)")),
)
GENDERS: Final = (
    ("", N_("Not stated")),
    ("female", N_("Woman")),
    ("male", N_("Man")),
    ("other", N_("Other")),
)
LANGUAGES: Final = (("nb", N_("Bokmål")), ("nn", N_("Nynorsk")))


def chips(facts: PatientFacts) -> list[tuple[str, str]]:
    """(words, tone) of everything that stands out about a patient."""
    return [
        (_mark_words(mark, facts.deceased_on, facts.pause.until if facts.pause else None), tone)
        for mark, (_, tone) in _present(facts.marks)
    ]


def row_marks(hit: PatientHit) -> list[tuple[str, str]]:
    """(words, tone) of what stands out on one line; a missing number stands in its place."""
    return [
        (_mark_words(mark, None, hit.paused_until), tone)
        for mark, (_, tone) in _present(hit.marks)
        if mark is not Mark.NO_NUMBER
    ]


def age_words(age: int | None) -> str:
    """«86 år», or that the age is not known."""
    return tr("age unknown") if age is None else ntr("{n} year", "{n} years", age)


def born_words(born: date | None) -> str:
    """«født 01.01.1940», or that the birth date is not known."""
    return tr("birth date unknown") if born is None else tr("born {day}", day=day(born))


def _present(marks: tuple[Mark, ...]) -> list[tuple[Mark, tuple[str, str]]]:
    return [(mark, MARKS[mark]) for mark in marks]


def _mark_words(mark: Mark, deceased: date | None, until: int | None) -> str:
    if mark is Mark.DECEASED and deceased:
        return tr("Dead {day}", day=day(deceased))
    if mark is Mark.PAUSED and until:
        return tr("On pause until {day}", day=day(until))
    return tr(MARKS[mark][0])


def said_value(field: str, value: str, staff: tuple[tuple[str, str], ...] = ()) -> str:
    """A stored value of a field in the words that the form uses for it."""
    words: Mapping[str, Mapping[str, str]] = {
        "gender": dict(GENDERS),
        "language": dict(LANGUAGES),
        "protection": {code.value: said for code, said in PROTECTIONS},
    }
    if field == "responsible_id":
        return dict(staff).get(value, tr("Nobody yet"))
    if field in words:
        return tr(words[field].get(value, value))
    return shown(value) if field == "birth_date" else value
