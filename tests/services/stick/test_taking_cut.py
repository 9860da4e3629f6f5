"""A stick that goes bad while it is taken in: what is in stays, and it is said so."""

import os
from pathlib import Path

import pytest

from station.core.trouble import Trouble
from tests.exchange_office import LEADER, USER, Desk, Desks, code_of


def _long_file(first: Desk) -> Path:
    with first.record.write(LEADER) as writer:
        # Names that no packing makes small: the file is longer than what is read ahead.
        rows = [(f"u{number}", os.urandom(5_000).hex()) for number in range(300)]
        writer.executemany(USER, rows)
        writer.quiet()
    first.write()
    return first.stick / "a.stationx"


def test_what_is_cut_off_while_it_is_taken_in_does_not_say_that_nothing_was(
    stations: Desks,
) -> None:
    first, second, _third = stations
    path = _long_file(first)
    size = path.stat().st_size

    def cut(done: int, _of: int) -> None:
        if done and path.stat().st_size == size:
            os.truncate(path, size // 2)

    with pytest.raises(Trouble) as caught:
        second.exchanging.take(LEADER, path, tell=cut)
    assert code_of(caught) == "exchange_unread"
    assert 0 < len(second.people()) < len(first.people())
    first.write()
    second.take()
    assert second.people() == first.people()


def test_what_else_goes_wrong_keeps_its_own_sentence(stations: Desks) -> None:
    first, second, _third = stations
    path = _long_file(first)

    def full(done: int, _of: int) -> None:
        if done:
            raise Trouble("database_full", "The disk is full.")

    with pytest.raises(Trouble) as caught:
        second.exchanging.take(LEADER, path, tell=full)
    assert code_of(caught) == "database_full"
