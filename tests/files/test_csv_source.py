"""CSV records: whole, numbered as an editor numbers them, and refused at their limits."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.core.trouble import Trouble
from station.files.csv_source import csv_records
from station.files.limits import LIMITS, FileLimits
from station.files.sniff import FileFormat, Sniffed, sniff
from station.files.table import Record, on_and_on

SEMICOLON = Sniffed(FileFormat.CSV, "utf-8", ";")


def records(
    tmp_path: Path, text: str, limits: FileLimits = LIMITS, sniffed: Sniffed = SEMICOLON
) -> list[Record]:
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode(sniffed.encoding))
    return list(csv_records(path, sniffed, limits, on_and_on))


def refusal(tmp_path: Path, text: str, limits: FileLimits = LIMITS) -> Trouble:
    with pytest.raises(Trouble) as caught:
        records(tmp_path, text, limits)
    return caught.value


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_records_of_every_line_ending(tmp_path: Path, end: str) -> None:
    assert records(tmp_path, f"a;b{end}1;2") == [(1, ("a", "b")), (2, ("1", "2"))]


def test_blank_lines_and_cells_of_several_lines_keep_the_numbers_of_an_editor(
    tmp_path: Path,
) -> None:
    assert records(tmp_path, 'a;b\n\n"x\ny";2\n3;4\n') == [
        (1, ("a", "b")),
        (2, ()),
        (3, ("x\ny", "2")),
        (5, ("3", "4")),
    ]


def test_the_hint_line_is_no_record(tmp_path: Path) -> None:
    assert records(tmp_path, "sep=;\na;b\n", sniffed=replace(SEMICOLON, skipped=1)) == [
        (2, ("a", "b"))
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [('a;b\n1;"2\n3;4\n', 2), ('a;b\n"1"x;2\n', 2), ('a;b\n1;"' + "\n" * 60 + '"\n', 2)],
)
def test_quotes_that_do_not_fit_are_refused_with_their_line(
    tmp_path: Path, text: str, line: int
) -> None:
    found = refusal(tmp_path, text)
    assert (found.code, found.values["line"]) == ("file_broken_quotes", line)


def test_a_cell_over_the_limit_is_refused_with_its_line(tmp_path: Path) -> None:
    found = refusal(tmp_path, "a;b\n1;" + "x" * 65_537 + "\n")
    assert (found.code, found.values) == ("file_cell_too_long", {"line": 2, "limit": 65_536})


def test_a_cell_of_a_megabyte_is_refused_before_it_is_kept(tmp_path: Path) -> None:
    found = refusal(tmp_path, "a;b\n" + "x" * 1_000_001)
    assert (found.code, found.values["line"]) == ("file_cell_too_long", 2)


def test_a_cell_at_the_limit_is_read(tmp_path: Path) -> None:
    assert len(records(tmp_path, "a;b\n1;" + "x" * 65_536)) == 2


def test_ten_thousand_columns_are_refused_with_their_line(tmp_path: Path) -> None:
    found = refusal(tmp_path, "a;b\n1;2\n" + ";" * 9_999 + "\n")
    assert (found.code, found.values) == ("file_too_many_columns", {"line": 3, "limit": 200})


def test_rows_over_the_limit_are_refused(tmp_path: Path) -> None:
    assert len(records(tmp_path, "a\n" * 5, FileLimits(rows=5))) == 5
    assert refusal(tmp_path, "a\n" * 6, FileLimits(rows=5)).code == "file_too_many_rows"


def test_progress_rises_to_the_end_and_a_no_stops_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("a;b\n" * 60_000, encoding="utf-8")
    seen: list[float] = []

    def watch(done: float) -> bool:
        seen.append(done)
        return True

    assert len(list(csv_records(path, SEMICOLON, LIMITS, watch))) == 60_000
    assert seen == sorted(seen)
    assert 0.9 < seen[-1] <= 1
    with pytest.raises(Trouble) as caught:
        list(csv_records(path, SEMICOLON, LIMITS, lambda done: done < 0.5))
    assert caught.value.code == "import_cancelled"


def test_a_file_that_vanishes_while_it_is_read_is_trouble(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    reading: Iterator[Record] = csv_records(path, SEMICOLON, LIMITS, on_and_on)
    with pytest.raises(Trouble) as caught:
        next(reading)
    assert caught.value.code == "file_unreachable"


def test_bytes_changed_after_the_look_are_trouble(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"a;b\n1;\xff\n")
    with pytest.raises(Trouble) as caught:
        list(csv_records(path, SEMICOLON, LIMITS, on_and_on))
    assert caught.value.code == "file_unreachable"


@settings(max_examples=200)
@given(content=st.binary(max_size=400))
def test_any_bytes_give_records_or_trouble(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("fuzz") / "file.csv"
    path.write_bytes(content)
    try:
        found = sniff(path)
        if found.format is FileFormat.CSV:
            numbers = [number for number, _ in csv_records(path, found, LIMITS, on_and_on)]
            assert numbers == sorted(set(numbers))
    except Trouble as trouble:
        told = trouble.sentence()
    else:
        told = "read"
    assert told
