"""Who this station is among others, and which changes are noted."""

from station.models.database import Actor, Database
from station.models.records import hand


def noted(database: Database) -> list[str]:
    return [
        str(row[0]) for row in database.connection.execute("SELECT kind FROM sync_log").fetchall()
    ]


def add_user(database: Database, actor: Actor, name: str, *, mute: str = "") -> None:
    with database.write(actor) as writer:
        statement = (
            "INSERT INTO users (id, name, initials, role, language, created_at) "
            "VALUES (?, 'Rask Elg', 'RE', 'nurse', 'nb', 1)"
        )
        if mute:
            with hand.muted(writer, mute):
                writer.execute(statement, (name,))
        else:
            writer.execute(statement, (name,))
        writer.quiet()


def test_a_station_gets_an_id_when_it_begins_and_keeps_it(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        assert hand.station_id(writer) == ""
        assert not hand.capturing(writer)
        first, second = hand.begin(writer), hand.begin(writer)
        assert hand.capturing(writer)
        writer.quiet()
    assert first == second
    assert len(first) == 32
    row = database.connection.execute("SELECT now, actor FROM sync_hand").fetchone()
    assert row is not None
    assert row[1] == actor.user_id


def test_a_new_id_and_no_old_card(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        assert hand.renew(writer) == ""
        first = hand.begin(writer)
        hand.keep_nonce(writer, "n1")
        assert hand.nonce(writer) == "n1"
        second = hand.renew(writer)
        assert second not in ("", first)
        assert hand.station_id(writer) == second
        assert hand.nonce(writer) == ""


def test_what_the_writer_notes_itself_is_not_noted_twice(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        hand.begin(writer)
        writer.quiet()
    add_user(database, actor, "one", mute="users")
    add_user(database, actor, "two", mute="patients")
    add_user(database, actor, "three")
    assert noted(database) == ["users", "users"]
