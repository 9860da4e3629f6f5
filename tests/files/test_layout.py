"""Profiles laid over columns: found by any of their names, refused when missing or twice there."""

import pytest

from station.core.trouble import Trouble
from station.files.layout import header_for, lay
from station.files.profile import ImportProfile, ValueColumn

PROFILE = ImportProfile(
    name="test",
    label="Test",
    matches=(("time", "tid"), ("puls",)),
    time=(("time", "tid"),),
    patient=("pasient",),
    type_column=("type",),
    values=(
        ValueColumn(("puls",), kind="pulse", types=("0", "A")),
        ValueColumn(("sys",), kind="bp", second=("dia",)),
        ValueColumn(("temp",), kind="temp"),
    ),
)


def code_of(columns: tuple[str, ...]) -> tuple[str, object]:
    with pytest.raises(Trouble) as caught:
        lay(PROFILE, columns)
    return caught.value.code, next(iter(caught.value.values.values()))


def test_columns_are_found_wherever_they_stand() -> None:
    layout = lay(PROFILE, ("Type", "SYS", "dia", "Puls", "Pasient", "Tid"))
    assert (layout.width, layout.time, layout.type, layout.patient) == (6, (5,), 0, 4)
    assert (layout.kind, layout.unit) == (None, None)
    assert [(placed.first, placed.second) for placed in layout.values] == [(3, None), (1, 2)]


def test_a_file_about_one_patient_needs_no_patient_column() -> None:
    assert lay(PROFILE, ("type", "puls", "tid")).patient is None


def test_row_types_choose_the_columns() -> None:
    layout = lay(PROFILE, ("type", "puls", "tid", "temp"))
    assert [placed.first for placed in layout.columns_for("a")] == [1, 3]
    assert [placed.first for placed in layout.columns_for("7")] == [3]


@pytest.mark.parametrize(
    ("columns", "code", "named"),
    [
        (("type", "puls"), "file_no_header", "time"),
        (("tid", "puls"), "file_no_header", "type"),
        (("tid", "type", "sys"), "file_no_header", "dia"),
        (("tid", "type"), "file_no_header", "puls, sys, temp"),
        (("tid", "time", "type", "puls"), "file_column_twice", "time"),
        (("tid", "type", "puls", "Puls "), "file_column_twice", "Puls "),
    ],
)
def test_what_is_missing_or_twice_there_is_named(
    columns: tuple[str, ...], code: str, named: str
) -> None:
    assert code_of(columns) == (code, named)


def test_the_header_is_the_first_row_that_fits() -> None:
    head = [(1, ("Rapport", "2026")), (2, ("Tid", "Puls")), (3, ("tid", "puls"))]
    assert header_for(PROFILE, head) == (2, ("Tid", "Puls"))
    assert header_for(PROFILE, head[:1]) is None
