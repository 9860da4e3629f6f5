"""Limits: the operator decides at the number itself, and data gives the same limit back."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.limits import Level, Limit, Operator, Side

LIMITS = st.builds(
    Limit,
    st.sampled_from(["spo2", "sys", "glucose"]),
    st.sampled_from([Level.YELLOW, Level.RED]),
    st.sampled_from(Side),
    st.sampled_from(Operator),
    st.floats(-1000, 1000),
    st.integers(1, 5),
    st.integers(1, 9),
    st.text(max_size=20),
)


@pytest.mark.parametrize(
    ("operator", "hits"),
    [
        (Operator.BELOW, [True, False, False]),
        (Operator.AT_MOST, [True, True, False]),
        (Operator.ABOVE, [False, False, True]),
        (Operator.AT_LEAST, [False, True, True]),
    ],
)
def test_the_stated_operator_decides_on_the_limit_itself(
    operator: Operator, hits: list[bool]
) -> None:
    limit = Limit("spo2", Level.RED, Side.LOW, operator, 88)
    assert [limit.hit(value) for value in (87.99, 88, 88.01)] == hits


def test_levels_are_ordered_by_how_bad_they_are() -> None:
    assert Level.GREEN < Level.YELLOW < Level.RED


@given(LIMITS)
def test_data_gives_the_same_limit_back(limit: Limit) -> None:
    assert Limit.from_data(json.loads(json.dumps(limit.to_data()))) == limit


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [
        ("level", "2", TypeError),
        ("level", 7, ValueError),
        ("level", True, TypeError),
        ("side", "up", ValueError),
        ("operator", "=", ValueError),
        ("value", "86", TypeError),
        ("value", None, TypeError),
        ("value", True, TypeError),
        ("k", 1.0, TypeError),
        ("n", None, TypeError),
    ],
)
def test_anything_else_is_refused(key: str, value: object, error: type[Exception]) -> None:
    data = Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 86).to_data() | {key: value}
    with pytest.raises(error):
        Limit.from_data(data)


def test_a_reason_may_be_absent_and_nothing_else() -> None:
    data = Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 86).to_data()
    del data["reason"]
    assert Limit.from_data(data).reason == ""
    del data["k"]
    with pytest.raises(KeyError):
        Limit.from_data(data)
