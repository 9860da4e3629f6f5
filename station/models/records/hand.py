"""Writing who this station is among others, and when changes are noted by the triggers.

The triggers (migration 0005) ask the one row of `sync_hand`: whether to note, which tables the
writer notes itself, who writes and when.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from station.core.ids import new_id
from station.models.database import Reader, Writer

CENTRE = "centre"
"""The origin of what the central server brought."""


def station_id(reader: Reader) -> str:
    """Give this station's id among others, "" while it has never shared anything."""
    return str(reader.raw("SELECT station FROM sync_hand WHERE id = 1")[0][0])


def capturing(reader: Reader) -> bool:
    """Tell whether changes are noted for others."""
    return bool(reader.raw("SELECT capture FROM sync_hand WHERE id = 1")[0][0])


def begin(writer: Writer) -> str:
    """Note changes from now on; give the station's id, made here the first time."""
    station = station_id(writer) or new_id()
    writer.execute(
        "UPDATE sync_hand SET station = ?, capture = 1, now = ?, actor = ? WHERE id = 1",
        (station, writer.now, writer.actor.user_id),
    )
    return station


def renew(writer: Writer) -> str:
    """Give this station a new id, and return it: it was restored, or another has the same one.

    What it noted before keeps the id that it was noted under. "" if it never shared anything.
    """
    if not station_id(writer):
        return ""
    station = new_id()
    writer.execute("UPDATE sync_hand SET station = ?, nonce = '' WHERE id = 1", (station,))
    writer.audit("station_renamed", "file", station)
    return station


def nonce(reader: Reader) -> str:
    """Give what this station wrote last on its card at the centre."""
    return str(reader.raw("SELECT nonce FROM sync_hand WHERE id = 1")[0][0])


def keep_nonce(writer: Writer, written: str) -> None:
    """Remember what was written on the card."""
    writer.execute("UPDATE sync_hand SET nonce = ? WHERE id = 1", (written,))


@contextmanager
def muted(writer: Writer, kind: str) -> Iterator[None]:
    """Let the writer change rows of one kind that the triggers do not note: it does so itself."""
    name = f",{kind},"
    writer.execute("UPDATE sync_hand SET mute = mute || ? WHERE id = 1", (name,))
    try:
        yield
    finally:
        writer.execute("UPDATE sync_hand SET mute = replace(mute, ?, '') WHERE id = 1", (name,))
