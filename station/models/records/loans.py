"""Writing loans: who got which device, from when, and when it came back."""

import json
from dataclasses import dataclass

from sqlalchemy import func, insert, update

from station.models.database import Writer
from station.models.tables import loans


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed: the last day (ISO, None is open-ended), and what went out with the device.

    `condition` is how it was then, `handout_id` the hand-out it is part of, `replaces` the loan
    whose device it stands in for.
    """

    due_on: str | None = None
    accessories: tuple[str, ...] = ()
    condition: str = ""
    handout_id: str | None = None
    replaces: str | None = None
    note: str = ""


NOTHING_AGREED = Terms()


def begin(
    writer: Writer,
    loan_id: str,
    device_id: str,
    patient_id: str | None,
    terms: Terms = NOTHING_AGREED,
    *,
    borrower: str = "",
    institution_id: str | None = None,
) -> None:
    """Lend a device from now on; the file itself refuses what is lent already."""
    before = writer.raw("SELECT max(ended_at) FROM loans WHERE device_id = ?", (device_id,))
    # By the clock, since readings are held against it: after a clock that stood years ahead,
    # everything would be from before the loan. Never before the last one's end: a clock that is
    # behind must not give somebody what another measured.
    from_at = max(writer.clock_now, int(before[0][0] or 0))
    writer.run(
        insert(loans).values(
            id=loan_id,
            device_id=device_id,
            patient_id=patient_id,
            borrower=borrower,
            institution_id=institution_id,
            from_at=from_at,
            lent_by=writer.actor.user_id,
            note=terms.note,
            due_on=terms.due_on,
            accessories=json.dumps(terms.accessories),
            condition_out=terms.condition,
            handout_id=terms.handout_id,
            replaces_loan_id=terms.replaces,
        )
    )
    writer.audit("device_lent", "loan", loan_id, patient_id, device=device_id)
    writer.touch("equipment", patient_id)


def end(
    writer: Writer,
    loan_id: str,
    device_id: str,
    patient_id: str | None,
    note: str,
    how: str = "",
) -> bool:
    """Note that a device came back now, or `how` else the loan ended; False if it was over."""
    touched = writer.run(
        update(loans)
        .where(loans.c.id == loan_id, loans.c.ended_at.is_(None))
        .values(
            ended_at=func.max(loans.c.from_at, writer.clock_now),
            ended_by=writer.actor.user_id,
            ended_note=note,
            ended_how=how,
        )
    )
    if not touched:
        return False
    writer.audit("device_taken_back", "loan", loan_id, patient_id, device=device_id, how=how)
    writer.touch("equipment", patient_id)
    return True


def reopen(writer: Writer, loan_id: str, device_id: str, patient_id: str | None) -> None:
    """Let a loan go on that was ended by mistake; the file refuses it if the device is lent."""
    writer.run(
        update(loans)
        .where(loans.c.id == loan_id)
        .values(ended_at=None, ended_by=None, ended_note="", ended_how="")
    )
    writer.audit("loan_reopened", "loan", loan_id, patient_id, device=device_id)
    writer.touch("equipment", patient_id)


def set_due(
    writer: Writer,
    loan_id: str,
    device_id: str,
    patient_id: str | None,
    due_on: str | None,
    reason: str = "",
) -> None:
    """Note until which day (ISO) a loan goes on, and why."""
    writer.run(update(loans).where(loans.c.id == loan_id).values(due_on=due_on))
    details = {"device": device_id, "due_on": due_on} | ({"reason": reason} if reason else {})
    writer.audit("loan_extended", "loan", loan_id, patient_id, **details)
    writer.touch("equipment", patient_id)


def set_user(
    writer: Writer, loan_id: str, device_id: str, patient_id: str | None, user: tuple[int, int]
) -> None:
    """Note by which number and code a scale knows the borrower; the log says only the number."""
    index, code = user
    writer.run(update(loans).where(loans.c.id == loan_id).values(user_index=index, user_code=code))
    writer.audit("scale_user", "loan", loan_id, patient_id, device=device_id, user=index)
    writer.touch("equipment", patient_id)
