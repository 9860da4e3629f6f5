"""The report of an import: numbers that add up, and a file that no spreadsheet obeys."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.i18n import speaking
from station.core.trouble import Trouble
from station.files.items import Candidate, Ignored, Item, Rejected
from station.files.report import FORMULA_SIGNS, Fate, Report, Tally, guarded, write_report

READING = Candidate(
    row_number=2,
    person_key="Rask Elg",
    kind="glucose",
    values=(153.0,),
    canonical=(8.4926,),
    original="153",
    unit="mg/dL",
    taken_at=1_772_350_200_000,  # 2026-03-01 08:30 in Oslo
    zone="Europe/Oslo",
    beyond=None,
    raw='["153"]',
    source_key="0" * 32,
)
REFUSED = Rejected(3, "number_unreadable", {"text": "=1+1"}, "[]", "Rask Elg", "glucose")
FATES = {Candidate: Fate.STORED, Rejected: Fate.QUARANTINED, Ignored: Fate.IGNORED}


def filled() -> Report:
    report = Report()
    items: list[Item] = [READING, READING, REFUSED, Ignored(4, "blank"), READING]
    fates = [Fate.STORED, Fate.DUPLICATE, Fate.QUARANTINED, Fate.IGNORED, Fate.QUARANTINED]
    for item, fate in zip(report.counted(items), fates, strict=True):
        report.note(item, fate)
    return report


def test_the_numbers_add_up() -> None:
    assert filled().tally() == Tally(5, 1, 2, 1, 1)
    assert filled().tally().adds_up()
    assert filled().ignored_by_reason() == {"blank": 1}


def test_an_item_that_was_forgotten_is_seen() -> None:
    report = Report()
    list(report.counted([READING, REFUSED]))
    report.note(READING, Fate.STORED)
    assert not report.tally().adds_up()


def test_intake_gives_its_own_reason_first() -> None:
    report = Report()
    report.note(REFUSED, Fate.QUARANTINED)
    report.note(REFUSED, Fate.QUARANTINED, "patient_missing")
    report.note(READING, Fate.QUARANTINED, "value_missing")
    with speaking("en"):
        assert [row.why() for row in report.rows] == [
            "«=1+1» is not a number.",
            "The row does not say whose reading it is.",
            "The row has a time but no value.",
        ]
        assert filled().rows[0].why() == ""


def test_the_file_reads_back_with_formulas_as_text(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    with speaking("en"):
        write_report(path, filled().rows)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[0][:3] == ["Row number", "Outcome", "Kind of reading"]
    assert rows[1] == ["2", "stored", "glucose", "2026-03-01 08:30:00", "153", "mg/dL", ""]
    assert rows[3][6] == "«=1+1» is not a number."
    assert rows[4][:4] == ["4", "no reading", "", ""]
    assert len(rows) == 6


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x","klikk")', "-2+3", "+1", "@SUM(A1)", "\t=1", "  =1"]
)
def test_formulas_become_text(text: str) -> None:
    assert guarded(text) == "'" + text


@given(st.text())
def test_no_text_leaves_as_a_formula(text: str) -> None:
    assert not guarded(text).lstrip(" ").startswith(FORMULA_SIGNS)
    assert guarded(text).endswith(text)


def test_a_place_that_cannot_be_written_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        write_report(tmp_path, [])
    assert caught.value.code == "file_unwritable"
