"""Writing the channels: switched on or off, how they are reached, how the last tries went."""

from collections.abc import Mapping

from station.models.database import Writer
from station.models.queries.sync_status import BACKFILL


def put(writer: Writer, name: str, settings: str, told: Mapping[str, object]) -> None:
    """Store how a channel is reached (JSON); `told` is what the log may say about it."""
    writer.execute(
        "INSERT INTO sync_channels (name, settings) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET settings = excluded.settings, reason_code = '', "
        "reason = '', paused_until = NULL",
        (name, settings),
    )
    writer.audit("sync_settings_changed", "channel", name, None, **told)
    writer.touch("exchange")


def switch(writer: Writer, name: str, *, on: bool) -> None:
    """Switch a channel on or off; what waits on it stays."""
    writer.execute(
        "UPDATE sync_channels SET enabled = ?, reason_code = '', reason = '', failing_since = "
        "NULL, paused_until = NULL WHERE name = ?",
        (int(on), name),
    )
    writer.audit("sync_switched_on" if on else "sync_switched_off", "channel", name)
    writer.touch("exchange")


def at_backfill(writer: Writer, place: str) -> None:
    """Remember how far what was stored before is noted."""
    writer.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (BACKFILL, place))
    writer.quiet()


def tried(writer: Writer, name: str, *, skew_ms: int | None) -> None:
    """Note that the channel was tried just now, and how far the clocks are apart."""
    writer.execute(
        "UPDATE sync_channels SET last_try_at = ?, clock_skew_ms = coalesce(?, clock_skew_ms) "
        "WHERE name = ?",
        (writer.now, skew_ms, name),
    )
    writer.quiet()


def failed(writer: Writer, name: str, code: str, reason: str) -> None:
    """Note that the channel stands still, since when, and why (the other side's words)."""
    writer.execute(
        "UPDATE sync_channels SET failing_since = coalesce(failing_since, ?), reason_code = ?, "
        "reason = ? WHERE name = ?",
        (writer.now, code, reason, name),
    )
    writer.quiet()


def rest(writer: Writer, name: str, until: int | None) -> None:
    """Note when the channel is tried again; None for as usual."""
    writer.execute("UPDATE sync_channels SET paused_until = ? WHERE name = ?", (until, name))
    writer.quiet()


def reached(writer: Writer, name: str) -> None:
    """Note that the other side answered: the channel stands still no longer."""
    writer.execute(
        "UPDATE sync_channels SET failing_since = NULL, reason_code = '', reason = '', "
        "paused_until = NULL WHERE name = ? AND (failing_since IS NOT NULL OR reason_code <> '')",
        (name,),
    )
    writer.quiet()


def complete(writer: Writer, name: str, *, sent: bool, pulled: bool) -> None:
    """Note that everything went out, or that everything came in."""
    writer.execute(
        "UPDATE sync_channels SET sent_at = CASE WHEN ? THEN ? ELSE sent_at END, "
        "pulled_at = CASE WHEN ? THEN ? ELSE pulled_at END WHERE name = ?",
        (int(sent), writer.now, int(pulled), writer.now, name),
    )
    writer.quiet()


def fetched_all(writer: Writer, name: str, resource_type: str) -> None:
    """Note that everything of one type that the other side has was fetched."""
    _cursor(writer, name, resource_type, "complete_at")


def compared(writer: Writer, name: str, resource_type: str) -> None:
    """Note that the ids of one type were held against each other."""
    _cursor(writer, name, resource_type, "reconciled_at")


def _cursor(writer: Writer, name: str, resource_type: str, column: str) -> None:
    writer.execute(
        f"INSERT INTO sync_cursors (channel, resource_type, {column}) VALUES (?, ?, ?) "  # noqa: S608
        f"ON CONFLICT (channel, resource_type) DO UPDATE SET {column} = excluded.{column}",
        (name, resource_type, writer.now),
    )
    writer.quiet()
