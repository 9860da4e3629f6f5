"""What a peer lacks, what came too early, and what is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.changesets import (
    Span,
    another_number,
    believed,
    gaps,
    missing_before,
    ready,
    to_send,
)


@pytest.mark.parametrize(
    ("highest", "confirmed", "spans"),
    [
        (0, 0, [(1, 0)]),
        (60, 60, [(61, 60)]),
        (60, 0, [(1, 20), (21, 40), (41, 60)]),
        (61, 40, [(41, 60), (61, 61)]),
        (60, 70, [(61, 60)]),
    ],
)
def test_what_a_peer_lacks(highest: int, confirmed: int, spans: list[tuple[int, int]]) -> None:
    assert to_send(highest, confirmed, 20) == tuple(Span(*each) for each in spans)


def test_the_size_of_a_range() -> None:
    assert [Span(1, 3).size, Span(4, 4).size, Span(5, 4).size, Span(9, 4).size] == [3, 1, 0, 0]


def test_what_came_too_early() -> None:
    assert missing_before(40, Span(61, 80)) == Span(41, 60)
    assert missing_before(40, Span(41, 80)) is None
    assert missing_before(40, Span(1, 20)) is None


def test_what_is_kept_and_what_is_missing() -> None:
    kept = [Span(61, 80), Span(70, 90), Span(101, 110)]
    assert gaps(40, kept) == (Span(41, 60), Span(91, 100))
    assert ready(40, kept) is None
    assert ready(60, kept) == Span(61, 80)
    assert ready(69, kept) == Span(70, 90)
    assert gaps(90, kept) == (Span(91, 100),)


def test_what_a_peer_says_that_it_has_is_believed_as_far_as_it_can_be_true() -> None:
    assert believed(50, 30, 100) == 30
    assert believed(50, 60, 100) == 60
    assert believed(50, 101, 100) == 50
    assert believed(150, -1, 100) == 100


def test_a_number_given_twice_gets_another() -> None:
    assert another_number("57", "0123456789abcdef") == "57~0123456789ab"


@given(st.permutations(to_send(100, 0, 7)), st.sets(st.integers(0, 14)))
def test_in_any_order_and_with_files_lost_all_is_worked_in_or_named(
    files: list[Span], lost: set[int]
) -> None:
    theirs, kept, taken = 0, list[Span](), set[int]()
    for at, span in enumerate(files):
        if at in lost:
            continue
        kept.append(span)
        while (fits := ready(theirs, kept)) is not None:
            taken |= set(range(fits.first, fits.last + 1))
            theirs = max(theirs, fits.last)
            kept = [each for each in kept if each.last > theirs]
    waiting = {n for span in kept for n in range(span.first, span.last + 1)}
    named = {n for span in gaps(theirs, kept) for n in range(span.first, span.last + 1)}
    assert taken == set(range(1, theirs + 1))
    assert not named & (taken | waiting)
    assert taken | waiting | named == set(range(1, max(taken | waiting, default=0) + 1))
