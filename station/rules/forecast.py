"""How many devices of a kind will be free in the weeks ahead, and what each number is made of.

Every device of a kind stands in exactly one place: free, spoken for, on its way back to the store,
in repair, lent. What comes back in a week is either sure (a loan ends by agreement, a service has
ended, a device is being looked over) or possible (it should have been back already, the service is
being evaluated or its plan reviewed). Who waits takes one device, no sooner than it is likely to be
handed out. Left below nothing means that so many are missing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

WEEKS = 12
RETURN_DAYS = 14
"""When a service has ended, its equipment is fetched within so many days."""
CHECK_DAYS = 7
"""What came back is looked over, cleaned and back in the store within so many days."""
EVALUATION_DAYS = 28
"""An evaluation has told within so many days whether the service goes on."""
DECIDED_DAYS, STARTING_DAYS = 28, 7
"""How long after the decision, and after the start was begun, equipment is handed out."""
TABLET, OWN_DEVICE = "tablet", "own_device"
MEASURED_WITH: Final[Mapping[str, str]] = {
    "spo2": "oximeter",
    "bp": "cuff",
    "weight": "scale",
    "temp": "thermometer",
    "glucose": "glucose_meter",
    "glucose_interstitial": "glucose_meter",
    "pef": "spirometer",
    "fev1": "spirometer",
}
"""The kind of device that a kind of reading is taken with; pulse comes with several of them."""
_WEEK_DAYS = 7


class Place(StrEnum):
    """Where a device stands, as far as the stock is concerned."""

    FREE = "free"
    SPOKEN_FOR = "spoken_for"
    CHECKING = "checking"
    REPAIR = "repair"
    LENT = "lent"


class Why(StrEnum):
    """Why a device is expected in a week."""

    DUE = "due"
    ENDED = "ended"
    CHECKED = "checked"
    LATE = "late"
    EVALUATION = "evaluation"
    REVIEW = "review"


SURE = frozenset({Why.DUE, Why.ENDED, Why.CHECKED})
"""Counted among what will be free; the others only among what may be."""


@dataclass(frozen=True, slots=True)
class Held:
    """One device: its place, since when it stands there, and what is known of its loan.

    `ended_on` is the day on which the borrower's service ended, `evaluated_from` the day on which
    its evaluation began, `review_on` the day on which her plan is to be reviewed.
    """

    device_id: str
    place: Place
    since: date
    due_on: date | None = None
    ended_on: date | None = None
    evaluated_from: date | None = None
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """A device that is expected back in the store on a day, and why."""

    device_id: str
    on: date
    why: Why

    @property
    def sure(self) -> bool:
        """Whether it is counted on."""
        return self.why in SURE


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits for a device of the kind, and the day on which she is to have it."""

    who: str
    on: date


@dataclass(frozen=True, slots=True)
class Week:
    """One week (Monday to Sunday; the first begins today) and what stands at its end.

    `left` counts what is sure, `hoped` what is possible too; below nothing, so many are missing.
    """

    first: date
    last: date
    back: tuple[Coming, ...]
    waits: tuple[Waiting, ...]
    left: int
    hoped: int

    @property
    def sure(self) -> int:
        """How many come back for sure."""
        return sum(each.sure for each in self.back)

    @property
    def possible(self) -> int:
        """How many more may come back."""
        return len(self.back) - self.sure


@dataclass(frozen=True, slots=True)
class Outlook:
    """The weeks ahead for one kind; `free`, `spoken_for`, `repair` and `away` are counted today.

    `away` are the lent devices of which nothing says that they come back within these weeks.
    """

    free: int
    spoken_for: int
    repair: int
    away: int
    weeks: tuple[Week, ...]

    @property
    def lowest(self) -> int:
        """The least that is left at the end of any week, or what is free where there is none."""
        return min((week.left for week in self.weeks), default=self.free)

    @property
    def short_from(self) -> date | None:
        """The first day of the first week that ends with some missing, or None."""
        return next((week.first for week in self.weeks if week.left < 0), None)


def expected(held: Held, today: date) -> Coming | None:
    """Tell when a device is expected back and why; None where nothing is known, or it is here.

    A day that has passed already is no promise any more: the device is possible from today.
    """
    if held.place is Place.CHECKING:
        return Coming(held.device_id, max(today, held.since + timedelta(CHECK_DAYS)), Why.CHECKED)
    if held.place is not Place.LENT:
        return None
    agreed = _agreed(held)
    if agreed is not None:
        on, why = agreed
        return Coming(held.device_id, max(today, on), why if on >= today else Why.LATE)
    if held.evaluated_from is not None:
        told = held.evaluated_from + timedelta(EVALUATION_DAYS)
        return Coming(held.device_id, max(today, told), Why.EVALUATION)
    if held.review_on is not None:
        return Coming(held.device_id, max(today, held.review_on), Why.REVIEW)
    return None


def needed(measured: Iterable[str], has: Iterable[str]) -> frozenset[str]:
    """Tell which kinds of device somebody lacks who measures these kinds and has those devices.

    Everybody needs a tablet who has none of her own.
    """
    there = set(has)
    wanted = {MEASURED_WITH[kind] for kind in measured if kind in MEASURED_WITH}
    if OWN_DEVICE not in there:
        wanted.add(TABLET)
    return frozenset(wanted - there)


def wanted_on(since: date, *, starting: bool) -> date:
    """Give the day on which somebody is to have her equipment, by how far the service has come."""
    return since + timedelta(STARTING_DAYS if starting else DECIDED_DAYS)


def forecast(
    devices: Iterable[Held], waiting: Iterable[Waiting], today: date, weeks: int = WEEKS
) -> Outlook:
    """Give the weeks from the one of `today` on; who should have had hers waits in the first."""
    held = tuple(devices)
    here = {place: sum(each.place is place for each in held) for place in Place}
    coming = [found for each in held if (found := expected(each, today)) is not None]
    spans = tuple(_spans(today, weeks))
    made = tuple(_weeks(here[Place.FREE], coming, tuple(waiting), spans))
    lent_back = {each.device_id for week in made for each in week.back}
    away = sum(
        each.place in (Place.LENT, Place.CHECKING) and each.device_id not in lent_back
        for each in held
    )
    return Outlook(here[Place.FREE], here[Place.SPOKEN_FOR], here[Place.REPAIR], away, made)


def _agreed(held: Held) -> tuple[date, Why] | None:
    """The sooner of the day that was agreed and the day by which an ended service is fetched."""
    found = []
    if held.due_on is not None:
        found.append((held.due_on, Why.DUE))
    if held.ended_on is not None:
        found.append((held.ended_on + timedelta(RETURN_DAYS), Why.ENDED))
    return min(found, default=None)


def _spans(today: date, weeks: int) -> Iterable[tuple[date, date]]:
    first = today
    for _ in range(weeks):
        last = first + timedelta(_WEEK_DAYS - 1 - first.weekday())
        yield first, last
        first = last + timedelta(1)


def _weeks(
    free: int,
    coming: Sequence[Coming],
    waiting: Sequence[Waiting],
    spans: Sequence[tuple[date, date]],
) -> Iterable[Week]:
    left = hoped = free
    for at, (first, last) in enumerate(spans):
        back = tuple(sorted((c for c in coming if first <= c.on <= last), key=_order))
        # Whoever should have had hers before today waits now.
        begin = date.min if at == 0 else first
        waits = tuple(sorted((w for w in waiting if begin <= w.on <= last), key=_when))
        left += sum(each.sure for each in back) - len(waits)
        hoped += len(back) - len(waits)
        yield Week(first, last, back, waits, left, hoped)


def _order(each: Coming) -> tuple[date, str]:
    return each.on, each.device_id


def _when(each: Waiting) -> tuple[date, str]:
    return each.on, each.who
