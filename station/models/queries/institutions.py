"""Institutions as screens need them: who they are, and how much they have on loan."""

from dataclasses import dataclass

from station.models.database import Reader
from station.models.driver import Row

_SELECT = (
    "SELECT i.id, i.kind, i.name, i.contact, i.phone, i.address, i.postal_code, i.city, i.note, "
    "i.retired, (SELECT count(*) FROM loans l "
    "WHERE l.institution_id = i.id AND l.ended_at IS NULL) FROM institutions i "
)


@dataclass(frozen=True, slots=True)
class InstitutionRow:
    """One institution; `out` counts the devices that it has on loan now."""

    id: str
    kind: str
    name: str
    contact: str
    phone: str
    address: str
    postal_code: str
    city: str
    note: str
    retired: bool
    out: int


def every(reader: Reader) -> tuple[InstitutionRow, ...]:
    """Give all institutions: those in use by name, the retired ones last."""
    rows = reader.raw(f"{_SELECT}ORDER BY i.retired, i.name COLLATE NOCASE, i.id")
    return tuple(map(_row, rows))


def one(reader: Reader, institution_id: str) -> InstitutionRow | None:
    """Give one institution, or None."""
    rows = reader.raw(f"{_SELECT}WHERE i.id = ?", (institution_id,))
    return _row(rows[0]) if rows else None


def _row(row: Row) -> InstitutionRow:
    values = list(row)
    values[9] = bool(values[9])
    return InstitutionRow(*values)
