"""The register in the order of what needs doing, and narrowed by words."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.equipment import DeviceState, Standing
from station.services.equipment.values import DeviceRow
from station.views.equipment.shelf import narrow, natural, shelve, wants
from station.views.equipment.standings import FILTERS, IN_USE
from tests.device_rows import row

TODAY = date(2026, 11, 20)


def names(rows: tuple[DeviceRow, ...]) -> list[str]:
    """What they are called."""
    return [each.name for each in rows]


def test_what_someone_should_act_on_stands_first() -> None:
    rows = [row(standing=each, name=each.value) for each in Standing]
    ordered = names(shelve(rows, TODAY).rows)
    assert ordered[:3] == ["overdue", "returned", "due"]
    assert ordered[-2:] == ["lost", "scrapped"]


def test_the_longest_overdue_stands_first_and_names_are_counted() -> None:
    late = Standing.OVERDUE
    rows = [
        row(standing=late, name="B", due_on="2026-11-12"),
        row(standing=late, name="A", due_on="2026-11-19"),
        row(standing=Standing.IN_STORE, name="Oksymeter 10"),
        row(standing=Standing.IN_STORE, name="Oksymeter 9"),
    ]
    assert names(shelve(rows, TODAY).rows) == ["B", "A", "Oksymeter 9", "Oksymeter 10"]


@pytest.mark.parametrize(
    "more",
    [
        {"calibration_due": "2026-11-20"},
        {"battery_due": "2026-01-01"},
        {"battery_low": True},
        {"silent": "Not heard from for 4 days"},
    ],
)
def test_what_asks_for_something_stands_before_what_does_not(more: dict[str, object]) -> None:
    calm = row(standing=Standing.READY, name="A")
    asks = replace(row(standing=Standing.IN_STORE, name="B"), **more)  # type: ignore[arg-type]
    assert wants(asks, TODAY)
    assert names(shelve([calm, asks], TODAY).rows) == ["B", "A"]
    gone = replace(asks, standing=Standing.LOST, state=DeviceState.LOST)
    assert not wants(gone, TODAY)


def test_a_day_that_has_not_come_asks_for_nothing() -> None:
    assert not wants(replace(row(), calibration_due="2026-11-21"), TODAY)


def test_filters_count_what_they_let_through() -> None:
    shelf = shelve([row(standing=each, name=each.value) for each in Standing], TODAY)
    assert shelf.count(IN_USE) == len(Standing) - 2
    assert shelf.count("lent") == 3
    assert shelf.count("mending") == 2
    for each in FILTERS:
        assert {found.standing for found in narrow(shelf, each.code)} == each.standings


def test_every_word_must_stand_in_what_is_known() -> None:
    rows = [row(name="Oksymeter 1", to="Rask Elg"), row(name="Oksymeter 2", to="Stille Brygge")]
    shelf = shelve(rows, TODAY)
    assert names(narrow(shelf, IN_USE, "OKSY elg")) == ["Oksymeter 1"]
    assert narrow(shelf, IN_USE, "oksy vind") == ()
    assert len(narrow(shelf, IN_USE, "  ")) == 2


def test_a_row_that_is_as_it_was_stays_the_same_object() -> None:
    one, other = row(name="A"), row(name="B")
    before = shelve([one, other], TODAY)
    after = shelve([replace(one), replace(other, note="new")], TODAY, before)
    assert after.rows[0] is before.rows[0]
    assert after.rows[1] is not before.rows[1]


@given(st.lists(st.sampled_from(list(Standing)), max_size=30))
def test_nothing_is_lost_and_each_row_stands_under_its_filters(standings: list[Standing]) -> None:
    rows = [row(standing=each, name=str(at)) for at, each in enumerate(standings)]
    shelf = shelve(rows, TODAY)
    assert sorted(each.id for each in shelf.rows) == sorted(each.id for each in rows)
    away = shelf.count("lost") + shelf.count("scrapped")
    assert shelf.count(IN_USE) + away == len(rows)


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_two_names_can_be_put_in_order(one: str, other: str) -> None:
    before, after = natural(one) < natural(other), natural(other) < natural(one)
    assert not (before and after)
    assert (before or after) == (natural(one) != natural(other))
