"""Deciding about a draft inside a unit of work: approving it, and laying it aside."""

from station.core.zone import day_of
from station.models.database import Writer
from station.models.queries import plan_life, readings
from station.models.queries import plans as queries
from station.models.queries.plans import VersionRow
from station.models.records import plan_life as life_records
from station.models.records import plans as records
from station.models.records.plans import Approved
from station.rules.approval import Approval, Hindered, approval_hindrances, approve
from station.rules.plans import PlanStatus, PlanVersion
from station.services.judging import judging


def decide(
    writer: Writer, row: VersionRow, approval: Approval, note: str = ""
) -> tuple[Hindered, ...]:
    """Put a draft in force as stated; gives what hinders it, and nothing once it is done."""
    version = row.version
    known = [each.version for each in queries.versions(writer, version.patient_id)]
    today = day_of(writer.clock_now)
    if hindered := approval_hindrances(version, approval, known, today):
        return hindered
    for changed in approve(version, approval, known, today):
        _write(writer, changed, note)
    audited(
        writer,
        "plan_approved",
        version.id,
        version.patient_id,
        by=approval.by,
        on=approval.on,
        channel=approval.channel,
        in_force_from=approval.in_force_from,
    )
    judge_all(writer, version.patient_id)
    return ()


def lay_aside(writer: Writer, row: VersionRow) -> bool:
    """Delete a draft, or withdraw one that is out on paper; False if it is no draft (any more)."""
    version = row.version
    printed = plan_life.was_printed(writer, version.id)
    done = life_records.withdraw if printed else records.drop_draft
    if not done(writer, version.id):
        return False
    content = version.content.to_data()
    what = "plan_draft_withdrawn" if printed else "plan_draft_deleted"
    audited(writer, what, version.id, version.patient_id, content=content)
    # In the trial period it was this draft that decided.
    judge_all(writer, version.patient_id)
    return True


def judge_all(writer: Writer, patient_id: str) -> None:
    """Judge all of a patient's readings anew: another plan decides."""
    judging.judge_again(writer, patient_id, readings.kinds_of(writer, patient_id))


def audited(writer: Writer, what: str, version_id: str, patient_id: str, **details: object) -> None:
    """Leave in the log what was done with a version, and tell the screens."""
    writer.audit(what, "plan_version", version_id, patient_id, **details)
    writer.touch("plans", patient_id)


def _write(writer: Writer, version: PlanVersion, note: str) -> None:
    if version.status is PlanStatus.APPROVED:
        start = version.in_force_from or writer.clock_now
        approved = Approved(version.approved_by, version.approved_on, version.channel, note, start)
        records.approve(writer, version.id, approved)
    else:
        records.replace(writer, version.id, version.in_force_to or writer.clock_now)
