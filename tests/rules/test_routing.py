"""The order of a round: all stops, never longer than given, the best for few, nothing made up."""

from collections.abc import Mapping
from itertools import combinations, permutations

from hypothesis import given
from hypothesis import strategies as st

from station.rules.routing import (
    EXACT,
    MOST_STOPS,
    OFFICE,
    Length,
    Pair,
    Proposal,
    Way,
    legs,
    length,
    pair,
    propose,
    unknown_pairs,
)

Table = Mapping[Pair, Way]


@st.composite
def rounds(draw: st.DrawFn, most: int = 14, holes: bool = True) -> tuple[list[str], Table]:
    """Stops, some at one place, and a table in which some distances may be unknown."""
    count = draw(st.integers(0, most))
    stops = [f"patient:{draw(st.integers(0, max(0, count - 1)))}" for _ in range(count)]
    places = [OFFICE, *sorted(set(stops))]
    table = {}
    for one, other in combinations(places, 2):
        known = draw(st.integers(0, 4)) > 0 or not holes
        metres, minutes = draw(st.integers(0, 90_000)), draw(st.none() | st.integers(0, 120))
        if known:
            table[pair(one, other)] = Way(metres, minutes)
    return stops, table


def weight(stops: list[str], table: Table) -> tuple[int, int]:
    """(unknown ways, known metres) of a round, added up here by itself."""
    unknown = metres = 0
    for leg in legs(stops):
        way = table.get(pair(*leg))
        unknown, metres = unknown + (way is None), metres + (way.metres if way else 0)
    return unknown, metres


def ordered(stops: list[str], proposal: Proposal) -> list[str]:
    return [stops[each] for each in proposal.order]


@given(rounds())
def test_a_proposal_is_a_permutation_and_never_longer_than_what_was_given(
    made: tuple[list[str], Table],
) -> None:
    stops, table = made
    found = propose(stops, table)
    assert sorted(found.order) == list(range(len(stops)))
    before, after = weight(stops, table), weight(ordered(stops, found), table)
    assert after <= before
    assert found.better is (after < before)
    assert found.better or list(found.order) == list(range(len(stops)))
    assert found.before == length(stops, table)
    assert found.after == length(ordered(stops, found), table)


@given(rounds(most=7))
def test_few_places_get_the_best_order_there_is(made: tuple[list[str], Table]) -> None:
    stops, table = list(dict.fromkeys(made[0])), made[1]
    best = min((weight(list(each), table) for each in permutations(stops)), default=(0, 0))
    assert weight(ordered(stops, propose(stops, table)), table) == best


def test_eight_stops_in_a_circle_are_driven_round_it() -> None:
    ring = [OFFICE, *(f"patient:{n}" for n in range(8))]
    table = {
        pair(ring[a], ring[b]): Way(1000 * min(b - a, 9 - b + a))
        for a, b in combinations(range(9), 2)
    }
    mixed = [ring[at] for at in (5, 1, 7, 3, 8, 2, 6, 4)]
    found = propose(mixed, table)
    assert found.after == Length(9_000, None)
    assert ordered(mixed, found) in (ring[1:], ring[:0:-1])


@given(rounds())
def test_the_same_question_gets_the_same_answer(made: tuple[list[str], Table]) -> None:
    stops, table = made
    assert propose(stops, table) == propose(list(stops), dict(reversed(list(table.items()))))


@given(rounds(most=MOST_STOPS // 2, holes=False))
def test_what_is_proposed_is_not_bettered_by_proposing_again(
    made: tuple[list[str], Table],
) -> None:
    stops, table = made
    once = ordered(stops, propose(stops, table))
    assert weight(ordered(once, propose(once, table)), table) <= weight(once, table)


def test_many_stops_are_mended_from_nearest_first_and_from_what_was_given() -> None:
    line = [f"patient:{n:02}" for n in range(EXACT + 6)]
    place = {OFFICE: 0, **{name: 1000 * (n + 1) for n, name in enumerate(line)}}
    table = {pair(a, b): Way(abs(place[a] - place[b]), 1) for a, b in combinations(place, 2)}
    mixed = [*line[::2], *line[1::2]]
    found = propose(mixed, table)
    assert found.better
    assert found.after == Length(2 * place[line[-1]], len(line) + 1)


def test_stops_at_one_place_follow_each_other_and_the_office_comes_first() -> None:
    stops = ["patient:b", "patient:a", OFFICE, "patient:b"]
    table = {
        pair(OFFICE, "patient:a"): Way(1000),
        pair(OFFICE, "patient:b"): Way(5000),
        pair("patient:a", "patient:b"): Way(4000),
    }
    assert ordered(stops, propose(stops, table)) in (
        [OFFICE, "patient:a", "patient:b", "patient:b"],
        [OFFICE, "patient:b", "patient:b", "patient:a"],
    )


def test_without_any_distance_the_order_stays_and_every_way_is_named() -> None:
    found = propose(["patient:b", "patient:a"], {})
    assert found.order == (0, 1)
    assert not found.better
    assert found.after == Length(
        None,
        None,
        (("office", "patient:b"), ("patient:a", "patient:b"), ("office", "patient:a")),
    )


def test_a_way_that_nobody_typed_is_avoided_and_never_guessed() -> None:
    stops = ["patient:a", "patient:b", "patient:c"]
    table = {
        pair(OFFICE, "patient:a"): Way(90_000),
        pair("patient:a", "patient:c"): Way(90_000),
        pair("patient:b", "patient:c"): Way(90_000),
        pair(OFFICE, "patient:b"): Way(90_000),
        pair(OFFICE, "patient:c"): Way(1),
    }
    found = propose(stops, table)
    assert found.before.missing == (("patient:a", "patient:b"),)
    assert found.before.metres is None
    assert found.after == Length(360_000, None)
    assert unknown_pairs(stops, table) == (("patient:a", "patient:b"),)


def test_no_day_has_so_many_stops() -> None:
    stops = [f"patient:{n}" for n in range(MOST_STOPS + 1)]
    found = propose(stops, {})
    assert found.order == tuple(range(len(stops)))
    assert not found.better


def test_minutes_are_known_only_where_all_are() -> None:
    table = {pair(OFFICE, "patient:a"): Way(3000, 5)}
    assert length(["patient:a"], table) == Length(6000, 10)
    assert length(["patient:a"], {pair(OFFICE, "patient:a"): Way(3000)}) == Length(6000, None)
    assert length([], table) == Length(0, 0)
