"""The day's first forty minutes in the training municipality, by keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit

from station.core.clock import FixedClock
from station.training import door
from tests.journeys.driver import Nurse
from tests.journeys.hands import find, pull, reach, save, strike, type_in
from tests.journeys.work import (
    GREEN,
    MISSING,
    PAUSE,
    RED,
    YELLOW,
    later,
    line_of,
    names_in_order,
    stands,
)

ILL, HEAVY, SWEET = "Rask Elg", "Stille Brygge", "Rolig Fjord"
UNCHARGED, AWAY, ASKS = "Grønn Bro", "Tynn Sti", "Blid Trapp"


@pytest.fixture
def at_nine(training: Nurse, day_clock: FixedClock) -> Nurse:
    """Signed in at 08:58, and the office has opened."""
    training.sign_in(door.USER, door.PASSWORD)
    training.until(lambda: training.has("worklist"), "the worklist")
    later(training, day_clock, 2)
    training.until(lambda: training.find("worklist").hasFocus(), "the keyboard on the list")
    return training


def test_the_day_from_nine_to_nine_forty_one(at_nine: Nurse, day_clock: FixedClock) -> None:
    nurse = at_nine
    the_list_at_nine(nurse)
    later(nurse, day_clock, 1)
    red_with_an_answer(nurse)
    later(nurse, day_clock, 2)
    measured_right_after_the_stairs(nurse)
    later(nurse, day_clock, 5)
    the_gp_today(nurse)
    later(nurse, day_clock, 6)
    yellow_by_the_plans_step(nurse)
    later(nurse, day_clock, 8)
    the_second_high_morning(nurse)
    later(nurse, day_clock, 11)
    two_silent(nurse)
    later(nurse, day_clock, 8)
    all_green(nurse)


def the_list_at_nine(nurse: Nurse) -> None:
    """09:00: 1 red, 3 yellow, 2 missing, 2 paused, 17 green, in this order."""
    order = [line.split(",")[0] for line in names_in_order(nurse)]
    assert order == [RED] + 3 * [YELLOW] + 2 * [MISSING] + 2 * [PAUSE] + 17 * [GREEN]
    assert "åpningstid" in line_of(nurse, ILL)


def red_with_an_answer(nurse: Nurse) -> None:
    """09:01: the value, the answer, the plan's red step, phones, and who has the card open."""
    find(nurse, ILL)
    red, said = nurse.words("alert_red"), nurse.words("alert_yellow")
    assert "SpO₂ 84 % under egen grense 86 %" in red
    assert "Planen sier ved rød" in red
    assert "Mye tyngre enn vanlig" in said
    head = nurse.words("card_head")
    assert all(words in head for words in ("68 05 01 12", "Fastlege", "ektefelle", "Sist kontakt"))
    nurse.until(lambda: "Åpen hos Maria Kvist" in nurse.words("timeline"), "the opening")


def measured_right_after_the_stairs(nurse: Nurse) -> None:
    """09:03: 84 is kept and no longer counts; 89 at rest is linked to it."""
    nurse.key("Ctrl+M")
    nurse.until(lambda: nurse.has("point_card"), "the reading")
    pull(nurse, "measure_again")
    nurse.until(lambda: nurse.has("reading_value1"), "the form")
    nurse.until(lambda: nurse.find("reading_value1").hasFocus(), "the keyboard on the value")
    type_in(nurse, "89")
    pull(nurse, "first_out")
    nurse.key("Ctrl+S")
    if nurse.has("question_yes"):
        pull(nurse, "question_yes")
    nurse.until(lambda: nurse.has("reading_news"), "the receipt")
    assert linked(nurse) == [(84.0, "activity", 89.0)]
    nurse.key("Alt+1")
    nurse.until(lambda: nurse.has("worklist"), "the worklist")


def linked(nurse: Nurse) -> list[tuple[object, ...]]:
    """Readings that check another: the first value, why it is left out, the new value."""

    def found() -> list[tuple[object, ...]]:
        sql = (
            "SELECT old.value, old.excluded, new.value FROM readings new "
            "JOIN readings old ON old.id = new.remeasures_id"
        )
        with nurse.station.record.read() as reader:
            return [tuple(row) for row in reader.raw(sql)]

    return nurse.ask(found)


def the_gp_today(nurse: Nurse) -> None:
    """09:08: still worse; the GP is asked, and the alert waits with a deadline."""
    find(nurse, ILL)
    nurse.key("3")
    nurse.until(lambda: nurse.has("handling_form"), "the form")
    message = nurse.find("handling_note", QPlainTextEdit).toPlainText()
    assert "SpO₂" in message
    assert "Pust «Mye tyngre enn vanlig»" in message
    save(nurse, "handling_form")
    nurse.until(lambda: "venter til i dag 12:00" in nurse.words("alert_red"), "the deadline")
    assert "Kontaktet fastlegen" in nurse.words("timeline")


def yellow_by_the_plans_step(nurse: Nurse) -> None:
    """09:14: the plan's own yellow step, weighed again within her limit, closed as real."""
    find(nurse, HEAVY)
    assert "Planen sier ved gul" in nurse.words("alert_yellow")
    nurse.key("2")
    nurse.until(lambda: nurse.has("handling_form"), "the form")
    type_in(nurse, "Ekstra vanndrivende etter planen.")
    save(nurse, "handling_form")
    nurse.key("Ctrl+N")
    # Weight is what her plan asks for first.
    nurse.until(lambda: HEAVY in nurse.words("page_readings"), "her page")
    nurse.until(lambda: nurse.has("reading_value1"), "the form")
    nurse.until(lambda: nurse.find("reading_value1").hasFocus(), "the keyboard on the value")
    type_in(nurse, "83,0")
    nurse.key("Ctrl+S")
    if nurse.has("question_yes"):
        pull(nurse, "question_yes")
    nurse.until(lambda: nurse.has("reading_news"), "the receipt")
    nurse.key("Alt+1")
    find(nurse, HEAVY)
    assert "tilbake i grønt, kan lukkes" in nurse.words("alert_yellow")
    nurse.key("6")
    nurse.until(lambda: nurse.has("handling_form"), "the form")
    pull(nurse, "verdict_real")
    save(nurse, "handling_form")
    stands(nurse, HEAVY, GREEN)


def the_second_high_morning(nurse: Nurse) -> None:
    """09:22: why now and not yesterday."""
    find(nurse, SWEET)
    assert "2 av 2" in nurse.words("alert_yellow")
    assert "15,2" in nurse.words("alert_yellow")


def two_silent(nurse: Nurse) -> None:
    """09:33: one tablet was not charged, one patient is in hospital: a pause with an end."""
    find(nurse, UNCHARGED)
    nurse.key("1")
    nurse.until(lambda: nurse.has("handling_form"), "the form")
    reach(nurse, "handling_note")
    type_in(nurse, "Nettbrettet var ikke ladet. Måler nå.")
    save(nurse, "handling_form")
    find(nurse, AWAY)
    nurse.key("8")
    nurse.until(lambda: nurse.has("rest_form"), "the form")
    reach(nurse, "rest_reason")
    type_in(nurse, "Innlagt i går kveld")
    save(nurse, "rest_form")
    stands(nurse, AWAY, PAUSE)
    assert "Innlagt" in line_of(nurse, AWAY)


def all_green(nurse: Nurse) -> None:
    """09:41: the round lists whom it takes; an unread comment and a missing reading stay."""
    nurse.key("Ctrl+G")
    nurse.until(lambda: nurse.has("acknowledge_now"), "whom it takes")
    takes, left = nurse.words("acknowledge").split("Tar ikke med")
    assert all(name in left and name not in takes for name in (ASKS, UNCHARGED, AWAY, ILL))
    assert "har en ulest kommentar" in left
    nurse.until(lambda: nurse.find("acknowledge_now", QAbstractButton).hasFocus(), "the verb")
    strike(nurse, Qt.Key.Key_Return)
    nurse.until(lambda: nurse.has("undo_acknowledging"), "the round")
    stands(nurse, ASKS, GREEN)
    assert "1 ulest kommentar" in line_of(nurse, ASKS)
