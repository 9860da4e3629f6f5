"""Nobody is acknowledged about whom something is open, unread, old or unsure."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.acknowledging import (
    LEFT_OUT_WORDS,
    Candidate,
    LeftOut,
    acknowledged,
    left_out,
)
from station.rules.standing import Standing

CALM = Candidate(Standing.GREEN, arrived_at=100, shown_at=200)


def test_green_and_fresh_is_taken() -> None:
    assert left_out(CALM) is None
    assert left_out(replace(CALM, up_to=99)) is None


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (replace(CALM, standing=Standing.RED), LeftOut.ALERT),
        (replace(CALM, standing=Standing.YELLOW), LeftOut.ALERT),
        (replace(CALM, alerts=1), LeftOut.ALERT),
        (replace(CALM, standing=Standing.UNKNOWN), LeftOut.UNKNOWN),
        (replace(CALM, standing=Standing.MISSING), LeftOut.MISSING),
        (replace(CALM, arrived_at=0), LeftOut.MISSING),
        (replace(CALM, standing=Standing.PAUSE), LeftOut.PAUSE),
        (replace(CALM, comments=1), LeftOut.COMMENT),
        (replace(CALM, closer=True), LeftOut.CLOSER),
        (replace(CALM, confirmed=False), LeftOut.UNCONFIRMED),
        (replace(CALM, arrived_at=201), LeftOut.NEWER),
        (replace(CALM, up_to=100), LeftOut.DONE),
    ],
)
def test_everybody_else_is_left_out_with_the_reason(who: Candidate, why: LeftOut) -> None:
    assert left_out(who) is why
    assert LEFT_OUT_WORDS[why]


@given(
    st.builds(
        Candidate,
        st.sampled_from(Standing),
        st.integers(0, 2),
        st.integers(0, 2),
        st.booleans(),
        st.booleans(),
        st.integers(0, 5),
        st.integers(0, 5),
        st.none() | st.integers(0, 5),
    )
)
def test_who_is_taken_is_beyond_doubt(who: Candidate) -> None:
    if left_out(who) is None:
        assert who.standing is Standing.GREEN
        assert who.alerts == who.comments == 0
        assert who.confirmed
        assert not who.closer
        assert 0 < who.arrived_at <= who.shown_at
        assert not acknowledged(who.up_to, who.arrived_at)


def test_what_comes_later_is_not_acknowledged() -> None:
    assert acknowledged(100, 100)
    assert not acknowledged(100, 101)
    assert not acknowledged(None, 0)
