"""A FHIR file of one patient or of everybody: every record once, whole, or no file at all."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.rules.synced import KINDS
from station.services.export.shared import SharedExports
from station.services.session import Session
from station.sync.fhir import Unreadable, decode
from station.sync.values import Decoded
from station.training import door
from station.wiring import Station, build
from tests.cohort import Cohort
from tests.intaking import BENEFIT
from tests.municipality import CHEAP, copy_home


@pytest.fixture
def town(municipality: Path, tmp_path: Path) -> Iterator[tuple[Station, Session]]:
    """The training municipality, signed in."""
    home = copy_home(municipality, tmp_path / "home")
    station = build(home, FixedClock(door.clock(home).now()), CHEAP)
    owner = next(each for each in station.door.people() if each.name == door.USER)
    yield station, station.door.sign_in(owner.slot_id, door.PASSWORD)
    station.close()


def decoded(path: Path) -> list[Decoded]:
    """Every record of a written Bundle, read by the codecs."""
    found = []
    for entry in json.loads(path.read_text("utf-8")).get("entry", ()):
        try:
            found.append(decode(entry["resource"]))
        except Unreadable as reason:
            assert reason.code == "derived"  # noqa: PT017
    return found


def test_everything_that_is_shared_is_in_the_file_once_but_a_protected_address(
    town: tuple[Station, Session], tmp_path: Path
) -> None:
    station, session = town
    with station.record.write(session) as writer:
        # Pages are enough of; all readings say the same way what they say.
        writer.execute("DELETE FROM readings WHERE rowid % 4 <> 0")
        writer.execute(
            "UPDATE patients SET protection = 'strict', address = 'Hemmeligveien 7', "
            "phone = '68050042' WHERE family_name = 'Elg'"
        )
        writer.quiet()
    path, told = tmp_path / "alt.json", list[int]()
    done = SharedExports(station.record).fhir(session, path, tell=told.append)
    records = decoded(path)
    counts = Counter(each.kind for each in records)
    with station.record.read() as reader:
        for kind in KINDS:
            rows = reader.raw(f"SELECT count(*) FROM {kind.name}")[0][0]  # noqa: S608
            assert counts[kind.name] == (0 if kind.name == "openings" else rows)
    assert len({(each.kind, each.record_id) for each in records}) == len(records) == done.total
    assert counts["readings"] > 1_000
    assert told == sorted(told)
    assert told
    text = path.read_text("utf-8")
    assert "Hemmeligveien" not in text
    assert "68050042" not in text


def test_one_patient_and_nobody_else(town: tuple[Station, Session], tmp_path: Path) -> None:
    station, session = town
    with station.record.read() as reader:
        ((patient_id,),) = reader.raw("SELECT id FROM patients WHERE family_name = 'Elg'")
    path = tmp_path / "elg.json"
    SharedExports(station.record).fhir(session, path, str(patient_id))
    records = decoded(path)
    assert {each.fields["patient_id"] for each in records if "patient_id" in each.fields} == {
        patient_id
    }
    assert [each.record_id for each in records if each.kind == "patients"] == [patient_id]
    lent = {each.fields["device_id"] for each in records if each.kind == "loans"}
    assert lent == {each.record_id for each in records if each.kind == "devices"}
    with station.record.read() as reader:
        taken = reader.raw("SELECT patient_id FROM audit WHERE action = 'taken_out'")
    assert taken == [(patient_id,)]


def test_what_is_refused_leaves_no_file(town: tuple[Station, Session], tmp_path: Path) -> None:
    station, session = town
    exports = SharedExports(station.record)
    with pytest.raises(Trouble) as caught:
        exports.fhir(BENEFIT, tmp_path / "x.json")
    assert caught.value.code == "not_allowed"
    with pytest.raises(Trouble) as caught:
        exports.fhir(session, tmp_path / "x.json", "nobody")
    assert caught.value.code == "patient_unknown"
    assert not list(tmp_path.glob("*.json*"))


def test_a_patient_without_any_device(cohort: Cohort, tmp_path: Path) -> None:
    patient_id, path = cohort.patient("Stille Brygge"), tmp_path / "brygge.json"
    done = SharedExports(cohort.station.record).fhir(cohort.session, path, patient_id)
    counts = dict(done.records)
    assert "devices" not in counts
    assert counts["users"] >= 1
    assert counts["patients"] == 1
