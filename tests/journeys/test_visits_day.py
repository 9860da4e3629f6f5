"""The nurse's day, 09:45 and 11:25: a hand-out visit is prepared, driven, and counted (R72)."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView

from station.core.clock import FixedClock
from station.core.zone import day_of
from station.training import door
from tests.journeys.driver import Nurse, lines_of
from tests.journeys.store import (
    chosen_device,
    goes_out,
    make_ready,
    page_text,
    read,
    saved_print,
    shelf,
    to_the_store,
)
from tests.journeys.work import later

NEW, OUT, CALLED = "Snill Li", "Oksymeter 5", "Rask Elg"
PLANNED = ("Varm Ås", "Klar Nordavind", "Stille Brygge")
NAMES = (*PLANNED, NEW, CALLED)
KILOMETRES, MINUTES = "74", "95"


@pytest.fixture
def at_work(training: Nurse) -> Nurse:
    """Signed in on the training day."""
    training.sign_in(door.USER, door.PASSWORD)
    training.until(lambda: training.has("worklist"), "the worklist")
    return training


def who(nurse: Nurse, name: str = "stop_list") -> list[str]:
    """Whom the lines of a list are about, in their order."""
    view = nurse.find(name, QAbstractItemView)
    found = [next((each for each in NAMES if each in line), "") for line in lines_of(view)]
    return [each for each in found if each]


def keyed(
    nurse: Nurse,
    name: str,
    key: Qt.Key,
    held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Presses a key in a list."""
    QTest.keyClick(nurse.find(name, QAbstractItemView), key, held)
    nurse.settle()


def to_the_visits(nurse: Nurse) -> None:
    """Goes to the visits of today."""
    nurse.go("visits")
    nurse.until(lambda: nurse.has("stop_list") and who(nurse), "the round of today")


def sent(nurse: Nurse, words: str) -> None:
    """Puts an errand on the round, by keyboard."""
    nurse.write("errand_search", words)
    nurse.settle()
    QTest.keyClick(nurse.find("errand_search"), Qt.Key.Key_Return)
    keyed(nurse, "errand_list", Qt.Key.Key_Return)
    nurse.until(lambda: words in read(nurse, "stop_list"), f"{words} on the round")
    nurse.write("errand_search", "")


def planned(nurse: Nurse) -> list[str]:
    """Two more stops, the distances that nobody has typed yet, and an order proposed."""
    to_the_visits(nurse)
    assert OUT in read(nurse, "errand_list")
    sent(nurse, NEW)
    # She has three errands; the one that is driven for now is found by its note.
    sent(nurse, "Lever måleskjema")
    assert nurse.has("round_banner"), "distances are missing"
    nurse.press("round_ways")
    at = 1
    while nurse.has(f"way_{at}_km"):
        nurse.write(f"way_{at}_km", str(12 + at))
        nurse.write(f"way_{at}_min", str(14 + at))
        at += 1
    nurse.press("save_small")
    nurse.until(lambda: not nurse.has("round_banner"), "the length of the round")
    nurse.press("round_propose")
    order = who(nurse)
    assert sorted(order) == sorted(NAMES)
    return order


def changed_by_keyboard(nurse: Nurse, proposed: list[str]) -> list[str]:
    """The first stop is driven to second."""
    nurse.pick("stop_list", proposed[0])
    keyed(nurse, "stop_list", Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    wanted = [proposed[1], proposed[0], *proposed[2:]]
    nurse.until(lambda: who(nurse) == wanted, "the other order")
    return wanted


def printed(nurse: Nurse, path: Path) -> str:
    """The driving list as it was saved."""
    nurse.press("round_print")
    text = page_text(saved_print(nurse, "driving_print", path))
    nurse.press("leave_driving_print")
    return text


def at_the_door(nurse: Nurse) -> None:
    """At the first-time patient's: from the stop to the hand-out, with her chosen already."""
    nurse.pick("stop_list", NEW)
    nurse.press("visit_deed")
    nurse.until(lambda: nurse.has("hand_out") and nurse.has("who_name"), "the hand-out")
    assert nurse.words("who_name") == NEW
    chosen_device(nurse, OUT)
    assert NEW in goes_out(nurse)


def driven(nurse: Nurse, order: list[str]) -> None:
    """All but one were at home; the kilometres are typed."""
    for name in order:
        nurse.pick("stop_list", name)
        if name == CALLED:
            nurse.press("visit_not_home")
            nurse.write("not_home_reason", "På butikken")
            nurse.press("save_small")
        else:
            nurse.press("visit_done")
    nurse.until(lambda: "På butikken" in read(nurse, "errand_list"), "that it waits again")
    nurse.press("round_close")
    nurse.write("close_kilometres", "førti")
    nurse.write("close_minutes", MINUTES)
    nurse.press("save_small")
    assert nurse.has("close_form"), "no number of kilometres"
    nurse.write("close_kilometres", KILOMETRES)
    nurse.press("save_small")
    nurse.until(lambda: not nurse.has("close_form"), "that the round is closed")


def test_the_day_1125_a_visit_is_prepared_driven_handed_out_and_counted(
    at_work: Nurse, day_clock: FixedClock, tmp_path: Path
) -> None:
    nurse = at_work
    to_the_store(nurse)
    make_ready(nurse, OUT)
    order = changed_by_keyboard(nurse, planned(nurse))
    text = printed(nurse, tmp_path / "kjøreliste.pdf")
    places = [text.index(name) for name in order]
    assert places == sorted(places)
    assert "Ta med ny strikk til vekten" in text
    assert OUT in text

    later(nurse, day_clock, 30)
    nurse.restart()
    nurse.sign_in(door.USER, door.PASSWORD)
    to_the_visits(nurse)
    assert who(nurse) == order
    later(nurse, day_clock, 100)
    at_the_door(nurse)
    to_the_visits(nurse)
    driven(nurse, order)
    assert f"kjørt {KILOMETRES} km" in read(nurse, "round_length")
    to_the_store(nurse)
    assert NEW in shelf(nurse, OUT)
    counted(nurse)


def counted(nurse: Nurse) -> None:
    """What was driven is shared among those it was driven for, and nothing is lost on the way."""
    session = nurse.keeper.session
    assert session is not None
    today = day_of(nurse.clock.now())
    found = nurse.ask(
        lambda: nurse.station.driving.figures(session, today, today + timedelta(days=1))
    )
    assert sum(each.metres for each in found) == int(KILOMETRES) * 1000
    assert sum(each.in_vain for each in found) == 1
    assert sum(each.visits for each in found) == len(NAMES) - 1
