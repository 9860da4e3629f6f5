"""A second diagnosis through the services: proposed, decided, stored."""

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Actor, Database
from station.rules.joining import chosen
from station.rules.plans import LineState
from station.services.plans.joining import PlanJoining
from station.services.plans.plans import Plans
from station.services.record import Record
from tests.patients import registered
from tests.plan_office import NURSE, drafted


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


@pytest.fixture
def plans(record: Record) -> Plans:
    return Plans(record)


@pytest.fixture
def elg(database: Database, actor: Actor) -> str:
    return registered(database, actor, birth_date="1940-01-01")


def test_another_template_comes_beside_the_draft_and_nothing_is_stored_yet(
    record: Record, plans: Plans, elg: str
) -> None:
    draft = drafted(plans, elg)
    before = plans.open(NURSE, draft)
    found = PlanJoining(record, plans).propose(NURSE, draft, "hjertesvikt")
    assert found.before == before.content_hash
    assert plans.open(NURSE, draft) == before
    assert found.content.template == "kols+hjertesvikt"
    states = {line.state for line in found.content.lines()}
    assert states == {LineState.KEPT, LineState.PROPOSED}
    content = found.content
    for conflict in found.conflicts:
        content = chosen(content, conflict, (conflict.one,))
    plans.save_draft(NURSE, draft, content, found.before)
    template = plans.template_of(plans.open(NURSE, draft).version.content)
    assert {line.id for line in template.lines()} == {line.id for line in content.lines()}
    assert plans.spoken(content, "nn").language == "nn"


def test_a_template_is_not_put_in_twice(record: Record, plans: Plans, elg: str) -> None:
    joining = PlanJoining(record, plans)
    with pytest.raises(Trouble) as told:
        joining.propose(NURSE, drafted(plans, elg), "kols")
    assert told.value.code == "template_twice"
    with pytest.raises(Trouble) as told:
        joining.propose(NURSE, "f" * 32, "kols")
    assert told.value.code == "plan_unknown"
