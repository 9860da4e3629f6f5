"""The only way in which a device's state changes: the rules are asked, and the move is kept."""

from dataclasses import replace

from station.core.formats import when
from station.core.i18n import N_, tr
from station.core.trouble import Trouble
from station.models.database import Reader, Writer
from station.models.queries import devices as queries
from station.models.queries import store
from station.models.queries.devices import DeviceRecord
from station.models.queries.store import RoundRecord
from station.models.records import checks, device_moves
from station.models.records import devices as records
from station.models.records.device_moves import NewMove
from station.rules.equipment import (
    KEEPS_RESERVATION,
    ROUND_AT,
    DeviceState,
    Facts,
    Purpose,
    Refusal,
    asks_for,
    refusal,
)
from station.rules.equipment_steps import Outcome, steps_of, undone
from station.services.equipment.device_words import state_words, step_words

__all__ = ["known_device", "missing_steps", "move", "moved_meanwhile", "put_back", "ticked"]

_AWAY = frozenset({DeviceState.LENT, DeviceState.LOST, DeviceState.SCRAPPED, DeviceState.REPAIR})
"""A device that is there, or comes from there, is no longer where it was in the house."""


def known_device(reader: Reader, device_id: str) -> DeviceRecord:
    """Give the device with this id; Trouble `device_unknown` if there is none."""
    row = queries.one(reader, device_id)
    if row is None:
        raise Trouble("device_unknown", N_("This device is not in the register."))
    return row


def move(
    writer: Writer,
    device: DeviceRecord,
    to: DeviceState,
    reason: str = "",
    *,
    place: str = "",
    loan_id: str | None = None,
    patient_id: str | None = None,
) -> None:
    """Move a device, and keep who, when, why, from where and to where.

    A loan is begun or ended before, a reservation made before; `patient_id` tells whom it is about
    where there is neither. `place` "" keeps what was written
    as long as the device stays in the house. An open round ends when the device leaves where it is
    gone over. Raises Trouble `moved_meanwhile` when it is no longer where `device` says, and
    `move_no_way`, `move_steps`, `move_reason`, `move_reservation`, `move_loan` as the rules do.
    """
    here = known_device(writer, device.id)
    if here.state != device.state:
        raise moved_meanwhile(here, writer.now)
    going_over = store.open_round(writer, here.id)
    missing = _asked(writer, here, going_over, to)
    facts = Facts(
        state=DeviceState(here.state),
        steps=bool(steps_of(Purpose.PREPARE, here.kind)),
        missing=missing,
        lent=here.loan_id is not None,
        reserved=bool(here.reserved_for or here.reserved_institution),
        reason=bool(reason.strip()),
    )
    refused = refusal(facts, to)
    if refused is not None:
        raise _told(here, to, refused, missing, writer.now)
    new = NewMove(here.state, to, reason.strip(), place.strip(), loan_id, patient_id)
    new = _about(writer, here, new)
    _write(writer, here, going_over, new)


def put_back(writer: Writer, device: DeviceRecord, new: NewMove) -> None:
    """Write a move that takes another one back; whether it may is asked before."""
    _write(writer, device, store.open_round(writer, device.id), new)


def missing_steps(reader: Reader, device: DeviceRecord, purpose: Purpose) -> tuple[str, ...]:
    """Give the steps of a going-over that are not done in the open round, all if there is none."""
    going_over = store.open_round(reader, device.id)
    return _missing(reader, device, going_over, purpose)


def ticked(reader: Reader, check_id: str) -> dict[str, Outcome]:
    """Give what came of each step of a round."""
    return {row.step: Outcome(row.outcome) for row in store.steps_of(reader, check_id)}


def moved_meanwhile(device: DeviceRecord, now: int) -> Trouble:
    """Give the trouble with a device that somebody moved since it was shown; never to whom."""
    return Trouble(
        "moved_meanwhile",
        N_(
            "{name} was moved {when}, after it was shown here. Now: {state}. Nothing was changed; "
            "look at it again."
        ),
        name=device.name,
        when=when(device.state_since, now),
        state=state_words(DeviceState(device.state)),
    )


def _write(
    writer: Writer, device: DeviceRecord, going_over: RoundRecord | None, new: NewMove
) -> None:
    to = DeviceState(new.to_state)
    if going_over is not None and to not in ROUND_AT[Purpose(going_over.purpose)]:
        checks.close(writer, going_over.id, to)
    stays = to not in _AWAY and DeviceState(device.state) not in _AWAY
    place = new.place or (device.place if stays else "")
    records.put(writer, device.id, to, place, keep=to in KEEPS_RESERVATION)
    device_moves.add(writer, device.id, new)
    writer.audit(
        "device_moved",
        "device",
        device.id,
        new.patient_id,
        **{"from": device.state, "to": new.to_state, "undoes": bool(new.undoes)},
    )
    writer.touch("equipment", new.patient_id)


def _about(reader: Reader, device: DeviceRecord, new: NewMove) -> NewMove:
    """Say whom a move is about: the borrower of its loan, or for whom the device is reserved."""
    loan = queries.loan(reader, new.loan_id) if new.loan_id else None
    if loan is not None:
        return replace(new, patient_id=loan.patient_id, institution_id=loan.institution_id)
    patient_id = new.patient_id or device.reserved_for
    return replace(new, patient_id=patient_id, institution_id=device.reserved_institution)


def _asked(
    reader: Reader, device: DeviceRecord, going_over: RoundRecord | None, to: DeviceState
) -> tuple[str, ...]:
    purpose = asks_for(DeviceState(device.state), to)
    return () if purpose is None else _missing(reader, device, going_over, purpose)


def _missing(
    reader: Reader, device: DeviceRecord, going_over: RoundRecord | None, purpose: Purpose
) -> tuple[str, ...]:
    if going_over is None or going_over.purpose != purpose:
        return steps_of(purpose, device.kind)
    steps = steps_of(purpose, device.kind, store.accessories(going_over))
    return undone(steps, ticked(reader, going_over.id))


def _told(
    device: DeviceRecord, to: DeviceState, refused: Refusal, missing: tuple[str, ...], now: int
) -> Trouble:
    values = {
        "name": device.name,
        "to": state_words(to),
        "state": state_words(DeviceState(device.state)),
        "when": when(device.state_since, now),
        "steps": step_words(missing) or tr("prepare it first"),
    }
    return Trouble(f"move_{refused}", _SENTENCES[refused], **values)


_SENTENCES = {
    Refusal.NO_WAY: N_("{name} cannot be moved to «{to}» from here. Since {when}: {state}."),
    Refusal.STEPS: N_("{name} cannot be moved to «{to}» yet. This is left to do: {steps}."),
    Refusal.REASON: N_("Write why {name} is moved to «{to}». Nothing was changed."),
    Refusal.RESERVATION: N_("Choose for whom {name} is reserved. Nothing was changed."),
    Refusal.LOAN: N_(
        "{name} cannot be moved to «{to}» by hand: hand it out, or take it back. Nothing was "
        "changed."
    ),
}
