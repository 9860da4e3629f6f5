"""Passwords: their normal form, their rules, and what a guess costs."""

import pytest

from station.core.trouble import Trouble
from station.security.passwords import Cost, check_new_password, normal, stretch

QUICK = Cost(8 * 1024, 1, 1)


def test_a_short_sentence_is_a_good_password() -> None:
    check_new_password("to brune sko")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("", "password_short"),
        ("elleve tegn", "password_short"),
        ("a\u030a" * 6 + "bcdef", "password_short"),
        ("aaaaaaaaaaaaaaaa", "password_simple"),
        ("ababABABabab", "password_simple"),
        ("lang " * 300, "password_long"),
    ],
)
def test_what_is_easily_guessed_is_refused(password: str, code: str) -> None:
    with pytest.raises(Trouble) as caught:
        check_new_password(password)
    assert caught.value.code == code
    assert password.strip() == "" or password not in caught.value.sentence()


def test_two_ways_to_type_one_letter_give_one_key() -> None:
    salt = b"s" * 16
    assert normal("blå dør a\u030a") == "blå dør å"
    assert stretch("a\u030a blåbær i skogen", salt, QUICK) == stretch(
        "å blåbær i skogen", salt, QUICK
    )


def test_salt_password_and_cost_all_matter() -> None:
    keys = {
        stretch("to brune sko", b"s" * 16, QUICK),
        stretch("To brune sko", b"s" * 16, QUICK),
        stretch("to brune sko", b"t" * 16, QUICK),
        stretch("to brune sko", b"s" * 16, Cost(8 * 1024, 2, 1)),
    }
    assert len(keys) == 4
    assert {len(key) for key in keys} == {32}


def test_the_usual_cost_is_64_mebibytes_three_passes_four_lanes() -> None:
    assert Cost() == Cost(65_536, 3, 4)


@pytest.mark.parametrize(
    "cost",
    [
        (8191, 3, 4),
        (1 << 21, 3, 4),
        (65_536, 0, 4),
        (65_536, 17, 4),
        (65_536, 3, 0),
        (65_536, 3, 17),
    ],
)
def test_a_cost_that_is_worthless_or_a_trap_is_refused(cost: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="range"):
        Cost(*cost)
