"""What each role may do."""

import pytest

from station.rules.roles import LEADING, Right, may

WITH_PATIENTS = (Right.SEE_PATIENTS, Right.EDIT_PATIENTS, Right.SEE_ADDRESS, Right.SEE_ACCESS)


@pytest.mark.parametrize("role", ["nurse", "substitute"])
def test_nurse_and_substitute_may_do_everything_with_patients(role: str) -> None:
    assert all(may(role, right) for right in WITH_PATIENTS)


def test_a_leader_sees_the_log_and_no_protected_address() -> None:
    assert [right for right in Right if not may("leader", right)] == [Right.SEE_ADDRESS]


def test_a_nurse_changes_the_office_and_a_substitute_makes_backups_only() -> None:
    assert may("nurse", Right.CHANGE_OFFICE)
    assert may("substitute", Right.MAKE_BACKUPS)
    assert not may("substitute", Right.CHANGE_OFFICE)


@pytest.mark.parametrize("right", sorted(LEADING))
def test_where_nobody_leads_the_nurses_lead(right: Right) -> None:
    assert not may("nurse", right)
    assert may("nurse", right, led=False)
    assert not any(may(role, right, led=False) for role in ("substitute", "benefit", "somebody"))


@pytest.mark.parametrize("role", ["benefit", "", "Nurse", "somebody"])
def test_the_benefit_role_and_an_unknown_one_see_no_patient(role: str) -> None:
    assert not any(may(role, right) for right in Right)
