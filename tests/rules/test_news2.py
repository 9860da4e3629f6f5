"""NEWS2 at every boundary of its tables, against the chart of the Royal College of Physicians."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.rules.news2 import FIELDS, Consciousness, Points, Scale, Vitals, points

CALM = Vitals(16, 97, Scale.ONE, False, 120, 70, Consciousness.ALERT, 37.0)
TABLES: dict[str, list[tuple[float, int]]] = {
    "resp": [(8, 3), (9, 1), (11, 1), (12, 0), (20, 0), (21, 2), (24, 2), (25, 3)],
    "spo2": [(91, 3), (92, 2), (93, 2), (94, 1), (95, 1), (96, 0), (100, 0)],
    "sys": [(90, 3), (91, 2), (100, 2), (101, 1), (110, 1), (111, 0), (219, 0), (220, 3)],
    "pulse": [
        (40, 3),
        (41, 1),
        (50, 1),
        (51, 0),
        (90, 0),
        (91, 1),
        (110, 1),
        (111, 2),
        (130, 2),
        (131, 3),
    ],
    "temp": [
        (35.0, 3),
        (35.1, 1),
        (36.0, 1),
        (36.1, 0),
        (38.0, 0),
        (38.1, 1),
        (39.0, 1),
        (39.1, 2),
    ],
}
SCALE_2 = [(83, 3), (84, 2), (85, 2), (86, 1), (87, 1), (88, 0), (92, 0)]


@pytest.mark.parametrize(
    ("name", "value", "score"),
    [(name, value, score) for name, rows in TABLES.items() for value, score in rows],
)
def test_each_boundary(name: str, value: float, score: int) -> None:
    found = points(replace(CALM, **{name: value}))  # type: ignore[arg-type]
    assert getattr(found, name) == score
    assert found.total == score


@pytest.mark.parametrize(("value", "score"), [*SCALE_2, (93, 0), (100, 0)])
def test_scale_2_on_air(value: float, score: int) -> None:
    assert points(replace(CALM, scale=Scale.TWO, spo2=value)).spo2 == score


@pytest.mark.parametrize(
    ("value", "score"),
    [*SCALE_2, (93, 1), (94, 1), (95, 2), (96, 2), (97, 3), (100, 3)],
)
def test_scale_2_on_oxygen(value: float, score: int) -> None:
    found = points(replace(CALM, scale=Scale.TWO, spo2=value, oxygen=True))
    assert (found.spo2, found.oxygen) == (score, 2)


@pytest.mark.parametrize("mind", list(Consciousness))
def test_whoever_is_not_alert_gives_three(mind: Consciousness) -> None:
    found = points(replace(CALM, consciousness=mind))
    assert found.consciousness == (0 if mind is Consciousness.ALERT else 3)


def test_the_highest_single_score_is_known() -> None:
    assert points(replace(CALM, pulse=131)).highest == 3
    assert Points(0, 1, 2, 0, 0, 0, 1).highest == 2
    assert len(FIELDS) == 8


@given(
    st.builds(
        Vitals,
        st.floats(0, 100),
        st.floats(0, 100),
        st.sampled_from(Scale),
        st.booleans(),
        st.floats(0, 300),
        st.floats(0, 300),
        st.sampled_from(Consciousness),
        st.floats(20, 45),
    )
)
def test_any_observations_give_nought_to_twenty(vitals: Vitals) -> None:
    found = points(vitals)
    assert 0 <= found.highest <= found.total <= 20
