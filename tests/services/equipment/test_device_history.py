"""A device's history in words: contacts with what came of them, and what failed."""

import pytest

from station.core.clock import FixedClock
from station.models.database import Database
from station.services.measuring.measuring import ContactFacts
from tests.lent import HOUR, RESERVED, LendingOffice, lending_office, shown_at, spot


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> LendingOffice:
    """An empty office that lends devices."""
    return lending_office(database, clock)


def test_a_contact_says_what_came_of_it(desk: LendingOffice) -> None:
    device_id = desk.lent(desk.person())
    facts = ContactFacts(
        device_id, "fetch", 5, "lost", 9, 1, 2, 3, 1, battery=40, clock_offset_ms=3 * HOUR
    )
    desk.measuring.contact(desk.session, facts)
    desk.measuring.contact(desk.session, ContactFacts(device_id, "live", 6, "complete"))
    newest, first = desk.lending.device(desk.session, device_id).contacts
    assert first.text == (
        "the connection was lost · 1 reading stored · 2 were there already · 3 held back · "
        "1 failed measurement · battery 40 % · The clock is 3 h ahead"
    )
    assert (first.at, first.purpose, first.complete) == (5, "Fetched readings", False)
    assert (newest.text, newest.complete) == ("everything came", True)


def test_what_failed_is_listed_with_its_bytes(desk: LendingOffice) -> None:
    device_id = desk.lent(desk.person())
    desk.clock.advance(HOUR)
    now = desk.clock.now()
    packet = spot(now, RESERVED, RESERVED, shown_at(now))
    desk.take(device_id, packet)
    (event,) = desk.lending.device(desk.session, device_id).events
    assert (event.text, event.raw) == ("Failed measurement from a device: SpO₂", packet.raw)
    assert event.device_time == shown_at(now).isoformat()
    (loan,) = desk.lending.device(desk.session, device_id).loans
    assert (loan.to, loan.device, loan.ended_at) == ("Rask Elg", "Apparat 1", None)
