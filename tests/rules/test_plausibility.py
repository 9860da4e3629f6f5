"""Plausibility: odd is asked about, impossible is refused, and bad is neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.kinds import COMPONENTS, KINDS, Component, component_of, place_of
from station.rules.limits import Side
from station.rules.plausibility import (
    Assessment,
    Doubt,
    Finding,
    Plausibility,
    assess,
    doubt_value,
)
from station.rules.readings import Excluded, Reading

DAY = 86_400_000
ACCEPT, CONFIRM, REJECT = Plausibility.ACCEPT, Plausibility.CONFIRM, Plausibility.REJECT


def weight(at: int, value: float | None, excluded: Excluded = Excluded.NO) -> Reading:
    return Reading(f"{at:032x}", "p", "weight", at, at, (value,), excluded=excluded)


@pytest.mark.parametrize(
    ("code", "accepted", "asked", "refused"),
    [
        ("spo2", [70, 84, 100], [69.9, 1], [0.9, 100.1]),
        ("pulse", [35, 180], [34.9, 20, 180.1, 300], [19.9, 300.1]),
        ("sys", [70, 220], [69.9, 40, 220.1, 299.9], [39.9, 300]),
        ("dia", [40, 130], [39.9, 20, 130.1, 199.9], [19.9, 200]),
        ("weight", [30, 250], [29.9, 2.1, 250.1, 500], [2, 500.1]),
        ("temp", [34.5, 41.5], [34.4, 25, 41.6, 45], [24.9, 45.1]),
        ("glucose", [1.5, 33.3], [1.4, 0.31, 33.4, 60], [0.3, 60.1]),
        ("resp", [8, 40], [7.9, 3, 40.1, 100], [2.9, 100.1]),
        ("pef", [60, 800], [59.9, 20, 800.1, 900], [19.9, 900.1]),
        ("fev1", [0.3, 6], [0.29, 0.1, 6.1, 8], [0.09, 8.1]),
        ("steps", [0, 100_000], [], [-1, 100_001]),
        ("cat_total", [0, 40], [], [-1, 41, 12.5]),
        ("mmrc", [0, 4], [], [-1, 5, 0.5]),
    ],
)
def test_each_component_has_its_three_zones(
    code: str, accepted: list[float], asked: list[float], refused: list[float]
) -> None:
    component = component_of(code)
    assert all(doubt_value(component, value) is None for value in accepted)
    for values, level in ((asked, CONFIRM), (refused, REJECT)):
        for value in values:
            found = doubt_value(component, value)
            assert found is not None
            assert (found.plausibility, found.component, found.value) == (level, code, value)


@pytest.mark.parametrize(
    ("pair", "plausibility", "doubt"),
    [
        ((132, 81), ACCEPT, None),
        ((95, 80), ACCEPT, None),
        ((95, 81), CONFIRM, Doubt.PAIR_NARROW),
        ((80, 80), REJECT, Doubt.PAIR_REVERSED),
        ((81, 132), REJECT, Doubt.PAIR_REVERSED),
        ((230, 81), CONFIRM, Doubt.UNUSUAL),
        ((132, None), ACCEPT, None),
        ((None, 81), ACCEPT, None),
        ((None, 10), REJECT, Doubt.IMPOSSIBLE),
    ],
)
def test_the_two_halves_of_a_blood_pressure_are_also_judged_together(
    pair: tuple[float | None, float | None], plausibility: Plausibility, doubt: Doubt | None
) -> None:
    found = assess("bp", pair)
    assert found.plausibility is plausibility
    assert (doubt in [each.doubt for each in found.findings]) is (doubt is not None)


def test_the_gravest_finding_decides_and_none_is_lost() -> None:
    found = assess("bp", (300, 190))
    assert [each.plausibility for each in found.findings] == [REJECT, CONFIRM]
    assert found.plausibility is REJECT


@pytest.mark.parametrize(
    ("before", "value", "asked"),
    [
        ([(0, 80.0)], 83.0, False),
        ([(0, 80.0)], 83.1, True),
        ([(0, 80.0)], 76.9, True),
        ([(-1, 80.0)], 83.1, False),
        ([(-6 * DAY, 80.0)], 87.0, False),
        ([(-6 * DAY, 80.0)], 87.1, True),
        ([(-6 * DAY - 1, 80.0)], 87.1, False),
        ([(2 * DAY, 80.0)], 87.1, True),
        ([(0, 80.0), (-2 * DAY, 70.0)], 83.5, True),
        ([], 83.0, False),
    ],
    ids=[
        "three in a day",
        "more than three",
        "lost",
        "a day and a little ago",
        "seven in a week",
        "more than seven",
        "a week and a little ago",
        "before a later one",
        "both",
        "the first",
    ],
)
def test_a_jump_of_weight_is_asked_about(
    before: list[tuple[int, float]], value: float, asked: bool
) -> None:
    previous = [weight(at, kg) for at, kg in before]
    found = assess("weight", (value,), taken_at=DAY, previous=previous)
    assert (found.plausibility is CONFIRM) is asked


def test_the_jump_names_the_largest_difference() -> None:
    previous = [weight(0, 85.0), weight(1, 80.0), weight(2, 84.0)]
    found = assess("weight", (90,), taken_at=3, previous=previous)
    assert found.findings == (Finding(CONFIRM, Doubt.JUMP, "weight", 90, 80),)


def test_a_jump_from_a_reading_that_does_not_count_is_none() -> None:
    previous = [weight(0, 60, Excluded.WRONG_PATIENT), weight(1, None)]
    assert assess("weight", (90,), taken_at=2, previous=previous) == Assessment()


def test_only_weight_is_compared_with_what_was_before() -> None:
    before = Reading("1" * 32, "p", "spo2", 0, 0, (96,))
    assert assess("spo2", (84,), taken_at=1, previous=[before]).plausibility is ACCEPT


def test_no_value_is_a_failed_measurement() -> None:
    found = assess("spo2", (None,))
    assert found.findings == (Finding(REJECT, Doubt.NO_VALUE, "spo2"),)
    assert assess("bp", (None, None)).plausibility is REJECT


@pytest.mark.parametrize("kind", ["glucose", "glucose_interstitial"])
def test_lo_and_hi_are_believed_of_a_glucose_meter(kind: str) -> None:
    assert assess(kind, (None,), Side.LOW) == Assessment()
    assert assess(kind, (5.0,), Side.LOW).findings == (Finding(REJECT, Doubt.NO_RANGE, kind),)


def test_lo_and_hi_are_not_believed_of_anything_else() -> None:
    assert assess("spo2", (None,), Side.LOW).findings[0].doubt is Doubt.NO_RANGE


def test_a_wrong_number_of_values_is_a_bug() -> None:
    with pytest.raises(ValueError, match="2 components"):
        assess("bp", (132,))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
@given(component=st.sampled_from(COMPONENTS))
def test_what_is_no_number_is_never_taken(value: float, component: Component) -> None:
    kind, place = place_of(component.code)
    values = [90.0 if at != place else value for at in range(len(kind.components))]
    assert assess(kind.code, values).plausibility is REJECT


@given(st.sampled_from(KINDS), st.data())
def test_what_is_accepted_lies_within_every_bound(kind: object, data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(KINDS))
    values = [data.draw(st.floats(-10, 1000)) for _ in chosen.components]
    found = assess(chosen.code, values)
    inside = all(
        not part.reject.outside(value) and not part.confirm.outside(value)
        for part, value in zip(chosen.components, values, strict=True)
    )
    assert inside or found.plausibility is not ACCEPT
    assert all(each.plausibility > ACCEPT for each in found.findings)
