"""Writing loans: who got which device, from when, and when it came back."""

from sqlalchemy import insert, update

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
    writer.run(
        insert(loans).values(
            id=loan_id,
            device_id=device_id,
            patient_id=patient_id,
            borrower=borrower,
            from_at=writer.now,
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
        .values(ended_at=writer.now, ended_by=writer.actor.user_id, ended_note=note)
    )
    if not touched:
        return False
    writer.audit("device_taken_back", "loan", loan_id, patient_id, device=device_id)
    writer.touch("equipment", patient_id)
    return True
