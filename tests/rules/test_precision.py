"""Shares are told of enough alerts only, and every kind of rule is counted apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.precision import (
    LEAST,
    RULE_WORDS,
    RuleKind,
    Tally,
    handled_to_green,
    rule_kind,
    tallies,
)


def test_a_share_needs_five_closed_alerts() -> None:
    assert Tally(3, 1, 0).share is None
    assert Tally(3, 1, 1).share == pytest.approx(0.6)


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_a_share_is_never_told_of_few(real: int, false: int, technical: int) -> None:
    tally = Tally(real, false, technical)
    assert (tally.share is None) == (tally.n < LEAST)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("limit", RuleKind.LIMIT),
        ("beyond", RuleKind.LIMIT),
        ("hours", RuleKind.LIMIT),
        ("change", RuleKind.CHANGE),
        ("baseline", RuleKind.BASELINE),
        ("combination", RuleKind.COMBINATION),
        ("of a later release", RuleKind.OTHER),
    ],
)
def test_every_rule_code_is_counted_as_something(code: str, kind: RuleKind) -> None:
    assert rule_kind(code) is kind
    assert RULE_WORDS[kind]


def test_verdicts_add_up_by_kind_of_rule() -> None:
    found = tallies(
        [
            ("change", "real", 2),
            ("beyond", "technical", 1),
            ("limit", "real", 3),
            ("limit", "false", 1),
            ("combination", "", 4),
        ]
    )
    assert list(found) == [RuleKind.LIMIT, RuleKind.CHANGE]
    assert found[RuleKind.LIMIT] == Tally(3, 1, 1)
    assert found[RuleKind.CHANGE] == Tally(2)


@pytest.mark.parametrize(
    ("level", "action", "verdict", "proposed", "counts"),
    [
        (1, "advice", "real", True, True),
        (2, "advice", "real", True, False),
        (1, "gp", "real", True, False),
        (1, "advice", "false", True, False),
        (1, "advice", "real", False, False),
    ],
)
def test_only_yellow_back_in_green_by_the_own_plan_counts(
    level: int, action: str, verdict: str, proposed: bool, counts: bool
) -> None:
    assert handled_to_green(level, action, verdict, proposed=proposed) is counts
