"""The rule that a stall counts when it comes again."""

import pytest

from tests.stalls import STALL, only_stalled

pytest_plugins = ("pytester",)

CONFTEST = """
from pathlib import Path
import pytest
pytest_plugins = ("tests.stalls",)

@pytest.fixture
def heartbeat():
    yield
    runs = Path("runs")
    runs.write_text((runs.read_text() if runs.exists() else "") + "x")
    if len(runs.read_text()) <= {bad}:
        pytest.fail("{stall} for 60 ms", pytrace=False)
"""


@pytest.mark.parametrize(("bad", "passed", "errors"), [(0, 1, 0), (1, 1, 0), (2, 1, 1)])
def test_a_stall_counts_when_it_comes_again(
    pytester: pytest.Pytester, bad: int, passed: int, errors: int
) -> None:
    pytester.makeconftest(CONFTEST.format(bad=bad, stall=STALL))
    pytester.makepyfile("def test_one(heartbeat): pass")
    result = pytester.runpytest("-p", "no:cacheprovider")
    result.assert_outcomes(passed=passed, errors=errors)
    assert ("stalled once, not again" in result.stdout.str()) == (bad > 0)


def test_it_is_run_again_when_all_others_have_run(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST.format(bad=1, stall=STALL))
    pytester.makepyfile(
        """
        from pathlib import Path
        order = Path("order")
        order.touch()
        def test_one(heartbeat): order.write_text(order.read_text() + "one ")
        def test_two(): order.write_text(order.read_text() + "two ")
        """
    )
    pytester.runpytest("-p", "no:cacheprovider").assert_outcomes(passed=2)
    assert (pytester.path / "order").read_text().split() == ["one", "two", "one"]


def test_any_other_failure_is_told_at_once(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST.format(bad=1, stall=STALL))
    pytester.makepyfile("def test_one(heartbeat): assert False")
    result = pytester.runpytest("-p", "no:cacheprovider")
    result.assert_outcomes(failed=1, errors=1)


@pytest.mark.parametrize("spread", [(), ("-n", "1")])
def test_a_run_can_leave_the_second_try_to_one_that_is_alone(
    pytester: pytest.Pytester, spread: tuple[str, ...]
) -> None:
    pytester.makeconftest(CONFTEST.format(bad=1, stall=STALL))
    pytester.makepyfile("def test_one(heartbeat): pass\ndef test_two(): pass")
    options = ("-p", "no:cacheprovider")
    pytester.runpytest(*options, *spread, "--stalled-to", "left").assert_outcomes(passed=1)
    left = (pytester.path / "left").read_text().split()
    assert [each.rpartition("::")[2] for each in left] == ["test_one"]
    pytester.runpytest(*options, *left).assert_outcomes(passed=1)


def test_what_failed_otherwise_is_not_left(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(CONFTEST.format(bad=1, stall=STALL))
    pytester.makepyfile("def test_one(heartbeat): assert False")
    result = pytester.runpytest("-p", "no:cacheprovider", "--stalled-to", "left")
    result.assert_outcomes(failed=1, errors=1)
    assert (pytester.path / "left").read_text() == ""


def test_nothing_failed_is_no_stall() -> None:
    assert not only_stalled([])
