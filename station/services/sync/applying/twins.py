"""One measurement under two ids: the reading here stands for both, and what a person did holds.

Two stations read the same file, or one takes readings in as a code before they come by themselves.
Each keeps the id that it knows. Who leaves the one out leaves the measurement out: else it would
count at one station with the wrong patient, and not at the other.
"""

from station.models.database import Reader, Writer
from station.models.queries import shared_rows
from station.models.records import readings as reading_records
from station.models.records import sync_conflicts as conflicts
from station.models.records.sync_conflicts import UNSTAMPED, Clash
from station.rules.kinds import kind_of as reading_kind
from station.rules.readings import Excluded
from station.rules.stamps import Proof
from station.rules.synced import kind_of
from station.services.intake.reading_keys import CODE, code_key
from station.services.sync.applying.clashes import folded_into, twin_of
from station.services.sync.applying.values import Arrived, Effects, Fields

_READINGS = kind_of("readings")
_OUT = ("excluded", "excluded_reason")
_MARK = (*_OUT, "excluded_by", "excluded_at")
_BY_CODE = (
    "SELECT id FROM readings WHERE patient_id = ? AND kind = ? AND source_key = ? AND id <> ?"
)
_SAME = (
    "SELECT id FROM readings WHERE patient_id = ? AND kind = ? AND taken_at = ? AND value IS ? "
    "AND value2 IS ? AND coalesce(beyond, '') = ? AND id <> ? ORDER BY arrived_at, id LIMIT 1"
)
_FOLDED = (
    "SELECT 1 FROM sync_heads WHERE channel = 'folded' AND kind = 'readings' "
    "AND resource_id = ? AND record_id <> ?"
)


def twin_here(reader: Reader, fields: Fields) -> str:
    """Give the reading here that is this one under another id, "" if there is none."""
    known = folded_into(reader, "readings", str(fields["id"]))
    return known or twin_of(reader, fields) or _by_code(reader, fields)


def left_out_too(writer: Writer, arrived: Arrived, fields: Fields, effects: Effects) -> None:
    """Leave the reading that stands for this one out, or take it in again, as a person there did.

    It is a change of this station's own record. Where both sides did something, ours stands.
    """
    twin = folded_into(writer, "readings", arrived.record_id)
    ours = shared_rows.one(writer, _READINGS, twin) if twin else None
    if ours is None or _said(ours) == _said(fields) or not _follows(arrived, ours, fields):
        return
    if not arrived.vouched and fields.get("excluded"):
        _shown(writer, arrived, ours, fields)
        return
    out, by, at = Excluded(_said(fields)[0]), fields.get("excluded_by"), fields.get("excluded_at")
    reading_records.mark(
        writer,
        twin,
        out,
        _said(fields)[1],
        str(by) if by else None,
        at if isinstance(at, int) else writer.now,
    )
    patient_id, kind = str(ours["patient_id"]), str(ours["kind"])
    reading_records.find_latest_again(writer, patient_id, kind)
    writer.touch("readings", patient_id)
    effects.touched(patient_id, "readings")
    effects.judge_kind(patient_id, kind)


def _shown(writer: Writer, arrived: Arrived, ours: Fields, theirs: Fields) -> None:
    """Let a person see that the centre alone says that somebody left it out."""
    if arrived.proof is Proof.OLD:
        return
    told = {**ours, **{name: theirs.get(name) for name in _MARK}}
    twin, whose = str(ours["id"]), str(ours["patient_id"])
    clash = Clash(
        arrived.channel, "readings", twin, whose, UNSTAMPED, arrived.base, ours, told, _MARK
    )
    conflicts.note(writer, clash)


def _follows(arrived: Arrived, ours: Fields, theirs: Fields) -> bool:
    if arrived.foreign or (theirs.get("excluded") and not theirs.get("excluded_by")):
        return False
    if arrived.base is None:
        return bool(theirs.get("excluded")) and ours.get("excluded_at") is None
    return _said(arrived.base) == _said(ours)


def _said(fields: Fields) -> tuple[str, ...]:
    return tuple(str(fields.get(name) or "") for name in _OUT)


def _by_code(reader: Reader, fields: Fields) -> str:
    """Give what came as a code and is this one, or what this one says if it came as a code.

    What came as a code stands for one other reading, never for two that are alike.
    """
    kind, taken_at = str(fields["kind"]), int(str(fields["taken_at"]))
    values = tuple(_number(fields.get(name)) for name in ("value", "value2"))
    beyond, own = str(fields.get("beyond") or ""), str(fields["id"])
    if str(fields.get("source_key") or "").startswith(CODE):
        told = (str(fields["patient_id"]), kind, taken_at, *values, beyond, own)
        rows = reader.raw(_SAME, told)
        return str(rows[0][0]) if rows else ""
    key = code_key(kind, taken_at, values[: len(reading_kind(kind).components)], beyond)
    rows = reader.raw(_BY_CODE, (str(fields["patient_id"]), kind, key, own))
    if not rows or reader.raw(_FOLDED, (str(rows[0][0]), own)):
        return ""
    return str(rows[0][0])


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
