"""The technical log: events and facts, never people."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.core import log


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "station.log"
    handler = log.open_log(place)
    yield place
    log.close_log(handler)


def test_an_event_and_its_facts_stand_on_one_line(path: Path) -> None:
    log.event("file_opened", rows=25, seconds=0.25, upgraded=False, how="sign_in")
    line = path.read_text(encoding="utf-8")
    assert line.endswith("INFO file_opened rows=25 seconds=0.25 upgraded=false how=sign_in\n")
    assert line[10] == "T"


@pytest.mark.parametrize("fact", ["Rask Elg", "rask elg", "15818912345", "a/b", "kode6", "x" * 41])
def test_free_text_is_refused(fact: str) -> None:
    with pytest.raises(ValueError, match="words"):
        log.event("file_opened", what=fact)


@pytest.mark.parametrize("fact", [68_050_001, 15818912345, -68_050_001, 1e12])
def test_a_number_that_could_be_an_id_is_refused(fact: float) -> None:
    with pytest.raises(ValueError, match="id"):
        log.event("file_opened", what=fact)


def test_a_name_that_is_no_word_is_refused() -> None:
    with pytest.raises(ValueError, match="words"):
        log.event("Opened for Rask Elg")


def test_a_bug_is_told_by_kind_and_place_without_its_message(path: Path) -> None:
    try:
        dict[str, int]()["Stille Brygge"]
    except KeyError as error:
        log.bug("worklist", error)
    text = path.read_text(encoding="utf-8")
    assert "ERROR bug worklist KeyError at test_log.py:" in text
    assert "Brygge" not in text


def test_a_log_that_has_grown_is_set_aside(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_KEEP_BYTES", 100)
    for _ in range(8):
        log.event("tick")
    assert path.stat().st_size <= 200
    assert path.with_name("station.log.1").stat().st_size > 100
