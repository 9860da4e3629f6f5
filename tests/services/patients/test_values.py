"""Values about patients that know a little themselves."""

import pytest

from station.services.patients.values import (
    Address,
    Matches,
    Opened,
    PatientConflict,
    PatientDetails,
    PatientExists,
    PatientIncomplete,
)


@pytest.mark.parametrize(
    ("address", "line"),
    [
        (Address("Storgata 1", "5970", "Fjellsund"), "Storgata 1, 5970 Fjellsund"),
        (Address("", "", "Fjellsund"), "Fjellsund"),
        (Address("Storgata 1", "", ""), "Storgata 1"),
        (Address("", "", ""), ""),
    ],
)
def test_an_address_is_one_line(address: Address, line: str) -> None:
    assert address.line() == line


def test_troubles_say_that_nothing_was_lost_and_their_names_hold_no_value() -> None:
    newest = Opened(PatientDetails(phone="68 05 01 12"), 2, address_hidden=False)
    troubles = (
        PatientIncomplete({"phone": "68 05 01 12"}),
        PatientExists(Matches()),
        PatientConflict("Stille Brygge", 0, (), newest),
    )
    assert [str(each) for each in troubles] == [
        "patient_incomplete",
        "patient_exists",
        "patient_changed_meanwhile",
    ]
    assert all("Nothing" in each.sentence() for each in troubles)
