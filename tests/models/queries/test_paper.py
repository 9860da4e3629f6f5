"""Reading the paper bridge: the print that a sheet is, and the version that a short code means."""

from station.models.database import Actor, Database
from station.models.queries import paper as queries
from station.models.records import paper
from station.rules.papercode import ShortCode
from tests.paper_rows import CONTENT, HASH, printed


def test_a_print_is_found_by_how_its_hash_begins(
    database: Database, actor: Actor, patient: str, draft: str
) -> None:
    with database.write(actor) as writer:
        first = paper.add_print(writer, printed(patient, draft))
        second = paper.add_print(writer, printed(patient, draft, "ff" * 32, ""))
        writer.audit("printed", "plan_version", draft)
    with database.read() as reader:
        found = queries.newest_print(reader, draft, HASH[:16])
        newest = queries.newest_print(reader, draft, "")
        assert queries.newest_print(reader, draft, "00") is None
        assert queries.printed_content(reader, draft, HASH[:16]) == CONTENT
        assert queries.printed_content(reader, draft, "ff") is None
    assert found is not None
    assert (found.id, found.sheet, found.pages, found.language) == (first, "gp", 2, "nb")
    assert newest is not None
    assert newest.id == second


def test_a_version_is_found_by_its_short_code(database: Database, draft: str) -> None:
    with database.read() as reader:
        assert queries.by_short_code(reader, ShortCode(draft[:4].upper(), "0000", 3)) == (draft,)
        assert queries.by_short_code(reader, ShortCode(draft[:4].upper(), "0000", 4)) == ()
