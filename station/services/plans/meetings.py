"""The treatment meeting with the GP: everything that was agreed becomes one new version at once."""

from dataclasses import dataclass, replace
from datetime import date

from station.core.formats import day
from station.core.i18n import N_, tr
from station.core.trouble import Trouble
from station.core.zone import day_of, day_start
from station.models.database import Writer
from station.models.queries import plans as queries
from station.models.queries.plans import VersionRow
from station.models.records import contacts, followup
from station.models.records import plans as records
from station.models.records.contacts import NewContact
from station.rules.approval import Approval, Hindered
from station.rules.contacts import Action
from station.rules.plans import PlanContent, PlanStatus
from station.rules.resting import FOLLOWUP_DAYS
from station.services.plans.deciding import audited, decide, judge_all
from station.services.plans.plans import next_number
from station.services.plans.values import TREATMENT_MEETING
from station.services.record import Record
from station.services.resting import check_rest
from station.services.rights import Right, require
from station.services.session import Session

HELD = "meeting"
"""The outcome of a contact with the GP that was a treatment meeting."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a meeting agreed. `gp` is empty where no doctor was there: then nothing is approved.

    `in_force_from` is UTC ms; `closer_until` the day on which closer follow-up ends, if any.
    """

    on: date
    participants: str
    minutes: str
    content: PlanContent
    gp: str = ""
    in_force_from: int = 0
    closer_until: date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The version that came of a meeting, and what keeps it from being in force (or nothing)."""

    version_id: str
    hindered: tuple[Hindered, ...]
    approved: bool


class Meetings:
    """Writes meetings down."""

    def __init__(self, record: Record) -> None:
        """Write to `record`."""
        self._record = record

    def hold(self, session: Session, version_id: str, before: str, meeting: Meeting) -> Outcome:
        """Store what was agreed, starting from a version whose hash was `before`; all or nothing.

        From a draft it becomes that draft, from any other version the next one. Where something
        hinders the approval, the draft, the minutes and the closer follow-up are stored all the
        same. Raises Trouble `meeting_empty`, `meeting_day`, `plan_changed` or `rest_refused`.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            _check(meeting, day_of(writer.clock_now))
            row = queries.one(writer, version_id)
            if row is None:
                raise Trouble("plan_unknown", N_("This plan is not in the file any more."))
            patient_id = row.version.patient_id
            draft = _drafted(writer, row, before, meeting.content)
            _note(writer, patient_id, draft, meeting)
            hindered = self._approved(writer, draft, meeting) if meeting.gp.strip() else ()
            if not meeting.gp.strip() or hindered:
                # A draft decides only in the trial period.
                judge_all(writer, patient_id)
        return Outcome(draft, hindered, bool(meeting.gp.strip()) and not hindered)

    def _approved(self, writer: Writer, draft: str, meeting: Meeting) -> tuple[Hindered, ...]:
        row = queries.one(writer, draft)
        if row is None:
            raise LookupError("the draft was written a moment ago")
        start = meeting.in_force_from or writer.clock_now
        approval = Approval(meeting.gp, meeting.on.isoformat(), TREATMENT_MEETING, start)
        return decide(writer, row, approval, minutes_text(meeting))


def minutes_text(meeting: Meeting) -> str:
    """Give the minutes as one note: when, who was there, and what was agreed."""
    head = tr("Treatment meeting {day}", day=day(meeting.on))
    parts = (f"{head}: {meeting.participants.strip()}.", meeting.minutes.strip())
    return " ".join(part for part in parts if part)


def _check(meeting: Meeting, today: date) -> None:
    if not meeting.participants.strip():
        raise Trouble("meeting_empty", N_("Write who took part in the meeting."))
    if meeting.on > today:
        raise Trouble("meeting_day", N_("The day of the meeting lies in the future."))


def _drafted(writer: Writer, row: VersionRow, before: str, content: PlanContent) -> str:
    """Give the id of the draft that now says what was agreed."""
    version = row.version
    if row.content_hash != before:
        raise _overtaken()
    if version.status is PlanStatus.DRAFT:
        if not records.save_draft(writer, version.id, content, before):
            raise _overtaken()
        audited(writer, "plan_draft_saved", version.id, version.patient_id)
        return version.id
    others = queries.versions(writer, version.patient_id)
    if any(each.version.status is PlanStatus.DRAFT for each in others):
        raise _overtaken()
    content = replace(content, origin="", valid_from="")
    number = next_number(writer, version.patient_id)
    draft = records.add_draft(
        writer, version.plan_id, version.patient_id, number, content, version.id
    )
    audited(writer, "plan_drafted", draft, version.patient_id, based_on=version.id)
    return draft


def _note(writer: Writer, patient_id: str, draft: str, meeting: Meeting) -> None:
    """Store the minutes and begin the closer follow-up."""
    note = minutes_text(meeting)
    contacts.add(writer, NewContact(patient_id, Action.GP.value, outcome=HELD, note=note))
    audited(writer, "meeting_held", draft, patient_id, on=meeting.on.isoformat(), note=note)
    writer.touch("alerts", patient_id)
    if meeting.closer_until is not None:
        end = check_rest(day_start(meeting.closer_until), writer.clock_now, note, FOLLOWUP_DAYS)
        followup.add_followup(writer, patient_id, until_at=end, reason=note)
        writer.audit("followup_begun", "followup", draft, patient_id, until=end, reason=note)


def _overtaken() -> Trouble:
    return Trouble(
        "plan_changed",
        N_("Somebody else has changed this plan meanwhile. Open it again and compare."),
    )
