"""Refusals of whole files: each says what is safe, in Norwegian too."""

import inspect
from pathlib import Path

import pytest

from station.core.trouble import Trouble
from station.files import refusals

LOCALE = Path(refusals.__file__).parent.parent / "locale"
SAFE = ("Nothing was imported", "The import itself is not touched")


def every() -> list[Trouble]:
    found = []
    for _, make in inspect.getmembers(refusals, inspect.isfunction):
        if make.__module__ == refusals.__name__:
            found.append(make(*range(1, 1 + len(inspect.signature(make).parameters))))
    return found


@pytest.mark.parametrize("trouble", every(), ids=lambda trouble: trouble.code)
def test_each_says_what_is_safe_and_fills_in_its_values(trouble: Trouble) -> None:
    assert trouble.message.count("{") == len(trouble.values)
    assert any(safe in trouble.message for safe in SAFE)
    assert "{" not in trouble.sentence()


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_each_has_its_norwegian(language: str) -> None:
    catalogue = (LOCALE / language / "files.po").read_text(encoding="utf-8").replace('"\n"', "")
    assert [trouble.code for trouble in every() if f'"{trouble.message}"' not in catalogue] == []
