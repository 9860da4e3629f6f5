"""The treatment meeting: one new version, the minutes and the follow-up, all at once."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Actor, Database
from station.rules.approval import Hindrance
from station.rules.plans import PlanStatus, ScheduleItem
from station.services.care.following import Following
from station.services.plans.meetings import HELD, Meeting, Meetings, minutes_text
from station.services.plans.plans import Plans
from station.services.plans.values import TREATMENT_MEETING
from station.services.record import Record
from tests.patients import log_of, registered
from tests.plan_office import NURSE, OTHER, approved, drafted

WEEKLY = ScheduleItem("weight", (0,), "10:00")


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


@pytest.fixture
def plans(record: Record) -> Plans:
    return Plans(record)


@pytest.fixture
def elg(database: Database, actor: Actor) -> str:
    return registered(database, actor, birth_date="1940-01-01")


def meeting(plans: Plans, version_id: str, today: date) -> tuple[Meeting, str]:
    """What was agreed about a version, and the hash it stands on."""
    row = plans.open(NURSE, version_id)
    content = replace(row.version.content, goal="Gå på tur.", schedule=(WEEKLY,))
    made = Meeting(
        today,
        "Lege Stille Vann, Rask Elg, Mild Kystvei",
        "Veies hver mandag.",
        content,
        "Lege Stille Vann",
        closer_until=today + timedelta(days=14),
    )
    return made, row.content_hash


def test_a_meeting_makes_the_next_version_and_puts_it_in_force(
    plans: Plans, record: Record, elg: str, clock: FixedClock, database: Database
) -> None:
    first = approved(plans, elg, clock.now())
    clock.advance(60_000)
    made, before = meeting(plans, first, day_of(clock.now()))
    outcome = Meetings(record).hold(NURSE, first, before, made)
    assert (outcome.hindered, outcome.approved) == ((), True)
    version = plans.open(NURSE, outcome.version_id)
    assert version.version.status is PlanStatus.APPROVED
    assert version.version.content == made.content
    assert version.version.channel == TREATMENT_MEETING
    assert version.version.approved_by == "Lege Stille Vann"
    assert version.approval_note == minutes_text(made)
    assert plans.open(NURSE, first).version.status is PlanStatus.REPLACED
    with database.read() as reader:
        contacts = reader.raw(
            "SELECT kind, outcome, note FROM contacts WHERE patient_id = ?", (elg,)
        )
    assert contacts == [("gp", HELD, minutes_text(made))]
    closer = Following(record).of_patient(NURSE, elg)
    assert closer is not None
    assert day_of(closer.until_at) == made.closer_until
    with database.read() as reader:
        log = log_of(reader, elg)
    assert {"meeting_held", "plan_approved", "followup_begun"} <= set(log)


def test_a_meeting_over_a_draft_goes_into_that_draft(
    plans: Plans, record: Record, elg: str, clock: FixedClock
) -> None:
    draft = drafted(plans, elg)
    made, before = meeting(plans, draft, day_of(clock.now()))
    outcome = Meetings(record).hold(NURSE, draft, before, replace(made, gp="", closer_until=None))
    assert (outcome.version_id, outcome.approved, outcome.hindered) == (draft, False, ())
    assert plans.open(NURSE, draft).version.content == made.content
    assert Following(record).of_patient(NURSE, elg) is None


def test_what_hinders_the_approval_is_told_and_everything_else_is_kept(
    plans: Plans, record: Record, elg: str, clock: FixedClock, database: Database
) -> None:
    draft = drafted(plans, elg)
    made, before = meeting(plans, draft, day_of(clock.now()))
    unwell = replace(made, content=replace(made.content, goal=""))
    outcome = Meetings(record).hold(NURSE, draft, before, unwell)
    assert [each.hindrance for each in outcome.hindered] == [Hindrance.NO_GOAL]
    assert not outcome.approved
    row = plans.open(NURSE, draft)
    assert (row.version.status, row.version.content) == (PlanStatus.DRAFT, unwell.content)
    with database.read() as reader:
        assert reader.raw("SELECT count(*) FROM contacts") == [(1,)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"participants": " "}, "meeting_empty"),
        ({"on": date(2030, 1, 1)}, "meeting_day"),
        ({"closer_until": date(2020, 1, 1)}, "rest_refused"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused_whole(
    plans: Plans,
    record: Record,
    elg: str,
    clock: FixedClock,
    database: Database,
    change: dict[str, Any],
    code: str,
) -> None:
    draft = drafted(plans, elg)
    made, before = meeting(plans, draft, day_of(clock.now()))
    with pytest.raises(Trouble) as told:
        Meetings(record).hold(NURSE, draft, before, replace(made, **change))
    assert told.value.code == code
    assert plans.open(NURSE, draft).content_hash == before
    with database.read() as reader:
        assert reader.raw("SELECT count(*) FROM contacts") == [(0,)]


def test_two_who_write_at_once_lose_nothing(
    plans: Plans, record: Record, elg: str, clock: FixedClock
) -> None:
    first = approved(plans, elg, clock.now())
    made, before = meeting(plans, first, day_of(clock.now()))
    draft = plans.next_draft(OTHER, first)
    for version_id, stale in ((first, before), (draft, "other"), ("f" * 32, before)):
        with pytest.raises(Trouble) as told:
            Meetings(record).hold(NURSE, version_id, stale, made)
        assert told.value.code in ("plan_changed", "plan_unknown")
    assert len(plans.versions(NURSE, elg)) == 2
