"""Conflicts: both sides in words, a choice is an ordinary change, and it is the same everywhere."""

import pytest

from station.core.trouble import Trouble
from station.services.conflicts.conflicts import may_send
from tests.services.conflict_desk import choose, only, service, session, settled
from tests.services.stations import Place, exchange
from tests.services.sync_cases import PATIENT, add, change


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_a_field_is_chosen_and_the_same_everywhere(both: tuple[Place, Place], side: str) -> None:
    north, south = both
    change(north, "patients", PATIENT, phone="68050001")
    change(south, "patients", PATIENT, phone="68050002")
    exchange(north, south)
    (row,) = service(south).listed(session(south))
    assert (row.patient, row.what, row.patient_id) == (
        "Stille Brygge",
        "About the patient",
        PATIENT,
    )
    assert service(south).count(session(south)) == 1
    seen = service(south).one(session(south), row.id)
    (pair,) = seen.pairs
    assert (pair.name, pair.words) == ("phone", "Telephone")
    assert (pair.ours, pair.theirs, pair.differs) == ("68 05 00 02", "68 05 00 01", True)
    assert (seen.by_field, seen.refused) == (True, "")
    assert choose(south, side)
    assert not service(south).choose(session(south), row.id, side)
    with pytest.raises(Trouble) as error:
        service(south).one(session(south), row.id)
    assert error.value.code == "conflict_over"
    settled(north, south)
    patient = north.one("patients", PATIENT)
    assert patient is not None
    assert patient["phone"] == ("68050002" if side == "ours" else "68050001")
    details = south.rows("SELECT details FROM audit WHERE action = 'conflict_chosen'")
    assert '"phone"' in str(details[0][0])


def test_each_field_from_its_side(both: tuple[Place, Place]) -> None:
    north, south = both
    change(north, "patients", PATIENT, phone="68050001", gp_name="Rask")
    change(south, "patients", PATIENT, phone="68050002", gp_name="Elg")
    exchange(north, south)
    with pytest.raises(Trouble) as error:
        choose(south, {"phone": "ours"})
    assert error.value.code == "conflict_choice"
    assert choose(south, {"phone": "ours", "gp_name": "theirs"})
    settled(north, south)
    patient = north.one("patients", PATIENT)
    assert patient is not None
    assert (patient["phone"], patient["gp_name"]) == ("68050002", "Rask")


def test_who_may_choose_and_what_is_hidden(both: tuple[Place, Place]) -> None:
    north, south = both
    change(north, "patients", PATIENT, city="Fjellsund")
    change(south, "patients", PATIENT, city="Elvdal", protection="strict")
    exchange(north, south)
    seen = service(south).one(session(south, "leader"), only(south))
    assert {pair.ours for pair in seen.pairs} == {"Hidden"}
    with pytest.raises(Trouble) as error:
        service(south).listed(session(south, "benefit"))
    assert error.value.code == "not_allowed"


def test_nothing_is_sent_of_who_has_withdrawn(both: tuple[Place, Place]) -> None:
    north, _ = both
    with north.database.read() as reader:
        assert may_send(reader, PATIENT)
    add(
        north,
        "consents",
        patient_id=PATIENT,
        form_version="1",
        given_on="2026-01-01",
        informed_by="RE",
        registered_at=1,
        registered_by="u",
        withdrawn_on="2026-11-20",
    )
    with north.database.read() as reader:
        assert not may_send(reader, PATIENT)


def test_what_is_not_protected_is_shown_to_all_who_may_see_a_patient(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    change(north, "patients", PATIENT, city="Fjellsund")
    change(south, "patients", PATIENT, city="Elvdal")
    exchange(north, south)
    seen = service(south).one(session(south, "leader"), only(south))
    assert {(pair.ours, pair.theirs) for pair in seen.pairs} == {("Elvdal", "Fjellsund")}
