"""The store as screens need it: the moves of a device, how it was gone over, kits and photos."""

import json
from dataclasses import dataclass, field

from station.models.database import Reader

_MOVE = (
    "SELECT m.id, m.n, m.at, m.by, coalesce(u.name, m.by), m.from_state, m.to_state, m.reason, "
    "m.place, m.loan_id, m.patient_id, coalesce(p.given_name || ' ' || p.family_name, ''), "
    "m.institution_id, coalesce(i.name, ''), m.undoes FROM device_moves m "
    "LEFT JOIN users u ON u.id = m.by LEFT JOIN patients p ON p.id = m.patient_id "
    "LEFT JOIN institutions i ON i.id = m.institution_id "
)
_ROUND = (
    "SELECT c.id, c.device_id, d.kind, c.loan_id, c.purpose, c.begun_at, "
    "coalesce(b.name, c.begun_by), c.closed_at, coalesce(e.name, c.closed_by, ''), c.outcome, "
    "c.cost_ore, c.note, coalesce(l.accessories, '[]') FROM device_checks c "
    "JOIN devices d ON d.id = c.device_id LEFT JOIN loans l ON l.id = c.loan_id "
    "LEFT JOIN users b ON b.id = c.begun_by LEFT JOIN users e ON e.id = c.closed_by "
)
_PHOTO = (
    "SELECT f.id, f.device_id, f.check_id, f.case_id, f.added_at, coalesce(u.name, f.added_by), "
    "f.note, f.media, f.width, f.height FROM device_photos f "
    "LEFT JOIN users u ON u.id = f.added_by "
)


@dataclass(frozen=True, slots=True)
class MoveRecord:
    """One move of a device; `by_id` is who made it, `by` the name."""

    id: str
    n: int
    at: int
    by_id: str
    by: str
    from_state: str
    to_state: str
    reason: str
    place: str
    loan_id: str | None
    patient_id: str | None
    patient: str
    institution_id: str | None
    institution: str
    undoes: str | None


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """One going-over of a device; open while `closed_at` is None. `accessories` is JSON."""

    id: str
    device_id: str
    kind: str
    loan_id: str | None
    purpose: str
    begun_at: int
    begun_by: str
    closed_at: int | None
    closed_by: str
    outcome: str
    cost_ore: int
    note: str
    accessories: str


@dataclass(frozen=True, slots=True)
class StepRecord:
    """What came of one step, noted by whom and when."""

    step: str
    outcome: str
    note: str
    at: int
    by: str


@dataclass(frozen=True, slots=True)
class KitRecord:
    """A kit in use, and how many devices are in it."""

    id: str
    name: str
    note: str
    created_at: int
    devices: int


@dataclass(frozen=True, slots=True)
class PhotoRecord:
    """A photo without its picture; `width` and `height` in pixels."""

    id: str
    device_id: str
    check_id: str | None
    case_id: str | None
    added_at: int
    added_by: str
    note: str
    media: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a photo."""

    media: str
    sha256: str
    picture: bytes = field(repr=False)


def moves_of(reader: Reader, device_id: str) -> tuple[MoveRecord, ...]:
    """Give every move of a device, the newest first."""
    rows = reader.raw(f"{_MOVE}WHERE m.device_id = ? ORDER BY m.n DESC", (device_id,))
    return tuple(MoveRecord(*row) for row in rows)


def newest_move(reader: Reader, device_id: str) -> MoveRecord | None:
    """Give the newest move of a device, or None: one from before moves were kept."""
    rows = reader.raw(f"{_MOVE}WHERE m.device_id = ? ORDER BY m.n DESC LIMIT 1", (device_id,))
    return MoveRecord(*rows[0]) if rows else None


def open_round(reader: Reader, device_id: str) -> RoundRecord | None:
    """Give the open round of a device, or None."""
    rows = reader.raw(f"{_ROUND}WHERE c.device_id = ? AND c.closed_at IS NULL", (device_id,))
    return RoundRecord(*rows[0]) if rows else None


def round_of(reader: Reader, check_id: str) -> RoundRecord | None:
    """Give one round, or None."""
    rows = reader.raw(f"{_ROUND}WHERE c.id = ?", (check_id,))
    return RoundRecord(*rows[0]) if rows else None


def rounds_of(reader: Reader, device_id: str) -> tuple[RoundRecord, ...]:
    """Give every round of a device, the newest first."""
    rows = reader.raw(
        f"{_ROUND}WHERE c.device_id = ? ORDER BY c.begun_at DESC, c.rowid DESC", (device_id,)
    )
    return tuple(RoundRecord(*row) for row in rows)


def accessories(going_over: RoundRecord) -> tuple[str, ...]:
    """Give what went out with the device that is gone over."""
    return tuple(json.loads(going_over.accessories))


def steps_of(reader: Reader, check_id: str) -> tuple[StepRecord, ...]:
    """Give the steps of a round that were noted, in the order they were."""
    rows = reader.raw(
        "SELECT s.step, s.outcome, s.note, s.at, coalesce(u.name, s.by) FROM device_check_steps s "
        "LEFT JOIN users u ON u.id = s.by WHERE s.check_id = ? ORDER BY s.at, s.rowid",
        (check_id,),
    )
    return tuple(StepRecord(*row) for row in rows)


def last_loan(reader: Reader, device_id: str) -> str | None:
    """Give the newest loan of a device that is over, or None."""
    rows = reader.raw(
        "SELECT id FROM loans WHERE device_id = ? AND ended_at IS NOT NULL "
        "ORDER BY ended_at DESC, rowid DESC LIMIT 1",
        (device_id,),
    )
    return str(rows[0][0]) if rows else None


def last_test(reader: Reader, device_id: str) -> int | None:
    """Give when a device was last measured with at the office, or tried out (UTC ms)."""
    rows = reader.raw(
        "SELECT max(ended_at) FROM device_contacts WHERE device_id = ? AND came > failed "
        "AND purpose IN ('live', 'test', 'fetch')",
        (device_id,),
    )
    return None if rows[0][0] is None else int(rows[0][0])


def kits(reader: Reader) -> tuple[KitRecord, ...]:
    """Give the kits in use, by name."""
    rows = reader.raw(
        "SELECT k.id, k.name, k.note, k.created_at, count(d.id) FROM kits k "
        "LEFT JOIN devices d ON d.kit_id = k.id WHERE k.dissolved_at IS NULL "
        "GROUP BY k.id ORDER BY k.name, k.id"
    )
    return tuple(KitRecord(*row) for row in rows)


def photos_of(reader: Reader, device_id: str) -> tuple[PhotoRecord, ...]:
    """Give the photos of a device without their pictures, the newest first."""
    rows = reader.raw(
        f"{_PHOTO}WHERE f.device_id = ? ORDER BY f.added_at DESC, f.rowid DESC", (device_id,)
    )
    return tuple(PhotoRecord(*row) for row in rows)


def photo(reader: Reader, photo_id: str) -> PhotoRecord | None:
    """Give one photo without its picture, or None."""
    rows = reader.raw(f"{_PHOTO}WHERE f.id = ?", (photo_id,))
    return PhotoRecord(*rows[0]) if rows else None


def picture(reader: Reader, photo_id: str) -> Picture | None:
    """Give the picture of a photo, or None."""
    rows = reader.raw("SELECT media, sha256, picture FROM device_photos WHERE id = ?", (photo_id,))
    return Picture(*rows[0]) if rows else None


def institution(reader: Reader, institution_id: str) -> tuple[str, bool] | None:
    """Give the name of an institution and whether it is out of use; None if there is none."""
    rows = reader.raw("SELECT name, retired FROM institutions WHERE id = ?", (institution_id,))
    return (str(rows[0][0]), bool(rows[0][1])) if rows else None


def touched_since(reader: Reader, device_id: str, loan_id: str | None, at: int) -> bool:
    """Tell whether something came of a device after its newest move at `at` (UTC ms).

    A reading or contact, packets that wait, a step, a hand-over to a tablet, a support case, or a
    signed receipt.
    """
    rows = reader.raw(
        "SELECT EXISTS (SELECT 1 FROM readings WHERE device_id = ?1 AND arrived_at >= ?3) "
        "OR EXISTS (SELECT 1 FROM device_contacts WHERE device_id = ?1 AND ended_at >= ?3) "
        "OR EXISTS (SELECT 1 FROM device_events WHERE device_id = ?1 AND arrived_at >= ?3) "
        "OR EXISTS (SELECT 1 FROM device_inbox WHERE device_id = ?1 AND arrived_at >= ?3) "
        "OR EXISTS (SELECT 1 FROM tablet_pairings WHERE device_id = ?1 "
        "  AND max(offered_at, coalesce(paired_at, 0), coalesce(ended_at, 0)) >= ?3) "
        "OR EXISTS (SELECT 1 FROM device_check_steps s JOIN device_checks c ON c.id = s.check_id "
        "  WHERE c.device_id = ?1 AND c.closed_at IS NULL AND c.begun_at >= ?3) "
        "OR EXISTS (SELECT 1 FROM support_cases WHERE device_id = ?1 AND opened_at >= ?3) "
        "OR EXISTS (SELECT 1 FROM loans l JOIN handouts h ON h.id = l.handout_id "
        "  WHERE l.id = ?2 AND h.signed_on IS NOT NULL) "
        "OR EXISTS (SELECT 1 FROM loans l JOIN audit a ON a.subject_kind = 'handout' "
        "  AND a.subject_id = l.handout_id AND a.action LIKE '%print%' "
        "  AND a.at >= l.from_at WHERE l.id = ?2) "
        "OR EXISTS (SELECT 1 FROM loans WHERE replaces_loan_id = ?2)",
        (device_id, loan_id or "", at),
    )
    return bool(rows[0][0])
