"""Every number and operator of the rules matters: an example notices when it moves."""

import sys

import pytest

from station.rules import findings
from station.rules.limits import Operator
from tools import mutants
from tools.mutant_examples import EXAMPLES
from tools.mutants import ENGINE, EQUIVALENT, MUTATED, of_rules, of_source, survivors


def test_no_change_of_a_rule_goes_unnoticed() -> None:
    found = of_rules()
    assert survivors(found) == []
    changed = {each.change.partition(":")[0] for each in found}
    assert changed >= {
        "operator",
        "value",
        "k",
        "n",
        "hours",
        "by",
        "days",
        "least",
        "spreads",
        "recent_days",
        "at_least",
        "within_hours",
        "conditions",
        "level",
        "side",
    }


@pytest.mark.slow
def test_no_turned_comparison_in_the_engine_goes_unnoticed() -> None:
    found = of_source()
    assert survivors(found) == []
    assert {each.where for each in found} == {f"{name}.py" for name in MUTATED}
    unnoticed = [each for each in found if not each.noticed]
    assert len(unnoticed) == len(EQUIVALENT)


def test_the_real_engine_is_put_back() -> None:
    of_source(["findings"])
    assert sys.modules["station.rules.findings"] is findings
    assert {f"station.rules.{name}" for name in ENGINE} <= set(sys.modules)


def test_every_operator_stands_in_an_example() -> None:
    used = {getattr(each.rule, "operator", None) for each in EXAMPLES}
    assert used >= set(Operator)


def test_a_change_that_nothing_notices_has_survived() -> None:
    assert survivors([mutants.Mutant("x.py", "1: a < b -> a <= b", ())])
    assert survivors([mutants.Mutant("x.py", "1: a < b -> a <= b", ("one",))]) == []
