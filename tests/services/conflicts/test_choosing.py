"""What each choice does: one of two is left, and it is the same everywhere."""

import pytest

from station.core.trouble import Trouble
from station.models.records.plans import content_text
from station.services.conflicts.conflicts import in_question
from tests.services.conflict_desk import choose, only, service, session, settled
from tests.services.stations import Place, Server, exchange, resource
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
