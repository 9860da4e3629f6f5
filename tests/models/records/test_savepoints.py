"""A part of a unit of work is undone by itself, and what was before it stays."""

import pytest

from station.models.database import Actor, Database, Writer
from station.models.records import savepoints


def note(writer: Writer, name: str) -> None:
    writer.execute("INSERT INTO meta VALUES (?, '')", (name,))
    writer.audit("noted", "file", name)


@pytest.mark.parametrize("undone", [True, False])
def test_a_part_is_kept_or_undone_with_its_rows_of_the_log(
    database: Database, actor: Actor, undone: bool
) -> None:
    with database.write(actor) as writer:
        note(writer, "before")
        head = savepoints.begin(writer, "part")
        note(writer, "within")
        if undone:
            savepoints.undo(writer, "part", head)
        else:
            savepoints.keep(writer, "part")
        note(writer, "after")
    rows = database.connection.execute("SELECT key FROM meta WHERE value = ''").fetchall()
    wanted = {"before", "after"} if undone else {"before", "within", "after"}
    assert {str(row[0]) for row in rows} >= wanted
    assert ("within" in {str(row[0]) for row in rows}) is not undone
    assert database.verify().problem == ""
