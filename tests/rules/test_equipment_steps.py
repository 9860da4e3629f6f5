"""What is done with a device of each kind."""

import pytest

from station.rules.equipment import Purpose
from station.rules.equipment_steps import PREPARING, STEPS, Outcome, steps_of, undone


@pytest.mark.parametrize("kind", PREPARING)
def test_the_steps_of_every_kind_are_steps_that_there_are(kind: str) -> None:
    for purpose in Purpose:
        steps = steps_of(purpose, kind, ("charger",))
        assert set(steps) <= STEPS
        assert len(set(steps)) == len(steps)


def test_what_stores_readings_is_emptied_before_and_after() -> None:
    for kind in ("tablet", "oximeter", "glucose_meter", "spirometer"):
        assert "wiped" in steps_of(Purpose.PREPARE, kind)
        assert "wiped" in steps_of(Purpose.RETURN, kind)
    for kind in ("thermometer", "charger", "heart_rate"):
        assert "wiped" not in steps_of(Purpose.RETURN, kind)


def test_the_charger_is_asked_for_only_if_it_went_out() -> None:
    assert "charger" not in steps_of(Purpose.RETURN, "tablet")
    assert steps_of(Purpose.RETURN, "tablet", ("bag", "charger")) == (
        "complete",
        "undamaged",
        "charger",
        "hygiene",
        "wiped",
    )
    assert "charger" not in steps_of(Purpose.PREPARE, "tablet", ("charger",))


def test_the_patients_own_device_is_neither_prepared_nor_looked_over() -> None:
    assert steps_of(Purpose.PREPARE, "own_device") == steps_of(Purpose.RETURN, "own_device") == ()


def test_an_unknown_kind_is_other_equipment() -> None:
    assert steps_of(Purpose.PREPARE, "hologram") == PREPARING["other"]


def test_a_step_is_done_when_it_is_in_order_or_not_relevant() -> None:
    ticked = {"clean": Outcome.OK, "tried": Outcome.NOT_OK, "complete": Outcome.NOT_RELEVANT}
    assert undone(("complete", "clean", "tried", "charged"), ticked) == ("tried", "charged")
