"""What stands in the way of a record from elsewhere: another one here that cannot stand beside it.

The file holds that a label leads to one device, a device is lent once at a time, and a national
number is one person's. Two records that want the same are looked at by a person; an alert about
what is open here already is the same alert.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from station.models.database import Reader
from station.models.queries import shared_rows
from station.rules.synced import Kind

Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class InTheWay:
    """The record here that stands in the way, why, and the columns that both want for themselves.

    With `beside`, the other can come without those columns meanwhile.
    """

    reason: str
    other_id: str
    columns: tuple[str, ...]
    beside: bool = False


def in_the_way(reader: Reader, kind: Kind, fields: Fields) -> InTheWay | None:
    """Give what stands in the way of a record with these columns, or None."""
    look = _LOOKS.get(kind.name)
    return None if look is None else look(reader, fields)


def missing_parent(reader: Reader, kind: Kind, fields: Fields) -> tuple[str, str] | None:
    """Give kind and id of the first record that this one leads to and that is not here."""
    for column, parent in kind.parents:
        wanted = fields.get(column)
        if wanted and not is_here(reader, parent, str(wanted)):
            return parent, str(wanted)
    return None


def other_fields(reader: Reader, kind: Kind, found: InTheWay) -> Fields:
    """Give the record that stands in the way."""
    return shared_rows.one(reader, kind, found.other_id) or {}


def twin_of(reader: Reader, fields: Fields) -> str:
    """Give the reading here that has the same key under another id, "" if there is none."""
    rows = reader.raw(
        "SELECT id FROM readings WHERE patient_id = ? AND kind = ? AND source_key = ? AND id <> ?",
        _texts(fields, "patient_id", "kind", "source_key", "id"),
    )
    return str(rows[0][0]) if rows else ""


def answer_twin(reader: Reader, fields: Fields) -> str:
    """Give the answered form here that came under the same key, "" if there is none."""
    rows = reader.raw(
        "SELECT id FROM form_answers WHERE patient_id = ? AND form_code = ? AND source_key = ?",
        _texts(fields, "patient_id", "form_code", "source_key"),
    )
    return str(rows[0][0]) if rows else ""


def form_twin(reader: Reader, fields: Fields) -> bool:
    """Tell whether the very same version of a form is here already: every station brings some."""
    rows = reader.raw(
        "SELECT 1 FROM form_versions WHERE code = ? AND version = ? AND content_hash = ?",
        (str(fields["code"]), _whole(fields["version"]), str(fields["content_hash"])),
    )
    return bool(rows)


def folded_into(reader: Reader, kind: str, record_id: str) -> str:
    """Give the record here that one from elsewhere is the same as, "" if none is known."""
    rows = reader.raw(
        "SELECT resource_id FROM sync_heads WHERE channel = 'folded' AND kind = ? "
        "AND record_id = ?",
        (kind, record_id),
    )
    return str(rows[0][0]) if rows else ""


def open_alert(reader: Reader, fields: Fields) -> str:
    """Give the other alert that is open here about the same side of it, "" if there is none."""
    rows = reader.raw(
        "SELECT id FROM alerts WHERE patient_id = ? AND component = ? AND side = ? AND id <> ? "
        "AND state <> 'closed'",
        _texts(fields, "patient_id", "component", "side", "id"),
    )
    return str(rows[0][0]) if rows else ""


def is_here(reader: Reader, kind: str, record_id: str) -> bool:
    """Tell whether a record is here, or was folded into one that is."""
    if reader.raw(f"SELECT 1 FROM {kind} WHERE id = ?", (record_id,)):  # noqa: S608
        return True
    return bool(folded_into(reader, kind, record_id))


def _number(reader: Reader, fields: Fields) -> InTheWay | None:
    if not fields.get("national_number"):
        return None
    rows = reader.raw(
        "SELECT id FROM patients WHERE national_number = ? AND id <> ?",
        _texts(fields, "national_number", "id"),
    )
    if not rows:
        return None
    return InTheWay("same_number", rows[0][0], ("national_number", "number_kind"), beside=True)


def _plan(reader: Reader, fields: Fields) -> InTheWay | None:
    rows = reader.raw(
        "SELECT id FROM plan_versions WHERE plan_id = ? AND number = ? AND id <> ?",
        (str(fields["plan_id"]), _whole(fields["number"]), str(fields["id"])),
    )
    if rows:
        return InTheWay("same_version", rows[0][0], ("number",))
    return _silenced(reader, fields) or _fork(reader, fields)


def _silenced(reader: Reader, fields: Fields) -> InTheWay | None:
    """The only version that was ever approved is laid aside elsewhere: nothing would be watched."""
    if fields.get("status") != "withdrawn":
        return None
    rows = reader.raw(
        "SELECT sum(id = ?1), sum(id <> ?1) FROM plan_versions WHERE plan_id = ?2 "
        "AND status IN ('approved', 'replaced')",
        _texts(fields, "id", "plan_id"),
    )
    decides, others = rows[0]
    if not decides or others:
        return None
    return InTheWay("decided_otherwise", str(fields["id"]), ("status",))


def _fork(reader: Reader, fields: Fields) -> InTheWay | None:
    """Two approved versions of one plan of which neither came of the other."""
    if fields.get("status") != "approved":
        return None
    rows = reader.raw(
        "SELECT id, based_on FROM plan_versions WHERE plan_id = ? AND status = 'approved' "
        "AND id <> ?",
        _texts(fields, "plan_id", "id"),
    )
    for other_id, based_on in rows:
        ours = _came_of(reader, based_on)
        if other_id not in _came_of(reader, fields.get("based_on")) and fields["id"] not in ours:
            return InTheWay("two_plans", other_id, ("content",))
    return None


def _came_of(reader: Reader, version_id: object) -> frozenset[str]:
    rows = reader.raw(
        "WITH RECURSIVE back(id) AS (SELECT ?1 UNION SELECT v.based_on FROM plan_versions v "
        "JOIN back ON v.id = back.id WHERE v.based_on IS NOT NULL) SELECT id FROM back",
        (None if version_id is None else str(version_id),),
    )
    return frozenset(row[0] for row in rows if row[0] is not None)


def _form(reader: Reader, fields: Fields) -> InTheWay | None:
    rows = reader.raw(
        "SELECT id FROM form_versions WHERE code = ? AND version = ? AND id <> ?",
        (str(fields["code"]), _whole(fields["version"]), str(fields["id"])),
    )
    return InTheWay("same_version", rows[0][0], ("version",)) if rows else None


def _loan(reader: Reader, fields: Fields) -> InTheWay | None:
    if fields.get("ended_at") is not None:
        return None
    rows = reader.raw(
        "SELECT id FROM loans WHERE device_id = ? AND ended_at IS NULL AND id <> ?",
        _texts(fields, "device_id", "id"),
    )
    return InTheWay("two_loans", rows[0][0], ("device_id",)) if rows else None


def _device(reader: Reader, fields: Fields) -> InTheWay | None:
    wanted = _texts(fields, "label", "kind", "serial_key", "address", "id")
    rows = reader.raw(
        "SELECT id, label <> '' AND label = ?1, serial_key <> '' AND kind = ?2 AND "
        "serial_key = ?3, address <> '' AND address = ?4 AND retired_at IS NULL AND ?6 "
        "FROM devices WHERE id <> ?5 AND ((label <> '' AND label = ?1) OR "
        "(serial_key <> '' AND kind = ?2 AND serial_key = ?3) OR "
        "(address <> '' AND address = ?4 AND retired_at IS NULL AND ?6)) LIMIT 1",
        (*wanted, int(fields.get("retired_at") is None)),
    )
    if not rows:
        return None
    other, *same = rows[0]
    names = ("label", "serial_key", "address")
    columns = tuple(name for name, is_same in zip(names, same, strict=True) if is_same)
    return InTheWay("twice", other, columns)


def _texts(fields: Fields, *names: str) -> tuple[str, ...]:
    return tuple(str(fields.get(name) or "") for name in names)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


_LOOKS = {
    "patients": _number,
    "plan_versions": _plan,
    "form_versions": _form,
    "loans": _loan,
    "devices": _device,
}
