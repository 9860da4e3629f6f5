"""A stall of the GUI counts when it comes again: one bad moment of a busy machine does not.

A stall in the program is there on every run; one that another process caused is not.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import pytest
from _pytest.runner import runtestprotocol

STALL = "the GUI stood still"
AGAIN = 1
"""How often a test that only stalled is run again: a stall that counts is there both times."""
_RUNS = pytest.StashKey[int]()
_LEFT = pytest.StashKey[list[str]]()


class Worker(Protocol):
    """One process of a spread run, as the process that leads it sees it when it has ended."""

    config: pytest.Config


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a spread run leave its second tries to a run that has the machine for itself."""
    told = "where a spread run names the tests that stalled, which it leaves to a later run"
    parser.addoption("--stalled-to", type=Path, metavar="FILE", help=told)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Put a test with a heartbeat at the end again if nothing but a stall was wrong with it."""
    if "heartbeat" not in getattr(item, "fixturenames", ()):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, log=False, nextitem=nextitem)
    runs = item.stash.get(_RUNS, 0) + 1
    item.stash[_RUNS] = runs
    if only_stalled(reports) and item.config.option.stalled_to:
        item.config.stash.setdefault(_LEFT, []).append(item.nodeid)
        reports = []
    elif runs <= AGAIN and only_stalled(reports):
        item.user_properties.append(("stalled_once", True))
        item._initrequest()  # type: ignore[attr-defined]
        if not hasattr(item.config, "workerinput"):
            # At the end, not at once: what another process does lasts longer than a test.
            item.session.items.append(item)
            reports = []
        else:
            # A worker of a spread run is told which tests to run, and takes no more.
            reports = runtestprotocol(item, log=False, nextitem=nextitem)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def only_stalled(reports: Sequence[pytest.TestReport]) -> bool:
    """Tell whether a stall is all that is wrong."""
    failed = [report for report in reports if report.failed]
    return bool(failed) and all(str(report.longrepr).startswith(STALL) for report in failed)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand over what this process left to a later run."""
    left = session.config.stash.get(_LEFT, [])
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["stalled"] = left
    elif session.config.option.stalled_to:
        hand_over(session.config.option.stalled_to, left)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Worker) -> None:
    """Take over what a worker of a spread run left."""
    if path := node.config.option.stalled_to:
        hand_over(path, getattr(node, "workeroutput", {}).get("stalled", []))


def hand_over(path: Path, left: Sequence[str]) -> None:
    """Write the names of tests, one a line, after those that stand there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{nodeid}\n" for nodeid in left)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name the tests that stalled once, so that nobody overlooks one that does so often."""
    stalled = {
        report.nodeid
        for reports in terminalreporter.stats.values()
        for report in reports
        if ("stalled_once", True) in getattr(report, "user_properties", ())
    }
    if stalled:
        terminalreporter.section("stalled once, not again")
        for nodeid in sorted(stalled):
            terminalreporter.write_line(nodeid)
