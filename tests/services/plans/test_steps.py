"""The way of a plan version, told step by step."""

from dataclasses import replace

import pytest

from station.models.queries.plan_life import AnswerRow, SentRow
from station.models.queries.plans import VersionRow
from station.rules.approval import ELSEWHERE
from station.rules.plans import PlanContent, PlanStatus, PlanVersion
from station.services.plans.steps import PlanStep, Stage, steps_of

NOW = 1_000
DRAFT = PlanVersion("v", "plan", "p", 1, PlanStatus.DRAFT, PlanContent("kols", "nb"), 10, "Kari")
APPROVED = replace(
    DRAFT,
    status=PlanStatus.APPROVED,
    approved_by="Lege Stille Vann",
    approved_on="2026-11-20",
    channel="paper",
    in_force_from=500,
)
SENT = SentRow("v", 20, "Kari")
RETURNED = AnswerRow("v", "returned", "Lege Stille Vann", "2026-11-20", "paper", "", 30, "Kari")
CHANGED = replace(RETURNED, answer="approved_changed", new_version_id="w")


def row(version: PlanVersion) -> VersionRow:
    return VersionRow(version, "h", "", "Kari", 40)


def stages(version: PlanVersion, *rows: SentRow | AnswerRow) -> list[tuple[Stage, bool]]:
    sent = [each for each in rows if isinstance(each, SentRow)]
    answers = [each for each in rows if isinstance(each, AnswerRow)]
    return [(step.stage, step.done) for step in steps_of(row(version), sent, answers, NOW)]


def test_a_fresh_draft_is_to_be_printed_and_answered() -> None:
    assert stages(DRAFT, replace(SENT, version_id="other")) == [
        (Stage.WRITTEN, True),
        (Stage.PRINTED, False),
        (Stage.APPROVED, False),
    ]


def test_a_printed_draft_waits_since_the_first_unanswered_print() -> None:
    later = replace(SENT, at=25)
    found = steps_of(row(DRAFT), [later, SENT], [], NOW)
    assert found[-1] == PlanStep(Stage.WAITING, 20, done=False)
    assert found[1] == PlanStep(Stage.PRINTED, 25, who="Kari")


def test_a_returned_draft_is_to_be_printed_again_and_then_waits_again() -> None:
    assert stages(DRAFT, SENT, RETURNED)[-2:] == [(Stage.RETURNED, True), (Stage.PRINTED, False)]
    again = replace(SENT, at=35)
    assert stages(DRAFT, again, SENT, RETURNED)[-1] == (Stage.WAITING, False)


def test_a_plan_of_others_is_only_put_in_force() -> None:
    theirs = replace(DRAFT, content=replace(DRAFT.content, valid_from="2026-11-20"))
    assert stages(theirs) == [(Stage.WRITTEN, True), (Stage.IN_FORCE, False)]
    stands = replace(APPROVED, channel=ELSEWHERE)
    assert stages(stands)[1:] == [(Stage.ELSEWHERE, True), (Stage.IN_FORCE, True)]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (500, None, [(Stage.IN_FORCE, True)]),
        (NOW, None, [(Stage.IN_FORCE, True)]),
        (NOW + 1, None, [(Stage.COMING, False)]),
        (500, NOW, [(Stage.IN_FORCE, True), (Stage.REPLACED, True)]),
        (500, NOW + 1, [(Stage.IN_FORCE, True), (Stage.REPLACED, False)]),
    ],
)
def test_an_approved_version_comes_holds_and_is_replaced(
    start: int, end: int | None, expected: list[tuple[Stage, bool]]
) -> None:
    version = replace(APPROVED, in_force_from=start, in_force_to=end)
    assert stages(version, SENT)[:3] == [
        (Stage.WRITTEN, True),
        (Stage.PRINTED, True),
        (Stage.APPROVED, True),
    ]
    assert stages(version, SENT)[3:] == expected


def test_a_change_by_hand_is_said_of_both_versions() -> None:
    following = replace(APPROVED, id="w")
    assert (Stage.APPROVED_CHANGED, True) in stages(following, CHANGED)
    before = replace(DRAFT, status=PlanStatus.REPLACED)
    assert stages(before, SENT, CHANGED)[-2:] == [
        (Stage.APPROVED_CHANGED, True),
        (Stage.REPLACED, True),
    ]


def test_a_draft_that_was_laid_aside_says_so() -> None:
    version = replace(DRAFT, status=PlanStatus.WITHDRAWN)
    assert stages(version, SENT)[-1] == (Stage.WITHDRAWN, True)
