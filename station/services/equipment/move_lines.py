"""The moves and photos of a device as a history shows them."""

from collections.abc import Sequence

from station.core.i18n import tr
from station.models.queries.store import MoveRecord, PhotoRecord
from station.rules.equipment import DeviceState
from station.services.equipment.device_words import state_words
from station.services.equipment.values import MoveLine, PhotoLine


def move_lines(moves: Sequence[MoveRecord]) -> tuple[MoveLine, ...]:
    """Tell moves in the language spoken now; what was taken back says so."""
    undone = {each.undoes for each in moves if each.undoes}
    return tuple(_line(each, undone=each.id in undone) for each in moves)


def photo_line(photo: PhotoRecord) -> PhotoLine:
    """Tell one photo."""
    return PhotoLine(
        photo.id,
        photo.device_id,
        photo.check_id,
        photo.case_id,
        photo.added_at,
        photo.added_by,
        photo.note,
        photo.width,
        photo.height,
    )


def _line(move: MoveRecord, *, undone: bool) -> MoveLine:
    to = DeviceState(move.to_state)
    whose = move.patient.strip() or move.institution
    return MoveLine(
        move.id,
        move.n,
        move.at,
        move.by,
        state_words(DeviceState(move.from_state)) if move.from_state else "",
        to,
        _text(move, to, whose),
        move.reason,
        move.place,
        undone,
        move.undoes is not None,
    )


def _text(move: MoveRecord, to: DeviceState, whose: str) -> str:
    if not move.from_state:
        return tr("Registered")
    if to is DeviceState.RESERVED and whose:
        return tr("Reserved for {name}", name=whose)
    if move.from_state == DeviceState.LENT and whose and not move.undoes:
        words = state_words(to)
        return tr("{state}, from {name}", state=words, name=whose)
    return state_words(to, whose)
