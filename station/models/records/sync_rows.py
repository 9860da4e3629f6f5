"""Writing shared records as others have them: their shared columns, and the log with its origin.

The triggers do not note these changes (they would take them for this station's own); the writer
of the row notes them itself, in the same unit of work.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, slots=True)
class Noted:
    """A change to be noted: of which record, what was done, what it said before and says now."""

    record_id: str
    op: str
    old: Fields
    new: Fields
    origin: Origin | None


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
        complete(kind, {**fields, **own})
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
    note_all(writer, kind, [Noted(str(record_id), op, old, new, origin)])


def note_all(writer: Writer, kind: Kind, rows: Sequence[Noted]) -> None:
    """Write rows of the log of changes in their order, each as note() does."""
    if not rows or not capturing(writer):
        return
    station = station_id(writer)
    told = [each.origin for each in rows if each.origin is not None]
    names = [(each.station, each.number) for each in told]
    if len(set(names)) == len(names) and not _used(writer, names):
        _log(writer, kind, [(each, each.origin) for each in rows], station)
        return
    for each in rows:
        origin = each.origin
        if origin is not None and _used(writer, [(origin.station, origin.number)]):
            last = writer.raw("SELECT max(seq) FROM sync_log")[0][0]
            origin = replace(origin, number=f"{origin.number}#{last}")
        _log(writer, kind, [(each, origin)], station)


def _used(writer: Writer, names: Sequence[tuple[str, str]]) -> bool:
    """Tell whether any of these numbers of an origin stands in the log."""
    sql = (
        "SELECT 1 FROM json_each(?) CROSS JOIN sync_log "
        "WHERE origin = value ->> 0 AND number = value ->> 1 LIMIT 1"
    )
    return bool(writer.raw(sql, (json.dumps(names),)))


def _log(
    writer: Writer, kind: Kind, rows: Sequence[tuple[Noted, Origin | None]], station: str
) -> None:
    own = Origin(station, "", writer.now, writer.actor.user_id)
    values: list[Sequence[Value]] = []
    for each, origin in rows:
        by = origin or own
        whose = (each.new or each.old).get(kind.patient) if kind.patient else None
        patient_id = None if whose is None else str(whose)
        about = (kind.name, each.record_id, patient_id, each.op)
        images = (_text(each.old), _text(each.new))
        values.append((by.station, by.number or None, *about, *images, by.at, by.by))
    writer.executemany(
        "INSERT INTO sync_log (origin, number, kind, record_id, patient_id, op, old, new, at, by) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values,
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


def complete(kind: Kind, said: Fields) -> None:
    """Unfit if a new record of these columns would lack one."""
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
