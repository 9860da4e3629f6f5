"""Writing the chain of a device's moves: from where to where, by whom, when and why, for ever."""

from dataclasses import dataclass

from station.core.ids import new_id
from station.models.database import Writer


@dataclass(frozen=True, slots=True)
class NewMove:
    """One move; `from_state` is "" for the registration.

    `patient_id` and `institution_id` tell whom the device was, or became, lent to or reserved for;
    `undoes` is the move that this one takes back.
    """

    from_state: str
    to_state: str
    reason: str = ""
    place: str = ""
    loan_id: str | None = None
    patient_id: str | None = None
    institution_id: str | None = None
    undoes: str | None = None


def add(writer: Writer, device_id: str, new: NewMove) -> None:
    """Add a move to the chain; the caller changes the device beside this, and logs it."""
    writer.execute(
        "INSERT INTO device_moves (id, device_id, n, at, by, from_state, to_state, reason, place, "
        "loan_id, patient_id, institution_id, undoes) SELECT ?1, ?2, "
        "coalesce((SELECT max(n) FROM device_moves WHERE device_id = ?2), 0) + 1, "
        "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12",
        (
            new_id(),
            device_id,
            writer.now,
            writer.actor.user_id,
            new.from_state,
            new.to_state,
            new.reason,
            new.place,
            new.loan_id,
            new.patient_id,
            new.institution_id,
            new.undoes,
        ),
    )
