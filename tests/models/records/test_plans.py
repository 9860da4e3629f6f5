"""Writing plans: a draft may change, an approved version never does."""

import pytest

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import plans as queries
from station.models.records import plans
from station.models.records.plans import Approved
from station.rules.plans import PlanContent, PlanStatus
from tests.patients import registered

FIRST, SECOND = PlanContent("kols", "nb", goal="En"), PlanContent("kols", "nb", goal="To")
BY = Approved("Lege Stille Vann", "2026-11-20", "paper", "Satt ned til 85.", 1_795_161_600_000)


def hash_of(content: PlanContent) -> str:
    return plans.hash_of(plans.content_text(content))


@pytest.fixture
def draft(database: Database, actor: Actor) -> str:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        plan_id = plans.add_plan(writer, patient_id, "kols")
        version_id = plans.add_draft(writer, plan_id, patient_id, 1, FIRST)
        writer.audit("made", "plan", plan_id, patient_id)
    return version_id


def test_a_draft_is_stored_only_over_what_was_opened(
    database: Database, actor: Actor, draft: str
) -> None:
    with database.write(actor) as writer:
        assert plans.save_draft(writer, draft, SECOND, hash_of(FIRST))
        assert not plans.save_draft(writer, draft, FIRST, hash_of(FIRST))
        writer.audit("saved", "plan_version", draft)
    with database.read() as reader:
        row = queries.one(reader, draft)
    assert row is not None
    assert (row.version.content, row.content_hash) == (SECOND, hash_of(SECOND))


def test_an_approved_version_is_neither_written_nor_deleted_nor_approved_again(
    database: Database, actor: Actor, draft: str, clock: FixedClock
) -> None:
    with database.write(actor) as writer:
        assert plans.approve(writer, draft, BY)
        assert not plans.approve(writer, draft, BY)
        assert not plans.save_draft(writer, draft, SECOND, hash_of(FIRST))
        assert not plans.drop_draft(writer, draft)
        writer.audit("approved", "plan_version", draft)
    with database.read() as reader:
        row = queries.one(reader, draft)
    assert row is not None
    version = row.version
    assert (version.status, version.content) == (PlanStatus.APPROVED, FIRST)
    assert (version.approved_by, version.approved_on, version.channel) == (
        BY.by,
        BY.on,
        BY.channel,
    )
    assert (row.approval_note, row.registered_at) == (BY.note, clock.now())
    assert version.in_force_from == BY.in_force_from


def test_only_an_approved_version_is_replaced(database: Database, actor: Actor, draft: str) -> None:
    with database.write(actor) as writer:
        assert not plans.replace(writer, draft, 7)
        assert plans.approve(writer, draft, BY)
        assert plans.replace(writer, draft, 7)
        writer.audit("replaced", "plan_version", draft)
    with database.read() as reader:
        row = queries.one(reader, draft)
    assert row is not None
    assert (row.version.status, row.version.in_force_to) == (PlanStatus.REPLACED, 7)


def test_a_draft_that_nobody_needs_goes(database: Database, actor: Actor, draft: str) -> None:
    with database.write(actor) as writer:
        assert plans.drop_draft(writer, draft)
        writer.audit("dropped", "plan_version", draft)
    with database.read() as reader:
        assert queries.one(reader, draft) is None
