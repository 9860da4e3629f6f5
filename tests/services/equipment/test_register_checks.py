"""What is asked of a device before it is written down, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.trouble import Trouble
from station.models.records.devices import NewDevice
from station.services.equipment.register_checks import MOST_ORE, clean, price
from tests.conftest import FRIDAY_NINE


def test_blanks_go_and_what_is_unknown_is_good() -> None:
    made = clean(
        NewDevice(" scale ".strip(), name=" A ", address=" f0:01 ", bought_on=" ", condition="?"),
        FRIDAY_NINE,
    )
    assert (made.name, made.address, made.bought_on, made.condition) == ("A", "F0:01", None, "good")
    assert clean(NewDevice("own_device", name="A"), FRIDAY_NINE).own


@given(st.text(max_size=12))
def test_whatever_is_written_for_a_day_is_a_day_or_refused(text: str) -> None:
    try:
        made = clean(NewDevice("scale", name="A", battery_due=text), FRIDAY_NINE)
    except Trouble as trouble:
        found = trouble.code
    else:
        found = made.battery_due or ""
    assert found == "device_day" or not text.strip() or found == text.strip() or len(found) == 10


def test_bought_today_is_possible_and_the_dearest_is_ten_million() -> None:
    made = clean(NewDevice("scale", name="A", bought_on="2026-11-20"), FRIDAY_NINE)
    assert made.bought_on == "2026-11-20"
    for ore in (None, 0, MOST_ORE):
        price(ore)
    for ore in (-1, MOST_ORE + 1):
        with pytest.raises(Trouble, match="device_price"):
            price(ore)
