"""Writing shared records as others have them: their shared columns, and the log with its origin.

The triggers do not note these changes (they would take them for this station's own); the writer
of the row notes them itself, in the same unit of work.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from station.models.database import Writer
from station.models.driver import Value
from station.models.records.hand import capturing, muted, station_id
from station.models.tables import METADATA
from station.rules.synced import Kind

Fields = Mapping[str, object]


class Unfit(Exception):  # noqa: N818 - it is told to a person, as Trouble is
    """A column lacks what it must have, or holds what it cannot; `column` names it."""

    def __init__(self, column: str) -> None:
        """Name the column."""
        super().__init__(column)
        self.column = column


@dataclass(frozen=True, slots=True)
class Origin:
    """Who made a change (a station's id, or "centre"), its number there, when, and whose hand."""

    station: str
    number: str
    at: int
    by: str = ""


def fitting(kind: Kind, fields: Fields) -> dict[str, object]:
    """Give the columns of a kind that `fields` mentions, each of a type that its column holds.

    What is never empty gets its default; Unfit names what has none, or is of another type.
    """
    columns = METADATA.tables[kind.name].columns
    found: dict[str, object] = {}
    for name in kind.shared:
        if name not in fields:
            continue
        column, value = columns[name], fields[name]
        if value is None and not column.nullable:
            if column.server_default is None:
                raise Unfit(name)
            value = "" if column.type.python_type is str else 0
        if not _holds(column.type.python_type, value):
            raise Unfit(name)
        found[name] = int(value) if isinstance(value, bool) else value
    return found


def put(
    writer: Writer, kind: Kind, fields: Fields, own: Fields, origin: Origin | None, old: Fields
) -> None:
    """Write a record's shared columns, and `own` ones with them; `old` is what stood here, or {}.

    With an `origin` the log says so; without one it is this station's own change. Unfit if a new
    record lacks a column; the driver refuses what another record has already.
    """
    if not old:
        _complete(kind, {**fields, **own})
    # Only what differs: what was decided refuses that its content is written, even the same.
    changed = {name: value for name, value in fields.items() if not old or old[name] != value}
    said = {**changed, **own, kind.key: fields[kind.key]}
    if origin is None:
        _write(writer, kind, said, new=not old)
        return
    with muted(writer, kind.name):
        _write(writer, kind, said, new=not old)
    became = {**old, **fields}
    note(writer, kind, became[kind.key], "update" if old else "insert", old, became, origin)


def rewrite(writer: Writer, kind: Kind, fields: Fields, here: Fields) -> None:
    """Change those columns of a record that differ from what is `here`, inside muted().

    Without a word in the log: the caller writes that.
    """
    changed = {name: value for name, value in fields.items() if here[name] != value}
    if changed:
        _write(writer, kind, {**changed, kind.key: here[kind.key]}, new=False)


def remove(writer: Writer, kind: Kind, record_id: str, origin: Origin, old: Fields) -> None:
    """Take a record away as its maker did."""
    with muted(writer, kind.name):
        writer.execute(f"DELETE FROM {kind.name} WHERE {kind.key} = ?", (record_id,))  # noqa: S608
    note(writer, kind, record_id, "delete", old, {}, origin)


def note(
    writer: Writer,
    kind: Kind,
    record_id: object,
    op: str,
    old: Fields,
    new: Fields,
    origin: Origin | None,
) -> None:
    """Write a row of the log of changes; without an `origin`, as this station's own.

    A number that its origin used before gets a mark of its own: nothing is left out of the log.
    """
    if not capturing(writer):
        return
    number = None
    station, at, by = station_id(writer), writer.now, writer.actor.user_id
    if origin is not None:
        station, number, at, by = origin.station, origin.number, origin.at, origin.by
        if writer.raw("SELECT 1 FROM sync_log WHERE origin = ? AND number = ?", (station, number)):
            last = writer.raw("SELECT max(seq) FROM sync_log")[0][0]
            number = f"{number}#{last}"
    whose = (new or old).get(kind.patient) if kind.patient else None
    writer.execute(
        "INSERT INTO sync_log (origin, number, kind, record_id, patient_id, op, old, new, at, by) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            station,
            number,
            kind.name,
            str(record_id),
            None if whose is None else str(whose),
            op,
            _text(old),
            _text(new),
            at,
            by,
        ),
    )


def _text(fields: Fields) -> str | None:
    return json.dumps(dict(fields), ensure_ascii=False) if fields else None


def _holds(of: type, value: object) -> bool:
    if value is None:
        return True
    if of is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if of is bool:
        return isinstance(value, bool) or value in (0, 1)
    if of is int:
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST
    return isinstance(value, str)


_LARGEST = 2**63


def _complete(kind: Kind, said: Fields) -> None:
    for column in METADATA.tables[kind.name].columns:
        if not column.nullable and column.server_default is None and column.name not in said:
            raise Unfit(column.name)


def _write(writer: Writer, kind: Kind, said: Fields, *, new: bool) -> None:
    if new:
        values: list[Value] = [_value(each) for each in said.values()]
        names = ", ".join(f'"{name}"' for name in said)
        marks = ", ".join("?" for _ in said)
        writer.execute(f"INSERT INTO {kind.name} ({names}) VALUES ({marks})", values)  # noqa: S608
        return
    # Were the key written, even the same, every table that leads here would be looked through.
    changed = [name for name in said if name != kind.key]
    if not changed:
        return
    sets = ", ".join(f'"{name}" = ?' for name in changed)
    writer.execute(
        f"UPDATE {kind.name} SET {sets} WHERE {kind.key} = ?",  # noqa: S608  (names of tables)
        [_value(said[name]) for name in (*changed, kind.key)],
    )


def _value(value: object) -> Value:
    if value is None or isinstance(value, str | int | float | bytes):
        return value
    raise Unfit(str(type(value)))
