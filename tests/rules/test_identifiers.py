"""National identity numbers: every published case, and what must never be derived."""

import json
from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.identifiers import (
    Flag,
    Identified,
    NumberFault,
    NumberKind,
    NumberRefusal,
    Synthetic,
    is_synthetic_for_sure,
    masked,
    normalise,
    recognise,
)

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent.parent / "data" / "person_ids.json").read_text(encoding="utf-8")
)["cases"]
FAULTS = {
    "dato": NumberFault.DATE,
    "kontrollsiffer": NumberFault.CHECK,
    "tegn": NumberFault.CHARACTER,
    "lengde": NumberFault.LENGTH,
}
FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2)
SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
TODAY = date(2026, 11, 20)


def with_checks(nine: str, rest: int = 0) -> str | None:
    """The eleven digits that belong to nine, or None where no check digit fits."""
    first = (rest - sum(a * int(b) for a, b in zip(FIRST, nine, strict=True))) % 11
    if first == 10:
        return None
    ten = f"{nine}{first}"
    second = -sum(a * int(b) for a, b in zip(SECOND, ten, strict=True)) % 11
    return None if second == 10 else f"{ten}{second}"


def number_for(prefix: str, rest: int = 0, start: int = 0) -> str:
    """The first number with these six digits and a serial from `start` that checks."""
    found = (with_checks(f"{prefix}{serial:03}", rest) for serial in range(start, 1000))
    return next(number for number in found if number is not None)


def identified(text: str) -> Identified:
    found = recognise(text, TODAY)
    assert isinstance(found, Identified)
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["note"][:40])
def test_every_published_case(case: dict[str, Any]) -> None:
    found = recognise(case["number"])
    expect, _, reason = case["expect"].partition(":")
    if expect == "reject":
        assert isinstance(found, NumberRefusal)
        assert found.fault is FAULTS[reason]
        return
    if expect == "empty":
        assert found == NumberRefusal(NumberFault.EMPTY)
        return
    assert isinstance(found, Identified)
    assert found.number == case.get("normalised", case["number"].strip("\ufeff"))
    assert found.kind == case.get("kind", "F")
    assert found.synthetic == case.get("synthetic", found.synthetic)
    assert found.series_2032 is (case["reference"]["serie"] == "2032")
    if expect == "accept+flag":
        assert found.flags & {Flag.MAY_BE_H, Flag.TOO_OLD}


@pytest.mark.parametrize("rest", [1, 2, 3])
def test_nothing_is_derived_from_the_2032_series(rest: int) -> None:
    found = identified(number_for("018140", rest))
    assert found.series_2032
    assert (found.birth_hint, found.gender_hint) == (None, "")
    assert Flag.NO_BIRTH in found.flags


@pytest.mark.parametrize("rest", range(4, 11))
def test_a_first_check_digit_further_off_is_refused(rest: int) -> None:
    assert recognise(number_for("018140", rest)) == NumberRefusal(NumberFault.CHECK, 9)


@pytest.mark.parametrize(
    ("prefix", "start", "born"),
    [
        ("018140", 0, date(1940, 1, 1)),
        ("018199", 0, date(1999, 1, 1)),
        ("018155", 500, date(1855, 1, 1)),
        ("018105", 500, date(2005, 1, 1)),
        ("018105", 960, date(2005, 1, 1)),
        ("018145", 900, date(1945, 1, 1)),
        ("018145", 760, None),
        ("018153", 500, None),
        ("298200", 0, None),
        ("298200", 500, date(2000, 2, 29)),
        ("018140", 490, date(1940, 1, 1)),
    ],
)
def test_a_birth_date_is_proposed_by_the_series_of_the_number(
    prefix: str, start: int, born: date | None
) -> None:
    assert identified(number_for(prefix, 0, start)).birth_hint == born


def test_a_birth_date_to_come_is_not_proposed() -> None:
    assert identified("02013299997").birth_hint is None
    later = recognise("02013299997", date(2032, 1, 2))
    assert isinstance(later, Identified)
    assert later.birth_hint == date(2032, 1, 2)


@pytest.mark.parametrize(
    ("today", "flagged"), [(date(2060, 12, 31), False), (date(2061, 1, 1), True), (None, False)]
)
def test_an_age_above_120_is_flagged(today: date | None, flagged: bool) -> None:
    found = recognise(number_for("018140"), today)
    assert isinstance(found, Identified)
    assert (Flag.TOO_OLD in found.flags) is flagged


def test_gender_follows_the_ninth_digit() -> None:
    assert identified("01814049996").gender_hint == "male"
    even = next(
        number
        for serial in range(0, 500, 2)
        if (number := with_checks(f"018140{serial:03}")) is not None
    )
    assert identified(even).gender_hint == "female"


@pytest.mark.parametrize(
    ("prefix", "kind", "synthetic"),
    [
        ("010140", NumberKind.F, Synthetic.NO),
        ("410140", NumberKind.D, Synthetic.NO),
        ("710140", NumberKind.D, Synthetic.NO),
        ("018140", NumberKind.F, Synthetic.SKATTEETATEN),
        ("019240", NumberKind.F, Synthetic.SKATTEETATEN),
        ("016640", NumberKind.F, Synthetic.NHN),
        ("017740", NumberKind.F, Synthetic.NHN),
        ("014140", NumberKind.F, Synthetic.NAV_OR_H),
        ("015240", NumberKind.F, Synthetic.NAV_OR_H),
        ("414140", NumberKind.D, Synthetic.NAV),
    ],
)
def test_days_and_months_tell_the_kind(prefix: str, kind: NumberKind, synthetic: Synthetic) -> None:
    found = identified(number_for(prefix))
    assert (found.kind, found.synthetic) == (kind, synthetic)
    assert (Flag.MAY_BE_H in found.flags) is (synthetic is Synthetic.NAV_OR_H)


def test_a_number_that_may_be_a_real_h_number_gives_no_hints_and_is_no_test_number() -> None:
    found = identified(number_for("014140"))
    assert (found.birth_hint, found.gender_hint) == (None, "")
    assert not is_synthetic_for_sure(found)


IMPOSSIBLE = (
    "000140 320140 010040 011340 015340 016540 017840 018040 019340 310440 300240 290241 400140 "
    "720140"
)


@pytest.mark.parametrize("prefix", IMPOSSIBLE.split())
def test_impossible_dates_are_refused(prefix: str) -> None:
    assert recognise(number_for(prefix)) == NumberRefusal(NumberFault.DATE)


@pytest.mark.parametrize("prefix", ["310140", "300440", "290240", "290200", "311240", "010140"])
def test_the_last_days_of_months_are_dates(prefix: str) -> None:
    assert isinstance(recognise(number_for(prefix)), Identified)


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_days_and_no_more(month: int) -> None:
    last = monthrange(1944, month)[1]
    assert isinstance(recognise(number_for(f"{last:02}{month:02}44")), Identified)
    over = number_for(f"{last + 1:02}{month:02}44")
    assert recognise(over) == NumberRefusal(NumberFault.DATE)


@pytest.mark.parametrize(
    ("year", "serial", "century"),
    [
        (99, 499, 1900),
        (53, 600, None),
        (54, 600, 1800),
        (99, 600, 1800),
        (54, 749, 1800),
        (54, 750, None),
        (39, 600, 2000),
        (40, 600, None),
        (39, 999, 2000),
        (40, 899, None),
        (40, 900, 1900),
        (99, 999, 1900),
    ],
)
def test_a_series_ends_where_it_is_said_to_end(year: int, serial: int, century: int | None) -> None:
    numbers = (with_checks(f"{day:02}81{year:02}{serial:03}") for day in range(1, 32))
    found = recognise(next(number for number in numbers if number is not None), date(2060, 1, 1))
    assert isinstance(found, Identified)
    assert (found.birth_hint and found.birth_hint.year) == (century and century + year)


def test_whoever_was_born_before_1900_is_flagged_on_any_day() -> None:
    numbers = (
        recognise(number_for(f"0181{year:02}", 0, start)) for year, start in ((99, 500), (0, 0))
    )
    old, young = (found for found in numbers if isinstance(found, Identified))
    assert (Flag.TOO_OLD in old.flags, Flag.TOO_OLD in young.flags) == (True, False)


@pytest.mark.parametrize("first", "89")
def test_a_shared_number_has_no_birth_date(first: str) -> None:
    found = identified(number_for(f"{first}00000"))
    assert found.kind is NumberKind.FH
    assert found.flags == {Flag.NO_BIRTH}
    wrong = found.number[:10] + str((int(found.number[10]) + 1) % 10)
    assert recognise(wrong) == NumberRefusal(NumberFault.CHECK, 9)
    late = number_for(f"{first}00000", 1)
    assert recognise(late) == NumberRefusal(NumberFault.CHECK, 9)


def test_only_certain_test_numbers_are_synthetic_for_sure() -> None:
    sure = [is_synthetic_for_sure(identified(number_for(f"01{m}40"))) for m in (81, 77, "01")]
    assert sure == [True, True, False]


def test_positions_point_into_what_was_typed() -> None:
    assert recognise(" 0181x") == NumberRefusal(NumberFault.CHARACTER, 5)
    assert recognise("0181") == NumberRefusal(NumberFault.LENGTH, 4)


def test_what_surrounds_a_pasted_number_is_left_out() -> None:
    assert normalise("\ufeff 018140\u00a0499\u200b96\t") == "01814049996"
    assert normalise("018140-49996") == "018140-49996"


@given(st.text(max_size=14))
def test_any_text_is_recognised_or_refused(text: str) -> None:
    found = recognise(text, TODAY)
    if isinstance(found, Identified):
        assert found.number == normalise(text)
        assert len(found.number) == 11
    else:
        assert 0 <= found.position <= max(len(text), 9)


@given(st.integers(1, 28), st.integers(1, 12), st.integers(0, 99), st.integers(0, 999))
def test_one_wrong_digit_is_never_the_same_classic_number(
    day: int, month: int, year: int, serial: int
) -> None:
    number = with_checks(f"{day:02}{month + 80:02}{year:02}{serial:03}")
    if number is None:
        return
    assert isinstance(recognise(number), Identified)
    for at in range(11):
        wrong = number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]
        found = recognise(wrong)
        assert isinstance(found, NumberRefusal) or found.series_2032


@pytest.mark.parametrize(
    ("number", "shown"), [("01814049996", "018140•••••"), ("0181", "0181"), ("", "")]
)
def test_lists_show_a_masked_number(number: str, shown: str) -> None:
    assert masked(number) == shown
