"""What two versions differ in."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules import rulebook
from station.rules.comparing import Change, How, Part, compare
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import Line, LineState, PlanContent, ScheduleItem, Section, Zone

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


RISE = rulebook.Change("weight", Level.YELLOW, Side.HIGH, 2, 3)
SLOW = replace(RISE, by=4, days=14)
FEVER = rulebook.Combination(
    "fever",
    Level.RED,
    2,
    (
        rulebook.Condition("temp", Operator.AT_LEAST, 38),
        rulebook.Condition("pulse", Operator.ABOVE, 100),
    ),
)
RULED = replace(BASE, rules=(RISE, SLOW, FEVER))


@pytest.mark.parametrize(
    ("after", "change"),
    [
        ((RISE, SLOW), Change(Part.RULES, How.REMOVED, FEVER, None, Level.RED)),
        (
            (replace(RISE, by=1.5), SLOW, FEVER),
            Change(Part.RULES, How.CHANGED, RISE, replace(RISE, by=1.5), Level.YELLOW),
        ),
        (
            (RISE, replace(SLOW, by=5), FEVER),
            Change(Part.RULES, How.CHANGED, SLOW, replace(SLOW, by=5), Level.YELLOW),
        ),
        (
            (RISE, SLOW, replace(FEVER, level=Level.YELLOW)),
            Change(Part.RULES, How.CHANGED, FEVER, replace(FEVER, level=Level.YELLOW), Level.RED),
        ),
    ],
)
def test_a_change_of_a_rule_is_found_alone(
    after: tuple[rulebook.PlanRule, ...], change: Change
) -> None:
    assert compare(RULED, replace(RULED, rules=after)) == (change,)


def test_lines_of_further_parts_are_compared_under_their_heading() -> None:
    calm = Section("calm", "Slik vil jeg bli møtt", (BREATH, COUGH))
    before = replace(BASE, sections=(calm,))
    after = replace(BASE, sections=(replace(calm, lines=(COUGH,)), Section("x", "Annet", (WALK,))))
    assert compare(before, after) == (
        Change(Part.SECTION, How.REMOVED, BREATH, None, None, calm.heading),
        Change(Part.SECTION, How.ADDED, None, WALK, None, "Annet"),
    )
    assert [change.how for change in compare(before, BASE)] == [How.REMOVED, How.REMOVED]


def test_where_a_plan_was_made_is_compared() -> None:
    made = replace(BASE, origin="St. Olavs hospital")
    assert compare(BASE, made) == (Change(Part.ORIGIN, How.ADDED, None, made.origin),)


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
