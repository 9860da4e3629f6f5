"""Runs are kept, but not for ever, and quiet ones not at all."""

import pytest

from station.models.database import Actor, Database
from station.models.queries import sync_status
from station.models.records import sync_runs


def kept(database: Database) -> list[str]:
    with database.read() as reader:
        return [row[0] for row in reader.raw("SELECT id FROM sync_runs ORDER BY rowid")]


def test_only_the_last_are_kept(
    database: Database, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync_runs, "KEPT", 2)
    for number in range(4):
        with database.write(actor) as writer:
            sync_runs.begin(writer, f"r{number}", "centre")
            sync_runs.end(writer, f"r{number}", "done", {"sent": number}, "", "")
    # The first met nothing and is not kept at all.
    assert len(kept(database)) == 2
    assert "r0" not in kept(database)


def test_what_a_killed_program_left_open_is_closed(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        sync_runs.begin(writer, "r", "centre")
        sync_runs.died(writer, "centre")
    with database.read() as reader:
        assert sync_status.runs(reader, 5)[0][3] == "stopped"
