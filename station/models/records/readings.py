"""Writing readings: rows are added once and never changed, only marked as left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import case, select, update
from sqlalchemy.dialects.sqlite import insert

from station.models.database import Reader, Writer
from station.models.driver import Value
from station.models.tables import latest, readings
from station.rules.limits import Side
from station.rules.readings import Excluded, Reading

_CHUNK = 400
_AT_ONCE = 500
"""Rows in one statement: every row of its own would open, and overwrite, each index's cursor."""
_COLUMNS = (
    "id",
    "patient_id",
    "kind",
    "taken_at",
    "arrived_at",
    "source",
    "entered_by",
    "source_key",
    "value",
    "confirmed",
    "value2",
    "beyond",
    "device_time",
    "zone_name",
    "original_value",
    "original_unit",
    "said_by",
    "excluded",
    "excluded_reason",
    "remeasures_id",
    "note",
    "quality",
    "device_id",
    "time_reason",
    "raw",
    "batch_id",
    "row_number",
)
_ALWAYS = 10
"""So many of the columns are always written; the others ("" or NULL by default) if need be."""
_LATEST = (
    "INSERT INTO latest "
    "(patient_id, kind, reading_id, taken_at, arrived_at, value, value2, beyond) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (patient_id, kind) DO UPDATE SET "
    "reading_id = excluded.reading_id, taken_at = excluded.taken_at, "
    "arrived_at = excluded.arrived_at, value = excluded.value, value2 = excluded.value2, "
    "beyond = excluded.beyond WHERE latest.taken_at <= excluded.taken_at"
)
_ARRIVED = (
    "UPDATE latest SET arrived_at = ?1 WHERE patient_id = ?2 AND kind = ?3 AND arrived_at < ?1"
)


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a stored reading can be traced by: its row in a file, its raw form, its own key.

    Two readings of one patient and kind with the same `source_key` are the same reading.
    """

    source_key: str
    raw: str = ""
    batch_id: str | None = None
    row_number: int | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """What a stored reading says: its numbers, and when by the device's clock and by ours."""

    value: float | None
    value2: float | None
    beyond: str
    device_time: str
    taken_at: int


def known_keys(reader: Reader, patient_id: str, kind: str, keys: Sequence[str]) -> set[str]:
    """Give those of `keys` that the patient has a reading of `kind` under already."""
    # By hand, as all that a single reading runs through: a statement built anew costs more.
    found: set[str] = set()
    for at in range(0, len(keys), _CHUNK):
        some = keys[at : at + _CHUNK]
        rows = reader.raw(
            "SELECT source_key FROM readings WHERE patient_id = ? AND kind = ? "  # noqa: S608
            f"AND source_key IN ({_marks(len(some))})",
            (patient_id, kind, *some),
        )
        found.update(str(row[0]) for row in rows)
    return found


def stored_under(
    reader: Reader, patient_id: str, kind: str, keys: Sequence[str]
) -> dict[str, Stored]:
    """Give what the patient's readings of `kind` under those of `keys` hold, by their key."""
    found: dict[str, Stored] = {}
    for at in range(0, len(keys), _CHUNK):
        some = keys[at : at + _CHUNK]
        rows = reader.raw(
            "SELECT source_key, value, value2, beyond, device_time, taken_at FROM readings "  # noqa: S608
            f"WHERE patient_id = ? AND kind = ? AND source_key IN ({_marks(len(some))})",
            (patient_id, kind, *some),
        )
        found.update({str(row[0]): Stored(*row[1:]) for row in rows})
    return found


def is_near(
    reader: Reader,
    place: tuple[str, str],
    device_id: str,
    moment: int,
    span_ms: int,
    raw: str,
) -> bool:
    """Tell whether a device gave a reading with these bytes within `span_ms` of `moment`.

    `place` is the patient and the kind; an empty `raw` is any bytes. It is for devices that tell
    neither a time nor a number.
    """
    rows = reader.raw(
        "SELECT 1 FROM readings WHERE patient_id = ? AND kind = ? AND taken_at BETWEEN ? AND ? "
        "AND device_id = ? AND (? = '' OR raw = ?) LIMIT 1",
        (*place, moment - span_ms, moment + span_ms, device_id, raw, raw),
    )
    return bool(rows)


def add(writer: Writer, rows: Iterable[tuple[Reading, Provenance]]) -> None:
    """Store readings; each must be new (see known_keys), or the driver refuses the whole unit."""
    values = [_row(reading, origin) for reading, origin in rows]
    for at in range(0, len(values), _AT_ONCE):
        _insert(writer, values[at : at + _AT_ONCE])


def _insert(writer: Writer, values: Sequence[tuple[Value, ...]]) -> None:
    """Write rows in one statement, without the columns that are empty in all of them."""
    used = [
        place
        for place in range(len(_COLUMNS))
        if place < _ALWAYS or any(row[place] is not None and row[place] != "" for row in values)
    ]
    names = ", ".join(_COLUMNS[place] for place in used)
    marks = ", ".join([f"({_marks(len(used))})"] * len(values))
    writer.execute(
        f"INSERT INTO readings ({names}) VALUES {marks}",  # noqa: S608
        [row[place] for row in values for place in used],
    )


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
        first, second = _pair(reading)
        place = (reading.patient_id, reading.kind)
        moments = (reading.taken_at, reading.arrived_at)
        writer.execute(
            _LATEST, (*place, reading.id, *moments, first, second, _side(reading.beyond))
        )
        # Count silence by arrival: an older reading that comes late ends it all the same.
        writer.execute(_ARRIVED, (reading.arrived_at, *place))


def mark(
    writer: Writer, reading_id: str, excluded: Excluded, reason: str, by: str | None, at: int | None
) -> None:
    """Leave a reading out of judging and counting (or take it back in); its value stays.

    When it was taken back in is kept: whoever closed an alert before that had not counted it.
    """
    back = case((readings.c.excluded == "", readings.c.excluded_at), else_=writer.now)
    writer.run(
        update(readings)
        .where(readings.c.id == reading_id)
        .values(
            excluded=excluded.value,
            excluded_reason=reason,
            excluded_by=by,
            excluded_at=back if excluded is Excluded.NO else at,
        )
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


def _row(reading: Reading, origin: Provenance) -> tuple[Value, ...]:
    """Give the values of _COLUMNS."""
    first, second = _pair(reading)
    return (
        reading.id,
        reading.patient_id,
        reading.kind,
        reading.taken_at,
        reading.arrived_at,
        reading.source.value,
        reading.entered_by,
        origin.source_key,
        first,
        int(reading.confirmed),
        second,
        _side(reading.beyond),
        reading.device_time,
        reading.zone_name,
        reading.original_value,
        reading.original_unit,
        reading.said_by,
        reading.excluded.value,
        reading.excluded_reason,
        reading.remeasures_id or None,
        reading.note,
        reading.quality,
        reading.device_id or None,
        reading.time_reason,
        origin.raw,
        origin.batch_id,
        origin.row_number,
    )


def _pair(reading: Reading) -> tuple[float | None, float | None]:
    first, second = (*reading.values, None, None)[:2]
    return first, second


def _side(side: Side | None) -> str:
    return "" if side is None else side.value


def _marks(count: int) -> str:
    return ",".join("?" * count)
