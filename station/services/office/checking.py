"""The check of the installation: everything the safety of the records rests on, item by item."""

from dataclasses import dataclass
from enum import IntEnum

from station.core.clock import Clock
from station.core.formats import number
from station.core.i18n import N_, ntr, tr
from station.core.paths import Home
from station.core.trouble import Trouble
from station.models import backup
from station.models.anchor import Anchor
from station.models.audit import Finding
from station.models.database import Database
from station.models.driver import dbapi
from station.models.inspection import integrity_problem, shape_problem
from station.models.place import ENOUGH_BYTES, free_bytes, is_remote, is_synchronised
from station.models.queries.audit import count_of
from station.security.keystore import KeyStore
from station.security.secrets import ANCHOR, DATABASE, DataKey

__all__ = ["Item", "Report", "State", "anchor_item", "check", "found_item"]

_DAY_MS = 24 * 60 * 60 * 1000
_MEGABYTE = 1024 * 1024


class State(IntEnum):
    """How one item stands."""

    OK = 0
    WARN = 1
    BAD = 2


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was looked at: a code for it, how it stands, and a sentence in words."""

    code: str
    state: State
    sentence: str


@dataclass(frozen=True, slots=True)
class Report:
    """All items of one check."""

    items: tuple[Item, ...]

    @property
    def worst(self) -> State:
        """Give the state of the item that stands worst."""
        return max((item.state for item in self.items), default=State.OK)


def check(
    home: Home,
    clock: Clock,
    *,
    database: Database | None = None,
    key: DataKey | None = None,
    warn_after_days: int = 7,
) -> Report:
    """Check the installation in `home`; without an open `database` and its `key`, what shows.

    `warn_after_days` is the age of the newest backup from which it is a warning.
    """
    items = [_cipher(), _keys(home, clock), _disk(home), _place(home)]
    items.append(_backup(home, clock, warn_after_days))
    if database is not None and key is not None:
        items += [_integrity(home, database, key), _shape(database)]
        items += [found_item(database.verify()), anchor_item(home, database, key)]
        items.append(_history(database))
    return Report(tuple(items))


def _cipher() -> Item:
    try:
        dbapi()
    except Trouble as trouble:
        return Item("cipher", State.BAD, trouble.sentence())
    return Item("cipher", State.OK, tr("The encryption library is in place."))


def _keys(home: Home, clock: Clock) -> Item:
    try:
        people = KeyStore(home.keys, clock).people()
    except Trouble as trouble:
        return Item("keys", State.BAD, trouble.sentence())
    return Item(
        "keys",
        State.OK,
        ntr("{n} person can sign in.", "{n} persons can sign in.", len(people)),
    )


def _disk(home: Home) -> Item:
    free = free_bytes(home.root)
    room = number(free / _MEGABYTE)
    if free < ENOUGH_BYTES:
        return Item("disk", State.WARN, tr("Only {room} MB are free on the disk.", room=room))
    return Item("disk", State.OK, tr("{room} MB are free on the disk.", room=room))


def _place(home: Home) -> Item:
    if is_remote(home.root):
        return Item(
            "place",
            State.WARN,
            tr("The records are on another machine. That can damage them; move them to this PC."),
        )
    if is_synchronised(home.root):
        return Item(
            "place",
            State.WARN,
            tr("A cloud service copies the folder of the records. Move it out of there."),
        )
    return Item("place", State.OK, tr("The records are on this PC."))


def _backup(home: Home, clock: Clock, warn_after_days: int) -> Item:
    newest = next(iter(backup.backups(home)), None)
    if newest is None:
        return Item("backup", State.WARN, tr("There is no backup yet."))
    days = max(clock.now() - newest.made_at, 0) // _DAY_MS
    state = State.WARN if days >= warn_after_days else State.OK
    if not days:
        return Item("backup", state, tr("The newest backup is less than a day old."))
    return Item(
        "backup",
        state,
        ntr("The newest backup is {n} day old.", "The newest backup is {n} days old.", days),
    )


def _integrity(home: Home, database: Database, key: DataKey) -> Item:
    # The cipher's own check gives false alarms before a checkpoint, and on a used connection.
    database.checkpoint()
    if problem := integrity_problem(home.database, key.derive(DATABASE)):
        return Item("integrity", State.BAD, tr(problem))
    return Item("integrity", State.OK, tr("The file with the records is whole."))


def _shape(database: Database) -> Item:
    if problem := shape_problem(database.connection):
        return Item("shape", State.BAD, tr(problem))
    return Item("shape", State.OK, tr("The file has the shape this version knows."))


def found_item(finding: Finding) -> Item:
    """Say what a walk through the log found."""
    if finding.problem:
        return Item(
            "log",
            State.BAD,
            tr(_LOG_PROBLEMS[finding.problem], row=finding.first_bad),
        )
    return Item(
        "log",
        State.OK,
        ntr("The log holds together: {n} row.", "The log holds together: {n} rows.", finding.rows),
    )


def anchor_item(home: Home, database: Database, key: DataKey) -> Item:
    """Compare the end of the log with the copy of it that is kept beside the file."""
    try:
        anchored = Anchor(home.anchor, key.derive(ANCHOR)).read()
    except Trouble as trouble:
        return Item("anchor", State.BAD, trouble.sentence())
    if anchored is None:
        return Item("anchor", State.WARN, tr("The second copy of the end of the log is missing."))
    if not database.holds(anchored):
        return Item(
            "anchor",
            State.BAD,
            tr("The log ends before row {row}, which was once there.", row=anchored.seq),
        )
    return Item("anchor", State.OK, tr("The end of the log agrees with its second copy."))


def _history(database: Database) -> Item:
    with database.read() as reader:
        found = count_of(reader, "older_file_found")
    if found:
        return Item(
            "history",
            State.WARN,
            ntr(
                "An older file was put back {n} time; the log says when.",
                "An older file was put back {n} times; the log says when.",
                found,
            ),
        )
    return Item("history", State.OK, tr("No older file was ever put back."))


_LOG_PROBLEMS = {
    "changed": N_("Row {row} of the log was changed, or the one before it."),
    "missing": N_("Row {row} of the log is missing."),
}
