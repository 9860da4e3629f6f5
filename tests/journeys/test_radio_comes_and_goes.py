"""A PC without Bluetooth until later, and a screen that is locked while a meter is read."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from simulator.bus import PrivateBus
from simulator.faults import Faults
from simulator.meters.glucose import GlucoseMeter
from simulator.meters.oximeter import Oximeter
from simulator.world import WorldThread
from station.core.clock import FixedClock
from station.training import door
from tests.bluetooth import PrivateRadio
from tests.journeys.driver import Nurse
from tests.journeys.radio import from_device, lend, listens, shown_now
from tests.journeys.work import GREEN, later, open_card, stands, type_reading

WELL, SWEET = "Blid Trapp", "Ærlig Urd"
ADDRESS = "F0:00:00:00:00:81"
NYNORSK = "Even Lyng"
RECORDS = 40


@pytest.fixture(params=["a bus without BlueZ", "no bus"])
def plug_in(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], PrivateRadio]]:
    """A PC whose system has no Bluetooth until it is plugged in by this."""
    bus = PrivateBus(tmp_path)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address)
    with ExitStack() as stack:
        thread = stack.enter_context(WorldThread())
        if request.param != "no bus":
            stack.enter_context(bus)

        def now() -> PrivateRadio:
            if request.param == "no bus":
                stack.enter_context(bus)
            made = PrivateRadio(thread, bus)
            stack.callback(made.close)
            return made

        yield now


@pytest.fixture
def without_radio(
    plug_in: Callable[[], PrivateRadio],
    training: Nurse,
) -> Nurse:
    """Signed in, in nynorsk, on a PC that cannot hear; a meter is lent to a patient."""
    training.sign_in(NYNORSK, door.PASSWORD)
    training.until(lambda: training.has("worklist"), "the worklist")
    stands(training, WELL, "Grøn")
    lend(training, WELL, ADDRESS, "generic_oximeter", "oximeter", "Oksymeter 81")
    return training


def test_without_bluetooth_one_types_and_with_it_readings_flow_without_a_restart(
    without_radio: Nurse, plug_in: Callable[[], PrivateRadio], day_clock: FixedClock
) -> None:
    nurse = without_radio
    nurse.go("equipment")
    nurse.until(lambda: nurse.sees("har ikkje Bluetooth"), "that there is no Bluetooth")
    assert "for hand" in nurse.words("radio_banner")
    later(nurse, day_clock, 2)
    type_reading(nurse, WELL, "94")
    air = plug_in()
    meter = Oximeter(ADDRESS, now=lambda: shown_now(nurse))
    later(nurse, day_clock, 2)
    meter.take({"spo2": 92, "pulse": 80})
    air.add(meter)
    nurse.go("equipment")
    nurse.until(lambda: not nurse.has("radio_banner"), "that Bluetooth is there now")
    nurse.until(lambda: from_device(nurse, ADDRESS, "spo2"), "the reading")
    assert from_device(nurse, ADDRESS, "spo2") == [(WELL, 92.0)]
    open_card(nurse, WELL)
    nurse.until(lambda: "SpO₂: siste 92" in nurse.words(), "the reading on the card")


@pytest.fixture
def at_work(private_bus: PrivateRadio, training: Nurse) -> Nurse:
    """Signed in, with a glucose meter lent long ago that holds many records."""
    training.sign_in(door.USER, door.PASSWORD)
    training.until(lambda: training.has("worklist"), "the worklist")
    stands(training, SWEET, GREEN)
    lend(training, SWEET, ADDRESS, "generic_glucose_meter", "glucose_meter", "Apparat 81")
    listens(training, private_bus)
    return training


def test_a_lock_in_the_midst_of_a_visit_loses_nothing_and_shows_nothing(
    at_work: Nurse, private_bus: PrivateRadio, day_clock: FixedClock
) -> None:
    nurse = at_work
    later(nurse, day_clock, RECORDS + 1)
    meter = GlucoseMeter(ADDRESS, now=lambda: shown_now(nurse), faults=Faults(per_second=20))
    for minutes in range(RECORDS, 0, -1):
        meter.take({"glucose": 7.0}, at=shown_now(nurse) - timedelta(minutes=minutes))
    private_bus.add(meter)
    nurse.until(lambda: len(from_device(nurse, ADDRESS, "glucose")) > 3, "the first records")
    nurse.key("Ctrl+L")
    nurse.until(nurse.at_the_door, "the door")
    nurse.until(lambda: meter.connection is None, "that the meter is let go")
    words = nurse.words()
    assert SWEET not in words
    assert "7,0" not in words
    nurse.settle()
    nurse.write("password", door.PASSWORD)
    nurse.press("enter")
    nurse.until(lambda: nurse.keeper.session is not None, "the way in")
    before = from_device(nurse, ADDRESS, "glucose")
    assert 3 < len(before) < RECORDS
    later(nurse, day_clock, 1)
    nurse.until(lambda: len(from_device(nurse, ADDRESS, "glucose")) == RECORDS, "all records")
    assert set(from_device(nurse, ADDRESS, "glucose")) == {(SWEET, 7.0)}
