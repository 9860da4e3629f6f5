"""Visits in words: what they are for, how they ended, ways, and what stands in the way."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from station.core.formats import day, near_day, number
from station.core.i18n import N_, ntr, tr
from station.core.trouble import Trouble
from station.models.queries.visits import HouseRow, PersonRow
from station.rules.driving import Purpose, VisitState
from station.rules.resting import CAUSE_WORDS, Cause
from station.rules.routing import OFFICE, Length
from station.services.patients.values import Protection

PURPOSE_WORDS: Final[Mapping[Purpose, str]] = {
    Purpose.HANDOUT: N_("Hand out equipment"),
    Purpose.PICKUP: N_("Pick up equipment"),
    Purpose.TRAINING: N_("Give training"),
    Purpose.BATTERY: N_("Change batteries"),
    Purpose.CALIBRATION: N_("Check the meter"),
    Purpose.PAPERS: N_("Papers to the GP"),
    Purpose.OTHER: N_("Something else"),
}
STATE_WORDS: Final[Mapping[VisitState, str]] = {
    VisitState.PLANNED: N_("To do"),
    VisitState.DONE: N_("Done"),
    VisitState.NOT_HOME: N_("Not at home"),
    VisitState.MOVED: N_("Moved to another day"),
    VisitState.CANCELLED: N_("Called off"),
}
_NO_NUMBER: Final = "–"


def distance_words(metres: int | None) -> str:
    """Write a distance: 62 km, 4,5 km; a dash where it is not known."""
    if metres is None:
        return _NO_NUMBER
    decimals = 0 if metres % 1000 == 0 or metres >= 100_000 else 1  # noqa: PLR2004  (100 km)
    return f"{number(metres / 1000, decimals)}\N{NO-BREAK SPACE}km"


def minutes_words(minutes: int | None) -> str:
    """Write minutes: 45 min, 1 t 20 min; a dash where they are not known."""
    if minutes is None:
        return _NO_NUMBER
    hours, rest = divmod(minutes, 60)
    if not hours:
        return tr("{n} min", n=minutes)
    if not rest:
        return tr("{hours} h", hours=hours)
    return tr("{hours} h {n} min", hours=hours, n=rest)


def way_words(metres: int | None, minutes: int | None) -> str:
    """Write a way: 4,5 km · 8 min; says so where it is not known."""
    if metres is None:
        return tr("distance missing")
    told = [distance_words(metres), *([] if minutes is None else [minutes_words(minutes)])]
    return " · ".join(told)


def length_words(length: Length) -> str:
    """Say how long a round is, or how many of its distances nobody has typed."""
    if length.missing:
        return ntr("{n} distance is missing", "{n} distances are missing", len(length.missing))
    return way_words(length.metres, length.minutes)


def address_words(row: PersonRow | HouseRow) -> str:
    """Write an address in one line, "" where none is known."""
    if isinstance(row, PersonRow) and row.protection != Protection.NONE:
        return tr("Protected address")
    town = " ".join(part for part in (row.postal_code, row.city) if part.strip())
    return ", ".join(part.strip() for part in (row.address, town) if part.strip())


def warning_of(row: PersonRow | None) -> str:
    """Say what has happened to a patient that decides whether one should drive there."""
    if row is None:
        return ""
    if row.deceased_on is not None:
        return tr("Registered as dead {day}", day=day(date.fromisoformat(row.deceased_on)))
    if row.pause is None:
        return ""
    cause, _, reason = row.pause.partition("/")
    known = tr(CAUSE_WORDS[Cause(cause)]) if cause in set(Cause) else ""
    told = reason or known
    if cause == Cause.HOSPITAL:
        return known
    return tr("Paused: {reason}", reason=told) if told else tr("Paused")


def due_words(due_on: date | None, today: date, *, overdue: bool) -> str:
    """Say when something is due, "" where it has no day."""
    if due_on is None:
        return ""
    near = near_day(due_on, today)
    return tr("was due {day}", day=near) if overdue else tr("due {day}", day=near)


def office_words() -> str:
    """Name the place where every round begins."""
    return tr("The office")


def place_words(place: str, names: Mapping[str, str]) -> str:
    """Name a place of a round."""
    return office_words() if place == OFFICE else names.get(place, _NO_NUMBER)


def gone() -> Trouble:
    """Give the trouble with an errand that is not there any more."""
    return Trouble(
        "errand_gone",
        N_("This errand is not there any more: somebody has done it or taken it off the list."),
    )


def changed() -> Trouble:
    """Give the trouble with a round that another window has changed meanwhile."""
    return Trouble(
        "round_changed",
        N_("Somebody changed this round meanwhile. It is shown as it is now; nothing was changed."),
    )
