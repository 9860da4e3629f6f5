"""Whose a value is, and why it is held."""

from station.models.database import Actor, Database
from station.models.queries import devices as queries
from station.models.records import devices as records
from station.models.records.devices import NewDevice
from station.services.measuring.measuring import RawPacket
from station.services.measuring.packets import Value, read
from station.services.measuring.sorting import Case
from station.services.measuring.storing import model_for
from tests.conftest import FRIDAY_NINE
from tests.lent import CUFF, HOUR, shown_at, spot

NOW = FRIDAY_NINE


def first(case: Case, packet: RawPacket) -> Value:
    """Give the first value of a packet."""
    return read(case.device.id, model_for(case.device), [packet], None).values[0]


def test_only_what_was_certainly_measured_in_the_loan_is_the_borrower_s(
    database: Database, actor: Actor
) -> None:
    with database.write(actor) as writer:
        records.add(writer, "d1", NewDevice("oximeter", name="Oksymeter 1"))
    with database.read() as reader:
        device = queries.one(reader, "d1")
    assert device is not None
    case = Case(device, "p", "l", NOW - HOUR)
    now = first(case, spot(NOW, shown=shown_at(NOW)))
    assert (case.owns(now), case.refusal(now)) == (True, "")
    # The clock was not read: it may be as old as it says, however it is drawn.
    old = first(case, spot(NOW, shown=shown_at(NOW - 2 * HOUR)))
    assert (case.owns(old), case.refusal(old)) == (False, "before_loan")
    ahead = first(case, spot(NOW, shown=shown_at(NOW + 90 * 24 * HOUR)))
    assert (case.owns(ahead), case.refusal(ahead)) == (False, "future")
    infinite = first(case, RawPacket(CUFF, bytes.fromhex("00fe0750005a00"), NOW))
    assert (case.owns(infinite), case.refusal(infinite)) == (True, "meter_range")
    demo = first(case, RawPacket(0x2A5E, bytes.fromhex("025d004e000004"), NOW))
    assert case.refusal(demo) == "demo_value"
    nobody = Case(device, None, refused="unknown_device")
    assert (nobody.owns(now), nobody.refusal(demo)) == (False, "unknown_device")
    tried = Case(device, "p", refused="test")
    assert tried.refusal(now) == "test"
