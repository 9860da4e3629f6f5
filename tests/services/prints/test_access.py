"""«Hvem har sett min journal» on paper: who, role, when, what, why; nobody else's name."""

from dataclasses import replace
from pathlib import Path

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.settings import PROFILE, Profile
from station.core.trouble import Trouble
from station.models.database import Database
from station.models.queries import audit
from station.models.queries.users import User
from station.models.records import settings, users
from station.printing.verify import read_back
from station.services.patients.register import Patients
from station.services.patients.values import PatientDetails
from station.services.prints import access
from station.services.prints.access import AccessPrints
from station.services.record import Record
from station.services.session import Session

NURSE = Session("1" * 32, "Mild Kystvei", "MK", "nurse", "nb")
ELG = PatientDetails(given_name="Rask", family_name="Elg", birth_date="1940-01-01", language="nb")


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    made = Record(Bus(), clock, database)
    with made.write(NURSE) as writer:
        profile = Profile("Fjellsund kommune", phone="68 05 01 00")
        settings.store(writer, PROFILE, profile)
        users.add(writer, User(NURSE.user_id, "s", NURSE.name, "MK", "nurse", "nb", active=True))
    return made


@pytest.fixture
def elg(record: Record) -> str:
    return Patients(record).register(NURSE, ELG)


def closed(record: Record, patient_id: str, reason: str) -> None:
    with record.write(NURSE) as writer:
        writer.audit("patient_taken_over", "patient", patient_id, patient_id, reason=reason)


def test_user_08_the_list_tells_who_role_when_what_and_why_in_plain_words(
    record: Record, elg: str, tmp_path: Path
) -> None:
    Patients(record).card(NURSE, elg)
    closed(record, elg, "Kollegaen er syk")
    prints = AccessPrints(record)
    assert prints.file_name() == "innsyn-2026-11-20.pdf"
    path = tmp_path / prints.file_name()
    assert prints.save(NURSE, elg, path).lines == 3
    text = "\n".join(read_back(path.read_bytes()).pages)
    for word in (
        "Rask Elg",
        "01.01.1940",
        "Mild Kystvei",
        "Sykepleier",
        "20.11.2026",
        "09:00",
        "Åpnet pasientens",
        "Kollegaen er syk",
        "68 05 01 00",
        "113",
    ):
        assert word in text, word
    with record.read() as reader:
        (line,) = audit.newest(reader, limit=1)
    assert (line.action, line.patient_id) == ("access_printed", elg)
    assert line.details["lines"] == 3


def test_a_reason_that_names_another_patient_is_left_out(record: Record, elg: str) -> None:
    Patients(record).register(NURSE, replace(ELG, given_name="Stille", family_name="Fjord"))
    closed(record, elg, "Tok feil av stille fjord")
    closed(record, elg, "Rask Elg ringte")
    document = AccessPrints(record).document(NURSE, elg)
    assert [row.why for row in document.rows] == ["Rask Elg ringte", "", ""]


def test_a_long_log_says_that_it_is_cut(
    record: Record, elg: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "MOST", 1)
    Patients(record).card(NURSE, elg)
    document = AccessPrints(record).document(NURSE, elg)
    assert len(document.rows) == 1
    assert "1" in document.closing


def test_without_birth_date_and_profile_it_is_still_printed(
    database: Database, clock: FixedClock
) -> None:
    record = Record(Bus(), clock, database)
    patient_id = Patients(record).register(NURSE, replace(ELG, birth_date="", language="nn"))
    document = AccessPrints(record).document(NURSE, patient_id)
    assert (document.identity.birth_date, document.identity.language) == ("–", "nn")
    assert document.identity.municipality == "–"


def test_it_needs_the_right_a_patient_and_a_place(record: Record, elg: str, tmp_path: Path) -> None:
    prints = AccessPrints(record)
    for session, patient_id, path, code in (
        (replace(NURSE, role="benefit"), elg, tmp_path / "a.pdf", "not_allowed"),
        (NURSE, "nobody", tmp_path / "a.pdf", "patient_unknown"),
        (NURSE, elg, tmp_path / "gone" / "a.pdf", "print.place"),
    ):
        with pytest.raises(Trouble) as caught:
            prints.save(session, patient_id, path)
        assert caught.value.code == code
    with record.read() as reader:
        assert audit.count_of(reader, "access_printed") == 0
