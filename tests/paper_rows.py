"""A patient with a draft of a plan, as rows, for what is printed and answered on paper."""

import pytest

from station.models.database import Actor, Database
from station.models.records import plans
from station.models.records.paper import NewPrint
from station.models.records.plans import Approved
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
