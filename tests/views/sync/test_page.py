"""The page of the exchange: what is true, the one thing to do, and what waits for a person."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QProgressBar, QPushButton, QWidget

from station.core.trouble import Trouble
from station.services.sync.values import Counts, Progress, Standing, Status, Stuck
from station.views.sync.options import Choice
from station.views.sync.page import SyncPage
from tests.sync_desk import held, left, never, offline, only, well
from tests.views.sync.conftest import SyncDesk


def some_conflicts(desk: SyncDesk) -> None:
    """Two conflicts wait."""
    status = only(well(desk.now), standing=Standing.PERSON, counts=Counts(differs=2))
    desk.turn(replace(status, conflicts=2))


def test_a_station_that_shares_nothing_says_so_and_leads_to_the_settings(desk: SyncDesk) -> None:
    assert desk.shows(QWidget, "sync_never")
    assert not desk.shows(QWidget, "sync_truth")
    assert "Everything is stored on this PC" in desk.words()
    assert desk.find(QPushButton, "sync_to_settings").hasFocus()
    desk.press("sync_to_settings")
    desk.press("sync_by_stick")
    assert desk.heard.went == [("settings", "central"), ("exchange", None)]


def test_all_well_says_when_and_that_nothing_is_to_be_done(desk: SyncDesk) -> None:
    desk.turn(well(desk.now))
    assert desk.said("sync_out") == (
        "Everything was delivered and confirmed today 08:57. Nothing waits."
    )
    assert desk.said("sync_in") == "Everything was last fetched today 08:57."
    assert "All is well. You need not do anything." in desk.words()
    assert "The queue is empty" in desk.words()
    desk.press("sync_run")
    assert desk.sync.done == [("now",)]


def test_offline_says_since_when_and_how_much_waits_and_tries_again(desk: SyncDesk) -> None:
    desk.turn(offline(desk.now))
    assert "40 changes wait, the oldest since Wed 18 Nov 09:10." in desk.said("sync_out")
    assert "tries again by itself" in desk.words()
    assert "All is well" not in desk.words()
    told = "They are 31 readings, 5 contacts, 2 versions of plans, 1 plan, 1 alert."
    assert told in desk.said("sync_out")
    assert desk.lines("queue_list")[:3] == [
        "Goes with the next sync",
        "31 readings, Since Wed 18 Nov 09:10",
        "5 contacts, Since Wed 18 Nov 10:00",
    ]
    button = desk.find(QPushButton, "sync_run")
    assert button.accessibleName() == "Try again now"
    assert button.hasFocus()
    desk.press("sync_run")
    assert desk.sync.done == [("now",)]


def test_a_run_shows_how_far_it_is_and_is_cancelled(desk: SyncDesk) -> None:
    running = only(
        offline(desk.now), standing=Standing.WAITING, running=True, progress=Progress("send", 0, 40)
    )
    desk.turn(running)
    desk.sync.tell(Progress("apply", 119, 214))
    desk.sync.tell(Progress("apply", 120, 214))
    desk.calm()
    assert desk.said("sync_far") == "Taking in: 120 of 214"
    bar = desk.find(QProgressBar, "")
    assert (bar.value(), bar.maximum()) == (120, 214)
    assert bar.accessibleName() == "Taking in: 120 of 214"
    desk.find(QPushButton, "sync_cancel").setFocus()
    desk.press("sync_cancel")
    assert desk.sync.done == [("cancel",)]
    desk.turn(well(desk.now))
    # The keyboard does not go with the button that is there no more.
    assert desk.find(QPushButton, "sync_run").hasFocus()
    assert not desk.shows(QWidget, "sync_progress")


def test_what_stands_still_says_why_and_goes_again(desk: SyncDesk, folder: Path) -> None:
    desk.turn(held(desk.now))
    assert "The service says: «Observation.status: unknown code 'finall'»" in desk.words()
    assert "On the way out · Since today 08:00 · tried 3 times" in desk.words()
    desk.press("stuck_open")
    assert desk.heard.went == [("patients", "p1")]
    desk.press("stuck_retry")
    assert desk.sync.done == [("retry", "out:1")]
    desk.press("stuck_export")
    desk.find(QLineEdit, "stuck_path").setText(str(folder / "fast.json"))
    desk.press("save_small")
    assert desk.sync.done[-1] == ("export", "out:1", "fast.json")
    assert desk.heard.said == ["It is tried again with the next sync", "The file is saved"]
    assert desk.shows(QWidget, "stuck_board")


def test_what_is_left_lies_there_until_it_is_undone_or_tried_again(desk: SyncDesk) -> None:
    desk.turn(held(desk.now))
    desk.press("tab_stuck")
    assert desk.find(QPushButton, "stuck_retry").hasFocus()
    desk.press("stuck_leave")
    assert desk.sync.done == [("leave", "out:1")]
    assert desk.heard.said == ["It lies here. Nothing of it is lost."]
    undo = desk.heard.undo[-1]
    assert callable(undo)
    undo()
    desk.calm()
    assert desk.sync.done[-1] == ("unleave", "out:1")
    desk.turn(left(desk.now))
    assert "Nothing waits for you. 1 lies here because somebody let it lie." in desk.words()
    assert "1 lies here." in desk.said("sync_out")
    assert "All is well" not in desk.words()
    assert "Stays here" in desk.words()
    button = desk.find(QPushButton, "stuck_take_up")
    assert button.accessibleName() == "Try again (Rask Elg · Måling)"
    desk.press("stuck_take_up")
    assert desk.sync.done[-1] == ("take_up", "out:1")


def test_a_difference_that_stands_still_leads_to_the_conflicts(desk: SyncDesk) -> None:
    status = held(desk.now)
    one = replace(status.stuck[0], state="differs", acts=("choose",))
    desk.turn(replace(status, stuck=(one,), conflicts=2))
    desk.press("tab_stuck")
    desk.press("stuck_choose")
    assert desk.shows(QWidget, "conflict_card")


def test_a_stick_alone_has_conflicts_and_things_that_stand_still(desk: SyncDesk) -> None:
    one = replace(held(desk.now).stuck[0], key="in/stick/1", way="in", channel="stick")
    desk.turn(Status("", (), stuck=(one,), conflicts=1, by_stick=1))
    assert "In 1 place two have changed the same." in desk.words()
    assert desk.said("sync_out").startswith("There is no central service.")
    assert "1 came and could not be taken in. 1 conflict waits for you." in desk.said("sync_in")
    assert not desk.shows(QPushButton, "sync_run")
    desk.press("tab_queue")
    assert desk.lines("queue_list") == ["Came in a file, and could not be taken in yet, 1"]
    desk.press("tab_stuck")
    desk.press("stuck_retry")
    assert desk.heard.said == ["It was tried again"]
    desk.conflicts.open["c1"] = replace(desk.conflicts.open["c1"], source="stick")
    desk.press("sync_conflicts")
    assert "S the other station" in desk.words()
    assert "○ The other station" in desk.words()
    assert "Take all from the other station" in desk.offered()
    desk.press("conflict_all_theirs")
    desk.press("conflict_choose")
    assert desk.heard.said[-1] == "Chosen. It goes out with the next file that you write."


def test_much_that_stands_still_is_counted_not_built(desk: SyncDesk) -> None:
    status = held(desk.now)
    many: tuple[Stuck, ...] = tuple(replace(status.stuck[0], key=f"out:{at}") for at in range(30))
    desk.turn(replace(status, stuck=many, stuck_more=70))
    assert "80 more stand still." in desk.words()
    assert len(desk.page.findChildren(QWidget, "stuck_card")) == 20


def test_a_conflict_is_solved_field_by_field_by_keyboard(desk: SyncDesk) -> None:
    some_conflicts(desk)
    assert desk.lines("conflict_list")[0] == "Rask Elg, today 09:00, Telefon og adresse"
    desk.enter("conflict_list")
    assert "Til noen velger, gjelder det som står her." in desk.words()
    assert "Here: Changed by Even Lyng yesterday 09:00" in desk.words()
    assert "≠ Different" in desk.words()
    assert "Alike on both sides: Poststed." in desk.words()
    assert not desk.shows(QWidget, "sync_truth")
    first = desk.find(Choice, "choice_phone")
    assert first.hasFocus()
    assert first.accessibleName().endswith("Not chosen yet.")
    desk.keys(Qt.Key.Key_H)
    assert first.accessibleName() == (
        "Telefon. Here: 68 05 01 12. Central: 68 05 01 99. Chosen: Here."
    )
    desk.keys(Qt.Key.Key_Return)
    assert desk.said("conflict_missing") == "Choose for each field first. Left: Adresse"
    assert desk.find(Choice, "choice_address").hasFocus()
    desk.keys(Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Right)
    assert not desk.shows(QWidget, "conflict_missing")
    desk.keys(Qt.Key.Key_Return)
    assert desk.conflicts.chosen == [("c1", {"phone": "ours", "address": "theirs"})]
    assert desk.heard.said == ["Chosen. It goes out with the next sync."]
    assert len(desk.lines("conflict_list")) == 1


def test_one_side_is_taken_whole_with_one_button(desk: SyncDesk) -> None:
    some_conflicts(desk)
    desk.press("sync_conflicts")
    desk.press("conflict_all_theirs")
    desk.press("conflict_choose")
    assert desk.conflicts.chosen == [("c1", "theirs")]


def test_a_click_on_a_value_chooses_it(desk: SyncDesk) -> None:
    some_conflicts(desk)
    desk.enter("conflict_list")
    choice = desk.find(Choice, "choice_phone")
    options = choice.findChildren(QWidget, "option_theirs")
    QTest.mouseClick(options[0], Qt.MouseButton.LeftButton)
    assert choice.chosen == "theirs"
    assert "● Central · chosen" in desk.words()


def test_of_two_plans_one_is_taken_whole(desk: SyncDesk) -> None:
    some_conflicts(desk)
    desk.page.opened("c2")
    desk.calm()
    assert "SpO₂ rød · ≠ Different" in desk.words()
    assert "under 84 %" in desk.words()
    assert "Planen som står her gjelder videre.\nChanged by Rask Elg today 08:00" in desk.words()
    desk.keys(Qt.Key.Key_S, Qt.Key.Key_Return)
    assert desk.conflicts.chosen == [("c2", "theirs")]


def test_who_may_not_choose_sees_both_sides_and_why(desk: SyncDesk) -> None:
    some_conflicts(desk)
    one = desk.conflicts.open["c2"]
    desk.conflicts.open["c2"] = replace(one, refused="The leader of the service can do this.")
    desk.page.opened("c2")
    desk.calm()
    assert "The leader of the service can do this." in desk.words()
    assert not desk.shows(QWidget, "conflict_choose")
    desk.press("leave_conflict")
    assert len(desk.lines("conflict_list")) == 2


def test_a_choice_that_is_refused_says_why_and_stays(desk: SyncDesk) -> None:
    some_conflicts(desk)
    desk.enter("conflict_list")
    desk.conflicts.trouble = Trouble("conflict_changed", "The other side has changed again.")
    desk.press("conflict_all_ours")
    desk.press("conflict_choose")
    assert desk.said("conflict_missing") == "The other side has changed again."
    # News meanwhile do not take the card away.
    desk.turn(replace(well(desk.now), conflicts=2))
    assert desk.shows(QWidget, "conflict_card")


def test_a_choice_that_comes_too_late_changes_nothing_and_says_so(desk: SyncDesk) -> None:
    some_conflicts(desk)
    desk.enter("conflict_list")
    del desk.conflicts.open["c1"]
    desk.press("conflict_all_ours")
    desk.press("conflict_choose")
    assert desk.heard.said == ["Somebody has chosen already. Nothing was changed."]
    assert len(desk.lines("conflict_list")) == 1


def test_a_conflict_that_another_has_solved_leads_back(desk: SyncDesk) -> None:
    some_conflicts(desk)
    desk.page.opened("gone")
    desk.calm()
    assert desk.heard.said == ["Somebody has chosen already."]
    assert desk.shows(QWidget, "conflict_list")


def test_who_may_see_no_patients_sees_counts_only(benefit: SyncDesk) -> None:
    benefit.turn(replace(held(benefit.now), conflicts=1))
    assert "Rask Elg" not in benefit.words()
    assert not benefit.shows(QPushButton, "tab_conflicts")
    assert not benefit.shows(QPushButton, "tab_stuck")
    told = " ".join(benefit.lines("queue_list"))
    assert "Refused by the service. See the reason" in told
    assert "1 reading, Since today 08:00" in told
    benefit.press("sync_stuck")
    assert benefit.shows(QWidget, "queue_board")


def test_earlier_runs_say_what_came_and_how_they_ended(desk: SyncDesk) -> None:
    desk.turn(well(desk.now))
    desk.press("tab_runs")
    lines = desk.lines("run_list")
    assert lines[0] == "today 08:56, 214 in · 40 out · 1 conflict, All the way through"
    assert lines[1].endswith("Nothing new, Not all the way through · Nettet svarte ikke.")


def test_a_tab_of_nothing_says_what_would_come(desk: SyncDesk) -> None:
    desk.turn(replace(well(desk.now), runs=()))
    desk.conflicts.open.clear()
    for tab, words in (
        ("conflicts", "When two have changed the same, it comes here, and you choose."),
        ("stuck", "What is refused, or cannot be taken in, comes here with its reason."),
        ("runs", "Each run is noted here."),
        ("queue", "Nothing waits to go out or in."),
    ):
        desk.press(f"tab_{tab}")
        assert words in desk.words()


def test_trouble_is_said_and_tried_again(desk: SyncDesk) -> None:
    desk.sync.trouble = Trouble("locked", "The file is locked.")
    desk.turn(well(desk.now))
    assert "The file is locked." in desk.words()
    desk.sync.trouble = None
    again = [each for each in desk.page.findChildren(QPushButton) if each.isVisible()]
    QTest.keyClick(
        next(each for each in again if each.accessibleName() == "Try again"), Qt.Key.Key_Return
    )
    desk.calm()
    assert "All is well" in desk.words()


def test_other_services_have_a_line_each(desk: SyncDesk) -> None:
    status = well(desk.now)
    other = replace(
        status.channels[0], name="gp", title="Dialogmelding", sentence="2 changes wait."
    )
    off = replace(other, name="pmd", title="PMD", standing=Standing.OFF)
    desk.turn(replace(status, channels=(*status.channels, other, off)))
    assert desk.said("sync_others") == "Dialogmelding: 2 changes wait."
    rests = replace(other, standing=Standing.RESTS, sentence="At rest.", reason="No key here.")
    desk.turn(replace(status, channels=(*status.channels, rests)))
    assert "All is well" not in desk.words()
    assert "Dialogmelding: At rest. No key here." in desk.words()
    sends = replace(other, counts=Counts(waiting=2))
    desk.turn(replace(status, channels=(*status.channels, sends)))
    assert "Something waits to go out. It goes by itself." in desk.words()


def test_switched_off_leads_to_the_settings(desk: SyncDesk) -> None:
    desk.turn(only(well(desk.now), standing=Standing.OFF))
    assert "Sync is switched off. Everything is stored on this PC." in desk.words()
    desk.press("sync_settings")
    assert desk.heard.went == [("settings", "central")]


def test_news_come_while_an_answer_is_on_its_way(desk: SyncDesk) -> None:
    page = desk.page
    assert isinstance(page, SyncPage)
    desk.sync.stands = well(desk.now)
    page.look()
    desk.sync.stands = never()
    page.look()
    desk.calm()
    assert desk.shows(QWidget, "sync_never")


def test_a_wrong_address_leads_to_the_settings_and_is_not_called_offline(desk: SyncDesk) -> None:
    stands = only(
        well(desk.now),
        standing=Standing.RESTS,
        reason="fhir.example.no does not know what Station asks for.",
        server_says="nothing here",
        in_settings=True,
    )
    desk.turn(stands)
    assert "The service says: «nothing here»" in desk.words()
    assert "not reached" not in desk.words()
    assert desk.find(QPushButton, "sync_run").accessibleName() == "Try again now"
    assert desk.find(QPushButton, "sync_settings").hasFocus()
    desk.press("sync_settings")
    assert desk.heard.went == [("settings", "central")]
