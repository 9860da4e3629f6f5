"""Readings leave as codes and come in from pictures of them, once, and to the right person."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from station.core.trouble import Trouble
from station.models.records import hand
from station.services.session import Session
from station.services.stick.exchanging import Exchanging
from station.services.stick.reading_codes import CodesRead, ReadingCodes
from station.sync import exchange_codes
from tests.cohort import DAY, Cohort
from tests.exchange_office import plain_apply


def begin(cohort: Cohort) -> ReadingCodes:
    """Let the station of a cohort have a secret."""
    record = cohort.station.record

    def switch_on(session: Session) -> None:
        with record.write(session) as writer:
            hand.begin(writer)
            writer.quiet()

    Exchanging(record, plain_apply, switch_on).begin(cohort.session, "Lesja-1")
    return ReadingCodes(record)


def measured(cohort: Cohort) -> str:
    """A patient with readings of three kinds, one of them marked as a mistake."""
    patient = cohort.followed("Lun Bro")
    for day in range(6):
        cohort.take(patient, "spo2", 90 + day % 3, day * DAY)
        cohort.take(patient, "pulse", 70 + day, day * DAY)
    return patient


def count(cohort: Cohort) -> int:
    """How many readings are stored."""
    with cohort.station.record.read() as reader:
        return int(reader.raw("SELECT count(*) FROM readings")[0][0])


def forget(cohort: Cohort) -> None:
    """Let the file be one that has not got the readings."""
    with cohort.station.record.write(cohort.session) as writer:
        for table in ("alert_events", "alerts", "latest", "readings"):
            writer.execute(f"DELETE FROM {table}")  # noqa: S608  (a test)
        writer.quiet()


def code_of(trouble: pytest.ExceptionInfo[Trouble]) -> str:
    """The code; its sentence can be said."""
    assert trouble.value.sentence()
    return trouble.value.code


def test_readings_leave_and_come_in_once(cohort: Cohort, tmp_path: Path) -> None:
    made_by, patient = begin(cohort), measured(cohort)
    made = made_by.make(cohort.session, patient)
    assert (made.patient, made.readings, len(made.pictures)) == ("Lun Bro", 12, 1)
    assert made_by.save(made, tmp_path / "koder.png") == ("koder.png",)
    read = made_by.look([tmp_path / "koder.png"])
    (known,) = made_by.take(cohort.session, read)
    assert (known.stored, known.known, known.held, known.patient) == (0, 12, 0, "Lun Bro")
    forget(cohort)
    (taken,) = made_by.take(cohort.session, read)
    assert (taken.stored, taken.known, taken.patient_id) == (12, 0, patient)
    assert made_by.take(cohort.session, read)[0].known == 12
    assert count(cohort) == 12


def test_a_photo_taken_aslant_is_read(cohort: Cohort, tmp_path: Path) -> None:
    made_by, patient = begin(cohort), measured(cohort)
    made_by.save(made_by.make(cohort.session, patient), tmp_path / "koder.png")
    with Image.open(tmp_path / "koder.png") as image:
        turned = image.convert("L").rotate(17, expand=True, fillcolor=255)
        turned.resize((turned.width * 2, turned.height * 2)).save(
            tmp_path / "photo.jpg", quality=60
        )
    assert made_by.take(cohort.session, made_by.look([tmp_path / "photo.jpg"]))[0].known == 12


def test_codes_come_picture_by_picture_and_the_missing_are_named(
    cohort: Cohort, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_by, patient = begin(cohort), measured(cohort)
    monkeypatch.setattr(exchange_codes.texts, "__defaults__", (40,))
    names = made_by.save(made_by.make(cohort.session, patient), tmp_path / "koder.png")
    assert len(names) >= 3
    last = made_by.look([tmp_path / names[-1]])
    assert [at for at, _of in last.missing] == list(range(1, len(names)))
    with pytest.raises(Trouble) as caught:
        made_by.take(cohort.session, last)
    assert code_of(caught) == "codes_missing"
    assert f"1/{len(names)}" in caught.value.sentence()
    everything = made_by.look([tmp_path / name for name in names[:-1]], last)
    assert everything.missing == ()
    assert made_by.take(cohort.session, everything)[0].known == 12


def test_readings_of_somebody_unknown_here_are_held(cohort: Cohort, tmp_path: Path) -> None:
    made_by, patient = begin(cohort), measured(cohort)
    made_by.save(made_by.make(cohort.session, patient), tmp_path / "koder.png")
    read = made_by.look([tmp_path / "koder.png"])
    with cohort.station.record.read() as reader:
        secret = bytes.fromhex(
            str(reader.raw("SELECT value FROM meta WHERE key = 'exchange_secret'")[0][0])
        )
    coded = replace(exchange_codes.opened(secret, read.sequences[0]), patient_id="f" * 32)
    foreign = CodesRead(exchange_codes.texts(secret, coded))
    (taken,) = made_by.take(cohort.session, foreign)
    assert (taken.patient_id, taken.stored, taken.held) == (None, 0, 12)
    (again,) = made_by.take(cohort.session, foreign)
    assert (again.held, again.known) == (0, 12)
    with cohort.station.record.read() as reader:
        raw = reader.raw("SELECT raw FROM quarantine WHERE reason_code = 'unknown_patient'")
    assert len(raw) == 12
    assert all(str(row[0]).startswith(("spo2;", "pulse;")) for row in raw)
    other = CodesRead(
        exchange_codes.texts(secret, replace(coded, patient_id=patient, mark=b"else"))
    )
    with pytest.raises(Trouble) as caught:
        made_by.take(cohort.session, other)
    assert code_of(caught) == "codes_other_person"


def test_a_picture_without_a_code_is_told(cohort: Cohort, tmp_path: Path) -> None:
    path = tmp_path / "empty.png"
    Image.new("L", (300, 300), 255).save(path)
    with pytest.raises(Trouble) as caught:
        begin(cohort).look([path])
    assert code_of(caught) == "codes_unseen"


def test_without_readings_there_are_no_codes(cohort: Cohort) -> None:
    made_by = begin(cohort)
    for patient in (cohort.followed("Lun Bro"), "f" * 32):
        with pytest.raises(Trouble) as caught:
            made_by.make(cohort.session, patient)
        assert code_of(caught) == "codes_none"
