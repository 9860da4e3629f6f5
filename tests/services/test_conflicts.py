"""Conflicts: both sides in words, a choice is an ordinary change, and it is the same everywhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.core.bus import Bus
from station.core.trouble import Trouble
from station.models.records.plans import content_text
from station.services.conflicts import Conflicts, in_question, may_send
from station.services.record import Record
from station.services.session import Session
from tests.conftest import FRIDAY_NINE
from tests.services.stations import RASK, STILLE, Place, Server, exchange, place, resource
from tests.services.sync_cases import (
    PATIENT,
    add,
    add_device,
    add_patient,
    add_version,
    change,
    close_alert,
    lend,
    measure,
    plan,
)

NUMBER = "01814049996"


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def both(empty_file: Path, tmp_path: Path, server: Server) -> Iterator[tuple[Place, Place]]:
    """Two stations that know the same patient."""
    north = place("north", RASK, empty_file, tmp_path, server, FRIDAY_NINE)
    south = place("south", STILLE, empty_file, tmp_path, server, FRIDAY_NINE + 60_000)
    add_patient(north)
    exchange(north, south, rounds=1)
    yield north, south
    north.database.close()
    south.database.close()


def service(station: Place) -> Conflicts:
    return Conflicts(Record(Bus(), station.clock, station.database))


def session(station: Place, role: str = "nurse") -> Session:
    return Session(station.actor.user_id, station.actor.name, "X", role, "en")


def only(station: Place) -> str:
    (row,) = service(station).listed(session(station))
    return row.id


def choose(station: Place, choice: object) -> bool:
    return service(station).choose(session(station), only(station), choice)  # type: ignore[arg-type]


def settled(*places: Place) -> None:
    """Nothing is left to choose, and both stations say the same."""
    exchange(*places)
    for each in places:
        assert each.conflicts() == []
    ours, theirs = (each.everything() for each in places)
    assert ours == theirs


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
    assert (pair.ours, pair.theirs, pair.differs) == ("68050002", "68050001", True)
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


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_two_loans_become_one(both: tuple[Place, Place], side: str) -> None:
    north, south = both
    device = add_device(north, label="P-1")
    exchange(north, south)
    theirs, ours = lend(north, device), lend(south, device)
    exchange(north, south)
    seen = service(south).one(session(south), only(south))
    assert (seen.what, seen.by_field) == ("Loan", False)
    assert seen.theirs_words == "The other loan applies; the one here is ended"
    choose(south, side)
    settled(north, south)
    open_loans = north.rows("SELECT id FROM loans WHERE ended_at IS NULL")
    assert open_loans == [(ours if side == "ours" else theirs,)]


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_two_devices_with_one_serial_number(both: tuple[Place, Place], side: str) -> None:
    north, south = both
    theirs = add_device(north, serial="A 1", serial_key="A1")
    ours = add_device(south, serial="A1", serial_key="A1")
    exchange(north, south)
    choose(south, side)
    settled(north, south)
    found = north.rows("SELECT id FROM devices WHERE serial_key = 'A1'")
    assert found == [(ours if side == "ours" else theirs,)]


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_one_number_and_two_patients(both: tuple[Place, Place], side: str) -> None:
    north, south = both
    theirs, ours = "b" * 32, "d" * 32
    add_patient(north, theirs, national_number=NUMBER, number_kind="F")
    add_patient(south, ours, national_number=NUMBER, number_kind="F")
    exchange(north, south)
    choose(south, side)
    settled(north, south)
    found = north.rows("SELECT id FROM patients WHERE national_number = ?", NUMBER)
    assert found == [(ours if side == "ours" else theirs,)]


@pytest.mark.parametrize("side", ["ours", "theirs"])
@pytest.mark.parametrize("number", [2, 3])
def test_two_approved_plans(both: tuple[Place, Place], side: str, number: int) -> None:
    north, south = both
    plan_id = add(north, "plans", patient_id=PATIENT, template="kols", created_at=1)
    first = add_version(north, plan_id, 1, 88.0)
    exchange(north, south)
    for station in both:
        change(station, "plan_versions", first, status="replaced", in_force_to=20)
    theirs = add_version(north, plan_id, 2, 86.0, based_on=first, in_force_from=20)
    ours = add_version(south, plan_id, number, 90.0, based_on=first, in_force_from=21)
    exchange(north, south)
    seen = service(south).one(session(south), only(south))
    assert "stricter" in seen.meanwhile
    content = next(pair for pair in seen.pairs if pair.name == "content")
    assert "86" in content.theirs
    choose(south, side)
    settled(north, south)
    found = north.rows("SELECT id FROM plan_versions WHERE status = 'approved'")
    assert found == [(ours if side == "ours" else theirs,)]
    assert north.rows("SELECT count(*) FROM plan_versions") == [(3,)]


def test_what_was_approved_is_never_written_over(both: tuple[Place, Place]) -> None:
    north, south = both
    plan_id = add(north, "plans", patient_id=PATIENT, template="kols", created_at=1)
    draft = add_version(north, plan_id, 1, 88.0, status="draft", in_force_from=None)
    exchange(north, south)
    change(north, "plan_versions", draft, content=content_text(plan(80.0)), content_hash="h")
    change(south, "plan_versions", draft, status="approved", in_force_from=10)
    exchange(north, south)
    with pytest.raises(Trouble) as error:
        choose(south, "theirs")
    assert error.value.code == "conflict_decided"
    with south.database.read() as reader:
        assert in_question(reader, "plan_versions", draft)
        assert not in_question(reader, "plans", plan_id)
    choose(south, "ours")
    settled(north, south)


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_what_the_server_lost(both: tuple[Place, Place], server: Server, side: str) -> None:
    north, _ = both
    server.delete("patients", PATIENT)
    north.fetch()
    assert service(north).one(session(north), only(north)).pairs == ()
    choose(north, side)
    north.send()
    assert (("patients", PATIENT) in server.rows) == (side == "ours")


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_two_files_that_the_server_made_one(
    both: tuple[Place, Place], server: Server, side: str
) -> None:
    north, _ = both
    other = "b" * 32
    link = {"type": "replaced-by", "other": {"reference": f"Patient/{other}"}}
    server.force(resource("patients", PATIENT, north.one("patients", PATIENT) or {}, link=[link]))
    north.fetch()
    if side == "theirs":
        with pytest.raises(Trouble) as error:
            choose(north, side)
        assert error.value.code == "conflict_other"
        add_patient(north, other)
    choose(north, side)
    linked = north.rows("SELECT patient_a, patient_b FROM patient_links")
    assert len(linked) == (side == "theirs")


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_two_closings(both: tuple[Place, Place], side: str) -> None:
    north, south = both
    plan_id = add(north, "plans", patient_id=PATIENT, template="kols", created_at=1)
    add_version(north, plan_id, 1, 88.0)
    exchange(north, south)
    measure(north, 84.0)
    exchange(north, south)
    alert = str(north.rows("SELECT id FROM alerts")[0][0])
    close_alert(north, alert, "right")
    close_alert(south, alert, "wrong")
    exchange(north, south)
    assert service(south).one(session(south), only(south)).what == "Alert"
    choose(south, side)
    exchange(north, south)
    row = north.one("alerts", alert)
    assert row is not None
    assert row["verdict"] == ("wrong" if side == "ours" else "right")
    assert (*north.conflicts(), *south.conflicts()) == ()


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
