"""The patient's card on «I dag»: everything it shows, read in one crossing.

Who needs help and why, what the plan says, and what was done last.
"""

from dataclasses import dataclass, field, replace

from station.core.i18n import N_, speaking
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries import alerts as alert_queries
from station.models.queries import followup as followup_queries
from station.models.queries import openings as opening_queries
from station.models.queries import plan_life
from station.models.queries import plans as plan_queries
from station.models.queries.followup import FollowupRow, PauseNowRow, SnoozeRow
from station.models.queries.openings import OpeningRow
from station.models.records import alerts as alert_records
from station.models.records import openings as opening_records
from station.models.records import patients as patient_records
from station.rules.approval import ELSEWHERE, Review, review
from station.rules.force import Force, Reign
from station.rules.gpvisit import NO_VISIT, Visit
from station.rules.openinghours import Hours
from station.services.alerts.precision import Figures, figures
from station.services.equipment.lent import LentDevice, lent_to
from station.services.known import known_patient
from station.services.patients import claims
from station.services.patients.shown import facts_of
from station.services.patients.values import PatientFacts
from station.services.plans.gp_visits import visit_of
from station.services.readings.entry import doubtful
from station.services.readings.trends import Trend, Trends
from station.services.record import Record
from station.services.resting import hours_of
from station.services.rights import Right, require
from station.services.session import Session
from station.services.today.card_alerts import AlertBox, alert_boxes
from station.services.today.timeline import Entry, timeline

__all__ = [
    "AlertBox",
    "Card",
    "Cards",
    "Entry",
    "Figures",
    "LentDevice",
    "OpenedBy",
    "PlanBrief",
    "Rests",
    "Review",
    "Trend",
]


@dataclass(frozen=True, slots=True)
class OpenedBy:
    """A colleague who has the patient open today, and since when (UTC milliseconds)."""

    name: str
    since: int


@dataclass(frozen=True, slots=True)
class PlanBrief:
    """The version that decides now; `newer_draft` says that a later one is being written."""

    version_id: str
    number: int
    approved: bool
    approved_by: str
    approved_on: str
    review: Review
    review_on: str
    newer_draft: bool
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Rests:
    """What rests or is followed closer just now: snoozes, the pause, closer follow-up."""

    snoozes: tuple[SnoozeRow, ...] = ()
    pause: PauseNowRow | None = None
    closer: FollowupRow | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One patient as the card shows her; alerts are those that are open, the worst first.

    `hours` are the service's, from which ages count; `figures` are of her closed alerts.
    `with_gp_since` (UTC ms) tells since when a draft of her plan is with the GP unanswered.
    """

    facts: PatientFacts
    plan: PlanBrief | None
    alerts: tuple[AlertBox, ...]
    timeline: tuple[Entry, ...]
    trend: Trend
    last_contact: int | None
    opened_by: OpenedBy | None
    now: int
    plan_readable: bool = True
    rests: Rests = field(default_factory=Rests)
    hours: Hours = field(default_factory=Hours)
    figures: Figures | None = None
    with_gp_since: int | None = None
    visit: Visit = NO_VISIT
    doubts: tuple[str, ...] = ()
    """Readings of the last day that should be measured again at rest, in words."""
    equipment: tuple[LentDevice, ...] = ()
    elsewhere: str = ""
    """Who has her open at another station, in words; it blocks nothing."""
    """What she has on loan."""

    def same_as(self, other: "Card") -> bool:
        """Tell whether another reading of the card shows the same, the clock apart."""
        then = replace(other, now=self.now, trend=replace(other.trend, now_ms=self.trend.now_ms))
        return self == then


class Cards:
    """Opens patients from the worklist."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record
        self._trends = Trends(record)

    def open(self, session: Session, patient_id: str) -> Card:
        """Open a patient: a row in the log, her name beside the patient, and the whole card.

        A colleague who has her open today keeps her until she is taken over.
        """
        require(session, Right.SEE_PATIENTS)
        with self._record.write(session) as writer:
            known_patient(writer, patient_id)
            patient_records.note_seen(writer, patient_id, "patient_opened")
            if _held(writer, session, patient_id, writer.now) is None:
                opening_records.opened(writer, patient_id)
            else:
                opening_records.left(writer)
            writer.touch("alerts", patient_id)
        return self.refresh(session, patient_id)

    def refresh(self, session: Session, patient_id: str) -> Card:
        """The same card once more while it stays open, after something changed."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            return self._card(reader, session, patient_id)

    def take_over(self, session: Session, patient_id: str, reason: str) -> None:
        """Take a patient, and the alerts that a colleague has taken, over from the colleague.

        Raises Trouble `reason_missing` without a reason.
        """
        require(session, Right.EDIT_PATIENTS)
        if not reason.strip():
            raise Trouble("reason_missing", N_("Write why you take over; your colleague sees it."))
        with self._record.write(session) as writer:
            held = _held(writer, session, patient_id, writer.now)
            opening_records.opened(writer, patient_id)
            for row in alert_queries.of_patient(writer, patient_id):
                others = row.closed_at is None and row.taken_by not in ("", session.name)
                if others and alert_records.take(writer, row.id, session.user_id):
                    writer.audit("alert_taken", "alert", row.id, patient_id, reason=reason)
            writer.audit(
                "patient_taken_over",
                "patient",
                patient_id,
                patient_id,
                reason=reason.strip(),
                before=held.name if held else "",
            )
            writer.touch("alerts", patient_id)

    def leave(self, session: Session) -> None:
        """Note that this person has no patient open."""
        with self._record.write(session) as writer:
            opening_records.left(writer)
            writer.quiet()
            writer.touch("alerts")

    def _card(self, reader: Reader, session: Session, patient_id: str) -> Card:
        now = self._record.clock.now()
        facts = facts_of(reader, known_patient(reader, patient_id), now)
        versions, readable = plan_queries.readable(reader, patient_id)
        # Where one version cannot be read, nobody knows which of the others would decide.
        force = Force(row.version for row in versions if readable)
        reign = force.at(now)
        contacts = alert_queries.contacts(reader, patient_id)
        held = _held(reader, session, patient_id, now)
        newest = max((row.version.number for row in versions), default=0)
        boxes = alert_boxes(reader, session, patient_id, force, now)
        return Card(
            facts=facts,
            plan=_brief(reign, newest, now) if reign else None,
            alerts=boxes,
            timeline=timeline(reader, patient_id, versions, contacts, now),
            trend=self._trends.data(session, patient_id),
            last_contact=contacts[0].at if contacts else None,
            opened_by=OpenedBy(held.name, held.since) if held else None,
            now=now,
            plan_readable=readable,
            with_gp_since=plan_life.waiting_since(reader, patient_id),
            visit=visit_of(reader, patient_id, now),
            doubts=doubtful(reader, patient_id, now, {box.reading_id for box in boxes}),
            rests=_rests(reader, patient_id, now),
            hours=hours_of(reader),
            figures=figures(reader, now, patient_id),
            equipment=lent_to(reader, patient_id, now),
            elsewhere=claims.words_now(reader, now).get(patient_id, ""),
        )


def _rests(reader: Reader, patient_id: str, now: int) -> Rests:
    closer = followup_queries.followups(reader, now, patient_id)
    return Rests(
        followup_queries.snoozes(reader, now, patient_id),
        followup_queries.pauses_now(reader, now).get(patient_id),
        closer[0] if closer else None,
    )


def _brief(reign: Reign, newest: int, now: int) -> PlanBrief:
    version = reign.version
    return PlanBrief(
        version_id=version.id,
        number=version.number,
        approved=reign.approved,
        approved_by=version.approved_by,
        approved_on=version.approved_on,
        review=review(version.content, day_of(now)),
        review_on=version.content.review_on,
        newer_draft=newest > version.number,
        elsewhere=version.channel == ELSEWHERE,
    )


def _held(reader: Reader, session: Session, patient_id: str, now: int) -> OpeningRow | None:
    """The colleague who has the patient open; what was opened on another day holds nobody up."""
    row = opening_queries.of_patient(reader, patient_id)
    if row is None or row.user_id == session.user_id:
        return None
    return row if day_of(row.since) == day_of(now) else None
