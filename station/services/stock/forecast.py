"""What the store will hold: kind by kind and week by week, each number with what it is made of."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from station.core.formats import day
from station.core.i18n import N_, speaking, tr
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries import equipment_overview as queries
from station.models.queries.equipment_overview import StockRow, WaitingRow
from station.rules.equipment import DeviceState
from station.rules.forecast import (
    Coming,
    Held,
    Outlook,
    Place,
    Waiting,
    Why,
    forecast,
    needed,
    wanted_on,
)
from station.rules.status import CLOSED, Status
from station.services.equipment.device_words import DEVICE_KINDS, device_kind
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

_PLACES: Final[Mapping[DeviceState, Place]] = {
    DeviceState.IN_STORE: Place.FREE,
    DeviceState.READY: Place.FREE,
    DeviceState.RESERVED: Place.SPOKEN_FOR,
    DeviceState.LENT: Place.LENT,
    DeviceState.RETURNED: Place.CHECKING,
    DeviceState.CLEANING: Place.CHECKING,
    DeviceState.REPAIR: Place.REPAIR,
}
"""Where a device of a state stands; lost and scrapped ones are in no forecast."""
_WHY: Final[Mapping[Why, str]] = {
    Why.DUE: N_("the loan ends"),
    Why.ENDED: N_("the service has ended"),
    Why.CHECKED: N_("is being looked over"),
    Why.LATE: N_("should have been back already"),
    Why.EVALUATION: N_("the service is being evaluated"),
    Why.REVIEW: N_("the plan is to be reviewed"),
}


@dataclass(frozen=True, slots=True)
class ComingLine:
    """A device that is expected back: which, on which day, why, and whether it is counted on."""

    device_id: str
    device: str
    on: date
    words: str
    sure: bool


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Somebody who waits for a device of the kind, and when she is to have it."""

    patient_id: str
    name: str
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class ForecastWeek:
    """One week: what comes back, who waits, and what is left at its end (`hoped`: at best)."""

    first: date
    last: date
    back: tuple[ComingLine, ...]
    waits: tuple[WaitingLine, ...]
    left: int
    hoped: int

    @property
    def sure(self) -> int:
        """How many are counted on to come back."""
        return sum(each.sure for each in self.back)


@dataclass(frozen=True, slots=True)
class KindForecast:
    """One kind: what is free, spoken for, in repair and away today, and the weeks ahead.

    `short_from` is the first day of the first week that ends with some missing, None where none is.
    """

    kind: str
    kind_words: str
    free: int
    spoken_for: int
    repair: int
    away: int
    lowest: int
    short_from: date | None
    weeks: tuple[ForecastWeek, ...]


@dataclass(frozen=True, slots=True)
class StockForecast:
    """All kinds as they were foreseen on `today`, the scarce ones first.

    `without_plan` are the names of those who wait and have no plan yet: what they will measure is
    not known, so only a tablet is counted for them.
    """

    today: date
    kinds: tuple[KindForecast, ...]
    without_plan: tuple[str, ...]


class StockForecasts:
    """Foresees the store."""

    def __init__(self, record: Record) -> None:
        """Read from `record`."""
        self._record = record

    def forecast(self, session: Session) -> StockForecast:
        """Give the weeks ahead for every kind that is in use or waited for."""
        require(session, Right.SEE_PATIENTS)
        now = self._record.clock.now()
        with self._record.read() as reader, speaking(session.language):
            return _forecast(reader, now)


def _forecast(reader: Reader, now: int) -> StockForecast:
    today = day_of(now)
    rows = [row for row in queries.stock(reader) if _counts(row)]
    people = queries.waiting(reader, (Status.DECIDED, Status.STARTING))
    reviews = queries.reviews(reader, now)
    held: dict[str, list[Held]] = defaultdict(list)
    for row in rows:
        held[row.kind].append(_held(row, reviews))
    waits: dict[str, list[Waiting]] = defaultdict(list)
    for who in people:
        on = wanted_on(day_of(who.status_since), starting=who.status == Status.STARTING)
        for kind in needed(_measured(who.schedule), who.has):
            waits[kind].append(Waiting(who.patient_id, on))
    names = {row.id: _name(row) for row in rows}
    waiting = {who.patient_id: who for who in people}
    found = [
        _kind(kind, forecast(held[kind], waits[kind], today), names, waiting)
        for kind in (*DEVICE_KINDS, *sorted({*held, *waits} - set(DEVICE_KINDS)))
        if held[kind] or waits[kind]
    ]
    found.sort(key=lambda each: each.short_from or date.max)
    without = tuple(who.patient for who in people if who.schedule is None)
    return StockForecast(today, tuple(found), without)


def _counts(row: StockRow) -> bool:
    return not row.own and DeviceState(row.state) in _PLACES


def _held(row: StockRow, reviews: Mapping[str, str]) -> Held:
    place = _PLACES[DeviceState(row.state)]
    if place is Place.FREE and row.reserved_for is not None:
        place = Place.SPOKEN_FOR
    since = day_of(row.state_since)
    lent = row.patient_id if place is Place.LENT else None
    stands = None if row.status_since is None else day_of(row.status_since)
    return Held(
        row.id,
        place,
        since,
        due_on=_day(row.due_on),
        ended_on=stands if lent and row.status in CLOSED else None,
        evaluated_from=stands if lent and row.status == Status.EVALUATION else None,
        review_on=_day(reviews.get(lent)) if lent else None,
    )


def _day(text: str | None) -> date | None:
    """Read a stored day; a plan may hold one that was never a day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _measured(schedule: str | None) -> Iterable[str]:
    items = json.loads(schedule) if schedule else []
    return [str(each.get("kind", "")) for each in items if isinstance(each, dict)]


def _name(row: StockRow) -> str:
    return " · ".join(filter(None, (row.name, row.label)))


def _kind(
    kind: str, found: Outlook, names: Mapping[str, str], waiting: Mapping[str, WaitingRow]
) -> KindForecast:
    weeks = tuple(
        ForecastWeek(
            each.first,
            each.last,
            _coming(each.back, names),
            tuple(_waits(who, waiting[who.who]) for who in each.waits),
            each.left,
            each.hoped,
        )
        for each in found.weeks
    )
    return KindForecast(
        kind,
        device_kind(kind),
        found.free,
        found.spoken_for,
        found.repair,
        found.away,
        found.lowest,
        found.short_from,
        weeks,
    )


def _coming(back: Sequence[Coming], names: Mapping[str, str]) -> tuple[ComingLine, ...]:
    return tuple(
        ComingLine(
            each.device_id,
            names[each.device_id],
            each.on,
            tr("{day}: {why}", day=day(each.on), why=tr(_WHY[each.why])),
            each.sure,
        )
        for each in back
    )


def _waits(who: Waiting, row: WaitingRow) -> WaitingLine:
    since = day(row.status_since)
    words = (
        tr("start begun {day}", day=since)
        if row.status == Status.STARTING
        else tr("decided {day}", day=since)
    )
    return WaitingLine(who.who, row.patient, who.on, words)
