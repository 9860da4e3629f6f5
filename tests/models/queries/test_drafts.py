"""Reading drafts; writing them is tested with records.drafts."""

from station.models.database import Database
from station.models.queries import drafts


def test_who_wrote_nothing_has_no_drafts(database: Database) -> None:
    with database.read() as reader:
        assert drafts.of_user(reader, "u1") == ()
        assert drafts.one(reader, "u1", "note", "p1") is None
