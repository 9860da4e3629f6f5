"""Registering, finding, opening and changing patients on the encrypted file."""

import logging
from dataclasses import asdict, replace

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.services.office.access_words import AccessLine
from station.services.patients.register import Patients, changed_fields, merged
from station.services.patients.values import (
    Choices,
    Mark,
    PatientConflict,
    PatientDetails,
    PatientExists,
    PatientIncomplete,
)
from station.services.record import Record
from station.services.session import Session

NURSE = Session("1" * 32, "Rask Elg", "RE", "nurse", "nb")
OTHER = Session("2" * 32, "Stille Brygge", "SB", "nurse", "nb")
LEADER = Session("3" * 32, "Klar Nordavind", "KN", "leader", "nb")
BENEFIT = Session("4" * 32, "Blid Trapp", "BT", "benefit", "nb")
ELG = PatientDetails(
    given_name="Rask",
    family_name="Elg",
    number="01814049996",
    birth_date="1940-01-01",
    address="Storgata 1",
    postal_code="1234",
    city="Fjellsund",
    phone="68 05 01 12",
)
CANARY = "Kanarivegen 6"


@pytest.fixture
def patients(database: Database, clock: FixedClock) -> Patients:
    return Patients(Record(Bus(), clock, database))


def log(patients: Patients, patient_id: str) -> list[AccessLine]:
    return list(patients.access(NURSE, patient_id))


def test_register_then_search_open_and_see_who_did(patients: Patients) -> None:
    patient_id = patients.register(NURSE, ELG)
    (hit,) = patients.search(NURSE, "elg ra")
    assert (hit.id, hit.name, hit.number_masked, hit.place) == (
        patient_id,
        "Rask Elg",
        "018140•••••",
        "Storgata 1, Fjellsund",
    )
    assert hit.marks == ()
    facts = patients.card(OTHER, patient_id)
    assert (facts.name, facts.age, facts.number_masked) == ("Rask Elg", 86, "018140•••••")
    assert facts.address is not None
    assert facts.address.line() == "Storgata 1, 1234 Fjellsund"
    lines = log(patients, patient_id)
    assert [(line.who, line.what) for line in lines[:1]] == [
        ("Stille Brygge", "Opened the patient's file")
    ]
    assert patients.refresh(OTHER, patient_id) == facts
    again = log(patients, patient_id)
    assert [line.what for line in again[:2]] == [
        "Looked at who has seen the file",
        "Opened the patient's file",
    ]


def test_those_whose_name_begins_so_come_first(patients: Patients) -> None:
    first = patients.register(NURSE, PatientDetails(given_name="Anders", family_name="Berg"))
    second = patients.register(NURSE, PatientDetails(given_name="Zara", family_name="Anders"))
    third = patients.register(NURSE, PatientDetails(given_name="Aud", family_name="Sanders"))
    assert [hit.id for hit in patients.search(NURSE, "anders")] == [first, second, third]


def test_the_same_number_stops_and_names_who_has_it(patients: Patients) -> None:
    patient_id = patients.register(NURSE, ELG)
    again = replace(ELG, given_name="Mild", number="018140 49996", birth_date="1940-01-01")
    with pytest.raises(PatientExists) as found:
        patients.register(NURSE, again, frozenset({patient_id}))
    assert found.value.matches.exact is not None
    assert found.value.matches.exact.id == patient_id
    assert patients.matches(NURSE, again).exact == found.value.matches.exact
    assert patients.matches(NURSE, again, patient_id).exact is None
    assert patients.matches(BENEFIT, again).exact_hidden
    assert len(patients.search(NURSE)) == 1


def test_somebody_alike_is_asked_about_until_ruled_out(patients: Patients) -> None:
    first = patients.register(NURSE, ELG)
    twin = replace(ELG, number="", phone="")
    assert [hit.id for hit in patients.matches(NURSE, twin).near] == [first]
    assert patients.matches(BENEFIT, twin).near == ()
    assert patients.matches(NURSE, replace(twin, family_name=" ")).near == ()
    with pytest.raises(PatientExists):
        patients.register(NURSE, twin)
    second = patients.register(NURSE, twin, frozenset({first}))
    assert Mark.NO_NUMBER in patients.card(NURSE, second).marks
    assert {hit.id for hit in patients.search(NURSE, "elg")} == {first, second}


def test_what_is_wrong_is_told_and_not_saved(patients: Patients) -> None:
    with pytest.raises(PatientIncomplete) as wrong:
        patients.register(NURSE, replace(ELG, family_name="", number="1"))
    assert set(wrong.value.problems) == {"family_name", "number"}
    assert patients.search(NURSE) == ()


def test_a_change_is_saved_and_the_log_names_the_fields_only(patients: Patients) -> None:
    patient_id = patients.register(NURSE, ELG)
    before = patients.open_form(NURSE, patient_id)
    after = replace(before.details, phone="68 05 01 99", birth_date="", family_name="Ås")
    assert patients.change(NURSE, patient_id, before, after) == 2
    facts = patients.refresh(NURSE, patient_id)
    assert (facts.phone, facts.birth_date, facts.age) == ("68 05 01 99", None, None)
    assert [hit.id for hit in patients.search(NURSE, "as")] == [patient_id]
    assert log(patients, patient_id)[0].what == "Changed: Birth date, Family name, Telephone"
    same = patients.open_form(NURSE, patient_id)
    assert patients.change(NURSE, patient_id, same, same.details) == 2


def test_the_later_save_is_told_what_changed_and_overwrites_nothing(
    patients: Patients, clock: FixedClock
) -> None:
    patient_id = patients.register(NURSE, ELG)
    mine, theirs = (patients.open_form(NURSE, patient_id) for _ in range(2))
    clock.advance(60_000)
    patients.change(OTHER, patient_id, theirs, replace(theirs.details, phone="68 05 01 22"))
    typed = replace(mine.details, gp_name="Lun Hylle")
    with pytest.raises(PatientConflict) as conflict:
        patients.change(NURSE, patient_id, mine, typed)
    told = conflict.value
    assert (told.who, told.at) == ("Stille Brygge", clock.now())
    assert [asdict(change) for change in told.changes] == [
        {"field": "phone", "before": "68 05 01 12", "now": "68 05 01 22"}
    ]
    both = merged(mine.details, typed, told.newest.details)
    assert (both.phone, both.gp_name) == ("68 05 01 22", "Lun Hylle")
    assert patients.change(NURSE, patient_id, told.newest, both) == 3
    facts = patients.refresh(NURSE, patient_id)
    assert (facts.phone, facts.gp_name) == ("68 05 01 22", "Lun Hylle")


def test_a_number_taken_by_another_is_refused_in_a_change_too(patients: Patients) -> None:
    patients.register(NURSE, ELG)
    other = patients.register(NURSE, PatientDetails(given_name="Mild", family_name="Kystvei"))
    before = patients.open_form(NURSE, other)
    after = replace(before.details, number=ELG.number, birth_date="1940-01-01")
    with pytest.raises(PatientExists):
        patients.change(NURSE, other, before, after)
    fine = replace(before.details, number="29824049910", birth_date="1940-02-29")
    assert patients.change(NURSE, other, before, fine) == 2


def test_number_and_address_are_shown_on_request_and_logged(patients: Patients) -> None:
    patient_id = patients.register(NURSE, ELG)
    assert patients.number(NURSE, patient_id) == "01814049996"
    assert patients.address(NURSE, patient_id).street == "Storgata 1"
    assert [line.what for line in log(patients, patient_id)[:2]] == [
        "Looked at the address",
        "Looked at the whole national identity number",
    ]
    nameless = patients.register(NURSE, PatientDetails(family_name="Ukjent"))
    assert patients.number(NURSE, nameless) == ""


@pytest.mark.parametrize("protection", ["confidential", "strict"])
def test_a_protected_address_is_in_nothing_but_what_was_asked_for(
    patients: Patients, protection: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hidden = replace(ELG, address=CANARY, city="Kanariby", protection=protection)
    patient_id = patients.register(NURSE, hidden)
    twin = replace(ELG, number="")
    shown = [
        patients.search(NURSE),
        patients.search(NURSE, "kanari"),
        patients.matches(NURSE, ELG),
        patients.matches(NURSE, twin),
        patients.card(NURSE, patient_id),
        patients.refresh(NURSE, patient_id),
        patients.open_form(NURSE, patient_id),
    ]
    with pytest.raises(Trouble) as refused:
        patients.address(LEADER, patient_id)
    assert refused.value.code == "not_allowed"
    assert patients.address(NURSE, patient_id).street == CANARY
    shown.append(log(patients, patient_id))
    assert log(patients, patient_id)[1].what == "Looked at the protected address"
    assert "anari" not in repr(shown) + caplog.text
    assert patients.card(NURSE, patient_id).address is None


def test_a_hidden_address_survives_a_change_and_is_changed_only_when_shown(
    patients: Patients,
) -> None:
    hidden = replace(ELG, address=CANARY, protection="strict")
    patient_id = patients.register(NURSE, hidden)
    before = patients.open_form(NURSE, patient_id)
    assert (before.address_hidden, before.details.address) == (True, None)
    patients.change(NURSE, patient_id, before, replace(before.details, phone=""))
    assert patients.address(NURSE, patient_id).street == CANARY
    shown = patients.open_form(NURSE, patient_id, address=True)
    assert (shown.address_hidden, shown.details.address) == (False, CANARY)
    moved = replace(shown.details, address="Kanarivegen 8")
    patients.change(OTHER, patient_id, shown, moved)
    assert patients.address(NURSE, patient_id).street == "Kanarivegen 8"
    with pytest.raises(PatientConflict) as conflict:
        patients.change(NURSE, patient_id, shown, replace(shown.details, address="Kanarivegen 9"))
    assert "anari" not in repr(conflict.value.changes)


def test_an_address_protected_meanwhile_is_hidden_in_the_conflict(patients: Patients) -> None:
    patient_id = patients.register(NURSE, replace(ELG, address=CANARY))
    mine, theirs = (patients.open_form(NURSE, patient_id) for _ in range(2))
    patients.change(OTHER, patient_id, theirs, replace(theirs.details, protection="strict"))
    with pytest.raises(PatientConflict) as conflict:
        patients.change(NURSE, patient_id, mine, replace(mine.details, phone=""))
    assert [change.field for change in conflict.value.changes] == ["protection"]
    assert "anari" not in repr(conflict.value.newest) + repr(conflict.value.changes)


def test_changed_fields_leave_an_unshown_address_out() -> None:
    assert changed_fields(ELG, replace(ELG, address=None, phone="")) == ("phone",)


def test_a_role_without_patients_gets_none(patients: Patients) -> None:
    patient_id = patients.register(NURSE, ELG)
    for attempt in (
        lambda: patients.search(BENEFIT),
        lambda: patients.card(BENEFIT, patient_id),
        lambda: patients.refresh(BENEFIT, patient_id),
        lambda: patients.number(BENEFIT, patient_id),
        lambda: patients.address(BENEFIT, patient_id),
        lambda: patients.access(BENEFIT, patient_id),
        lambda: patients.open_form(BENEFIT, patient_id),
        lambda: patients.register(BENEFIT, ELG),
        lambda: patients.choices(BENEFIT),
    ):
        with pytest.raises(Trouble) as refused:
            attempt()
        assert refused.value.code == "not_allowed"
    assert patients.choices(NURSE) == Choices((), training=False)


def test_a_patient_that_is_not_there_is_told(patients: Patients) -> None:
    with pytest.raises(Trouble) as unknown:
        patients.card(NURSE, "0" * 32)
    assert unknown.value.code == "patient_unknown"


def test_a_training_file_takes_synthetic_numbers_only(
    patients: Patients, database: Database
) -> None:
    real = replace(ELG, number="01015574964", birth_date="1855-01-01")
    with database.write(NURSE.actor) as writer:
        writer.execute("INSERT INTO settings VALUES ('training', '1', 0, '')")
        writer.quiet()
    assert patients.choices(NURSE).training
    with pytest.raises(PatientIncomplete) as wrong:
        patients.register(NURSE, real)
    assert "synthetic" in wrong.value.problems["number"]
    patients.register(NURSE, ELG)
