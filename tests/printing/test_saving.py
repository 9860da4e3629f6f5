"""Saving a print: whole or not at all, under a name that tells nothing of a person."""

import os
from pathlib import Path

import pytest

from station.core.trouble import Trouble
from station.printing.saving import file_name, write


def test_a_print_is_written_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    place = tmp_path / "plan-7F3A-19.pdf"
    write(b"one", place)
    write(b"two", place)
    assert place.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [place]


def test_a_place_that_cannot_be_written_to_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble) as caught:
        write(b"one", tmp_path / "missing" / "plan.pdf")
    assert caught.value.code == "print.place"


def test_a_full_disk_leaves_the_file_that_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "plan.pdf"
    write(b"one", place)

    def full(_: int) -> None:
        raise OSError(28, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Trouble):
        write(b"two", place)
    assert place.read_bytes() == b"one"
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize(
    ("kind", "code", "name"),
    [
        ("plan", "7F3A-19", "plan-7F3A-19.pdf"),
        ("plan", "../Åse", "plan-se.pdf"),
        ("recovery", "", "recovery.pdf"),
    ],
)
def test_file_names_are_made_of_kind_and_code_only(kind: str, code: str, name: str) -> None:
    assert file_name(kind, code) == name
