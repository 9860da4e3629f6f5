"""A choice in a conflict: undone from the toast, or said before that it cannot be."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from station.views.sync.options import Choice
from tests.views.sync.conftest import SyncDesk
from tests.views.sync.test_page import some_conflicts


def test_a_choice_is_undone_from_the_toast_and_the_conflict_waits_again(desk: SyncDesk) -> None:
    some_conflicts(desk)
    desk.enter("conflict_list")
    desk.press("conflict_all_ours")
    desk.press("conflict_choose")
    undo = desk.heard.undo[-1]
    assert callable(undo)
    # Somebody stands in the next conflict: it stays there while the first is undone.
    desk.enter("conflict_list")
    undo()
    desk.calm()
    assert desk.heard.said[-1] == "The choice is undone. The conflict waits again."
    assert desk.shows(QWidget, "conflict_card")
    desk.press("leave_conflict")
    assert len(desk.lines("conflict_list")) == 2


def test_an_undo_leads_to_the_list_with_the_conflict(desk: SyncDesk) -> None:
    some_conflicts(desk)
    desk.enter("conflict_list")
    desk.press("conflict_all_theirs")
    desk.press("conflict_choose")
    undo = desk.heard.undo[-1]
    assert callable(undo)
    undo()
    desk.calm()
    assert len(desk.lines("conflict_list")) == 2


def test_the_button_says_before_that_a_choice_cannot_be_undone(desk: SyncDesk) -> None:
    some_conflicts(desk)
    one = desk.conflicts.open["c2"]
    desk.conflicts.open["c2"] = replace(one, lasting=frozenset({"theirs"}))
    desk.page.opened("c2")
    desk.calm()
    assert "Choose" in desk.offered()
    desk.keys(Qt.Key.Key_S)
    assert "Choose – cannot be undone" in desk.offered()
    choice = desk.page.findChildren(Choice)[0]
    assert choice.accessibleName().endswith("Chosen: Central. This cannot be undone.")
    desk.keys(Qt.Key.Key_H)
    assert "Choose" in desk.offered()
    desk.keys(Qt.Key.Key_S, Qt.Key.Key_Return)
    assert desk.heard.undo == [None]


def test_where_no_side_can_be_undone_it_is_said_at_once(desk: SyncDesk) -> None:
    some_conflicts(desk)
    one = desk.conflicts.open["c2"]
    desk.conflicts.open["c2"] = replace(one, lasting=frozenset({"ours", "theirs"}))
    desk.page.opened("c2")
    desk.calm()
    assert "Choose – cannot be undone" in desk.offered()
