"""From what a scanner sends, or a picture, to the device."""

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from station.core.trouble import Trouble
from station.rules.labelcode import label_of
from station.services.equipment.label_finding import LabelFinding
from station.services.equipment.register import Equipment, NewDevice
from station.services.prints.labels import LabelsPrint, LabelWish
from station.services.record import Record
from tests.patient_office import NURSE as NORWEGIAN

NURSE = replace(NORWEGIAN, language="en")


@pytest.fixture
def finding(record: Record) -> LabelFinding:
    """The service, with a scale that has Station's label and a tablet with its own."""
    equipment = Equipment(record)
    for new in (
        NewDevice("scale", name="V-1", label=label_of(42), serial="12-34 ab"),
        NewDevice("tablet", name="N-1", label="RK-0123", serial="X9"),
        NewDevice("cuff", name="B-1", serial="X9"),
    ):
        equipment.register(NURSE, new)
    return LabelFinding(record)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"{label_of(42)}\r\n", "V-1"),
        (label_of(42).replace("-", "+").lower(), "V-1"),
        (f"]C1{label_of(42)}", "V-1"),
        ("RK+0123", "N-1"),
        ("rk-0123", "N-1"),
        ("1234AB\n", "V-1"),
        ("12+34 ab", "V-1"),
    ],
)
def test_a_scan_finds_its_device(finding: LabelFinding, text: str, name: str) -> None:
    """Through the wrong keyboard, in small letters, by label or serial number."""
    found = finding.find(NURSE, text)
    assert found.device is not None
    assert (found.device.name, found.sentence) == (name, "")


def test_what_leads_nowhere_says_why(finding: LabelFinding) -> None:
    """In a sentence, with what was read."""
    wrong = f"ST-00042-{(int(label_of(42)[-1]) + 1) % 10}"
    for text, words in (
        (wrong, "last digit does not fit"),
        (label_of(7), f"label «{label_of(7)}»"),
        ("RK-9", "serial number «RK-9»"),
        ("X9", "serial number «X9»"),
        (f"{label_of(42)}{label_of(43)}", f"{label_of(42)}, {label_of(43)}"),
        ("", "Nothing was read"),
        ("7" * 500, "longer than any label"),
    ):
        found = finding.find(NURSE, text)
        assert found.device is None
        assert words in found.sentence, text


def test_the_labels_in_a_picture(finding: LabelFinding, record: Record, tmp_path: Path) -> None:
    """A printed sheet is scanned in again: each device once, what is unknown with its text."""
    prints = LabelsPrint(record)
    devices = [row.id for row in prints.devices(NURSE) if row.label]
    path = tmp_path / "ark.pdf"
    path.write_bytes(prints.make(NURSE, LabelWish(tuple(devices))).pdf)
    texts = finding.read_picture(NURSE, path)
    found = finding.find_all(NURSE, (*texts, "X-77", texts[0], "12-34 ab"))
    assert {each.device.name for each in found if each.device} == {"V-1", "N-1"}
    assert [each.text for each in found if not each.device] == ["X-77"]
    assert len(found) == 3
    Image.new("L", (50, 50), 255).save(tmp_path / "tomt.png")
    assert finding.read_picture(NURSE, tmp_path / "tomt.png") == ()


def test_who_may(finding: LabelFinding) -> None:
    """Those who see patients."""
    with pytest.raises(Trouble, match="not_allowed"):
        finding.find(replace(NURSE, role="benefit"), "RK-1")
