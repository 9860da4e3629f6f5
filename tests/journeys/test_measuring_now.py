"""What a meter measured before it was lent is never on the card."""

from datetime import timedelta

import pytest

from simulator.meters.oximeter import Oximeter
from station.core.clock import FixedClock
from station.training import door
from tests.bluetooth import PrivateRadio
from tests.journeys.driver import Nurse
from tests.journeys.radio import from_device, held_back, lend, listens, shown_now
from tests.journeys.work import GREEN, later, open_card, stands

WELL = "Blid Trapp"
ADDRESS = "F0:00:00:00:00:51"


@pytest.fixture
def at_work(private_bus: PrivateRadio, training: Nurse) -> Nurse:
    """Signed in on the training day, with an oximeter lent to a patient two minutes ago."""
    training.sign_in(door.USER, door.PASSWORD)
    training.until(lambda: training.has("worklist"), "the worklist")
    stands(training, WELL, GREEN)
    lend(training, WELL, ADDRESS, "generic_oximeter", "oximeter", "Oksymeter 51")
    listens(training, private_bus)
    return training


def test_what_it_measured_before_the_loan_is_held_back(
    at_work: Nurse, private_bus: PrivateRadio, day_clock: FixedClock
) -> None:
    nurse = at_work
    later(nurse, day_clock, 5)
    meter = Oximeter(ADDRESS, now=lambda: shown_now(nurse))
    meter.take({"spo2": 79, "pulse": 111}, at=shown_now(nurse) - timedelta(hours=20))
    meter.take({"spo2": 93, "pulse": 77})
    private_bus.add(meter)
    nurse.until(lambda: from_device(nurse, ADDRESS, "spo2"), "the reading of today")
    assert from_device(nurse, ADDRESS, "spo2") == [(WELL, 93.0)]
    nurse.until(lambda: len(held_back(nurse)) == 2, "what is held back")
    assert {reason for reason, _ in held_back(nurse)} == {"before_loan"}
    open_card(nurse, WELL)
    nurse.until(lambda: "SpO₂: siste 93" in nurse.words(), "today's on the card")
    assert "79" not in nurse.words("timeline")
