"""Profiles as values, and what a person chooses in the preview."""

import pytest

from station.core.trouble import Trouble
from station.files.dates import DateOrder
from station.files.profile import ImportProfile, ValueColumn, key_of

PROFILE = ImportProfile(
    name="test",
    label="Test",
    matches=(("time",),),
    time=(("time",),),
    values=(
        ValueColumn(("gl", "Glucose"), kind="glucose"),
        ValueColumn(("puls",), kind="pulse", unit="/min"),
    ),
    zone="",
)


@pytest.mark.parametrize("name", ["  Glucose  Value ", "\ufeffGLUCOSE value", "glucose\tvalue"])
def test_names_are_compared_without_case_and_spaces(name: str) -> None:
    assert key_of(name) == "glucose value"


def test_choices_fill_what_is_open_and_leave_the_rest() -> None:
    assert PROFILE.needs_unit()
    chosen = PROFILE.with_choices(
        unit="mg/dL",
        zone_name="Europe/Oslo",
        date_order=DateOrder.DAY_FIRST,
        decimals={"glucose": ","},
    )
    assert (chosen.zone, chosen.date_order) == ("Europe/Oslo", DateOrder.DAY_FIRST)
    assert [column.unit for column in chosen.values] == ["mg/dL", "/min"]
    assert [column.decimal for column in chosen.values] == [",", "auto"]
    assert not chosen.needs_unit()
    assert PROFILE.zone == ""


def test_choosing_nothing_changes_nothing() -> None:
    assert PROFILE.with_choices() == PROFILE


def test_a_unit_column_speaks_for_itself() -> None:
    profile = ImportProfile(
        name="test",
        label="Test",
        matches=(("time",),),
        time=(("time",),),
        values=(ValueColumn(("value",), kind="glucose"),),
        unit_column=("unit",),
    )
    assert not profile.needs_unit()
    assert profile.with_choices(unit="mg/dL").values[0].unit == ""


def test_an_unknown_zone_cannot_be_chosen() -> None:
    with pytest.raises(Trouble) as caught:
        PROFILE.with_choices(zone_name="Midgard/Trondheim")
    assert caught.value.code == "zone_unknown"
