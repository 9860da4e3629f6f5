"""Visits: planned, ordered by hand, ticked, in vain, moved; and what stands in the way of each."""

from datetime import date, timedelta

import pytest

from station.core.trouble import Trouble
from station.models.queries import visits as queries
from station.rules.driving import Purpose, VisitState
from station.services.session import Session
from station.services.visits.visits import MOST_DAYS_AHEAD, NewVisit
from tests.intaking import BENEFIT
from tests.visiting import FRIDAY, MONDAY, TUESDAY, Drivers


def trouble(code: str) -> pytest.RaisesExc[Trouble]:
    """A refusal with this code."""
    return pytest.RaisesExc(Trouble, check=lambda error: error.code == code)


def three(drivers: Drivers) -> str:
    return drivers.round("Rask Elg", "Stille Brygge", "Klok Dal")


def test_errands_are_put_on_a_round_in_the_order_given_and_leave_the_list(
    drivers: Drivers,
) -> None:
    elg = drivers.patient()
    drivers.trained(elg)
    device = drivers.lent(elg, "O-1", due="2026-11-18")
    visit = drivers.visit(drivers.patient("Stille Brygge"))
    plan = drivers.station.visits.plan
    round_id = plan(drivers.session, [visit, drivers.errand("elg")], TUESDAY)
    assert drivers.errands() == []
    stops = drivers.shown(round_id).stops
    assert [each.errand.who for each in stops] == ["Stille Brygge", "Rask Elg"]
    assert [each.id for each in stops[1].errand.devices] == [device]
    assert drivers.shown(round_id).driver == drivers.session.name
    third = drivers.visit(drivers.patient("Klok Dal"))
    assert plan(drivers.session, [third], TUESDAY, round_id, 1) == round_id
    assert drivers.names(round_id) == ["Stille Brygge", "Klok Dal", "Rask Elg"]
    assert plan(drivers.session, [], TUESDAY) == round_id


def test_the_same_visit_is_on_one_round_only(drivers: Drivers) -> None:
    elg = drivers.patient()
    drivers.trained(elg)
    drivers.lent(elg, "O-1", due="2026-11-18")
    key, visit = drivers.errand("elg"), drivers.visit(drivers.patient("Stille Brygge"))
    plan = drivers.station.visits.plan
    round_id = plan(drivers.session, [key, visit], TUESDAY)
    for again in (key, visit):
        with trouble("visit_planned_already") as caught:
            plan(drivers.session, [again], MONDAY)
        assert "24 Nov 2026" in caught.value.sentence()
    assert drivers.station.driving.day(drivers.session, MONDAY) == ()
    assert len(drivers.names(round_id)) == 2


def test_an_errand_that_is_gone_is_said_and_nothing_else_is_planned(drivers: Drivers) -> None:
    elg = drivers.patient()
    drivers.trained(elg)
    drivers.lent(elg, "O-1", due="2026-11-18")
    key, visit = drivers.errand("elg"), drivers.visit(drivers.patient("Stille Brygge"))
    drivers.sql("UPDATE loans SET ended_at = 1")
    for gone in (key, "0" * 32):
        with trouble("errand_gone"):
            drivers.station.visits.plan(drivers.session, [visit, gone], TUESDAY)
    assert drivers.errands() == ["other: Stille Brygge"]


def test_a_visit_to_the_dead_is_planned_only_to_fetch_what_is_theirs(drivers: Drivers) -> None:
    elg = drivers.patient()
    visit = drivers.visit(elg)
    battery = drivers.station.visits.add(drivers.session, NewVisit(Purpose.BATTERY, elg))
    drivers.sql("UPDATE patients SET deceased_on = '2026-11-19' WHERE id = ?", elg)
    drivers.station.visits.plan(drivers.session, [visit], TUESDAY)
    with trouble("visit_patient_dead"):
        drivers.station.visits.plan(drivers.session, [battery], TUESDAY)
    with trouble("visit_patient_dead"):
        drivers.station.visits.add(drivers.session, NewVisit(Purpose.TRAINING, elg))


def test_what_is_written_by_hand_is_for_somebody_and_for_a_day_to_come(drivers: Drivers) -> None:
    add, elg = drivers.station.visits.add, drivers.patient()
    with trouble("visit_nobody"):
        add(drivers.session, NewVisit(Purpose.OTHER))
    with trouble("patient_unknown"):
        add(drivers.session, NewVisit(Purpose.OTHER, "nobody"))
    for day in (FRIDAY - timedelta(days=1), FRIDAY + timedelta(days=MOST_DAYS_AHEAD + 1)):
        with trouble("visit_day"):
            add(drivers.session, NewVisit(Purpose.OTHER, elg, planned_on=day))
    add(drivers.session, NewVisit(Purpose.TRAINING, elg))
    with trouble("visit_planned_already") as caught:
        add(drivers.session, NewVisit(Purpose.TRAINING, elg))
    assert "on the list already" in caught.value.sentence()
    add(drivers.session, NewVisit(Purpose.TRAINING, institution_id=drivers.house("Heimen")))
    assert len(drivers.errands()) == 2


def test_a_round_can_be_written_down_afterwards_but_not_from_long_ago(drivers: Drivers) -> None:
    visit = drivers.visit(drivers.patient())
    for day in (date(2026, 10, 19), date(2028, 1, 1)):
        with trouble("round_day"):
            drivers.station.visits.plan(drivers.session, [visit], day)
        with trouble("round_day"):
            drivers.station.driving.begin(drivers.session, day)
    drivers.station.visits.plan(drivers.session, [visit], date(2026, 11, 19))
    assert drivers.station.driving.day(drivers.session, date(2026, 11, 19))


def test_the_order_is_changed_by_hand(drivers: Drivers) -> None:
    round_id = three(drivers)
    seen = drivers.ids(round_id)
    wanted = [seen[2], seen[0], seen[1]]
    drivers.station.visits.order(drivers.session, round_id, seen, wanted)
    assert drivers.names(round_id) == ["Klok Dal", "Rask Elg", "Stille Brygge"]
    drivers.station.visits.order(drivers.session, round_id, wanted, wanted)


def test_another_window_that_changed_the_round_is_noticed(drivers: Drivers) -> None:
    round_id = three(drivers)
    seen = drivers.ids(round_id)
    other = Session("2" * 32, "Stille Brygge", "SB", "nurse", "en")
    drivers.station.visits.order(other, round_id, seen, seen[::-1])
    order = drivers.station.visits.order
    with trouble("round_changed"):
        order(drivers.session, round_id, seen, [seen[1], seen[0], seen[2]])
    with trouble("round_changed"):
        order(drivers.session, round_id, seen[::-1], seen[:2])
    drivers.station.visits.take_off(other, seen[0], round_id)
    visits = drivers.station.visits
    for act in (visits.take_off, visits.done, visits.not_home, visits.reopen):
        with trouble("round_changed"):
            act(drivers.session, seen[0], round_id)
        with trouble("errand_gone"):
            act(drivers.session, "0" * 32, round_id)


def test_not_at_home_stays_on_the_round_and_comes_back_on_the_list(drivers: Drivers) -> None:
    round_id = drivers.round("Rask Elg")
    (visit,) = drivers.ids(round_id)
    drivers.station.visits.not_home(drivers.session, visit, round_id, " På  butikken ")
    (stop,) = drivers.shown(round_id).stops
    assert stop.state is VisitState.NOT_HOME
    assert stop.state_words == "Not at home: På butikken"
    (again,) = drivers.station.visits.errands(drivers.session)
    assert again.who == "Rask Elg"
    assert again.tried.endswith("24 Nov: På butikken")
    drivers.station.visits.reopen(drivers.session, visit, round_id)
    assert drivers.errands() == []
    assert drivers.shown(round_id).stops[0].state is VisitState.PLANNED
    drivers.station.visits.not_home(drivers.session, visit, round_id)
    (again,) = drivers.station.visits.errands(drivers.session)
    assert again.tried.endswith("24 Nov")
    drivers.station.visits.plan(drivers.session, [again.id], MONDAY)
    with trouble("visit_goes_on"):
        drivers.station.visits.reopen(drivers.session, visit, round_id)


def test_moved_to_another_day_needs_a_reason_and_is_on_the_list_for_that_day(
    drivers: Drivers,
) -> None:
    round_id = drivers.round("Rask Elg", "Stille Brygge")
    visit, other = drivers.ids(round_id)
    move = drivers.station.visits.move
    with trouble("reason_missing"):
        move(drivers.session, visit, round_id, TUESDAY, " ")
    with trouble("visit_day"):
        move(drivers.session, visit, round_id, date(2026, 11, 2), "Snø")
    move(drivers.session, visit, round_id, date(2026, 11, 26), "Snø")
    assert drivers.shown(round_id).stops[0].state_words == "Moved to another day: Snø"
    (again,) = drivers.station.visits.errands(drivers.session)
    assert again.planned_on == date(2026, 11, 26)
    drivers.station.visits.reopen(drivers.session, visit, round_id)
    drivers.station.visits.reopen(drivers.session, other, round_id)
    assert drivers.errands() == []


def test_ticked_is_ticked_once(drivers: Drivers) -> None:
    round_id = drivers.round("Rask Elg")
    (visit,) = drivers.ids(round_id)
    for minutes in (-1, 1441):
        with trouble("visit_minutes"):
            drivers.station.visits.done(drivers.session, visit, round_id, minutes)
    drivers.station.visits.done(drivers.session, visit, round_id, 25)
    assert drivers.shown(round_id).stops[0].there == 25
    for act in (drivers.station.visits.done, drivers.station.visits.not_home):
        with trouble("visit_ended"):
            act(drivers.session, visit, round_id)
    drivers.station.visits.reopen(drivers.session, visit, round_id)
    assert drivers.shown(round_id).open_stops


def test_an_errand_is_called_off_with_a_reason(drivers: Drivers) -> None:
    visit = drivers.visit(drivers.patient())
    call_off = drivers.station.visits.call_off
    with trouble("reason_missing"):
        call_off(drivers.session, visit, "")
    round_id = drivers.station.visits.plan(drivers.session, [visit], TUESDAY)
    with trouble("round_changed"):
        call_off(drivers.session, visit, "Ordnet på telefon")
    drivers.station.visits.take_off(drivers.session, visit, round_id)
    call_off(drivers.session, visit, "Ordnet på telefon")
    assert drivers.errands() == []
    with drivers.station.record.read() as reader:
        row = queries.visit(reader, visit)
    assert row is not None
    assert (row.state, row.reason) == ("cancelled", "Ordnet på telefon")


def test_a_closed_round_is_left_alone(drivers: Drivers) -> None:
    round_id = drivers.round("Rask Elg")
    (visit,) = drivers.ids(round_id)
    visits, session = drivers.station.visits, drivers.session
    visits.done(session, visit, round_id)
    drivers.station.driving.close(session, round_id, 1000, 5)
    with trouble("round_closed"):
        visits.reopen(session, visit, round_id)
    with trouble("round_closed"):
        visits.order(session, round_id, [visit], [visit])
    extra = drivers.visit(drivers.patient("Stille Brygge"))
    with trouble("round_closed"):
        visits.plan(session, [extra], TUESDAY, round_id)
    assert visits.plan(session, [extra], TUESDAY) != round_id


def test_who_works_with_figures_alone_sees_no_visit(drivers: Drivers) -> None:
    visits = drivers.station.visits
    for ask in (visits.errands, visits.houses):
        with trouble("not_allowed"):
            ask(BENEFIT)
    with trouble("not_allowed"):
        visits.plan(BENEFIT, [], TUESDAY)
    with trouble("not_allowed"):
        visits.add(BENEFIT, NewVisit(Purpose.OTHER, "x"))
