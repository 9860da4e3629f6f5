"""Settings and the municipality's profile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.settings import ALL_SETTINGS, LOCK_MINUTES, PROFILE, Profile, Setting, whole
from station.core.trouble import Trouble

TIMES = st.times().map(lambda time: f"{time:%H:%M}")


def test_a_setting_has_its_default_until_it_is_stored() -> None:
    assert LOCK_MINUTES.read({}) == 5
    assert LOCK_MINUTES.read({"lock_minutes": "12"}) == 12


@pytest.mark.parametrize("text", ["", "x", "0", "61", "5.0"])
def test_stored_text_that_cannot_be_meant_is_trouble(text: str) -> None:
    with pytest.raises(Trouble) as caught:
        LOCK_MINUTES.read({"lock_minutes": text})
    assert caught.value.code == "setting_unreadable"
    assert "lock_minutes" in caught.value.sentence()


def test_what_cannot_be_read_has_its_default_where_something_must_go_on() -> None:
    for text, readable, value in (("x", False, 5), ("12", True, 12)):
        stored = {"lock_minutes": text}
        assert LOCK_MINUTES.is_readable(stored) is readable
        assert LOCK_MINUTES.or_default(stored) == value


def test_names_of_settings_differ() -> None:
    assert len({setting.name for setting in ALL_SETTINGS}) == len(ALL_SETTINGS)


def test_every_default_that_can_be_stored_reads_back() -> None:
    numbers: list[Setting[int]] = [s for s in ALL_SETTINGS if isinstance(s.default, int)]
    assert numbers
    assert all(s.parse(s.text(s.default)) == s.default for s in numbers)
    assert whole(1, 3)("2") == 2


@given(
    name=st.text(min_size=1).filter(str.strip),
    hours=st.tuples(TIMES, TIMES).filter(lambda pair: pair[0] < pair[1]),
    weekdays=st.sets(st.integers(0, 6)).map(lambda days: tuple(sorted(days))),
    phone=st.text(),
)
def test_a_profile_comes_back_from_its_text(
    name: str, hours: tuple[str, str], weekdays: tuple[int, ...], phone: str
) -> None:
    profile = Profile(
        name, open_from=hours[0], open_to=hours[1], open_weekdays=weekdays, phone=phone
    )
    assert PROFILE.parse(PROFILE.text(profile)) == profile


def test_a_field_of_a_later_version_is_left_out() -> None:
    assert Profile.from_text('{"name": "Elvebyen", "colour": "blue"}') == Profile("Elvebyen")


def test_the_whole_day_may_be_open() -> None:
    assert Profile("Elvebyen", open_from="00:00", open_to="24:00").open_to == "24:00"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"name": 3}',
        '{"name": " "}',
        '{"name": "E", "language": "sv"}',
        '{"name": "E", "open_from": "15:00", "open_to": "09:00"}',
        '{"name": "E", "open_from": "9:00"}',
        '{"name": "E", "open_from": "24:30"}',
        '{"name": "E", "open_weekdays": [7]}',
        '{"name": "E", "open_weekdays": 3}',
    ],
)
def test_no_service_could_work_by_such_a_profile(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Profile.from_text(text)


def test_no_profile_is_stored_as_empty_text() -> None:
    assert PROFILE.text(None) == ""
    assert PROFILE.read({}) is None
