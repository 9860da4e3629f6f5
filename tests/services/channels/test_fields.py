"""What channels are to be told, as data; and what is refused, field by field."""

import pytest

from station.services.channels.fields import (
    DECLARED,
    Field,
    completed,
    declared,
    digits_fault,
    organisation_fault,
    problems,
)


@pytest.mark.parametrize("number", ["974760673", "994598759"])
def test_an_organisation_number_checks_itself(number: str) -> None:
    assert organisation_fault(number) == ""


@pytest.mark.parametrize(
    "number", ["", "974760674", "97476067", "9747606733", "97476067x", "٩٧٤٧٦٠٦٧٣"]
)
def test_anything_else_is_no_organisation_number(number: str) -> None:
    assert "nine digits" in organisation_fault(number)


def test_digits_are_counted() -> None:
    fault = digits_fault(2, 3, "no")
    assert [fault(each) for each in ("1", "12", "123", "1234", "1x", "١٢")] == [
        "no", "", "", "no", "no", "no",
    ]  # fmt: skip


def test_a_field_is_asked_for_where_it_matters() -> None:
    field = Field("a", "A", only=("way", ("x",)))
    assert field.asked({"way": "x"})
    assert not field.asked({"way": "y"})
    assert Field("b", "B").asked({})


def test_what_is_kept_are_the_fields_and_nothing_else() -> None:
    channel = declared("pmd")
    kept = completed(channel, {"address": " x ", "odd": "y"})
    assert set(kept) == {field.name for field in channel.fields}
    assert (kept["address"], kept["bundle"], kept["sign_in"]) == ("x", "collection", "key")


def test_every_channel_wants_something_and_says_so() -> None:
    for channel in DECLARED:
        found = problems(channel, completed(channel, {}))
        assert found
        assert set(found) <= {field.name for field in channel.fields}
    with pytest.raises(KeyError):
        declared("centre")
