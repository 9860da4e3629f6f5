"""Templates of the municipality's own: a draft changes, what was in use never does."""

import pytest

from station.models.database import Actor, Database
from station.models.driver import dbapi
from station.models.queries import templates as queries
from station.models.queries.templates import DRAFT, REPLACED
from station.models.records import templates as records
from station.models.records.plans import hash_of
from station.models.records.templates import Checked

CHECKED = Checked("Lun Hylle", "2026-11-20", "Lest i møtet.")


def begun(database: Database, actor: Actor, version: int = 1, code: str = "kols") -> str:
    with database.write(actor) as writer:
        made = records.add(writer, code, version, '{"a": 1}')
        writer.audit("template_begun", "plan_template", made)
    return made


def test_a_draft_is_stored_over_only_what_was_read(database: Database, actor: Actor) -> None:
    made = begun(database, actor)
    with database.write(actor) as writer:
        assert records.save(writer, made, '{"a": 2}', hash_of('{"a": 1}'))
        assert not records.save(writer, made, '{"a": 3}', hash_of('{"a": 1}'))
        writer.audit("template_saved", "plan_template", made)
    with database.read() as reader:
        row = queries.one(reader, made)
    assert row is not None
    assert (row.content, row.content_hash) == ('{"a": 2}', hash_of('{"a": 2}'))
    assert (row.status, row.version, row.checked_on, row.decided_at) == (DRAFT, 1, "", None)


def test_what_is_in_use_is_neither_changed_nor_dropped(database: Database, actor: Actor) -> None:
    made = begun(database, actor)
    with database.write(actor) as writer:
        assert records.take_into_use(writer, made, CHECKED)
        assert not records.take_into_use(writer, made, CHECKED)
        assert not records.save(writer, made, "{}", hash_of('{"a": 1}'))
        assert not records.drop(writer, made)
        writer.audit("template_in_use", "plan_template", made)
    with database.read() as reader:
        row = queries.in_use(reader, "kols")
    assert row is not None
    assert (row.checked_by, row.checked_on, row.note) == (CHECKED.by, CHECKED.on, CHECKED.note)
    with pytest.raises(dbapi().IntegrityError, match="never changes"), database.read() as reader:
        reader.raw("UPDATE plan_templates SET content = 'x' WHERE id = ?", (made,))


def test_one_is_replaced_and_a_draft_dropped(database: Database, actor: Actor) -> None:
    first, second = begun(database, actor), begun(database, actor, 2)
    other = begun(database, actor, 1, "diabetes")
    with database.write(actor) as writer:
        assert not records.replace(writer, "kols")
        records.take_into_use(writer, first, CHECKED)
        assert records.replace(writer, "kols")
        assert records.drop(writer, second)
        writer.audit("template_dropped", "plan_template", second)
    with database.read() as reader:
        assert queries.in_use(reader, "kols") is None
        assert [row.status for row in queries.versions(reader, "kols")] == [REPLACED]
        assert [row.id for row in queries.versions(reader)] == [other, first]
        assert queries.one(reader, second) is None
        assert queries.numbered(reader, "kols", 2) is None
        found = queries.numbered(reader, "kols", 1)
    assert found is not None
    assert found.id == first
