"""Two diagnoses on one patient: put together without one overwriting the other."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.comparing import compare
from station.rules.joining import (
    Conflict,
    chosen,
    codes_of,
    combine,
    joined_template,
    sources_of,
    stricter_rule,
)
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import Line, PlanContent, ScheduleItem, Section, Zone
from station.rules.rulebook import Baseline, Change, Combination, Condition, PlanRule
from station.rules.templates import SuggestedRule, Template

BREATH = Line("breath", "Jeg puster som vanlig.")
COUGH = Line("cough", "Jeg hoster som vanlig.")
REST = Line("rest", "Jeg hviler.")
WALK = Line("walk", "Jeg går tur.")
RED = Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 86)
YELLOW = Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 89, 2, 2)
SYS = Limit("sys", Level.YELLOW, Side.HIGH, Operator.ABOVE, 160)
DAILY = ScheduleItem("spo2", tuple(range(7)), "10:00")
RISE = Change("weight", Level.YELLOW, Side.HIGH, 2, 3)
FASTER = replace(RISE, by=1.5)
FEVER = Combination(
    "fever",
    Level.RED,
    2,
    (Condition("temp", Operator.AT_LEAST, 38), Condition("pulse", Operator.ABOVE, 100)),
)
CALM = Section("calm", "Slik vil jeg bli møtt", (Line("calm.1", "Snakk rolig."),))
BASE = PlanContent(
    "kols",
    "nb",
    goal="Gå til butikken.",
    zones=(Zone(Level.GREEN, (BREATH, COUGH), (WALK,)), Zone(Level.YELLOW, (), (REST,))),
    preventive=(WALK,),
    medication="Prednisolon ved gul.",
    schedule=(DAILY,),
    limits=(RED, YELLOW),
    rules=(RISE,),
    sections=(CALM,),
    review_on="2027-02-25",
)
OTHER = PlanContent(
    "hjertesvikt",
    "nb",
    zones=(Zone(Level.GREEN, (Line("legs", "Jeg er ikke hoven."), BREATH)),),
    preventive=(WALK, Line("salt", "Jeg spiser lite salt.")),
    medication="Furosemid.",
    schedule=(DAILY, ScheduleItem("weight", (0,), "10:00")),
    limits=(replace(RED, value=88), YELLOW, SYS),
    rules=(FASTER, FEVER),
    sections=(
        replace(CALM, heading="Annet", lines=(Line("calm.2", "Gi meg tid."),)),
        Section("help", "Hva hjelper ikke"),
    ),
    review_on="2027-01-01",
)


def test_two_diagnoses_combine_and_every_conflict_is_handed_back() -> None:
    both, conflicts = combine(BASE, OTHER)
    assert conflicts == (
        Conflict(RED, replace(RED, value=88), replace(RED, value=88)),
        Conflict(RISE, FASTER, FASTER),
    )
    assert both.limits == (replace(RED, value=88), YELLOW, SYS)
    assert both.rules == (FASTER, FEVER)
    assert [line.id for line in both.zones[0].signs] == ["breath", "cough", "legs"]
    assert [line.id for line in both.preventive] == ["walk", "salt"]
    assert [zone.level for zone in both.zones] == list(Level)
    assert both.schedule == OTHER.schedule
    assert both.medication == "Prednisolon ved gul.\nFurosemid."
    assert both.review_on == "2027-01-01"
    assert (both.template, both.goal) == ("kols+hjertesvikt", BASE.goal)
    assert [(part.id, part.heading) for part in both.sections] == [
        ("calm", CALM.heading),
        ("help", "Hva hjelper ikke"),
    ]
    assert [line.id for line in both.sections[0].lines] == ["calm.1", "calm.2"]


def test_the_order_of_two_plans_decides_no_limit_and_no_rule() -> None:
    one, other = combine(BASE, OTHER)[0], combine(OTHER, BASE)[0]
    assert set(one.limits) == set(other.limits)
    assert set(one.rules) == set(other.rules)


def test_an_empty_plan_adds_nothing() -> None:
    both, conflicts = combine(BASE, PlanContent("diabetes", "nb"))
    assert conflicts == ()
    assert compare(BASE, both) == ()


def test_measurements_on_other_days_are_a_conflict_and_the_oftener_is_proposed() -> None:
    seldom = replace(DAILY, weekdays=(0, 3))
    both, conflicts = combine(replace(BASE, schedule=(seldom,)), OTHER)
    assert conflicts[-1] == Conflict(seldom, DAILY, DAILY)
    assert both.schedule[0] == DAILY
    assert chosen(both, conflicts[-1], (seldom,)).schedule[0] == seldom


def test_a_person_decides_a_conflict() -> None:
    both, (limit, rule) = combine(BASE, OTHER)
    assert chosen(both, limit, (RED,)).limits == (RED, YELLOW, SYS)
    assert chosen(both, limit, (replace(RED, value=88),)) == both
    assert chosen(both, rule, (RISE, FASTER)).rules == (RISE, FASTER, FEVER)
    assert chosen(both, rule, (RISE,)).rules == (RISE, FEVER)


def test_limits_that_go_in_stages_are_both_kept() -> None:
    quick = Limit("glucose", Level.YELLOW, Side.HIGH, Operator.ABOVE, 16, hours=12)
    slow = replace(quick, value=12, hours=24)
    both, conflicts = combine(replace(BASE, limits=(quick, slow)), replace(OTHER, limits=()))
    assert both.limits == (quick, slow)
    assert conflicts[:1] != (Conflict(quick, slow, slow),)


NORMAL = Baseline("weight", Level.YELLOW, Side.HIGH, 1.5)


@pytest.mark.parametrize(
    ("loose", "strict"),
    [
        (RISE, FASTER),
        (RISE, replace(RISE, days=5)),
        (NORMAL, replace(NORMAL, least=1.0)),
        (NORMAL, replace(NORMAL, spreads=2.0)),
        (FEVER, replace(FEVER, at_least=1)),
        (FEVER, replace(FEVER, within_hours=48)),
    ],
)
def test_the_stricter_of_two_rules_alerts_first(loose: PlanRule, strict: PlanRule) -> None:
    assert stricter_rule(loose, strict) == stricter_rule(strict, loose) == strict


def test_a_plan_knows_the_templates_it_was_made_from() -> None:
    own = replace(OTHER, template_version=2)
    both = combine(replace(BASE, template_version=3), own)[0]
    assert (both.template, both.template_version) == ("kols+hjertesvikt@2", 3)
    assert sources_of(both.template, both.template_version) == (("kols", 3), ("hjertesvikt", 2))
    assert codes_of(both.template) == ("kols", "hjertesvikt")
    again = combine(both, OTHER)[0]
    assert again.template == both.template
    blank = combine(replace(BASE, template=""), own)[0]
    assert (blank.template, blank.template_version) == ("hjertesvikt", 2)


def template(code: str, *signs: Line) -> Template:
    return Template(
        code,
        "nb",
        code.title(),
        (Line(f"{code}.goal", "Hva vil jeg?"),),
        (Zone(Level.GREEN, signs),),
        (WALK,),
        f"{code}: fastlegens tekst.",
        (DAILY,),
        (),
        90 if code == "kols" else 60,
        rules=(SuggestedRule(RISE, code),),
    )


def test_two_templates_are_read_as_one() -> None:
    both = joined_template(template("kols", BREATH), template("hjertesvikt", COUGH), "Begge")
    assert (both.code, both.name) == ("kols+hjertesvikt", "Begge")
    assert [line.id for line in both.lines()] == ["breath", "cough", "walk"]
    assert [zone.level for zone in both.zones] == list(Level)
    assert len(both.goal_prompts) == len(both.rules) == 2
    assert both.medication_prompt == "kols: fastlegens tekst.\nhjertesvikt: fastlegens tekst."
    assert both.review_after_days == 60


@given(
    st.lists(st.sampled_from("abcdef"), unique=True),
    st.lists(st.sampled_from("abcdef"), unique=True),
)
def test_no_line_is_lost_when_two_are_put_together(one: list[str], other: list[str]) -> None:
    plans = [
        PlanContent("x", "nb", zones=(Zone(Level.RED, tuple(Line(n, n) for n in names)),))
        for names in (one, other)
    ]
    both = combine(plans[0], plans[1])[0]
    assert {line.id for line in both.lines()} == {*one, *other}
