"""Stations that exchange with a server through chaos, and a book of what was done at them."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Event

from benchmarks.sync_faults.chaos import Chaos, standing
from station.core.bus import Bus
from station.core.clock import Clock, FixedClock, SystemClock
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.anchor import Anchor
from station.models.database import Actor, Database
from station.models.driver import open_connection
from station.models.upgrade import upgrade
from station.services.patients.consents import Consents
from station.services.record import Record
from station.services.session import Session
from station.services.sync.central import syncing
from station.services.sync.items import SyncItems
from station.services.sync.line import Line
from station.services.sync.setup import ChannelSettings, SyncSetup
from station.services.sync.syncing import Syncing
from station.services.sync.values import Report
from station.sync.address import Address
from tests.conftest import ANCHOR_KEY, AUDIT_KEY, DATA_KEY, FRIDAY_NINE
from tests.services.stations import Place, Server, place
from tests.services.sync_cases import (
    PATIENT,
    add,
    add_device,
    add_patient,
    add_version,
    change,
    close_alert,
    lend,
    measure,
)

PEOPLE = ("Rask Elg", "Stille Brygge", "Klok Rev")
COLUMNS = ("phone", "city", "needs")
DEVICE = "e" * 32
HOUR = 3_600_000
PATIENT_S, HURRY_S = 20.0, 0.5
"""How long the other side may say nothing; while faults strike, half a second."""


@dataclass
class Book:
    """What was done: records made, and each value of a field with the one that it replaced."""

    made: dict[tuple[str, str], str] = field(default_factory=dict)
    wrote: dict[tuple[str, str, str], list[tuple[object, object]]] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    number: int = 0
    clocks: list[FixedClock] = field(default_factory=list)

    def next(self) -> int:
        """Give a number that was never given."""
        self.number += 1
        return self.number


@dataclass
class Post(Place):
    """A station with its way to the server."""

    path: Path = Path()
    chaos: Chaos | None = None
    book: Book = field(default_factory=Book)
    session: Session = field(default_factory=lambda: Session("", "", "", "leader", "en"))
    record: Record = field(default_factory=lambda: Record(Bus(), SystemClock()))
    driver: Syncing | None = None
    wire_clock: Clock = field(default_factory=SystemClock)
    hasty: bool = True
    reports: list[Report] = field(default_factory=list)

    def share(self, settings: ChannelSettings | None = None) -> None:
        """Switch the exchange on."""
        setup = SyncSetup(self.record)
        setup.keep(self.session, settings or self.settings())
        setup.switch_on(self.session)

    def settings(self) -> ChannelSettings:
        """Give how its server is reached."""
        assert self.chaos is not None  # noqa: S101
        return ChannelSettings(self.chaos.base_url, sign_in="none")

    def run(self) -> Report | None:
        """Exchange once; None where the file could not be used just now."""
        assert self.driver is not None  # noqa: S101
        try:
            self.reports.append(self.driver.run_once(self.session))
        except Trouble:
            return None
        return self.reports[-1]

    def again(self) -> None:
        """Let a person try again all that was refused."""
        items = SyncItems(self.record)
        held = self.rows("SELECT channel, kind, record_id FROM sync_outbox WHERE state = 'held'")
        for channel, kind, record_id in held:
            items.retry(self.session, f"out/{channel}/{kind}/{record_id}")
        for name, channel in self.rows(
            "SELECT id, channel FROM sync_inbox WHERE state = 'held' LIMIT 1"
        ):
            items.retry(self.session, f"in/{channel}/{name}")

    # ------------------------------------------------------------------------- what people do

    def edit(self, column: str, kind: str = "patients", record_id: str = PATIENT) -> str:
        """Write something new into a field."""
        new = f"{self.name} {self.book.next()}"
        old = (self.one(kind, record_id) or {})[column]
        change(self, kind, record_id, **{column: new})
        self.book.wrote.setdefault((kind, record_id, column), []).append((old, new))
        return new

    def note(self) -> str:
        """Write a note."""
        words = f"{self.name} {self.book.next()}"
        more = {"kind": "note", "initiative": "centre", "note": words, "at": self.clock.now()}
        return self._made("contacts", add(self, "contacts", patient_id=PATIENT, by="u", **more))

    def relative(self) -> str:
        """Add a relative."""
        name = f"{self.name} {self.book.next()}"
        return self._made("relatives", add(self, "relatives", patient_id=PATIENT, name=name))

    def reading(self, value: float | None = None) -> str:
        """Take a reading."""
        for clock in self.book.clocks:
            clock.advance(60_000)
        number, at = self.book.next(), self.clock.now() - 60_000
        worth = value if value is not None else 80.0 + number % 20
        return self._made("readings", measure(self, worth, f"{self.name}-{number}", taken_at=at))

    def consent(self) -> str:
        """Register a consent."""
        more = {"form_version": "1", "given_on": "2026-01-01", "informed_by": "RE"}
        more |= {"registered_at": "1", "registered_by": self.actor.user_id}
        return self._made("consents", add(self, "consents", patient_id=PATIENT, **more))

    def withdraw(self, consent: str) -> None:
        """Withdraw a consent."""
        day = day_of(self.clock.now())
        Consents(self.record).withdraw(self.session, PATIENT, consent, day)
        self.book.withdrawn.add(consent)

    def approve(self, plan: str) -> str:
        """Approve a version of the plan, in place of the one in force."""
        found = self.rows(
            "SELECT id, number, status FROM plan_versions ORDER BY number DESC LIMIT 1"
        )
        old, number, status = found[0] if found else (None, 0, "")
        if status == "approved":
            change(self, "plan_versions", str(old), status="replaced", in_force_to=20)
        below = 84.0 + self.book.next() % 8
        more = {"based_on": old, "in_force_from": 10 if old is None else 20}
        version = add_version(self, plan, int(str(number)) + 1, below, **more)
        return self._made("plan_versions", version)

    def lend_or_end(self) -> None:
        """Lend the device, or end its loan."""
        if self.rows("SELECT 1 FROM loans WHERE ended_at IS NULL"):
            self.write("UPDATE loans SET ended_at = 9, ended_by = 'u' WHERE ended_at IS NULL")
        else:
            self._made("loans", lend(self, DEVICE))

    def close_some(self) -> None:
        """Close an alert that is open."""
        found = self.rows("SELECT id FROM alerts WHERE state != 'closed' ORDER BY id LIMIT 1")
        if found:
            close_alert(self, str(found[0][0]))

    def work(self, random: Random, acts: int, *, edits: bool = True) -> None:
        """Do so many things that people do all day; without `edits` no field of a person."""
        usual: tuple[Callable[[], object], ...] = (
            self.note,
            self.relative,
            self.reading,
            self.reading,
            self.close_some,
            lambda: self.edit(random.choice(COLUMNS)),
        )[: None if edits else -1]
        for _ in range(acts):
            random.choice(usual)()

    def _made(self, kind: str, record_id: str) -> str:
        self.book.made[kind, record_id] = self.name
        return record_id


class Hasty(ChannelSettings):
    """Settings whose address waits only shortly."""

    patience_s = HURRY_S

    def place(self) -> Address:
        """Give the address."""
        return replace(ChannelSettings.place(self), silence_s=self.patience_s)


class Patient(Hasty):
    """Settings whose address waits long enough for a computer that has much to do."""

    patience_s = PATIENT_S


def joins(post: Post, database_record: Record) -> None:
    """Put the driver of the exchange on a station."""

    def connect(settings: ChannelSettings, station: str, stop: Event) -> Line:
        faulty = post.hasty and post.chaos is not None and post.chaos.fault is not None
        kind = Hasty if faulty else Patient
        return Line(kind.from_text(settings.to_text()), station, post.wire_clock, stop)

    post.record = database_record
    post.driver = syncing(post.record, connect)


def empty_file(path: Path, target: str = "head") -> Path:
    """Make an encrypted file with all tables and no rows."""
    connection = open_connection(path, DATA_KEY, create=True)
    upgrade(connection, lambda: None, target=target)
    connection.close()
    return path


def opened(name: str, empty: Path, folder: Path, chaos: Chaos, book: Book) -> Post:
    """Give a station with an empty file that is not shared yet."""
    number = len(list(folder.glob("*.db")))
    actor = Actor(f"{number + 1:032x}", PEOPLE[number % len(PEOPLE)])
    plain = place(name, actor, empty, folder, Server(), FRIDAY_NINE)
    post = Post(name, plain.database, plain.clock, actor, plain.server)
    post.path, post.chaos, post.book = folder / f"{name}.db", chaos, book
    book.clocks.append(plain.clock)
    post.session = Session(actor.user_id, actor.name, "XX", "leader", "en")
    joins(post, Record(Bus(), plain.clock, plain.database))
    return post


@dataclass
class World:
    """Stations of one municipality, a server, and what was done."""

    posts: list[Post]
    book: Book
    random: Random
    folder: Path
    base_url: str
    plan: str = ""
    agreed: str = ""

    @property
    def struck(self) -> int:
        """Give how often a fault struck."""
        return sum(post.chaos.struck for post in self.posts if post.chaos)

    def round(self) -> None:
        """Let every station exchange once."""
        for post in self.posts:
            post.run()


@contextmanager
def world(
    base_url: str, empty: Path, seed: str, count: int = 2, *, coded: bool = False
) -> Iterator[World]:
    """Give stations that know one patient with a plan, a consent and a device.

    If they are `coded` they share a code, as a municipality's stations do.
    """
    book = Book()
    with (
        TemporaryDirectory(prefix="station-sync-") as name,
        standing(base_url, seed, count) as ways,
    ):
        folder = Path(name)
        posts = [opened(f"s{at}", empty, folder, way, book) for at, way in enumerate(ways)]
        made = World(posts, book, Random(seed), folder, base_url)
        for post in posts if coded else ():
            post.share_code()
        try:
            begin(made)
            yield made
        finally:
            for post in made.posts:
                post.database.close()


def begin(made: World) -> None:
    """Register the patient at the first station, and let all others have it."""
    first = made.posts[0]
    add_patient(first)
    add_device(first, id=DEVICE)
    made.plan = add(first, "plans", patient_id=PATIENT, template="kols", created_at=1)
    made.agreed = first.consent()
    first.approve(made.plan)
    for post in made.posts:
        post.share()
    made.round()
    assert all(post.one("patients", PATIENT) for post in made.posts)  # noqa: S101


def copy_file(post: Post, to: Path) -> None:
    """Copy a station's file as it is now."""
    with post.database.read():
        pass
    post.database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for each in post.path.parent.glob(f"{post.name}.*"):
        shutil.copyfile(each, to / each.name)


def later(clock: FixedClock, ms: int) -> None:
    """Let time go on, or turn it back."""
    clock.set(clock.now() + ms)


def reopened(post: Post) -> None:
    """Open a station's file as the next start does."""
    with suppress(Exception):
        post.database.close()
    path = post.path
    anchor = Anchor(path.with_suffix(".anchor"), ANCHOR_KEY)
    post.database = Database.open(path, DATA_KEY, AUDIT_KEY, clock=post.clock, anchor=anchor)
    joins(post, Record(Bus(), post.clock, post.database))
