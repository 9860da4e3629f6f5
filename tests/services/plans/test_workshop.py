"""The workshop's service: what it shows of a span, what it counts, and what goes into a draft."""

from dataclasses import replace
from math import inf

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Actor, Database
from station.models.records import patients
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.readings import Source
from station.services.intake.intake import Incoming, Intake
from station.services.plans.plans import Plans
from station.services.plans.trying import SPANS
from station.services.plans.workshop import Span, Workshops
from station.services.record import Record
from station.services.session import Session
from tests.patients import log_of, registered
from tests.plan_office import DAY, LIMITS, NURSE, approved, drafted, measured

BENEFIT = Session("3" * 32, "Rolig Fjord", "RF", "benefit", "nb")
SPO2 = LIMITS[:2]


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


@pytest.fixture
def plans(record: Record) -> Plans:
    return Plans(record)


@pytest.fixture
def workshops(record: Record, plans: Plans) -> Workshops:
    return Workshops(record, plans)


@pytest.fixture
def elg(database: Database, actor: Actor) -> str:
    return registered(database, actor)


def take_in(record: Record, patient: str, kind: str, *values: tuple[float | None, ...]) -> None:
    """One reading a day, the last one now."""
    now = record.clock.now()
    made = [
        Incoming(patient, kind, now - (len(values) - 1 - at) * DAY, each, Source.TABLET, f"{at}")
        for at, each in enumerate(values)
    ]
    Intake(record).take(NURSE, made)


def leave_out(database: Database, actor: Actor, patient: str, reason: str = "activity") -> None:
    """Mark the newest reading as one that does not count."""
    with database.write(actor) as writer:
        writer.raw(
            "UPDATE readings SET excluded = ? WHERE id = (SELECT id FROM readings "
            "WHERE patient_id = ? AND excluded = '' ORDER BY taken_at DESC LIMIT 1)",
            (reason, patient),
        )
        writer.quiet()


def test_opening_is_in_the_log_and_looking_again_is_not(
    workshops: Workshops, database: Database, elg: str
) -> None:
    workshops.open(NURSE, elg)
    workshops.look(NURSE, elg, "pulse", Span.ALL)
    with database.read() as reader:
        assert log_of(reader, elg).count("workshop_opened") == 1


def test_nobody_measured_and_nothing_planned_is_shown_as_such(
    workshops: Workshops, elg: str
) -> None:
    found = workshops.open(NURSE, elg)
    assert (found.component, found.components) == ("spo2", ("spo2",))
    assert (found.today, found.draft, found.trial, found.start) == (None, None, None, ())
    assert (found.found.readings, found.found.median) == (0, None)
    assert [each.readings for each in found.material.tried(SPO2).counts] == [0, 0]


def test_one_reading_says_so(workshops: Workshops, record: Record, elg: str) -> None:
    take_in(record, elg, "spo2", (92.0,))
    found = workshops.look(NURSE, elg)
    assert (found.found.readings, found.found.days, found.found.median) == (1, 1, 92)


def test_all_left_out_leaves_nothing_to_count_but_all_to_see(
    workshops: Workshops, record: Record, database: Database, actor: Actor, elg: str
) -> None:
    take_in(record, elg, "spo2", (80.0,), (81.0,))
    leave_out(database, actor, elg)
    leave_out(database, actor, elg, "test")
    found = workshops.look(NURSE, elg)
    assert (found.found.readings, found.found.left_out) == (0, 2)
    assert found.excluded == {"activity": 1, "test": 1}
    tried = found.material.tried(SPO2)
    assert (len(found.points), tried.left_out, tried.first) == (2, 2, None)
    assert [each.red for each in tried.counts] == [0, 0]


def test_a_meters_low_counts_by_its_side(
    workshops: Workshops, record: Record, elg: str, database: Database, actor: Actor
) -> None:
    take_in(record, elg, "glucose", (5.0,), (5.5,))
    with database.write(actor) as writer:
        writer.raw("UPDATE readings SET value = NULL, beyond = 'low'", ())
        writer.quiet()
    found = workshops.look(NURSE, elg, "glucose")
    assert (found.found.readings, found.found.median) == (2, None)
    assert [each.red for each in found.material.tried(()).counts] == [2, 2]


def test_blood_pressure_is_two_components_of_one_kind(
    workshops: Workshops, record: Record, elg: str
) -> None:
    take_in(record, elg, "bp", (140.0, 80.0), (142.0, 95.0))
    assert workshops.look(NURSE, elg).components == ("sys", "dia")
    lower = workshops.look(NURSE, elg, "dia")
    assert lower.found.high == 95
    limit = Limit("dia", Level.YELLOW, Side.HIGH, Operator.ABOVE, 90)
    assert [each.yellow for each in lower.material.tried((limit,)).counts] == [1, 1]
    assert workshops.look(NURSE, elg, "sys").found.median == 141


def test_the_plans_components_come_first_and_what_is_unknown_is_not_shown(
    workshops: Workshops, plans: Plans, record: Record, elg: str
) -> None:
    take_in(record, elg, "weight", (80.0,))
    take_in(record, elg, "pulse", (80.0,))
    drafted(plans, elg)
    found = workshops.look(NURSE, elg, "nonsense")
    assert found.components == ("pulse", "weight", "spo2")
    assert found.component == "pulse"


@pytest.mark.parametrize(
    ("span", "count"), [(Span.FORTNIGHT, 15), (Span.MONTH, 31), (Span.QUARTER, 91), (Span.ALL, 120)]
)
def test_a_span_has_its_own_readings_while_the_counts_stay(
    workshops: Workshops, record: Record, elg: str, span: Span, count: int
) -> None:
    take_in(record, elg, "spo2", *((92.0,) for _ in range(120)))
    found = workshops.look(NURSE, elg, "spo2", span)
    assert found.found.readings == count
    assert [each.readings for each in found.material.tried(()).counts] == [31, 91]


def test_what_came_before_the_first_day_is_remembered(
    workshops: Workshops, record: Record, plans: Plans, elg: str, clock: FixedClock
) -> None:
    now = clock.now()
    weekly = [
        Incoming(elg, "spo2", now - (89 + 14 * n) * DAY, (88.0,), Source.TABLET, f"{n}")
        for n in range(10)
    ]
    Intake(record).take(NURSE, weekly)
    limit = Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 89, 10, 10)
    found = workshops.look(NURSE, elg, "spo2").material.tried((limit,))
    assert (found.counts[1].days, found.counts[1].yellow) == (1, 1)
    assert plans.counts(NURSE, elg, (limit,))["spo2"] == found.counts[0]
    assert SPANS == (30, 90)


def test_the_trial_period_counts_its_days_and_ends_with_the_next_status(
    workshops: Workshops, record: Record, elg: str, clock: FixedClock
) -> None:
    def set_status(before: str, after: str) -> None:
        with record.write(NURSE) as writer:
            row = writer.raw("SELECT revision FROM patients WHERE id = ?", (elg,))[0]
            patients.set_status(writer, elg, int(row[0]), before, after)

    set_status("referred", "trial")
    clock.advance(8 * DAY)
    take_in(record, elg, "spo2", *((float(value),) for value in range(80, 92)))
    found = workshops.look(NURSE, elg)
    assert found.trial is not None
    assert (found.trial.day, found.trial.planned, found.trial.end) == (9, 14, None)
    assert (found.span, found.found.readings) == (Span.TRIAL, 9)
    set_status("trial", "active")
    clock.advance(5 * DAY)
    later = workshops.look(NURSE, elg)
    assert later.trial is not None
    assert (later.trial.day, later.trial.end, later.span) == (
        9,
        clock.now() - 5 * DAY,
        Span.QUARTER,
    )
    assert workshops.look(NURSE, elg, "spo2", Span.TRIAL).found.readings == 8


def test_limits_go_into_the_open_draft_and_nothing_else_changes(
    workshops: Workshops, plans: Plans, elg: str
) -> None:
    draft_id = drafted(plans, elg)
    shown = workshops.look(NURSE, elg, "spo2")
    assert shown.draft is not None
    assert shown.draft.limits == SPO2
    milder = tuple(replace(limit, value=limit.value - 2) for limit in reversed(SPO2))
    before = plans.open(NURSE, draft_id).version.content
    assert workshops.take(NURSE, elg, "spo2", milder, shown.draft.limits) == draft_id
    after = plans.open(NURSE, draft_id).version.content
    assert [limit.value for limit in after.limits] == [84, 87, 100, 120]
    assert replace(after, limits=before.limits) == before


def test_without_a_draft_one_is_begun_from_the_plan_in_force(
    workshops: Workshops, plans: Plans, elg: str, clock: FixedClock
) -> None:
    version_id = approved(plans, elg, clock.now())
    shown = workshops.look(NURSE, elg, "spo2")
    assert (shown.draft, shown.today and shown.today.version_id) == (None, version_id)
    assert shown.start == SPO2
    draft_id = workshops.take(NURSE, elg, "spo2", (), None)
    assert draft_id != version_id
    kept = plans.open(NURSE, draft_id).version.content.limits
    assert {limit.component for limit in kept} == {"pulse"}
    assert plans.open(NURSE, version_id).version.content.limits == LIMITS


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (
            (replace(SPO2[0], value=91), SPO2[1]),
            "The limits were not taken in. SpO₂: Red (below 91 %) must lie further out",
        ),
        ((replace(SPO2[0], value=65),), "SpO₂: below 65 % is unusual. Write why"),
        ((replace(SPO2[0], value=inf),), "outside what can be measured"),
    ],
)
def test_what_the_guardrails_refuse_is_said_and_nothing_is_stored(
    workshops: Workshops, plans: Plans, elg: str, limits: tuple[Limit, ...], said: str
) -> None:
    draft_id = drafted(plans, elg)
    with pytest.raises(Trouble) as refused:
        workshops.take(NURSE, elg, "spo2", limits, SPO2)
    assert refused.value.code == "limits_refused"
    assert said in refused.value.sentence()
    assert plans.open(NURSE, draft_id).version.content.limits == LIMITS


def test_an_unusual_limit_with_its_reason_is_taken(
    workshops: Workshops, plans: Plans, elg: str
) -> None:
    draft_id = drafted(plans, elg)
    low = (replace(SPO2[0], value=65, reason="Lever med lav metning"),)
    workshops.take(NURSE, elg, "spo2", low, SPO2)
    assert plans.open(NURSE, draft_id).version.content.limits[0] == low[0]


def test_limits_that_a_colleague_changed_meanwhile_are_not_written_over(
    workshops: Workshops, plans: Plans, elg: str
) -> None:
    drafted(plans, elg)
    workshops.take(NURSE, elg, "spo2", SPO2[:1], SPO2)
    for before in (SPO2, None):
        with pytest.raises(Trouble) as refused:
            workshops.take(NURSE, elg, "spo2", SPO2[1:], before)
        assert refused.value.code == "limits_changed"


def test_without_any_plan_there_is_nothing_to_take_them_into(
    workshops: Workshops, elg: str
) -> None:
    with pytest.raises(Trouble) as refused:
        workshops.take(NURSE, elg, "spo2", SPO2, None)
    assert refused.value.code == "no_plan"


def test_limits_of_another_component_are_a_bug(workshops: Workshops, elg: str) -> None:
    with pytest.raises(ValueError, match="another component"):
        workshops.take(NURSE, elg, "pulse", SPO2, None)


def test_an_unknown_patient_is_said(workshops: Workshops) -> None:
    for ask in (workshops.open, workshops.look):
        with pytest.raises(Trouble) as refused:
            ask(NURSE, "0" * 32)
        assert refused.value.code == "patient_unknown"


def test_who_may_not_see_patients_sees_nothing(workshops: Workshops, elg: str) -> None:
    for ask in (workshops.open, workshops.look):
        with pytest.raises(Trouble, match="not_allowed"):
            ask(BENEFIT, elg)
    with pytest.raises(Trouble, match="not_allowed"):
        workshops.take(BENEFIT, elg, "spo2", SPO2, None)


def test_the_months_counts_are_those_that_the_plan_editor_shows(
    workshops: Workshops, plans: Plans, record: Record, elg: str, clock: FixedClock
) -> None:
    measured(record, elg, clock.now())
    drafted(plans, elg)
    month = workshops.look(NURSE, elg, "spo2").material.tried(LIMITS).counts[0]
    assert month == plans.counts(NURSE, elg, LIMITS)["spo2"]
    assert (month.yellow, month.red) == (1, 1)
