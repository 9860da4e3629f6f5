"""What stands on every print, in words a patient can use."""

import pytest

from station.core import i18n
from station.core.settings import Profile
from station.services.footers import footer, opening_text, phone_text


@pytest.mark.parametrize(
    ("days", "hours", "text"),
    [
        ((0, 1, 2, 3, 4), ("09:00", "15:00"), "hverdager 09–15"),
        ((0, 1, 2, 3, 4, 5, 6), ("08:00", "20:30"), "hver dag 08–20:30"),
        ((1, 2, 3), ("09:00", "15:00"), "tirsdag–torsdag 09–15"),
        ((0, 2), ("09:00", "15:00"), "mandag, onsdag 09–15"),
    ],
)
def test_opening_hours_are_said_shortly(
    days: tuple[int, ...], hours: tuple[str, str], text: str
) -> None:
    profile = Profile("F", open_weekdays=days, open_from=hours[0], open_to=hours[1])
    with i18n.speaking("nb"):
        assert opening_text(profile) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("68050100", "68 05 01 00"),
        ("116117", "116 117"),
        ("113", "113"),
        ("+47 680", "+47 680"),
    ],
)
def test_telephone_numbers_stand_in_groups(number: str, text: str) -> None:
    assert phone_text(number) == text


def test_every_print_says_that_it_is_no_emergency_service() -> None:
    with i18n.speaking("nn"):
        text = " ".join(footer(Profile("F", emergency_phone="113")))
    assert "Ikkje ei akutteneste: ring 113" in text
    assert "Ikkje sertifisert medisinsk utstyr" in text
