"""What each choice in a conflict does: ordinary changes of this station, judged as such."""

import json
from collections.abc import Mapping

from station.core.i18n import N_
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.models.database import Reader, Writer
from station.models.queries import links as link_queries
from station.models.queries import shared_rows
from station.models.queries.outbox import Head
from station.models.queries.sync_conflicts import ConflictRow
from station.models.records import links as link_records
from station.models.records import outbox as heads
from station.models.records import sync_inbox
from station.models.records import sync_rows as records
from station.models.records.hand import CENTRE
from station.models.records.sync_conflicts import UNSTAMPED
from station.models.records.sync_rows import Origin
from station.rules.believing import moved
from station.rules.merging import Merged, same_value
from station.rules.synced import Kind, Way, kind_of
from station.services.conflicts.values import Side
from station.services.sync.applying import alerts
from station.services.sync.applying.after import note_effects, work_out
from station.services.sync.applying.clashes import in_the_way
from station.services.sync.applying.one import store
from station.services.sync.applying.values import Arrived, Effects, Fields

THEIRS = "theirs"


def take(writer: Writer, row: ConflictRow, sides: Mapping[str, str]) -> None:
    """Do what was chosen, in the caller's unit of work; Trouble if it cannot be done."""
    effects = Effects()
    theirs = THEIRS in sides.values()
    special = _SPECIAL.get(row.reason)
    if special is not None:
        special(writer, row, effects, theirs=theirs)
    else:
        _fields(writer, row, sides, effects)
    if row.kind == "plan_versions" and row.patient_id is not None:
        effects.judge_all(row.patient_id)
    work_out(writer, effects)


def names_of(reader: Reader) -> dict[str, str]:
    """Give what ids of people, devices and institutions stand for."""
    found = {row[0]: row[1] for row in reader.raw("SELECT id, name FROM users")}
    found |= {row[0]: row[1] for row in reader.raw("SELECT id, name FROM institutions")}
    patients = reader.raw("SELECT id, given_name || ' ' || family_name FROM patients")
    devices = reader.raw(
        "SELECT id, coalesce(nullif(label, ''), nullif(name, ''), model) FROM devices"
    )
    return found | {row[0]: row[1] for row in (*patients, *devices)}


def side_of(reader: Reader, row: ConflictRow, names: Mapping[str, str]) -> Side:
    """Give who changed the record here last, and when."""
    rows = reader.raw(
        'SELECT "by", at FROM sync_log WHERE kind = ? AND record_id = ? AND origin <> ? '
        "ORDER BY seq DESC LIMIT 1",
        (row.kind, row.record_id, CENTRE),
    )
    return Side(names.get(rows[0][0], ""), rows[0][1]) if rows else Side()


# ------------------------------------------------------------------------------- plain columns


def _fields(writer: Writer, row: ConflictRow, sides: Mapping[str, str], effects: Effects) -> None:
    kind = kind_of(row.kind)
    here = shared_rows.one(writer, kind, row.record_id)
    if here is None:
        raise _gone_meanwhile()
    picked = {name: row.theirs.get(name) for name, side in sides.items() if side == THEIRS and name}
    if moved(kind.name, here, picked):
        raise Trouble(
            "conflict_moved",
            N_(
                "What belongs to one patient is not given to another here. Choose what stands "
                "here; what was stored with the wrong patient is moved from her own page."
            ),
        )
    if row.kind == "users" and not picked.get("active", True) and _signs_in(writer, row.record_id):
        raise Trouble(
            "conflict_signs_in",
            N_(
                "Whoever signs in here keeps her key until her access is taken away in the "
                "settings. Do that first; then choose."
            ),
        )
    decided = kind.way is Way.GUARDED and here.get("status", "draft") != "draft"
    if decided and not same_value(picked.get("content", here.get("content")), here.get("content")):
        raise Trouble(
            "conflict_decided",
            N_(
                "What was approved here never changes. Choose what stands here, and make a new "
                "version with what is right."
            ),
        )
    if picked:
        store_own(writer, row.channel, kind, {**here, **picked}, here, effects)
    if len(picked) < len(sides):
        # What stands here goes out once more, now that somebody has chosen it.
        became = {**here, **picked}
        records.note(writer, kind, row.record_id, "update", row.theirs, became, None)


def _signs_in(reader: Reader, user_id: str) -> bool:
    """Tell whether a colleague has a key of this station's."""
    sql = "SELECT 1 FROM users WHERE id = ? AND slot_id IS NOT NULL"
    return bool(reader.raw(sql, (user_id,)))


def store_own(
    writer: Writer,
    channel: str,
    kind: Kind,
    result: Fields,
    here: Fields | None,
    effects: Effects,
) -> None:
    """Write a record as an ordinary change, with all that follows from it."""
    store(writer, kind, records.fitting(kind, result), None, here)
    record_id = str(result[kind.key])
    arrived = Arrived(channel, kind, record_id, {}, None, Origin("", "", writer.now))
    note_effects(writer, arrived, here or {}, Merged(result, frozenset(result)), effects)


# --------------------------------------------------------------- two records that want the same


def _two_loans(writer: Writer, row: ConflictRow, effects: Effects, *, theirs: bool) -> None:
    kind = kind_of("loans")
    ended = {"ended_at": writer.now, "ended_by": writer.actor.user_id}
    other = shared_rows.one(writer, kind, str(row.ours.get("id", "")))
    if theirs and other is not None and other["ended_at"] is None:
        store_own(writer, row.channel, kind, {**other, **ended}, other, effects)
    _adopt(writer, row, row.theirs if theirs else {**row.theirs, **ended}, effects)


def _twice(writer: Writer, row: ConflictRow, effects: Effects, *, theirs: bool) -> None:
    kind = kind_of("devices")
    wanted = {*row.columns, *(("serial",) if "serial_key" in row.columns else ())}
    bare: dict[str, object] = dict.fromkeys(sorted(wanted), "")
    other = shared_rows.one(writer, kind, str(row.ours.get("id", "")))
    if theirs and other is not None:
        store_own(writer, row.channel, kind, {**other, **bare}, other, effects)
    _adopt(writer, row, row.theirs if theirs else {**row.theirs, **bare}, effects)


def _two_versions(writer: Writer, row: ConflictRow, effects: Effects, *, theirs: bool) -> None:
    kind = kind_of(row.kind)
    plan = kind.name == "plan_versions"
    column, of = ("number", "plan_id") if plan else ("version", "code")
    decides, laid_aside = ("approved", "withdrawn") if plan else ("in_use", "replaced")
    last = writer.raw(
        f"SELECT max({column}) FROM {kind.name} WHERE {of} = ?",  # noqa: S608
        (str(row.theirs[of]),),
    )[0][0]
    taken = writer.raw(
        f"SELECT 1 FROM {kind.name} WHERE {of} = ? AND {column} = ? AND id <> ?",  # noqa: S608
        (str(row.theirs[of]), int(str(row.theirs[column])), row.record_id),
    )
    came = {**row.theirs, column: int(last) + 1} if taken else dict(row.theirs)
    other = shared_rows.one(writer, kind, str(row.ours.get("id", "")))
    if not theirs:
        aside: dict[str, object] = {"status": laid_aside}
        if plan:
            aside |= {"in_force_from": None, "in_force_to": None}
        _adopt(writer, row, {**came, **aside}, effects)
        return
    if other is not None and other["status"] == came["status"] == decides:
        over: dict[str, object] = {"status": "replaced"}
        if plan:
            over["in_force_to"] = writer.now
        store_own(writer, row.channel, kind, {**other, **over}, other, effects)
    if plan and came["status"] == "approved":
        came["in_force_from"] = writer.clock_now
    _adopt(writer, row, came, effects)


def _adopt(writer: Writer, row: ConflictRow, fields: Fields, effects: Effects) -> None:
    """Write the record that waited, as it was chosen, and let what waited of it be done."""
    kind = kind_of(row.kind)
    here = shared_rows.one(writer, kind, row.record_id)
    _done_waiting(writer, row, row.theirs)
    store_own(writer, row.channel, kind, fields, here, effects)


def _done_waiting(writer: Writer, row: ConflictRow, known: Fields) -> None:
    """Let what waited of a record be done: what both sides know of it is `known`."""
    waiting = writer.raw(
        "SELECT id, resource_type, resource_id, version FROM sync_inbox WHERE channel = ? AND "
        "kind = ? AND record_id = ? AND state = 'waiting' ORDER BY rowid",
        (row.channel, row.kind, row.record_id),
    )
    for item_id, resource_type, resource_id, version in waiting:
        if row.channel == CENTRE:
            told = json.dumps(dict(known), ensure_ascii=False)
            head = Head(resource_type, resource_id, version, told)
            heads.keep_head(writer, row.channel, (row.kind, row.record_id), head)
        sync_inbox.settle(writer, item_id, sync_inbox.DONE, (row.kind, row.record_id), "chosen")


def _unstamped(writer: Writer, row: ConflictRow, effects: Effects, *, theirs: bool) -> None:
    """Somebody here vouches for what only the centre said, or for what stands here instead."""
    kind = kind_of(row.kind)
    if shared_rows.one(writer, kind, row.record_id) is not None:
        side = THEIRS if theirs else "ours"
        _fields(writer, row, dict.fromkeys(row.columns, side), effects)
        return
    if not theirs:
        # It is not here, and stays away until a station says so; the server keeps what it has.
        _done_waiting(writer, row, {})
        return
    if kind.name == "alerts":
        _done_waiting(writer, row, row.theirs)
        fields = records.fitting(kind, row.theirs)
        records.complete(kind, fields)
        alerts.bring_in(writer, fields, effects)
        return
    block = in_the_way(writer, kind, row.theirs)
    if block is not None:
        raise Trouble(
            "conflict_in_the_way",
            N_("Something else stands here in its place by now. Choose what stands here."),
        )
    _adopt(writer, row, row.theirs, effects)


# ----------------------------------------------------------------------------- whole records


def _same_number(writer: Writer, row: ConflictRow, effects: Effects, *, theirs: bool) -> None:
    kind = kind_of("patients")
    here = shared_rows.one(writer, kind, row.record_id)
    other = shared_rows.one(writer, kind, str(row.ours.get("other_id", "")))
    if here is None:
        raise _gone_meanwhile()
    if not theirs:
        records.note(writer, kind, row.record_id, "update", row.theirs, here, None)
        return
    if other is not None and other["national_number"] == row.theirs["national_number"]:
        bare = {**other, "national_number": None, "number_kind": ""}
        store_own(writer, row.channel, kind, bare, other, effects)
    number = {name: row.theirs.get(name) for name in ("national_number", "number_kind")}
    store_own(writer, row.channel, kind, {**here, **number}, here, effects)


def _gone(writer: Writer, row: ConflictRow, _effects: Effects, *, theirs: bool) -> None:
    kind = kind_of(row.kind)
    here = shared_rows.one(writer, kind, row.record_id)
    if not theirs and here is not None:
        records.note(writer, kind, row.record_id, "insert", {}, here, None)


def _merged(writer: Writer, row: ConflictRow, _effects: Effects, *, theirs: bool) -> None:
    if not theirs:
        return
    other = str(row.theirs.get("replaced_by", ""))
    if not writer.raw("SELECT 1 FROM patients WHERE id = ?", (other,)):
        raise Trouble(
            "conflict_other", N_("The other file has not come yet. Try again after the next fetch.")
        )
    linked = (
        each for each in link_queries.links_of(writer, row.record_id) if each.unlinked_at is None
    )
    if not any(each.other(row.record_id) == other for each in linked):
        link_records.add(writer, new_id(), row.record_id, other, "")


def _deleted_here(writer: Writer, row: ConflictRow, effects: Effects, *, theirs: bool) -> None:
    kind = kind_of(row.kind)
    if theirs:
        store_own(writer, row.channel, kind, row.theirs, None, effects)
    else:
        records.note(writer, kind, row.record_id, "delete", row.theirs, {}, None)


def _gone_meanwhile() -> Trouble:
    return Trouble("conflict_over", N_("This was decided meanwhile. There is nothing to choose."))


def _nothing_here(writer: Writer, row: ConflictRow, effects: Effects, *, theirs: bool) -> None:
    """A plan at a national service: ours is sent over it or theirs stays; none changes here."""


_SPECIAL = {
    "plans_service": _nothing_here,
    "two_loans": _two_loans,
    "twice": _twice,
    "same_version": _two_versions,
    "two_plans": _two_versions,
    "same_number": _same_number,
    "gone": _gone,
    "merged": _merged,
    "deleted_here": _deleted_here,
    UNSTAMPED: _unstamped,
}
