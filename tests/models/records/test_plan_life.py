"""Writing about a plan's way: withdrawing a draft, and noting the GP's appointment."""

import pytest

from station.models.database import Actor, Database
from station.models.records import plan_life, plans
from station.rules.gpvisit import VisitState
from station.rules.plans import PlanContent
from tests.patients import registered


@pytest.fixture
def elg(database: Database, actor: Actor) -> str:
    return registered(database, actor, birth_date="1940-01-01")


def test_a_draft_is_withdrawn_once(database: Database, actor: Actor, elg: str) -> None:
    with database.write(actor) as writer:
        plan = plans.add_plan(writer, elg, "kols")
        draft = plans.add_draft(writer, plan, elg, 1, PlanContent("kols", "nb"))
        assert plan_life.withdraw(writer, draft)
        assert not plan_life.withdraw(writer, draft)
        writer.audit("plan_draft_withdrawn", "plan_version", draft, elg)
    with database.read() as reader:
        assert reader.raw("SELECT status FROM plan_versions") == [("withdrawn",)]


def test_an_appointment_is_noted_with_who_and_when(
    database: Database, actor: Actor, elg: str
) -> None:
    with database.write(actor) as writer:
        plan_life.note_appointment(writer, elg, VisitState.BOOKED, "2026-12-01", "Kl. 9")
        plan_life.note_appointment(writer, elg, VisitState.TAKEN_BACK)
        writer.audit("gp_visit_noted", "appointment", elg, elg)
        now = writer.now
    with database.read() as reader:
        rows = reader.raw(
            "SELECT state, on_day, note, noted_at, noted_by FROM appointments ORDER BY rowid"
        )
    assert rows == [
        ("booked", "2026-12-01", "Kl. 9", now, actor.user_id),
        ("taken_back", None, "", now, actor.user_id),
    ]
