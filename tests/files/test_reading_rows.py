"""Rows become candidates, refusals or nothing to read; none is lost and none is guessed."""

import csv
import io
import itertools
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from station.core.trouble import Trouble
from station.files.dates import DateOrder
from station.files.items import Candidate, Ignored, Item, Rejected
from station.files.preview import open_table
from station.files.profile import ImportProfile, ValueColumn
from station.files.reading_rows import candidates
from station.files.shipped import shipped_profiles
from station.files.source import open_source
from station.files.table import Cell, Record, Table, Watch, on_and_on
from station.rules.limits import Side

PROFILES = {profile.name: profile for profile in shipped_profiles()}
PLAIN = PROFILES["plain"]
HEADER = ("patient", "time", "kind", "value", "unit")
LIBRE_HEADER = (
    "Device,Serial Number,Device Timestamp,Record Type,Historic Glucose {0},Scan Glucose {0},"
    "Non-numeric Food,Carbohydrates (grams),Notes,Strip Glucose {0},Ketone mmol/L"
)
CLARITY_HEADER = (
    "Index,Timestamp (YYYY-MM-DDThh:mm:ss),Event Type,Event Subtype,Patient Info,Device Info,"
    "Source Device ID,Glucose Value ({0}),Insulin Value (u),Carb Value (grams)"
)


def table(*rows: Sequence[Cell], header: Sequence[str] = HEADER, delimiter: str = ";") -> Table:
    def records(_watch: Watch) -> Iterator[Record]:
        return iter([(1, tuple(header)), *((at, tuple(row)) for at, row in enumerate(rows, 2))])

    return Table(tuple(header), 1, records, delimiter)


def read(*rows: Sequence[Cell], profile: ImportProfile = PLAIN) -> list[Item]:
    return list(candidates(table(*rows), profile))


def one(*cells: Cell, profile: ImportProfile = PLAIN) -> Item:
    (item,) = read(cells, profile=profile)
    return item


def reason(*cells: Cell, profile: ImportProfile = PLAIN) -> str:
    item = one(*cells, profile=profile)
    assert not isinstance(item, Candidate)
    return item.reason


def from_file(path: Path, profile: ImportProfile) -> list[Item]:
    with open_source(path, delimiter=profile.delimiter) as source:
        return list(candidates(open_table(source, profile), profile))


def from_text(tmp_path: Path, text: str, profile: ImportProfile) -> list[Item]:
    path = tmp_path / "file.csv"
    path.write_text(text, encoding="utf-8")
    return from_file(path, profile)


def test_a_reading_keeps_what_the_file_said() -> None:
    found = one("Rask Elg", "2026-03-01 08:30", "Blodsukker", "153", "mg/dl")
    assert isinstance(found, Candidate)
    assert (found.row_number, found.person_key, found.kind) == (2, "Rask Elg", "glucose")
    assert (found.values, found.original, found.unit) == ((153.0,), "153", "mg/dL")
    assert found.canonical == (153 / 18.01559,)
    assert found.taken_at == 1_772_350_200_000
    assert (found.zone, found.beyond) == ("Europe/Oslo", None)
    assert json.loads(found.raw)[3] == "153"
    assert len(found.source_key) == 32


def test_the_same_reading_has_the_same_key_in_every_file() -> None:
    first = one("Rask Elg", "2026-03-01 08:30", "glucose", "4,7", "mmol/L")
    again = one("Elg, Rask", "01.03.2026 08:30:00", "blodsukker", 4.7, "mmol/l")
    other = one("Rask Elg", "2026-03-01 08:30", "glucose", "4,8", "mmol/L")
    assert isinstance(first, Candidate)
    assert isinstance(again, Candidate)
    assert isinstance(other, Candidate)
    assert first.source_key == again.source_key != other.source_key


def test_a_pair_in_one_cell() -> None:
    found = one("Rask Elg", "2026-03-01 08:30", "blodtrykk", "120/80", "mmHg")
    assert isinstance(found, Candidate)
    assert found.values == (120.0, 80.0)


@pytest.mark.parametrize(("word", "side"), [("HI", Side.HIGH), ("Lav", Side.LOW)])
def test_the_ends_of_a_meters_range(word: str, side: Side) -> None:
    found = one("Rask Elg", "2026-03-01 08:30", "glucose", word, "mmol/L")
    assert isinstance(found, Candidate)
    assert (found.beyond, found.values, found.original) == (side, (None,), word)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("Rask Elg", "2026-03-01 08:30", "pulse", "", "/min"), "value_missing"),
        (("", "2026-03-01 08:30", "pulse", "72", "/min"), "patient_missing"),
        (("Rask Elg", "2026-03-01 08:30", "", "72", "/min"), "kind_missing"),
        (("Rask Elg", "2026-03-01 08:30", "humør", "72", "/min"), "kind_unknown"),
        (("Rask Elg", "2026-03-01 08:30", "glucose", "6", ""), "unit_missing"),
        (("Rask Elg", "2026-03-01 08:30", "pulse", "72", "kg"), "unit_unknown"),
        (("Rask Elg", "2026-03-01 08:30", "pulse", "syttito", "/min"), "number_unreadable"),
        (("Rask Elg", "2026-03-01 08:30", "steps", "1.180", ""), "number_ambiguous"),
        (("Rask Elg", "2026-03-01 08:30", "bp", "120", "mmHg"), "pair_incomplete"),
        (("Rask Elg", "2026-03-01 08:30", "pulse", "=36+36", "/min"), "value_formula"),
        (("Rask Elg", "", "pulse", "72", "/min"), "time_missing"),
        (("Rask Elg", "2026-03-01", "pulse", "72", "/min"), "time_of_day_missing"),
        (("Rask Elg", "i dag", "pulse", "72", "/min"), "time_unreadable"),
        (("Rask Elg", "2026-03-29 02:30", "pulse", "72", "/min"), "time_nonexistent"),
        (("Rask Elg", "2026-10-25 02:30", "pulse", "72", "/min"), "time_ambiguous"),
        (("Rask Elg", "2026-03-01 08:30", "pulse", "72", "/min", "x"), "row_width"),
        (("", "", "", "", ""), "blank"),
        ((), "blank"),
    ],
)
def test_what_cannot_be_read_is_kept_with_its_reason(cells: tuple[Cell, ...], code: str) -> None:
    assert reason(*cells) == code


def test_a_refusal_keeps_the_row_whose_and_what() -> None:
    found = one("Rask Elg", "2026-03-01 08:30", "puls", "syttito", "/min")
    assert found == Rejected(
        row_number=2,
        reason="number_unreadable",
        values={"text": "syttito"},
        raw='["Rask Elg", "2026-03-01 08:30", "puls", "syttito", "/min"]',
        person_key="Rask Elg",
        kind="pulse",
    )


def test_short_rows_lack_only_what_they_lack() -> None:
    assert isinstance(one("Rask Elg", "2026-03-01 08:30", "spo2", "93"), Candidate)


def test_a_comma_that_cut_a_number_in_two_is_seen() -> None:
    row = ("Rask Elg", "2026-03-01 08:30", "pulse", "72", "/min", "")
    assert isinstance(next(iter(candidates(table(row), PLAIN))), Candidate)
    (found,) = candidates(table(row, delimiter=","), PLAIN)
    assert isinstance(found, Rejected)
    assert (found.reason, found.values) == ("row_width", {"cells": 6, "columns": 5})


def test_a_columns_own_decimal_sign_holds_for_all_of_it() -> None:
    profile = PLAIN.with_choices(decimals={"verdi": ","})
    assert reason("Rask Elg", "2026-03-01 08:30", "temp", "37.8", "Cel", profile=profile) == (
        "number_sign"
    )
    found = one("Rask Elg", "2026-03-01 08:30", "fev1", "1,180", "L", profile=profile)
    assert isinstance(found, Candidate)
    assert found.values == (1.18,)


def test_zone_and_unit_are_never_chosen_for_anybody() -> None:
    rows = table(("Rask Elg", "2026-03-01 08:30", "6"), header=("id", "time", "gl"))
    profile = PROFILES["cgm_plain"]
    for choice, code in (({}, "zone_not_chosen"), ({"zone_name": "UTC"}, "unit_not_chosen")):
        with pytest.raises(Trouble) as caught:
            list(candidates(rows, profile.with_choices(**choice)))  # type: ignore[arg-type]
        assert caught.value.code == code
    chosen = profile.with_choices(zone_name="UTC", unit="mmol/L")
    assert isinstance(next(iter(candidates(rows, chosen))), Candidate)


def test_mixed_dates_are_refused_with_the_list_unless_the_order_is_chosen() -> None:
    rows = [("Rask Elg", time, "pulse", "72") for time in ("03.04.2026 08:00", "04/03/2026 08:00")]
    with pytest.raises(Trouble) as caught:
        read(*rows)
    assert caught.value.code == "dates_mixed"
    chosen = PLAIN.with_choices(date_order=DateOrder.DAY_FIRST)
    found = [item for item in read(*rows, profile=chosen) if isinstance(item, Candidate)]
    assert found[1].taken_at - found[0].taken_at < 0
    assert len(found) == 2


def test_the_repeated_hour_is_settled_per_person_and_column() -> None:
    start = datetime(2026, 10, 25, 0, 0)  # noqa: DTZ001
    minutes = [*range(0, 180, 15), *range(120, 300, 15)]  # the clock shows 02:00-03:00 twice
    rows = [
        (name, f"{start + timedelta(minutes=at):%Y-%m-%d %H:%M}", "sensorglukose", "6", "mmol/L")
        for at in minutes
        for name in ("Rask Elg", "Stille Brygge")
    ]
    found = [item for item in read(*rows) if isinstance(item, Candidate)]
    assert len(found) == len(rows)
    times = sorted(item.taken_at for item in found if item.person_key == "Rask Elg")
    assert {later - earlier for earlier, later in itertools.pairwise(times)} == {900_000}


def test_a_diary_with_many_columns(tmp_path: Path) -> None:
    text = (
        "Dato;Klokkeslett;SpO2;Puls;Systolisk;Diastolisk;Vekt\n"
        "01.03.2026;08:30;93;72;120;80;70,5\n"
        "01.03.2026;20:30;;;;;\n"
        "02.03.2026;08:30;;;120;;\n"
        ";08:30;93;;;;\n"
    )
    items = from_text(tmp_path, text, PROFILES["diary"])
    assert Counter(type(item) for item in items) == {Candidate: 4, Ignored: 1, Rejected: 2}
    values = [item.values for item in items if isinstance(item, Candidate)]
    assert values == [(93.0,), (72.0,), (120.0, 80.0), (70.5,)]
    assert [item.reason for item in items if not isinstance(item, Candidate)] == [
        "no_value",
        "pair_incomplete",
        "time_missing",
    ]


def test_a_workbook_with_dates_and_times_in_cells_of_their_own(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Dato", "Klokkeslett", "Puls"])
    sheet.append([datetime(2026, 3, 1), datetime(2026, 3, 1, 8, 30).time(), 72])  # noqa: DTZ001
    sheet.append([datetime(2026, 3, 1), datetime(2026, 3, 1, 9, 30), 73])  # noqa: DTZ001
    sheet.append([datetime(2026, 3, 1), "kl. 10.30", "74"])  # noqa: DTZ001
    book.save(tmp_path / "file.xlsx")
    items = from_file(tmp_path / "file.xlsx", PROFILES["diary"])
    assert [item.taken_at for item in items if isinstance(item, Candidate)] == [
        1_772_350_200_000 + hour * 3_600_000 for hour in range(3)
    ]


LIBRE_CASES = [
    ("mg/dL", ("03-12-2026 03:26 AM", "03-23-2026 02:26 PM"), ("118", "120"), (118.0, 120.0)),
    ("mmol/L", ("12-03-2026 03:26", "23-03-2026 14:26"), ('"6,4"', "6.5"), (6.4, 6.5)),
]


@pytest.mark.parametrize(("unit", "times", "texts", "values"), LIBRE_CASES)
def test_libre_exports_of_both_worlds(
    tmp_path: Path,
    unit: str,
    times: tuple[str, str],
    texts: tuple[str, str],
    values: tuple[float, float],
) -> None:
    first, second = times
    text = "\n".join(
        [
            "Patient report,Generated on,26-04-2026 04:41 UTC,Generated by,xxxx,,,,,,",
            "xxxx,xxxx,,,,,,,,,",
            LIBRE_HEADER.format(unit),
            f"FreeStyle Libre,xxxx,{first},0,{texts[0]},,,,,,",
            f"FreeStyle Libre,xxxx,{second},1,,{texts[1]},,,,,",
            f"FreeStyle Libre,xxxx,{second},2,,,,,,{texts[1]},",
            f"FreeStyle Libre,xxxx,{second},0,LO,,,,,,",
            f"FreeStyle Libre,xxxx,{second},5,,,1,30,,,",
            f"FreeStyle Libre,xxxx,{second},6,,,,,Spiste lite,,",
            f"FreeStyle Libre,xxxx,{second},0,,,,,,,",
            f"FreeStyle Libre,xxxx,{second},9,7,,,,,,",
        ]
    )
    items = from_text(tmp_path, text, PROFILES["libre"])
    read_in = [item for item in items if isinstance(item, Candidate)]
    assert [item.kind for item in read_in] == [
        "glucose_interstitial",
        "glucose_interstitial",
        "glucose",
        "glucose_interstitial",
    ]
    assert (read_in[0].values[0], read_in[1].values[0]) == values
    assert {item.unit for item in read_in} == {unit}
    assert read_in[3].beyond is Side.LOW
    assert read_in[1].taken_at == 1_774_272_360_000  # 23 March 14:26 in Oslo
    assert [item.reason for item in items if isinstance(item, Ignored)] == ["food", "note"]
    assert [item.reason for item in items if isinstance(item, Rejected)] == [
        "value_missing",
        "row_type_unknown",
    ]


CLARITY_ROWS = [
    "1,,FirstName,,Rask,,,,,",
    "2,,Alert,Low,,,Mobile,{alert},,",
    "3,2026-03-12T08:00:00,EGV,,,,Mobile,{value},,",
    "4,2026-03-12T08:05:00,EGV,,,,Mobile,Low,,",
    "5,2026-03-12T08:10:00,EGV,,,,Mobile,High,,",
    "6,2026-03-12T08:11:00,Calibration,,,,Mobile,{value},,",
    "7,2026-03-12T08:12:00,Insulin,Fast-Acting,,,Mobile,,4,",
    "8,2026-03-12T08:13:00,Carbs,,,,Mobile,,,30",
]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("unit", "value", "alert"), [("mg/dL", "118", "80"), ("mmol/L", "6.5", "4.4")]
)
def test_clarity_exports(tmp_path: Path, form: str, unit: str, value: str, alert: str) -> None:
    text = "\n".join([CLARITY_HEADER.format(unit), *CLARITY_ROWS])
    text = text.format(unit, value=value, alert=alert) if unit in text else text
    path = tmp_path / f"file.{form}"
    if form == "csv":
        path.write_text(text, encoding="utf-8-sig")
    else:
        book = Workbook()
        for row in csv.reader(io.StringIO(text)):
            book.worksheets[0].append([cell or None for cell in row])
        book.save(path)
    items = from_file(path, PROFILES["dexcom_clarity"])
    read_in = [item for item in items if isinstance(item, Candidate)]
    assert [item.kind for item in read_in] == ["glucose_interstitial"] * 3 + ["glucose"]
    assert [item.beyond for item in read_in] == [None, Side.LOW, Side.HIGH, None]
    assert read_in[0].values == (float(value),)
    assert read_in[0].unit == unit
    assert [item.reason for item in items if isinstance(item, Ignored)] == [
        "settings",
        "alarm",
        "insulin",
        "food",
    ]


def test_the_reading_can_be_stopped_in_either_pass() -> None:
    def records(watch: Watch) -> Iterator[Record]:
        watch(1.0)
        return iter([(1, HEADER)])

    calls: list[float] = []

    def watch(done: float) -> bool:
        calls.append(done)
        return True

    assert list(candidates(Table(HEADER, 1, records, ";"), PLAIN, watch)) == []
    assert calls == [0.0, 1.0]  # the look at the dates, then the reading itself


TEXTS = ["", "Rask Elg", "2026-03-01 08:30", "2026-10-25 02:30", "2026-03-29 02:30", "=1+1"]
TEXTS += ["pulse", "bp", "glucose", "120/80", "72", "6,4", "LO", "mmol/L", "mg/dL", "/min"]
cells = st.one_of(st.sampled_from(TEXTS), st.text(max_size=8), st.floats(), st.datetimes())


@settings(max_examples=300)
@given(st.lists(st.lists(cells, max_size=7), max_size=12), st.sampled_from([";", ",", ""]))
def test_any_table_adds_up_to_its_rows(rows: list[list[Cell]], delimiter: str) -> None:
    profile = replace(PLAIN, date_order=DateOrder.YEAR_FIRST, values=(ValueColumn(("value",)),))
    try:
        items = list(candidates(table(*rows, delimiter=delimiter), profile))
    except Trouble as trouble:
        assert trouble.code == "dates_mixed"  # noqa: PT017  (the only way out, seldom taken)
        return
    # With one value column, each row is exactly one item.
    assert sorted(item.row_number for item in items) == [at for at, _ in enumerate(rows, 2)]


@settings(max_examples=150)
@given(st.binary(max_size=300), st.sampled_from(sorted(PROFILES)))
def test_any_bytes_give_items_or_trouble(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    profile = PROFILES[name].with_choices(unit="mmol/L", zone_name="UTC")
    header = ";".join(group[0] for group in profile.matches).encode()
    path = tmp_path_factory.mktemp("fuzz") / "file.csv"
    path.write_bytes(header + b"\n" + content)
    try:
        items = from_file(path, profile)
    except Trouble as trouble:
        items = [Ignored(0, trouble.code)]
    assert all(isinstance(item, Candidate | Rejected | Ignored) for item in items)
    assert on_and_on(1.0)
