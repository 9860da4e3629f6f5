"""Which plan version decides when."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.force import Force
from station.rules.plans import PlanContent, PlanStatus, PlanVersion

EMPTY = PlanContent("kols", "nb")
DRAFT, APPROVED, REPLACED = PlanStatus.DRAFT, PlanStatus.APPROVED, PlanStatus.REPLACED


def version(
    number: int,
    status: PlanStatus,
    created: int,
    start: int | None = None,
    end: int | None = None,
) -> PlanVersion:
    name = f"v{number}"
    return PlanVersion(
        name, "plan", "p", number, status, EMPTY, created, "n", in_force_from=start, in_force_to=end
    )


def deciding(force: Force, moment: int) -> tuple[str, bool] | None:
    reign = force.at(moment)
    return (reign.version.id, reign.approved) if reign else None


def test_without_any_version_nothing_decides() -> None:
    force = Force([])
    assert (force.at(0), force.at(10**13), force.first) == (None, None, None)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (9, None),
        (10, ("v1", False)),
        (29, ("v1", False)),
        (30, ("v2", False)),
        (99, ("v2", False)),
    ],
)
def test_in_the_trial_period_each_draft_decides_from_when_it_was_begun(
    moment: int, expected: tuple[str, bool] | None
) -> None:
    assert deciding(Force([version(2, DRAFT, 30), version(1, DRAFT, 10)]), moment) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (9, None),
        (10, ("v1", False)),
        (49, ("v1", False)),
        (50, ("v1", True)),
        (89, ("v1", True)),
        (90, ("v2", True)),
        (10**13, ("v2", True)),
    ],
)
def test_the_approved_version_decides_from_its_moment_and_the_trial_before_it(
    moment: int, expected: tuple[str, bool] | None
) -> None:
    force = Force(
        [
            version(1, REPLACED, 10, 50, 90),
            version(2, APPROVED, 60, 90),
            version(3, DRAFT, 95),
        ]
    )
    assert deciding(force, moment) == expected
    assert force.first == 10


def test_a_draft_with_a_moment_set_is_still_a_draft_and_no_moment_is_no_approval() -> None:
    drafted = Force([version(1, DRAFT, 10, 20), version(2, APPROVED, 30)])
    assert [deciding(drafted, moment) for moment in (25, 35)] == [("v1", False), ("v2", False)]


def test_a_newer_draft_never_takes_over() -> None:
    force = Force([version(1, APPROVED, 10, 20), version(2, DRAFT, 30)])
    assert deciding(force, 1000) == ("v1", True)


def test_an_approved_version_decides_until_another_does_even_past_its_end() -> None:
    force = Force([version(1, REPLACED, 10, 20, 40), version(2, APPROVED, 30, 60)])
    assert deciding(force, 50) == ("v1", True)


def test_a_plan_in_force_from_before_it_was_written_has_no_trial() -> None:
    force = Force([version(1, APPROVED, 100, 50)])
    assert [deciding(force, moment) for moment in (49, 50)] == [None, ("v1", True)]


def test_an_approval_for_later_leaves_the_draft_in_charge_until_then() -> None:
    force = Force([version(1, APPROVED, 10, 500)])
    assert [deciding(force, moment) for moment in (499, 500)] == [("v1", False), ("v1", True)]


@given(st.permutations(range(4)), st.integers(0, 120))
def test_the_order_in_which_versions_are_read_does_not_matter(
    order: list[int], moment: int
) -> None:
    versions = [
        version(1, DRAFT, 5),
        version(2, REPLACED, 10, 50, 90),
        version(3, APPROVED, 60, 90),
        version(4, DRAFT, 95),
    ]
    shuffled = Force([versions[at] for at in order])
    assert deciding(shuffled, moment) == deciding(Force(versions), moment)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (10, ("v1", False)),
        (49, ("v1", False)),
        (79, ("v1", False)),
        (80, ("v2", True)),
        (120, ("v2", True)),
    ],
)
def test_what_the_gp_changed_on_paper_decides_from_the_stated_moment_and_the_draft_until_then(
    moment: int, expected: tuple[str, bool] | None
) -> None:
    closed, changed = version(1, REPLACED, 10), version(2, APPROVED, 50, 80)
    later = version(3, DRAFT, 60)
    again, third = version(4, REPLACED, 130), version(5, APPROVED, 140, 150)
    assert deciding(Force([closed, changed, later, again, third]), moment) == expected


def test_a_withdrawn_draft_never_decided() -> None:
    laid_aside = version(1, PlanStatus.WITHDRAWN, 10)
    assert Force([laid_aside]).first is None
    assert deciding(Force([laid_aside, version(2, DRAFT, 30)]), 20) is None
    assert deciding(Force([laid_aside, version(2, APPROVED, 30, 40)]), 39) == ("v2", False)
