"""A day of driving on the page: errands chosen, ordered, printed, ticked, and what goes wrong."""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QListView, QPushButton

from station.rules.routing import OFFICE
from station.views.style import Banner
from station.views.visits.drag import ERRANDS, STOP, carried, packed
from station.views.visits.printview import PrintView
from station.views.visits.round import RoundView
from tests.views.visits.conftest import VisitsDesk
from tests.visiting import MONDAY, TUESDAY

NAMES = ("Rask Elg", "Stille Brygge", "Klok Dal", "Blid Trapp", "Varm Vind")


def five(desk: VisitsDesk) -> None:
    """Five errands on the list, in the order of their names."""
    for name in NAMES:
        desk.drivers.visit(desk.drivers.patient(name))
    desk.calm()


def planned(desk: VisitsDesk, *names: str) -> str:
    """A round on Tuesday with a visit to each."""
    round_id = desk.drivers.round(*(names or NAMES[:3]))
    desk.calm()
    return round_id


def undo(desk: VisitsDesk) -> None:
    """Press «Undo» in the last message."""
    cast("Callable[[], None]", desk.heard.undo[-1])()
    desk.calm()


def distances(desk: VisitsDesk, round_id: str, *far: int) -> None:
    """Let the stops stand along one road, so many kilometres from the office."""
    places = {OFFICE: 0}
    for stop, km in zip(desk.drivers.shown(round_id).stops, far, strict=True):
        places[stop.errand.place] = km
    names = list(places)
    ways = [
        ((a, b), abs(places[a] - places[b]) * 1000, abs(places[a] - places[b]))
        for at, a in enumerate(names)
        for b in names[at + 1 :]
    ]
    desk.station.driving.keep_ways(desk.drivers.session, ways)
    desk.calm()


def test_an_empty_day_says_what_to_do(desk: VisitsDesk) -> None:
    assert "Everything is planned" in desk.words("errand_nothing")
    assert desk.words("round_length") == "No round is planned for this day."
    assert "Drag errands here" in desk.words("round_hint")
    assert desk.words("visit_day").startswith("Tuesday")


def test_five_errands_become_a_round_that_is_driven(desk: VisitsDesk) -> None:
    five(desk)
    assert desk.words("errand_count") == "5 errands"
    desk.pick("errand_list", 0, 1, 2, 3, 4)
    desk.key("errand_list", Qt.Key.Key_Return)
    assert desk.lines("errand_list") == []
    assert len(desk.who()) == 5
    round_id = desk.visits.round.id if desk.visits.round else ""
    assert desk.shows(Banner, "round_banner")
    desk.press("round_ways")
    for at, km in enumerate((10, 5, 5, 5, 5, 10), 1):
        desk.write(f"way_{at}_km", str(km))
    desk.write("way_1_min", "12")
    desk.press("save_small")
    assert not desk.shows(Banner, "round_banner")
    assert "planned 40" in desk.words("round_length")
    first = desk.who()
    desk.pick("stop_list", 4)
    desk.key("stop_list", Qt.Key.Key_Up, alt=True)
    assert desk.who() == [*first[:3], first[4], first[3]]
    undone = desk.who()
    for place in range(4):
        desk.pick("stop_list", place)
        desk.press("visit_done")
    desk.pick("stop_list", 4)
    desk.press("visit_not_home")
    desk.write("not_home_reason", "På butikken")
    desk.press("save_small")
    assert desk.who("errand_list") == [undone[4]]
    assert "not at home" in desk.lines("errand_list")[0]
    desk.press("round_close")
    desk.write("close_kilometres", "62")
    desk.write("close_minutes", "90")
    desk.press("save_small")
    assert "driven 62" in desk.words("round_length")
    assert desk.drivers.shown(round_id).metres_driven == 62_000
    undo(desk)
    assert desk.drivers.shown(round_id).closed_at is None


def test_the_order_is_proposed_and_can_be_taken_back(desk: VisitsDesk) -> None:
    round_id = planned(desk)
    distances(desk, round_id, 30, 10, 20)
    desk.press("round_propose")
    assert "New order: 60" in desk.heard.said[-1]
    assert desk.who() != list(NAMES[:3])
    undo(desk)
    assert desk.who() == list(NAMES[:3])
    desk.press("round_propose")
    desk.press("round_propose")
    assert desk.heard.said[-1] == "The order is the shortest already."
    assert desk.heard.undo[-1] is None


def test_without_distances_the_order_stays_and_that_is_said(desk: VisitsDesk) -> None:
    planned(desk)
    desk.press("round_propose")
    assert "distances are missing" in desk.heard.said[-1]
    assert desk.who() == list(NAMES[:3])


def test_the_keyboard_moves_a_stop_and_stays_on_it(desk: VisitsDesk) -> None:
    planned(desk)
    desk.pick("stop_list", 0)
    desk.key("stop_list", Qt.Key.Key_Up, alt=True)
    assert desk.who() == list(NAMES[:3])
    desk.key("stop_list", Qt.Key.Key_Down, alt=True)
    desk.key("stop_list", Qt.Key.Key_Down, alt=True)
    assert desk.who() == [NAMES[1], NAMES[2], NAMES[0]]
    view = desk.find(QListView, "stop_list")
    assert view.currentIndex().row() == 2
    desk.key("stop_list", Qt.Key.Key_Up)
    assert view.currentIndex().row() == 1


def drop(view: QListView, data: QMimeData, place: QPoint) -> None:
    """Let something fall on a list, as the mouse does."""
    none, action = Qt.KeyboardModifier.NoModifier, Qt.DropAction.MoveAction
    left = Qt.MouseButton.LeftButton
    view.dragEnterEvent(QDragEnterEvent(place, action, data, left, none))
    view.dragMoveEvent(QDragMoveEvent(place, action, data, left, none))
    view.dropEvent(QDropEvent(QPointF(place), action, data, left, none))


def test_the_mouse_drags_errands_in_stops_about_and_back(desk: VisitsDesk) -> None:
    round_id = planned(desk)
    desk.drivers.visit(desk.drivers.patient("Blid Trapp"))
    desk.calm()
    errands, stops = desk.find(QListView, "errand_list"), desk.find(QListView, "stop_list")
    data = errands.model().mimeData([errands.model().index(0, 0)])
    assert data.formats() == [ERRANDS]
    second = stops.visualRect(stops.model().index(1, 0))
    drop(stops, data, QPoint(20, second.top() + 3))
    desk.calm()
    assert desk.who() == [NAMES[0], "Blid Trapp", NAMES[1], NAMES[2]]
    first = stops.model().mimeData([stops.model().index(0, 0)])
    third = stops.visualRect(stops.model().index(2, 0))
    drop(stops, first, QPoint(20, third.bottom() - 3))
    desk.calm()
    assert desk.who() == ["Blid Trapp", NAMES[1], NAMES[0], NAMES[2]]
    drop(stops, stops.model().mimeData([stops.model().index(1, 0)]), QPoint(20, 5000))
    desk.calm()
    assert desk.who()[-1] == NAMES[1]
    drop(errands, stops.model().mimeData([stops.model().index(0, 0)]), QPoint(5, 5))
    desk.calm()
    assert desk.who("errand_list") == ["Blid Trapp"]
    undo(desk)
    assert desk.who()[0] == "Blid Trapp"
    assert len(desk.drivers.ids(round_id)) == 4


def test_what_is_no_errand_falls_nowhere(desk: VisitsDesk) -> None:
    planned(desk)
    other = QMimeData()
    other.setText("something")
    for name in ("stop_list", "errand_list"):
        drop(desk.find(QListView, name), other, QPoint(5, 5))
    drop(desk.find(QListView, "stop_list"), packed(STOP, ["nobody"]), QPoint(5, 5))
    desk.calm()
    assert desk.who() == list(NAMES[:3])
    assert carried(other, ERRANDS) == ()


def test_what_another_window_changed_is_said_and_shown(desk: VisitsDesk) -> None:
    round_id = planned(desk)
    desk.drivers.station.bus.subscribe(lambda _changes: None)
    seen = desk.drivers.ids(round_id)
    desk.drivers.sql("UPDATE visits SET round_id = NULL WHERE id = ?", seen[0])
    desk.pick("stop_list", 0)
    desk.press("visit_done")
    assert "changed this round meanwhile" in desk.find(Banner, "visits_banner").text
    assert desk.who() == list(NAMES[1:3])
    desk.pick("stop_list", 0)
    desk.press("visit_done")
    assert not desk.shows(Banner, "visits_banner")


def test_the_search_narrows_and_enter_goes_to_the_list(desk: VisitsDesk) -> None:
    five(desk)
    desk.write("errand_search", "brygge", enter=True)
    assert desk.who("errand_list") == ["Stille Brygge"]
    assert desk.find(QListView, "errand_list").hasFocus()
    desk.write("errand_search", "nobody")
    assert desk.words("errand_nothing") == "Nothing found"
    desk.find(QLineEdit, "errand_search").clear()
    desk.pick("errand_list", 2)
    desk.press("errand_send")
    assert len(desk.who()) == 1
    undo(desk)
    assert len(desk.who("errand_list")) == 5


def test_days_and_rounds_are_turned(desk: VisitsDesk) -> None:
    planned(desk, NAMES[0])
    desk.press("day_another")
    rounds = desk.find(QComboBox, "day_rounds")
    assert rounds.currentText() == "Round 2"
    assert desk.lines("stop_list") == []
    rounds.setCurrentIndex(0)
    rounds.activated.emit(0)
    desk.calm()
    assert desk.who() == [NAMES[0]]
    desk.press("day_before")
    assert desk.visits.day == MONDAY
    assert desk.words("round_length") == "No round is planned for this day."
    desk.press("day_after")
    assert desk.visits.day == TUESDAY
    desk.press("day_today")
    assert desk.words("visit_day").startswith("Today")


def test_a_stop_leads_to_where_the_thing_itself_is_done(desk: VisitsDesk) -> None:
    drivers = desk.drivers
    elg, brygge, dal = (drivers.patient(name) for name in NAMES[:3])
    for who in (elg, brygge, dal):
        drivers.trained(who)
    drivers.lent(elg, "O-1", due="2026-11-18")
    battery = drivers.lent(brygge, "V-1", kind="scale")
    drivers.sql("UPDATE devices SET battery_due = '2026-11-22' WHERE id = ?", battery)
    ready = drivers.stored("O-2")
    drivers.sql("UPDATE devices SET state = 'ready', reserved_for = ? WHERE id = ?", dal, ready)
    drivers.visit_papers(dal)
    house = drivers.house("Sjukeheimen")
    camera = drivers.stored("K-1")
    drivers.sql(
        "UPDATE devices SET state = 'ready', reserved_institution = ? WHERE id = ?", house, camera
    )
    ids = [each.id for each in desk.station.visits.errands(drivers.session)]
    desk.visits.deeds.plan(ids)
    desk.calm()
    wanted = {
        "pickup": ("take_back", f"patient/{elg}"),
        "battery": ("equipment", battery),
        "handout": ("hand_out", f"patient/{dal}"),
        "papers": ("plans", dal),
    }
    at_house = ("hand_out", f"institution/{house}")
    for place, stop in enumerate(drivers.shown(desk.visits.round.id).stops):  # type: ignore[union-attr]
        desk.pick("stop_list", place)
        desk.press("visit_deed")
        known = stop.errand.patient_id is not None
        assert desk.heard.went[-1] == (wanted[stop.errand.purpose] if known else at_house)
        desk.key("stop_list", Qt.Key.Key_Return)
        assert (desk.heard.went[-1] == ("patients", stop.errand.patient_id)) is known


def test_the_driving_list_is_shown_and_left(desk: VisitsDesk) -> None:
    planned(desk)
    desk.press("round_print")
    view = desk.find(PrintView, "driving_print")
    desk.qtbot.waitUntil(lambda: view.viewer.made is not None, timeout=30_000)
    assert "kjoereliste" in view.viewer.made.file_name  # type: ignore[union-attr]
    QTest.keyClick(desk.find(QPushButton, "leave_driving_print"), Qt.Key.Key_Space)
    desk.calm()
    assert desk.who() == list(NAMES[:3])


def test_a_narrow_window_puts_the_sides_under_each_other(desk: VisitsDesk) -> None:
    planned(desk)
    desk.page.resize(760, 700)
    desk.calm()
    errands, stops = desk.find(QListView, "errand_list"), desk.find(QListView, "stop_list")
    below = stops.mapTo(desk.page, QPoint(0, 0)).y()
    assert below > errands.mapTo(desk.page, QPoint(0, 0)).y() + errands.height()
    desk.pick("stop_list", 0)
    desk.press("visit_not_home")
    assert not errands.isVisible()
    desk.press("cancel_small")
    assert errands.isVisible()


def test_a_round_that_comes_while_the_page_is_built_is_shown(desk: VisitsDesk) -> None:
    found = desk.drivers.shown(planned(desk))
    view = RoundView(desk.page)
    done: list[bool] = []
    view.steps.add(lambda: view.show_round(found, 0), lambda: done.append(True))
    desk.qtbot.waitUntil(lambda: bool(done), timeout=5000)
    assert [each.errand.who for each in view.list.rows.lines] == list(NAMES[:3])
    view.deleteLater()
