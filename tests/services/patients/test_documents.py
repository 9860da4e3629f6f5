"""Kept sheets: as they came or smaller, shown, saved again, and every look in the log."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.files.scans import inspected
from station.models.database import Actor, Database
from station.services.patients import documents
from station.services.patients.documents import Documents, Subject, keep, ready
from station.services.record import Record
from tests.paper_scans import packed
from tests.patients import log_of, registered
from tests.plan_office import NURSE

PAGE = Image.new("L", (400, 560), 255)
SCAN = inspected("SCAN0001.PDF", packed(PAGE, "PDF"))


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


@pytest.fixture
def patient(database: Database, actor: Actor) -> str:
    return registered(database, actor)


@pytest.fixture
def kept(record: Record, patient: str) -> str:
    with record.write(NURSE) as writer:
        return keep(writer, Subject(patient, "plan_version", "v1", "gp_answer"), ready(SCAN))


def test_a_sheet_is_kept_whole_and_every_look_is_in_the_log(
    record: Record, patient: str, kept: str, tmp_path: Path
) -> None:
    service = Documents(record)
    row, scan = service.open(NURSE, kept)
    assert (row.file_name, row.kind, row.note, scan.content) == (
        "SCAN0001.PDF",
        "gp_answer",
        "",
        SCAN.content,
    )
    assert service.read_page(NURSE, scan, 0).picture.width > 0
    path = tmp_path / "ut.pdf"
    service.save(NURSE, kept, path)
    assert path.read_bytes() == SCAN.content
    with record.read() as reader:
        assert log_of(reader, patient)[:3] == [
            "document_saved",
            "document_opened",
            "document_kept",
        ]


def test_a_place_that_cannot_be_written_to_leaves_no_row(
    record: Record, patient: str, kept: str, tmp_path: Path
) -> None:
    with pytest.raises(Trouble):
        Documents(record).save(NURSE, kept, tmp_path / "nowhere" / "ut.pdf")
    with record.read() as reader:
        assert log_of(reader, patient)[0] == "document_kept"


def test_a_sheet_that_is_gone_says_so(record: Record) -> None:
    with pytest.raises(Trouble) as told:
        Documents(record).open(NURSE, "f" * 32)
    assert told.value.code == "document_unknown"


def test_what_was_done_to_a_large_file_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    small = inspected("ark.jpg", packed(PAGE))
    monkeypatch.setattr(documents, "shrunk", lambda _scan: small)
    assert ready(SCAN).note == (
        "The file was made smaller before it was kept: from 0,1 MB to 0,1 MB."
    )
    notes = Image.Exif()
    notes.get_ifd(0x8825)[1] = "N"
    made = BytesIO()
    PAGE.save(made, "JPEG", exif=notes)
    assert (
        "Where the picture was taken is not kept"
        in ready(inspected("foto.jpg", made.getvalue())).note
    )


def test_a_chosen_file_is_taken(record: Record, tmp_path: Path) -> None:
    path = tmp_path / "SCAN0001.PDF"
    path.write_bytes(SCAN.content)
    assert Documents(record).take(NURSE, path) == SCAN
