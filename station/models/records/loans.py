"""Writing loans: who got which device, from when, and when it came back."""

from sqlalchemy import func, insert, update

from station.models.database import Writer
from station.models.tables import loans


def begin(
    writer: Writer,
    loan_id: str,
    device_id: str,
    patient_id: str | None,
    *,
    borrower: str = "",
    note: str = "",
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
            from_at=from_at,
            lent_by=writer.actor.user_id,
            note=note,
        )
    )
    writer.audit("device_lent", "loan", loan_id, patient_id, device=device_id)
    writer.touch("equipment", patient_id)


def end(writer: Writer, loan_id: str, device_id: str, patient_id: str | None, note: str) -> bool:
    """Note that a device came back now; False if the loan was over already."""
    touched = writer.run(
        update(loans)
        .where(loans.c.id == loan_id, loans.c.ended_at.is_(None))
        .values(
            ended_at=func.max(loans.c.from_at, writer.clock_now),
            ended_by=writer.actor.user_id,
            ended_note=note,
        )
    )
    if not touched:
        return False
    writer.audit("device_taken_back", "loan", loan_id, patient_id, device=device_id)
    writer.touch("equipment", patient_id)
    return True


def set_user(
    writer: Writer, loan_id: str, device_id: str, patient_id: str | None, user: tuple[int, int]
) -> None:
    """Note by which number and code a scale knows the borrower; the log says only the number."""
    index, code = user
    writer.run(update(loans).where(loans.c.id == loan_id).values(user_index=index, user_code=code))
    writer.audit("scale_user", "loan", loan_id, patient_id, device=device_id, user=index)
    writer.touch("equipment", patient_id)
