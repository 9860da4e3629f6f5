"""The trend of one patient: every kind over the same time, with limits, alerts and contacts.

Made on the record lane as plain rows; the screen and the print each draw them in their own way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from station.models.database import Reader
from station.models.queries import alerts as alert_queries
from station.models.queries import forms as form_queries
from station.models.queries import readings as queries
from station.models.queries.alerts import ContactRow, EventRow
from station.models.queries.readings import TrendPoint
from station.rules.force import Force, Reign
from station.rules.forms import ANSWERED
from station.rules.kinds import KINDS, Component, Kind, is_dotted, kind_of
from station.rules.limits import Limit
from station.rules.plans import ScheduleItem
from station.services.judging.plan_force import force_of
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

__all__ = [
    "ContactRow",
    "EventRow",
    "Period",
    "PlanMark",
    "Trend",
    "TrendKind",
    "TrendPoint",
    "Trends",
]

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Period:
    """The limits that held from `start` to `end` (UTC ms; None: still) for one component."""

    start: int
    end: int | None
    limits: tuple[Limit, ...]
    approved: bool


@dataclass(frozen=True, slots=True)
class TrendKind:
    """One kind: its points, the limits of each component over time, and how often it is agreed.

    `gaps` are when (UTC ms) a form was answered with «cannot say» here: the line breaks there.
    """

    kind: Kind
    points: Sequence[TrendPoint]
    periods: dict[str, tuple[Period, ...]]
    interval_ms: int
    gaps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanMark:
    """A plan version began to decide at `at`."""

    at: int
    number: int
    approved: bool


@dataclass(frozen=True, slots=True)
class Trend:
    """Everything a patient's trend shows in [first_ms, now]."""

    kinds: tuple[TrendKind, ...]
    events: tuple[EventRow, ...]
    contacts: tuple[ContactRow, ...]
    plans: tuple[PlanMark, ...]
    first_ms: int
    now_ms: int


class Trends:
    """Makes trends."""

    def __init__(self, record: Record) -> None:
        """Read from `record`."""
        self._record = record

    def data(self, session: Session, patient_id: str, days: int | None = None) -> Trend:
        """Give the trend of the last `days`, or of everything."""
        require(session, Right.SEE_PATIENTS)
        now = self._record.clock.now()
        start = 0 if days is None else now - days * DAY_MS
        with self._record.read() as reader:
            force = force_of(reader, patient_id)
            kinds = _kinds(reader, patient_id, force, start, now)
            events = alert_queries.events(reader, patient_id, start, now + 1)
            contacts = alert_queries.contacts(reader, patient_id)
        firsts = [kind.points[0].taken_at for kind in kinds if kind.points]
        return Trend(
            kinds,
            events,
            tuple(contact for contact in contacts if contact.at >= start),
            tuple(
                PlanMark(reign.start, reign.version.number, reign.approved)
                for reign in force.reigns
                if reign.start >= start
            ),
            max(start, min(firsts, default=start or now)),
            now,
        )


def agreed_kind(kind: str) -> str:
    """Give the kind that a plan's schedule asks for: the whole form for one of its scores."""
    return f"{kind.partition('.')[0]}.{ANSWERED}" if is_dotted(kind) else kind


def interval_of(schedule: Sequence[ScheduleItem], kind: str) -> int:
    """Give the agreed time between two readings of a kind (ms); a day where nothing is agreed."""
    days = sorted({day for item in schedule if item.kind == kind for day in item.weekdays})
    if not days:
        return DAY_MS
    gaps = [later - earlier for earlier, later in pairwise(days)]
    return max([*gaps, days[0] + 7 - days[-1]]) * DAY_MS


def _kinds(
    reader: Reader, patient_id: str, force: Force, start: int, now: int
) -> tuple[TrendKind, ...]:
    schedule = force.reigns[-1].version.content.schedule if force.reigns else ()
    found = []
    known = queries.kinds_of(reader, patient_id)
    asked = [code for code in known if is_dotted(code) and not code.endswith(f".{ANSWERED}")]
    gaps = form_queries.gaps(reader, patient_id, start, now + 1)
    for code in (*(kind.code for kind in KINDS if kind.code in known), *asked):
        kind = kind_of(code)
        points = queries.trend(reader, patient_id, code, start, now + 1)
        periods = {part.code: _periods(part, force.reigns) for part in kind.components}
        interval = interval_of(schedule, agreed_kind(code))
        found.append(TrendKind(kind, points, periods, interval, gaps.get(code, ())))
    return tuple(found)


def _periods(component: Component, reigns: Sequence[Reign]) -> tuple[Period, ...]:
    ends: list[int | None] = [*(reign.start for reign in reigns[1:]), None]
    return tuple(
        Period(reign.start, end, _own(reign, component), reign.approved)
        for reign, end in zip(reigns, ends, strict=False)
    )


def _own(reign: Reign, component: Component) -> tuple[Limit, ...]:
    return tuple(
        limit for limit in reign.version.content.limits if limit.component == component.code
    )
