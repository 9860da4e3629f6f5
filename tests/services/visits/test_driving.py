"""Rounds: how long, in which order, closed once, and whose the kilometres were."""

from datetime import date

import pytest

from station.core.trouble import Trouble
from station.rules.driving import Purpose
from station.rules.routing import MOST_STOPS, OFFICE, Length, Pair, propose
from station.services.visits.driving import PatientDriving, proposal_words
from station.services.visits.visits import NewVisit
from tests.intaking import BENEFIT
from tests.visiting import MONDAY, TUESDAY, Drivers

Typed = tuple[Pair, int | None, int | None]


def trouble(code: str) -> pytest.RaisesExc[Trouble]:
    """A refusal with this code."""
    return pytest.RaisesExc(Trouble, check=lambda error: error.code == code)


def typed(drivers: Drivers, round_id: str, *kilometres: int) -> None:
    """Type distances of a round in the order in which they are asked for."""
    ways = drivers.station.driving.ways(drivers.session, round_id)
    told = [(way.places, km * 1000, km) for way, km in zip(ways, kilometres, strict=False)]
    drivers.station.driving.keep_ways(drivers.session, told)


def line(drivers: Drivers) -> str:
    """A round Dal, Elg, Brygge along one road: Elg 10 km away, Brygge 20, Dal 30."""
    round_id = drivers.round("Klok Dal", "Rask Elg", "Stille Brygge")
    places = [each.errand.place for each in drivers.shown(round_id).stops]
    far = {OFFICE: 0, places[0]: 30, places[1]: 10, places[2]: 20}
    names = list(far)
    drivers.station.driving.keep_ways(
        drivers.session,
        [
            ((a, b), abs(far[a] - far[b]) * 1000, abs(far[a] - far[b]))
            for at, a in enumerate(names)
            for b in names[at + 1 :]
        ],
    )
    return round_id


def test_the_shortest_order_is_proposed_and_can_be_taken_back(drivers: Drivers) -> None:
    round_id = line(drivers)
    assert drivers.shown(round_id).planned == Length(80_000, 80)
    found = drivers.station.driving.propose(drivers.session, round_id)
    assert found.changed
    assert found.said == "New order: 60\N{NO-BREAK SPACE}km · 1 h."
    assert drivers.names(round_id)[1] != "Klok Dal" or drivers.names(round_id)[0] != "Rask Elg"
    assert drivers.shown(round_id).planned.metres == 60_000
    again = drivers.station.driving.propose(drivers.session, round_id)
    assert not again.changed
    assert again.said == "The order is the shortest already."
    now = drivers.ids(round_id)
    drivers.station.visits.order(drivers.session, round_id, now, found.before)
    assert drivers.names(round_id) == ["Klok Dal", "Rask Elg", "Stille Brygge"]


def test_without_distances_nothing_is_made_up(drivers: Drivers) -> None:
    round_id = drivers.round("Rask Elg", "Stille Brygge")
    found = drivers.station.driving.propose(drivers.session, round_id)
    assert not found.changed
    assert "3 distances are missing" in found.said
    shown = drivers.shown(round_id)
    assert shown.planned.metres is None
    assert [(each.metres, each.minutes) for each in shown.stops] == [(None, None)] * 2
    ways = drivers.station.driving.ways(drivers.session, round_id)
    assert [(way.one, way.other, way.metres) for way in ways] == [
        ("The office", "Rask Elg", None),
        *[(way.one, way.other, None) for way in ways if "The office" not in (way.one, way.other)],
        ("The office", "Stille Brygge", None),
    ]


def test_distances_are_typed_once_and_remembered(drivers: Drivers) -> None:
    round_id = drivers.round("Rask Elg")
    typed(drivers, round_id, 12)
    assert drivers.shown(round_id).planned == Length(24_000, 24)
    (way,) = drivers.station.driving.ways(drivers.session, round_id)
    assert (way.metres, way.minutes, way.on_round) == (12_000, 12, True)
    keep = drivers.station.driving.keep_ways
    keep(drivers.session, [(way.places, 12_000, 12)])
    keep(drivers.session, [((way.places[1], way.places[0]), 13_000, None)])
    assert drivers.shown(round_id).planned == Length(26_000, None)
    keep(drivers.session, [(way.places, None, None)])
    keep(drivers.session, [(way.places, None, None), ((OFFICE, OFFICE), 5, 5)])
    assert drivers.shown(round_id).planned.metres is None
    for metres, minutes, code in (
        (-1, None, "way_metres"),
        (500_001, None, "way_metres"),
        (10, -1, "way_minutes"),
        (10, 1441, "way_minutes"),
    ):
        with trouble(code):
            keep(drivers.session, [((OFFICE, "patient:x"), 5, 5), (way.places, metres, minutes)])
    with drivers.station.record.read() as reader:
        assert reader.raw("SELECT count(*) FROM distances")[0][0] == 0


def test_a_round_that_has_begun_is_ordered_by_hand_only(drivers: Drivers) -> None:
    round_id = line(drivers)
    first, *_ = drivers.ids(round_id)
    drivers.station.visits.done(drivers.session, first, round_id)
    found = drivers.station.driving.propose(drivers.session, round_id)
    assert not found.changed
    assert "begun" in found.said


def test_what_was_moved_away_is_not_driven(drivers: Drivers) -> None:
    round_id = line(drivers)
    dal, *_ = drivers.ids(round_id)
    drivers.station.visits.move(drivers.session, dal, round_id, TUESDAY, "Snø")
    shown = drivers.shown(round_id)
    assert shown.planned == Length(40_000, 40)
    assert shown.home == (20_000, 20)
    assert not shown.stops[0].driven_to
    drivers.station.driving.propose(drivers.session, round_id)
    ways = drivers.station.driving.ways(drivers.session, round_id)
    assert all("Dal" not in way.one + way.other for way in ways)


def test_a_round_is_closed_once_with_what_was_driven(drivers: Drivers) -> None:
    round_id = line(drivers)
    close, session = drivers.station.driving.close, drivers.session
    for metres, minutes, code in (
        (-1000, 10, "round_metres"),
        (2_000_000, 10, "round_metres"),
        (62_000, -1, "round_minutes"),
        (62_000, 1441, "round_minutes"),
    ):
        with trouble(code):
            close(session, round_id, metres, minutes)
    with trouble("round_unticked") as caught:
        close(session, round_id, 62_000, 90)
    assert "3" in caught.value.sentence()
    for visit in drivers.ids(round_id):
        drivers.station.visits.done(session, visit, round_id)
    close(session, round_id, 62_000, 90, " Omvei ved  broen ")
    with trouble("round_closed") as caught:
        close(session, round_id, 61_000, 90)
    assert session.name in caught.value.sentence() or "–" in caught.value.sentence()
    shown = drivers.shown(round_id)
    assert (shown.metres_driven, shown.minutes_driven, shown.note) == (
        62_000,
        90,
        "Omvei ved broen",
    )
    typed(drivers, round_id, 1, 1, 1, 1)
    assert drivers.shown(round_id).planned == Length(80_000, 80)
    drivers.station.driving.reopen(session, round_id)
    drivers.station.driving.reopen(session, round_id)
    assert drivers.shown(round_id).closed_at is None
    assert drivers.shown(round_id).closed == ""


def test_a_day_can_have_several_rounds_and_an_empty_one_goes(drivers: Drivers) -> None:
    driving, session = drivers.station.driving, drivers.session
    first, second = driving.begin(session, MONDAY), driving.begin(session, MONDAY)
    assert [each.number for each in driving.day(session, MONDAY)] == [1, 2]
    visit = drivers.visit(drivers.patient())
    assert drivers.station.visits.plan(session, [visit], MONDAY) == second
    with trouble("round_not_empty"):
        driving.remove(session, second)
    driving.remove(session, first)
    with trouble("round_unknown"):
        driving.round(session, first)
    driving.set_driver(session, second, " Even  Lyng ")
    driving.set_driver(session, second, "Even Lyng")
    assert drivers.shown(second).driver == "Even Lyng"


def test_the_figures_share_a_round_among_the_doors(drivers: Drivers) -> None:
    elg, brygge = drivers.patient(), drivers.patient("Stille Brygge")
    house = drivers.house("Sjukeheimen")
    visits, session = drivers.station.visits, drivers.session
    ids = [
        drivers.visit(elg),
        visits.add(session, NewVisit(Purpose.BATTERY, elg)),
        drivers.visit(brygge),
        visits.add(session, NewVisit(Purpose.OTHER, institution_id=house)),
    ]
    drivers.visit_papers(brygge)
    ids.append(drivers.errand("papers"))
    round_id = visits.plan(session, ids, TUESDAY)
    stops = drivers.ids(round_id)
    visits.done(session, stops[0], round_id, 20)
    visits.done(session, stops[1], round_id, 5)
    visits.not_home(session, stops[2], round_id)
    visits.done(session, stops[3], round_id)
    visits.done(session, stops[4], round_id)
    driving = drivers.station.driving
    assert driving.figures(session, TUESDAY, TUESDAY) == ()
    driving.close(session, round_id, 80_000, 100)
    assert set(driving.figures(session, MONDAY, TUESDAY)) == {
        PatientDriving(elg, 1, 0, 20_000, 25, 25),
        PatientDriving(brygge, 1, 1, 40_000, 50, 0),
        PatientDriving("", 1, 0, 20_000, 25, 0),
    }
    assert driving.figures(session, MONDAY, MONDAY) == ()


def test_a_closed_round_without_a_visit_was_driven_for_nobody(drivers: Drivers) -> None:
    driving, session = drivers.station.driving, drivers.session
    driving.close(session, driving.begin(session, MONDAY), 5_000, 10)
    assert driving.figures(session, date(2026, 1, 1), date(2026, 12, 31)) == (
        PatientDriving("", 0, 0, 5_000, 10, 0),
    )


def test_what_a_proposal_says_when_there_is_nothing_to_order(drivers: Drivers) -> None:
    round_id = drivers.round("Rask Elg")
    said = drivers.station.driving.propose(drivers.session, round_id).said
    assert said == "There is nothing to put in order."
    many = [f"patient:{n}" for n in range(MOST_STOPS + 1)]
    assert "Split it" in proposal_words(many, propose(many, {}))


def test_a_better_order_says_what_is_still_missing(drivers: Drivers) -> None:
    round_id = line(drivers)
    stops = drivers.shown(round_id).stops
    dal, elg = stops[0].errand.place, stops[1].errand.place
    far = drivers.station.driving
    far.keep_ways(drivers.session, [((dal, elg), None, None), ((OFFICE, elg), None, None)])
    found = far.propose(drivers.session, round_id)
    assert found.changed
    assert found.said == "New order, but 1 distance is missing."


def test_who_works_with_figures_alone_sees_no_round(drivers: Drivers) -> None:
    for ask in (drivers.station.driving.day, drivers.station.driving.begin):
        with trouble("not_allowed"):
            ask(BENEFIT, TUESDAY)
