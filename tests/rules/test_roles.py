"""What each role may do."""

import pytest

from station.rules.roles import Right, may


@pytest.mark.parametrize("role", ["nurse", "substitute"])
def test_nurse_and_substitute_may_do_everything_with_patients(role: str) -> None:
    assert all(may(role, right) for right in Right)


def test_a_leader_sees_the_log_and_no_protected_address() -> None:
    assert [right for right in Right if not may("leader", right)] == [Right.SEE_ADDRESS]


@pytest.mark.parametrize("role", ["benefit", "", "Nurse", "somebody"])
def test_the_benefit_role_and_an_unknown_one_see_no_patient(role: str) -> None:
    assert not any(may(role, right) for right in Right)
