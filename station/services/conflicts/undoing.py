"""Taking a choice back: what stood before stands again, and the question is open once more.

Only where nothing else came of the choice: see lasting(). What is put back is an ordinary change
of the one who chose.
"""

from collections.abc import Mapping

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.database import Reader, Writer
from station.models.queries import links as link_queries
from station.models.queries import shared_rows
from station.models.queries import sync_conflicts as queries
from station.models.queries.sync_conflicts import ConflictRow
from station.models.records import links as link_records
from station.models.records import sync_conflicts as records
from station.models.records.sync_conflicts import UNSTAMPED
from station.rules.synced import Way, kind_of
from station.services.alerts.alerts import UNDO_MS
from station.services.conflicts.choosing import store_own
from station.services.conflicts.values import Before, Link, Made
from station.services.sync.applying.after import work_out
from station.services.sync.applying.clashes import in_the_way
from station.services.sync.applying.values import Effects

OURS, THEIRS = "ours", "theirs"
Key = tuple[str, str]
Seen = tuple[tuple[Before, ...], tuple[str, ...], frozenset[Link]]
"""What stands around a choice: the records it may change, the open conflicts, the links."""

_LASTING: Mapping[str, frozenset[str]] = {
    # A record that waited is written, and another is ended or laid aside for it.
    "two_loans": frozenset({OURS, THEIRS}),
    "twice": frozenset({OURS, THEIRS}),
    "same_version": frozenset({OURS, THEIRS}),
    "two_plans": frozenset({OURS, THEIRS}),
    # What is brought back here, or taken away there, is so at once for everybody.
    "deleted_here": frozenset({OURS, THEIRS}),
    "plans_service": frozenset({OURS, THEIRS}),
    "gone": frozenset({OURS}),
}


def lasting(row: ConflictRow) -> frozenset[str]:
    """Give the sides that cannot be taken back once they are chosen."""
    if row.reason in _LASTING:
        return _LASTING[row.reason]
    if row.reason == UNSTAMPED and not row.ours:
        # What was never here is written, and decides at once.
        return frozenset({THEIRS})
    # Alerts are closed and opened by it; what was approved, or agreed to, decides at once.
    handled = row.kind == "alerts" and "state" in row.columns
    guarded = kind_of(row.kind).way is Way.GUARDED and not _drafts(row)
    return frozenset({THEIRS}) if handled or guarded else frozenset()


def look(reader: Reader, row: ConflictRow) -> Seen:
    """Note what stands before a choice is taken."""
    kind = kind_of(row.kind)
    stands = {each: shared_rows.one(reader, kind, each) for _, each in _about(row)}
    here = tuple(Before(row.kind, each, told) for each, told in stands.items() if told is not None)
    open_ones = queries.of_record(reader, row.kind, row.record_id)
    return here, tuple(each.id for each in open_ones), _links(reader, row)


def made(writer: Writer, row: ConflictRow, seen: Seen, *, final: bool) -> Made:
    """Give what a choice did: which records stood otherwise before, which files it linked."""
    here, closed, links = seen
    now, _, linked = look(writer, row)
    return Made(
        closed,
        writer.now,
        final,
        tuple(each for each in here if each not in now),
        _about(row),
        _newest(writer),
        tuple(linked - links),
    )


def undo(writer: Writer, choice: Made) -> None:
    """Put back what stood before, and open the conflicts again, in the caller's unit of work.

    Raises Trouble `undo_late` ten minutes after, and `conflict_undo` if anything came of the
    choice meanwhile: it was undone, somebody changed a record, or something is in the way.
    """
    if writer.now - choice.at > UNDO_MS:
        raise Trouble("undo_late", N_("It is too late to undo this. Nothing has changed."))
    rows = [queries.one(writer, each) for each in choice.closed]
    if choice.final or not all(_ours(writer, row) for row in rows) or _moved_on(writer, choice):
        raise _changed()
    effects = Effects()
    for row in (each for each in rows if each is not None):
        records.reopen(writer, row.id, row.kind, row.patient_id)
        if row.kind == "plan_versions" and row.patient_id is not None:
            # An open conflict about a plan makes it stricter.
            effects.judge_all(row.patient_id)
    for before in choice.changed:
        _put_back(writer, before, effects)
    for link in choice.links:
        link_records.end(writer, link.id, link.one, link.other, "")
    work_out(writer, effects)


def _put_back(writer: Writer, before: Before, effects: Effects) -> None:
    kind = kind_of(before.kind)
    if in_the_way(writer, kind, before.fields) is not None:
        raise _changed()
    here = shared_rows.one(writer, kind, before.record_id)
    store_own(writer, "", kind, before.fields, here, effects)


def _about(row: ConflictRow) -> tuple[Key, ...]:
    """The records a choice may change, the one that loses what the other gets last."""
    mine = (row.kind, row.record_id)
    other = str(row.ours.get("other_id", ""))
    return (mine, (row.kind, other)) if row.reason == "same_number" else (mine,)


def _drafts(row: ConflictRow) -> bool:
    """Whether both sides are drafts, which decide nothing."""
    return row.ours.get("status") == row.theirs.get("status") == "draft"


def _links(reader: Reader, row: ConflictRow) -> frozenset[Link]:
    if row.reason != "merged":
        return frozenset()
    found = link_queries.links_of(reader, row.record_id)
    return frozenset(
        Link(each.id, each.patient_a, each.patient_b) for each in found if each.unlinked_at is None
    )


def _ours(writer: Writer, row: ConflictRow | None) -> bool:
    """Whether a conflict stands as the one who undoes has left it."""
    return row is not None and (row.state, row.chosen_by) == (records.CHOSEN, writer.actor.user_id)


def _moved_on(writer: Writer, choice: Made) -> bool:
    """Whether anything was written about these records since, or they differ anew."""
    for kind, record_id in choice.about:
        since = writer.raw(
            "SELECT 1 FROM sync_log WHERE kind = ? AND record_id = ? AND seq > ? LIMIT 1",
            (kind, record_id, choice.seq),
        )
        if since or queries.of_record(writer, kind, record_id):
            return True
    return any(_unlinked(writer, each) for each in choice.links)


def _unlinked(reader: Reader, link: Link) -> bool:
    found = (each for each in link_queries.links_of(reader, link.one) if each.id == link.id)
    return any(each.unlinked_at is not None for each in found)


def _newest(reader: Reader) -> int:
    return int(reader.raw("SELECT coalesce(max(seq), 0) FROM sync_log")[0][0])


def _changed() -> Trouble:
    return Trouble(
        "conflict_undo",
        N_(
            "This was changed again after the choice, so the choice is not undone. What stands "
            "here is as it was. Put right what is wrong where it stands."
        ),
    )
