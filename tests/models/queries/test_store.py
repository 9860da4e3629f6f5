"""What decides whether a move can be taken back, and what stands in the store."""

import pytest

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import store
from station.models.records import checks, devices, loans
from station.models.records.devices import NewDevice
from station.models.records.loans import Terms
from tests.patients import registered

AT = 1_000
HAPPENED = {
    "a reading": (
        "INSERT INTO readings (id, patient_id, kind, taken_at, arrived_at, source, source_key, "
        "device_id) VALUES ('r', 'p', 'spo2', 1, 1000, 'device', 'k', 'd1')"
    ),
    "a contact": (
        "INSERT INTO device_contacts (id, device_id, purpose, begun_at, ended_at, outcome, came) "
        "VALUES ('c', 'd1', 'live', 1, 1000, 'complete', 1)"
    ),
    "an event": (
        "INSERT INTO device_events (id, device_id, code, happened_at, arrived_at, source_key) "
        "VALUES ('e', 'd1', 'x', 1, 1000, 'k')"
    ),
    "a hand-out to a tablet": (
        "INSERT INTO tablet_pairings (id, device_id, loan_id, state, offered_at, offered_by, "
        "expires_at) VALUES ('t', 'd1', 'l1', 'offered', 1000, 'x', 2)"
    ),
    "a support case": (
        "INSERT INTO support_cases (id, device_id, opened_at, opened_by, what) "
        "VALUES ('s', 'd1', 1000, 'x', 'y')"
    ),
    "a signed receipt": "UPDATE handouts SET signed_on = '2026-11-20'",
    "a printed receipt": (
        "INSERT INTO audit (at, user_id, user_name, action, subject_kind, subject_id, details, "
        "mac) SELECT max(at), 'x', 'x', 'receipt_printed', 'handout', 'h1', '{}', 'm' FROM audit"
    ),
    "another device in its place": (
        "INSERT INTO loans (id, device_id, borrower, from_at, lent_by, replaces_loan_id) "
        "VALUES ('l2', 'd2', 'x', 1, 'x', 'l1')"
    ),
}


def lent(database: Database, actor: Actor) -> None:
    """A device that is lent with a receipt, and one in the store."""
    registered(database, actor)
    with database.write(actor) as writer:
        for name in ("d1", "d2"):
            devices.add(writer, name, NewDevice("scale", name=name))
        writer.execute("INSERT INTO handouts (id, number, at, by) VALUES ('h1', 1, 1, 'x')")
        loans.begin(writer, "l1", "d1", None, Terms(handout_id="h1"), borrower="Legekontoret")


@pytest.mark.parametrize("what", HAPPENED)
def test_whatever_happened_since_is_noticed(database: Database, actor: Actor, what: str) -> None:
    lent(database, actor)
    with database.read() as reader:
        assert not store.touched_since(reader, "d1", "l1", AT)
    with database.write(actor) as writer:
        writer.execute("PRAGMA defer_foreign_keys = ON")
        happened = HAPPENED[what].replace("'p'", "(SELECT id FROM patients)")
        writer.execute(happened)
        writer.quiet()
    with database.read() as reader:
        assert store.touched_since(reader, "d1", "l1", AT)
        assert not store.touched_since(reader, "d2", None, AT)


def test_a_step_of_a_round_that_began_since_is_noticed(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    lent(database, actor)
    with database.write(actor) as writer:
        checks.begin(writer, "c1", "d1", "return", "l1")
    with database.read() as reader:
        assert not store.touched_since(reader, "d1", None, clock.now())
    with database.write(actor) as writer:
        checks.tick(writer, "c1", "complete", "ok", "")
    with database.read() as reader:
        assert store.touched_since(reader, "d1", None, clock.now())
        assert not store.touched_since(reader, "d1", None, clock.now() + 1)


def test_the_last_loan_is_the_newest_that_is_over(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    lent(database, actor)
    with database.read() as reader:
        assert store.last_loan(reader, "d1") is None
    with database.write(actor) as writer:
        loans.end(writer, "l1", "d1", None, "")
    clock.advance(1)
    with database.write(actor) as writer:
        loans.begin(writer, "l3", "d1", None, borrower="Legekontoret")
    with database.read() as reader:
        assert store.last_loan(reader, "d1") == "l1"


def test_a_test_is_a_contact_that_brought_something(database: Database, actor: Actor) -> None:
    lent(database, actor)
    with database.read() as reader:
        assert store.last_test(reader, "d1") is None
    with database.write(actor) as writer:
        writer.execute(HAPPENED["a contact"])
        writer.quiet()
    with database.read() as reader:
        assert store.last_test(reader, "d1") == AT


def test_an_institution_is_told_by_name_and_whether_it_is_used(
    database: Database, actor: Actor
) -> None:
    with database.write(actor) as writer:
        writer.execute(
            "INSERT INTO institutions (id, kind, name, retired, created_at, created_by) "
            "VALUES ('i1', 'gp_office', 'Legekontoret', 1, 1, 'x')"
        )
        writer.quiet()
    with database.read() as reader:
        assert store.institution(reader, "i1") == ("Legekontoret", True)
        assert store.institution(reader, "i2") is None
