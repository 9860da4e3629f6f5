"""Labels are given to devices and printed; what is printed is read back."""

from dataclasses import replace
from pathlib import Path

import pytest

from station.core.settings import PROFILE, Profile
from station.core.trouble import Trouble
from station.models.database import Database
from station.models.records import settings, signins
from station.models.records.numbers import GAP
from station.printing.verify import read_back
from station.rules.equipment import DeviceState
from station.rules.labelcode import label_of, number_of
from station.services.equipment.register import Equipment, NewDevice
from station.services.prints.labels import MOST, LabelsPrint, LabelWish
from station.services.record import Record
from tests.patient_office import NURSE as NORWEGIAN

NURSE = replace(NORWEGIAN, language="en")


@pytest.fixture
def devices(record: Record) -> list[str]:
    """Two without labels, one with its own, one that was scrapped, and a patient's own."""
    equipment = Equipment(record)
    made = [
        equipment.register(NURSE, new)
        for new in (
            NewDevice("scale", name="V-1", serial="S1"),
            NewDevice("cuff", name="B-1"),
            NewDevice("tablet", name="N-1", label="RK-7"),
            NewDevice("sim", name="Old", label=label_of(99)),
            NewDevice("own_device", name="Own"),
        )
    ]
    equipment.move(NURSE, made[3], DeviceState.SCRAPPED, "broken")
    return made


@pytest.fixture
def prints(record: Record, database: Database) -> LabelsPrint:
    """The service, in a municipality with a name and a telephone."""
    with record.write(NURSE) as writer:
        profile = Profile("Fjellsund kommune", phone="68 05 01 00", language="nn")
        settings.store(writer, PROFILE, profile)
    return LabelsPrint(record)


def test_labels_are_given_once(prints: LabelsPrint, devices: list[str]) -> None:
    """After the highest that was ever given, the scrapped one's too; nobody gets a second."""
    rows = prints.devices(NURSE)
    assert [(row.name, row.label) for row in rows] == [("B-1", ""), ("V-1", ""), ("N-1", "RK-7")]
    assert "scale v-1 s1" in rows[1].haystack
    assert prints.give(NURSE, devices[:3]) == 2
    assert prints.give(NURSE, devices[:3]) == 0
    assert {row.label for row in prints.devices(NURSE)} == {
        "RK-7", label_of(100), label_of(101),
    }  # fmt: skip
    with pytest.raises(Trouble, match="device_unknown"):
        prints.give(NURSE, ("nothing",))


def test_after_a_restore_labels_go_on_above_those_that_may_be_printed(
    prints: LabelsPrint, record: Record, database: Database, devices: list[str]
) -> None:
    with record.write(NURSE) as writer:
        signins.restored(writer, 5)
    prints.give(NURSE, devices)
    with database.read() as reader:
        given = {number_of(str(row[0])) for row in reader.raw("SELECT label FROM devices")}
    assert max(each or 0 for each in given) > GAP


def test_the_sheet_says_what_it_should(
    prints: LabelsPrint, devices: list[str], database: Database, tmp_path: Path
) -> None:
    """In the municipality's language, without any patient; noted when it is saved."""
    prints.give(NURSE, devices[:3])
    wish = LabelWish((devices[2], devices[0], devices[2]), start=23, bars=True, outlines=True)
    printed = prints.make(NURSE, wish)
    assert (printed.count, printed.pages, printed.squared) == (2, 2, 0)
    said = [text for text in read_back(printed.pdf).elements if text]
    assert said[0] == "RK-7"
    assert said[2:4] == ["Fjellsund kommune", "Funne? Ring 68 05 01 00"]
    assert said[4] == label_of(100)
    assert printed.file_name == "etiketter-2026-11-20.pdf"
    prints.save(NURSE, printed, tmp_path / printed.file_name)
    assert (tmp_path / printed.file_name).read_bytes() == printed.pdf
    with database.read() as reader:
        log = reader.raw("SELECT details FROM audit WHERE action = 'labels_printed'")
    assert len(log) == 1
    assert printed.digest in str(log[0][0])


def test_bars_without_room_are_counted(prints: LabelsPrint, devices: list[str]) -> None:
    """Squares stand in their place."""
    wish = LabelWish((devices[2],), "5x13-38", bars=True)
    assert prints.make(NURSE, wish).squared == 0
    prints.give(NURSE, devices[:1])
    assert prints.make(NURSE, replace(wish, device_ids=(devices[0],))).squared == 1


def test_what_cannot_be_printed(prints: LabelsPrint, devices: list[str]) -> None:
    """With a sentence each."""
    for wish, code in (
        (LabelWish(()), "labels_none"),
        (LabelWish(tuple(map(str, range(MOST + 1)))), "labels_many"),
        (LabelWish((devices[0],)), "labels_missing"),
        (LabelWish((devices[2],), start=24), "labels_start"),
        (LabelWish((devices[2],), start=-1), "labels_start"),
        (LabelWish(("nothing",)), "device_unknown"),
    ):
        with pytest.raises(Trouble, match=code):
            prints.make(NURSE, wish)


def test_a_municipality_without_a_telephone(record: Record, devices: list[str]) -> None:
    """Has labels without one."""
    printed = LabelsPrint(record).make(NURSE, LabelWish((devices[2],)))
    assert len([text for text in read_back(printed.pdf).elements if text]) == 3


def test_who_may(prints: LabelsPrint, devices: list[str]) -> None:
    """Those who see patients print, those who edit give."""
    nobody = replace(NURSE, role="benefit")
    with pytest.raises(Trouble, match="not_allowed"):
        prints.devices(nobody)
    with pytest.raises(Trouble, match="not_allowed"):
        prints.give(nobody, devices)
