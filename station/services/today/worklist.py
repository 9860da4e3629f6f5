"""The worklist: one row per followed patient, the one who needs somebody first on top."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from station.core.i18n import speaking, tr
from station.core.settings import PROFILE, Profile
from station.core.zone import day_of, day_start
from station.models.database import Reader
from station.models.queries import followup
from station.models.queries import worklist as queries
from station.models.queries.followup import AckRow, FollowupRow, PauseNowRow, SnoozeRow
from station.models.queries.worklist import AlertRow, LatestRow, PatientRow, PlanRow
from station.models.records import openings
from station.rules.acknowledging import acknowledged
from station.rules.kinds import place_of
from station.rules.limits import Level
from station.rules.openinghours import Hours, open_age
from station.rules.overdue import GRACE_MS, Missing, expects_nothing, missing
from station.rules.plans import ScheduleItem
from station.rules.resting import held_back
from station.rules.standing import Facts, Standing, sort_key, stand
from station.rules.status import FOLLOWED
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.today import row_words as words

_Row = TypeVar("_Row", AlertRow, SnoozeRow)
_AHEAD_MS = 15 * 60_000
"""So far ahead of this clock another's may be."""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One patient on the worklist, ready to be drawn; times in UTC milliseconds.

    `reason` says why she stands where she stands, `marks` what must be read beside it. The age
    is counted from `since`; `open_age_ms` only counts the hours in which somebody was here.
    `measured_at` is when the reading behind the alert was taken. `alerts` counts every open one,
    also those put off. `acknowledged` says that somebody ticked her off today and nothing has come
    since `acknowledged_up_to`; `closer` that she is followed closer, `comments` how many nobody has
    read, `confirmed` that no newest value waits to be looked at, `heard` that any value ever came.
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
    acknowledged: bool = False
    acknowledged_up_to: int | None = None
    closer: bool = False
    comments: int = 0
    confirmed: bool = True
    heard: bool = True


@dataclass(frozen=True, slots=True)
class WorkList:
    """The whole list, the moment it was made, and when the slowest patient was last judged.

    `held_back` counts what is put off, paused or waiting for an answer now.
    """

    rows: tuple[WorkRow, ...]
    made_at: int
    judged_at: int | None
    held_back: int = 0

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
    unreadable: frozenset[str]
    latest: Mapping[str, Sequence[LatestRow]]
    pauses: Mapping[str, Sequence[tuple[int, int]]]
    paused: Mapping[str, PauseNowRow]
    snoozes: Mapping[str, Sequence[SnoozeRow]]
    closer: Mapping[str, FollowupRow]
    comments: Mapping[str, int]
    acknowledged: Mapping[str, AckRow]
    arrivals: Mapping[str, int]
    elsewhere: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Stood:
    """Where one patient stands and why, before her row is written."""

    patient: PatientRow
    standing: Standing
    top: AlertRow | None
    alerts: int
    silent: tuple[Missing, ...]
    component: str

    @property
    def shown(self) -> tuple[str, str, int]:
        """Give the patient, and the kind and place of the component that is drawn."""
        kind, place = place_of(self.component)
        return self.patient.patient_id, kind.code, place


class Worklist:
    """Makes the worklist, and notes who has whom open."""

    def __init__(self, record: Record) -> None:
        """Read from `record`."""
        self._record = record

    def rows(self, session: Session) -> WorkList:
        """Give the worklist in the language of the one who looks."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            return work_list(reader, self._record.clock.now())

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


def work_list(reader: Reader, now: int) -> WorkList:
    """Make the worklist as it is at a moment (UTC ms), in the language spoken now."""
    known = _look(reader, now)
    # An alert that somebody must close is never hidden by a status or a lost consent.
    patients = queries.patients(reader, tuple(sorted(FOLLOWED)), now, alerted=True)
    stood = [_stood(patient, known) for patient in patients]
    sparks = queries.sparks(reader, [each.shown for each in stood if each.component], now)
    rows = [_row(each, known, sparks.get(each.patient.patient_id, ())) for each in stood]
    followed = [patient.judged_at for patient in patients if patient.status in FOLLOWED]
    judged = [at for at in followed if at is not None]
    listed = {patient.patient_id for patient in patients}
    return WorkList(
        tuple(in_order(rows)), now, min(judged, default=None), _count_held_back(known, listed)
    )


def schedule_of(text: str) -> tuple[ScheduleItem, ...]:
    """Read the schedule of a plan from its JSON text."""
    return tuple(
        ScheduleItem(item["kind"], tuple(item["weekdays"]), item["by"]) for item in json.loads(text)
    )


def _is_readable(plan: PlanRow) -> bool:
    try:
        schedule_of(plan.schedule)
    except (KeyError, TypeError, ValueError):
        return False
    return True


def missing_of(
    plan: PlanRow | None,
    latest: Sequence[LatestRow],
    now: int,
    pauses: Sequence[tuple[int, int]] = (),
    *,
    closer: bool = False,
) -> tuple[Missing, ...]:
    """Give what a patient with `plan` has not sent, judged by the newest reading of each kind.

    What was due in one of `pauses` ([start, end) in UTC milliseconds) is excused; in `closer`
    follow-up there is no grace. A crisis plan without a schedule expects nothing.
    """
    if plan is None or _expects_nothing(plan):
        return ()
    arrivals = {
        # After a clock set forward and back, what comes in is filed behind what came before.
        row.kind: [(row.taken_at, row.arrived_at if row.arrived_at <= now else row.taken_at)]
        for row in latest
        # A reading of a day that has not come, typed while the clock was wrong, is never fresh.
        if row.taken_at <= now + _AHEAD_MS
    }
    grace = 0 if closer else GRACE_MS
    return missing(schedule_of(plan.schedule), arrivals, now, plan.since, pauses, grace)


def _expects_nothing(plan: PlanRow) -> bool:
    return expects_nothing(plan.template, schedule_of(plan.schedule))


def _look(reader: Reader, now: int) -> _Known:
    plans = queries.plans_in_force(reader, now)
    garbled = frozenset(patient for patient, plan in plans.items() if not _is_readable(plan))
    return _Known(
        now,
        # The frame says that it cannot be read; the list goes on as if every hour counted.
        PROFILE.or_default(queries.settings(reader)),
        _by_patient(queries.open_alerts(reader)),
        {patient: plan for patient, plan in plans.items() if patient not in garbled},
        garbled | queries.unreadable_plans(reader),
        queries.latest(reader),
        queries.pauses(reader),
        followup.pauses_now(reader, now),
        _by_patient(followup.snoozes(reader, now)),
        {row.patient_id: row for row in followup.followups(reader, now)},
        followup.unread_comments(reader),
        ticked := followup.acknowledged(reader, day_start(day_of(now)), now),
        followup.newest_arrivals(reader, ticked, now),
        words.elsewhere(reader, now),
    )


def _by_patient(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(row.patient_id, []).append(row)
    return found


def _count_held_back(known: _Known, listed: set[str]) -> int:
    snoozed = sum(len(rows) for patient, rows in known.snoozes.items() if patient in listed)
    waiting = sum(
        alert.waiting_until is not None for alerts in known.alerts.values() for alert in alerts
    )
    return snoozed + waiting + len(listed & known.paused.keys())


def _stood(patient: PatientRow, known: _Known) -> _Stood:
    patient_id, now = patient.patient_id, known.now
    everything = sorted(known.alerts.get(patient_id, ()), key=_alert_order)
    snoozes = known.snoozes.get(patient_id, ())
    alerts = [alert for alert in everything if not _is_held_back(alert, snoozes)]
    closer = patient_id in known.closer
    plan = known.plans.get(patient_id)
    latest = known.latest.get(patient_id, ())
    pauses = known.pauses.get(patient_id, ())
    silent = missing_of(plan, latest, now, pauses, closer=closer)
    facts = Facts(
        Level(max((alert.level for alert in alerts), default=0)),
        judged=patient.judged,
        missing=silent,
        paused=patient.paused,
        planned=plan is not None,
        resting=len(alerts) < len(everything),
    )
    standing = stand(facts)
    top = alerts[0] if alerts and standing in (Standing.RED, Standing.YELLOW) else None
    return _Stood(patient, standing, top, len(everything), silent, _component(top, latest))


def _row(stood: _Stood, known: _Known, spark: tuple[tuple[int, float], ...]) -> WorkRow:
    patient, standing, top, silent = stood.patient, stood.standing, stood.top, stood.silent
    patient_id, now = patient.patient_id, known.now
    snoozes = known.snoozes.get(patient_id, ())
    closer = known.closer.get(patient_id)
    latest = known.latest.get(patient_id, ())
    since = _since(standing, top, silent)
    comments = known.comments.get(patient_id, 0)
    up_to = ack.up_to if (ack := known.acknowledged.get(patient_id)) else None
    calm = standing is Standing.GREEN and acknowledged(up_to, known.arrivals.get(patient_id, 0))
    marks = words.unfollowed_marks(patient) + words.rest_marks(snoozes, closer, comments, now)
    if top is not None:
        marks = words.alert_marks(top, latest, now, paused=patient.paused) + marks
    return WorkRow(
        patient_id=patient_id,
        name=f"{patient.given_name} {patient.family_name}".strip(),
        birth_year=patient.birth_date[:4],
        standing=standing,
        reason=_reason(standing, patient, top, silent, known, acknowledged=calm),
        marks=marks + known.elsewhere.get(patient_id, ()),
        since=since,
        measured_at=top.measured_at if top else None,
        open_age_ms=_age(known, since),
        alert_id=top.id if top else None,
        alerts=stood.alerts,
        proposed=bool(top and top.proposed),
        component=stood.component,
        spark=spark,
        opened_by=patient.opened_by,
        opened_since=patient.opened_since,
        last_contact=patient.last_contact,
        responsible_id=patient.responsible_id,
        search_text=patient.search_text,
        acknowledged=calm,
        acknowledged_up_to=up_to,
        closer=closer is not None,
        comments=comments,
        confirmed=all(row.confirmed for row in latest),
        heard=bool(latest),
    )


def _is_held_back(alert: AlertRow, snoozes: Sequence[SnoozeRow]) -> bool:
    snoozed = any(row.component == alert.component and row.side == alert.side for row in snoozes)
    return held_back(Level(alert.level), snoozed=snoozed)


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


def _reason(
    standing: Standing,
    patient: PatientRow,
    top: AlertRow | None,
    silent: Sequence[Missing],
    known: _Known,
    *,
    acknowledged: bool,
) -> str:
    patient_id = patient.patient_id
    if top is not None:
        return words.alert_words(top, known.now)
    if standing is Standing.UNKNOWN:
        return _unknown(known, patient_id)
    if standing is Standing.MISSING:
        return words.silence_words(silent, known.now)
    if standing is Standing.PAUSE:
        rests, pause = patient_id in known.paused, known.paused.get(patient_id)
        return words.pause_words(pause, known.now) if rests else tr("Yellow alert put off")
    return _calm(known, patient_id, acknowledged=acknowledged)


def _unknown(known: _Known, patient_id: str) -> str:
    if patient_id in known.unreadable:
        return tr("The plan cannot be read")
    return tr("Cannot be judged") if patient_id in known.plans else tr("No plan yet")


def _calm(known: _Known, patient_id: str, *, acknowledged: bool) -> str:
    if _expects_nothing(known.plans[patient_id]):
        return tr("Crisis plan: no readings agreed")
    return words.calm_words(known.acknowledged[patient_id] if acknowledged else None)


def _alert_order(alert: AlertRow) -> tuple[int, bool, int]:
    return -alert.level, alert.proposed, -alert.measured_at
