"""The pyramid says what a plain search for the smallest and largest says."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from station.views.charts.pyramid import BASE, Pyramid

VALUES = st.lists(st.integers(-50, 50).map(float), min_size=1, max_size=900)


@given(VALUES, st.data())
def test_extremes_are_those_of_a_plain_search(numbers: list[float], data: st.DataObject) -> None:
    values = np.array(numbers)
    start = data.draw(st.integers(0, values.size - 1))
    stop = data.draw(st.integers(start + 1, values.size))
    found = Pyramid(values).extremes(start, stop)
    assert found == (values[start:stop].min(), values[start:stop].max())


@given(VALUES, st.integers(8, 200), st.data())
def test_what_is_selected_draws_like_everything(
    numbers: list[float], budget: int, data: st.DataObject
) -> None:
    values = np.array(numbers)
    start = data.draw(st.integers(0, values.size - 1))
    stop = data.draw(st.integers(start + 1, values.size))
    chosen = Pyramid(values).select(start, stop, budget)
    assert np.all(np.diff(chosen) >= 0)
    assert values[chosen].min() <= values[start:stop].min()
    assert values[chosen].max() >= values[start:stop].max()
    if stop - start <= budget:
        assert chosen.tolist() == list(range(start, stop))


@given(VALUES, st.integers(8, 100))
def test_no_block_loses_its_spike(numbers: list[float], budget: int) -> None:
    values = np.array(numbers)
    chosen = Pyramid(values).select(0, values.size, budget)
    blocks = max(1, chosen.size // 2)
    block = BASE
    while -(-values.size // block) > blocks:
        block *= 2
    for start in range(0, values.size, block):
        inside = chosen[(chosen >= start) & (chosen < start + block)]
        part = values[start : start + block]
        assert values[inside].min() == part.min()
        assert values[inside].max() == part.max()


def test_two_million_values_become_a_screenful() -> None:
    values = np.random.default_rng(1).normal(size=2_000_000)
    chosen = Pyramid(values).select(0, values.size, 2_000)
    assert 500 <= chosen.size <= 2_002
    assert values[chosen].max() == values.max()
