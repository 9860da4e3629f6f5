"""What exchanging without a network reads: who this station is, its peers, ranges of the log."""

from dataclasses import dataclass

from station.models.database import Reader
from station.rules.changesets import Span
from station.rules.synced import kind_of

SECRET, NAME, STAMPED = "exchange_secret", "exchange_name", "exchange_stamped"
"""Keys of `meta`: the secret (hexadecimal), what this station is called by the others, and how far
what it has is stamped by which code."""

_LEFT_OUT = " AND (excluded_at IS NOT NULL OR excluded_by IS NOT NULL)"
_LONGEST = 16
"""Digits of a number that cannot be one of ours any more."""


@dataclass(frozen=True, slots=True)
class Peer:
    """Another station: how far its log is here (`theirs`), and ours with it (`ours`)."""

    station: str
    name: str
    theirs: int
    ours: int
    their_audit: int
    our_audit: int
    received_at: int | None
    written_at: int | None


@dataclass(frozen=True, slots=True)
class Logged:
    """One row of the log as it leaves this station; `number` is never empty."""

    seq: int
    origin: str
    number: str
    kind: str
    record_id: str
    patient_id: str | None
    op: str
    old: str | None
    new: str | None
    at: int
    by: str


@dataclass(frozen=True, slots=True)
class Audited:
    """One row of this station's audit log as it leaves."""

    seq: int
    at: int
    user_id: str
    user_name: str
    action: str
    subject_kind: str
    subject_id: str
    patient_id: str | None
    details: str
    mac: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """What makes a change the same one when it comes again."""

    kind: str
    record_id: str
    op: str
    at: int


def secret(reader: Reader) -> bytes | None:
    """Give the secret that this municipality's stations share, or None."""
    text = _meta(reader, SECRET)
    return bytes.fromhex(text) if text else None


def name(reader: Reader) -> str:
    """Give what this station is called, "" before anybody said."""
    return _meta(reader, NAME)


def stamped(reader: Reader) -> str:
    """Give how far what is here is stamped, as keep_stamped() was told."""
    return _meta(reader, STAMPED)


def of_kind_after(
    reader: Reader, name: str, after: int, limit: int
) -> list[tuple[int, dict[str, object]]]:
    """Give the next rows of a kind by row number; of readings those that somebody left out."""
    kind = kind_of(name)
    columns = ", ".join(f'"{each}"' for each in kind.shared)
    few = _LEFT_OUT if name == "readings" else ""
    rows = reader.raw(
        f"SELECT rowid, {columns} FROM {name} WHERE rowid > ?{few} ORDER BY rowid LIMIT ?",  # noqa: S608
        (after, limit),
    )
    return [(int(row[0]), dict(zip(kind.shared, row[1:], strict=True))) for row in rows]


def peers(reader: Reader) -> tuple[Peer, ...]:
    """Give all stations that changes were exchanged with, by name."""
    rows = reader.raw(
        "SELECT station, name, theirs, ours, their_audit, our_audit, received_at, written_at "
        "FROM sync_peers ORDER BY name, station"
    )
    return tuple(Peer(*row) for row in rows)


def peer(reader: Reader, station: str) -> Peer:
    """Give one station, empty if nothing was exchanged with it."""
    found = (each for each in peers(reader) if each.station == station)
    return next(found, Peer(station, "", 0, 0, 0, 0, None, None))


def highest(reader: Reader) -> int:
    """Give the number of the newest change in the log."""
    return int(reader.raw("SELECT coalesce(max(seq), 0) FROM sync_log")[0][0])


def highest_audit(reader: Reader) -> int:
    """Give the number of the newest row of the audit log."""
    return int(reader.raw("SELECT coalesce(max(seq), 0) FROM audit")[0][0])


def logged(reader: Reader, span: Span, most: int) -> tuple[Logged, ...]:
    """Give at most `most` rows of a range, in order."""
    rows = reader.raw(
        "SELECT seq, origin, coalesce(number, CAST(seq AS TEXT)), kind, record_id, patient_id, op, "
        "old, new, at, by FROM sync_log WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?",
        (span.first, span.last, most),
    )
    return tuple(Logged(*row) for row in rows)


def audited(reader: Reader, span: Span, most: int) -> tuple[Audited, ...]:
    """Give at most `most` rows of a range of the audit log, in order."""
    rows = reader.raw(
        "SELECT seq, at, user_id, user_name, action, subject_kind, subject_id, patient_id, "
        "details, mac FROM audit WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?",
        (span.first, span.last, most),
    )
    return tuple(Audited(*row) for row in rows)


def known(reader: Reader, origin: str, number: str) -> Imprint | None:
    """Give the change of this origin and number that stands in the log, or None."""
    seq = int(number) if number.isascii() and number.isdigit() and len(number) < _LONGEST else -1
    rows = reader.raw(
        "SELECT kind, record_id, op, at FROM sync_log WHERE origin = ? AND number = ? "
        "UNION ALL SELECT kind, record_id, op, at FROM sync_log "
        "WHERE seq = ? AND origin = ? AND number IS NULL LIMIT 1",
        (origin, number, seq, origin),
    )
    return Imprint(*rows[0]) if rows else None


def kept(reader: Reader, station: str) -> tuple[Span, ...]:
    """Give the ranges of a station's files that came before those they follow."""
    rows = reader.raw(
        "SELECT from_seq, to_seq FROM sync_parts WHERE station = ? ORDER BY from_seq", (station,)
    )
    return tuple(Span(*row) for row in rows)


def part(reader: Reader, station: str, first: int) -> bytes:
    """Give a kept file as it came (sealed); KeyError if there is none."""
    rows = reader.raw(
        "SELECT content FROM sync_parts WHERE station = ? AND from_seq = ?", (station, first)
    )
    if not rows:
        raise KeyError(first)
    return bytes(rows[0][0])


def pages(reader: Reader, record_id: str) -> bytes:
    """Give the pages of a document; nothing where it is gone."""
    rows = reader.raw("SELECT content FROM documents WHERE id = ?", (record_id,))
    return bytes(rows[0][0]) if rows else b""


def open_conflicts(reader: Reader) -> int:
    """Give how many conflicts wait for a person."""
    return int(reader.raw("SELECT count(*) FROM sync_conflicts WHERE state = 'open'")[0][0])


def _meta(reader: Reader, key: str) -> str:
    rows = reader.raw("SELECT value FROM meta WHERE key = ?", (key,))
    return str(rows[0][0]) if rows else ""
