"""Work without a window: who signs in, and a look at the file that changes nothing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from station.core.bus import Bus
from station.core.clock import Clock
from station.core.i18n import N_
from station.core.paths import Home
from station.core.trouble import Trouble
from station.models.database import Database
from station.models.driver import dbapi, wipe
from station.models.queries import users
from station.security.keystore import KeyStore
from station.security.secrets import AUDIT, DATABASE, DataKey
from station.security.slots import Owner
from station.services.record import Record
from station.services.session import Session


@dataclass(frozen=True, slots=True)
class Look:
    """An open file that can only be read, who looks, and the key that checks need."""

    record: Record
    session: Session
    database: Database
    key: DataKey


def slot_of(home: Home, clock: Clock, name: str) -> Owner:
    """Find the person who signs in by name or initials; the only one needs no name.

    Raises Trouble `person_unknown`, with the names that there are.
    """
    return named(KeyStore(home.keys, clock).people(), name)


def named(people: Sequence[Owner], name: str) -> Owner:
    """Find one of `people` by name or initials; Trouble `person_unknown`, with their names."""
    found = [each for each in people if name in (each.name, each.initials)] if name else people
    if len(found) != 1:
        raise Trouble(
            "person_unknown",
            N_("Say who signs in with --user. There are: {names}."),
            names=", ".join(each.name for each in people),
        )
    return found[0]


@contextmanager
def looking(home: Home, clock: Clock, slot_id: str, password: str) -> Iterator[Look]:
    """Open the file beside a running program, for reading only."""
    dbapi()
    key = KeyStore(home.keys, clock).open(slot_id, password).key
    try:
        secret = key.derive(DATABASE)
        try:
            database = Database.open(
                home.database, secret, key.derive(AUDIT), clock=clock, read_only=True
            )
        finally:
            wipe(secret)
        try:
            yield Look(Record(Bus(), clock, database), _session(database, slot_id), database, key)
        finally:
            database.close()
    finally:
        key.wipe()


def _session(database: Database, slot_id: str) -> Session:
    with database.read() as reader:
        user = users.by_slot(reader, slot_id)
    if user is None or not user.active:
        raise Trouble("user_inactive", N_("This person does not work here any more."))
    return Session(user.id, user.name, user.initials, user.role, user.language)
