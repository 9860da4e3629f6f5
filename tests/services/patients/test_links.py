"""Linking files and taking them apart: nothing is lost."""

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.services.patients.links import Links
from station.services.patients.register import Patients
from station.services.patients.values import Mark, PatientDetails
from station.services.record import Record
from station.services.session import Session

NURSE = Session("1" * 32, "Rask Elg", "RE", "nurse", "nb")


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


def two_files(patients: Patients) -> tuple[str, str]:
    one = PatientDetails(given_name="Rask", family_name="Elg", birth_date="1940-01-01")
    other = PatientDetails(given_name="Rask", family_name="Elk", phone="68 05 01 12")
    return patients.register(NURSE, one), patients.register(NURSE, other)


def test_both_files_show_the_other_and_stay_whole(record: Record) -> None:
    patients, links = Patients(record), Links(record)
    one, other = two_files(patients)
    before = [patients.refresh(NURSE, each) for each in (one, other)]
    link_id = links.link(NURSE, one, other, "Skrevet feil første gang")
    shown = patients.refresh(NURSE, other)
    assert [(link.patient_id, link.reason) for link in shown.links] == [
        (one, "Skrevet feil første gang")
    ]
    assert Mark.LINKED in shown.marks
    with pytest.raises(Trouble) as twice:
        links.link(NURSE, other, one, "igjen")
    assert twice.value.code == "linked_already"
    links.unlink(NURSE, link_id, "To personer")
    assert [patients.refresh(NURSE, each) for each in (one, other)] == before
    with pytest.raises(Trouble) as again:
        links.unlink(NURSE, link_id, "To personer")
    assert again.value.code == "unlinked_already"
    assert links.link(NURSE, one, other, "Likevel") != link_id


@pytest.mark.parametrize(
    ("same", "reason", "code"), [(False, " ", "reason_missing"), (True, "x", "link_self")]
)
def test_a_link_needs_another_file_and_a_reason(
    record: Record, same: bool, reason: str, code: str
) -> None:
    one, other = two_files(Patients(record))
    with pytest.raises(Trouble) as refused:
        Links(record).link(NURSE, one, one if same else other, reason)
    assert refused.value.code == code


def test_an_unknown_file_is_told(record: Record) -> None:
    one, _ = two_files(Patients(record))
    with pytest.raises(Trouble) as unknown:
        Links(record).link(NURSE, one, "0" * 32, "x")
    assert unknown.value.code == "patient_unknown"
