"""Writing support cases: what failed with a device, and what was done about it."""

from dataclasses import dataclass

from sqlalchemy import insert, update

from station.core.ids import new_id
from station.models.database import Writer
from station.models.tables import support_cases


@dataclass(frozen=True, slots=True)
class CaseEnd:
    """How a case ended: what was done, the outcome's code, minutes, øre, the device's stand-in."""

    done: str
    outcome: str
    minutes: int | None
    cost_ore: int | None
    replaced_by: str | None


def open_case(
    writer: Writer,
    device_id: str,
    what: str,
    *,
    loan_id: str | None = None,
    patient_id: str | None = None,
    institution_id: str | None = None,
) -> str:
    """Note that something failed with a device, and with whom it was then; give the case's id."""
    case_id = new_id()
    writer.run(
        insert(support_cases).values(
            id=case_id,
            device_id=device_id,
            loan_id=loan_id,
            patient_id=patient_id,
            institution_id=institution_id,
            opened_at=writer.now,
            opened_by=writer.actor.user_id,
            what=what,
        )
    )
    writer.audit("support_case_opened", "support_case", case_id, patient_id, device=device_id)
    writer.touch("equipment", patient_id)
    return case_id


def close_case(writer: Writer, case_id: str, patient_id: str | None, end: CaseEnd) -> bool:
    """Note what was done and how it ended; False if the case was closed already."""
    touched = writer.run(
        update(support_cases)
        .where(support_cases.c.id == case_id, support_cases.c.closed_at.is_(None))
        .values(
            done=end.done,
            outcome=end.outcome,
            replaced_by=end.replaced_by,
            minutes=end.minutes,
            cost_ore=end.cost_ore,
            closed_at=writer.now,
            closed_by=writer.actor.user_id,
        )
    )
    if not touched:
        return False
    writer.audit("support_case_closed", "support_case", case_id, patient_id, outcome=end.outcome)
    writer.touch("equipment", patient_id)
    return True


def reopen_case(writer: Writer, case_id: str, patient_id: str | None) -> bool:
    """Open a case again with all that was written; False if it is open."""
    touched = writer.run(
        update(support_cases)
        .where(support_cases.c.id == case_id, support_cases.c.closed_at.is_not(None))
        .values(closed_at=None, closed_by=None, outcome="", replaced_by=None)
    )
    if not touched:
        return False
    writer.audit("support_case_reopened", "support_case", case_id, patient_id)
    writer.touch("equipment", patient_id)
    return True
