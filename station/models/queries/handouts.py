"""Hand-outs as screens and receipts need them: what went out together, to whom, in which state."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from station.models.database import Reader
from station.models.driver import Row, Value

_HANDOUT = (
    "SELECT h.id, h.number, h.patient_id, "
    "coalesce(p.given_name || ' ' || p.family_name, ''), h.institution_id, "
    "coalesce(i.name, ''), h.at, coalesce(u.name, h.by), h.received_by, h.note, h.signed_on, "
    "coalesce(s.name, h.signed_by, ''), h.document_id FROM handouts h "
    "LEFT JOIN patients p ON p.id = h.patient_id "
    "LEFT JOIN institutions i ON i.id = h.institution_id "
    "LEFT JOIN users u ON u.id = h.by LEFT JOIN users s ON s.id = h.signed_by "
)
_LINE = (
    "SELECT l.id, l.handout_id, l.device_id, d.kind, d.name, d.maker, d.model, d.serial, d.label, "
    "d.own, l.patient_id, l.institution_id, l.from_at, l.due_on, l.condition_out, l.accessories, "
    "l.note, l.ended_at, l.ended_how, l.ended_note, coalesce(e.name, l.ended_by, ''), "
    "l.replaces_loan_id, coalesce(r.serial, ''), coalesce(r.name, '') FROM loans l "
    "JOIN devices d ON d.id = l.device_id LEFT JOIN users e ON e.id = l.ended_by "
    "LEFT JOIN loans o ON o.id = l.replaces_loan_id LEFT JOIN devices r ON r.id = o.device_id "
)
_TRAINING = (
    "SELECT t.id, t.patient_id, t.institution_id, t.handout_id, t.person, t.role, t.topics, "
    "t.held_on, coalesce(u.name, t.by), t.note FROM trainings t LEFT JOIN users u ON u.id = t.by "
)
_BORROWERS = {"patient": "patient_id", "institution": "institution_id"}


@dataclass(frozen=True, slots=True)
class HandoutRow:
    """One hand-out; `at` is UTC ms, `signed_on` an ISO day, `patient` and `institution` names."""

    id: str
    number: int
    patient_id: str | None
    patient: str
    institution_id: str | None
    institution: str
    at: int
    by: str
    received_by: str
    note: str
    signed_on: str | None
    signed_by: str
    document_id: str | None


@dataclass(frozen=True, slots=True)
class LineRow:
    """One device of a hand-out, with its loan; open while `ended_at` is None.

    `replaced_serial` and `replaced_name` are of the device that it came instead of.
    """

    loan_id: str
    handout_id: str | None
    device_id: str
    kind: str
    name: str
    maker: str
    model: str
    serial: str
    label: str
    own: bool
    patient_id: str | None
    institution_id: str | None
    from_at: int
    due_on: str | None
    condition: str
    accessories: tuple[str, ...]
    note: str
    ended_at: int | None
    ended_how: str
    ended_note: str
    ended_by: str
    replaces: str | None
    replaced_serial: str
    replaced_name: str


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """One training; `held_on` is an ISO day, `by` the name of the one who held it."""

    id: str
    patient_id: str | None
    institution_id: str | None
    handout_id: str | None
    person: str
    role: str
    topics: str
    held_on: str
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class HomeRow:
    """What is known of a home; `wifi` and `mobile` are codes, `checked_on` an ISO day."""

    patient_id: str
    wifi: str
    mobile: str
    note: str
    way_there: str
    checked_on: str
    checked_by: str


def one(reader: Reader, handout_id: str) -> HandoutRow | None:
    """Give one hand-out, or None."""
    rows = reader.raw(f"{_HANDOUT}WHERE h.id = ?", (handout_id,))
    return HandoutRow(*rows[0]) if rows else None


def numbered(reader: Reader, number: int) -> HandoutRow | None:
    """Give the hand-out with the number on its receipt, or None."""
    rows = reader.raw(f"{_HANDOUT}WHERE h.number = ?", (number,))
    return HandoutRow(*rows[0]) if rows else None


def of_borrower(reader: Reader, kind: str, borrower_id: str) -> tuple[HandoutRow, ...]:
    """Give every hand-out to a patient or an institution, the newest first."""
    column = _BORROWERS[kind]
    rows = reader.raw(f"{_HANDOUT}WHERE h.{column} = ? ORDER BY h.number DESC", (borrower_id,))
    return tuple(HandoutRow(*row) for row in rows)


def lines_of(reader: Reader, handout_id: str) -> tuple[LineRow, ...]:
    """Give what went out with a hand-out, by kind and name."""
    return _lines(reader, "l.handout_id = ? ORDER BY d.kind, d.name, l.id", (handout_id,))


def lines_of_borrower(reader: Reader, kind: str, borrower_id: str) -> tuple[LineRow, ...]:
    """Give every loan to a patient or an institution: open ones first, then the newest."""
    where = f"l.{_BORROWERS[kind]} = ? ORDER BY l.ended_at IS NOT NULL, l.from_at DESC, l.id"
    return _lines(reader, where, (borrower_id,))


def line(reader: Reader, loan_id: str) -> LineRow | None:
    """Give one loan with its device, or None."""
    return next(iter(_lines(reader, "l.id = ?", (loan_id,))), None)


def trainings_of(reader: Reader, kind: str, borrower_id: str) -> tuple[TrainingLine, ...]:
    """Give the trainings around a patient or an institution, the newest first."""
    where = f"t.{_BORROWERS[kind]} = ? ORDER BY t.held_on DESC, t.registered_at DESC, t.id"
    return _trainings(reader, where, borrower_id)


def trainings_with(reader: Reader, handout_id: str) -> tuple[TrainingLine, ...]:
    """Give the trainings that were held at a hand-out."""
    return _trainings(reader, "t.handout_id = ? ORDER BY t.role, t.person, t.id", handout_id)


def home(reader: Reader, patient_id: str) -> HomeRow | None:
    """Give what is known of a patient's home, or None where nobody has asked."""
    rows = reader.raw(
        "SELECT h.patient_id, h.wifi, h.mobile, h.note, h.way_there, h.checked_on, "
        "coalesce(u.name, h.checked_by) FROM homes h LEFT JOIN users u ON u.id = h.checked_by "
        "WHERE h.patient_id = ?",
        (patient_id,),
    )
    return HomeRow(*rows[0]) if rows else None


def _lines(reader: Reader, where: str, values: Sequence[Value]) -> tuple[LineRow, ...]:
    return tuple(map(_line, reader.raw(f"{_LINE}WHERE {where}", values)))


def _line(row: Row) -> LineRow:
    values = list(row)
    values[9], values[15] = bool(values[9]), tuple(json.loads(str(values[15])))
    return LineRow(*values)


def _trainings(reader: Reader, where: str, value: str) -> tuple[TrainingLine, ...]:
    return tuple(TrainingLine(*row) for row in reader.raw(f"{_TRAINING}WHERE {where}", (value,)))
