"""A central server that is broken, or in the wrong hands, steers nothing at a station by itself."""

import base64
import json

import pytest

from station.rules.synced import kind_of
from tests.attacks.hostile import Hostile, changed, patient, saying
from tests.services.conflict_desk import choose, service, session
from tests.services.stations import Place
from tests.services.sync_cases import (
    PATIENT,
    add,
    add_device,
    add_patient,
    add_version,
    change,
    lend,
    measure,
)

OTHER = "b" * 32
NOBODY = "d" * 32
_ODD: tuple[object, ...] = ([], {}, ["x"], "\ud800", float("nan"), float("inf"), 10**30, True)


@pytest.fixture
def hostile(north: Place) -> Hostile:
    """A server between a station with two patients and whoever else there is."""
    add_patient(north)
    add_patient(north, OTHER, given_name="Rask", family_name="Elg")
    made = Hostile(north)
    for record_id in (PATIENT, OTHER):
        made.known("patients", record_id)
    return made


def _records(station: Place) -> dict[str, str]:
    plan_id = add(station, "plans", patient_id=PATIENT, template="kols", created_at=5)
    return {
        "plans": plan_id,
        "plan_versions": add_version(station, plan_id, 1, 90.0),
        "consents": add(
            station, "consents", patient_id=PATIENT, form_version="1", given_on="2026-01-01",
            informed_by="u", registered_at=5, registered_by="u",
        ),
        "relatives": add(
            station, "relatives", patient_id=PATIENT, name="Mor", relation="mor",
            phone="68050001", reports=0, note="", active=1,
        ),
        "loans": lend(station, add_device(station)),
        "readings": measure(station, 85.0),
        "alerts": str(station.rows("SELECT id FROM alerts")[0][0]),
    }  # fmt: skip


def test_nothing_of_one_patient_becomes_anothers(hostile: Hostile) -> None:
    north = hostile.station
    hostile.known("devices", add_device(north))
    for kind, record_id in _records(north).items():
        body = hostile.known(kind, record_id)
        key = next(name for name in ("patient", "subject") if name in body)
        said = hostile.says(changed(body, **{key: patient(OTHER)}))
        assert said == [("done", "differs", "")], kind
        assert north.rows(f"SELECT patient_id FROM {kind}") == [(PATIENT,)]  # noqa: S608
        # Not by a click either; the server saying right again ends the question.
        asked = service(north)
        (row,) = asked.listed(session(north))
        with pytest.raises(Exception, match="conflict_moved"):
            asked.choose(session(north), row.id, "theirs")
        hostile.says(body)
        assert north.conflicts() == []


def test_an_approved_plan_says_and_decides_what_was_approved(hostile: Hostile) -> None:
    north = hostile.station
    plan_id = add(north, "plans", patient_id=PATIENT, template="kols", created_at=5)
    version = add_version(north, plan_id, 1, 90.0)
    hostile.known("plans", plan_id)
    body = hostile.known("plan_versions", version)
    other = add_version(north, plan_id, 2, 80.0, status="withdrawn")
    laid_aside = hostile.known("plan_versions", other)
    content = hostile.body("plan_versions", other)["extension"][0]["extension"]
    (looser,) = (each for each in content if each["url"] == "content")
    before = north.everything()["plan_versions"]
    for said, reason in (
        (saying(body, "approved_by_name", valueString="Somebody Else"), "decided_otherwise"),
        (saying(body, "content", valueString=looser["valueString"]), "approved_content"),
        (saying(body, "status", valueString="draft"), "back_to_draft"),
        (saying(laid_aside, "status", valueString="approved"), "decided_otherwise"),
    ):
        assert hostile.says(said) == [("done", reason, "")]
        assert north.everything()["plan_versions"] == before
        hostile.says(body, laid_aside)
    # Laid aside with nothing in its place, nobody would be watched.
    assert hostile.says(saying(body, "status", valueString="withdrawn"))[0][:2] == (
        "waiting",
        "decided_otherwise",
    )
    assert north.everything()["plan_versions"] == before
    nobody = saying(saying(laid_aside, "status", valueString="approved"), "approved_by_name")
    nobody["id"] = "c" * 8 + "-cccc-cccc-cccc-" + "c" * 12
    assert hostile.says(nobody)[0][0] == "held"


def test_no_alert_is_closed_by_nobody_or_made_milder(hostile: Hostile) -> None:
    north = hostile.station
    body = hostile.known("alerts", _records(north)["alerts"])
    steps = {"coding": [{"system": "urn:station:component", "code": "steps"}]}
    waiting = saying(body, "state", valueString="waiting")
    for said, column in (
        (saying(body, "state", valueString="closed"), "closed_by"),
        (saying(body, "state", valueString="vanished"), "state"),
        (changed(body, severity="low"), "level"),
        (saying(waiting, "waiting_until", valueInstant="2099-01-01T00:00:00Z"), "waiting_until"),
        (waiting, "waiting_until"),
        (changed(body, code=steps), ""),
    ):
        state, code, values = hostile.says(said)[0]
        assert (state, code) == (("held", "unfit") if column else ("done", "differs"))
        assert column in values
        assert north.rows("SELECT state, level FROM alerts") == [("open", 2)]
    assert hostile.says(changed(body, severity="moderate")) == [("same", "", "")]
    assert north.rows("SELECT state, level FROM alerts") == [("open", 2)]


def test_no_reading_is_left_out_by_nobody_or_for_no_reason(hostile: Hostile) -> None:
    north = hostile.station
    body = hostile.known("readings", _records(north)["readings"])
    for word in ("wrong_patient", "banana"):
        said = hostile.says(saying(body, "excluded", valueString=word))
        assert said[0][:2] == ("held", "unfit")
        assert north.rows("SELECT excluded FROM readings") == [("",)]
    assert north.rows("SELECT state FROM alerts") == [("open",)]


def test_an_address_is_not_shown_because_of_what_a_server_says(hostile: Hostile) -> None:
    north = hostile.station
    change(north, "patients", PATIENT, protection="strict", address="Stien 1")
    body = hostile.known("patients", PATIENT)
    lifted = saying(saying(body, "protection"), "veiled")
    assert hostile.says(lifted) == [("done", "less_protected", "")]
    assert north.rows("SELECT protection FROM patients WHERE id = ?", PATIENT) == [("strict",)]
    assert "Stien" not in str(hostile.body("patients", PATIENT))
    # Who lifts it is a person here.
    assert choose(north, "theirs")
    assert north.rows("SELECT protection FROM patients WHERE id = ?", PATIENT) == [("",)]


def test_words_that_are_not_known_steer_nothing(hostile: Hostile) -> None:
    north = hostile.station
    body = hostile.body("patients", PATIENT)
    before = north.one("patients", PATIENT)
    assert hostile.says(saying(body, "status", valueString="banana"))[0][:2] == ("held", "unfit")
    assert north.one("patients", PATIENT) == before


def test_a_resource_that_says_it_is_another_kind_is_held(hostile: Hostile) -> None:
    north = hostile.station
    body = hostile.known("plan_versions", _records(north)["plan_versions"])
    body["meta"]["tag"][0]["code"] = "plans"
    assert hostile.says(body)[0][:2] == ("held", "other_kind")
    assert north.rows("SELECT count(*) FROM plans") == [(1,)]


def test_one_odd_column_stops_nothing_but_its_own_resource(hostile: Hostile) -> None:
    north = hostile.station
    records = _records(north)
    before = north.everything()
    for kind, record_id in {**records, "patients": PATIENT}.items():
        body = hostile.known(kind, record_id)
        columns = [*(name for name, _ in kind_of(kind).parents), "id", "note", "value"]
        named = [
            saying(body, name, valueBase64Binary=_packed(odd)) for name in columns for odd in _ODD
        ]
        nowhere = [changed(body, **{key: patient(NOBODY)}) for key in ("patient", "subject")]
        deep = changed(body, note=_deep(300))
        hostile.says(*named, *nowhere, deep)
        hostile.says(body)
        # All of it has its place, and what is right after it comes in.
        assert north.rows("SELECT 1 FROM sync_inbox WHERE state = 'new'") == []
    assert north.everything() == before


def test_what_arrived_in_the_year_9999_can_be_settled(hostile: Hostile) -> None:
    north = hostile.station
    body = hostile.known("readings", _records(north)["readings"])
    arrived = north.rows("SELECT arrived_at FROM readings")
    hostile.says(changed(body, issued="9999-12-31T23:59:59.999Z"))
    assert north.rows("SELECT arrived_at FROM readings") == arrived


def _packed(value: object) -> str:
    return base64.b64encode(json.dumps(value).encode()).decode()


def _deep(levels: int) -> object:
    found: object = "x"
    for _ in range(levels):
        found = [found]
    return found


def test_a_meters_low_does_not_become_a_number(hostile: Hostile) -> None:
    north = hostile.station
    reading = _records(north)["readings"]
    change(north, "readings", reading, value=None, beyond="low")
    body = hostile.known("readings", reading)
    number = {"value": 98, "system": "http://unitsofmeasure.org", "code": "%"}
    assert hostile.says(changed(body, valueQuantity=number))[0][1] == "differs"
    assert north.rows("SELECT value, beyond FROM readings") == [(None, "low")]
