"""Where a channel begins, and a letter that waits."""

from station.models.database import Actor, Database
from station.models.queries import outbox
from station.models.records import channels as records
from station.models.records import hand, sync_channels


def test_a_channel_begins_with_what_is_done_from_now_on(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        hand.begin(writer)
        sync_channels.put(writer, "pmd", "{}", {})
        writer.execute(
            "INSERT INTO users (id, name, initials, role, language, created_at) "
            "VALUES ('u', 'Rask Elg', 'RE', 'nurse', 'nb', 1)"
        )
        records.begin_here(writer, "pmd")
    rows = database.connection.execute(
        "SELECT position, (SELECT max(seq) FROM sync_log) FROM sync_channels"
    ).fetchall()
    assert rows[0][0] == rows[0][1] == 1


def test_a_letter_waits_as_it_was_put_together(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        records.put_letter(writer, "l", "p", '{"resources": []}')
    with database.read() as reader:
        (row,) = outbox.due(reader, "gp", "sealed", 10**15, 9)
    assert (row.kind, row.record_id, row.patient_id) == ("letters", "l", "p")
    assert row.sealed == '{"resources": []}'
