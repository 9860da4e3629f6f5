"""What stations share: every column has its place, parents come first, the triggers note it all."""

import json

import pytest

from station.models.database import Actor, Database
from station.models.tables import METADATA
from station.rules.synced import KINDS, NAMES, Kind, Way, kind_of


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_every_column_is_shared_or_the_stations_own(kind: Kind) -> None:
    columns = {column.name for column in METADATA.tables[kind.name].columns}
    assert {*kind.shared, *kind.own} == columns
    assert not set(kind.shared) & set(kind.own)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_a_kind_comes_after_all_that_it_leads_to(kind: Kind) -> None:
    assert all(kind_of(parent).order < kind.order for _, parent in kind.parents)
    assert {column for column, _ in kind.parents} <= set(kind.shared)


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_only_what_is_added_says_what_may_still_change(kind: Kind) -> None:
    assert set(kind.changes) <= set(kind.shared)
    assert not kind.changes or kind.way is Way.UNION
    assert {kind.key, *([kind.patient] if kind.patient else [])} <= set(kind.shared)


def test_what_is_not_shared_has_no_kind() -> None:
    with pytest.raises(KeyError):
        kind_of("drafts")


@pytest.fixture
def noting(database: Database, actor: Actor) -> Database:
    """A file whose changes are noted, with one patient in it."""
    with database.write(actor) as writer:
        writer.execute("UPDATE sync_hand SET station = 'here', capture = 1, now = 7, actor = 'me'")
        writer.execute(
            "INSERT INTO patients (id, given_name, family_name, search_text, status, "
            "status_since, created_at, changed_at) "
            "VALUES ('p', 'Rask', 'Elg', '', 'active', 1, 1, 1)"
        )
        writer.quiet()
    return database


@pytest.mark.parametrize("kind", KINDS, ids=NAMES)
def test_the_triggers_note_the_shared_columns(noting: Database, kind: Kind) -> None:
    rows = noting.connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? "
        "AND name LIKE 'sync%'",
        (kind.name,),
    ).fetchall()
    assert {name for name, _ in rows} == {
        f"sync_{kind.name}_{op}" for op in ("insert", "update", "delete")
    }
    for name, sql in rows:
        side = "OLD" if name.endswith("delete") else "NEW"
        told = ", ".join(f"'{column}', {side}.\"{column}\"" for column in kind.shared)
        assert f"json_object({told})" in sql
    noted = noting.connection.execute("SELECT kind FROM sync_log").fetchall()
    assert {str(row[0]) for row in noted} == {"patients"}


def test_a_change_is_noted_with_what_was_and_what_became(noting: Database, actor: Actor) -> None:
    with noting.write(actor) as writer:
        writer.execute("UPDATE patients SET phone = '68050001' WHERE id = 'p'")
        writer.execute("UPDATE patients SET search_text = 'only here' WHERE id = 'p'")
        writer.quiet()
    rows = noting.connection.execute(
        "SELECT origin, number, record_id, patient_id, op, old, new, by FROM sync_log ORDER BY seq"
    ).fetchall()
    assert [(*row[:5], row[7]) for row in rows] == [
        ("here", None, "p", "p", "insert", "me"),
        ("here", None, "p", "p", "update", actor.user_id),
    ]
    old, new = (json.loads(str(text)) for text in rows[1][5:7])
    assert {name for name in new if old[name] != new[name]} == {"phone"}


def test_muted_and_sleeping_triggers_note_nothing(noting: Database, actor: Actor) -> None:
    for mute, capture in ((",patients,", 1), ("", 0)):
        with noting.write(actor) as writer:
            writer.execute("UPDATE sync_hand SET mute = ?, capture = ?", (mute, capture))
            writer.execute("UPDATE patients SET phone = phone || '1' WHERE id = 'p'")
            writer.quiet()
    assert len(noting.connection.execute("SELECT 1 FROM sync_log").fetchall()) == 1


def test_what_was_noted_never_changes(noting: Database, actor: Actor) -> None:
    with pytest.raises(Exception, match="only added to"), noting.write(actor) as writer:
        writer.execute("UPDATE sync_log SET new = '{}'")
