"""The kinds and their bounds, against the table with its sources."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.kinds import (
    COMPONENTS,
    KINDS,
    SCORES,
    Bounds,
    Component,
    component_of,
    is_dotted,
    kind_of,
    place_of,
)

RANGES: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "data" / "ranges.json").read_text(encoding="utf-8")
)["kinds"]


def bounds(texts: list[str]) -> Bounds:
    """The bounds that a list such as ["<=2", ">500", "sys-dia<15"] states for one number."""
    low: tuple[float | None, bool] = (None, False)
    high: tuple[float | None, bool] = (None, False)
    for text in texts:
        closed = text[1:2] == "="
        number = text[2:] if closed else text[1:]
        if text[0] not in "<>" or "dia" in text:
            continue
        if text[0] == "<":
            low = (float(number), closed)
        else:
            high = (float(number), closed)
    return Bounds(low[0], high[0], low[1], high[1])


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.code)
def test_bounds_units_and_decimals_are_those_of_the_table(component: Component) -> None:
    row = RANGES[component.code]
    if "range" in row:
        assert component.reject == Bounds(*row["range"])
        return
    assert component.reject == bounds(row["reject"])
    assert component.confirm == bounds(row.get("confirm", []))
    assert component.ucum == row["unit_ucum"]
    assert component.decimals == row.get("decimals", 0)


def test_every_code_is_found_again_in_its_place() -> None:
    for kind in KINDS:
        assert kind_of(kind.code) is kind
        for at, component in enumerate(kind.components):
            assert component_of(component.code) is component
            assert place_of(component.code) == (kind, at)
    assert [part.code for part in kind_of("bp").components] == ["sys", "dia"]
    assert {component.code for component in COMPONENTS} > SCORES


@pytest.mark.parametrize("code", ["", "SpO2", "blood"])
def test_an_unknown_code_is_an_error(code: str) -> None:
    for find in (kind_of, component_of, place_of):
        with pytest.raises(KeyError):
            find(code)


@pytest.mark.parametrize(
    ("span", "inside", "outside"),
    [
        (Bounds(1, 100), [1, 50, 100], [0.99, 100.01]),
        (Bounds(2, 500, low_closed=True), [2.01, 500], [2, 500.1]),
        (Bounds(40, 300, high_closed=True), [40, 299.9], [39.9, 300]),
        (Bounds(70), [70, 1e9], [69.9]),
        (Bounds(high=5), [-1e9, 5], [5.1]),
        (Bounds(), [0, -1e300, 1e300], []),
    ],
)
def test_a_span_says_what_lies_outside(
    span: Bounds, inside: list[float], outside: list[float]
) -> None:
    assert not any(span.outside(value) for value in inside)
    assert all(span.outside(value) for value in outside)


@given(
    st.sampled_from([Bounds(), Bounds(1), Bounds(1, 2), Bounds(high=2), Bounds(1, 2, True, True)])
)
def test_no_number_lies_outside_every_span(span: Bounds) -> None:
    assert span.outside(float("nan"))


def test_what_is_refused_would_always_have_been_asked_about() -> None:
    for component in COMPONENTS:
        reject, confirm = component.reject, component.confirm
        assert confirm.low is None or (reject.low is not None and reject.low < confirm.low)
        assert confirm.high is None or (reject.high is not None and confirm.high < reject.high)


@pytest.mark.parametrize("code", ["kols_daily.breath", "a.b", "esas_r.answered", "combination.x1"])
def test_a_dotted_code_is_a_kind_of_its_own(code: str) -> None:
    kind = kind_of(code)
    assert (kind.code, kind.components) == (code, (component_of(code),))
    assert place_of(code) == (kind, 0)
    assert not component_of(code).reject.outside(40)
    assert component_of(code).reject.outside(float("inf"))


@pytest.mark.parametrize(
    "code", ["", ".", "a.", ".b", "a.b.c", "A.b", "å.b", "a b.c", "x" * 41 + ".y"]
)
def test_anything_else_is_no_dotted_code(code: str) -> None:
    assert not is_dotted(code)
    with pytest.raises(KeyError):
        kind_of(code)
