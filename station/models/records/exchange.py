"""Writing what exchanging without a network keeps: secret, peers, files that came too early."""

from collections.abc import Iterable

from station.models.database import Writer
from station.models.queries.exchange import NAME, SECRET, STAMPED, Audited
from station.rules.changesets import Span


def keep_secret(writer: Writer, secret: bytes) -> None:
    """Keep the secret that this municipality's stations share, in the encrypted file only."""
    writer.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (SECRET, secret.hex()))
    writer.touch("exchange")


def keep_name(writer: Writer, name: str) -> None:
    """Keep what this station is called by the others."""
    writer.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (NAME, name))
    writer.touch("exchange")


def keep_stamped(writer: Writer, place: str) -> None:
    """Keep how far what is here is stamped."""
    writer.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (STAMPED, place))
    writer.quiet()


def meet(writer: Writer, station: str, name: str) -> None:
    """Note a station, and what it is called now."""
    writer.execute(
        "INSERT INTO sync_peers (station, name) VALUES (?, ?) "
        "ON CONFLICT (station) DO UPDATE SET name = excluded.name",
        (station, name),
    )
    writer.touch("exchange")


def worked_in(writer: Writer, station: str, theirs: int) -> None:
    """Note how far a station's log is worked in; it never goes back."""
    writer.execute(
        "UPDATE sync_peers SET theirs = max(theirs, ?), received_at = ? WHERE station = ?",
        (theirs, writer.now, station),
    )


def told(writer: Writer, station: str, ours: int, our_audit: int) -> None:
    """Note how far a station says that it has our logs; after a restore it has less."""
    writer.execute(
        "UPDATE sync_peers SET ours = ?, our_audit = ? WHERE station = ?",
        (ours, our_audit, station),
    )


def written(writer: Writer, station: str) -> None:
    """Note that a file was written for a station."""
    writer.execute("UPDATE sync_peers SET written_at = ? WHERE station = ?", (writer.now, station))
    writer.touch("exchange")


def keep_part(writer: Writer, station: str, span: Span, content: bytes) -> None:
    """Keep a file until what must come before it has come; of two, the one that holds more."""
    writer.execute(
        "INSERT INTO sync_parts VALUES (?, ?, ?, ?, ?) ON CONFLICT (station, from_seq) DO UPDATE "
        "SET to_seq = excluded.to_seq, content = excluded.content "
        "WHERE excluded.to_seq > sync_parts.to_seq",
        (station, span.first, span.last, content, writer.now),
    )


def drop_parts(writer: Writer, station: str) -> None:
    """Let go of kept files that are worked in to their end."""
    writer.execute(
        "DELETE FROM sync_parts WHERE station = ?1 AND to_seq <= "
        "(SELECT theirs FROM sync_peers WHERE station = ?1)",
        (station,),
    )


def add_audit(writer: Writer, station: str, span: Span, rows: Iterable[Audited]) -> None:
    """Keep rows of another station's audit log, each once, and how far it reaches unbroken."""
    writer.executemany(
        "INSERT OR IGNORE INTO sync_audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                *(station, row.seq, row.at, row.user_id, row.user_name, row.action),
                *(row.subject_kind, row.subject_id, row.patient_id, row.details, row.mac),
            )
            for row in rows
        ),
    )
    writer.execute(
        "UPDATE sync_peers SET their_audit = ?3 "
        "WHERE station = ?1 AND their_audit >= ?2 - 1 AND their_audit < ?3",
        (station, span.first, span.last),
    )
