"""The words around a reading: who it is about, who said it, where it came from, why left out."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from station.core.formats import day, when
from station.core.i18n import N_, ntr, tr
from station.rules.readings import Source
from station.services.readings.entry import EntryFacts, Line
from station.services.readings.manual import Excluded

PATIENT: Final = "patient"
STAFF: Final = "staff"
"""What is stored of who gave a value, where it is no name."""

_SAID: Final[Mapping[str, str]] = {
    PATIENT: N_("the patient said it"),
    STAFF: N_("measured by staff"),
}
_SOURCES: Final[Mapping[Source, str]] = {
    Source.MANUAL: N_("typed in"),
    Source.FILE: N_("from a file"),
    Source.DEVICE: N_("from a device"),
    Source.TABLET: N_("from the tablet"),
    Source.CENTRE: N_("from the centre"),
}
_LEFT_OUT: Final[Mapping[Excluded, str]] = {
    Excluded.ACTIVITY: N_("during activity, not counted"),
    Excluded.TEST: N_("test, not counted"),
    Excluded.WRONG_PATIENT: N_("wrong patient, not counted"),
}


def born_words(born: date | None) -> str:
    """«født 01.01.1940», or that the birth date is not known."""
    return tr("birth date unknown") if born is None else tr("born {day}", day=day(born))


def person_words(facts: EntryFacts) -> str:
    """Birth date, age and number on one line."""
    age = "" if facts.age is None else ntr("{n} year", "{n} years", facts.age)
    return " · ".join(
        part for part in (born_words(facts.birth_date), age, facts.number_masked) if part
    )


def namesake_words(facts: EntryFacts) -> str:
    """The warning that somebody else has the same name; empty if nobody has."""
    if not facts.namesakes:
        return ""
    others = ", ".join(born_words(born) for born in facts.namesakes)
    return tr(
        "Somebody else has the same name: {others}. This one is {born}.",
        others=others,
        born=born_words(facts.birth_date),
    )


def origin_words(line: Line, now: int) -> str:
    """When a stored reading was taken, how it came, and who said it."""
    said = tr(_SAID[line.said_by]) if line.said_by in _SAID else line.said_by
    source = line.device or tr(_SOURCES[line.source])
    parts = (when(line.taken_at, now), source, said, line.note)
    return " · ".join(part for part in parts if part)


def mark_words(line: Line) -> str:
    """What must be read beside a stored reading: left out and why, not confirmed, a new try."""
    parts = []
    if line.moved:
        parts.append(tr("moved to the right patient"))
    elif line.excluded is not Excluded.NO:
        parts.append(tr(_LEFT_OUT[line.excluded]))
    if line.excluded is not Excluded.NO:
        parts.append(line.reason)
    if not line.confirmed:
        parts.append(tr("unconfirmed, check it"))
    if line.doubt:
        parts.append(tr("measure again at rest"))
    if line.twin:
        parts.append(tr("perhaps told twice"))
    if line.arrived:
        parts.append(tr("moved here"))
    if line.remeasures_id:
        parts.append(tr("measured again"))
    return " · ".join(part for part in parts if part)


def more_words(line: Line) -> str:
    """What one reads of the reading stood on: its pair, doubts about it, and about its meter."""
    pair = line.pair[:1].upper() + line.pair[1:]
    said = (f"{pair}." if pair else "", line.doubt, line.twin, line.meter)
    return " ".join(part for part in said if part)
