"""Stations that exchange files: each an encrypted file of its own, and a shared clock.

Changes are worked in by a plain double here: what is merged, and how, is proved elsewhere.
"""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.trouble import Trouble
from station.models.database import Database, Writer
from station.models.records import hand
from station.services.record import Record
from station.services.session import Session
from station.services.stick.exchanging import APPLIED, Exchanging, Taken, WriteJob, Written
from station.sync.exchange import LogRow

KEY, MAC = bytes(range(32)), b"a" * 32
LEADER = Session("u" * 32, "Rask Elg", "RE", "leader", "en")
NURSE = Session("v" * 32, "Stille Brygge", "SB", "nurse", "en")
VISITOR = Session("w" * 32, "Lun Bro", "LB", "benefit", "en")
USER = (
    "INSERT INTO users (id, name, initials, role, language, active, created_at) "
    "VALUES (?, ?, 'XX', 'nurse', 'nb', 1, 1)"
)


def plain_one(writer: Writer, change: LogRow) -> str:
    """Let what came stand here, and note it with its origin, as the merge does without a doubt."""
    values = json.loads(change.new or "{}")
    if change.content:
        values["content"] = change.content
    own: dict[str, dict[str, object]] = {
        "users": {"language": "nb"},
        "patients": {"search_text": "", "changed_at": 1},
    }
    with hand.muted(writer, change.kind):
        if change.op == "delete":
            gone = f"DELETE FROM {change.kind} WHERE id = ?"  # noqa: S608  (a double)
            writer.execute(gone, (change.record_id,))
        else:
            everything = {**own.get(change.kind, {}), **values}
            names = ", ".join(f'"{name}"' for name in everything)
            marks = ", ".join("?" for _ in everything)
            sets = ", ".join(f'"{name}" = excluded."{name}"' for name in values)
            writer.execute(
                f"INSERT INTO {change.kind} ({names}) VALUES ({marks}) "  # noqa: S608
                f"ON CONFLICT (id) DO UPDATE SET {sets}",
                tuple(everything.values()),
            )
    writer.execute(
        "INSERT INTO sync_log (origin, number, kind, record_id, patient_id, op, old, new, at, by) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(change.origin, change.number, change.kind, change.record_id, change.patient_id),
            *(change.op, change.old, change.new, change.at, change.by),
        ),
    )
    return APPLIED


def plain_apply(writer: Writer, changes: Sequence[LogRow], *, more: bool = False) -> list[str]:
    """Let all that came stand here."""
    return [plain_one(writer, change) for change in changes]


@dataclass(frozen=True, slots=True)
class Desk:
    """One station, and what a person does there."""

    record: Record
    exchanging: Exchanging
    stick: Path

    @property
    def database(self) -> Database:
        assert self.record.database is not None
        return self.record.database

    def people(self) -> dict[str, str]:
        """The names of all users, by id."""
        return dict(self.database.connection.execute("SELECT id, name FROM users").fetchall())

    def station(self) -> str:
        """The station's id."""
        with self.record.read() as reader:
            return hand.station_id(reader)

    def add(self, *ids: str, name: str = "Lun Bro") -> None:
        """Let something change: users come, whose names hold their id."""
        with self.record.write(LEADER) as writer:
            writer.executemany(USER, [(each, f"{name} {each}") for each in ids])
            writer.quiet()

    def rename(self, user: str, name: str) -> None:
        """Let something change once more."""
        with self.record.write(LEADER) as writer:
            writer.execute("UPDATE users SET name = ? WHERE id = ?", (name, user))
            writer.quiet()

    def write(self, to: str = "", name: str = "a", *, most: int = 50_000) -> Written:
        """Write to the stick."""
        return self.exchanging.write(LEADER, WriteJob(self.stick / name, to, most=most))

    def take(self, name: str = "a") -> Taken:
        """Take in from the stick."""
        return self.exchanging.take(LEADER, self.stick / f"{name}.stationx")

    def meet(self, other: "Desk", name: str = "Lesja-2") -> None:
        """Type the other station's code here."""
        self.exchanging.join(LEADER, name, other.exchanging.code(LEADER))


def switched_on(_session: Session) -> None:
    """Change nothing: the station has begun already."""


def switch_on(record: Record) -> None:
    """Let changes be noted from now on."""
    with record.write(LEADER) as writer:
        hand.begin(writer)
        writer.quiet()


@contextmanager
def desk(folder: Path, empty: Path, clock: FixedClock, stick: Path) -> Iterator[Desk]:
    """A new station with nothing in it."""
    home = Home(folder)
    home.prepare()
    if not home.database.exists():
        shutil.copyfile(empty, home.database)
    database = Database.open(home.database, KEY, MAC, clock=clock)
    record = Record(Bus(), clock, database)
    stick.mkdir(exist_ok=True)
    try:
        yield Desk(record, Exchanging(record, plain_apply, lambda _by: switch_on(record)), stick)
    finally:
        database.close()


Desks = tuple[Desk, Desk, Desk]


@pytest.fixture
def stations(tmp_path: Path, empty_file: Path, clock: FixedClock) -> Iterator[Desks]:
    """Three stations that share a secret; nothing was exchanged yet."""
    with ExitStack() as open_ones:
        made = [
            open_ones.enter_context(desk(tmp_path / name, empty_file, clock, tmp_path / "stick"))
            for name in ("a", "b", "c")
        ]
        first, second, third = made
        first.exchanging.begin(LEADER, "Lesja-1")
        second.meet(first, "Lesja-2")
        third.meet(first, "Lesja-3")
        yield first, second, third


def code_of(trouble: pytest.ExceptionInfo[Trouble]) -> str:
    """The code; its sentence can be said."""
    assert trouble.value.sentence()
    return trouble.value.code
