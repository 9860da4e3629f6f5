"""`station report`: says that it is synthetic, and by its exit code whether goals are met."""

from collections.abc import Mapping

import pytest

from station.cli import report
from station.rules.templates import Template
from station.training.alert_report import AnswerLevels, Group
from station.training.alert_report import report as judge
from tests.cli.conftest import Run

_judged: dict[int, list[Group]] = {}


@pytest.fixture
def judged_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cohort is judged by the real rules, once for both ways of telling it."""

    def once(seed: int, templates: Mapping[str, Template], answers: AnswerLevels) -> list[Group]:
        if seed not in _judged:
            _judged[seed] = judge(seed, templates, answers)
        return _judged[seed]

    monkeypatch.setattr(report, "report", once)


@pytest.mark.usefixtures("judged_once")
def test_the_report_is_printed_and_says_synthetic(run: Run) -> None:
    done = run("report", "--seed", "1")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0].startswith("SYNTHETIC")
    assert lines[-1].endswith("reached")
    assert lines[-2].split()[:2] == ["all", "24"]


@pytest.mark.usefixtures("judged_once")
def test_the_shipped_rules_miss_no_planted_red_and_seldom_alert_in_vain(run: Run) -> None:
    assert run("report", "--seed", "1").code == 0
    everybody = _judged[1][-1]
    assert (everybody.severe, everybody.missed_reds) == (47, 0)
    assert everybody.reached_goals


@pytest.mark.usefixtures("judged_once")
def test_the_report_is_given_as_data(run: Run) -> None:
    done = run("report", "--json")
    assert done.data["synthetic"] is True
    assert done.data["groups"][-1]["missed_reds"] == 0


def test_a_missed_goal_is_told_and_has_its_exit_code(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    missed = Group("all", 1, 10, 0, 0, 2, 1, (None, None), 10.0, 3, 0)
    monkeypatch.setattr(report, "report", lambda *_: [missed])
    done = run("report")
    assert done.code == 3
    assert done.out.splitlines()[-1].endswith("MISSED")
    assert done.out.splitlines()[-2].split()[-1] == "0"
