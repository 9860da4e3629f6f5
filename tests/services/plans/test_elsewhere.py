"""A plan made elsewhere: in force as such, and nobody planned twice."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.core.zone import day_of, day_start
from station.models.database import Actor, Database
from station.rules import editing
from station.rules.approval import ELSEWHERE, Approval
from station.rules.editing import Place, Spot
from station.rules.limits import Level
from station.rules.plans import Line, PlanStatus
from station.services.plans.elsewhere import Elsewhere, MadeElsewhere
from station.services.plans.plans import Plans
from station.services.plans.values import Stage, decision_words
from station.services.record import Record
from tests.patients import registered
from tests.plan_office import LIMITS, NURSE, approved


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


@pytest.fixture
def plans(record: Record) -> Plans:
    return Plans(record)


@pytest.fixture
def elsewhere(record: Record, plans: Plans) -> Elsewhere:
    return Elsewhere(record, plans)


@pytest.fixture
def elg(database: Database, actor: Actor) -> str:
    return registered(database, actor, birth_date="1940-01-01")


@pytest.fixture
def made(clock: FixedClock) -> MadeElsewhere:
    since = day_of(clock.now()) - timedelta(days=3)
    return MadeElsewhere(" St. Olavs hospital ", "Overlege Blid Trapp", since)


def test_it_is_written_in_as_it_is_and_holds_without_the_gp_here(
    plans: Plans, elsewhere: Elsewhere, elg: str, made: MadeElsewhere, clock: FixedClock
) -> None:
    assert not elsewhere.planned(NURSE, elg)
    draft = elsewhere.begin(NURSE, elg, made, "nb")
    assert elsewhere.planned(NURSE, elg)
    row = plans.open(NURSE, draft)
    assert row.version.content.origin == "St. Olavs hospital, Overlege Blid Trapp"
    assert row.version.content.lines() == ()
    spot = Spot(Place.MEASURES, Level.RED)
    content = editing.add(row.version.content, spot, Line("own.1", "Jeg ringer avdelingen."))
    plans.save_draft(NURSE, draft, replace(content, limits=LIMITS), row.content_hash)
    start = day_start(made.valid_from)
    decided = Approval(made.origin, made.valid_from.isoformat(), ELSEWHERE, start)
    assert plans.approve(NURSE, draft, decided) == ()
    stands = plans.open(NURSE, draft).version
    assert (stands.status, stands.in_force_from) == (PlanStatus.APPROVED, start)
    steps = plans.refresh(NURSE, elg).steps[draft]
    assert [step.stage for step in steps] == [Stage.WRITTEN, Stage.ELSEWHERE, Stage.IN_FORCE]
    assert "Not approved here" in decision_words(made.origin, "19.11.2026", ELSEWHERE)
    following = plans.open(NURSE, plans.next_draft(NURSE, draft)).version.content
    assert (following.origin, following.valid_from) == ("", "")


def test_a_template_may_be_begun_from(
    plans: Plans, elsewhere: Elsewhere, elg: str, made: MadeElsewhere
) -> None:
    draft = elsewhere.begin(NURSE, elg, replace(made, template="kols"), "nb")
    content = plans.open(NURSE, draft).version.content
    assert content.template == "kols"
    assert content.lines()
    assert content.valid_from == made.valid_from.isoformat()


def test_nobody_is_planned_twice(
    plans: Plans, elsewhere: Elsewhere, elg: str, made: MadeElsewhere, clock: FixedClock
) -> None:
    approved(plans, elg, clock.now())
    with pytest.raises(Trouble) as told:
        elsewhere.begin(NURSE, elg, made, "nb")
    assert told.value.code == "planned_already"
    assert "Version 1" in told.value.sentence()
    assert elsewhere.begin(NURSE, elg, made, "nb", replaces=True)
    with pytest.raises(Trouble) as told:
        elsewhere.begin(NURSE, elg, made, "nb", replaces=True)
    assert told.value.code == "draft_open"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"place": " "}, "origin_missing"),
        ({"by": ""}, "origin_missing"),
        ({"valid_from": date(2024, 1, 1)}, "valid_from"),
        ({"valid_from": date(2029, 1, 1)}, "valid_from"),
    ],
)
def test_what_was_not_said_is_asked_for(
    elsewhere: Elsewhere, elg: str, made: MadeElsewhere, change: dict[str, Any], code: str
) -> None:
    with pytest.raises(Trouble) as told:
        elsewhere.begin(NURSE, elg, replace(made, **change), "nb")
    assert told.value.code == code
    assert not elsewhere.planned(NURSE, elg)
