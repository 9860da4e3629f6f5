"""Writing licences: who uses which product from when, what is paid, when it ended."""

from dataclasses import dataclass

from sqlalchemy import insert, update

from station.core.ids import new_id
from station.models.database import Writer
from station.models.tables import licences


@dataclass(frozen=True, slots=True)
class NewLicence:
    """A licence to be added: days are ISO, the price is in øre for one `period`.

    `external_user` is the user's id in the vendor's system.
    """

    product: str
    patient_id: str | None
    external_user: str
    from_on: str
    to_on: str | None
    price_ore: int
    period: str
    note: str = ""


def add(writer: Writer, new: NewLicence) -> str:
    """Add a licence and give its id."""
    licence_id = new_id()
    ended = new.to_on is not None
    writer.run(
        insert(licences).values(
            id=licence_id,
            product=new.product,
            patient_id=new.patient_id,
            external_user=new.external_user,
            from_on=new.from_on,
            to_on=new.to_on,
            price_ore=new.price_ore,
            period=new.period,
            note=new.note,
            created_at=writer.now,
            created_by=writer.actor.user_id,
            ended_at=writer.now if ended else None,
            ended_by=writer.actor.user_id if ended else None,
        )
    )
    _tell(writer, "licence_added", licence_id, new.patient_id)
    return licence_id


def set_end(writer: Writer, licence_id: str, patient_id: str | None, to_on: str | None) -> None:
    """Set the last day (ISO) of a licence; None lets it run again."""
    ended = to_on is not None
    writer.run(
        update(licences)
        .where(licences.c.id == licence_id)
        .values(
            to_on=to_on,
            ended_at=writer.now if ended else None,
            ended_by=writer.actor.user_id if ended else None,
        )
    )
    _tell(writer, "licence_ended" if ended else "licence_runs_again", licence_id, patient_id)


def set_archived(
    writer: Writer, licence_id: str, patient_id: str | None, archived_on: str | None
) -> None:
    """Note the day (ISO) on which the user was archived with the vendor; None takes it back."""
    writer.run(update(licences).where(licences.c.id == licence_id).values(archived_on=archived_on))
    done = "licence_archived" if archived_on is not None else "licence_archived_not"
    _tell(writer, done, licence_id, patient_id)


def _tell(writer: Writer, action: str, licence_id: str, patient_id: str | None) -> None:
    writer.audit(action, "licence", licence_id, patient_id)
    writer.touch("equipment", patient_id)
