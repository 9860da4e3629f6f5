"""Working in one version of one record: merged, and written, folded, or kept for a person."""

import re
from collections.abc import Mapping

from station.models.database import Writer
from station.models.queries import shared_rows
from station.models.queries import sync_conflicts as conflict_queries
from station.models.queries.plans import content_of
from station.models.records import former_numbers
from station.models.records import sync_conflicts as conflict_records
from station.models.records import sync_rows as records
from station.models.records.hand import CENTRE
from station.models.records.sync_conflicts import Clash
from station.models.records.sync_rows import Origin
from station.rules.believing import rests_too_long, unbelievable
from station.rules.identifiers import NumberRefusal, recognise
from station.rules.merging import Conflict, Merged, differing, merge, merge_deleted
from station.rules.merging_groups import LOOSE
from station.rules.names import search_text
from station.rules.synced import Kind, Way
from station.services.sync.applying import alerts, claims, readings
from station.services.sync.applying.after import note_effects
from station.services.sync.applying.clashes import (
    InTheWay,
    answer_twin,
    form_twin,
    in_the_way,
    missing_parent,
    other_fields,
)
from station.services.sync.applying.unvouched import as_followed, held_back, is_held_back, said
from station.services.sync.applying.values import Arrived, Became, Effects, Fields, Result

_ID = re.compile("[0-9a-z]{32}")
_NUMBER = ("national_number", "number_kind")
_OF_LOCAL_USER = ("role", "active", "name")


def work_in(writer: Writer, arrived: Arrived, effects: Effects) -> Result:
    """Work one version in, inside the caller's unit of work; Unfit if it cannot be stored."""
    kind = arrived.kind
    if kind.way is Way.CLAIM:
        return claims.work_in(writer, arrived)
    result = _any(writer, arrived, effects)
    whose = str(arrived.fields.get("patient_id", ""))
    if kind.name == "plan_versions" and whose and result.code != "parent":
        # An open conflict makes the plan stricter, and one that is over does no more.
        effects.judge_all(whose)
    return result


def _any(writer: Writer, arrived: Arrived, effects: Effects) -> Result:
    kind = arrived.kind
    ours = shared_rows.one(writer, kind, arrived.record_id)
    if arrived.gone:
        return _gone(writer, arrived, ours)
    if arrived.deleted:
        return _write(writer, arrived, ours, merge_deleted(kind, arrived.base, ours), effects)
    result = _came(writer, arrived, ours, effects)
    settled = result.became in (Became.APPLIED, Became.SAME)
    if arrived.replaced_by and ours is not None and settled and not _answered(writer, arrived):
        return _replaced(writer, arrived, ours)
    return result


def _came(writer: Writer, arrived: Arrived, ours: Fields | None, effects: Effects) -> Result:
    kind = arrived.kind
    fields: Fields = records.fitting(kind, {**arrived.fields, kind.key: arrived.record_id})
    if ours is None and not _ID.fullmatch(arrived.record_id):
        raise records.Unfit(kind.key)
    if kind.name in ("readings", "form_answers") and ours is not None:
        fields = _by_the_clock_here(writer, ours, fields)
    wrong = unbelievable(kind.name, arrived.base, ours, fields)
    if wrong := wrong or rests_too_long(kind.name, ours, fields, writer.now):
        raise records.Unfit(wrong)
    if kind.name == "readings" and ours is None:
        return readings.take_in(writer, [(arrived, fields)], effects)[0]
    if arrived.foreign and arrived.base is None:
        return Result(Became.HELD, "foreign")
    if kind.name == "plan_versions" and "content" in fields:
        # Trouble if it cannot be read: nobody could be judged by it.
        content_of(str(fields["content"]))
    if kind.name == "form_answers" and ours is None and answer_twin(writer, fields):
        return Result(Became.SAME, "twin")
    if kind.name == "form_versions" and ours is None and form_twin(writer, fields):
        return Result(Became.SAME, "twin")
    if kind.name == "alerts":
        return _alert(writer, arrived, ours, alerts.led_here(writer, fields), effects)
    fields = as_followed(arrived, ours, fields)
    merged = held_back(arrived, ours, merge(kind, arrived.base, ours, fields))
    return _write(writer, arrived, ours, merged, effects, fields)


def _alert(
    writer: Writer, arrived: Arrived, ours: Fields | None, fields: Fields, effects: Effects
) -> Result:
    """Work in an alert: it stands behind another that is open here, or is written as it is."""
    alerts.settle(writer)
    beside = alerts.aside(writer, arrived.record_id)
    here = beside or ours
    fields = as_followed(arrived, here, fields)
    merged = held_back(arrived, here, merge(arrived.kind, arrived.base, here, fields))
    if here is None and is_held_back(merged):
        return _write(writer, arrived, None, merged, effects, fields)
    complete = missing_parent(writer, arrived.kind, merged.result) is None
    if complete and alerts.set_aside(writer, beside, merged.result, effects):
        return _folded(writer, arrived, merged, fields)
    if beside is not None:
        clash = merged.conflict if is_held_back(merged) else None
        merged = Merged(merged.result, frozenset(merged.result), clash)
    result = _write(writer, arrived, ours, merged, effects, fields)
    if complete:
        alerts.went_on(writer, here, merged.result, effects)
    return result


def _folded(writer: Writer, arrived: Arrived, merged: Merged, fields: Fields) -> Result:
    """Tell of an alert that stands behind another what nobody vouches for."""
    merged = merged if is_held_back(merged) else Merged(merged.result, merged.apply)
    left = _conflict_left(writer, arrived, merged, fields)
    if left is None:
        return Result(Became.SAME, "folded")
    _note(writer, arrived, left, merged.result, fields)
    return Result(Became.CONFLICT, left.reason)


def _by_the_clock_here(writer: Writer, ours: Fields, fields: Fields) -> Fields:
    """Believe no arrival that is yet to come: no closing would ever settle it."""
    told = fields.get("arrived_at")
    if not isinstance(told, int) or told <= writer.now:
        return fields
    return {**fields, "arrived_at": ours.get("arrived_at")}


def _write(
    writer: Writer,
    arrived: Arrived,
    ours: Fields | None,
    merged: Merged,
    effects: Effects,
    theirs: Fields | None = None,
) -> Result:
    kind = arrived.kind
    if not merged.result:
        return _taken_away(writer, arrived, ours, merged, effects, theirs)
    merged = _checked(writer, arrived, ours, merged)
    stopped, block = _stopped(writer, arrived, ours, merged, theirs)
    if stopped is not None:
        return stopped
    if block is not None:
        merged = _beside(merged, ours, block)
    if merged.apply:
        store(writer, kind, merged.result, arrived.origin, ours, content=arrived.content)
        note_effects(writer, arrived, ours or {}, merged, effects)
    if block is not None:
        conflict = Conflict(block.reason, block.columns)
        _note(writer, arrived, conflict, merged.result, theirs, block)
        return Result(Became.CONFLICT, block.reason, {"other": block.other_id})
    left = _conflict_left(writer, arrived, merged, theirs)
    if left is not None:
        _note(writer, arrived, left, merged.result, theirs)
        return Result(Became.CONFLICT, left.reason)
    _tell_back(writer, arrived, merged, theirs)
    return Result(Became.APPLIED if merged.apply else Became.SAME)


def _stopped(
    writer: Writer, arrived: Arrived, ours: Fields | None, merged: Merged, theirs: Fields | None
) -> tuple[Result | None, InTheWay | None]:
    """Give why nothing of a record can be written yet, or what it would stand beside."""
    kind = arrived.kind
    lacking = missing_parent(writer, kind, merged.result)
    if lacking is not None:
        return Result(Became.WAITING, "parent", {"kind": lacking[0], "id": lacking[1]}), None
    away = merged.conflict if ours is None and not merged.apply else None
    block = in_the_way(writer, kind, merged.result) if merged.apply or away else None
    if block is not None and not block.beside:
        _note(writer, arrived, Conflict(block.reason, block.columns), None, theirs, block)
        return Result(Became.WAITING, block.reason, {"other": block.other_id}), None
    if away is not None:
        # Nobody vouches for it: it stays away until a person has chosen.
        _note(writer, arrived, away, None, theirs)
        return Result(Became.WAITING, away.reason), None
    return None, block


def _taken_away(
    writer: Writer,
    arrived: Arrived,
    ours: Fields | None,
    merged: Merged,
    effects: Effects,
    theirs: Fields | None,
) -> Result:
    if merged.conflict is not None:
        _note(writer, arrived, merged.conflict, None, theirs)
        return Result(Became.CONFLICT, merged.conflict.reason)
    if ours is None:
        return Result(Became.SAME)
    records.remove(writer, arrived.kind, arrived.record_id, arrived.origin, ours)
    note_effects(writer, arrived, ours, merged, effects)
    return Result(Became.APPLIED)


def _gone(writer: Writer, arrived: Arrived, ours: Fields | None) -> Result:
    """The server has deleted it: nothing here goes by that; a person sees it."""
    if ours is None:
        return Result(Became.SAME)
    _note(writer, arrived, Conflict("gone", ()), ours, None)
    return Result(Became.CONFLICT, "gone")


def _answered(writer: Writer, arrived: Arrived) -> bool:
    """Tell whether somebody has said already whether these two files are of one person."""
    sql = (
        "SELECT 1 FROM sync_conflicts WHERE channel = ? AND record_id = ? AND reason = 'merged' "
        "AND state = 'chosen' AND json_extract(theirs, '$.replaced_by') = ?"
    )
    return bool(writer.raw(sql, (arrived.channel, arrived.record_id, arrived.replaced_by)))


def _replaced(writer: Writer, arrived: Arrived, ours: Fields) -> Result:
    theirs = {**ours, "replaced_by": arrived.replaced_by}
    _note(writer, arrived, Conflict("merged", ("replaced_by",)), ours, theirs)
    return Result(Became.CONFLICT, "merged")


def _checked(writer: Writer, arrived: Arrived, ours: Fields | None, merged: Merged) -> Merged:
    """Take out what may not be taken over as it is, and make a conflict of it."""
    kind = arrived.kind.name
    said = tuple(name for name in _OF_LOCAL_USER if name in merged.apply)
    if kind == "users" and ours is not None and said:
        sql = "SELECT 1 FROM users WHERE id = ? AND slot_id IS NOT NULL"
        # What somebody who signs in here may do, and in whose name, is never decided elsewhere.
        if writer.raw(sql, (arrived.record_id,)):
            return _kept(merged, ours, said, "role")
    if kind == "patients" and merged.apply & {*_NUMBER}:
        number = merged.result.get("national_number")
        if number and isinstance(recognise(str(number)), NumberRefusal):
            return _kept(merged, ours or {}, _NUMBER, "number_wrong")
    return merged


def _kept(merged: Merged, ours: Fields, columns: tuple[str, ...], reason: str) -> Merged:
    result = {**merged.result, **{name: ours.get(name) for name in columns}}
    if "number_kind" in columns:
        result["number_kind"] = ours.get("number_kind", "")
    before = merged.conflict.columns if merged.conflict else ()
    clash = Conflict(reason, tuple(dict.fromkeys((*before, *columns))))
    return Merged(result, merged.apply - {*columns}, clash)


def _beside(merged: Merged, ours: Fields | None, block: InTheWay) -> Merged:
    """Let it stand beside the other, without what both want for themselves."""
    kept: dict[str, object] = {"national_number": None, "number_kind": ""}
    if ours is not None:
        kept = {name: ours[name] for name in block.columns}
    apply = merged.apply - ({*block.columns} if ours is not None else frozenset())
    return Merged({**merged.result, **kept}, apply, merged.conflict)


def store(
    writer: Writer,
    kind: Kind,
    result: Fields,
    origin: Origin | None,
    ours: Fields | None,
    *,
    content: bytes = b"",
) -> None:
    """Write a record and what stands beside it here; `origin` None is a change of our own."""
    own: dict[str, object] = {}
    if kind.name == "patients":
        own = _own_of_patient(writer, ours, result)
        _keep_former(writer, ours, result)
    elif kind.name == "users" and ours is None:
        own = {"language": "nb"}
    elif kind.name == "documents" and ours is None:
        own = {"content": content}
    records.put(writer, kind, result, own, origin, ours or {})


def _own_of_patient(writer: Writer, ours: Fields | None, result: Fields) -> dict[str, object]:
    folded = search_text(str(result["given_name"]), str(result["family_name"]))
    own: dict[str, object] = {"search_text": folded, "changed_at": writer.now}
    if ours is not None:
        rows = writer.raw("SELECT revision FROM patients WHERE id = ?", (str(result["id"]),))
        # Who has the form open sees that it was changed meanwhile.
        own["revision"] = rows[0][0] + 1
    return own


def _keep_former(writer: Writer, ours: Fields | None, result: Fields) -> None:
    before = (ours or {}).get("national_number")
    if before and before != result.get("national_number"):
        kind = str((ours or {}).get("number_kind", ""))
        former_numbers.keep(writer, str(result["id"]), str(before), kind)


def _conflict_left(
    writer: Writer, arrived: Arrived, merged: Merged, theirs: Fields | None
) -> Conflict | None:
    """Give what a person still has to choose about; what was decided elsewhere is closed here."""
    kind = arrived.kind
    found = conflict_queries.of_record(writer, kind.name, arrived.record_id)
    # Whether two files are of one person is a question apart; it is asked again after this one.
    known = [row for row in found if row.reason != "merged"]
    columns = dict.fromkeys(merged.conflict.columns if merged.conflict else ())
    over = []
    for row in known:
        still = differing(row.columns, merged.result, theirs or {})
        if not still and not columns:
            over.append(row.id)
        columns.update(dict.fromkeys(still))
    if merged.conflict is None and not columns:
        conflict_records.settle_elsewhere(writer, over, _whose(arrived, merged.result))
        return None
    apart = [row.id for row in found if row.reason == "merged"]
    conflict_records.settle_elsewhere(writer, apart, _whose(arrived, merged.result))
    reason = merged.conflict.reason if merged.conflict else known[0].reason
    return Conflict(reason, tuple(columns))


def _note(
    writer: Writer,
    arrived: Arrived,
    conflict: Conflict,
    ours: Fields | None,
    theirs: Fields | None,
    block: InTheWay | None = None,
) -> None:
    kind = arrived.kind
    if block is not None and not block.beside:
        ours = other_fields(writer, kind, block)
    elif block is not None:
        ours = {**(ours or {}), "other_id": block.other_id}
    if theirs is not None:
        theirs = {**(arrived.base or {}), **theirs}
    whose = _whose(arrived, theirs or ours or {})
    conflict_records.note(
        writer,
        Clash(
            arrived.channel,
            kind.name,
            arrived.record_id,
            whose,
            conflict.reason,
            arrived.base,
            ours,
            theirs,
            conflict.columns,
        ),
    )


def _tell_back(writer: Writer, arrived: Arrived, merged: Merged, theirs: Fields | None) -> None:
    """Let the others know what a rule decided against what they said."""
    kind = arrived.kind
    loose = LOOSE.get(kind.name, ())
    columns = tuple(name for name in kind.shared if name not in loose)
    theirs = None if theirs is None else said(arrived, theirs)
    if theirs is None or arrived.foreign or not differing(columns, merged.result, theirs):
        return
    if arrived.channel == CENTRE and _waits(writer, arrived):
        return
    told = {**merged.result, **theirs}
    records.note(writer, kind, arrived.record_id, "update", told, merged.result, None)


def _waits(writer: Writer, arrived: Arrived) -> bool:
    """Whether it waits to go out anyhow."""
    return bool(
        writer.raw(
            "SELECT 1 FROM sync_outbox WHERE channel = ? AND kind = ? AND record_id = ?",
            (arrived.channel, arrived.kind.name, arrived.record_id),
        )
    )


def _whose(arrived: Arrived, fields: Mapping[str, object]) -> str | None:
    column = arrived.kind.patient
    found = fields.get(column) if column else None
    return None if found is None else str(found)
