"""Writing an import of equipment: many devices at once, what was changed, and the report."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from sqlalchemy import insert, update

from station.core.ids import new_id
from station.models.database import Writer
from station.models.records.devices import NewDevice
from station.models.tables import devices, equipment_imports

_MOVE = (
    "INSERT INTO device_moves (id, device_id, n, at, by, from_state, to_state, reason, place) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class ImportedDevice:
    """A device that a list brings: where it is (`state`), and why that is known."""

    id: str
    new: NewDevice
    serial_key: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a list: counts, its headings, and each row that is not simply there already.

    `rows` are (row number, fate, which device, why); `cells` those of the refused rows.
    """

    file_name: str
    file_hash: str
    rows_in: int
    added: int
    changed: int
    same: int
    refused: int
    headings: tuple[str, ...] = ()
    rows: Sequence[tuple[int, str, str, str]] = ()
    cells: Mapping[int, Sequence[str]] = field(default_factory=dict, repr=False)


def add_many(writer: Writer, found: Sequence[ImportedDevice]) -> None:
    """Store devices and the beginning of their moves; the log gets one row for the whole import."""
    if not found:
        return
    writer.run(insert(devices), [_values(writer, each) for each in found])
    writer.executemany(_MOVE, [row for each in found for row in _moves(writer, each)])


def change(writer: Writer, device_id: str, values: Mapping[str, object]) -> None:
    """Change what the list knows better about a device; its log names the fields."""
    writer.run(update(devices).where(devices.c.id == device_id).values(**values))
    writer.audit("device_changed", "device", device_id, fields=sorted(values), imported=True)


def keep(writer: Writer, import_id: str, report: Report) -> None:
    """Keep the report of an import, and say in the log that it was made."""
    kept = {
        "headings": report.headings,
        "rows": report.rows,
        "cells": {str(row): cells for row, cells in report.cells.items()},
    }
    counts: dict[str, int] = {
        "rows_in": report.rows_in,
        "added": report.added,
        "changed": report.changed,
        "same": report.same,
        "refused": report.refused,
    }
    writer.run(
        insert(equipment_imports).values(
            id=import_id,
            file_name=report.file_name,
            file_hash=report.file_hash,
            report=json.dumps(kept, ensure_ascii=False, separators=(",", ":")),
            imported_at=writer.now,
            imported_by=writer.actor.user_id,
            **counts,
        )
    )
    writer.audit("equipment_imported", "equipment_import", import_id, None, **counts)
    writer.touch("equipment")


def _values(writer: Writer, each: ImportedDevice) -> dict[str, object]:
    scrapped = each.state == "scrapped"
    return {
        **asdict(each.new),
        "id": each.id,
        "serial_key": each.serial_key,
        "state": each.state,
        "state_since": writer.now,
        "added_at": writer.now,
        "added_by": writer.actor.user_id,
        "retired_at": writer.now if scrapped else None,
        "retired_by": writer.actor.user_id if scrapped else None,
    }


def _moves(writer: Writer, each: ImportedDevice) -> list[tuple[str | int, ...]]:
    """Registered in the store; what is elsewhere goes on from there, as every device does."""
    by, place = writer.actor.user_id, each.new.place
    steps = [("", "in_store", "")]
    if each.state != "in_store":
        steps.append(("in_store", each.state, each.reason))
    return [
        (new_id(), each.id, at, writer.now, by, before, to, reason, place)
        for at, (before, to, reason) in enumerate(steps, 1)
    ]
