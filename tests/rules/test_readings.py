"""Which readings count."""

from dataclasses import FrozenInstanceError

import pytest

from station.rules.limits import Side
from station.rules.readings import Excluded, Reading


def reading(
    values: tuple[float | None, ...],
    beyond: Side | None = None,
    excluded: Excluded = Excluded.NO,
) -> Reading:
    return Reading("a" * 32, "p", "bp", 1, 2, values, beyond, excluded=excluded)


@pytest.mark.parametrize(
    ("values", "beyond", "failed"),
    [
        ((132, 81), None, False),
        ((132, None), None, False),
        ((None, None), None, True),
        ((None,), Side.LOW, False),
        ((None,), None, True),
    ],
)
def test_a_measurement_without_number_or_lo_and_hi_has_failed(
    values: tuple[float | None, ...], beyond: Side | None, failed: bool
) -> None:
    found = reading(values, beyond)
    assert found.failed is failed
    assert found.counts is not failed


@pytest.mark.parametrize("why", [each for each in Excluded if each])
def test_an_excluded_reading_is_kept_and_does_not_count(why: Excluded) -> None:
    assert not reading((132, 81), excluded=why).counts


def test_a_reading_never_changes() -> None:
    with pytest.raises(FrozenInstanceError):
        reading((1,)).note = "x"  # type: ignore[misc]
