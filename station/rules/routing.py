"""The order of a round's stops over distances that people typed in; nothing is ever made up.

Up to EXACT places the shortest round is found by going through all subsets (Held and Karp 1962);
above it, nearest neighbour mended by 2-opt and or-opt (Croes 1958, Or 1976). A way whose length
nobody has typed is unknown: a round with fewer unknown ways is better than any with more, and of
two with equally many the one whose known ways are shorter. See docs/decisions/0124.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Final

OFFICE: Final = "office"
"""The place where every round begins and ends."""
EXACT: Final = 9
"""Up to so many different places the best order is found, not approached."""
MOST_STOPS: Final = 40
"""A round with more stops is left as it is: no day has so many."""
_UNKNOWN: Final = 10**9
"""One unknown way weighs more than every known way of a round together (metres)."""
_RUN: Final = 3
"""Or-opt moves so many neighbours together at most."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Way:
    """A way between two places: metres, and minutes by car where somebody typed them."""

    metres: int
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """How long a round is; None where a way of it is unknown, then `missing` names the ways.

    `missing` is in driving order, each pair once and with the lesser name first. Minutes can be
    unknown where the metres are known.
    """

    metres: int | None
    minutes: int | None
    missing: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed order: positions in the given order, how long it was, and how long it becomes.

    `better` is False where the given order was the best that was found; then it stays as it is.
    """

    order: tuple[int, ...]
    before: Length
    after: Length
    better: bool


def pair(one: str, other: str) -> Pair:
    """Give two places in the order in which their distance is kept."""
    return (one, other) if one <= other else (other, one)


def legs(stops: Sequence[str]) -> tuple[Pair, ...]:
    """Give the ways of a round from the office and back, without those from a place to itself."""
    whole = (OFFICE, *stops, OFFICE)
    return tuple((one, other) for one, other in pairwise(whole) if one != other)


def length(stops: Sequence[str], ways: Mapping[Pair, Way]) -> Length:
    """Add up a round; what is unknown makes the sum unknown and is named."""
    driven = [pair(*leg) for leg in legs(stops)]
    missing = tuple(dict.fromkeys(each for each in driven if each not in ways))
    known = [ways[each] for each in driven if each in ways]
    metres = None if missing else sum(way.metres for way in known)
    told = [way.minutes for way in known if way.minutes is not None]
    complete = not missing and len(told) == len(known)
    return Length(metres, sum(told) if complete else None, missing)


def unknown_pairs(stops: Sequence[str], ways: Mapping[Pair, Way]) -> tuple[Pair, ...]:
    """Name every distance between the office and these places that nobody has typed."""
    places = tuple(dict.fromkeys((OFFICE, *stops)))
    found = (pair(one, other) for at, one in enumerate(places) for other in places[at + 1 :])
    return tuple(each for each in found if each not in ways)


def propose(stops: Sequence[str], ways: Mapping[Pair, Way]) -> Proposal:
    """Propose the order in which to drive to `stops` (places; one may stand there twice).

    The same stops and ways always give the same order; it is never longer than the given one, and
    the given one stays where nothing shorter is found. Stops at one place follow each other in the
    order given.
    """
    places = tuple(dict.fromkeys(place for place in stops if place != OFFICE))
    given = tuple(range(len(stops)))
    if len(stops) > MOST_STOPS:
        before = length(stops, ways)
        return Proposal(given, before, before, better=False)
    costs = _costs(places, ways)
    best = _exact(costs) if len(places) <= EXACT else _mended(costs)
    at = {place: rank for rank, place in enumerate(places[each - 1] for each in best)}
    order = tuple(sorted(given, key=lambda each: (at.get(stops[each], -1), each)))
    before = length(stops, ways)
    after = length([stops[each] for each in order], ways)
    if _weight(stops, ways) <= _weight([stops[each] for each in order], ways):
        return Proposal(given, before, before, better=False)
    return Proposal(order, before, after, better=True)


def _weight(stops: Sequence[str], ways: Mapping[Pair, Way]) -> int:
    return sum(_cost(leg, ways) for leg in legs(stops))


def _cost(leg: Pair, ways: Mapping[Pair, Way]) -> int:
    way = ways.get(pair(*leg))
    return _UNKNOWN if way is None else way.metres


def _costs(places: Sequence[str], ways: Mapping[Pair, Way]) -> list[list[int]]:
    """The table between all places, the office as number 0."""
    whole = (OFFICE, *places)
    return [[0 if a == b else _cost((a, b), ways) for b in whole] for a in whole]


def _exact(costs: list[list[int]]) -> list[int]:
    """The shortest round through 1 .. n from and to 0; of equal ones the first by number.

    `best[seen][last]` is (cost, place before): the cheapest way from 0 through all of `seen` (a
    bit for each place) that ends at `last`.
    """
    count = len(costs) - 1
    if count <= 0:
        return []
    full = (1 << count) - 1
    best: list[dict[int, tuple[int, int]]] = [{} for _ in range(full + 1)]
    for last in range(1, count + 1):
        best[1 << (last - 1)][last] = (costs[0][last], 0)
    for seen in range(1, full + 1):
        for last, (cost, _) in best[seen].items():
            for to in range(1, count + 1):
                bit = 1 << (to - 1)
                if seen & bit:
                    continue
                found = (cost + costs[last][to], last)
                known = best[seen | bit].get(to)
                if known is None or found < known:
                    best[seen | bit][to] = found
    last = min(best[full], key=lambda each: (best[full][each][0] + costs[each][0], each))
    return _way_back(best, full, last)


def _way_back(best: list[dict[int, tuple[int, int]]], seen: int, last: int) -> list[int]:
    found: list[int] = []
    while last:
        found.append(last)
        seen, last = seen & ~(1 << (last - 1)), best[seen][last][1]
    return found[::-1]


def _mended(costs: list[list[int]]) -> list[int]:
    """The better of two rounds, each mended until nothing helps: nearest first, and as given."""
    given = list(range(1, len(costs)))
    rounds = [_mend(_nearest(costs), costs), _mend(given, costs)]
    return min(rounds, key=lambda each: _total(each, costs))


def _nearest(costs: list[list[int]]) -> list[int]:
    left, here, found = list(range(1, len(costs))), 0, []
    while left:
        here = min(left, key=lambda each: (costs[here][each], each))
        left.remove(here)
        found.append(here)
    return found


def _total(order: Sequence[int], costs: list[list[int]]) -> int:
    return sum(costs[one][other] for one, other in pairwise((0, *order, 0)))


def _mend(order: list[int], costs: list[list[int]]) -> list[int]:
    """Turn parts round (2-opt) and move short runs (or-opt) while that makes it shorter."""
    total = _total(order, costs)
    improved = True
    while improved:
        improved = False
        for other in chain(_turned(order), _moved(order)):
            if (found := _total(other, costs)) < total:
                order, total, improved = other, found, True
                break
    return order


def _turned(order: list[int]) -> Iterator[list[int]]:
    """Every order in which one part is driven the other way round."""
    count = len(order)
    for start in range(count):
        for end in range(start + 2, count + 1):
            yield [*order[:start], *reversed(order[start:end]), *order[end:]]


def _moved(order: list[int]) -> Iterator[list[int]]:
    """Every order in which up to three neighbours stand at another place."""
    for size in range(1, _RUN + 1):
        for start in range(len(order) - size + 1):
            run, rest = order[start : start + size], [*order[:start], *order[start + size :]]
            for to in range(len(rest) + 1):
                if to != start:
                    yield [*rest[:to], *run, *rest[to:]]
