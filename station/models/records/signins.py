"""Writing what happens at the door: signing in and out, locking, recovery, passwords.

Without SQLAlchemy, so that the first sign-in of the day does not wait for it.
"""

from collections.abc import Sequence

from station.models.database import Reader, Writer
from station.models.records import hand
from station.models.records.numbers import leave_gap

_SHEET = "recovery_unkept"


def failed(writer: Writer, user_id: str, times: Sequence[int]) -> None:
    """Enter the failed tries before a sign-in, at the times (UTC ms) the key file kept."""
    for at in times:
        writer.audit("sign_in_failed", "user", user_id, at=at)


def signed_in(writer: Writer, user_id: str) -> None:
    """Enter that the person signed in."""
    writer.audit("signed_in", "user", user_id)


def left(writer: Writer, user_id: str, how: str) -> None:
    """Enter that the person left: `how` is "locked", "signed_out" or "deep_locked"."""
    writer.audit(how, "user", user_id)


def recovered(writer: Writer, user_id: str) -> None:
    """Enter that the person got a new password by the recovery sheet."""
    writer.audit("recovered", "user", user_id)


def password_changed(writer: Writer, user_id: str) -> None:
    """Enter that the person chose a new password."""
    writer.audit("password_changed", "user", user_id)


def recovery_renewed(writer: Writer, user_id: str) -> None:
    """Enter that a new recovery sheet was made, which nobody has said to be in the safe yet."""
    writer.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_SHEET, str(writer.now)))
    writer.audit("recovery_renewed", "user", user_id)


def recovery_kept(writer: Writer, user_id: str) -> None:
    """Enter that the paper of the newest recovery sheet is in the safe."""
    writer.execute("DELETE FROM meta WHERE key = ?", (_SHEET,))
    writer.audit("recovery_kept", "user", user_id)


def recovery_undone(writer: Writer, kept: int) -> None:
    """Enter that the making of a sheet was cut off; the one made at `kept` (UTC ms) counts on."""
    # Whether that one is in the safe may be unsaid still.
    writer.execute("DELETE FROM meta WHERE key = ? AND CAST(value AS INTEGER) > ?", (_SHEET, kept))
    writer.audit("recovery_undone", "file", "")


def recovery_unkept(reader: Reader) -> bool:
    """Tell whether a sheet was made that nobody has said to be in the safe."""
    return bool(reader.raw("SELECT 1 FROM meta WHERE key = ?", (_SHEET,)))


def leftover_removed(writer: Writer, name: str) -> None:
    """Enter that a name was taken off the sign-in screen whose adding had been cut off."""
    writer.audit("leftover_removed", "file", "", name=name)


def older_file_found(writer: Writer, expected: int, found: int) -> None:
    """Enter that the log ends at row `found` where the anchor knew of row `expected`."""
    leave_gap(writer)
    hand.renew(writer)
    writer.audit("older_file_found", "file", "", expected=expected, found=found)


def backup_made(writer: Writer, where: str) -> None:
    """Enter that a backup was made: `where` is "here", or "sealed" for one that leaves the PC."""
    writer.audit("backup_made", "file", "", where=where)


def backup_tested(writer: Writer, made_at: int) -> None:
    """Enter that the backup made at `made_at` (UTC ms) was opened as a restore would."""
    writer.audit("backup_tested", "file", "", made_at=made_at)


def restored(writer: Writer, made_at: int) -> None:
    """Enter that the file was put back from the backup made at `made_at` (UTC ms)."""
    leave_gap(writer)
    hand.renew(writer)
    writer.audit("restored", "file", "", made_at=made_at)
