"""Which moves a device may make, how it stands, and what is taken back."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.equipment import (
    IN_HOUSE,
    NEXT,
    ROUND_AT,
    UNDO_MS,
    DeviceState,
    Facts,
    NoUndo,
    Purpose,
    Refusal,
    Standing,
    Undoing,
    asks_for,
    needs_reason,
    no_undo,
    refusal,
    serial_key,
    standing,
)

S = DeviceState
TODAY = date(2026, 11, 20)
ALL_DONE = {"missing": (), "reserved": True, "reason": True}


def facts(state: DeviceState, to: DeviceState, **more: object) -> Facts:
    """Facts with which every way that is open may be gone."""
    return Facts(state, lent=to is S.LENT, **{**ALL_DONE, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(("state", "to"), list(product(S, S)))
def test_only_the_ways_there_are_may_be_gone(state: DeviceState, to: DeviceState) -> None:
    refused = refusal(facts(state, to), to)
    if to not in NEXT[state]:
        assert refused is Refusal.NO_WAY
    elif (state, to) == (S.IN_STORE, S.LENT):
        assert refused is Refusal.STEPS
        assert refusal(facts(state, to, steps=False), to) is None
    else:
        assert refused is None


def test_every_state_is_reached_and_only_scrapped_is_the_end() -> None:
    assert set(NEXT) == set(S)
    assert set().union(*NEXT.values()) == set(S)
    assert [state for state in S if not NEXT[state]] == [S.SCRAPPED]
    assert all(state not in NEXT[state] for state in S)


def test_nothing_leaves_a_borrower_but_by_coming_back_or_being_lost() -> None:
    assert NEXT[S.LENT] == {S.RETURNED, S.LOST}
    assert {state for state in S if S.LENT in NEXT[state]} == {S.READY, S.IN_STORE}


@pytest.mark.parametrize(
    ("state", "to", "purpose"),
    [
        (S.IN_STORE, S.READY, Purpose.PREPARE),
        (S.RESERVED, S.READY, Purpose.PREPARE),
        (S.RETURNED, S.IN_STORE, Purpose.RETURN),
        (S.CLEANING, S.IN_STORE, Purpose.RETURN),
        (S.READY, S.IN_STORE, None),
        (S.RESERVED, S.IN_STORE, None),
        (S.RETURNED, S.REPAIR, None),
    ],
)
def test_what_must_be_done_before(
    state: DeviceState, to: DeviceState, purpose: Purpose | None
) -> None:
    assert asks_for(state, to) is purpose
    refused = refusal(facts(state, to, missing=("clean",)), to)
    assert refused is (Refusal.STEPS if purpose else None)


@pytest.mark.parametrize(
    ("state", "to", "asked"),
    [
        (S.RETURNED, S.REPAIR, True),
        (S.IN_STORE, S.LOST, True),
        (S.REPAIR, S.SCRAPPED, True),
        (S.RESERVED, S.IN_STORE, True),
        (S.READY, S.IN_STORE, False),
        (S.LOST, S.RETURNED, False),
    ],
)
def test_what_must_be_given_a_reason(state: DeviceState, to: DeviceState, asked: bool) -> None:
    assert needs_reason(state, to) is asked
    refused = refusal(facts(state, to, reason=False), to)
    assert refused is (Refusal.REASON if asked else None)


def test_a_device_is_lent_as_long_as_it_has_an_open_loan_and_not_otherwise() -> None:
    assert refusal(Facts(S.READY, lent=False), S.LENT) is Refusal.LOAN
    assert refusal(Facts(S.LENT, lent=True), S.RETURNED) is Refusal.LOAN
    assert refusal(Facts(S.LENT, lent=False), S.RETURNED) is None


def test_nothing_is_reserved_for_nobody() -> None:
    assert refusal(Facts(S.IN_STORE), S.RESERVED) is Refusal.RESERVATION
    assert refusal(Facts(S.IN_STORE, reserved=True), S.RESERVED) is None


@pytest.mark.parametrize(
    ("days", "stands"),
    [
        (None, Standing.LENT),
        (-1, Standing.OVERDUE),
        (0, Standing.DUE),
        (7, Standing.DUE),
        (8, Standing.LENT),
    ],
)
def test_a_loan_is_due_for_a_week_and_overdue_from_the_day_after(
    days: int | None, stands: Standing
) -> None:
    due_on = None if days is None else TODAY + timedelta(days=days)
    assert standing(S.LENT, due_on, TODAY) is stands


@given(st.sampled_from(list(S)), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_what_is_not_lent_is_never_due(state: DeviceState, due_on: date) -> None:
    stands = standing(state, due_on, TODAY)
    assert stands.value == state.value or state is S.LENT


def test_a_round_is_where_the_device_is_in_the_house() -> None:
    assert ROUND_AT[Purpose.PREPARE] < IN_HOUSE
    assert not ROUND_AT[Purpose.RETURN] & IN_HOUSE


@given(st.text(max_size=20))
def test_a_serial_number_is_the_same_with_blanks_and_hyphens(text: str) -> None:
    key = serial_key(text)
    assert serial_key(f" {text} -") == key
    assert serial_key("sn 12-34\u00a0a") == "SN1234A"


@pytest.mark.parametrize(
    ("undoing", "why"),
    [
        (Undoing(S.READY, 0), None),
        (Undoing(S.IN_STORE, 0, first=True), NoUndo.NOTHING),
        (Undoing(S.READY, 0, is_undo=True), NoUndo.NOTHING),
        (Undoing(S.SCRAPPED, 0), NoUndo.SCRAPPED),
        (Undoing(S.READY, 0, own=False), NoUndo.SOMEBODY_ELSE),
        (Undoing(S.READY, -1), NoUndo.TOO_LATE),
        (Undoing(S.READY, 0, since=True), NoUndo.SINCE),
    ],
)
def test_only_ones_own_fresh_move_is_taken_back(undoing: Undoing, why: NoUndo | None) -> None:
    assert no_undo(undoing, UNDO_MS - 1) is why
