"""Writing what went out together: its number, its signatures, and when it is due back."""

from sqlalchemy import insert, update

from station.models.database import Writer
from station.models.records.numbers import next_receipt
from station.models.tables import handouts


def add(
    writer: Writer,
    handout_id: str,
    *,
    patient_id: str | None,
    institution_id: str | None,
    received_by: str,
    note: str,
) -> int:
    """Store a hand-out and give its number: one more than the greatest there ever was."""
    number = next_receipt(writer)
    writer.run(
        insert(handouts).values(
            id=handout_id,
            number=number,
            patient_id=patient_id,
            institution_id=institution_id,
            at=writer.now,
            by=writer.actor.user_id,
            received_by=received_by,
            note=note,
        )
    )
    writer.audit("handed_out", "handout", handout_id, patient_id, number=number)
    writer.touch("equipment", patient_id)
    return number


def sign(writer: Writer, handout_id: str, patient_id: str | None, on: str | None) -> None:
    """Note that the receipt came back signed on a day (ISO); None takes that back."""
    by = writer.actor.user_id if on else None
    writer.run(
        update(handouts).where(handouts.c.id == handout_id).values(signed_on=on, signed_by=by)
    )
    details = {"on": on} if on else {}
    action = "receipt_signed" if on else "receipt_unsigned"
    writer.audit(action, "handout", handout_id, patient_id, **details)
    writer.touch("equipment", patient_id)


def attach(writer: Writer, handout_id: str, patient_id: str | None, document_id: str) -> None:
    """Keep which scanned sheet is the signed receipt."""
    writer.run(update(handouts).where(handouts.c.id == handout_id).values(document_id=document_id))
    writer.audit("receipt_attached", "handout", handout_id, patient_id, document=document_id)
    writer.touch("equipment", patient_id)


def printed(
    writer: Writer, subject: tuple[str, str], patient_id: str | None, digest: str, pages: int
) -> None:
    """Enter that a receipt was printed or saved: of ("handout", id), or of ("loan", id) if over."""
    action = "receipt_printed" if subject[0] == "handout" else "return_receipt_printed"
    writer.audit(action, *subject, patient_id, hash=digest, pages=pages)
