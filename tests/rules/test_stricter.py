"""The stricter of two plans: whatever either finds is found, and ours stays in force."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import PlanContent, PlanStatus, PlanVersion, ScheduleItem
from station.rules.rulebook import Combination
from station.rules.stricter import stricter, with_open


def _plan(*below: float) -> PlanContent:
    limits = tuple(Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, each) for each in below)
    return PlanContent("kols", "nb", goal="Gå tur", limits=limits)


def _version(name: str, content: PlanContent, status: PlanStatus) -> PlanVersion:
    return PlanVersion(name, "p", "x", 1, status, content, 1, "u", in_force_from=5)


@given(st.lists(st.floats(80, 95)), st.lists(st.floats(80, 95)), st.floats(70, 100))
def test_whatever_either_finds_is_found(
    ours: list[float], theirs: list[float], value: float
) -> None:
    both = stricter(_plan(*ours), _plan(*theirs))
    either = any(limit.hit(value) for each in (ours, theirs) for limit in _plan(*each).limits)
    assert any(limit.hit(value) for limit in both.limits) == either
    assert both.goal == "Gå tur"


def test_what_is_agreed_to_be_measured_by_either_is_expected() -> None:
    morning, evening = ScheduleItem("spo2", (0,), "10:00"), ScheduleItem("spo2", (0,), "20:00")
    ours = replace(_plan(), schedule=(morning,))
    theirs = replace(_plan(), schedule=(morning, evening))
    assert stricter(ours, theirs).schedule == (morning, evening)


def test_a_combination_that_both_name_stands_as_ours() -> None:
    combination = Combination("bad_day", Level.RED, 2, ())
    other = replace(combination, at_least=3)
    third = replace(combination, id="other")
    ours, theirs = replace(_plan(), rules=(combination,)), replace(_plan(), rules=(other, third))
    assert stricter(ours, theirs).rules == (combination, third)


def test_only_what_was_approved_there_makes_ours_stricter() -> None:
    ours = _version("a", _plan(88), PlanStatus.APPROVED)
    came = _version("b", _plan(90), PlanStatus.APPROVED)
    (found,) = with_open([ours], [("a", came), ("elsewhere", came)])
    assert [limit.value for limit in found.content.limits] == [88, 90]
    assert (found.id, found.in_force_from) == ("a", 5)
    assert with_open([ours], [("a", replace(came, status=PlanStatus.DRAFT))]) == (ours,)
