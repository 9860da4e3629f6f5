"""Writing the paper bridge: prints, answers, sheets and the key, read back as they were written."""

import pytest

from station.models.database import Actor, Database
from station.models.queries import paper as queries
from station.models.queries import plan_life
from station.models.records import paper, plans
from station.models.records.paper import NewAnswer, NewDocument
from tests.paper_rows import BY


def test_an_answer_is_kept_with_the_version_answered(
    database: Database, actor: Actor, patient: str, draft: str
) -> None:
    answer = NewAnswer(
        draft, patient, "returned", "Lege Stille Vann", "2026-11-19", "paper", "Ring meg."
    )
    with database.write(actor) as writer:
        paper.add_answer(writer, answer)
        writer.audit("answered", "plan_version", draft)
    with database.read() as reader:
        (told,) = plan_life.answers(reader, patient)
    assert (told.version_id, told.answer, told.on, told.note) == (
        draft,
        "returned",
        "2026-11-19",
        "Ring meg.",
    )


def test_a_sheet_comes_back_byte_by_byte(
    database: Database, actor: Actor, patient: str, draft: str
) -> None:
    content = bytes(range(256))
    made = NewDocument(
        patient, "plan_version", draft, "gp_answer", "a.pdf", "application/pdf", 2, "d1", content
    )
    with database.write(actor) as writer:
        document_id = paper.add_document(writer, made)
        writer.audit("kept", "document", document_id)
    with database.read() as reader:
        found = queries.document(reader, document_id)
        assert queries.document(reader, "none") is None
        (listed,) = queries.documents(reader, patient)
    assert found is not None
    row, kept = found
    assert (row, kept) == (listed, content)
    assert (row.size, row.pages, row.subject_id) == (256, 2, draft)


def test_the_stations_key_is_made_once(database: Database, actor: Actor) -> None:
    with database.read() as reader:
        assert queries.station_key(reader) is None
    with database.write(actor) as writer:
        paper.keep_station_key(writer, bytes(range(32)))
        writer.audit("made", "file", "")
    with database.read() as reader:
        assert queries.station_key(reader) == bytes(range(32))
    with pytest.raises(Exception, match="UNIQUE"), database.write(actor) as writer:
        paper.keep_station_key(writer, bytes(32))


def test_only_a_draft_is_closed(database: Database, actor: Actor, draft: str) -> None:
    with database.write(actor) as writer:
        assert paper.close_draft(writer, draft)
        assert not paper.close_draft(writer, draft)
        assert not plans.approve(writer, draft, BY)
        writer.audit("closed", "plan_version", draft)
