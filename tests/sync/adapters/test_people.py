"""Who a service can know, and how it is told."""

import pytest

from station.sync.adapters.people import Person, Sender, dashed, identified, organisation


@pytest.mark.parametrize(
    ("person", "nameable"),
    [
        (Person("01817012345", "F"), True),
        (Person("41817012345", "D"), True),
        (Person("80000000000", "FH"), True),
        (Person("01417012345", "H"), False),
        (Person("", "F"), False),
    ],
)
def test_only_national_numbers_mean_the_same_everywhere(person: Person, nameable: bool) -> None:
    assert person.nameable is nameable


def test_a_name_is_told_where_it_is_asked_for() -> None:
    person = Person("01817012345", "F", "Stille Brygge")
    system = "urn:oid:2.16.578.1.12.4.1.4.1"
    number = {"system": system, "value": "01817012345"}
    assert identified(person) == {"identifier": number}
    assert identified(person, named=True) == {"identifier": number, "display": "Stille Brygge"}
    assert identified(Person("01817012345", "F"), named=True) == {"identifier": number}


def test_an_organisation_is_named_by_its_number() -> None:
    made = organisation(Sender("999999999", "Fjellsund kommune"))
    assert made["identifier"] == {"system": "urn:oid:2.16.578.1.12.4.1.4.101", "value": "999999999"}
    assert dashed("0" * 32) == "00000000-0000-0000-0000-000000000000"
