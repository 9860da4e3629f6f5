"""What a screen shows of a measurement at the office before anybody keeps it."""

import pytest

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.rules.limits import Level
from station.services.measuring.measuring import ClockFacts, LiveValue, RawPacket
from tests.intaking import plan_in_force, spo2_plan
from tests.lent import (
    CUFF,
    DAY,
    HOUR,
    RESERVED,
    SPOT,
    LendingOffice,
    glucose,
    lending_office,
    shown_at,
    spot,
    weight,
)


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> LendingOffice:
    """An empty office that lends meters."""
    return lending_office(database, clock)


def live(desk: LendingOffice, kind: str, *packets: RawPacket, patient_id: str = "") -> LiveValue:
    """Measure with an office meter of a kind."""
    whose = patient_id or desk.person()
    return desk.measuring.live(desk.session, desk.device(kind), whose, packets)


def test_the_zone_of_the_plan_in_force_is_said(
    desk: LendingOffice, database: Database, actor: Actor
) -> None:
    patient_id = desk.person()
    plan_in_force(database, actor, patient_id, desk.clock.now() - DAY, spo2_plan())
    now = desk.clock.now()
    for value, level in ((84, Level.RED), (88, Level.YELLOW), (95, Level.GREEN)):
        shown = live(desk, "oximeter", spot(now, value), patient_id=patient_id)
        spo2, pulse = shown.readings
        assert (spo2.level, pulse.level) == (level, None)
        assert pulse.level_words == "The plan has no limits for this."
        assert "PC's time" in spo2.time


def test_lo_and_hi_lie_beyond_their_own_limits(
    desk: LendingOffice, database: Database, actor: Actor
) -> None:
    now = desk.clock.now()
    shown = live(desk, "glucose_meter", glucose(now, 1, shown_at(now), 0x07FE))
    (reading,) = shown.readings
    assert (reading.text, reading.level, shown.saveable) == ("Glucose HI", None, True)


def test_a_failed_measurement_says_so_and_cannot_be_kept(desk: LendingOffice) -> None:
    shown = live(desk, "oximeter", spot(desk.clock.now(), RESERVED, RESERVED))
    assert shown.failed.startswith("Failed measurement from a device")
    assert (shown.saveable, shown.readings) == (False, ())


@pytest.mark.parametrize(
    ("packet", "said"),
    [
        ((SPOT, "0065004600"), "100"),
        ((CUFF, "00fe0750005a00"), "outside what the device can measure"),
        ((SPOT, "ff"), "cannot be read for certain"),
    ],
)
def test_what_cannot_be_kept_says_why(
    desk: LendingOffice, packet: tuple[int, str], said: str
) -> None:
    characteristic, payload = packet
    raw = RawPacket(characteristic, bytes.fromhex(payload), desk.clock.now())
    shown = live(desk, "oximeter", raw)
    assert said in shown.refused


def test_while_it_measures_the_numbers_are_for_the_eye_only(desk: LendingOffice) -> None:
    going = RawPacket(0x2A5F, bytes.fromhex("005d004e00"), desk.clock.now())
    shown = live(desk, "oximeter", going)
    assert (shown.ongoing, shown.saveable, len(shown.readings)) == (True, False, 2)
    done = live(desk, "oximeter", going, spot(desk.clock.now(), 97))
    assert (done.ongoing, done.saveable, done.readings[0].text) == (False, True, "SpO₂ 97 %")


def test_what_lay_in_the_memory_is_not_shown_as_measured_now(desk: LendingOffice) -> None:
    now = desk.clock.now()
    packets = [spot(now, 85, shown=shown_at(now - HOUR)), spot(now, 96, shown=shown_at(now))]
    whose, device_id = desk.person(), desk.device()
    shown = desk.measuring.live(desk.session, device_id, whose, packets, ClockFacts("", 0))
    assert shown.readings[0].text == "SpO₂ 96 %"
    assert live(desk, "scale", weight(now)).readings[0].text.startswith("Weight 82.3")
    assert not desk.measuring.live(desk.session, device_id, whose, []).saveable
