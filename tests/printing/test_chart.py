"""Trends on paper: gaps stay gaps, long lines keep their peaks, labels stand clear."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import cycle, islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.printing.chart import Chart, _free, _reach, _stretches, thinned
from station.printing.documents import LimitLine, Point, Tick, Zone
from station.printing.drawing import Pen, Run
from station.printing.tags import Element
from tests.printing.samples import PERIOD, SPO2

VALUES = st.lists(st.floats(-500, 500), min_size=1, max_size=20)


@given(VALUES, st.integers(1, 3000))
def test_a_long_line_keeps_its_lowest_and_highest_points(values: list[float], count: int) -> None:
    cycled = list(islice(cycle(values), max(count, len(values))))
    points = [Point(at, value) for at, value in enumerate(cycled)]
    kept = thinned(points)
    assert len(kept) <= 1000
    assert {min(values), max(values)} <= {point.value for point in kept}
    assert all(before.at < after.at for before, after in pairwise(kept))


def test_a_gap_in_time_parts_the_line() -> None:
    points = [Point(at, 90.0) for at in (0, 1, 2, 9, 10)]
    assert [len(stretch) for stretch in _stretches(points, 5)] == [3, 2]
    assert list(_stretches([], 5)) == []


def test_everything_drawn_lies_within_the_reach() -> None:
    low, high = _reach(replace(SPO2, scale=(Tick(70.0, "70"),)))
    assert (low < 70, high > 93) == (True, True)
    low, high = _reach(replace(SPO2, points=(Point(0, 5.0),), limits=(), scale=()))
    assert low < 5 < high
    assert _reach(replace(SPO2, points=(), limits=(), scale=()))[0] < 0


@given(st.lists(st.floats(0, 100), max_size=8))
def test_labels_never_stand_on_each_other(wanted: list[float]) -> None:
    taken: list[float] = []
    for place in wanted:
        taken.append(_free(place, taken))
    assert all(after - before >= 7.4 for before, after in pairwise(sorted(taken)))


def test_a_line_of_many_points_is_drawn_without_dots() -> None:
    def size(points: list[Point]) -> int:
        pen = Pen("Prøve", "nb")
        series = replace(SPO2, points=tuple(points), limits=(), scale=(), gap_ms=PERIOD.end)
        Chart(series, PERIOD, 100, Element("Figure")).draw(pen, 36, 700, 500)
        return len(pen.finish())

    step = (PERIOD.end - PERIOD.start) // 400
    many = [Point(PERIOD.start + at * step, 90.0 + at % 3) for at in range(400)]
    few = many[:160]
    assert size(many) < size(few) * 0.8


@pytest.mark.parametrize("ticks", [True, False])
def test_a_figure_knows_where_it_stands(*, ticks: bool) -> None:
    figure, pen = Element("Figure", "SpO₂"), Pen("Prøve", "nb")
    chart = Chart(SPO2, PERIOD, 100, figure, ticks)
    chart.draw(pen, 36, 700, 500)
    assert list(figure.box or ()) == [36, 600, 536, 700]
    assert len(figure.marks) == 1
    assert chart.split(500, 50) is None
    pen.finish()


@pytest.mark.parametrize(("low", "named"), [(85.0, True), (75.2, False)])
def test_a_band_too_thin_for_its_word_keeps_its_number_only(
    monkeypatch: pytest.MonkeyPatch, low: float, named: bool
) -> None:
    written: list[str] = []
    lines = Pen.lines

    def noting(
        pen: Pen, placed: Sequence[tuple[Sequence[Run], float, float]], *look: object
    ) -> None:
        written.extend(run.text for runs, _, _ in placed for run in runs)
        lines(pen, placed, *look)  # type: ignore[arg-type]

    monkeypatch.setattr(Pen, "lines", noting)
    limit = LimitLine(low, "grense", Zone.RED, below=True)
    scale = (Tick(75.0, "75"), Tick(95.0, "95"))
    series = replace(SPO2, limits=(limit,), scale=scale, points=(Point(PERIOD.start, 94.0),))
    Chart(series, PERIOD, 100, Element("Figure")).draw(Pen("Prøve", "nb"), 36, 700, 500)
    assert "grense" in written
    assert any("red" in words.lower() for words in written) is named


def test_a_line_breaks_where_something_was_asked_and_could_not_be_said() -> None:
    points = [Point(at * 1000, 5.0) for at in range(4)]
    parts = [[point.at for point in part] for part in _stretches(points, 5000, (1500, 9000))]
    assert parts == [[0, 1000], [2000, 3000]]
    assert list(_stretches([], 5000, (1,))) == []
