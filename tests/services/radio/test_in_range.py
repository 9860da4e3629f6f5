"""What is heard, joined with the register: whose it is, how near, and how long ago."""

from dataclasses import replace

import pytest

from station.core.clock import FixedClock
from station.devices.tablet.limits import SERVICE
from station.models.database import Database
from station.services.equipment.lending import NewDevice
from station.services.radio.in_range import GONE_S, MOST_HEARD, Heard, Range, bars
from station.services.radio.listening_news import Standing
from tests.lent import LendingOffice, lending_office
from tests.store_room import make_ready

OXIMETER = Heard("F0:00:00:00:00:01", "Nonin3230_501", -55, frozenset({0x1822}), 7, 0.0)


@pytest.fixture
def office(database: Database, clock: FixedClock) -> LendingOffice:
    """An empty office that lends meters."""
    return lending_office(database, clock)


def known(office: LendingOffice, *news: NewDevice) -> list[str]:
    """Register devices."""
    return [office.lending.register(office.session, each) for each in news]


def test_what_nobody_registered_is_told_apart_by_name_and_services() -> None:
    around = Range()
    around.hear(OXIMETER)
    around.hear(replace(OXIMETER, address="F0:02", name="Bathroom TV", services=frozenset()))
    around.hear(replace(OXIMETER, address="F0:03", name="", services=frozenset({SERVICE})))
    seen = around.news(0.0, frozenset()).seen
    assert [(each.address, each.model, each.standing) for each in seen] == [
        ("F0:00:00:00:00:01", "nonin_3230", Standing.UNKNOWN),
        ("F0:03", "tablet", Standing.UNKNOWN),
    ]
    assert seen[0].model_name == "Nonin 3230"
    assert seen[1].model_name
    assert (seen[0].device_id, seen[0].patient_id, seen[0].seen_at) == ("", "", 7)
    assert around.tablets(0.0) == ("F0:03",)


def test_lent_ones_come_first_then_those_in_store_then_the_nearest(office: LendingOffice) -> None:
    patient_id = office.person()
    lent, stored, _ = known(
        office,
        NewDevice("oximeter", "nonin_3230", "O-1", address="F0:01"),
        NewDevice("scale", "a model of which nobody has heard", "V-1", address="F0:02"),
        NewDevice("tablet", name="Nettbrett 4"),
    )
    make_ready(office.record, office.session, lent)
    office.lending.lend(office.session, lent, patient_id)
    around = Range()
    around.knows(office.lending.devices(office.session))
    for address, rssi in (("F0:04", -95), ("F0:03", -65), ("f0:02", -85), ("f0:01", -99)):
        around.hear(replace(OXIMETER, address=address, rssi=rssi))
    seen = around.news(0.0, frozenset({"F0:02"})).seen
    assert [(each.address, each.bars, each.busy) for each in seen] == [
        ("f0:01", 0, False),
        ("f0:02", 1, True),
        ("F0:03", 3, False),
        ("F0:04", 0, False),
    ]
    assert [each.standing for each in seen[:2]] == [Standing.LENT, Standing.IN_STORE]
    assert (seen[0].device_id, seen[0].patient_id, seen[0].patient) == (
        lent,
        patient_id,
        "Rask Elg",
    )
    assert (seen[1].device_id, seen[1].model_name) == (stored, "Nonin 3230")


def test_a_device_out_of_use_is_a_stranger_again(office: LendingOffice) -> None:
    (device_id,) = known(office, NewDevice("oximeter", "nonin_3230", "O-1", address="F0:01"))
    office.lending.retire(office.session, device_id)
    around = Range()
    around.knows(office.lending.devices(office.session))
    assert around.row("f0:01") is None


def test_the_register_says_which_are_tablets(office: LendingOffice) -> None:
    tablet, scale = known(
        office, NewDevice("tablet", name="Nettbrett 4"), NewDevice("scale", "", "V-1")
    )
    around = Range()
    around.knows(office.lending.devices(office.session))
    assert around.is_tablet(tablet)
    assert not around.is_tablet(scale)


def test_what_was_silent_for_long_is_gone() -> None:
    around = Range()
    around.hear(OXIMETER)
    around.hear(replace(OXIMETER, address="F0:03", services=frozenset({SERVICE})))
    assert len(around.news(GONE_S, frozenset()).seen) == 2
    assert around.tablets(GONE_S + 1) == ()
    assert around.heard("f0:00:00:00:00:01") == OXIMETER
    assert around.news(GONE_S + 1, frozenset()).seen == ()
    assert around.heard("f0:00:00:00:00:01") is None


def test_of_very_many_the_strangers_heard_longest_ago_go(office: LendingOffice) -> None:
    known(office, NewDevice("oximeter", "nonin_3230", "O-1", address="MINE"))
    around = Range()
    around.knows(office.lending.devices(office.session))
    around.hear(replace(OXIMETER, address="MINE"))
    for number in range(MOST_HEARD):
        around.hear(replace(OXIMETER, address=f"X{number}", at=float(number)))
    assert around.heard("MINE") is not None
    assert around.heard("X0") is None
    assert around.heard(f"X{MOST_HEARD - 1}") is not None


@pytest.mark.parametrize(
    ("rssi", "shown"), [(-40, 4), (-60, 4), (-61, 3), (-80, 2), (-90, 1), (-91, 0), (-127, 0)]
)
def test_the_signal_is_told_in_bars(rssi: int, shown: int) -> None:
    assert bars(rssi) == shown


def test_a_model_that_was_only_written_down_is_guessed_from_the_air(office: LendingOffice) -> None:
    known(office, NewDevice("oximeter", "Onyx, den gamle", "O-1", address=OXIMETER.address))
    around = Range()
    around.knows(office.lending.devices(office.session))
    around.hear(OXIMETER)
    assert [each.model for each in around.news(0.0, frozenset()).seen] == ["nonin_3230"]
