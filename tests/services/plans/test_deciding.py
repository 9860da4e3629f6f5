"""Deciding about a draft in a unit of work: approved, deleted, or laid aside."""

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Actor, Database
from station.models.records.paper import NewPrint, add_print
from station.rules.approval import Hindrance
from station.rules.plans import PlanStatus
from station.services.plans.deciding import decide, lay_aside
from station.services.plans.plans import Plans
from station.services.record import Record
from tests.patients import log_of, registered
from tests.plan_office import NURSE, approval, approved, drafted, measured


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


@pytest.fixture
def plans(record: Record) -> Plans:
    return Plans(record)


@pytest.fixture
def elg(database: Database, actor: Actor) -> str:
    return registered(database, actor, birth_date="1940-01-01")


def test_what_hinders_is_told_and_nothing_is_decided(
    record: Record, plans: Plans, elg: str, clock: FixedClock
) -> None:
    draft = drafted(plans, elg)
    row = plans.open(NURSE, draft)
    with record.write(NURSE) as writer:
        found = decide(writer, row, approval(clock.now(), on="2029-01-01"))
        writer.quiet()
    assert [each.hindrance for each in found] == [Hindrance.APPROVED_IN_FUTURE]
    assert plans.open(NURSE, draft).version.status is PlanStatus.DRAFT


def test_a_draft_deleted_in_the_trial_period_leaves_its_readings(
    record: Record, plans: Plans, elg: str, clock: FixedClock
) -> None:
    draft = drafted(plans, elg)
    measured(record, elg, clock.now())
    plans.drop_draft(NURSE, draft)
    with pytest.raises(Trouble):
        plans.open(NURSE, draft)
    with record.read() as reader:
        assert reader.raw("SELECT count(*) FROM readings") == [(13,)]
        assert "plan_draft_deleted" in log_of(reader, elg)
    again = drafted(plans, elg)
    assert plans.open(NURSE, again).version.number == 1


def test_a_printed_draft_is_withdrawn_and_keeps_its_number(
    record: Record, plans: Plans, elg: str
) -> None:
    draft = drafted(plans, elg)
    with record.write(NURSE) as writer:
        add_print(writer, NewPrint(draft, elg, "gp", "x", "h", "{}", "nb", 1))
        writer.audit("plan_printed", "plan_version", draft, elg)
    plans.drop_draft(NURSE, draft)
    assert plans.open(NURSE, draft).version.status is PlanStatus.WITHDRAWN
    desk = plans.desk(NURSE, elg)
    assert (desk.draft, desk.standing, desk.trial) == (None, None, False)
    following = plans.start_draft(NURSE, elg, "kols", "nb")
    assert plans.open(NURSE, following).version.number == 2


def test_what_is_decided_is_not_laid_aside(
    record: Record, plans: Plans, elg: str, clock: FixedClock
) -> None:
    row = plans.open(NURSE, approved(plans, elg, clock.now()))
    with record.write(NURSE) as writer:
        assert not lay_aside(writer, row)
        writer.quiet()
