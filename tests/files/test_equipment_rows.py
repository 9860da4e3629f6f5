"""One row becomes a device, or is refused with a reason."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.files.equipment_cells import Reading
from station.files.equipment_fields import Field
from station.files.equipment_reasons import sentence
from station.files.equipment_rows import (
    HIDDEN,
    DeviceLine,
    Plan,
    RefusedLine,
    device_line,
    without_guard,
)
from station.files.table import Cell
from station.rules.labelcode import label_of

FIELDS = tuple(Field)
NUMBER = "01814049996"
"""A synthetic identity number (month + 80)."""


def read(kind: str = "Vekt", kind_for_all: str = "", **cells: Cell) -> DeviceLine | RefusedLine:
    """Read a row whose cells are named by their fields."""
    plan = Plan(
        tuple(field.value for field in FIELDS),
        dict(enumerate(FIELDS)),
        {"romskip": "other"},
        kind_for_all,
        Reading(),
    )
    row = tuple(cells.get(field.value, "") for field in FIELDS)
    extra = cells.get("extra")
    return device_line(7, (*row, extra) if extra else row, kind, plan)


def device(**cells: Cell) -> DeviceLine:
    """Read a row that can be read."""
    found = read(**cells)  # type: ignore[arg-type]
    assert isinstance(found, DeviceLine), found
    return found


def reason(**cells: Cell) -> str:
    """Read a row that cannot be read, and give why; its sentence can be told and kept."""
    found = read(**cells)  # type: ignore[arg-type]
    assert isinstance(found, RefusedLine), found
    assert found.row == 7
    assert sentence(found.reason, found.values)
    json.dumps(dict(found.values))
    return found.reason


def test_a_whole_row() -> None:
    """Every field in its place."""
    found = device(
        name="Nettbrett 1", maker="Samsung", model="Tab  A8", serial=5012.0,
        label="st 42 " + label_of(42)[-1], owner="Rask kommune", bought="14.03.2024",
        warranty="2027-03-14", price="2 990,-", calibration="1/6-2027", battery="2026-01-01",
        condition="Ny", state="På lager", place="Hylle 2", phone="580000000001", note="A\nB",
    )  # fmt: skip
    assert found == DeviceLine(
        7, "scale", "Nettbrett 1", "Samsung", "Tab A8", "5012", label_of(42), "Rask kommune",
        date(2024, 3, 14), date(2027, 3, 14), 299_000, date(2027, 6, 1), date(2026, 1, 1),
        "new", "in_store", "Hylle 2", phone="580000000001", note="A\nB",
    )  # fmt: skip


def test_the_kind() -> None:
    """From the word, from what a person chose for it, or one for all rows that name none."""
    assert device(kind="ROMSKIP", label="1").kind == "other"
    assert device(kind="-", kind_for_all="sim", label="1").kind == "sim"
    assert reason(kind="", label="1") == "kind_missing"
    assert reason(kind="Rakett", label="1") == "kind_unknown"


def test_who_has_it_is_a_note_and_no_loan() -> None:
    """Neither a name, nor the word for a state, nor a place «hos bruker» lends anything."""
    found = device(label="1", borrower="Stille Brygge", place="Hjemme i Storgata")
    assert found.lent
    assert (found.borrower, found.place) == ("Stille Brygge", "")
    assert ("place", "Hjemme i Storgata") in found.extras
    assert device(label="1", state="Utlånt").lent
    assert device(label="1", state="Utlånt").state == ""
    assert device(label="1", place="Hos bruker").lent
    assert not device(label="1", borrower="-").lent


def test_words_that_nobody_knows_are_kept() -> None:
    """As a note, under the heading they stood below."""
    found = device(label="1", state="Kanskje", condition="Passe", bought="mars 2023")
    assert (found.state, found.condition, found.bought_on) == ("", "", None)
    assert set(found.extras) == {
        ("state", "Kanskje"), ("condition", "Passe"), ("bought", "mars 2023"),
    }  # fmt: skip


def test_identity_numbers_are_not_taken_in() -> None:
    """The register of devices is no place for them; other long numbers stay."""
    found = device(
        label="1", borrower=f"Elg {NUMBER}", note=f"{NUMBER[:6]} {NUMBER[6:]} 12345678901"
    )
    assert found.borrower == f"Elg {HIDDEN}"
    assert found.note == f"{HIDDEN} 12345678901"


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({}, "no_identity"),
        ({"serial": "ukjent"}, "no_identity"),
        ({"serial": "1,23457E+11"}, "rounded"),
        ({"serial": 1.2e17}, "rounded"),
        ({"label": "ST-00042-" + str((int(label_of(42)[-1]) + 1) % 10)}, "label_doubtful"),
        ({"label": "1" * 41}, "too_long"),
        ({"serial": "1" * 121}, "too_long"),
        ({"label": "1", "note": "x" * 2001}, "too_long"),
        ({"label": "=A1"}, "formula"),
        ({"label": "1", "bought": "31.02.2024"}, "date_unreadable"),
        ({"label": "1", "price": "gratis"}, "price_unreadable"),
        ({"label": "1", "extra": "mer"}, "row_width"),
    ],
)
def test_what_is_refused(cells: dict[str, Cell], why: str) -> None:
    """Each with its own reason."""
    assert reason(**cells) == why


def test_our_own_guard_is_taken_away() -> None:
    """What Station wrote for a spreadsheet comes back as it was."""
    assert without_guard("'-12") == "-12"
    assert without_guard("'s-Hertogenbosch") == "'s-Hertogenbosch"
    assert device(label="1", note="'+ deksel").note == "+ deksel"


CELLS = st.one_of(
    st.text(max_size=15), st.integers(), st.floats(allow_nan=False), st.datetimes(),
    st.sampled_from(["Utlånt", "2024-01-31", "1 200,-", "RK-1", "Vekt", "-"]),
)  # fmt: skip


@given(
    st.dictionaries(st.sampled_from([field.value for field in Field]), CELLS), st.text(max_size=9)
)
def test_any_row_is_read_or_refused(cells: dict[str, Cell], kind: str) -> None:
    """Whatever stands in the cells; a device has always something to know it by."""
    cells.pop("kind", None)
    found = read(kind, "tablet", **cells)
    if isinstance(found, DeviceLine):
        assert found.label or found.serial
        assert found.state != "lent"
    else:
        assert sentence(found.reason, found.values)
