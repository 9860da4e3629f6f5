"""Changes of another station's log, one by one: each once, merged on what it changed."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest

from station.models.queries.exchange import logged
from station.rules.changesets import Span
from station.services.judging.case import Case
from station.services.sync.applying.applying import apply_change
from station.services.sync.applying.stick import apply_changes, try_again
from station.sync.exchange import LogRow
from tests.conftest import FRIDAY_NINE
from tests.services.stations import RASK, STILLE, Place, Server, place
from tests.services.sync_cases import PATIENT, add, add_patient, add_version, change, measure


@pytest.fixture
def both(empty_file: Path, tmp_path: Path) -> Iterator[tuple[Place, Place]]:
    """Two stations without a network, which know the same patient."""
    north = place("north", RASK, empty_file, tmp_path, Server(), FRIDAY_NINE)
    south = place("south", STILLE, empty_file, tmp_path, Server(), FRIDAY_NINE + 60_000)
    add_patient(north)
    carry(north, south)
    yield north, south
    north.database.close()
    south.database.close()


def rows_of(station: Place) -> list[LogRow]:
    with station.database.read() as reader:
        found = reader.raw(
            "SELECT seq, origin, coalesce(number, seq), kind, record_id, patient_id, op, old, "
            'new, at, "by" FROM sync_log ORDER BY seq'
        )
    told = ((*row[:2], str(row[2]), *row[3:]) for row in found)
    return [LogRow(*each) for each in told]


def carry(one: Place, other: Place) -> list[str]:
    """Bring the whole log of one station to another."""
    found = []
    for row in rows_of(one):
        with other.database.write(other.actor) as writer:
            found.append(apply_change(writer, row))
    return found


def test_a_log_brings_everything_once_and_does_not_come_back(both: tuple[Place, Place]) -> None:
    north, south = both
    add(north, "relatives", patient_id=PATIENT, name="Rask", reports=1, active=1)
    assert carry(north, south) == ["known", "applied"]
    assert carry(north, south) == ["known", "known"]
    assert carry(south, north) == ["known", "known"]
    assert north.everything() == south.everything()
    station = north.rows("SELECT station FROM sync_hand")[0]
    assert south.rows("SELECT DISTINCT origin FROM sync_log") == [station]


def test_only_what_a_change_touched_is_said_by_it(both: tuple[Place, Place]) -> None:
    north, south = both
    change(north, "patients", PATIENT, phone="68050001")
    change(south, "patients", PATIENT, needs="x")
    carry(north, south)
    carry(south, north)
    assert north.everything() == south.everything()
    change(north, "patients", PATIENT, phone="68050002")
    change(south, "patients", PATIENT, phone="68050003")
    assert carry(north, south)[-1] == "conflict"
    assert carry(north, south)[-1] == "known"
    assert [each[2] for each in south.conflicts()] == ["both_changed"]


def test_what_comes_before_its_parent_waits_for_it(both: tuple[Place, Place]) -> None:
    north, south = both
    other = "b" * 32
    add_patient(north, other)
    relative = add(north, "relatives", patient_id=other, name="Rask", reports=1, active=1)
    rows = rows_of(north)[1:]
    with south.database.write(STILLE) as writer:
        assert [apply_change(writer, row) for row in reversed(rows)] == ["held", "applied"]
    assert south.one("relatives", relative) is not None
    assert south.rows("SELECT count(*) FROM sync_inbox WHERE state = 'waiting'") == [(0,)]


def test_what_is_taken_away_and_what_nobody_knows(both: tuple[Place, Place]) -> None:
    north, south = both
    contact = add(
        north, "contacts", patient_id=PATIENT, kind="call", initiative="centre", at=5, by="u"
    )
    carry(north, south)
    assert south.one("contacts", contact) is not None
    north.write("DELETE FROM contacts")
    carry(north, south)
    assert south.one("contacts", contact) is None
    odd = LogRow(9, "x" * 32, "9", "wonders", "1", None, "insert", None, json.dumps({}), 1, "")
    with south.database.write(STILLE) as writer:
        assert apply_change(writer, odd) == "held"
    with south.database.read() as reader:
        assert logged(reader, Span(1, 1), 1)


def test_who_has_whom_open_at_the_other_station(both: tuple[Place, Place]) -> None:
    north, south = both
    north.write(
        "INSERT INTO openings (patient_id, user_id, since) VALUES (?, ?, ?)", PATIENT, "u", 5
    )
    carry(north, south)
    assert south.rows("SELECT patient_id, user_id FROM sync_claims") == [(PATIENT, "u")]
    assert south.rows("SELECT count(*) FROM openings") == [(0,)]
    north.write("DELETE FROM openings")
    carry(north, south)
    assert south.rows("SELECT count(*) FROM sync_claims") == [(0,)]


def test_what_is_held_is_tried_again_at_once(both: tuple[Place, Place]) -> None:
    north, south = both
    add(north, "relatives", patient_id=PATIENT, name="Rask", reports=1, active=1)
    row = rows_of(north)[-1]
    broken = replace(row, new=row.new.replace(PATIENT, "f" * 32) if row.new else None)
    with south.database.write(south.actor) as writer:
        assert apply_change(writer, broken) == "held"
        writer.execute("UPDATE sync_inbox SET state = 'held' WHERE channel = 'stick'")
        body = writer.raw("SELECT body FROM sync_inbox WHERE channel = 'stick'")[0][0]
        whole = body.replace("f" * 32, PATIENT)
        writer.execute("UPDATE sync_inbox SET body = ? WHERE channel = 'stick'", (whole,))
        writer.quiet()
    with south.database.write(south.actor) as writer:
        try_again(writer)
    assert south.rows("SELECT name FROM relatives") == [("Rask",)]
    assert south.rows("SELECT state FROM sync_inbox WHERE channel = 'stick'") == [("done",)]


def _measured(north: Place, values: tuple[float, ...]) -> None:
    """Measure at one station, the newest first, under a plan that both will know."""
    plan_id = add(north, "plans", patient_id=PATIENT, template="kols", created_at=1)
    add_version(north, plan_id, 1, 88.0)
    for at, value in enumerate(values):
        measure(north, value, f"k{at}", taken_at=FRIDAY_NINE - (at + 2) * 60_000)


def test_a_history_is_judged_once_for_all_that_comes_and_before_an_alert(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    _measured(north, (95.0, 95.0, 84.0, 95.0))
    rows = rows_of(north)
    readings = [row for row in rows if row.kind in ("plans", "plan_versions", "readings")]
    with patch.object(Case, "judge_again", autospec=True, side_effect=Case.judge_again) as again:
        for row in readings:
            with south.database.write(south.actor) as writer:
                apply_changes(writer, [row], more=True)
        assert south.rows("SELECT reason FROM judgements") == [("more_coming",)]
        again.reset_mock()
        with south.database.write(south.actor) as writer:
            apply_changes(writer, [row for row in rows if row.kind == "alerts"], more=True)
        assert south.rows("SELECT state FROM judgements") == [("ok",)]
    assert south.rows("SELECT state FROM alerts") == [("open",)]
    assert south.rows("SELECT state FROM engine_states") == north.rows(
        "SELECT state FROM engine_states"
    )
