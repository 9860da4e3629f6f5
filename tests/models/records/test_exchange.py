"""What is kept of exchanging without a network, and read back."""

import pytest

from station.models.database import Actor, Database, Writer
from station.models.queries import exchange as queries
from station.models.queries.exchange import Audited
from station.models.records import exchange, hand
from station.rules.changesets import Span

PEER = "b" * 32
ADD_USER = (
    "INSERT INTO users (id, name, initials, role, language, created_at) "
    "VALUES (?, 'Rask Elg', 'RE', 'nurse', 'nb', 1)"
)


def audited(seq: int) -> Audited:
    return Audited(seq, 1, "u", "Rask Elg", "patient_opened", "patient", "p", "p", "{}", "00")


def test_secret_and_name_are_kept(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        assert queries.secret(writer) is None
        assert queries.name(writer) == ""
        exchange.keep_secret(writer, b"s" * 16)
        exchange.keep_name(writer, "Lesja-2")
        exchange.keep_name(writer, "Lesja-3")
        writer.quiet()
        assert queries.secret(writer) == b"s" * 16
        assert queries.name(writer) == "Lesja-3"


def test_how_far_a_peer_has_come(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        assert queries.peers(writer) == ()
        assert queries.peer(writer, PEER).theirs == 0
        exchange.meet(writer, PEER, "Lesja-2")
        exchange.meet(writer, PEER, "Lesja-3")
        exchange.worked_in(writer, PEER, 40)
        exchange.worked_in(writer, PEER, 30)
        exchange.told(writer, PEER, 50, 7)
        exchange.told(writer, PEER, 20, 5)
        exchange.written(writer, PEER)
        writer.quiet()
        peer = queries.peer(writer, PEER)
    assert (peer.name, peer.theirs, peer.ours, peer.our_audit) == ("Lesja-3", 40, 20, 5)
    assert peer.received_at == peer.written_at == writer.now


def test_files_that_came_too_early_wait(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        exchange.meet(writer, PEER, "Lesja-2")
        exchange.keep_part(writer, PEER, Span(41, 60), b"one")
        exchange.keep_part(writer, PEER, Span(41, 80), b"more")
        exchange.keep_part(writer, PEER, Span(41, 50), b"less")
        exchange.keep_part(writer, PEER, Span(91, 95), b"last")
        assert queries.kept(writer, PEER) == (Span(41, 80), Span(91, 95))
        assert queries.part(writer, PEER, 41) == b"more"
        exchange.worked_in(writer, PEER, 80)
        exchange.drop_parts(writer, PEER)
        assert queries.kept(writer, PEER) == (Span(91, 95),)
        with pytest.raises(KeyError):
            queries.part(writer, PEER, 41)
        writer.quiet()


def test_audit_rows_of_others_are_kept_once(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        exchange.meet(writer, PEER, "Lesja-2")
        for first, last in ((1, 3), (2, 5), (8, 9), (1, 2)):
            rows = [audited(seq) for seq in range(first, last + 1)]
            exchange.add_audit(writer, PEER, Span(first, last), rows)
        writer.quiet()
        assert queries.peer(writer, PEER).their_audit == 5
        found = writer.raw("SELECT seq FROM sync_audit ORDER BY seq")
    assert [row[0] for row in found] == [1, 2, 3, 4, 5, 8, 9]


def note(writer: Writer, origin: str, number: str, record_id: str) -> None:
    writer.execute(
        "INSERT INTO sync_log (origin, number, kind, record_id, op, new, at) "
        "VALUES (?, ?, 'users', ?, 'insert', '{}', 9)",
        (origin, number, record_id),
    )


def test_the_log_leaves_with_origin_and_number(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        station = hand.begin(writer)
        writer.execute(ADD_USER, ("u1",))
        note(writer, PEER, "7", "u2")
        writer.quiet()
        assert queries.highest(writer) == 2
        rows = queries.logged(writer, Span(1, 9), 5)
        assert queries.logged(writer, Span(1, 9), 1) == rows[:1]
        assert queries.logged(writer, Span(2, 9), 5) == rows[1:]
        assert [(row.origin, row.number) for row in rows] == [(station, "1"), (PEER, "7")]
        assert [row.record_id for row in rows] == ["u1", "u2"]
        ours, theirs = queries.known(writer, station, "1"), queries.known(writer, PEER, "7")
        assert ours is not None
        assert ours.record_id == "u1"
        assert theirs is not None
        assert theirs.record_id == "u2"
        for origin, number in ((station, "2"), (PEER, "1"), ("centre", "Patient/p/1")):
            assert queries.known(writer, origin, number) is None


def test_the_audit_log_leaves_as_it_is(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        writer.audit("patient_opened", "patient", "p", "p")
        writer.audit("patient_opened", "patient", "q", "q")
        assert queries.highest_audit(writer) == 2
        rows = queries.audited(writer, Span(1, 9), 5)
        assert queries.audited(writer, Span(2, 2), 5) == rows[1:]
    assert [(row.seq, row.subject_id, row.user_name) for row in rows] == [
        (1, "p", "Rask Elg"),
        (2, "q", "Rask Elg"),
    ]
    assert all(row.mac for row in rows)


def test_a_document_without_pages_has_none(database: Database) -> None:
    with database.read() as reader:
        assert queries.pages(reader, "gone") == b""
        assert queries.open_conflicts(reader) == 0
