"""Two stations with a server between them, and when they are alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import FRIDAY_NINE
from tests.services.stations import RASK, STILLE, Place, Server, exchange, place
from tests.services.sync_cases import add_patient


@pytest.fixture
def server() -> Server:
    """A server that knows nothing yet."""
    return Server()


@pytest.fixture
def north(empty_file: Path, tmp_path: Path, server: Server) -> Iterator[Place]:
    """One station, with an empty file."""
    made = place("north", RASK, empty_file, tmp_path, server, FRIDAY_NINE)
    yield made
    made.database.close()


@pytest.fixture
def south(empty_file: Path, tmp_path: Path, server: Server) -> Iterator[Place]:
    """Another station, whose clock is a minute ahead."""
    made = place("south", STILLE, empty_file, tmp_path, server, FRIDAY_NINE + 60_000)
    yield made
    made.database.close()


@pytest.fixture
def both(north: Place, south: Place) -> tuple[Place, Place]:
    """Two stations that know the same patient."""
    add_patient(north)
    exchange(north, south, rounds=1)
    return north, south


def alike(one: Place, other: Place) -> None:
    """Hold all shared records of both against each other, but when they arrived."""
    ours, theirs = one.everything(), other.everything()
    for rows in (*ours.values(), *theirs.values()):
        for row in rows:
            for name in ("arrived_at", "opened_at"):
                row.pop(name, None)
    assert ours == theirs
