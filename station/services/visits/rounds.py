"""One round as screens and the driving list show it, and finding one that can be changed."""

from collections.abc import Mapping, Sequence
from datetime import date

from station.core.formats import when
from station.core.i18n import N_, tr
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries import driving as queries
from station.models.queries import visits as visit_queries
from station.models.queries.driving import RoundRow
from station.models.queries.visits import VisitRow
from station.rules.driving import VisitState
from station.rules.routing import OFFICE, Length, Pair, Way, legs, length, pair, unknown_pairs
from station.services.visits.errands import (
    Places,
    look,
    place_name,
    place_of,
    planned_errand,
)
from station.services.visits.values import Errand, Round, Stop, WayLine
from station.services.visits.words import STATE_WORDS, place_words

_AWAY = frozenset({VisitState.MOVED, VisitState.CANCELLED})


MOST_DAYS_BACK = 31
"""A round that was driven can be written down so many days afterwards."""
MOST_DAYS_AHEAD = 400
"""A round is not planned further ahead."""


def may_drive(day: date, now: int) -> None:
    """Raise Trouble `round_day` for a day on which no round can be planned or written down."""
    away = (day - day_of(now)).days
    if not -MOST_DAYS_BACK <= away <= MOST_DAYS_AHEAD:
        raise Trouble(
            "round_day",
            N_("Choose a day within the last month or the year to come. Nothing was changed."),
        )


def known_round(reader: Reader, round_id: str) -> RoundRow:
    """Give a round; Trouble `round_unknown` if there is none."""
    row = queries.one(reader, round_id)
    if row is None:
        raise Trouble("round_unknown", N_("This round is not there any more."))
    return row


def open_round(reader: Reader, round_id: str, now: int) -> RoundRow:
    """Give a round that can be changed; Trouble `round_closed` says by whom it was closed."""
    row = known_round(reader, round_id)
    if row.closed_at is not None:
        raise Trouble(
            "round_closed",
            N_("{who} closed this round {when}. Nothing was changed; it can be opened again."),
            who=row.closed_by or "–",
            when=when(row.closed_at, now),
        )
    return row


def round_of(reader: Reader, row: RoundRow, now: int) -> Round:
    """Tell a round in the language spoken now."""
    rows = visit_queries.of_round(reader, row.id)
    places, ways = look(reader, now, rows), queries.ways(reader)
    stops, home = _stops(reader, rows, places, ways)
    planned = length([each.errand.place for each in stops if each.driven_to], ways)
    if row.closed_at is not None:
        planned = Length(row.metres_planned, row.minutes_planned)
    closed = ""
    if row.closed_at is not None:
        closed = tr("closed {when} by {who}", when=when(row.closed_at, now), who=row.closed_by)
    return Round(
        id=row.id,
        day=date.fromisoformat(row.day),
        number=row.number,
        driver=row.driver,
        note=row.note,
        stops=tuple(stops),
        planned=planned,
        home=home,
        metres_driven=row.metres_driven,
        minutes_driven=row.minutes_driven,
        closed_at=row.closed_at,
        closed=closed,
    )


def length_of(reader: Reader, row: RoundRow, now: int) -> Length:
    """Add a round up as its stops and the distances are now."""
    return length(driven_places(reader, row.id, now), queries.ways(reader))


def driven_places(reader: Reader, round_id: str, now: int) -> list[str]:
    """Give the places that a round goes by, in its order."""
    rows = [each for each in visit_queries.of_round(reader, round_id) if each.state not in _AWAY]
    places = look(reader, now, rows)
    return [place_of(each, places) for each in rows]


def ways_of(reader: Reader, round_id: str, now: int) -> tuple[WayLine, ...]:
    """Give the ways between all places of a round: those that it drives first, unknown first."""
    rows = [each for each in visit_queries.of_round(reader, round_id) if each.state not in _AWAY]
    places, ways = look(reader, now, rows), queries.ways(reader)
    stops = [place_of(each, places) for each in rows]
    names = {at: place_name(row, places) for at, row in zip(stops, rows, strict=True)}
    on_round = [pair(*leg) for leg in legs(stops)]
    wanted = dict.fromkeys((*on_round, *unknown_pairs(stops, {})))
    lines = [_way_line(each, ways, names, on_round) for each in wanted]
    return tuple(sorted(lines, key=lambda each: (not each.on_round, each.metres is not None)))


def _way_line(
    places: Pair, ways: Mapping[Pair, Way], names: Mapping[str, str], on_round: Sequence[Pair]
) -> WayLine:
    way = ways.get(places)
    one, other = places if places[0] != OFFICE and places[1] != OFFICE else _from_office(places)
    return WayLine(
        places,
        place_words(one, names),
        place_words(other, names),
        way.metres if way else None,
        way.minutes if way else None,
        places in on_round,
    )


def _from_office(places: Pair) -> Pair:
    return (OFFICE, places[0] if places[1] == OFFICE else places[1])


def _stops(
    reader: Reader, rows: Sequence[VisitRow], places: Places, ways: Mapping[Pair, Way]
) -> tuple[list[Stop], tuple[int | None, int | None]]:
    """Each visit with the way from the stop before it, and the way home."""
    here, found = OFFICE, []
    for row in rows:
        errand, state = planned_errand(reader, row, places), VisitState(row.state)
        goes = state not in _AWAY
        way = _way(here, errand.place, ways) if goes else (None, None)
        found.append(_stop(row, errand, state, way))
        here = errand.place if goes else here
    return found, _way(here, OFFICE, ways)


def _stop(
    row: VisitRow, errand: Errand, state: VisitState, way: tuple[int | None, int | None]
) -> Stop:
    said = tr(STATE_WORDS[state])
    reason = row.reason if state is not VisitState.PLANNED else ""
    said = f"{said}: {reason}" if reason else said
    return Stop(errand, state, said, *way, row.minutes)


def _way(here: str, there: str, ways: Mapping[Pair, Way]) -> tuple[int | None, int | None]:
    if here == there:
        return 0, 0
    way = ways.get(pair(here, there))
    return (way.metres, way.minutes) if way else (None, None)
