"""Writing what waits to go out on a channel, and what the other side has since it went.

A row of the outbox is one record, whatever was done with it: `first_seq` to `last_seq` are the
changes in the log that the other side has not got. States: `waiting`, `sealed` (put together,
under way or to be tried again), `behind` (after the record named in `reason`), `held` (refused),
`stale` (the other side's version is to be worked in first), `differs` (a person chooses first),
`paused` (may not be sent just now), `left` (a person left it here).
"""

import json
from collections.abc import Iterable, Mapping

from station.models.database import Writer
from station.models.queries.outbox import Change, Head, Key
from station.rules.sending import AUDIT

CHANGED = """
    INSERT INTO sync_outbox (channel, kind, record_id, patient_id, first_seq, last_seq, since,
        state, next_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?)
    ON CONFLICT (channel, kind, record_id) DO UPDATE SET
        last_seq = max(last_seq, excluded.last_seq),
        patient_id = coalesce(excluded.patient_id, patient_id),
        sealed = CASE WHEN state IN ('held', 'left') THEN NULL ELSE sealed END,
        attempts = CASE WHEN state IN ('held', 'left') THEN 0 ELSE attempts END,
        next_at = CASE WHEN state IN ('held', 'left') THEN excluded.next_at ELSE next_at END,
        reason_code = CASE WHEN state IN ('held', 'left') THEN '' ELSE reason_code END,
        reason = CASE WHEN state IN ('held', 'left') THEN '' ELSE reason END,
        state = CASE WHEN state IN ('held', 'left') THEN 'waiting' ELSE state END
"""
_ONE = "WHERE channel = ? AND kind = ? AND record_id = ?"
_UNSEALED = "sealed = NULL, sealed_seq = NULL, etag = ''"


def gather(writer: Writer, channel: str, changes: Iterable[Change], position: int) -> None:
    """Let changes wait on a channel, whose outbox then holds the log up to `position`.

    A record that was refused is tried again once it was changed: what it says is new.
    """
    _add(writer, channel, changes)
    writer.execute("UPDATE sync_channels SET position = ? WHERE name = ?", (position, channel))
    writer.quiet()


def gather_audit(writer: Writer, channel: str, changes: Iterable[Change], position: int) -> None:
    """Let rows of the audit log wait, up to the row `position`."""
    _add(writer, channel, changes)
    writer.execute(
        "UPDATE sync_channels SET audit_position = ? WHERE name = ?", (position, channel)
    )
    writer.quiet()


def begin_anew(writer: Writer, channel: str) -> None:
    """Take nothing for known of what the other side has: it went back to an older state.

    Its versions may come again with other contents, and what it lost must not be taken for a
    change that somebody made. Everything is asked for and fetched again; what differs then is
    shown to a person.
    """
    writer.execute(
        "UPDATE sync_heads SET version = '', fields = '{}' WHERE channel = ?", (channel,)
    )
    writer.execute(
        "UPDATE sync_outbox SET state = 'waiting', sealed = NULL, sealed_seq = NULL, etag = '' "
        "WHERE channel = ? AND state = 'sealed' AND kind <> ?",
        (channel, AUDIT),
    )
    writer.execute("UPDATE sync_channels SET position = 0 WHERE name = ?", (channel,))
    writer.execute("UPDATE sync_cursors SET cursor = '' WHERE channel = ?", (channel,))
    writer.execute(
        "UPDATE sync_inbox SET version = version || '~' || ? WHERE channel = ? AND state <> 'new'",
        (str(writer.now), channel),
    )
    writer.quiet()


def audit_again(writer: Writer, channel: str) -> None:
    """Let the audit log wait anew: the other side went back, and may have lost any row of it.

    What this station noted under another id than its present one is left: there it would be new.
    """
    writer.execute(
        "UPDATE sync_channels SET audit_position = (SELECT coalesce(max(seq), 0) FROM audit "
        "WHERE action = 'station_renamed') WHERE name = ?",
        (channel,),
    )
    writer.quiet()


def send_again(
    writer: Writer, channel: str, kind: str, record_id: str, patient_id: str | None
) -> None:
    """Let a record wait for sending though nothing here changed: the other side lacks it."""
    seq = writer.raw("SELECT coalesce(max(seq), 0) FROM sync_log")[0][0]
    _add(writer, channel, [Change(kind, record_id, patient_id, int(seq), writer.now)])
    writer.quiet()


def seal(writer: Writer, channel: str, key: Key, text: str, seq: int, etag: str) -> None:
    """Keep what is sent, byte for byte, before it is; made of the change `seq`."""
    writer.execute(
        "UPDATE sync_outbox SET state = 'sealed', sealed = ?, sealed_seq = ?, etag = ?, "  # noqa: S608
        f"reason_code = '', reason = '' {_ONE}",
        (text, seq, etag, channel, *key),
    )
    writer.quiet()


def unseal(writer: Writer, channel: str, key: Key) -> None:
    """Let a record be put together anew: what was sealed must not be sent any more."""
    writer.execute(
        f"UPDATE sync_outbox SET state = 'waiting', {_UNSEALED}, next_at = ? {_ONE}",  # noqa: S608
        (writer.now, channel, *key),
    )
    writer.quiet()


def gone(writer: Writer, channel: str, key: Key) -> None:
    """Let a row go: the other side has what it would say."""
    writer.execute(f"DELETE FROM sync_outbox {_ONE}", (channel, *key))  # noqa: S608
    writer.quiet()


def rest(writer: Writer, channel: str, key: Key, state: str, code: str, reason: str = "") -> None:
    """Put a row into one of the states that are not sent, and say why."""
    writer.execute(
        f"UPDATE sync_outbox SET state = ?, reason_code = ?, reason = ? {_ONE}",  # noqa: S608
        (state, code, reason, channel, *key),
    )
    writer.quiet()


def refused(writer: Writer, channel: str, key: Key, code: str, reason: str) -> None:
    """Hold back what the other side refused; what was sent is kept, to be looked at."""
    writer.execute(
        "UPDATE sync_outbox SET state = 'held', attempts = attempts + 1, reason_code = ?, "  # noqa: S608
        f"reason = ? {_ONE}",
        (code, reason, channel, *key),
    )
    writer.quiet()


def later(writer: Writer, channel: str, key: Key, next_at: int, code: str, reason: str) -> None:
    """Try the same bytes again at `next_at`."""
    writer.execute(
        "UPDATE sync_outbox SET attempts = attempts + 1, next_at = ?, reason_code = ?, "  # noqa: S608
        f"reason = ? {_ONE}",
        (next_at, code, reason, channel, *key),
    )
    writer.quiet()


def stale(writer: Writer, channel: str, key: Key, next_at: int, code: str, *, found: bool) -> None:
    """Put it together anew: once what was found is worked in, or at `next_at` if nothing was."""
    writer.execute(
        f"UPDATE sync_outbox SET state = ?, {_UNSEALED}, attempts = attempts + 1, next_at = ?, "  # noqa: S608
        f"reason_code = ? {_ONE}",
        ("stale" if found else "waiting", next_at, code, channel, *key),
    )
    writer.quiet()


def done(writer: Writer, channel: str, key: Key, sealed_seq: int) -> None:
    """Let a row go that has arrived, or wait again if the record was changed meanwhile."""
    writer.execute(f"DELETE FROM sync_outbox {_ONE} AND last_seq <= ?", (channel, *key, sealed_seq))  # noqa: S608
    writer.execute(
        f"UPDATE sync_outbox SET state = 'waiting', {_UNSEALED}, attempts = 0, next_at = ?, "  # noqa: S608
        f"since = ?, first_seq = ?, reason_code = '', reason = '' {_ONE}",
        (writer.now, writer.now, sealed_seq + 1, channel, *key),
    )
    writer.quiet()


def keep_head(writer: Writer, channel: str, key: Key, head: Head) -> None:
    """Remember what the other side has: the common ground of the next merge."""
    writer.execute(
        "INSERT OR REPLACE INTO sync_heads (channel, kind, record_id, resource_type, resource_id, "
        "version, fields, body, gone_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            channel,
            *key,
            head.resource_type,
            head.resource_id,
            head.version,
            head.fields,
            head.body,
            head.gone_at,
        ),
    )
    writer.quiet()


def forget_head(writer: Writer, channel: str, key: Key) -> None:
    """Forget what the other side had: it has lost it."""
    writer.execute(f"DELETE FROM sync_heads {_ONE}", (channel, *key))  # noqa: S608
    writer.quiet()


def wake_children(writer: Writer, channel: str, parents: Iterable[Key]) -> None:
    """Let what waited behind records that have arrived wait no longer."""
    names = json.dumps([behind(key) for key in parents])
    writer.execute(
        "UPDATE sync_outbox SET state = 'waiting', reason_code = '', reason = '' WHERE "
        "channel = ? AND state = 'behind' AND reason IN (SELECT value FROM json_each(?))",
        (channel, names),
    )
    writer.quiet()


def behind(parent: Key) -> str:
    """Give how the record that another waits for is written down."""
    return f"{parent[0]}/{parent[1]}"


def wake(writer: Writer, channel: str, states: Mapping[str, Iterable[Key]]) -> None:
    """Let rows wait for sending again that rested in these states, by state."""
    for state, keys in states.items():
        writer.executemany(
            "UPDATE sync_outbox SET state = 'waiting', next_at = ?, reason_code = '', "  # noqa: S608
            f"reason = '' {_ONE} AND state = ?",
            [(writer.now, channel, *key, state) for key in keys],
        )
    writer.quiet()


def retry(writer: Writer, channel: str, key: Key, patient_id: str | None) -> bool:
    """Try a record again that was held back, put together anew; False if it is not there."""
    touched = writer.execute(
        f"UPDATE sync_outbox SET state = 'waiting', {_UNSEALED}, attempts = 0, next_at = ?, "  # noqa: S608
        f"reason_code = '', reason = '' {_ONE} AND state <> 'sealed'",
        (writer.now, channel, *key),
    )
    writer.audit("sync_retried", key[0], key[1], patient_id, channel=channel)
    writer.touch("exchange", patient_id)
    return bool(touched)


def leave(writer: Writer, channel: str, key: Key, patient_id: str | None) -> bool:
    """Leave a held record here until somebody changes it; False if it is not held."""
    touched = writer.execute(
        f"UPDATE sync_outbox SET state = 'left' {_ONE} AND state = 'held'",  # noqa: S608
        (channel, *key),
    )
    writer.audit("sync_left_here", key[0], key[1], patient_id, channel=channel)
    writer.touch("exchange", patient_id)
    return bool(touched)


def take_up(writer: Writer, channel: str, key: Key, patient_id: str | None) -> bool:
    """Let what was left here stand as it stood before that; False if it is not left."""
    touched = writer.execute(
        f"UPDATE sync_outbox SET state = 'held' {_ONE} AND state = 'left'",  # noqa: S608
        (channel, *key),
    )
    writer.audit("sync_taken_up", key[0], key[1], patient_id, channel=channel)
    writer.touch("exchange", patient_id)
    return bool(touched)


def exported(writer: Writer, channel: str, key: Key, patient_id: str | None) -> None:
    """Note that a held record was written into a file outside of Station."""
    writer.audit("sync_exported", key[0], key[1], patient_id, channel=channel)


def hurry(writer: Writer, channel: str) -> None:
    """Let what waits for its next try be tried at once: a person asked."""
    writer.execute(
        "UPDATE sync_outbox SET next_at = ? WHERE channel = ? AND state IN ('waiting', 'sealed') "
        "AND next_at > ?",
        (writer.now, channel, writer.now),
    )
    writer.quiet()


def _add(writer: Writer, channel: str, changes: Iterable[Change]) -> None:
    writer.executemany(
        CHANGED,
        [
            (channel, e.kind, e.record_id, e.patient_id, e.seq, e.seq, e.at, writer.now)
            for e in changes
        ],
    )
