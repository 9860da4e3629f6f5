"""Writing readings: rows are added once and never changed, only marked as left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.dialects.sqlite import insert

from station.models.database import Reader, Writer
from station.models.tables import latest, readings
from station.rules.limits import Side
from station.rules.readings import Excluded, Reading

_CHUNK = 400


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a stored reading can be traced by: its row in a file, its raw form, its own key.

    Two readings of one patient and kind with the same `source_key` are the same reading.
    """

    source_key: str
    raw: str = ""
    batch_id: str | None = None
    row_number: int | None = None


def known_keys(reader: Reader, patient_id: str, kind: str, keys: Sequence[str]) -> set[str]:
    """Give those of `keys` that the patient has a reading of `kind` under already."""
    found: set[str] = set()
    for at in range(0, len(keys), _CHUNK):
        rows = reader.rows(
            select(readings.c.source_key).where(
                readings.c.patient_id == patient_id,
                readings.c.kind == kind,
                readings.c.source_key.in_(keys[at : at + _CHUNK]),
            )
        )
        found.update(str(row[0]) for row in rows)
    return found


def add(writer: Writer, rows: Iterable[tuple[Reading, Provenance]]) -> None:
    """Store readings; each must be new (see known_keys), or the driver refuses the whole unit."""
    values = [_row(reading, origin) for reading, origin in rows]
    if values:
        writer.run(insert(readings), values)


def keep_latest(writer: Writer, taken: Iterable[Reading]) -> None:
    """Keep the newest counting reading per patient and kind at hand for the worklist."""
    newest: dict[tuple[str, str], Reading] = {}
    for reading in taken:
        if not reading.counts:
            continue
        place = (reading.patient_id, reading.kind)
        if place not in newest or newest[place].taken_at <= reading.taken_at:
            newest[place] = reading
    for reading in newest.values():
        row = _latest_row(reading)
        statement = insert(latest).values(row)
        writer.run(
            statement.on_conflict_do_update(
                index_elements=["patient_id", "kind"],
                set_=row,
                where=latest.c.taken_at <= statement.excluded.taken_at,
            )
        )
        # Count silence by arrival: an older reading that comes late ends it all the same.
        writer.run(
            update(latest)
            .where(
                latest.c.patient_id == reading.patient_id,
                latest.c.kind == reading.kind,
                latest.c.arrived_at < reading.arrived_at,
            )
            .values(arrived_at=reading.arrived_at)
        )


def mark(
    writer: Writer, reading_id: str, excluded: Excluded, reason: str, by: str | None, at: int | None
) -> None:
    """Leave a reading out of judging and counting (or take it back in); its value stays."""
    writer.run(
        update(readings)
        .where(readings.c.id == reading_id)
        .values(excluded=excluded.value, excluded_reason=reason, excluded_by=by, excluded_at=at)
    )


def confirm(writer: Writer, reading_id: str) -> None:
    """Note that a person has looked at an odd value and stands by it."""
    writer.run(update(readings).where(readings.c.id == reading_id).values(confirmed=True))


def find_latest_again(writer: Writer, patient_id: str, kind: str) -> None:
    """Work out the newest counting reading afresh, after one was left out or taken back in."""
    writer.run(latest.delete().where(latest.c.patient_id == patient_id, latest.c.kind == kind))
    newest = (
        select(
            readings.c.patient_id,
            readings.c.kind,
            readings.c.id,
            readings.c.taken_at,
            readings.c.arrived_at,
            readings.c.value,
            readings.c.value2,
            readings.c.beyond,
        )
        .where(
            readings.c.patient_id == patient_id,
            readings.c.kind == kind,
            readings.c.excluded == "",
        )
        .order_by(readings.c.taken_at.desc())
        .limit(1)
    )
    columns = ["patient_id", "kind", "reading_id", "taken_at", "arrived_at"]
    writer.run(insert(latest).from_select([*columns, "value", "value2", "beyond"], newest))


def _row(reading: Reading, origin: Provenance) -> dict[str, object]:
    first, second = (*reading.values, None, None)[:2]
    row: dict[str, object] = {
        "id": reading.id,
        "patient_id": reading.patient_id,
        "kind": reading.kind,
        "taken_at": reading.taken_at,
        "arrived_at": reading.arrived_at,
        "device_time": reading.device_time,
        "zone_name": reading.zone_name,
        "value": first,
        "value2": second,
        "beyond": _side(reading.beyond),
        "original_value": reading.original_value,
        "original_unit": reading.original_unit,
        "source": reading.source.value,
        "said_by": reading.said_by,
        "entered_by": reading.entered_by,
        "confirmed": reading.confirmed,
        "excluded": reading.excluded.value,
        "excluded_reason": reading.excluded_reason,
        "remeasures_id": reading.remeasures_id or None,
        "note": reading.note,
    }
    row["source_key"] = origin.source_key
    row["raw"] = origin.raw
    row["batch_id"] = origin.batch_id
    row["row_number"] = origin.row_number
    return row


def _latest_row(reading: Reading) -> dict[str, object]:
    first, second = (*reading.values, None, None)[:2]
    return {
        "patient_id": reading.patient_id,
        "kind": reading.kind,
        "reading_id": reading.id,
        "taken_at": reading.taken_at,
        "arrived_at": reading.arrived_at,
        "value": first,
        "value2": second,
        "beyond": _side(reading.beyond),
    }


def _side(side: Side | None) -> str:
    return "" if side is None else side.value
