"""Equipment goes out and comes back: several devices at once, all of them or none."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.rules.status import Status
from station.services.handing_out.homes import HomeDetails
from station.services.handing_out.trainings import RELATIVE, TrainingDetails
from station.services.handing_out.values import (
    INSTITUTION,
    PATIENT,
    Borrower,
    HandOut,
    HandOutItem,
    OwnDevice,
)
from station.services.patients.values import PatientIncomplete
from tests.handing import HandingOffice, handing_office, wanted

TODAY = date(2026, 11, 20)
LATER = date(2027, 1, 20)
DAY_MS = 86_400_000


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> HandingOffice:
    """An office that hands out."""
    return handing_office(database, clock)


def test_r71_several_devices_go_out_with_one_number_and_terms_of_their_own(
    desk: HandingOffice,
) -> None:
    elg = desk.person()
    meter, scale = desk.device(), desk.device("scale")
    items = (
        HandOutItem(meter, ("bag", " batterier "), "God", LATER, "venstre hånd"),
        HandOutItem(scale),
    )
    training = TrainingDetails("Stille Brygge", RELATIVE, ("Cleaning", " "))
    handed = desk.handing.hand_out(
        desk.session,
        HandOut(
            Borrower(PATIENT, elg), items, TODAY, "Stille Brygge", "ringte", trainings=(training,)
        ),
    )
    assert (handed.number, handed.code) == (1, "KV-00001-3")
    view = desk.handing.handout(desk.session, handed.id)
    assert (view.to, view.received_by, view.note) == ("Rask Elg", "Stille Brygge", "ringte")
    assert view.borrower == Borrower(PATIENT, elg)
    first, second = view.lines
    assert (first.make, first.kind_words) == ("Nonin 3230", "Pulse oximeter")
    assert (first.accessories, first.accessory_words) == (("bag", "batterier"), "bag, batterier")
    assert (first.due_on, second.due_on) == (LATER, TODAY)
    assert (first.condition, first.note, first.out) == ("God", "venstre hånd", True)
    (held,) = view.trainings
    assert (held.person, held.role_words, held.topics) == (
        "Stille Brygge",
        "A relative",
        ("Cleaning",),
    )
    assert desk.rows("SELECT DISTINCT state FROM devices") == [("lent",)]
    assert desk.handing.find(desk.session, " kv 00001 3 ") == view
    for text in ("KV-00001-4", "KV-00002-1", "ST-00001-3", ""):
        assert desk.handing.find(desk.session, text) is None
    assert desk.handing.open_handouts(desk.session, view.borrower) == (view,)


def test_everything_that_is_missing_is_named_before_anything_goes_out(desk: HandingOffice) -> None:
    elg = desk.person(consent=False)
    tablet, other = desk.device("tablet"), desk.device("tablet", "N-2")
    desk.out(desk.person("Bjørk"), desk.device())
    borrower = Borrower(PATIENT, elg)
    prepared = desk.handing.prepare(desk.session, borrower, (tablet, other, tablet))
    assert [each.code for each in prepared.missing] == ["lend_needs_consent", "home_unknown"]
    assert "2.2" in prepared.missing[0].sentence
    assert "Tablet" in prepared.missing[1].sentence
    assert (prepared.ready, prepared.asks_home, prepared.home) == (False, True, None)
    assert [each.accessories for each in prepared.devices] == [("charger", "bag")] * 2
    for code in ("lend_needs_consent",):
        with pytest.raises(Trouble, match=code):
            desk.out(elg, tablet)
    bare = desk.handing.prepare(desk.session, Borrower(PATIENT, desk.person("Rev")))
    assert (bare.name, bare.ready, bare.asks_home, bare.trained) == ("Rask Rev", True, False, ())


def test_r77_the_network_is_asked_once_and_remembered(desk: HandingOffice) -> None:
    elg, tablet = desk.person(), desk.device("tablet")
    with pytest.raises(Trouble, match="home_unknown"):
        desk.out(elg, tablet)
    found = HomeDetails("none", "good", checked_on=TODAY)
    desk.out(elg, tablet, home=found)
    prepared = desk.handing.prepare(
        desk.session, Borrower(PATIENT, elg), (desk.device("tablet", "N-2"),)
    )
    assert prepared.ready
    assert prepared.home is not None
    assert (prepared.home.wifi, prepared.home.checked_by) == ("none", desk.session.user_id)


def test_r77_a_home_without_a_network_needs_a_reason(desk: HandingOffice) -> None:
    elg, tablet = desk.person(), desk.device("tablet")
    desk.net(elg, "none", "none")
    missing = desk.handing.prepare(desk.session, Borrower(PATIENT, elg), (tablet,)).missing
    assert [each.code for each in missing] == ["home_no_net"]
    with pytest.raises(Trouble, match="home_no_net"):
        desk.out(elg, tablet, despite_no_net="  ")
    handed = desk.out(elg, tablet, note="hjemme", despite_no_net="Tømmes ved besøk")
    view = desk.handing.handout(desk.session, handed.id)
    assert view.note == "hjemme\nTømmes ved besøk"


def test_r73_s38_a_camera_is_lent_to_a_gp_office(desk: HandingOffice) -> None:
    office, camera = desk.institution(), desk.device("camera")
    borrower = Borrower(INSTITUTION, office)
    prepared = desk.handing.prepare(desk.session, borrower, (camera,))
    assert (prepared.ready, prepared.name, prepared.asks_home) == (
        True,
        "Fjellsund legekontor",
        False,
    )
    with pytest.raises(Trouble, match="received_by"):
        desk.out(office, camera, institution=True)
    training = TrainingDetails("Lege Stille Vann", "staff")
    handed = desk.out(
        office, camera, institution=True, received_by="Lege Stille Vann", trainings=(training,)
    )
    view = desk.handing.handout(desk.session, handed.id)
    assert (view.to, view.borrower) == ("Fjellsund legekontor", borrower)
    (line,) = desk.handing.lines(desk.session, borrower)
    assert line.loan_id == handed.loans[0]
    assert desk.institutions.one(desk.session, office).out == 1
    with pytest.raises(Trouble, match="institution_has"):
        desk.institutions.retire(desk.session, office)
    desk.handing.take_back(desk.session, handed.loans)
    desk.institutions.retire(desk.session, office)
    with pytest.raises(Trouble, match="institution_retired"):
        desk.out(office, desk.device("camera"), institution=True, received_by="Lege")
    (missing,) = desk.handing.prepare(desk.session, borrower).missing
    assert missing.code == "institution_retired"


def test_r19_the_app_on_an_own_device_is_a_loan_that_is_kept(desk: HandingOffice) -> None:
    elg = desk.person()
    desk.net(elg)
    handed = desk.handing.own_device(desk.session, elg, OwnDevice(" iPad ", "Air", "Apple", "F9"))
    (line,) = desk.handing.handout(desk.session, handed.id).lines
    assert (line.own, line.kind, line.name, line.make) == (True, "own_device", "iPad", "Apple Air")
    with pytest.raises(Trouble, match="device_unnamed"):
        desk.handing.own_device(desk.session, elg, OwnDevice(" "))
    with pytest.raises(Trouble, match="patient_unknown"):
        desk.handing.own_device(desk.session, "0" * 32, OwnDevice("iPad"))
    with pytest.raises(Trouble, match="home_unknown"):
        desk.handing.own_device(desk.session, desk.person("Rev"), OwnDevice("iPad"))
    assert desk.rows("SELECT count(*) FROM devices") == [(1,)]


def test_what_cannot_be_meant_is_refused(desk: HandingOffice) -> None:
    elg, meter = desk.person(), desk.device()
    past = TODAY - timedelta(days=1)
    for code, made in (
        ("handout_empty", wanted(elg)),
        ("handout_twice", wanted(elg, meter, meter)),
        ("due_before", wanted(elg, meter, due_on=past)),
        ("due_before", HandOut(Borrower(PATIENT, elg), (HandOutItem(meter, due_on=past),))),
        ("received_by", wanted(elg, meter, received_by="\x07")),
        ("device_unknown", wanted(elg, meter, "0" * 32)),
        ("patient_unknown", wanted("0" * 32, meter)),
        ("loan_unknown", wanted(elg, meter, replaces="0" * 32)),
        ("institution_unknown", wanted("0" * 32, meter, institution=True, received_by="Lege")),
    ):
        with pytest.raises(Trouble, match=code):
            desk.handing.hand_out(desk.session, made)
    for wrong in (
        TrainingDetails(" "),
        TrainingDetails("Rask Elg", "cat"),
        TrainingDetails("Rask Elg", held_on=date(2026, 11, 21)),
    ):
        with pytest.raises(PatientIncomplete):
            desk.out(elg, meter, trainings=(wrong,))
    with pytest.raises(PatientIncomplete):
        desk.out(elg, meter, home=HomeDetails("splendid"))
    with pytest.raises(Trouble, match="not_allowed"):
        desk.handing.hand_out(replace(desk.session, role="benefit"), wanted(elg, meter))
    assert desk.rows("SELECT 1 FROM handouts UNION SELECT 1 FROM loans") == []


def test_who_is_dead_or_whose_service_is_over_borrows_nothing(desk: HandingOffice) -> None:
    meter, dead = desk.device(), desk.person(deceased_on="2026-11-19")
    with pytest.raises(Trouble, match="patient_deceased"):
        desk.out(dead, meter)
    for status in ("ended", "ended_equipment_out", "declined"):
        with pytest.raises(Trouble, match="service_closed"):
            desk.out(desk.person(status, status), meter)


def test_one_that_was_lent_meanwhile_stops_the_whole_hand_out(desk: HandingOffice) -> None:
    elg, rev = desk.person(), desk.person("Rev")
    meter, scale = desk.device(), desk.device("scale")
    assert desk.handing.prepare(desk.session, Borrower(PATIENT, elg), (scale, meter)).ready
    desk.out(rev, meter)
    with pytest.raises(Trouble, match="already_lent") as refused:
        desk.out(elg, scale, meter, home=HomeDetails("good"))
    assert "Rev" not in refused.value.sentence()
    (missing,) = desk.handing.prepare(desk.session, Borrower(PATIENT, elg), (scale, meter)).missing
    assert (missing.code, missing.device_id) == ("already_lent", meter)
    assert desk.rows("SELECT state FROM devices WHERE id = ?", scale) == [("ready",)]
    assert desk.rows("SELECT count(*) FROM handouts") == [(1,)]
    assert desk.homes.of(desk.session, elg) is None
    assert desk.out(elg, scale).number == 2


def test_a_loan_gets_another_last_day(desk: HandingOffice) -> None:
    elg = desk.person()
    (loan,) = desk.out(elg, desk.device(), due_on=TODAY).loans
    desk.handing.extend(desk.session, loan, LATER, " Prøver litt til ")
    assert desk.handing.lines(desk.session, Borrower(PATIENT, elg))[0].due_on == LATER
    desk.handing.extend(desk.session, loan, None)
    assert desk.handing.lines(desk.session, Borrower(PATIENT, elg))[0].due_on is None
    with pytest.raises(Trouble, match="due_before"):
        desk.handing.extend(desk.session, loan, date(2026, 11, 19))
    desk.handing.take_back(desk.session, (loan,))
    with pytest.raises(Trouble, match="loan_over"):
        desk.handing.extend(desk.session, loan, LATER)
    said = desk.rows("SELECT details FROM audit WHERE action = 'loan_extended'")
    assert "Prøver litt til" in str(said[0][0])
    assert "reason" not in str(said[1][0])


def test_part_of_a_hand_out_comes_back(desk: HandingOffice) -> None:
    elg = desk.person()
    meter, scale, cuff = (desk.device(kind) for kind in ("oximeter", "scale", "cuff"))
    handed = desk.out(elg, meter, scale, cuff)
    taken = desk.handing.take_back(desk.session, [handed.loans[0], handed.loans[0]], " hel ")
    assert (taken.loans, taken.service_ended) == ((handed.loans[0],), False)
    desk.handing.lost(desk.session, handed.loans[1], "Glemt på bussen")
    (view,) = desk.handing.open_handouts(desk.session, Borrower(PATIENT, elg))
    ended = {line.device_id: (line.ended_words, line.ended_note) for line in view.lines}
    assert ended == {
        meter: ("returned", "hel"),
        scale: ("reported lost", "Glemt på bussen"),
        cuff: ("", ""),
    }
    assert [line.device_id for line in view.out] == [cuff]
    states = desk.rows("SELECT id, state FROM devices")
    assert dict(states) == {meter: "returned", scale: "lost", cuff: "lent"}  # type: ignore[arg-type]
    with pytest.raises(Trouble, match="loan_over"):
        desk.handing.take_back(desk.session, (handed.loans[2], handed.loans[0]))
    with pytest.raises(Trouble, match="return_empty"):
        desk.handing.take_back(desk.session, ())
    with pytest.raises(Trouble, match="move_reason"):
        desk.handing.lost(desk.session, handed.loans[2], " ")
    assert len(desk.handing.open_handouts(desk.session, view.borrower)) == 1
    desk.handing.take_back(desk.session, (handed.loans[2],))
    assert desk.handing.open_handouts(desk.session, view.borrower) == ()


def test_s23_a_broken_tablet_is_replaced_and_its_keys_are_worth_nothing(
    desk: HandingOffice,
) -> None:
    elg = desk.person()
    desk.net(elg)
    tablet, other = desk.device("tablet", "N-1"), desk.device("tablet", "N-2")
    item = HandOutItem(tablet, ("charger",))
    made = HandOut(Borrower(PATIENT, elg), (item,), LATER, "Stille Brygge")
    handed = desk.handing.hand_out(desk.session, made)
    (loan,) = handed.loans
    with desk.record.write(desk.session) as writer:
        writer.execute(
            "INSERT INTO tablet_pairings (id, device_id, loan_id, state, offered_at, offered_by, "
            "expires_at) VALUES ('p', ?, ?, 'paired', 1, 'x', 2)",
            (tablet, loan),
        )
        writer.audit("paired_for_test", "device", tablet)
    with pytest.raises(Trouble, match="tablet_not_emptied"):
        desk.handing.take_back(desk.session, (loan,))
    for code, new, reason in (
        ("replace_reason", other, " "),
        ("replace_same", tablet, "Skjermen er svart"),
        ("tablet_not_emptied", other, "Skjermen er svart"),
        ("device_unknown", "0" * 32, "Skjermen er svart"),
    ):
        with pytest.raises(Trouble, match=code):
            desk.handing.replace(desk.session, loan, new, reason)
    assert desk.rows("SELECT count(*) FROM loans") == [(1,)]
    second = desk.handing.replace(desk.session, loan, other, "Skjermen er svart", broken=True)
    view = desk.handing.handout(desk.session, second.id)
    (line,) = view.lines
    assert (second.number, view.received_by, line.due_on) == (2, "Stille Brygge", LATER)
    assert (line.accessories, line.replaces) == (("charger",), "N-1 502910001")
    (old,) = desk.handing.handout(desk.session, handed.id).lines
    assert (old.ended_how, old.ended_note) == ("replaced", "Skjermen er svart")
    assert desk.rows("SELECT state FROM tablet_pairings") == [("revoked",)]
    assert desk.rows("SELECT state FROM devices WHERE id = ?", tablet) == [("returned",)]
    with pytest.raises(Trouble, match="loan_over"):
        desk.handing.replace(desk.session, loan, other, "En gang til", broken=True)


def test_an_overdue_or_lost_one_is_replaced_until_the_service_ends(desk: HandingOffice) -> None:
    elg = desk.person()
    meter, spare = desk.device(), desk.device()
    (loan,) = desk.out(elg, meter, due_on=TODAY).loans
    desk.clock.advance(DAY_MS)
    handed = desk.handing.replace(
        desk.session, loan, spare, "Borte", lost=True, item=HandOutItem(spare, ("bag",))
    )
    (line,) = desk.handing.handout(desk.session, handed.id).lines
    assert (line.due_on, line.accessories) == (None, ("bag",))
    assert desk.rows("SELECT state FROM devices WHERE id = ?", meter) == [("lost",)]


def test_a_loan_of_an_institution_without_a_receipt_is_replaced_too(desk: HandingOffice) -> None:
    office = desk.institution()
    camera, spare = desk.device("camera"), desk.device("camera")
    handed = desk.out(office, camera, institution=True, received_by="Lege Stille Vann")
    second = desk.handing.replace(desk.session, handed.loans[0], spare, "Knust")
    view = desk.handing.handout(desk.session, second.id)
    assert (view.to, view.received_by) == ("Fjellsund legekontor", "Lege Stille Vann")


def test_another_one_goes_out_later_in_place_of_one_that_came_back(desk: HandingOffice) -> None:
    elg, rev = desk.person(), desk.person("Rev")
    (loan,) = desk.out(elg, desk.device(name="O-1", serial="5")).loans
    desk.handing.take_back(desk.session, (loan,), "Knust")
    with pytest.raises(Trouble, match="loan_unknown"):
        desk.out(rev, desk.device(), replaces=loan)
    handed = desk.out(elg, desk.device(), replaces=loan)
    assert desk.handing.handout(desk.session, handed.id).lines[0].replaces == "O-1 5"


def test_a_receipt_comes_back_signed(desk: HandingOffice) -> None:
    handed = desk.out(desk.person(), desk.device())
    desk.handing.signed(desk.session, handed.id, TODAY)
    view = desk.handing.handout(desk.session, handed.id)
    assert (view.signed_on, view.signed_by) == (TODAY, desk.session.user_id)
    for wrong in (date(2026, 11, 19), date(2026, 11, 21)):
        with pytest.raises(Trouble, match="signed_day"):
            desk.handing.signed(desk.session, handed.id, wrong)
    desk.handing.signed(desk.session, handed.id, None)
    view = desk.handing.handout(desk.session, handed.id)
    assert (view.signed_on, view.signed_by) == (None, "")
    for act in (
        lambda: desk.handing.signed(desk.session, "0" * 32, TODAY),
        lambda: desk.handing.handout(desk.session, "0" * 32),
    ):
        with pytest.raises(Trouble, match="handout_unknown"):
            act()


def test_the_last_return_ends_a_service_whose_steps_are_ticked(desk: HandingOffice) -> None:
    elg = desk.person()
    first, second = desk.out(elg, desk.device(), desk.device()).loans
    assert desk.statuses.set(desk.session, elg, Status.ENDED, "Flyttet") == "ended_equipment_out"
    for step in ("5.2", "5.3"):
        desk.ending.tick(desk.session, elg, step)  # type: ignore[arg-type]
    assert not desk.handing.take_back(desk.session, (first,)).service_ended
    assert desk.handing.lost(desk.session, second, "Kastet").service_ended
    assert desk.status(elg) is Status.ENDED
