"""Writing quarantine: what could not be taken in keeps its raw form until a person decides."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import update
from sqlalchemy.dialects.sqlite import insert

from station.core.ids import new_id
from station.models.database import Reader, Writer
from station.models.tables import import_batches, quarantine

OPEN = "open"
RESOLVED = "resolved"
DISCARDED = "discarded"
_CHUNK = 400

TOLD = "told"
"""The resolution of what was typed in before it came by itself."""


@dataclass(frozen=True, slots=True)
class Held:
    """One thing held back: `reason_code` with its values says why, `raw` is what came.

    `id` is given to what must not be held twice (see held_before); else it gets a new one.
    """

    source: str
    reason_code: str
    raw: str
    patient_id: str | None = None
    kind: str = ""
    row_number: int | None = None
    reason_values: Mapping[str, object] = field(default_factory=dict)
    batch_id: str | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """One imported file and what became of its rows."""

    id: str
    file_name: str
    file_hash: str
    profile: str
    patient_id: str | None
    zone_name: str
    rows_in: int
    stored: int
    quarantined: int
    duplicates: int


def hold(writer: Writer, items: Iterable[Held]) -> None:
    """Add items to the quarantine."""
    rows = [
        {
            "id": item.id or new_id(),
            "batch_id": item.batch_id,
            "patient_id": item.patient_id,
            "source": item.source,
            "kind": item.kind,
            "reason_code": item.reason_code,
            "reason_values": json.dumps(dict(item.reason_values), ensure_ascii=False),
            "raw": item.raw,
            "row_number": item.row_number,
            "received_at": writer.now,
            "state": OPEN,
        }
        for item in items
    ]
    if rows:
        writer.run(insert(quarantine), rows)


def keep_matched(writer: Writer, item: Held, reading_id: str) -> None:
    """Keep what came and was stored already, under another key, as the reading `reading_id`."""
    hold(writer, [item])
    settle(writer, item.id, RESOLVED, TOLD, reading_id)


def held_before(reader: Reader, ids: Sequence[str]) -> set[str]:
    """Give those of `ids` that are or were held, whatever became of them."""
    found: set[str] = set()
    for at in range(0, len(ids), _CHUNK):
        some = ids[at : at + _CHUNK]
        marks = ",".join("?" * len(some))
        rows = reader.raw(f"SELECT id FROM quarantine WHERE id IN ({marks})", tuple(some))  # noqa: S608
        found.update(str(row[0]) for row in rows)
    return found


def settle(
    writer: Writer, item_id: str, state: str, resolution: str, reading_id: str | None = None
) -> bool:
    """End an open item as RESOLVED or DISCARDED; False if it was not open any more."""
    touched = writer.run(
        update(quarantine)
        .where(quarantine.c.id == item_id, quarantine.c.state == OPEN)
        .values(
            state=state,
            resolution=resolution,
            reading_id=reading_id,
            resolved_at=writer.now,
            resolved_by=writer.actor.user_id,
        )
    )
    return touched == 1


def assign(writer: Writer, item_id: str, patient_id: str, reason_code: str) -> None:
    """Note whose an open item is, and why it is held now that this is known."""
    writer.run(
        update(quarantine)
        .where(quarantine.c.id == item_id, quarantine.c.state == OPEN)
        .values(patient_id=patient_id, reason_code=reason_code)
    )


def reopen(writer: Writer, item_id: str) -> bool:
    """Take a discarded item back among the open ones; False if it was not discarded."""
    touched = writer.run(
        update(quarantine)
        .where(quarantine.c.id == item_id, quarantine.c.state == DISCARDED)
        .values(state=OPEN, resolution="", resolved_at=None, resolved_by=None)
    )
    return touched == 1


def add_batch(writer: Writer, batch: Batch) -> None:
    """Note an imported file."""
    writer.run(
        insert(import_batches).values(
            id=batch.id,
            file_name=batch.file_name,
            file_hash=batch.file_hash,
            profile=batch.profile,
            patient_id=batch.patient_id,
            zone_name=batch.zone_name,
            rows_in=batch.rows_in,
            stored=batch.stored,
            quarantined=batch.quarantined,
            duplicates=batch.duplicates,
            imported_at=writer.now,
            imported_by=writer.actor.user_id,
        )
    )
