"""A new person: a nurse who speaks bokmål, unless something else is said."""

from station.rules.roles import Role
from station.services.office.person import NewPerson


def test_a_person_is_a_nurse_with_bokmal_until_somebody_says_otherwise() -> None:
    made = NewPerson("Rask Elg", "RE")
    assert Role(made.role) is Role.NURSE
    assert made.language == "nb"
