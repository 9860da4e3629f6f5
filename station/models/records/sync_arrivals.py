"""Writing several of what came from the other side at a time: each as its single sibling does."""

import json
from collections.abc import Mapping, Sequence

from station.core.ids import new_id
from station.models.database import Writer
from station.models.queries.outbox import Head, Key

Of = tuple[str, str, str]
"""Type, id and version of a resource."""
Became = tuple[str, str, Key, str, Mapping[str, object]]
"""An item's id, its state, the record that it is about, and why: a code with values."""


def add(writer: Writer, channel: str, rows: Sequence[tuple[Of, str, Key]]) -> int:
    """Store what came, each version once, as sync_inbox.add() does; give how many are new."""
    came = writer.executemany(
        "INSERT INTO sync_inbox (id, channel, kind, record_id, resource_type, resource_id, "
        "version, body, received_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'new') "
        "ON CONFLICT (channel, resource_type, resource_id, version) DO NOTHING",
        [(new_id(), channel, *about, *of, body, writer.now) for of, body, about in rows],
    )
    writer.quiet()
    return max(came, 0)


def settle(writer: Writer, rows: Sequence[Became]) -> None:
    """Note what became of items, as sync_inbox.settle() does."""
    writer.executemany(
        "UPDATE sync_inbox SET state = ?1, kind = ?2, record_id = ?3, reason_code = ?4, "
        "reason_values = ?5, body = CASE WHEN ?1 IN ('done', 'same') THEN '' ELSE body END "
        "WHERE id = ?6",
        [(state, *about, code, _told(values), item_id)
         for item_id, state, about, code, values in rows],
    )  # fmt: skip
    writer.quiet()


def keep_heads(writer: Writer, channel: str, rows: Sequence[tuple[Key, Head]]) -> None:
    """Remember what the other side has of records, as outbox.keep_head() does."""
    writer.executemany(
        "INSERT OR REPLACE INTO sync_heads (channel, kind, record_id, resource_type, resource_id, "
        "version, fields, body, gone_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (channel, *key, head.resource_type, head.resource_id, head.version, head.fields,
             head.body, head.gone_at)
            for key, head in rows
        ],
    )  # fmt: skip
    writer.quiet()


def let_go(writer: Writer, rows: Sequence[int]) -> None:
    """Forget items of the inbox by their row numbers."""
    writer.executemany("DELETE FROM sync_inbox WHERE rowid = ?", [(row,) for row in rows])
    writer.quiet()


def _told(values: Mapping[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False) if values else ""
