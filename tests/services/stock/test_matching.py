"""Lists against registers: whatever they say, nothing comes in twice and nothing is lost."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from station.core.ids import same_id
from station.files.equipment_rows import DeviceLine, RefusedLine
from station.files.equipment_table import Listing
from station.models.queries.equipment_imports import RegisterDevice
from station.rules.equipment import serial_key
from station.rules.labelcode import label_key
from station.services.stock.matching import Fate, PlannedRow, planned

NOW = 1_795_161_600_000
EMPTY = RegisterDevice(
    "", "scale", "", "V", "", "", "", "", "", False, None, None, None, None, None, "good", "", "",
)  # fmt: skip
LINES = st.lists(
    st.builds(
        partial(DeviceLine, 0),
        kind=st.sampled_from(["scale", "cuff"]),
        label=st.sampled_from(["", "A1", "a 1", "B2", "C3"]),
        serial=st.sampled_from(["", "s1", "S-1", "s2"]),
        owner=st.sampled_from(["", "X", "Y"]),
        bought_on=st.sampled_from([None, date(2024, 1, 31), date(2050, 1, 1)]),
        borrower=st.sampled_from(["", "Stille Brygge"]),
        lent=st.booleans(),
    ).filter(lambda line: bool(line.label or line.serial)),
    max_size=7,
)


def listing(lines: list[DeviceLine]) -> Listing:
    """A list of these rows and one that could not be read."""
    numbered = [replace(line, row=at) for at, line in enumerate(lines, 2)]
    bad = RefusedLine(99, "kind_missing", {})
    cells = {line.row: ("x",) for line in numbered} | {99: ("", "y", "z")}
    return Listing("l", 1, (), (*numbered, bad), cells, 0, {}, 0, 0, None)


def stored(
    register: tuple[RegisterDevice, ...], rows: tuple[PlannedRow, ...]
) -> tuple[RegisterDevice, ...]:
    """The register after the rows were taken in."""
    found = {device.id: device for device in register}
    for row in rows:
        if row.new is not None:
            device_id = same_id("new", str(row.row), str(len(found)))
            new = {name: getattr(row.new, name) for name in _SHARED}
            key = serial_key(row.new.serial)
            found[device_id] = replace(EMPTY, id=device_id, serial_key=key, **new)
        elif row.device_id is not None and row.changes:
            changed: dict[str, Any] = dict(row.changes)
            if "serial" in changed:
                changed["serial_key"] = serial_key(str(changed["serial"]))
            found[row.device_id] = replace(found[row.device_id], **changed)
    return tuple(found.values())


_SHARED = (
    "kind", "model", "name", "serial", "label", "maker", "owner", "bought_on", "price_ore",
    "warranty_until", "calibration_due", "battery_due", "condition", "phone", "note",
)  # fmt: skip


@given(LINES, LINES)
def test_a_list_after_a_list(first: list[DeviceLine], second: list[DeviceLine]) -> None:
    """No label and no serial number of a kind comes twice; the same list again changes nothing."""
    register: tuple[RegisterDevice, ...] = ()
    for lines in (first, second):
        made = listing(lines)
        rows = planned(made, register, NOW)
        assert [row.row for row in rows] == [line.row for line in made.lines]
        assert all(row.why and row.code for row in rows if row.fate is Fate.REFUSED)
        assert all((row.new is not None) == (row.fate is Fate.NEW) for row in rows)
        register = stored(register, rows)
        labels = [label_key(device.label) for device in register if device.label]
        serials = [(each.kind, each.serial_key) for each in register if each.serial_key]
        assert len(set(labels)) == len(labels)
        assert len(set(serials)) == len(serials)
        again = planned(made, register, NOW)
        assert not any(row.fate is Fate.NEW for row in again)
        assert stored(register, again) == register


def test_a_row_that_was_not_read_is_named_by_its_cells() -> None:
    """By what stands first in it."""
    (row,) = planned(listing([]), (), NOW)
    assert (row.what, row.code) == ("y · z", "kind_missing")


def test_a_paired_meter_keeps_its_model() -> None:
    """And a model that Station reads is known by its maker and name."""
    known = replace(EMPTY, id="1", kind="oximeter", model="nonin_3230", label="A1")
    line = DeviceLine(2, "oximeter", label="A1", maker="Nonin", model="Onyx")
    (row, _) = planned(listing([line]), (known,), NOW)
    assert row.changes == {"maker": "Nonin"}
    new = DeviceLine(2, "scale", label="B1", maker="A&D", model="UC-352BLE")
    (row, _) = planned(listing([new]), (), NOW)
    assert row.new is not None
    assert row.new.model == "and_uc_352ble"
    assert row.new.name == "A&D UC-352BLE"
