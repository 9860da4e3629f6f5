"""The alert report: what is counted is what was planted, and the shipped rules reach the goals."""

from dataclasses import replace

import pytest

from station.rules.limits import Level, Side
from station.services.plans.template_files import shipped as shipped_template
from station.training.alert_report import (
    Raised,
    content_for,
    raised,
    report,
    summed,
)
from station.training.cohort import Deterioration, Made, Person, Severity, cohort

SPELL = Deterioration(20, 3, 2, 4, Severity.SEVERE)
MILD = Deterioration(60, 3, 2, 4, Severity.MODERATE)


def person(days: int = 100, *planted: Deterioration) -> Person:
    made = tuple(Made(day, 420, "spo2", 92, marked=False) for day in range(days))
    return Person(0, "kols", planted, made)


# That the shipped rules miss no planted red stands in tests/cli/test_report.py, where the whole
# cohort is judged anyway.


def test_without_any_rule_every_red_is_missed_and_the_report_says_so() -> None:
    everybody = report(1, {}, {})[-1]
    assert (everybody.severe_red, everybody.missed_reds) == (0, 47)
    assert everybody.median_delay is None
    assert not everybody.reached_goals


def test_a_spell_is_found_from_its_first_day_to_its_last_only() -> None:
    one = person(100, SPELL, MILD)
    found = summed(
        "x",
        [(one, [Raised(19, "spo2", Level.RED), Raised(23, "spo2", Level.RED)])],
    )
    assert (found.severe, found.severe_red, found.moderate, found.moderate_found) == (1, 1, 1, 0)
    assert found.delays == (3, None)
    assert (found.yellow_in_vain, found.red_in_vain) == (0, 1)
    assert found.median_delay is None


def test_stable_weeks_leave_out_the_spells_and_some_days_after() -> None:
    found = summed("x", [(person(100, SPELL), [Raised(90, "spo2", Level.YELLOW)])])
    assert found.stable_weeks == pytest.approx((100 - 9 - 3) / 7)
    assert found.yellow_a_week == pytest.approx(1 / found.stable_weeks)
    assert summed("nobody", []).yellow_a_week == 0


def test_limits_that_the_template_leaves_open_come_from_the_first_fourteen_days() -> None:
    one = next(each for each in cohort(1) if each.diagnosis == "kols")
    template = shipped_template("kols").first
    low = [each for each in content_for(one, template).limits if each.side is Side.LOW]
    assert sorted(each.level for each in low) == [Level.YELLOW, Level.RED]
    later = tuple(
        each._replace(value=70) if each.kind == "spo2" and each.day >= 14 else each
        for each in one.made
    )
    assert content_for(replace(one, made=later), template) == content_for(one, template)


def test_what_was_marked_as_taken_on_the_move_raises_nothing() -> None:
    one = person(30)
    template = shipped_template("kols").first
    low = one.made[20]._replace(value=60, marked=True)
    marked = replace(one, made=(*one.made[:20], low, *one.made[21:]))
    assert raised(marked, content_for(marked, template), {}) == []
    seen = replace(one, made=(*one.made[:20], low._replace(marked=False), *one.made[21:]))
    assert [(each.day, each.level) for each in raised(seen, content_for(seen, template), {})] == [
        (20, Level.RED)
    ]
