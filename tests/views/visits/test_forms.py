"""The short forms of the page of visits: what they ask for, refuse, and hand on."""

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from tests.views.visits.conftest import VisitsDesk

NAMES = ("Rask Elg", "Stille Brygge", "Klok Dal", "Blid Trapp", "Varm Vind")


def planned(desk: VisitsDesk, *names: str) -> str:
    """A round on Tuesday with a visit to each."""
    round_id = desk.drivers.round(*(names or NAMES[:3]))
    desk.calm()
    return round_id


def test_a_move_to_another_day_asks_for_a_reason(desk: VisitsDesk) -> None:
    planned(desk, NAMES[0])
    desk.pick("stop_list", 0)
    desk.press("visit_move")
    assert desk.find(QLineEdit, "move_day").text() == "25.11.2026"
    desk.press("save_small")
    assert "Write why" in labels(desk)
    desk.write("move_reason", "Snø")
    desk.write("move_day", "i morgen")
    desk.press("save_small")
    assert "not a day" in labels(desk)
    desk.write("move_day", "01.11.2026")
    desk.press("save_small")
    assert "from today" in labels(desk)
    desk.write("move_day", "26.11.2026")
    desk.press("save_small")
    assert "planned for" in desk.lines("errand_list")[0]
    assert "Moved to another day: Snø" in desk.lines("stop_list")[0]
    desk.pick("stop_list", 0)
    desk.press("visit_undo")
    assert desk.lines("errand_list") == []


def labels(desk: VisitsDesk) -> str:
    """All that can be read on the page."""
    return " ".join(each.text() for each in desk.page.findChildren(QLabel) if each.isVisible())


def test_closing_asks_for_what_was_driven_and_refuses_what_cannot_be(desk: VisitsDesk) -> None:
    planned(desk, NAMES[0])
    desk.press("round_close")
    desk.press("save_small")
    assert "as a number" in labels(desk)
    assert "whole number" in labels(desk)
    for far in ("-1", "2000", "1.250"):
        desk.write("close_kilometres", far)
        desk.write("close_minutes", "90")
        desk.press("save_small")
        assert desk.shows(QLineEdit, "close_kilometres")
    desk.write("close_kilometres", "62,5")
    desk.press("save_small")
    assert "Not ticked yet: 1" in labels(desk)
    desk.press("cancel_small")
    desk.pick("stop_list", 0)
    desk.press("visit_done")
    desk.press("round_close")
    desk.write("close_kilometres", "62,5")
    desk.write("close_minutes", "90")
    desk.press("save_small")
    assert "driven 62.5" in desk.words("round_length")
    assert not desk.find(QPushButton, "visit_done").isEnabled()
    desk.press("round_close")
    assert "driven" not in desk.words("round_length")


def test_a_round_that_was_closed_meanwhile_says_by_whom(desk: VisitsDesk) -> None:
    round_id = planned(desk, NAMES[0])
    desk.station.visits.done(desk.drivers.session, desk.drivers.ids(round_id)[0], round_id)
    desk.calm()
    desk.press("round_close")
    desk.station.driving.close(desk.drivers.session, round_id, 1000, 5)
    desk.write("close_kilometres", "62")
    desk.write("close_minutes", "90")
    desk.press("save_small")
    assert "closed this round" in labels(desk)
    desk.press("cancel_small")


def test_distances_that_are_no_numbers_are_refused_where_they_stand(desk: VisitsDesk) -> None:
    round_id = planned(desk, *NAMES[:2])
    desk.press("round_ways")
    desk.write("way_1_km", "langt")
    desk.press("save_small")
    assert "kilometres as a number" in desk.words("ways_wrong")
    desk.write("way_1_km", "12")
    desk.write("way_1_min", "et kvarter")
    desk.press("save_small")
    assert "minutes as a whole number" in desk.words("ways_wrong")
    desk.find(QLineEdit, "way_1_min").clear()
    desk.write("way_2_min", "5")
    desk.press("save_small")
    assert "kilometres as a number" in desk.words("ways_wrong")
    desk.find(QLineEdit, "way_2_min").clear()
    desk.write("way_1_km", "900")
    desk.press("save_small")
    assert "from 0 to 500" in desk.words("ways_wrong")
    desk.write("way_1_km", "12,25")
    desk.press("save_small")
    ways = desk.station.driving.ways(desk.drivers.session, round_id)
    assert sorted(each.metres or 0 for each in ways) == [0, 0, 12_250]
    desk.press("round_ways")
    texts = {desk.find(QLineEdit, f"way_{at}_km").text() for at in (1, 2, 3)}
    assert "12.25" in texts
    desk.press("cancel_small")


def test_the_other_distances_come_when_they_are_wanted(desk: VisitsDesk) -> None:
    planned(desk)
    desk.press("round_ways")
    assert not desk.shows(QLineEdit, "way_5_km")
    desk.press("ways_more")
    assert desk.shows(QLineEdit, "way_6_km")
    desk.press("cancel_small")


def test_a_new_errand_is_written_and_what_is_missing_is_named(desk: VisitsDesk) -> None:
    desk.drivers.house("Sjukeheimen")
    patient = desk.drivers.patient()
    desk.press("errand_new")
    desk.press("save_small")
    assert "Choose the patient or the institution" in labels(desk)
    house = desk.find(QComboBox, "errand_house")
    house.setCurrentIndex(1)
    desk.write("errand_day", "32.11.2026")
    desk.press("save_small")
    assert "not a day" in labels(desk)
    desk.write("errand_day", "24.11.2026")
    desk.find(QPlainTextEdit, "errand_note").setPlainText("Nøkkel i boden")
    desk.press("save_small")
    assert desk.who("errand_list") == ["Sjukeheimen"]
    desk.visits.opened(f"new/{patient}")
    desk.calm()
    desk.find(QComboBox, "errand_purpose").setCurrentIndex(2)
    desk.press("save_small")
    assert set(desk.who("errand_list")) == {"Rask Elg", "Sjukeheimen"}
    desk.visits.opened(f"new/{patient}")
    desk.calm()
    desk.find(QComboBox, "errand_purpose").setCurrentIndex(2)
    desk.press("save_small")
    assert "on the list already" in labels(desk)
    desk.press("cancel_small")


def test_an_errand_is_called_off_but_not_what_the_register_says(desk: VisitsDesk) -> None:
    patient = desk.drivers.patient()
    desk.drivers.trained(patient)
    desk.drivers.lent(patient, "O-1", due="2026-11-18")
    desk.drivers.visit(patient)
    desk.calm()
    desk.pick("errand_list", 0)
    desk.press("errand_off")
    assert "comes from the register" in desk.heard.said[-1]
    desk.pick("errand_list", 1)
    desk.press("errand_off")
    desk.write("call_off_reason", "Ordnet")
    desk.press("save_small")
    assert desk.lines("errand_list") == [
        each for each in desk.lines("errand_list") if "Pick up" in each
    ]


def test_who_drives_is_written_and_an_empty_round_is_taken_out(desk: VisitsDesk) -> None:
    round_id = planned(desk, NAMES[0])
    desk.press("round_driver")
    desk.write("driver_name", "Even Lyng")
    desk.press("save_small")
    assert "Even Lyng" in desk.words("round_length")
    desk.pick("stop_list", 0)
    desk.press("visit_off")
    assert desk.drivers.ids(round_id) == []
    desk.press("round_close")
    assert desk.words("round_length") == "No round is planned for this day."
