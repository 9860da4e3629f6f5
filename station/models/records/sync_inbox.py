"""Writing what came from the other side: each version once, and what became of it.

States: `new`, `waiting` (its parent is not here, or another record stands in its way), `held` (it
cannot be read or taken), `left` (held, and a person lets it lie), `done` (worked in; its text is
let go of then), `same` (known already).
"""

import json
from collections.abc import Mapping

from station.core.ids import new_id
from station.models.database import Writer

NEW, WAITING, HELD, DONE, SAME = "new", "waiting", "held", "done", "same"
LEFT = "left"


def add(
    writer: Writer, channel: str, of: tuple[str, str, str], body: str, about: tuple[str, str]
) -> bool:
    """Store what came under (type, id, version); tell whether it was new.

    `about` is the kind and id of the record that it means, as far as that is known.
    """
    came = writer.execute(
        "INSERT INTO sync_inbox (id, channel, kind, record_id, resource_type, resource_id, "
        "version, body, received_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'new') "
        "ON CONFLICT (channel, resource_type, resource_id, version) DO NOTHING",
        (new_id(), channel, *about, *of, body, writer.now),
    )
    writer.quiet()
    return came == 1


def add_current(
    writer: Writer, channel: str, of: tuple[str, str, str], body: str, about: tuple[str, str]
) -> None:
    """Store what stands at the other side for certain now, also under a version seen before.

    A server that was put back counts its versions anew.
    """
    writer.execute(
        "INSERT INTO sync_inbox (id, channel, kind, record_id, resource_type, resource_id, "
        "version, body, received_at, state, reason_code) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'new', 'current') "
        "ON CONFLICT (channel, resource_type, resource_id, version) DO UPDATE SET "
        "state = 'new', reason_code = 'current', body = excluded.body, kind = excluded.kind, "
        "record_id = excluded.record_id",
        (new_id(), channel, *about, *of, body, writer.now),
    )
    writer.quiet()


def keep_cursor(
    writer: Writer, channel: str, resource_type: str, cursor: str, *, complete: bool
) -> None:
    """Remember how far a type has been read, and that nothing more waited behind it."""
    writer.execute(
        "INSERT INTO sync_cursors (channel, resource_type, cursor, complete_at) "
        "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (channel, resource_type) DO UPDATE SET "
        "cursor = ?3, complete_at = coalesce(?4, complete_at)",
        (channel, resource_type, cursor, writer.now if complete else None),
    )
    writer.quiet()


def settle(
    writer: Writer,
    item_id: str,
    state: str,
    about: tuple[str, str],
    code: str = "",
    values: Mapping[str, object] | None = None,
) -> None:
    """Note what became of an item; the text of what is done or known already is let go of."""
    told = json.dumps(values, ensure_ascii=False) if values else ""
    writer.execute(
        "UPDATE sync_inbox SET state = ?1, kind = ?2, record_id = ?3, reason_code = ?4, "
        "reason_values = ?5, body = CASE WHEN ?1 IN ('done', 'same') THEN '' ELSE body END "
        "WHERE id = ?6",
        (state, *about, code, told, item_id),
    )
    writer.quiet()


def supersede(writer: Writer, item_id: str, channel: str, about: tuple[str, str]) -> None:
    """Let go of older versions of a record that still waited when this one was worked in."""
    writer.execute(
        "UPDATE sync_inbox SET state = 'same', reason_code = 'superseded', reason_values = '', "
        "body = '' WHERE channel = ? AND kind = ? AND record_id = ? "
        "AND state IN ('waiting', 'held', 'left') "
        "AND rowid < (SELECT rowid FROM sync_inbox WHERE id = ?)",
        (channel, *about, item_id),
    )
    writer.quiet()


def supersede_all(writer: Writer, channel: str, about: tuple[str, str]) -> None:
    """Let go of every version of a record that still waited: a later one was worked in."""
    writer.execute(
        "UPDATE sync_inbox SET state = 'same', reason_code = 'superseded', reason_values = '', "
        "body = '' WHERE channel = ? AND kind = ? AND record_id = ? "
        "AND state IN ('waiting', 'held', 'left')",
        (channel, *about),
    )
    writer.quiet()


def try_again(writer: Writer, channel: str, state: str = NEW) -> int:
    """Let everything that was held be tried again, as `state`; give how many there are."""
    touched = writer.execute(
        "UPDATE sync_inbox SET state = ? WHERE channel = ? AND state = 'held'", (state, channel)
    )
    writer.audit("inbox_tried_again", "channel", channel, items=touched)
    return touched


def leave(writer: Writer, channel: str, item_id: str) -> bool:
    """Let one thing that was held lie, until it comes with other words; False if it is not held."""
    return _turn(writer, channel, item_id, (HELD, LEFT), "inbox_left")


def take_up(writer: Writer, channel: str, item_id: str) -> bool:
    """Let what a person let lie be held as before; False if it does not lie."""
    return _turn(writer, channel, item_id, (LEFT, HELD), "inbox_taken_up")


def _turn(writer: Writer, channel: str, item_id: str, states: tuple[str, str], action: str) -> bool:
    before, after = states
    touched = writer.execute(
        "UPDATE sync_inbox SET state = ? WHERE channel = ? AND id = ? AND state = ?",
        (after, channel, item_id, before),
    )
    writer.audit(action, "inbox", item_id, channel=channel)
    writer.touch("exchange")
    return bool(touched)
