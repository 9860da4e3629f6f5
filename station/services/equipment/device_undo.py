"""Taking back the newest move of a device, where nothing came of it and it is safe."""

from station.core.i18n import N_, tr
from station.core.trouble import Trouble
from station.models.database import Reader, Writer
from station.models.queries import devices as queries
from station.models.queries import store
from station.models.queries.devices import DeviceRecord
from station.models.queries.store import MoveRecord
from station.models.records import checks
from station.models.records import devices as records
from station.models.records import loans as loan_records
from station.models.records.device_moves import NewMove
from station.rules.equipment import (
    ROUND_AT,
    UNDO_MS,
    DeviceState,
    NoUndo,
    Purpose,
    Undoing,
    no_undo,
)
from station.services.equipment.device_moving import known_device, put_back
from station.services.equipment.device_words import state_words
from station.services.equipment.ending import settle
from station.services.equipment.loaning import UNDONE
from station.services.equipment.values import Undo

_HOLDS = frozenset({DeviceState.RESERVED, DeviceState.READY})


def undoable(reader: Reader, device: DeviceRecord, user_id: str, now: int) -> Undo | None:
    """Give what this person can take back now, in words, or None."""
    newest = store.newest_move(reader, device.id)
    if newest is None or _hindered(reader, device, newest, user_id, now) is not None:
        return None
    words = tr(
        "Take back: {state}, from {before}",
        state=state_words(DeviceState(newest.to_state)),
        before=state_words(DeviceState(newest.from_state)),
    )
    return Undo(newest.id, words, newest.at + UNDO_MS)


def undo(writer: Writer, device: DeviceRecord) -> None:
    """Take back the newest move with a new one; a loan it began is over, one it ended goes on.

    Raises Trouble `undo_nothing`, `undo_somebody_else`, `undo_too_late`, `undo_scrapped` and
    `undo_since`.
    """
    newest = store.newest_move(writer, device.id)
    user_id = writer.actor.user_id
    why = NoUndo.NOTHING if newest is None else None
    why = why or _hindered(writer, device, newest, user_id, writer.clock_now)
    if newest is None or why is not None:
        why = why or NoUndo.NOTHING
        raise Trouble(f"undo_{why}", _SENTENCES[why], name=device.name)
    before, after = DeviceState(newest.from_state), DeviceState(newest.to_state)
    _loan(writer, newest, before, after)
    put_back(writer, known_device(writer, device.id), _reverse(newest))
    if before in _HOLDS and after not in {*_HOLDS, DeviceState.LENT}:
        _reserve_again(writer, device.id, newest)
    _go_on(writer, device.id, newest, before)


def _hindered(
    reader: Reader, device: DeviceRecord, newest: MoveRecord | None, user_id: str, now: int
) -> NoUndo | None:
    if newest is None:
        return NoUndo.NOTHING
    at = _moment(reader, newest)
    undoing = Undoing(
        to=DeviceState(newest.to_state),
        at=at,
        first=not newest.from_state,
        is_undo=newest.undoes is not None,
        own=newest.by_id == user_id,
    )
    found = no_undo(undoing, now)
    touched = store.touched_since(reader, device.id, newest.loan_id, at)
    elsewhere = _moved_elsewhere(reader, device, newest)
    if found is None and (touched or elsewhere or _reserved_since(device, newest)):
        return NoUndo.SINCE
    return found


def _moved_elsewhere(reader: Reader, device: DeviceRecord, newest: MoveRecord) -> bool:
    """Tell whether another station has moved the device, or its loan, since: it notes no move here.

    What came back there, not looked over, must not be ready here, nor be lent twice.
    """
    if device.state != newest.to_state:
        return True
    loan = queries.loan(reader, newest.loan_id) if newest.loan_id else None
    return loan is not None and (loan.ended_at is None) != (newest.to_state == DeviceState.LENT)


def _moment(reader: Reader, newest: MoveRecord) -> int:
    """Give when the newest move was, by the clock that readings are held against.

    The log never goes back: once the PC's clock stood ahead, a move is dated after what came of it.
    """
    loan = queries.loan(reader, newest.loan_id) if newest.loan_id else None
    if loan is None:
        return newest.at
    return min(newest.at, loan.from_at if loan.ended_at is None else loan.ended_at)


def _reserved_since(device: DeviceRecord, newest: MoveRecord) -> bool:
    """Tell whether what is ready was reserved, or its reservation given up, after that move."""
    now = (device.reserved_for, device.reserved_institution)
    ready = newest.to_state == DeviceState.READY
    return ready and now != (newest.patient_id, newest.institution_id)


def _loan(writer: Writer, newest: MoveRecord, before: DeviceState, after: DeviceState) -> None:
    if newest.loan_id is None:
        return
    loan = queries.loan(writer, newest.loan_id)
    if loan is None:
        raise RuntimeError("a move names a loan that is not there")
    if after is DeviceState.LENT:
        loan_records.end(writer, loan.id, loan.device_id, loan.patient_id, "", UNDONE)
    elif before is DeviceState.LENT:
        loan_records.reopen(writer, loan.id, loan.device_id, loan.patient_id)
    if loan.patient_id is not None:
        settle(writer, loan.patient_id)


def _reverse(newest: MoveRecord) -> NewMove:
    return NewMove(
        newest.to_state,
        newest.from_state,
        tr("Undone"),
        loan_id=newest.loan_id,
        patient_id=newest.patient_id,
        institution_id=newest.institution_id,
        undoes=newest.id,
    )


def _go_on(writer: Writer, device_id: str, newest: MoveRecord, before: DeviceState) -> None:
    """Open the round again that the move had closed, with its ticks."""
    if store.open_round(writer, device_id) is not None:
        return
    for each in store.rounds_of(writer, device_id):
        closed = (each.closed_at, each.outcome) == (newest.at, newest.to_state)
        if closed and before in ROUND_AT[Purpose(each.purpose)]:
            checks.reopen(writer, each.id)
            return


def _reserve_again(writer: Writer, device_id: str, newest: MoveRecord) -> None:
    if newest.patient_id or newest.institution_id:
        records.reserve(writer, device_id, newest.patient_id, newest.institution_id)


_SENTENCES = {
    NoUndo.NOTHING: N_("There is no move of {name} to take back."),
    NoUndo.SOMEBODY_ELSE: N_(
        "Somebody else moved {name} last, so it is not taken back here. Move it onwards instead."
    ),
    NoUndo.TOO_LATE: N_(
        "It is more than ten minutes since {name} was moved. Move it onwards instead."
    ),
    NoUndo.SCRAPPED: N_("What is scrapped stays scrapped. Register {name} anew if it is in use."),
    NoUndo.SINCE: N_(
        "Something was written about {name} after it was moved, so the move is not taken back. "
        "Move it onwards instead."
    ),
}
