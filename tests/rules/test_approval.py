"""Approval: what hinders it, and which versions it changes."""

from dataclasses import replace
from datetime import date

import pytest

from station.core.zone import day_start
from station.rules.approval import (
    ELSEWHERE,
    MOST_DAYS_AHEAD,
    Approval,
    Hindered,
    Hindrance,
    Review,
    approval_hindrances,
    approve,
    hindrances,
    in_force,
    review,
)
from station.rules.force import Force
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import (
    CRISIS,
    Line,
    LineState,
    PlanContent,
    PlanStatus,
    PlanVersion,
    Zone,
)
from station.rules.rulebook import Change

TODAY = date(2026, 11, 25)
KEPT = Line("a", "Jeg puster som vanlig.", LineState.KEPT)
CONTENT = PlanContent(
    "kols",
    "nb",
    goal="Gå til butikken.",
    zones=tuple(Zone(level, (KEPT,)) for level in Level),
    limits=(Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 86),),
    review_on="2027-02-25",
)
YEAR_AHEAD = day_start(TODAY) + MOST_DAYS_AHEAD * 86_400_000
GOOD = Approval("Dr. Blid Trapp", "2026-11-25", "paper", 500)


def version(
    number: int = 1,
    status: PlanStatus = PlanStatus.DRAFT,
    start: int | None = None,
    content: PlanContent = CONTENT,
) -> PlanVersion:
    return PlanVersion(
        f"v{number}", "plan", "p", number, status, content, 0, "n", in_force_from=start
    )


def names(content: PlanContent) -> list[Hindrance]:
    return [found.hindrance for found in hindrances(content)]


def zones(line: Line) -> tuple[Zone, ...]:
    return (Zone(Level.GREEN, (KEPT, line)), *CONTENT.zones[1:])


def test_a_plan_that_was_gone_through_is_not_hindered() -> None:
    assert hindrances(CONTENT) == ()
    for start in (500, YEAR_AHEAD):
        there = replace(GOOD, in_force_from=start)
        assert approval_hindrances(version(), there, [version()], TODAY) == ()


@pytest.mark.parametrize(
    ("content", "hindrance"),
    [
        (replace(CONTENT, goal="  "), Hindrance.NO_GOAL),
        (replace(CONTENT, zones=zones(Line("b", "Ny."))), Hindrance.UNTOUCHED_LINES),
        (replace(CONTENT, preventive=(Line("b", "Ny."),)), Hindrance.UNTOUCHED_LINES),
        (replace(CONTENT, zones=zones(Line("b", " ", LineState.OWN))), Hindrance.EMPTY_LINES),
        (replace(CONTENT, zones=CONTENT.zones[:2]), Hindrance.EMPTY_ZONE),
        (
            replace(
                CONTENT,
                zones=(
                    Zone(Level.GREEN, (replace(KEPT, state=LineState.REMOVED),)),
                    *CONTENT.zones[1:],
                ),
            ),
            Hindrance.EMPTY_ZONE,
        ),
        (replace(CONTENT, limits=(*CONTENT.limits, *CONTENT.limits)), Hindrance.FAULTY_LIMITS),
        (replace(CONTENT, review_on=""), Hindrance.NO_REVIEW),
    ],
)
def test_each_hindrance_is_found_alone(content: PlanContent, hindrance: Hindrance) -> None:
    assert names(content) == [hindrance]
    with pytest.raises(ValueError, match="approved"):
        approve(version(content=content), GOOD, [], TODAY)


def test_a_removed_line_may_be_empty_and_a_measure_fills_a_zone() -> None:
    gone = Line("b", "", LineState.REMOVED)
    assert names(replace(CONTENT, zones=zones(gone))) == []
    measured = (Zone(Level.GREEN, (gone,), (KEPT,)), *CONTENT.zones[1:])
    assert names(replace(CONTENT, zones=measured)) == []


def test_a_hindrance_names_the_lines_limits_and_level_it_is_about() -> None:
    untouched = Line("b", "Ny.")
    content = replace(
        CONTENT, zones=(Zone(Level.GREEN, (KEPT, untouched)),), limits=CONTENT.limits * 2
    )
    found = {each.hindrance: each for each in hindrances(content)}
    assert found[Hindrance.UNTOUCHED_LINES].lines == (untouched,)
    assert found[Hindrance.FAULTY_LIMITS].limits[0].limit == CONTENT.limits[0]
    assert [each.level for each in hindrances(content) if each.level is not None] == [
        Level.YELLOW,
        Level.RED,
    ]


@pytest.mark.parametrize(
    ("approval", "hindrance"),
    [
        (replace(GOOD, by=" "), Hindrance.NO_NAME),
        (replace(GOOD, channel=""), Hindrance.NO_CHANNEL),
        (replace(GOOD, on="2026-11-26"), Hindrance.APPROVED_IN_FUTURE),
        (replace(GOOD, in_force_from=100), Hindrance.BEFORE_CURRENT),
        (replace(GOOD, in_force_from=YEAR_AHEAD + 1), Hindrance.TOO_FAR_AHEAD),
        (replace(GOOD, in_force_from=1 << 62), Hindrance.TOO_FAR_AHEAD),
    ],
)
def test_an_approval_must_be_whole_and_in_order(approval: Approval, hindrance: Hindrance) -> None:
    current = version(1, PlanStatus.APPROVED, 100)
    found = approval_hindrances(version(2), approval, [current, version(2)], TODAY)
    assert [each.hindrance for each in found] == [hindrance]


def test_the_first_approval_may_decide_from_any_moment() -> None:
    assert approval_hindrances(version(), replace(GOOD, in_force_from=0), [version()], TODAY) == ()


@pytest.mark.parametrize("status", [PlanStatus.APPROVED, PlanStatus.REPLACED])
def test_only_a_draft_is_approved(status: PlanStatus) -> None:
    found = approval_hindrances(version(1, status, 100), GOOD, [], TODAY)
    assert [each.hindrance for each in found] == [Hindrance.NOT_A_DRAFT]


def test_the_first_approval_changes_one_version() -> None:
    (approved,) = approve(version(), replace(GOOD, by=" Dr. Blid Trapp "), [version()], TODAY)
    assert approved.status is PlanStatus.APPROVED
    assert (approved.approved_by, approved.approved_on) == ("Dr. Blid Trapp", "2026-11-25")
    assert (approved.channel, approved.in_force_from, approved.in_force_to) == ("paper", 500, None)
    assert approved.content == CONTENT


def test_the_next_approval_replaces_the_one_in_force_at_the_stated_moment() -> None:
    first = version(1, PlanStatus.APPROVED, 100)
    second, replaced = approve(version(2), GOOD, [first, version(2)], TODAY)
    assert (replaced.id, replaced.status) == ("v1", PlanStatus.REPLACED)
    assert (replaced.in_force_from, replaced.in_force_to) == (100, 500)
    assert in_force([replaced, second]) == second
    force = Force([replaced, second])
    deciding = [force.at(moment) for moment in (499, 500)]
    assert [reign.version.id for reign in deciding if reign] == ["v1", "v2"]


def test_the_newest_approved_version_is_in_force() -> None:
    one, two = version(1, PlanStatus.APPROVED, 100), version(2, PlanStatus.APPROVED, 200)
    assert in_force([one, two, version(3)]) == in_force([two, one]) == two
    assert in_force([version(3), version(4, PlanStatus.REPLACED, 50)]) is None
    assert in_force([version(1, PlanStatus.APPROVED)]) == version(1, PlanStatus.APPROVED)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("", Review.NONE),
        ("2026-11-24", Review.DUE),
        ("2026-11-25", Review.DUE),
        ("2026-11-26", Review.SOON),
        ("2026-12-09", Review.SOON),
        ("2026-12-10", Review.LATER),
    ],
)
def test_a_review_is_announced_and_then_due(on: str, expected: Review) -> None:
    assert review(replace(CONTENT, review_on=on), TODAY) is expected


def crisis(*zones: Zone) -> PlanContent:
    return PlanContent(CRISIS, "nb", zones=zones, review_on="2027-02-25")


def test_a_crisis_plan_needs_no_goal_no_limits_and_only_the_levels_the_patient_wants() -> None:
    assert hindrances(crisis(Zone(Level.YELLOW, (), (KEPT,)))) == ()
    only_signs = crisis(Zone(Level.GREEN, (KEPT,)), Zone(Level.RED))
    assert hindrances(only_signs) == (Hindered(Hindrance.EMPTY_ZONE, level=Level.GREEN),)
    removed = replace(KEPT, state=LineState.REMOVED)
    assert names(crisis(Zone(Level.RED, (), (removed,)))) == [Hindrance.EMPTY_ZONE]


def test_a_line_that_only_the_patient_can_finish_is_no_line_yet() -> None:
    begun = Line("b", "Jeg merker det på at … ", LineState.KEPT)
    content = crisis(Zone(Level.GREEN, (), (KEPT, begun)))
    assert hindrances(content) == (Hindered(Hindrance.UNFINISHED_LINES, (begun,)),)
    for state in (LineState.PROPOSED, LineState.REMOVED):
        content = crisis(Zone(Level.GREEN, (), (KEPT, replace(begun, state=state))))
        assert Hindrance.UNFINISHED_LINES not in names(content)
    done = replace(begun, text="Jeg merker det … i magen.", state=LineState.CHANGED)
    assert names(crisis(Zone(Level.GREEN, (), (done,)))) == []


def test_a_rule_that_guardrails_refuse_hinders_and_is_named() -> None:
    broken = Change("weight", Level.YELLOW, Side.HIGH, 0, 3)
    (found,) = hindrances(replace(CONTENT, rules=(broken,)))
    assert (found.hindrance, found.rules[0].rule) == (Hindrance.FAULTY_RULES, broken)


def test_a_plan_made_elsewhere_is_taken_as_it_is_but_says_who_made_it() -> None:
    made = replace(
        CONTENT,
        goal="",
        zones=CONTENT.zones[:1],
        origin="St. Olavs hospital",
        valid_from="2026-11-20",
    )
    assert hindrances(made) == ()
    assert names(replace(made, valid_from="")) == [
        Hindrance.NO_GOAL,
        Hindrance.EMPTY_ZONE,
        Hindrance.EMPTY_ZONE,
    ]
    theirs = replace(GOOD, channel=ELSEWHERE)
    assert approval_hindrances(version(content=made), theirs, [], TODAY) == ()
    nameless = version(content=replace(made, origin=" "))
    (found,) = approval_hindrances(nameless, theirs, [], TODAY)
    assert found.hindrance is Hindrance.NO_ORIGIN
