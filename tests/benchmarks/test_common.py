"""The arithmetic of the benchmarks, on clocks that say what the test wants."""

from collections.abc import Callable, Iterator

from benchmarks.common import Ratio, Row, Verdict, judged, limited, paired, table


def clock(times: Iterator[float]) -> Callable[[], float]:
    """A measurement that gives these seconds one after the other."""
    return lambda: next(times)


def test_the_median_of_the_ratios_counts_and_not_the_ratio_of_the_sums() -> None:
    ours = clock(iter([9.0, 2.0, 30.0, 4.0]))
    bare = clock(iter([9.0, 1.0, 10.0, 4.0]))
    assert paired(ours, bare, rounds=3) == Ratio(2.0, 4000.0, 4000.0)


def test_the_order_changes_every_round() -> None:
    order = ""

    def measure(letter: str) -> float:
        nonlocal order
        order += letter
        return 1.0

    paired(lambda: measure("o"), lambda: measure("b"), rounds=2)
    assert order == "ob" + "obbo"


def test_a_miss_is_measured_again_and_noise_is_allowed_for() -> None:
    ratios = iter([Ratio(2.0, 2.0, 1.0), Ratio(1.6, 1.6, 1.0)])
    row = judged("start", 1.5, lambda: next(ratios))
    assert row == Row("start", "1.60x (1.6 / 1.0 ms)", "<= 1.5x", Verdict.OK)


def test_two_misses_are_a_miss() -> None:
    row = judged("start", 1.5, lambda: Ratio(1.7, 1.7, 1.0))
    assert row.verdict is Verdict.MISSED


def test_a_count_has_no_noise() -> None:
    assert limited("modules", 250, 250).verdict is Verdict.OK
    assert limited("modules", 251, 250) == Row("modules", "251", "<= 250", Verdict.MISSED)


def test_the_table_stands_in_columns() -> None:
    rows = [Row("long metric", "1", "2", Verdict.OK), Row("short", "10")]
    assert table(rows).splitlines() == [
        "metric       measured  goal",
        "long metric  1         2     ok",
        "short        10              info",
    ]
