"""Several open alerts about one side of one value: what the one that stands shows of the others."""

from collections.abc import Mapping
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from station.rules.same_alert import CLOSED, HANDLING, LEVEL, TAKEN, closing, joined, settles

Fields = Mapping[str, object]
_NAMES = (*LEVEL, *HANDLING, *TAKEN)
_OPEN = st.builds(
    lambda level, state, who, reading: {
        **dict.fromkeys(_NAMES),
        "level": level,
        "state": state,
        "reading_id": reading,
        "taken_by": who if state != "open" else None,
        "waiting_until": 9 if state == "waiting" else None,
        "why": f"{level} {reading}",
    },
    st.sampled_from([1, 2, "?"]),
    st.sampled_from(["open", "proposed", "taken", "waiting"]),
    st.sampled_from(["u", "v", None]),
    st.sampled_from(["r", "s"]),
)
_RANK = {"open": 0, "proposed": 1, "taken": 2, "waiting": 3}


def _worth(fields: Fields) -> tuple[int, int]:
    level = fields["level"]
    return (level if isinstance(level, int) else 0, _RANK[str(fields["state"])])


def _all(stands: Fields, others: list[dict[str, object]]) -> Fields:
    for each in others:
        stands = {**stands, **joined(stands, each)}
    return stands


@given(st.lists(_OPEN, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_in_any_order_and_whichever_stands_level_and_state_are_the_same(
    alerts: list[dict[str, object]], random: Random
) -> None:
    mixed = list(alerts)
    random.shuffle(mixed)
    one, other = _all(alerts[0], alerts[1:]), _all(mixed[0], mixed[1:] + mixed)
    assert _worth(one) == _worth(other) == max(map(_worth, alerts))


@given(_OPEN, _OPEN)
def test_it_is_never_milder_never_closed_and_says_what_one_of_them_says(
    stands: dict[str, object], other: dict[str, object]
) -> None:
    became = {**stands, **joined(stands, other)}
    assert _worth(became) >= max(_worth(stands), _worth(other))
    assert became["state"] != CLOSED
    level = tuple(became[name] for name in LEVEL)
    assert level in [tuple(side[name] for name in LEVEL) for side in (stands, other)]
    handling = tuple(became[name] for name in HANDLING)
    assert handling in [tuple(side[name] for name in HANDLING) for side in (stands, other)]
    assert joined(became, other) == {}
    assert joined(stands, stands) == {}


def test_who_put_it_off_had_not_seen_the_worse_level() -> None:
    open_one: dict[str, object] = {**dict.fromkeys(_NAMES), "state": "open", "level": 2}
    put_off = {**open_one, "state": "waiting", "waiting_until": 7, "level": 1, "taken_by": "u"}
    assert joined(put_off, open_one) == {"level": 2, "state": "open", "waiting_until": None}
    assert joined(open_one, put_off) == {}
    taken = {**open_one, "state": "taken", "taken_by": "v", "taken_at": 3}
    assert joined(open_one, taken) == {"state": "taken", "taken_by": "v", "taken_at": 3}


@given(_OPEN, _OPEN)
def test_only_what_is_about_the_same_reading_and_no_worse_is_settled(
    first: dict[str, object], second: dict[str, object]
) -> None:
    assert not settles(first, second)
    closed = {**first, "state": CLOSED, "closed_at": 5, "closed_by": "u", "action": "call"}
    same = first["reading_id"] == second["reading_id"]
    assert settles(closed, second) == (same and _worth(second)[0] <= _worth(first)[0])
    said = closing(closed)
    assert set(said) == set(HANDLING)
    assert {**second, **said}["state"] == CLOSED
    assert (said["closed_at"], said["closed_by"], said["action"]) == (5, "u", "call")
