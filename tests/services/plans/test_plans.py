"""Plans through their services, on the encrypted file: drafts, approval, and what is in force."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Actor, Database
from station.rules import editing
from station.rules.approval import Approval, Hindrance, Review, approval_hindrances, approve
from station.rules.comparing import How, Part
from station.rules.force import Force
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import Line, LineState, PlanContent, PlanStatus, PlanVersion
from station.rules.readings import Source
from station.services.intake.intake import Incoming, Intake
from station.services.plans.plans import Plans
from station.services.plans.template_files import TEMPLATES
from station.services.record import Record
from tests.patients import log_of, registered
from tests.plan_office import DAY, LIMITS, NURSE, OTHER, approval, approved, drafted, measured

HOUR = 3_600_000
NOW = 1_795_161_600_000
TODAY = date(2026, 11, 20)


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


@pytest.fixture
def plans(record: Record) -> Plans:
    return Plans(record)


@pytest.fixture
def elg(database: Database, actor: Actor) -> str:
    return registered(database, actor, birth_date="1940-01-01")


def events(database: Database, patient_id: str) -> list[tuple[int, int]]:
    """The levels reached: when measured, and which."""
    with database.read() as reader:
        return [
            (row[0], row[1])
            for row in reader.raw(
                "SELECT r.taken_at, e.level FROM alert_events e JOIN readings r "
                "ON r.id = e.reading_id WHERE e.patient_id = ? ORDER BY r.taken_at",
                (patient_id,),
            )
        ]


def take(record: Record, patient_id: str, at: int, value: float) -> None:
    Intake(record).take(
        NURSE, [Incoming(patient_id, "spo2", at, (value,), Source.TABLET, f"t{at}")]
    )


def test_templates_come_in_three_languages_and_an_unknown_one_says_so(plans: Plans) -> None:
    assert [code for code, _ in plans.templates("nn")] == list(TEMPLATES)
    with pytest.raises(Trouble) as told:
        plans.template("kols", "fi")
    assert told.value.code == "template_unknown"


def test_a_draft_begins_as_proposals_and_a_patient_is_not_planned_twice(
    plans: Plans, elg: str
) -> None:
    version_id = plans.start_draft(NURSE, elg, "kols", "nb")
    row = plans.open(NURSE, version_id)
    assert {line.state for line in row.version.content.lines()} == {LineState.PROPOSED}
    assert plans.start_draft(OTHER, elg, "diabetes", "nb") == version_id
    assert plans.next_draft(NURSE, version_id) == version_id
    assert len(plans.versions(NURSE, elg)) == 1


def test_saving_over_somebody_elses_words_is_refused(plans: Plans, elg: str) -> None:
    version_id = plans.start_draft(NURSE, elg, "kols", "nb")
    row = plans.open(NURSE, version_id)
    mine = replace(row.version.content, goal="Gå på butikken.")
    after = plans.save_draft(NURSE, version_id, mine, row.content_hash)
    assert plans.open(NURSE, version_id).content_hash == after
    with pytest.raises(Trouble) as told:
        plans.save_draft(OTHER, version_id, row.version.content, row.content_hash)
    assert told.value.code == "plan_changed"
    assert plans.open(NURSE, version_id).version.content == mine


def test_a_plan_with_untouched_lines_is_not_approved(plans: Plans, elg: str) -> None:
    version_id = plans.start_draft(NURSE, elg, "kols", "nb")
    found = plans.approve(NURSE, version_id, approval(NOW))
    assert {Hindrance.NO_GOAL, Hindrance.UNTOUCHED_LINES} <= {each.hindrance for each in found}
    content = plans.open(NURSE, version_id).version.content
    assert plans.hindrances(content) == found
    assert plans.open(NURSE, version_id).version.status is PlanStatus.DRAFT


def test_nothing_is_approved_that_was_not_on_the_screen(plans: Plans, elg: str) -> None:
    version_id = drafted(plans, elg)
    row = plans.open(NURSE, version_id)
    plans.save_draft(OTHER, version_id, replace(row.version.content, goal="Nytt"), row.content_hash)
    with pytest.raises(Trouble) as told:
        plans.approve(NURSE, version_id, approval(NOW), "", row.content_hash)
    assert told.value.code == "plan_changed"


def test_an_approved_version_never_changes_and_is_followed_by_the_next(
    plans: Plans, elg: str, clock: FixedClock, database: Database
) -> None:
    first = approved(plans, elg, clock.now())
    row = plans.open(NURSE, first)
    with pytest.raises(Trouble):
        plans.save_draft(NURSE, first, PlanContent("kols", "nb"), row.content_hash)
    with pytest.raises(Trouble) as told:
        plans.drop_draft(NURSE, first)
    assert told.value.code == "plan_decided"
    second = plans.next_draft(NURSE, first)
    clock.advance(HOUR)
    assert plans.approve(NURSE, second, approval(clock.now()), "Som før.") == ()
    newest, old = plans.versions(NURSE, elg)
    assert (newest.version.number, newest.version.status) == (2, PlanStatus.APPROVED)
    assert (newest.version.channel, newest.approval_note) == ("paper", "Som før.")
    assert old.version.status is PlanStatus.REPLACED
    assert old.version.in_force_to == newest.version.in_force_from
    assert old.version.content == row.version.content
    with database.read() as reader:
        assert log_of(reader, elg)[0] == "plan_approved"


def test_a_draft_can_be_dropped_and_its_words_stay_in_the_log(
    plans: Plans, elg: str, database: Database
) -> None:
    version_id = drafted(plans, elg)
    plans.drop_draft(NURSE, version_id)
    assert plans.versions(NURSE, elg) == ()
    with database.read() as reader:
        assert log_of(reader, elg)[0] == "plan_draft_deleted"
    with pytest.raises(Trouble) as told:
        plans.open(NURSE, version_id)
    assert told.value.code == "plan_unknown"


def test_limits_switch_at_the_stated_moment(
    plans: Plans, record: Record, elg: str, clock: FixedClock, database: Database
) -> None:
    # S21: the doctor lowers the red limit to 84, in force in an hour.
    first, switch = approved(plans, elg, clock.now()), clock.now() + HOUR
    second = plans.next_draft(NURSE, first)
    row = plans.open(NURSE, second)
    lower = [replace(limit, value=84.0) if limit.value == 86 else limit for limit in LIMITS[:2]]
    content = editing.with_limits(row.version.content, "spo2", lower)
    plans.save_draft(NURSE, second, content, row.content_hash)
    assert plans.approve(NURSE, second, approval(switch)) == ()
    desk = plans.refresh(NURSE, elg)
    assert (desk.standing, desk.coming, desk.trial) == (first, second, False)
    clock.advance(30 * 60_000)
    take(record, elg, clock.now(), 85)
    assert events(database, elg) == [(clock.now(), Level.RED)]
    clock.set(switch + 1)
    take(record, elg, clock.now(), 85)
    assert len(events(database, elg)) == 1, "85 is not red by the new limits"
    desk = plans.refresh(NURSE, elg)
    assert (desk.standing, desk.coming) == (second, None)


def test_the_persistence_of_s13_is_judged_by_the_approved_plan(
    plans: Plans, record: Record, elg: str, clock: FixedClock, database: Database
) -> None:
    approved(plans, elg, clock.now())
    for value in (88, 90, 88, 88, 85):
        clock.advance(HOUR)
        take(record, elg, clock.now(), value)
    assert [level for _, level in events(database, elg)] == [Level.YELLOW, Level.RED]


def test_an_overdue_review_and_a_newer_draft_silence_nothing(
    plans: Plans, record: Record, elg: str, clock: FixedClock, database: Database
) -> None:
    # ALERT-14.
    first = approved(plans, elg, clock.now())
    plans.next_draft(NURSE, first)
    clock.advance(200 * DAY)
    take(record, elg, clock.now(), 80)
    assert [level for _, level in events(database, elg)] == [Level.RED]
    desk = plans.desk(NURSE, elg)
    assert (desk.standing, desk.review) == (first, Review.DUE)
    assert desk.draft is not None


def test_before_the_first_approval_the_draft_decides(
    plans: Plans, record: Record, elg: str, clock: FixedClock, database: Database
) -> None:
    version_id = drafted(plans, elg)
    clock.advance(HOUR)
    take(record, elg, clock.now(), 80)
    assert [level for _, level in events(database, elg)] == [Level.RED]
    desk = plans.desk(NURSE, elg)
    assert (desk.standing, desk.trial, desk.draft) == (version_id, True, version_id)


def test_the_desk_of_somebody_without_a_plan_is_empty_and_of_nobody_refused(
    plans: Plans, elg: str, database: Database
) -> None:
    desk = plans.desk(NURSE, elg)
    assert (desk.versions, desk.standing, desk.draft, desk.review) == ((), None, None, Review.NONE)
    assert desk.row(None) is None
    with database.read() as reader:
        assert log_of(reader, elg)[0] == "plans_opened"
    with pytest.raises(Trouble) as told:
        plans.desk(NURSE, "0" * 32)
    assert told.value.code == "patient_unknown"


def test_the_list_marks_those_due_for_review(plans: Plans, elg: str, clock: FixedClock) -> None:
    assert [each.review for each in plans.everyone(NURSE)] == [Review.NONE]
    approved(plans, elg, clock.now())
    assert [each.review for each in plans.everyone(NURSE)] == [Review.LATER]
    clock.advance(80 * DAY)
    assert [each.review for each in plans.everyone(NURSE)] == [Review.SOON]


def test_two_versions_are_compared(plans: Plans, elg: str, clock: FixedClock) -> None:
    first = approved(plans, elg, clock.now())
    second = plans.next_draft(NURSE, first)
    row = plans.open(NURSE, second)
    content = replace(row.version.content, limits=LIMITS[:3], goal="Nytt mål")
    plans.save_draft(NURSE, second, content, row.content_hash)
    found = [(change.part, change.how) for change in plans.compare(NURSE, first, second)]
    assert found == [(Part.GOAL, How.CHANGED), (Part.LIMITS, How.REMOVED)]


def test_a_plan_is_said_in_the_other_language_where_its_words_are_the_templates(
    plans: Plans, elg: str
) -> None:
    content = plans.open(NURSE, drafted(plans, elg)).version.content
    spoken = plans.spoken(content, "nn")
    assert spoken.zones[0].signs[0].text == "Eg pustar som vanleg for meg."


def test_limits_are_tried_on_the_last_thirty_days(
    plans: Plans, record: Record, elg: str, clock: FixedClock
) -> None:
    measured(record, elg, clock.now())
    found = plans.counts(NURSE, elg, LIMITS)
    assert (found["spo2"].readings, found["spo2"].median) == (13, 91)
    assert (found["spo2"].yellow, found["spo2"].red) == (1, 1)
    assert found["pulse"].readings == 0
    higher = (Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 90),)
    assert plans.counts(NURSE, elg, higher)["spo2"].red == 4


class Lives(RuleBasedStateMachine):
    """Any sequence of edits and approvals of one patient's versions."""

    def __init__(self) -> None:
        super().__init__()
        self.versions: dict[str, PlanVersion] = {}
        self.approved: dict[str, PlanContent] = {}
        self.now = NOW

    @rule()
    def draft(self) -> None:
        number = len(self.versions) + 1
        content = PlanContent("kols", "nb", goal=f"Mål {number}")
        self.versions[str(number)] = PlanVersion(
            str(number), "plan", "elg", number, PlanStatus.DRAFT, content, self.now, "MK"
        )

    @precondition(lambda self: self.versions)
    @rule(data=st.data(), later=st.integers(-2 * DAY, 2 * DAY))
    def approve(self, data: st.DataObject, later: int) -> None:
        version = self.versions[data.draw(st.sampled_from(sorted(self.versions)))]
        ready = replace(version, content=_ready(version.content))
        stated = Approval("Lege", "2026-11-20", "paper", self.now + later)
        known, today = list(self.versions.values()), TODAY
        if version.status is not PlanStatus.DRAFT:
            assert approval_hindrances(ready, stated, known, today)
            return
        if approval_hindrances(ready, stated, known, today):
            return
        for changed in approve(ready, stated, known, today):
            self.versions[changed.id] = changed
        self.approved[version.id] = ready.content

    @rule(ms=st.integers(1, 3 * DAY))
    def wait(self, ms: int) -> None:
        self.now += ms

    @invariant()
    def one_at_most_is_in_force(self) -> None:
        standing = [each for each in self.versions.values() if each.status is PlanStatus.APPROVED]
        assert len(standing) <= 1
        starts = [
            each.in_force_from for each in self.versions.values() if each.in_force_from is not None
        ]
        assert len(set(starts)) == len(starts)
        reign = Force(self.versions.values()).at(self.now + 3 * DAY)
        if standing and reign is not None:
            assert reign.version == standing[0]

    @invariant()
    def what_was_approved_is_as_it_was(self) -> None:
        for version_id, content in self.approved.items():
            assert self.versions[version_id].content == content


def _ready(content: PlanContent) -> PlanContent:
    from_template = replace(content, review_on="2027-01-01")
    for spot in editing.SPOTS[::2]:
        line = Line(f"own.{spot.level}", "Jeg hviler.")
        from_template = editing.add(from_template, spot, line)
    return from_template


TestLives = Lives.TestCase
TestLives.settings = settings(
    max_examples=60, stateful_step_count=25, suppress_health_check=list(HealthCheck), deadline=None
)
