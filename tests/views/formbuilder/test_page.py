"""The municipality's own forms: written, checked, taken into use, compared, and never lost."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from station.rules.forms import Branch, Comparison, Form, FormStatus, Item, ItemKind, Words
from station.rules.limits import Level
from station.services.session import Session
from station.views.formbuilder.editor import Editor
from station.views.formbuilder.page import FormBuilderPage
from station.views.forms.printview import FormPrintView
from station.views.style import Banner
from tests.inbox_office import Desk
from tests.intaking import NURSE
from tests.views.formbuilder.conftest import LEADER

TODAY = "20.11.2026"


def editor(desk: Desk) -> Editor:
    made = desk.find(Editor, "form_editor")
    settled(desk, made)
    return made


def settled(desk: Desk, made: Editor) -> None:
    """Wait until all is stored, and the preview and the faults have followed."""

    def quiet() -> bool:
        saved = made.saver.unsaved is None or made.saver.halted
        return saved and not made._look_soon.isActive() and made.preview.ready

    desk.qtbot.waitUntil(quiet, timeout=10_000)
    desk.calm()


def faults(made: Editor) -> list[str]:
    return [made.faults.item(at).text() for at in range(made.faults.count())]


def begun(desk: Desk, title: str = "Sleep and rest") -> Editor:
    desk.press("new_form_button")
    desk.write("new_form_title", title, enter=True)
    return editor(desk)


def write_note(desk: Desk, name: str, text: str) -> None:
    box = desk.find(QPlainTextEdit, name)
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)


def choose(desk: Desk, name: str, words: str) -> None:
    """Choose an entry of a drop-down list by keyboard."""
    box = desk.find(QComboBox, name)
    at = next(at for at in range(box.count()) if words in box.itemText(at))
    box.setCurrentIndex(at)
    box.activated.emit(at)
    desk.calm()


def stored(desk: Desk, made: Editor) -> Form:
    return desk.station.forms.form(LEADER, made.row.code, made.row.version)


def choice_written(desk: Desk, made: Editor, text: str, *answers: str) -> None:
    desk.press("new_item")
    desk.find(QWidget, "choice_words_1")
    write_note(desk, "item_text", text)
    for at, words in enumerate(answers):
        desk.write(f"choice_words_{at}", words)
    settled(desk, made)


def test_every_form_stands_in_the_list_with_its_state(desk: Desk) -> None:
    view = desk.find(QListWidget, "forms_list")
    lines = [view.item(at).text() for at in range(view.count())]
    assert "ESAS-r\n● In use · Version 1" in lines
    assert "PHQ-9\n○ Not taken into use yet · Version 1" in lines


def test_a_form_is_written_taken_into_use_and_answered(desk: Desk) -> None:
    made = begun(desk)
    assert faults(made) == ["The form asks nothing."]
    choice_written(desk, made, "How did you sleep?", "Well", "Badly")
    desk.find(QComboBox, "choice_level_1").activated.emit(3)
    desk.press("new_item")
    choose(desk, "item_kind", "Scale")
    desk.find(QWidget, "item_yellow")
    write_note(desk, "item_text", "How tired are you?")
    desk.write("item_yellow", "4")
    desk.write("item_red", "7")
    desk.find(QAbstractButton, "item_cannot").click()
    choose(desk, "item_branch", "How did you sleep?")
    desk.find(QComboBox, "branch_value")
    settled(desk, made)
    assert faults(made) == []
    form = stored(desk, made)
    slept, tired = form.items
    assert [choice.level for choice in slept.choices] == [None, Level.RED]
    assert (tired.kind, tired.cannot_say) == (ItemKind.SCALE, True)
    assert [(step.at_least, step.level) for step in tired.levels] == [(4, 1), (7, 2)]
    assert tired.shown_if is not None
    assert tired.shown_if == Branch(slept.code, Comparison.IS, 1)
    desk.press("take_form")
    desk.press("save_small")
    assert "who has checked" in desk.find(Banner, "taking_faults").text
    desk.write("checked_by", "Stille Brygge", enter=True)
    desk.calm()
    rows = desk.station.forms.overview(LEADER)
    row = next(each for each in rows if each.code == made.row.code)
    checked = (row.status, row.checked_by, row.checked_on)
    assert checked == (FormStatus.IN_USE, "Stille Brygge", "2026-11-20")


def test_what_hinders_is_said_where_it_is_taken_and_beside_the_parts(desk: Desk) -> None:
    made = begun(desk)
    desk.press("new_item")
    settled(desk, made)
    assert faults(made) == ["«1. …» has no words in English."]
    made.list.setCurrentRow(0)
    made.faults.itemActivated.emit(made.faults.item(0))
    assert made.list.currentRow() == 1
    desk.press("take_form")
    desk.write("checked_by", "Stille Brygge", enter=True)
    desk.calm()
    assert desk.find(Banner, "taking_faults").text == "«1. …» has no words in English."
    desk.write("checked_on", "tomorrow", enter=True)
    assert "on which day" in desk.find(Banner, "taking_faults").text


def test_questions_move_by_key_and_one_taken_out_comes_back(desk: Desk) -> None:
    made = begun(desk)
    choice_written(desk, made, "First", "No", "Yes")
    choice_written(desk, made, "Second", "No", "Yes")
    QTest.keyClick(made.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    desk.press("item_up")
    assert [item.text.en for item in made.form.items] == ["Second", "First"]
    desk.press("item_gone")
    assert [item.text.en for item in made.form.items] == ["First"]
    undo = desk.heard.undo[-1]
    assert callable(undo)
    undo()
    settled(desk, made)
    assert [item.text.en for item in stored(desk, made).items] == ["Second", "First"]


def test_a_total_counts_what_is_ticked(desk: Desk) -> None:
    made = begun(desk)
    choice_written(desk, made, "First", "No", "Yes")
    desk.press("new_total")
    desk.write("total_name", "Sum")
    desk.find(QListWidget, "total_items").item(0).setCheckState(Qt.CheckState.Checked)
    desk.write("total_red", "1")
    settled(desk, made)
    (total,) = stored(desk, made).totals
    assert (total.name.en, total.items) == ("Sum", (made.form.items[0].code,))
    assert faults(made) == []


def test_two_windows_with_one_draft_lose_nothing(desk: Desk) -> None:
    made = begun(desk)
    row = desk.station.forms.overview(LEADER)
    before = next(each for each in row if each.code == made.row.code).content_hash
    other = replace(made.form, least_age=18)
    desk.station.forms.save_draft(LEADER, made.row.code, 1, other, before)
    desk.write("form_title", "Mine")
    desk.qtbot.waitUntil(lambda: made.saver.halted, timeout=5000)
    assert "Somebody else has changed this form" in desk.find(Banner, "form_editor_news").text
    assert desk.page.draft() is not None
    keep = next(b for b in made.news.findChildren(QPushButton) if b.text() == "Keep mine")
    keep.click()
    settled(desk, made)
    assert (stored(desk, made).title.en, stored(desk, made).least_age) == ("Mine", 0)


def test_the_other_window_s_words_can_be_opened_instead(desk: Desk) -> None:
    made = begun(desk)
    other = replace(made.form, least_age=18)
    desk.station.forms.save_draft(LEADER, made.row.code, 1, other, made.saver.before)
    desk.write("form_title", "Mine")
    desk.qtbot.waitUntil(lambda: made.saver.halted, timeout=5000)
    newer = next(b for b in made.news.findChildren(QPushButton) if b.text() == "Open the other one")
    newer.click()
    desk.calm()
    assert editor(desk).form.least_age == 18


def test_what_was_not_stored_comes_back_after_a_lock(
    make_desk: Callable[[str | None, Session], Desk],
) -> None:
    first = make_desk(None, LEADER)
    begun(first)
    first.find(QWidget, "form_title")
    first.write("form_title", "Not stored yet")
    draft = first.page.draft()
    assert draft is not None
    again = make_desk(None, LEADER)
    again.page.restore(draft)
    again.calm()
    assert editor(again).form.title.en == "Not stored yet"


def test_a_draft_that_somebody_deleted_stays_on_the_screen(desk: Desk) -> None:
    made = begun(desk)
    desk.station.forms.drop_draft(LEADER, made.row.code, 1)
    desk.write("form_title", "Still here")
    desk.qtbot.waitUntil(lambda: made.saver.halted, timeout=5000)
    assert "not in the file any more" in desk.find(Banner, "form_editor_news").text
    assert made.form.title.en == "Still here"


def test_versions_are_compared_in_words(
    make_desk: Callable[[str | None, Session], Desk],
) -> None:
    desk = make_desk("mmrc", LEADER)
    desk.press("new_version")
    made = editor(desk)
    made.list.setCurrentRow(1)
    desk.find(QWidget, "choice_words_4")
    write_note(desk, "item_text", "How breathless are you?")
    settled(desk, made)
    desk.press("leave_form")
    desk.calm()
    desk.press("compare_versions")
    said = desk.find(QLabel, "form_differences").text()
    assert "the question:" in said
    assert "How breathless are you?" in said


def test_a_substitute_reads_and_prints_but_does_not_change(
    make_desk: Callable[[str | None, Session], Desk],
) -> None:
    desk = make_desk("esas_r", replace(NURSE, role="substitute"))
    assert not desk.shows(QPushButton, "new_version")
    assert not desk.shows(QPushButton, "new_form_button")
    desk.press("print_blank")
    view = desk.find(FormPrintView, "form_print")
    desk.qtbot.waitUntil(lambda: view.printed is not None, timeout=20_000)
    assert view.pages.accessibleName().startswith("The print")
    desk.press("leave_form_print")
    desk.press("open_version")
    assert not editor(desk).editable


def test_a_retired_form_is_no_longer_in_use(
    make_desk: Callable[[str | None, Session], Desk],
) -> None:
    desk = make_desk("mmrc", LEADER)
    desk.press("retire_form")
    page = desk.page
    assert isinstance(page, FormBuilderPage)
    question = page.findChild(QWidget, "confirm")
    assert question is not None
    act = next(b for b in question.findChildren(QPushButton) if b.text() == "Take out of use")
    act.click()
    desk.calm()
    assert "mmrc" not in [row.code for row in desk.station.forms.in_use(LEADER)]


def test_sixty_long_questions_are_written_without_stopping_the_window(desk: Desk) -> None:
    long = Words(en="A very long question about how the day has been. " * 12)
    items = tuple(Item(f"q{at}", ItemKind.SCALE, long) for at in range(60))
    row = desk.station.forms.new(LEADER, "Sixty", "en")
    form = Form(row.code, 1, Words(en="Sixty"), Words(), Words(), items, languages=("en",))
    desk.station.forms.save_draft(LEADER, row.code, 1, form, row.content_hash)
    page = desk.page
    assert isinstance(page, FormBuilderPage)
    page._open(row.code, 1)
    desk.calm()
    made = editor(desk)
    made.list.setCurrentRow(60)
    desk.find(QWidget, "item_text")
    write_note(desk, "item_text", "The last one")
    settled(desk, made)
    assert stored(desk, made).items[-1].text.en == "The last one"
    desk.press("new_item")
    settled(desk, made)
    assert "more than 60 questions" in faults(made)[0]
