"""What there is to drive for: what others know of comes by itself, once for each door."""

from datetime import date

from station.rules.driving import Purpose
from station.services.visits.visits import NewVisit
from tests.visiting import MONDAY, TUESDAY, Drivers


def test_what_others_know_of_is_proposed_once_for_each_door(drivers: Drivers) -> None:
    elg, brygge = drivers.patient(), drivers.patient("Stille Brygge")
    drivers.lent(elg, "O-1", due="2026-11-18")
    drivers.lent(elg, "V-1", due="2026-11-25", kind="scale")
    cuff = drivers.lent(brygge, "B-1", kind="cuff")
    drivers.sql("UPDATE devices SET calibration_due = '2026-11-22' WHERE id = ?", cuff)
    drivers.sql("UPDATE devices SET battery_due = '2026-12-22' WHERE id = ?", cuff)
    drivers.trained(elg)
    found = drivers.station.visits.errands(drivers.session)
    assert [(each.purpose, each.who) for each in found] == [
        (Purpose.PICKUP, "Rask Elg"),
        (Purpose.CALIBRATION, "Stille Brygge"),
        (Purpose.TRAINING, "Stille Brygge"),
    ]
    first = found[0]
    assert {each.name for each in first.devices} == {"O-1", "V-1"}
    assert first.overdue
    assert first.due_on == date(2026, 11, 18)
    assert first.why.startswith("was due")
    assert first.where == "Elgveien 1, 9999 Fjellsund"
    assert not first.planned
    assert found[1].why.startswith("due ")
    assert found[2].why == "no training is noted"


def test_what_is_due_later_waits(drivers: Drivers) -> None:
    elg = drivers.patient()
    drivers.trained(elg)
    drivers.lent(elg, "O-1", due="2026-11-28")
    assert drivers.errands() == []


def test_an_own_telephone_is_nothing_to_pick_up(drivers: Drivers) -> None:
    elg = drivers.patient()
    drivers.trained(elg)
    device = drivers.lent(elg, "Own", due="2026-11-18", kind="tablet")
    drivers.sql("UPDATE devices SET own = 1 WHERE id = ?", device)
    assert drivers.errands() == []


def test_s24_all_that_is_out_is_picked_up_when_the_service_has_ended(drivers: Drivers) -> None:
    elg = drivers.patient()
    drivers.lent(elg, "O-1")
    drivers.sql("UPDATE patients SET status = 'ended_equipment_out' WHERE id = ?", elg)
    (found,) = drivers.station.visits.errands(drivers.session)
    assert (found.purpose, found.why, found.overdue) == (
        Purpose.PICKUP,
        "the service has ended",
        True,
    )


def test_what_is_reserved_waits_to_be_handed_out(drivers: Drivers) -> None:
    elg, house = drivers.patient(), drivers.house("Fjellsund legekontor")
    first, second = drivers.stored("O-1"), drivers.stored("K-1", kind="tablet")
    drivers.sql("UPDATE devices SET state = 'ready', reserved_for = ? WHERE id = ?", elg, first)
    drivers.sql(
        "UPDATE devices SET state = 'reserved', reserved_institution = ? WHERE id = ?",
        house,
        second,
    )
    assert drivers.errands() == ["handout: Fjellsund legekontor", "handout: Rask Elg"]


def test_papers_go_to_the_gp_where_an_institution_has_that_name(drivers: Drivers) -> None:
    elg, brygge = drivers.patient(), drivers.patient("Stille Brygge", gp_office="Andre  sted")
    drivers.patient("Klok Dal", gp_office="")
    drivers.house("Fjellsund Legekontor")
    for who in (elg, brygge):
        drivers.visit_papers(who)
    found = {each.patient_id: each for each in drivers.station.visits.errands(drivers.session)}
    assert found[elg].who == "Fjellsund Legekontor, for Rask Elg"
    assert found[elg].place == "institution:house-Fjellsund Legekontor"
    assert found[elg].where == "Torget 2, 9999 Fjellsund"
    assert found[brygge].who == "Andre sted, for Stille Brygge"
    assert found[brygge].place == "gp:andre sted"
    assert found[brygge].where == ""
    assert found[elg].why == "printed today"


def test_papers_of_somebody_without_a_gp_still_have_a_place(drivers: Drivers) -> None:
    elg = drivers.patient(gp_office="")
    drivers.visit_papers(elg)
    (found,) = drivers.station.visits.errands(drivers.session)
    assert found.place == f"gp-of:{elg}"
    assert found.who == "The GP of Rask Elg, for Rask Elg"


def test_papers_that_were_brought_are_not_brought_again_until_printed_anew(
    drivers: Drivers,
) -> None:
    elg = drivers.patient()
    drivers.visit_papers(elg)
    round_id = drivers.station.visits.plan(drivers.session, [drivers.errand("elg")], TUESDAY)
    assert drivers.errands() == []
    (visit,) = drivers.ids(round_id)
    drivers.station.visits.done(drivers.session, visit, round_id)
    drivers.clock.advance(10 * 86_400_000)
    assert drivers.errands() == []


def test_what_was_picked_up_but_is_still_out_in_the_register_comes_back_the_next_day(
    drivers: Drivers,
) -> None:
    elg = drivers.patient()
    drivers.trained(elg)
    drivers.lent(elg, "O-1", due="2026-11-18")
    round_id = drivers.station.visits.plan(drivers.session, [drivers.errand("elg")], MONDAY)
    (visit,) = drivers.ids(round_id)
    drivers.station.visits.done(drivers.session, visit, round_id)
    assert drivers.errands() == []
    drivers.clock.advance(86_400_000)
    assert drivers.errands() == ["pickup: Rask Elg"]


def test_protected_addresses_stay_in_the_file(drivers: Drivers) -> None:
    drivers.visit(drivers.patient(protection="confidential"))
    drivers.visit(drivers.patient("Stille Brygge", protection="strict"))
    found = drivers.station.visits.errands(drivers.session)
    assert [each.where for each in found] == ["Protected address"] * 2
    assert [each.phone for each in found] == ["68050112", ""]
    assert all(each.protected for each in found)


def test_what_has_happened_since_is_said(drivers: Drivers) -> None:
    elg, brygge, dal = (drivers.patient(name) for name in ("Rask Elg", "Stille Brygge", "Klok Dal"))
    for who in (elg, brygge, dal):
        drivers.visit(who)
    drivers.sql("UPDATE patients SET deceased_on = '2026-11-19' WHERE id = ?", elg)
    for who, cause, reason in ((brygge, "hospital", ""), (dal, "other", "Hos datteren")):
        drivers.sql(
            "INSERT INTO pauses (id, patient_id, reason, from_at, set_by, cause) "
            "VALUES (?, ?, ?, 0, 'x', ?)",
            f"pause-{who}",
            who,
            reason,
            cause,
        )
    found = {each.who: each.warning for each in drivers.station.visits.errands(drivers.session)}
    assert found == {
        "Rask Elg": "Registered as dead 19 Nov 2026",
        "Stille Brygge": "In hospital",
        "Klok Dal": "Paused: Hos datteren",
    }


def test_an_errand_for_a_day_says_so_and_is_late_afterwards(drivers: Drivers) -> None:
    new = NewVisit(Purpose.OTHER, drivers.patient(), planned_on=MONDAY, note="Nøkkel i boden")
    drivers.station.visits.add(drivers.session, new)
    (found,) = drivers.station.visits.errands(drivers.session)
    assert (found.planned_on, found.overdue, found.note) == (MONDAY, False, "Nøkkel i boden")
    assert found.why.startswith("planned for Mon")
    drivers.clock.advance(4 * 86_400_000)
    (found,) = drivers.station.visits.errands(drivers.session)
    assert found.overdue


def test_an_institution_that_is_used_no_more_is_not_offered(drivers: Drivers) -> None:
    drivers.house("Sjukeheimen")
    drivers.sql("UPDATE institutions SET retired = 1 WHERE name = ?", drivers.house("Gamle")[6:])
    assert drivers.station.visits.houses(drivers.session) == (("house-Sjukeheimen", "Sjukeheimen"),)


def test_what_was_done_in_another_way_meanwhile_is_said(drivers: Drivers) -> None:
    elg, brygge = drivers.patient(), drivers.patient("Stille Brygge")
    for who in (elg, brygge):
        drivers.trained(who)
    drivers.lent(elg, "O-1", due="2026-11-18")
    ready = drivers.stored("O-2")
    drivers.sql("UPDATE devices SET state = 'ready', reserved_for = ? WHERE id = ?", brygge, ready)
    ids = [each.id for each in drivers.station.visits.errands(drivers.session)]
    round_id = drivers.station.visits.plan(drivers.session, ids, TUESDAY)
    assert [each.errand.warning for each in drivers.shown(round_id).stops] == ["", ""]
    drivers.sql("UPDATE loans SET ended_at = 1")
    drivers.sql(
        "INSERT INTO loans (id, device_id, patient_id, from_at, lent_by) "
        "VALUES ('l', ?, ?, 1, 'x')",
        ready,
        brygge,
    )
    found = {each.errand.purpose: each.errand for each in drivers.shown(round_id).stops}
    assert found[Purpose.PICKUP].warning == "the equipment has come back already"
    assert found[Purpose.HANDOUT].warning == "the equipment is handed out already"
    for visit in drivers.ids(round_id):
        drivers.station.visits.done(drivers.session, visit, round_id)
    assert [each.errand.warning for each in drivers.shown(round_id).stops] == ["", ""]
