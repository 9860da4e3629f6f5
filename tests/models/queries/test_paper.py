"""Reading the paper bridge: the print that a sheet is, and the version that a short code means."""

import pytest

from station.models.database import Actor, Database
from station.models.queries import paper as queries
from station.models.records import paper, plans
from station.models.records.paper import NewPrint
from station.models.records.plans import Approved
from station.rules.papercode import ShortCode
from station.rules.plans import PlanContent
from tests.patients import registered

CONTENT = PlanContent("kols", "nb", goal="En")
TEXT = plans.content_text(CONTENT)
HASH = plans.hash_of(TEXT)
BY = Approved("Lege Stille Vann", "2026-11-20", "paper", "", 1)


@pytest.fixture
def patient(database: Database, actor: Actor) -> str:
    return registered(database, actor)


@pytest.fixture
def draft(database: Database, actor: Actor, patient: str) -> str:
    with database.write(actor) as writer:
        plan_id = plans.add_plan(writer, patient, "kols")
        version_id = plans.add_draft(writer, plan_id, patient, 3, CONTENT)
        writer.audit("made", "plan", plan_id, patient)
    return version_id


def printed(patient: str, draft: str, content_hash: str = HASH, text: str = TEXT) -> NewPrint:
    return NewPrint(draft, patient, "gp", "AAAA-BBBB-v3", content_hash, text, "nb", 2)


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
