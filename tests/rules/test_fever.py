"""Fever under chemotherapy: both ways are limits that a plan may hold."""

import pytest

from station.rules.fever import FEVER_ONCE, FEVER_STAGED
from station.rules.guardrails import check_limits
from station.rules.limits import Limit


@pytest.mark.parametrize("limits", [FEVER_ONCE, FEVER_STAGED])
def test_both_ways_pass_the_guardrails(limits: tuple[Limit, ...]) -> None:
    assert check_limits(limits) == ()
