"""The plan's limits, readings typed in one after the other, and what the list says of them."""

import pytest

from station.core.clock import FixedClock
from station.training import door
from tests.journeys.driver import Nurse
from tests.journeys.work import (
    GREEN,
    MISSING,
    RED,
    YELLOW,
    later,
    line_of,
    names_in_order,
    open_card,
    stands,
    type_reading,
)

WELL = "Blid Trapp"
"""Green in the morning; her plan: red below 86 (1 of 1), yellow below 89 (2 of 2)."""
ILL = "Rask Elg"
SILENT = "Grønn Bro"


@pytest.fixture
def at_work(training: Nurse) -> Nurse:
    """Signed in, with the worklist of the training day."""
    training.sign_in(door.USER, door.PASSWORD)
    training.until(lambda: training.has("worklist"), "the worklist")
    stands(training, WELL, GREEN)
    return training


def events(nurse: Nurse, name: str) -> list[tuple[object, ...]]:
    """The levels told for a patient's SpO2 since the training day began, with their alert."""

    def told() -> list[tuple[object, ...]]:
        sql = (
            "SELECT e.level, e.alert_id FROM alert_events e JOIN alerts a ON a.id = e.alert_id "
            "JOIN patients p ON p.id = e.patient_id WHERE a.component = 'spo2' "
            "AND p.given_name || ' ' || p.family_name = ? AND e.at >= ? ORDER BY e.at, e.level"
        )
        from_ms = nurse.clock.now() - 12 * 3_600_000
        with nurse.station.record.read() as reader:
            return list(reader.raw(sql, (name, from_ms)))

    return nurse.ask(told)


def test_s13_second_low_reading_in_a_row_turns_yellow(
    at_work: Nurse, day_clock: FixedClock
) -> None:
    seen = []
    for value in ("88", "90", "88", "88", "85"):
        type_reading(at_work, WELL, value)
        seen.append(line_of(at_work, WELL).split(",")[0])
        later(at_work, day_clock, 20)
    assert seen == [GREEN, GREEN, GREEN, YELLOW, RED]
    told = events(at_work, WELL)
    assert [level for level, _ in told] == [1, 2]
    assert len({alert for _, alert in told}) == 1


def test_s13_the_card_says_why_now_and_not_yesterday(at_work: Nurse, day_clock: FixedClock) -> None:
    for value in ("88", "88"):
        type_reading(at_work, WELL, value)
        later(at_work, day_clock, 20)
    open_card(at_work, WELL)
    words = at_work.words("alert_yellow")
    assert "88" in words
    assert "89" in words
    assert "2 av 2" in words


def test_s14_red_stands_on_top_and_once(at_work: Nurse, day_clock: FixedClock) -> None:
    for value in ("88", "88", "84"):
        type_reading(at_work, WELL, value)
        later(at_work, day_clock, 20)
    order = names_in_order(at_work)
    assert sum(WELL in line for line in order) == 1
    assert order.index(f"{RED}, {WELL}") < 2
    open_card(at_work, WELL)
    assert at_work.has("alert_red")
    assert not at_work.has("alert_yellow")


def test_s15_an_alert_is_closed_with_what_was_done_and_not_without(at_work: Nurse) -> None:
    open_card(at_work, ILL)
    at_work.press("act_close")
    at_work.press("handling_save")
    assert at_work.words("handling_wrong")
    stands(at_work, ILL, RED)
    at_work.press("action_call")
    at_work.press("verdict_real")
    at_work.write("handling_note", "Ringte, har det bedre.")
    at_work.press("handling_save")
    at_work.until(lambda: not line_of(at_work, ILL).startswith(RED), "the closed alert")
    open_card(at_work, ILL)
    assert "Ringte, har det bedre." in at_work.words("timeline")
    assert "MK" in at_work.words("timeline") or door.USER in at_work.words("timeline")


def test_s17_missing_comes_with_the_hour_and_goes_with_the_reading(
    at_work: Nurse, day_clock: FixedClock
) -> None:
    stands(at_work, SILENT, MISSING)
    type_reading(at_work, SILENT, "93")
    later(at_work, day_clock, 2)
    type_reading(at_work, SILENT, "74", "pulse")
    stands(at_work, SILENT, GREEN)
    # A day goes by in silence: nobody is missed before the hour, everybody after it.
    later(at_work, day_clock, 23 * 60)
    at_work.until(lambda: line_of(at_work, SILENT).startswith(GREEN), "green until ten")
    later(at_work, day_clock, 150)
    stands(at_work, SILENT, MISSING)


def test_s18_a_reading_in_activity_counts_no_more_until_it_is_taken_back(at_work: Nurse) -> None:
    open_card(at_work, ILL)
    at_work.press("act_in_activity")
    # Nothing closes by itself: the alert stays, and says that nothing is left of it.
    back = "tilbake i grønt"
    at_work.until(lambda: back in line_of(at_work, ILL), "the mark")
    assert "84 %" not in at_work.find("trend").accessibleDescription()
    at_work.press("toast_undo")
    at_work.until(lambda: back not in line_of(at_work, ILL), "the undoing")
    stands(at_work, ILL, RED)
