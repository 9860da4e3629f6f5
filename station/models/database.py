"""The open database: reads, and units of work that commit with their audit rows or not at all."""

from __future__ import annotations

from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING, Any

from station.core import log
from station.core.bus import ChangeSet
from station.core.clock import Clock, SystemClock
from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models import audit
from station.models.anchor import Anchor
from station.models.audit import Actor, Entry, Head
from station.models.driver import Connection, Row, Value, open_connection, raise_told
from station.models.identity import FileIdentity
from station.security.chain import Chain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import sqlalchemy as sa

    from station.models.engine import Core

__all__ = ["Actor", "Database", "Head", "Reader", "Writer"]


class Reader:
    """One consistent look at the database; valid inside its with block only."""

    def __init__(self, database: Database) -> None:
        """Look through `database`."""
        self._database = database

    def raw(self, sql: str, parameters: Sequence[Value] = ()) -> list[Row]:
        """Give all rows of a hand-written query, as plain tuples."""
        return self._database.connection.execute(sql, parameters).fetchall()

    def rows(self, select: sa.Executable) -> list[sa.Row[*tuple[Any, ...]]]:
        """Give all rows of a SQLAlchemy Core select."""
        return self._database.core().rows(select)


class Writer(Reader):
    """One unit of work: what it writes is committed together with its audit rows."""

    def __init__(self, database: Database, actor: Actor, now: int, clock_now: int) -> None:
        """Write as `actor`; everything in the unit happens at the one moment `now`.

        `clock_now` is what the PC's clock says: behind `now` once it was set forward and back.
        By `now` goes what came after what; by the clock goes whatever is held against the moment
        of a reading, or ends at a moment: a plan must not decide from a year that was a mistake.
        """
        super().__init__(database)
        self.actor = actor
        self.now = now
        self.clock_now = clock_now
        self.head = audit.head_of(database.connection)
        self._accounted = False
        self._changes: ChangeSet | None = None

    @property
    def accounted(self) -> bool:
        """Tell whether the unit of work has said what it did."""
        return self._accounted

    def run(
        self, statement: sa.Executable, rows: Sequence[Mapping[str, object]] | None = None
    ) -> int:
        """Run a SQLAlchemy Core statement (once per row of `rows`); give the rows touched."""
        return self._database.core().run(statement, rows)

    def execute(self, sql: str, parameters: Sequence[Value] = ()) -> int:
        """Run a hand-written statement and give how many rows it touched."""
        return self._database.connection.execute(sql, parameters).rowcount

    def executemany(self, sql: str, parameters: Iterable[Sequence[Value]]) -> int:
        """Run a hand-written statement once per row of values; give the rows touched."""
        return self._database.connection.executemany(sql, parameters).rowcount

    def audit(
        self,
        action: str,
        subject_kind: str,
        subject_id: str,
        patient_id: str | None = None,
        **details: object,
    ) -> None:
        """Add a row to the audit log: what was done, to what, and details that JSON can hold."""
        entry = Entry(
            self.now,
            self.actor,
            action,
            subject_kind,
            subject_id,
            patient_id,
            audit.details_text(details),
        )
        self.head = audit.append(self._database.connection, self._database.chain, self.head, entry)
        self._accounted = True

    @property
    def changes(self) -> ChangeSet | None:
        """Give what the unit has touched so far, to be told after the commit."""
        return self._changes

    def touch(self, topic: str, patient_id: str | None = None) -> None:
        """Say that `topic` changes (for this patient); screens are told after the commit."""
        patients = frozenset({patient_id} if patient_id else ())
        more = ChangeSet(frozenset({topic}), patients)
        self._changes = more if self._changes is None else self._changes | more

    def quiet(self) -> None:
        """Say that this unit touches no record: drafts, who has what open, where judging stands."""
        self._accounted = True


class Database:
    """One encrypted file, open on one connection; one thread at a time."""

    def __init__(
        self,
        connection: Connection,
        chain: Chain,
        identity: FileIdentity,
        clock: Clock,
        anchor: Anchor | None,
        *,
        read_only: bool,
    ) -> None:
        """Take over an open `connection`; Database.open() is the way in."""
        self.connection = connection
        self.chain = chain
        self._identity = identity
        self._clock = clock
        self._anchor = anchor
        self._read_only = read_only
        self._core: Core | None = None
        self._lock = RLock()
        self._depth = 0
        self._closed = False

    @classmethod
    def open(
        cls,
        path: Path,
        key: bytes | bytearray,
        mac_key: bytes | bytearray,
        *,
        clock: Clock | None = None,
        anchor: Anchor | None = None,
        read_only: bool = False,
    ) -> Database:
        """Open the existing file at `path`; Trouble says why if it does not open."""
        connection = open_connection(path, key, read_only=read_only)
        return cls(
            connection,
            Chain(mac_key),
            FileIdentity(path),
            clock or SystemClock(),
            anchor,
            read_only=read_only,
        )

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """Give a Reader that sees the database as it is at one moment."""
        with self._lock, self._transaction("BEGIN", end="ROLLBACK"):
            yield Reader(self)

    @contextmanager
    def write(self, actor: Actor) -> Iterator[Writer]:
        """Give a Writer; commit when the block ends, roll everything back when it raises.

        A unit that changed rows without an audit row is a bug (RuntimeError) and is rolled back.
        """
        with self._lock:
            if self._depth:
                raise RuntimeError("a unit of work inside another read or write")
            if self._read_only:
                raise Trouble(
                    "database_read_only",
                    N_("The file with the records can only be read just now. Nothing was saved."),
                )
            self._identity.check()
            with self._transaction("BEGIN IMMEDIATE", end="COMMIT"):
                clock_now = self._clock.now()
                now = audit.forward(self.connection, clock_now)
                writer = Writer(self, actor, now, clock_now)
                # Whose hand the triggers that note changes for other stations see, and when.
                audit.sign(self.connection, now, actor)
                before = self.connection.total_changes
                yield writer
                if self.connection.total_changes != before and not writer.accounted:
                    raise RuntimeError("a write without an audit row")
            self._identity.grown()
            self._keep_head(writer.head)

    def head(self) -> Head:
        """Give the end of the audit log."""
        with self._lock:
            return audit.head_of(self.connection)

    def core(self) -> Core:
        """Give SQLAlchemy on this connection, loading it at the first call."""
        if self._core is None:
            # The one lazy seam of models: sign-in and the worklist run without SQLAlchemy, which
            # costs more than everything else at start.
            from station.models.engine import Core

            self._core = Core(self.connection)
        return self._core

    def verify(self) -> audit.Finding:
        """Walk the audit log and name the first row that was changed or is missing."""
        with self.read():
            return audit.verify(self.connection, self.chain)

    def holds(self, anchored: Head) -> bool:
        """Tell whether the log still has the row that a copy of its head names."""
        with self._lock:
            return audit.holds(self.connection, anchored)

    def copy_to(self, path: Path) -> Head:
        """Write an encrypted copy, as it is now and under the same key; give its audit head."""
        with self._lock:
            try:
                self.connection.execute("VACUUM INTO ?", (str(path),))
            except Exception as error:  # noqa: BLE001  (raised again, as what it is)
                raise_told(error)
            return audit.head_of(self.connection)

    def checkpoint(self) -> None:
        """Bring everything from the write-ahead log into the file itself."""
        with self._lock:
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Bring the write-ahead log home, close the connection and make the anchor durable."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            try:
                self._keep_last_head()
                if self._core is not None:
                    self._core.close()
                    self._core = None
            finally:
                self.connection.close()

    def _keep_last_head(self) -> None:
        if self._read_only:
            return
        try:
            self._keep_head(self.head(), durable=True)
        except Exception as error:  # noqa: BLE001  (a damaged file must be let go of all the same)
            log.bug("last_head", error)

    def _keep_head(self, head: Head, *, durable: bool = False) -> None:
        if self._anchor is None:
            return
        try:
            self._anchor.write(head, durable=durable)
        except OSError:
            # What was saved is saved; the check of the installation shows an old anchor.
            log.event("anchor_not_written")

    @contextmanager
    def _transaction(self, begin: str, *, end: str) -> Iterator[None]:
        if self._depth:
            # A look inside an open look or unit of work sees what that one sees.
            yield
            return
        self._depth += 1
        try:
            self.connection.execute(begin)
            yield
            self.connection.execute(end)
        except BaseException as error:  # noqa: BLE001  (raised again, as what it is)
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise_told(error)
        finally:
            self._depth -= 1
