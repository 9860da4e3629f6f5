"""What two versions differ in, and how two plans are put together without overwriting."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.comparing import Change, Conflict, How, Part, combine, compare
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import Line, LineState, PlanContent, ScheduleItem, Zone

BREATH = Line("breath", "Jeg puster som vanlig.")
COUGH = Line("cough", "Jeg hoster som vanlig.")
REST = Line("rest", "Jeg hviler.")
WALK = Line("walk", "Jeg går tur.")
RED = Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 86)
YELLOW = Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 89, 2, 2)
DAILY = ScheduleItem("spo2", tuple(range(7)), "10:00")
BASE = PlanContent(
    "kols",
    "nb",
    goal="Gå til butikken.",
    zones=(Zone(Level.GREEN, (BREATH, COUGH), (WALK,)), Zone(Level.YELLOW, (), (REST,))),
    preventive=(WALK,),
    medication="Prednisolon ved gul.",
    schedule=(DAILY,),
    limits=(RED, YELLOW),
    review_on="2027-02-25",
)


def zoned(*signs: Line) -> PlanContent:
    return replace(BASE, zones=(replace(BASE.zones[0], signs=signs), BASE.zones[1]))


def test_the_same_content_has_no_changes() -> None:
    assert compare(BASE, BASE) == ()


def test_going_through_a_line_without_changing_it_is_no_change() -> None:
    assert compare(BASE, zoned(replace(BREATH, state=LineState.KEPT), COUGH)) == ()


@pytest.mark.parametrize(
    ("after", "change"),
    [
        (replace(BASE, goal="Ny."), Change(Part.GOAL, How.CHANGED, BASE.goal, "Ny.")),
        (replace(BASE, goal=""), Change(Part.GOAL, How.REMOVED, BASE.goal, None)),
        (
            replace(BASE, medication="Annet."),
            Change(Part.MEDICATION, How.CHANGED, BASE.medication, "Annet."),
        ),
        (
            replace(BASE, review_on="2028-01-01"),
            Change(Part.REVIEW, How.CHANGED, BASE.review_on, "2028-01-01"),
        ),
        (zoned(BREATH), Change(Part.SIGNS, How.REMOVED, COUGH, None, Level.GREEN)),
        (
            zoned(BREATH, replace(COUGH, state=LineState.REMOVED)),
            Change(Part.SIGNS, How.REMOVED, COUGH, None, Level.GREEN),
        ),
        (
            zoned(BREATH, COUGH, REST),
            Change(Part.SIGNS, How.ADDED, None, REST, Level.GREEN),
        ),
        (
            zoned(BREATH, replace(COUGH, text="Jeg hoster lite.")),
            Change(
                Part.SIGNS,
                How.CHANGED,
                COUGH,
                replace(COUGH, text="Jeg hoster lite."),
                Level.GREEN,
            ),
        ),
        (
            replace(BASE, zones=BASE.zones[:1]),
            Change(Part.MEASURES, How.REMOVED, REST, None, Level.YELLOW),
        ),
        (replace(BASE, preventive=()), Change(Part.PREVENTIVE, How.REMOVED, WALK, None)),
        (replace(BASE, schedule=()), Change(Part.SCHEDULE, How.REMOVED, DAILY, None)),
        (
            replace(BASE, limits=(replace(RED, value=85), YELLOW)),
            Change(Part.LIMITS, How.CHANGED, RED, replace(RED, value=85), Level.RED),
        ),
        (
            replace(BASE, limits=(RED, replace(YELLOW, operator=Operator.AT_MOST))),
            Change(
                Part.LIMITS,
                How.CHANGED,
                YELLOW,
                replace(YELLOW, operator=Operator.AT_MOST),
                Level.YELLOW,
            ),
        ),
        (
            replace(BASE, limits=(RED,)),
            Change(Part.LIMITS, How.REMOVED, YELLOW, None, Level.YELLOW),
        ),
    ],
)
def test_each_change_is_found_alone(after: PlanContent, change: Change) -> None:
    assert compare(BASE, after) == (change,)
    back = {How.ADDED: How.REMOVED, How.REMOVED: How.ADDED, How.CHANGED: How.CHANGED}
    mirrored = replace(change, how=back[change.how], before=change.after, after=change.before)
    assert compare(after, BASE) == (mirrored,)


def test_everything_is_new_beside_an_empty_plan() -> None:
    found = compare(PlanContent("kols", "nb"), BASE)
    assert {change.how for change in found} == {How.ADDED}
    assert [change.part for change in found] == [
        Part.GOAL,
        Part.SIGNS,
        Part.SIGNS,
        Part.MEASURES,
        Part.MEASURES,
        Part.PREVENTIVE,
        Part.MEDICATION,
        Part.SCHEDULE,
        Part.LIMITS,
        Part.LIMITS,
        Part.REVIEW,
    ]


SYS = Limit("sys", Level.YELLOW, Side.HIGH, Operator.ABOVE, 160)
OTHER = PlanContent(
    "hjertesvikt",
    "nb",
    zones=(Zone(Level.GREEN, (Line("legs", "Jeg er ikke hoven."), BREATH)),),
    preventive=(WALK, Line("salt", "Jeg spiser lite salt.")),
    medication="Furosemid.",
    schedule=(DAILY, ScheduleItem("weight", (0,), "10:00")),
    limits=(replace(RED, value=88), YELLOW, SYS),
    review_on="2027-01-01",
)


def test_two_diagnoses_combine_and_every_conflict_is_handed_back() -> None:
    both, conflicts = combine(BASE, OTHER)
    assert conflicts == (Conflict(RED, replace(RED, value=88), replace(RED, value=88)),)
    assert both.limits == (replace(RED, value=88), YELLOW, SYS)
    assert [line.id for line in both.zones[0].signs] == ["breath", "cough", "legs"]
    assert [line.id for line in both.preventive] == ["walk", "salt"]
    assert [zone.level for zone in both.zones] == list(Level)
    assert both.schedule == OTHER.schedule
    assert both.medication == "Prednisolon ved gul.\nFurosemid."
    assert both.review_on == "2027-01-01"
    assert (both.template, both.goal) == ("kols", BASE.goal)


def test_the_order_of_two_plans_decides_no_limit() -> None:
    assert set(combine(BASE, OTHER)[0].limits) == set(combine(OTHER, BASE)[0].limits)


def test_an_empty_plan_adds_nothing() -> None:
    both, conflicts = combine(BASE, PlanContent("diabetes", "nb"))
    assert conflicts == ()
    assert compare(BASE, both) == ()


@given(
    st.lists(st.sampled_from("abcdef"), unique=True),
    st.lists(st.sampled_from("abcdef"), unique=True),
)
def test_the_changes_tell_how_to_get_from_one_to_the_other(
    one: list[str], other: list[str]
) -> None:
    before, after = (zoned(*(Line(name, name) for name in names)) for names in (one, other))
    found = compare(before, after)
    removed = {change.before.id for change in found if isinstance(change.before, Line)}
    added = {change.after.id for change in found if isinstance(change.after, Line)}
    assert (removed, added) == (set(one) - set(other), set(other) - set(one))
