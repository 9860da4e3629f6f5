"""The open alerts of one patient in words: what was measured, why it counts, what the plan says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isinf

from station.core.formats import when
from station.core.i18n import tr
from station.models.database import Reader
from station.models.queries import alerts as queries
from station.models.queries import readings as reading_queries
from station.models.queries import worklist as list_queries
from station.models.queries.alerts import AlertRow
from station.models.queries.followup import snoozes
from station.models.queries.worklist import LatestRow
from station.rules.force import Force, Reign
from station.rules.limits import Level
from station.rules.plans import LineState
from station.rules.readings import Excluded, Reading
from station.rules.resting import held_back
from station.rules.stored_why import read_why, whole_words
from station.rules.why import Why
from station.rules.wording import component_name, value_text
from station.services.readings.entry import Line, lines
from station.services.session import Session
from station.services.today.row_words import newer_than, newest_words, open_marks
from station.services.why.words import LEFT_OUT

_HALF_DAY_MS = 12 * 3_600_000


@dataclass(frozen=True, slots=True)
class PlanStep:
    """What the patient's own plan says for one level, in her own words."""

    level: Level
    number: int
    approved: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlertBox:
    """One open alert; times in UTC milliseconds, texts in the reader's language.

    `found` is what was measured («SpO₂ 84 %»), `sentence` why that counts. `done` are the kinds of
    contact noted for it so far, the newest first; `mine` says that the reader has taken it;
    `newest` is what was measured after it, if anything was. `snoozed_until` is set where it is put
    off; red never is.
    """

    id: str
    component: str
    level: Level
    found: str
    sentence: str
    marks: tuple[str, ...]
    plan: str
    measured_at: int
    arrived_at: int
    reading_id: str
    left_out: bool
    taken_by: str
    taken_at: int | None
    mine: bool
    waiting_until: int | None
    proposed: bool
    done: tuple[str, ...]
    step: PlanStep | None
    newest: str = ""
    side: str = ""
    snoozed_until: int | None = None
    out: str = ""
    pair: str = ""
    doubt: str = ""


def alert_boxes(
    reader: Reader, session: Session, patient_id: str, force: Force, now: int
) -> tuple[AlertBox, ...]:
    """Give the open alerts, the worst first; each level's step of the plan stands once."""
    rows = [row for row in queries.of_patient(reader, patient_id) if row.closed_at is None]
    ends = {(each.component, each.side): each.until_at for each in snoozes(reader, now, patient_id)}
    off = {row.id: _put_off(row, ends) for row in rows}
    rows.sort(
        key=lambda row: (
            off[row.id] is not None,
            -row.level,
            row.proposed_at is not None,
            -row.measured_at,
        )
    )
    latest = list_queries.latest_of(reader, patient_id)
    numbers = {reign.version.id: reign.version.number for reign in force.reigns}
    contacts = queries.contacts(reader, patient_id)
    reign = force.at(now)
    said: set[int] = set()
    found = []
    for row in rows:
        done = tuple(each.kind for each in contacts if each.alert_id == row.id)
        step = step_of(reign, Level(row.level)) if reign and row.level not in said else None
        said.add(row.level)
        box = _box(reader, session, row, numbers, done, step, now)
        newest = _newest(row, latest, now)
        found.append(replace(box, newest=newest, side=row.side, snoozed_until=off[row.id]))
    return tuple(found)


def _put_off(row: AlertRow, ends: Mapping[tuple[str, str], int]) -> int | None:
    until = ends.get((row.component, row.side))
    return until if held_back(Level(row.level), snoozed=until is not None) else None


def step_of(reign: Reign, level: Level) -> PlanStep:
    """Give what a version says for one level; lines that were taken out are not in it."""
    lines = tuple(
        line.text
        for zone in reign.version.content.zones
        if zone.level is level
        for line in zone.measures
        if line.state is not LineState.REMOVED and line.text.strip()
    )
    return PlanStep(level, reign.version.number, reign.approved, lines)


def found_text(why: Why) -> str:
    """Write what was measured: SpO₂ 84 %, Glukose HI."""
    if not why.used:
        return component_name(why.component)
    value = why.used[-1][1]
    if isinf(value):
        return f"{component_name(why.component)} {'LO' if value < 0 else 'HI'}"
    limits = (why.limit,) if why.limit else ()
    return f"{component_name(why.component)} {value_text(why.component, value, limits)}"


def _box(
    reader: Reader,
    session: Session,
    row: AlertRow,
    numbers: dict[str, int],
    done: tuple[str, ...],
    step: PlanStep | None,
    now: int,
) -> AlertBox:
    why = read_why(row.why)
    reading = reading_queries.one(reader, row.reading_id)
    line = lines(reader, [reading], now)[0] if reading is not None else None
    number = numbers.get(row.plan_version_id)
    return AlertBox(
        id=row.id,
        component=row.component,
        level=Level(row.level),
        found=found_text(why) if why else component_name(row.component),
        sentence=whole_words(row.why),
        marks=_marks(why, row, reading),
        plan=tr("plan v{number}", number=number) if number else "",
        measured_at=row.measured_at,
        arrived_at=row.arrived_at,
        reading_id=row.reading_id,
        left_out=reading is None or reading.excluded is not Excluded.NO,
        taken_by=row.taken_by,
        taken_at=row.taken_at,
        mine=row.taken_by == session.name,
        waiting_until=row.waiting_until,
        proposed=row.proposed_at is not None,
        done=done,
        step=step,
        out=out_words(line) if line is not None else "",
        pair=line.pair if line is not None else "",
        doubt=line.doubt if line is not None else "",
    )


def out_words(line: Line) -> str:
    """Say what happened to a reading that does not count: another patient's, a test; or nothing."""
    if line.excluded is Excluded.NO:
        return ""
    if line.moved:
        return tr("the reading was another patient's and is moved there")
    why = tr(LEFT_OUT[line.excluded])
    return tr("the reading does not count: {why}", why=why)


def _newest(row: AlertRow, latest: Sequence[LatestRow], now: int) -> str:
    newer = newer_than(row.component, row.measured_at, latest)
    if newer is None:
        return ""
    return newest_words(row.component, newer, when(newer.taken_at, now))


def _marks(why: Why | None, row: AlertRow, reading: Reading | None) -> tuple[str, ...]:
    found: list[str] = []
    if why is not None:
        found += open_marks(why, confirmed=reading.confirmed if reading else why.confirmed)
    if row.arrived_at - row.measured_at > _HALF_DAY_MS:
        found.append(tr("came in late"))
    return tuple(found)
