"""The worklist: one row per followed patient, the one who needs somebody first on top."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from station.core.formats import clock_time, near_day, when
from station.core.i18n import speaking, tr
from station.core.settings import PROFILE, Profile
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries import worklist as queries
from station.models.queries.worklist import AlertRow, LatestRow, PatientRow, PlanRow
from station.models.records import openings
from station.rules.kinds import place_of
from station.rules.limits import Level
from station.rules.openinghours import Hours, open_age
from station.rules.overdue import Missing, missing
from station.rules.plans import ScheduleItem
from station.rules.standing import Facts, Standing, sort_key, stand
from station.rules.status import FOLLOWED
from station.rules.why import Why
from station.rules.wording import kind_name, marks, render_short, value_text
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One patient on the worklist, ready to be drawn; times in UTC milliseconds.

    `reason` says why she stands where she stands, `marks` what must be read beside it. The age
    is counted from `since`; `open_age_ms` only counts the hours in which somebody was here.
    `measured_at` is when the reading behind the alert was taken.
    """

    patient_id: str
    name: str
    birth_year: str
    standing: Standing
    reason: str
    marks: tuple[str, ...]
    since: int | None
    measured_at: int | None
    open_age_ms: int
    alert_id: str | None
    alerts: int
    proposed: bool
    component: str
    spark: tuple[tuple[int, float], ...]
    opened_by: str
    opened_since: int | None
    last_contact: int | None
    responsible_id: str
    search_text: str


@dataclass(frozen=True, slots=True)
class WorkList:
    """The whole list, the moment it was made, and when the slowest patient was last judged."""

    rows: tuple[WorkRow, ...]
    made_at: int
    judged_at: int | None

    def counts(self) -> Mapping[Standing, int]:
        """Give how many patients stand where."""
        found = dict.fromkeys(Standing, 0)
        for row in self.rows:
            found[row.standing] += 1
        return found


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything the list is made from, read in one look."""

    now: int
    profile: Profile | None
    alerts: Mapping[str, Sequence[AlertRow]]
    plans: Mapping[str, PlanRow]
    latest: Mapping[str, Sequence[LatestRow]]
    pauses: Mapping[str, Sequence[tuple[int, int]]]


class Worklist:
    """Makes the worklist, and notes who has whom open."""

    def __init__(self, record: Record) -> None:
        """Read from `record`."""
        self._record = record

    def rows(self, session: Session) -> WorkList:
        """Give the worklist in the language of the one who looks."""
        require(session, Right.SEE_PATIENTS)
        now = self._record.clock.now()
        with self._record.read() as reader, speaking(session.language):
            known = _look(reader, now)
            # An alert that somebody must close is never hidden by a status or a lost consent.
            patients = queries.patients(reader, tuple(sorted(FOLLOWED)), now, alerted=True)
            rows = [_row(reader, patient, known) for patient in patients]
        judged = [
            patient.judged_at
            for patient in patients
            if patient.judged_at is not None and patient.status in FOLLOWED
        ]
        return WorkList(tuple(in_order(rows)), now, min(judged, default=None))

    def open(self, session: Session, patient_id: str) -> None:
        """Note that this person has the patient open, and nobody else any more."""
        require(session, Right.SEE_PATIENTS)
        with self._record.write(session) as writer:
            openings.opened(writer, patient_id)
            writer.quiet()
            writer.touch("alerts", patient_id)

    def leave(self, session: Session) -> None:
        """Note that this person has no patient open."""
        with self._record.write(session) as writer:
            openings.left(writer)
            writer.quiet()
            writer.touch("alerts")


def schedule_of(text: str) -> tuple[ScheduleItem, ...]:
    """Read the schedule of a plan from its JSON text."""
    return tuple(
        ScheduleItem(item["kind"], tuple(item["weekdays"]), item["by"]) for item in json.loads(text)
    )


def missing_of(
    plan: PlanRow | None,
    latest: Sequence[LatestRow],
    now: int,
    pauses: Sequence[tuple[int, int]] = (),
) -> tuple[Missing, ...]:
    """Give what a patient with `plan` has not sent, judged by the newest reading of each kind.

    What was due in one of `pauses` ([start, end) in UTC milliseconds) is excused.
    """
    if plan is None:
        return ()
    arrivals = {row.kind: [(row.taken_at, row.arrived_at)] for row in latest}
    return missing(schedule_of(plan.schedule), arrivals, now, plan.since, pauses)


def _look(reader: Reader, now: int) -> _Known:
    alerts: dict[str, list[AlertRow]] = {}
    for alert in queries.open_alerts(reader):
        alerts.setdefault(alert.patient_id, []).append(alert)
    return _Known(
        now,
        PROFILE.read(queries.settings(reader)),
        alerts,
        queries.plans_in_force(reader, now),
        queries.latest(reader),
        queries.pauses(reader),
    )


def _row(reader: Reader, patient: PatientRow, known: _Known) -> WorkRow:
    alerts = sorted(known.alerts.get(patient.patient_id, ()), key=_alert_order)
    plan = known.plans.get(patient.patient_id)
    latest = known.latest.get(patient.patient_id, ())
    silent = missing_of(plan, latest, known.now, known.pauses.get(patient.patient_id, ()))
    facts = Facts(
        Level(max((alert.level for alert in alerts), default=0)),
        judged=patient.judged,
        missing=silent,
        paused=patient.paused,
        planned=plan is not None,
    )
    standing = stand(facts)
    top = alerts[0] if alerts and standing in (Standing.RED, Standing.YELLOW) else None
    since = _since(standing, top, silent)
    component = _component(top, latest)
    return WorkRow(
        patient_id=patient.patient_id,
        name=f"{patient.given_name} {patient.family_name}".strip(),
        birth_year=patient.birth_date[:4],
        standing=standing,
        reason=_reason(standing, patient, top, silent, plan, known.now),
        marks=_unfollowed(patient) + _marks(top, latest, known.now, paused=patient.paused),
        since=since,
        measured_at=top.measured_at if top else None,
        open_age_ms=_age(known, since),
        alert_id=top.id if top else None,
        alerts=len(alerts),
        proposed=bool(top and top.proposed),
        component=component,
        spark=_spark(reader, patient.patient_id, component, known.now),
        opened_by=patient.opened_by,
        opened_since=patient.opened_since,
        last_contact=patient.last_contact,
        responsible_id=patient.responsible_id,
        search_text=patient.search_text,
    )


def in_order(rows: Iterable[WorkRow]) -> list[WorkRow]:
    """Put rows in the order of the list: the worst first, then who has waited longest."""
    return sorted(rows, key=_order)


def _order(row: WorkRow) -> tuple[int, int, str]:
    return sort_key(row.standing, row.open_age_ms, row.name)


def _since(standing: Standing, top: AlertRow | None, silent: Sequence[Missing]) -> int | None:
    if top is not None:
        return top.arrived_at
    if standing is Standing.MISSING:
        return min(each.due_at for each in silent)
    return None


def _age(known: _Known, since: int | None) -> int:
    if since is None:
        return 0
    if known.profile is None:
        return known.now - since
    return open_age(Hours.of(known.profile), since, known.now)


def _component(top: AlertRow | None, latest: Sequence[LatestRow]) -> str:
    if top is not None:
        return top.component
    newest = max(latest, key=lambda row: row.taken_at, default=None)
    if newest is None:
        return ""
    return "sys" if newest.kind == "bp" else newest.kind


def _spark(
    reader: Reader, patient_id: str, component: str, now: int
) -> tuple[tuple[int, float], ...]:
    if not component:
        return ()
    kind, place = place_of(component)
    return queries.spark(reader, patient_id, kind.code, place, now)


def _reason(
    standing: Standing,
    patient: PatientRow,
    top: AlertRow | None,
    silent: Sequence[Missing],
    plan: PlanRow | None,
    now: int,
) -> str:
    if top is not None:
        return f"{render_short(Why.from_data(json.loads(top.why)))} · {_at(top.measured_at, now)}"
    if standing is Standing.UNKNOWN:
        return tr("No plan yet") if plan is None else tr("Cannot be judged")
    if standing is Standing.MISSING:
        return _silence(silent, now)
    if standing is Standing.PAUSE:
        return _pause(patient, now)
    return tr("All within own limits")


def _at(moment: int, now: int) -> str:
    """The time alone today, so that a narrow row has room for what it says."""
    return clock_time(moment) if day_of(moment) == day_of(now) else when(moment, now)


def _silence(silent: Sequence[Missing], now: int) -> str:
    first = min(silent, key=lambda each: each.due_at)
    kinds = ", ".join(kind_name(each.kind) for each in silent)
    last = max((each.last for each in silent if each.last is not None), default=None)
    if last is None:
        return tr("{kinds}: no readings yet", kinds=kinds)
    if first.stale:
        return tr("{kinds}: last value is old, {when}", kinds=kinds, when=when(last, now))
    return tr("{kinds}: nothing since {when}", kinds=kinds, when=when(last, now))


def _pause(patient: PatientRow, now: int) -> str:
    if patient.paused_until is None:
        return tr("Paused")
    return tr("Paused until {day}", day=near_day(day_of(patient.paused_until), day_of(now)))


def newer_than(component: str, measured_at: int, latest: Sequence[LatestRow]) -> LatestRow | None:
    """Give a newer counting reading than an alert's, or None.

    An episode that is red already keeps its first reading: what came after must be seen as well.
    """
    kind, _ = place_of(component)
    for row in latest:
        newer = row.kind == kind.code and row.taken_at > measured_at
        if newer and value_of(component, row) is not None:
            return row
    return None


def value_of(component: str, row: LatestRow) -> float | None:
    """Give one component's number of a newest reading."""
    return row.value2 if place_of(component)[1] else row.value


def newest_words(component: str, row: LatestRow, at: str) -> str:
    """Write what was measured after an alert: nå 64 % 09:01, ubekreftet."""
    words = tr(
        "now {value} {when}", value=value_text(component, value_of(component, row) or 0), when=at
    )
    return words if row.confirmed else f"{words}, {tr('unconfirmed, check it')}"


def _unfollowed(patient: PatientRow) -> tuple[str, ...]:
    return () if patient.status in FOLLOWED else (tr("not in follow-up now"),)


def _alert_order(alert: AlertRow) -> tuple[int, bool, int]:
    return -alert.level, alert.proposed, -alert.measured_at


def _marks(
    top: AlertRow | None, latest: Sequence[LatestRow], now: int, *, paused: bool
) -> tuple[str, ...]:
    if top is None:
        return ()
    found = list(marks(Why.from_data(json.loads(top.why))))
    if (newer := newer_than(top.component, top.measured_at, latest)) is not None:
        found.append(newest_words(top.component, newer, _at(newer.taken_at, now)))
    late = top.arrived_at - top.measured_at
    if late > _LATE_MS:
        just_now = now - top.arrived_at < _JUST_NOW_MS
        found.append(tr("came in now") if just_now else tr("came in late"))
    if paused and tr("paused") not in found:
        found.append(tr("paused"))
    if top.waiting_until is not None:
        found.append(tr("waiting until {time}", time=clock_time(top.waiting_until)))
    if top.proposed:
        found.append(tr("back in green, may be closed"))
    return tuple(found)


_LATE_MS = 12 * 3_600_000
_JUST_NOW_MS = 3_600_000
