"""Tampering with the audit log: every row, every way, named."""

from collections.abc import Iterator

import pytest

from station.core.paths import Home
from station.models import audit
from station.models.audit import Finding, Head
from station.models.database import Actor, Database
from station.models.driver import Connection, dbapi, open_connection
from station.security.chain import Chain
from tests.conftest import AUDIT_KEY, DATA_KEY

ROWS = 6
EVERY_ROW = pytest.mark.parametrize("seq", range(1, ROWS + 1))


@pytest.fixture
def head(database: Database, actor: Actor) -> Head:
    """The end of a log of ROWS rows, in a file that is closed."""
    for number in range(ROWS):
        with database.write(actor) as writer:
            writer.audit("opened", "patient", f"p{number}", f"p{number}", number=number)
    head = database.head()
    database.close()
    return head


@pytest.fixture
def stranger(home: Home, head: Head) -> Iterator[Connection]:
    """The file in the hands of someone with its key and a way around the triggers."""
    connection = open_connection(home.database, DATA_KEY)
    connection.execute("DROP TRIGGER audit_rows_never_change")
    connection.execute("DROP TRIGGER audit_rows_never_go")
    yield connection
    connection.close()


def find(connection: Connection) -> Finding:
    return audit.verify(connection, Chain(AUDIT_KEY))


def test_an_untouched_log_holds_together(stranger: Connection, head: Head) -> None:
    assert find(stranger) == Finding(ROWS)
    assert audit.holds(stranger, head)
    assert audit.holds(stranger, Head())
    assert audit.head_of(stranger) == head
    assert head.short == head.mac[:8]


@EVERY_ROW
@pytest.mark.parametrize(
    "change",
    [
        "at = at + 1",
        "user_id = 'other'",
        "user_name = 'Stille Brygge'",
        "action = 'closed'",
        "subject_kind = 'plan'",
        "subject_id = 'p9'",
        "patient_id = NULL",
        "details = '{\"number\":9}'",
        "mac = replace(mac, substr(mac, 1, 1), 'x')",
    ],
)
def test_an_edited_row_is_named(stranger: Connection, seq: int, change: str) -> None:
    stranger.execute(f"UPDATE audit SET {change} WHERE seq = ?", (seq,))  # noqa: S608
    assert find(stranger) == Finding(seq - 1, "changed", seq)


@EVERY_ROW
def test_a_deleted_row_is_named_by_the_log_or_by_the_anchor(
    stranger: Connection, head: Head, seq: int
) -> None:
    stranger.execute("DELETE FROM audit WHERE seq = ?", (seq,))
    if seq < ROWS:
        assert find(stranger) == Finding(seq - 1, "missing", seq)
    else:
        # A cut tail leaves a log that holds together: only the anchor knows.
        assert find(stranger) == Finding(ROWS - 1)
        assert not audit.holds(stranger, head)


@EVERY_ROW
def test_a_log_renumbered_over_a_gap_is_named(stranger: Connection, seq: int) -> None:
    stranger.execute("DELETE FROM audit WHERE seq = ?", (seq,))
    for later in range(seq + 1, ROWS + 1):
        stranger.execute("UPDATE audit SET seq = seq - 1 WHERE seq = ?", (later,))
    assert (find(stranger).first_bad or ROWS) == seq
    if seq < ROWS:
        assert find(stranger).problem == "changed"


@EVERY_ROW
def test_an_inserted_row_is_named(stranger: Connection, seq: int) -> None:
    stranger.execute("UPDATE audit SET seq = -seq WHERE seq >= ?", (seq,))
    stranger.execute("UPDATE audit SET seq = 1 - seq WHERE seq < 0")
    stranger.execute(
        "INSERT INTO audit SELECT ?, at, user_id, user_name, action, subject_kind, subject_id, "
        "patient_id, details, mac FROM audit LIMIT 1",
        (seq,),
    )
    assert find(stranger).first_bad in {seq, seq + 1}
    assert find(stranger).problem == "changed"


@pytest.mark.parametrize("seq", range(1, ROWS))
def test_two_exchanged_rows_are_named(stranger: Connection, seq: int) -> None:
    stranger.execute("UPDATE audit SET seq = -seq WHERE seq IN (?, ?)", (seq, seq + 1))
    stranger.execute("UPDATE audit SET seq = ? WHERE seq = ?", (seq, -seq - 1))
    stranger.execute("UPDATE audit SET seq = ? WHERE seq = ?", (seq + 1, -seq))
    assert find(stranger) == Finding(seq - 1, "changed", seq)


def test_a_row_before_the_first_is_named(stranger: Connection) -> None:
    stranger.execute(
        "INSERT INTO audit SELECT 0, at, user_id, user_name, action, subject_kind, subject_id, "
        "patient_id, details, mac FROM audit LIMIT 1"
    )
    assert find(stranger) == Finding(0, "missing", 1)


def test_a_log_written_with_another_key_is_named(stranger: Connection) -> None:
    assert audit.verify(stranger, Chain(b"x" * 32)) == Finding(0, "changed", 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET action = 'x'",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE seq = 1",
    ],
)
def test_the_database_itself_refuses_changes(home: Home, head: Head, statement: str) -> None:
    connection = open_connection(home.database, DATA_KEY)
    with pytest.raises(dbapi().IntegrityError, match="audit rows never"):
        connection.execute(statement)
    assert find(connection) == Finding(ROWS)
    connection.close()


def test_a_log_longer_than_a_page_is_walked_to_its_end(
    database: Database, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "_PAGE", 4)
    with database.write(actor) as writer:
        for number in range(10):
            writer.audit("opened", "patient", str(number))
    assert database.verify() == Finding(10)


def test_details_are_the_same_text_for_the_same_details() -> None:
    text = '{"a":"ø","b":1}'
    assert audit.details_text({"b": 1, "a": "ø"}) == audit.details_text({"a": "ø", "b": 1}) == text
