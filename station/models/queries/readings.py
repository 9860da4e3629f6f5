"""Reading readings: whole ones for judging and cards, bare columns for trends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select

from station.models.database import Reader
from station.models.tables import readings
from station.rules.limits import Side
from station.rules.readings import Excluded, Reading, Source
from station.rules.replay import Bare
from station.rules.told import Told

_WHOLE = (
    readings.c.id,
    readings.c.patient_id,
    readings.c.kind,
    readings.c.taken_at,
    readings.c.arrived_at,
    readings.c.value,
    readings.c.value2,
    readings.c.beyond,
    readings.c.confirmed,
    readings.c.excluded,
    readings.c.source,
    readings.c.excluded_reason,
    readings.c.remeasures_id,
    readings.c.said_by,
    readings.c.entered_by,
    readings.c.original_value,
    readings.c.original_unit,
    readings.c.device_time,
    readings.c.zone_name,
    readings.c.note,
    readings.c.quality,
    readings.c.device_id,
    readings.c.time_reason,
    # Of one that counts: when it was taken back in.
    case((readings.c.excluded == "", func.coalesce(readings.c.excluded_at, 0)), else_=0).label(
        "counted_at"
    ),
)

_A_DAY_MS = 86_400_000
_SIDES: Mapping[str, Side | None] = {"": None, **{each.value: each for each in Side}}
_EXCLUDED = {each.value: each for each in Excluded}
_SOURCES = {each.value: each for each in Source}


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A reading as a chart needs it: UTC milliseconds, one or two values, and how to draw it."""

    id: str
    taken_at: int
    value: float | None
    value2: float | None
    beyond: str
    excluded: str
    confirmed: bool


def one(reader: Reader, reading_id: str) -> Reading | None:
    """Give one reading, or None if there is none with that id."""
    rows = reader.rows(select(*_WHOLE).where(readings.c.id == reading_id))
    return _reading(rows[0]) if rows else None


def id_of_key(reader: Reader, patient_id: str, kind: str, source_key: str) -> str | None:
    """Give the id of the reading that is stored under this key, or None."""
    rows = reader.raw(
        "SELECT id FROM readings WHERE patient_id = ? AND kind = ? AND source_key = ?",
        (patient_id, kind, source_key),
    )
    return str(rows[0][0]) if rows else None


def history(
    reader: Reader, patient_id: str, kind: str, from_ms: int | None = None
) -> tuple[Reading, ...]:
    """Give every reading of one kind since `from_ms`, oldest first."""
    statement = select(*_WHOLE).where(readings.c.patient_id == patient_id, readings.c.kind == kind)
    if from_ms is not None:
        statement = statement.where(readings.c.taken_at >= from_ms)
    ordered = statement.order_by(readings.c.taken_at, readings.c.id)
    return tuple(_reading(row) for row in reader.rows(ordered))


def bare(reader: Reader, patient_id: str, kind: str, place: int, from_ms: int) -> list[Bare]:
    """Give of every counting reading of a component since `from_ms` what judging needs of it.

    `place` 1 is the second value of a pair. Oldest first, at the same instant by their ids.
    """
    value = "value2" if place else "value"
    # By hand: each time a patient is judged from the beginning it meets her whole history.
    rows = reader.raw(
        f"SELECT id, taken_at, arrived_at, {value}, beyond, confirmed, source, "  # noqa: S608
        "coalesce(excluded_at, 0) FROM readings WHERE patient_id = ? AND kind = ? "
        f"AND taken_at >= ? AND excluded = '' AND (beyond <> '' OR {value} IS NOT NULL) "
        "ORDER BY taken_at, id",
        (patient_id, kind, from_ms),
    )
    return list(map(Bare._make, rows))


def newest(reader: Reader, patient_id: str, count: int) -> tuple[Reading, ...]:
    """Give the newest readings of all kinds, newest first."""
    statement = (
        select(*_WHOLE)
        .where(readings.c.patient_id == patient_id)
        .order_by(readings.c.taken_at.desc(), readings.c.id)
        .limit(count)
    )
    return tuple(_reading(row) for row in reader.rows(statement))


def same_minute(
    reader: Reader, patient_id: str, kind: str, taken_at: int, span_ms: int = 60_000
) -> tuple[Reading, ...]:
    """Give the readings of one kind taken less than `span_ms` from `taken_at`."""
    statement = select(*_WHOLE).where(
        readings.c.patient_id == patient_id,
        readings.c.kind == kind,
        readings.c.taken_at > taken_at - span_ms,
        readings.c.taken_at < taken_at + span_ms,
    )
    return tuple(_reading(row) for row in reader.rows(statement))


def remeasured(reader: Reader, first: Sequence[Reading]) -> tuple[Reading, ...]:
    """Give the readings taken within a week to check one of `first` (of one patient)."""
    if not first:
        return ()
    ids = [reading.id for reading in first]
    statement = (
        select(*_WHOLE)
        .where(
            # By patient and time, so that the index finds them.
            readings.c.patient_id == first[0].patient_id,
            readings.c.kind.in_({reading.kind for reading in first}),
            readings.c.taken_at >= min(reading.taken_at for reading in first) - _A_DAY_MS,
            readings.c.taken_at <= max(reading.taken_at for reading in first) + 7 * _A_DAY_MS,
            readings.c.remeasures_id.in_(ids),
        )
        .order_by(readings.c.taken_at, readings.c.id)
    )
    return tuple(_reading(row) for row in reader.rows(statement))


def kinds_of(reader: Reader, patient_id: str) -> tuple[str, ...]:
    """Give the kinds that the patient has readings of, by the code of the kind."""
    rows = reader.raw(
        "SELECT DISTINCT kind FROM readings WHERE patient_id = ? ORDER BY kind", (patient_id,)
    )
    return tuple(str(row[0]) for row in rows)


def trend(
    reader: Reader, patient_id: str, kind: str, from_ms: int, to_ms: int
) -> Sequence[TrendPoint]:
    """Give the points of one kind in [from_ms, to_ms), oldest first."""
    # By hand: this is the one query that may meet 100 000 rows while a person waits.
    rows = reader.raw(
        "SELECT id, taken_at, value, value2, beyond, excluded, confirmed FROM readings "
        "WHERE patient_id = ? AND kind = ? AND taken_at >= ? AND taken_at < ? ORDER BY taken_at",
        (patient_id, kind, from_ms, to_ms),
    )
    return [_point(*row) for row in rows]


def nth_before(
    reader: Reader, patient_id: str, kind: str, place: int, moment: int, count: int
) -> int | None:
    """Give when the earliest of the last `count` numbers before `moment` was taken, or None.

    Only those that count, LO and HI among them; `place` 1 is the second value of a pair.
    """
    value = "value2" if place else "value"
    rows = reader.raw(
        "SELECT min(taken_at) FROM (SELECT taken_at FROM readings WHERE patient_id = ? "  # noqa: S608  (one of two words)
        "AND kind = ? AND taken_at < ? AND excluded = '' "
        f"AND (beyond <> '' OR {value} IS NOT NULL) ORDER BY taken_at DESC LIMIT ?)",
        (patient_id, kind, moment, count),
    )
    return None if rows[0][0] is None else int(rows[0][0])


def _reading(row: Sequence[Any]) -> Reading:
    # By place: a patient's whole history is read so each time it is judged from the beginning.
    (
        id_, patient_id, kind, taken_at, arrived_at, value, value2, beyond, confirmed, excluded,
        source, excluded_reason, remeasures_id, said_by, entered_by, original_value,
        original_unit, device_time, zone_name, note, quality, device_id, time_reason, counted_at,
    ) = row  # fmt: skip
    return Reading(
        id_, patient_id, kind, taken_at, arrived_at,
        (value, value2) if kind == "bp" else (value,),
        _SIDES[beyond], bool(confirmed), _EXCLUDED[excluded], _SOURCES[source],
        excluded_reason, remeasures_id or "", said_by, entered_by, original_value, original_unit,
        device_time, zone_name, note, quality, device_id or "", time_reason, counted_at,
    )  # fmt: skip


def _point(
    reading_id: str,
    taken_at: int,
    value: float | None,
    value2: float | None,
    beyond: str,
    excluded: str,
    confirmed: int,
) -> TrendPoint:
    return TrendPoint(
        reading_id, taken_at, value, value2, beyond, excluded, confirmed=bool(confirmed)
    )


def typed(reader: Reader, patient_id: str, kind: str, first: int, last: int) -> list[Told]:
    """Give the readings that were typed in and count, taken from `first` to `last` (UTC ms)."""
    rows = reader.raw(
        "SELECT id, taken_at, arrived_at, value, value2, beyond FROM readings WHERE patient_id = ? "
        "AND kind = ? AND taken_at BETWEEN ? AND ? AND source = 'manual' AND excluded = ''",
        (patient_id, kind, first, last),
    )
    return [
        Told(str(key), int(taken), int(told), (value, value2), str(beyond))
        for key, taken, told, value, value2, beyond in rows
    ]


def matched(reader: Reader, patient_id: str, kind: str) -> dict[str, str]:
    """Give the typed readings that came by themselves since, with the key that they came under."""
    rows = reader.raw(
        "SELECT reading_id, json_extract(reason_values, '$.key') FROM quarantine "
        "WHERE patient_id = ? AND kind = ? AND resolution = 'told'",
        (patient_id, kind),
    )
    return {str(row[0]): str(row[1]) for row in rows}
