"""Reading a plan's way: prints, answers, who waits, and the GP's appointment."""

import pytest

from station.models.database import Actor, Database
from station.models.queries import plan_life
from station.models.records import paper, plans
from station.models.records import plan_life as records
from station.rules.gpvisit import VisitState
from station.rules.plans import PlanContent
from tests.patients import registered


@pytest.fixture
def elg(database: Database, actor: Actor) -> str:
    return registered(database, actor, birth_date="1940-01-01")


@pytest.fixture
def draft(database: Database, actor: Actor, elg: str) -> str:
    with database.write(actor) as writer:
        plan = plans.add_plan(writer, elg, "kols")
        made = plans.add_draft(writer, plan, elg, 1, PlanContent("kols", "nb"))
        writer.audit("plan_drafted", "plan_version", made, elg)
    return made


def printed(database: Database, actor: Actor, draft: str, elg: str, sheet: str) -> None:
    with database.write(actor) as writer:
        made = paper.NewPrint(draft, elg, sheet, "x", "h", "{}", "nb", 1)
        paper.add_print(writer, made)
        writer.audit("plan_printed", "plan_version", draft, elg)


def test_a_draft_waits_from_its_gp_print_until_the_answer(
    database: Database, actor: Actor, elg: str, draft: str
) -> None:
    printed(database, actor, draft, elg, "patient")
    with database.read() as reader:
        assert plan_life.sent(reader, elg) == ()
        assert (plan_life.waiting(reader), plan_life.waiting_since(reader, elg)) == ({}, None)
        assert plan_life.was_printed(reader, draft)
        assert not plan_life.was_printed(reader, "other")
    printed(database, actor, draft, elg, "gp")
    with database.read() as reader:
        (row,) = plan_life.sent(reader, elg)
        assert row.version_id == draft
        assert plan_life.waiting(reader) == {elg: row.at}
        assert plan_life.waiting_since(reader, elg) == row.at
    answer = paper.NewAnswer(draft, elg, "returned", "Lege", "2026-11-20", "paper", "Nei", "", "")
    with database.write(actor) as writer:
        paper.add_answer(writer, answer)
        writer.audit("plan_answered", "plan_version", draft, elg)
    with database.read() as reader:
        (told,) = plan_life.answers(reader, elg)
        assert (told.answer, told.by, told.note) == ("returned", "Lege", "Nei")
        assert plan_life.waiting(reader) == {}


def test_the_newest_note_about_the_appointment_counts(
    database: Database, actor: Actor, elg: str
) -> None:
    with database.read() as reader:
        assert plan_life.appointment(reader, elg) is None
        (start,) = plan_life.starts(reader)
        assert (start.patient_id, start.started_on, start.state, start.decided) == (
            elg,
            "",
            "",
            False,
        )
    with database.write(actor) as writer:
        records.note_appointment(writer, elg, VisitState.BOOKED, "2026-12-01", "Legesenteret")
        records.note_appointment(writer, elg, VisitState.WAIVED, "", "Hjemme")
        writer.audit("gp_visit_noted", "appointment", elg, elg)
    with database.read() as reader:
        noted = plan_life.appointment(reader, elg)
        assert noted is not None
        assert (noted.state, noted.on_day, noted.note) == ("waived", "", "Hjemme")
        (start,) = plan_life.starts(reader, elg)
        assert (start.state, start.on_day) == ("waived", "")
        assert plan_life.starts(reader, "other") == ()
