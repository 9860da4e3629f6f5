"""Reading what an import of equipment is held against, and the imports that were made."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from station.models.database import Reader

_KNOWN = (
    "SELECT id, kind, model, name, serial, serial_key, label, maker, owner, own, bought_on, "
    "price_ore, warranty_until, calibration_due, battery_due, condition, phone, note "
    "FROM devices"
)
_OWN = 9
_IMPORT = (
    "SELECT i.id, i.file_name, i.rows_in, i.added, i.changed, i.same, i.refused, i.imported_at, "
    "coalesce(u.name, '') FROM equipment_imports i LEFT JOIN users u ON u.id = i.imported_by "
)


@dataclass(frozen=True, slots=True)
class RegisterDevice:
    """What the register holds of a device that a list may speak of; days ISO, the price in øre."""

    id: str
    kind: str
    model: str
    name: str
    serial: str
    serial_key: str
    label: str
    maker: str
    owner: str
    own: bool
    bought_on: str | None
    price_ore: int | None
    warranty_until: str | None
    calibration_due: str | None
    battery_due: str | None
    condition: str
    phone: str = field(repr=False)
    note: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One list that was taken in, with its counts, when (UTC ms) and by whom."""

    id: str
    file_name: str
    rows_in: int
    added: int
    changed: int
    same: int
    refused: int
    imported_at: int
    imported_by: str


@dataclass(frozen=True, slots=True)
class StoredReport:
    """What became of a list, as it was kept: see records.equipment_imports.Report."""

    file_name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, str, str, str], ...]
    """(row number, fate, which device, why)."""
    cells: Mapping[int, Sequence[str]] = field(repr=False)


def register(reader: Reader) -> tuple[RegisterDevice, ...]:
    """Give every device there is or was."""
    found = []
    for row in reader.raw(_KNOWN):
        values = list(row)
        values[_OWN] = bool(values[_OWN])
        found.append(RegisterDevice(*values))
    return tuple(found)


def imports(reader: Reader, limit: int = 100) -> tuple[ImportRow, ...]:
    """Give the newest imports, newest first."""
    rows = reader.raw(f"{_IMPORT}ORDER BY i.imported_at DESC, i.rowid DESC LIMIT ?", (limit,))
    return tuple(ImportRow(*row) for row in rows)


def of_file(reader: Reader, file_hash: str) -> ImportRow | None:
    """Give the newest import of a file with this hash, or None."""
    rows = reader.raw(
        f"{_IMPORT}WHERE i.file_hash = ? ORDER BY i.imported_at DESC, i.rowid DESC LIMIT 1",
        (file_hash,),
    )
    return ImportRow(*rows[0]) if rows else None


def report(reader: Reader, import_id: str) -> StoredReport | None:
    """Give the report of one import, or None if there was none."""
    rows = reader.raw("SELECT file_name, report FROM equipment_imports WHERE id = ?", (import_id,))
    if not rows:
        return None
    kept = json.loads(rows[0][1])
    return StoredReport(
        rows[0][0],
        tuple(kept["headings"]),
        tuple((row, fate, what, why) for row, fate, what, why in kept["rows"]),
        {int(row): tuple(cells) for row, cells in kept["cells"].items()},
    )
