"""The box the GP decides in: new limits, today's below where they differ, and what was counted."""

import pytest

from station.core import i18n
from station.rules.counts import Counts
from station.rules.limits import Level, Limit, Operator, Side
from station.services.plans.trying import Tried
from station.services.prints.limits_box import Before, counted_text, in_force, to_decide

RED = Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 86)
YELLOW = Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 89, 2, 2)
OLD = Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 84)
TRIED = Tried((Counts(13, 91, 13, 2, 1), Counts(40, 92, 39, 6, 2)), 3, 0, 30 * 86_400_000)
NOTHING = Tried((Counts(0, None, 0, 0, 0),) * 2, 0, None, None)


def test_both_spans_are_counted_for_the_new_limits_and_for_todays() -> None:
    before = Before(3, (OLD,), {"spo2": TRIED})
    box = to_decide((RED, YELLOW), ("spo2",), {"spo2": TRIED}, before)
    assert [(row.measure, row.red, row.gave, row.gave_long, row.change) for row in box.rows] == [
        ("SpO₂", "< 86 %, once", "2 yellow · 1 red day", "6 yellow · 2 red days", ""),
        ("today, version 3", "< 84 %, once", "2 yellow · 1 red day", "6 yellow · 2 red days", "–"),
    ]
    assert box.long_heading == "90 days"
    counted = "SpO₂: 40 readings 1 Jan 1970–31 Jan 1970, 3 left out, median 92 %."
    assert box.note == f"Counted on own readings. {counted}"


def test_limits_that_stay_the_same_are_not_said_twice() -> None:
    box = to_decide((RED,), ("spo2",), {"spo2": TRIED}, Before(3, (RED,), {"spo2": TRIED}))
    assert len(box.rows) == 1


def test_without_a_plan_in_force_there_is_nothing_to_compare_with() -> None:
    box = to_decide((RED,), ("spo2", "pulse"), {"spo2": NOTHING}, None)
    assert [(row.measure, row.yellow, row.gave, row.gave_long) for row in box.rows] == [
        ("SpO₂", "–", "no readings", "no readings"),
        ("Pulse", "______ beats/min", "–", "–"),
    ]
    assert box.note == "Counted on own readings. SpO₂: no readings."
    assert to_decide((), ("spo2",), {}, None).note == ""


def test_a_decided_plan_says_the_short_span_only() -> None:
    box = in_force((RED,), ("spo2",), {"spo2": TRIED})
    assert (box.note, box.long_heading) == ("SpO₂: n = 13, median 91 %", "")
    assert [(row.gave, row.gave_long) for row in box.rows] == [("2 yellow days · 1 red day", "")]
    assert in_force((RED,), ("spo2",), {}).note == ""
    assert in_force((RED,), ("spo2",), {"spo2": NOTHING}).note == ""


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (NOTHING, "ingen målinger"),
        (Tried(NOTHING.counts, 2, None, None), "ingen målinger, 2 utelatt"),
        (Tried((Counts(1, 91, 1, 0, 0),) * 2, 0, 0, 0), "1 måling 01.01.1970"),
    ],
)
def test_what_was_counted_is_said_in_words(found: Tried, said: str) -> None:
    with i18n.speaking("nb"):
        assert counted_text(found) == said
