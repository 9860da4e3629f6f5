"""R34: the municipality writes its own templates, side by side in its languages."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QTableWidget

from station.core.bus import ChangeSet
from station.rules.template_sets import everything, lines_at
from station.views.style.confirm import Confirm
from station.views.templates.numbers import NUMBER, SOURCE
from station.views.templates.wording import ROLE
from tests.plan_office import NURSE, OTHER
from tests.qt import Pulse
from tests.template_desk import Desk

WHERE, LINE = "zone.1.signs", "kols.yellow.sign.breath"


def write(desk: Desk, language: str, text: str, where: str = WHERE, line: str = LINE) -> None:
    """Write one cell as a person does, and wait until it is stored."""
    table = desk.editor().lines
    for row in range(table.rowCount()):
        for column in range(table.columnCount()):
            item = table.item(row, column)
            if item is not None and item.data(ROLE) == (language, where, line):
                item.setText(text)
                desk.settle()
                return
    raise AssertionError(line)


def test_the_list_says_what_is_in_use_and_every_template_can_be_read(
    desk: Desk, heartbeat: Pulse
) -> None:
    page = desk.page
    assert page.list.count() == 8
    assert page.list.item(0).text() == "Kols\nAs shipped with Station"
    page.list.setCurrentRow(7)
    desk.settle()
    assert "Krisemestringsplan" in desk.words()
    desk.press("open_version_0")
    editor = desk.editor()
    assert not editor.editable
    assert editor.lines.columnCount() == 3
    cells = [editor.lines.item(row, 0) for row in range(editor.lines.rowCount())]
    headings = {cell.text() for cell in cells if cell is not None}
    assert {"Level 1 · How I notice it", "Tidlige varseltegn", "Name"} <= headings
    assert not desk.page.findChildren(QPushButton, "take_template")
    desk.press("leave_template")
    assert desk.page.editor is None


def test_a_version_is_written_checked_and_taken_into_use(desk: Desk, heartbeat: Pulse) -> None:
    desk.press("new_template_version")
    write(desk, "nb", "Jeg  puster tyngre enn jeg pleier.")
    assert "Saved" in desk.words()
    desk.press("take_template")
    desk.press("confirm_template")
    assert "Write who has read the wording" in desk.words()
    desk.type("checked_by", "Lun Hylle, brukerrepresentant")
    desk.type("checked_on", "31.12.2099")
    desk.press("confirm_template")
    assert "today at the latest" in desk.words()
    desk.type("checked_on", "20.11.2026")
    desk.press("confirm_template")
    assert desk.told.toasts == ["New plans begin from this version now"]
    assert desk.page.list.item(0).text() == "Kols\n● Version 1"
    assert "Wording read by Lun Hylle, brukerrepresentant on 20 Nov 2026" in desk.words()
    (changed,) = desk.station.templates.compare(NURSE, "kols", "", _in_use(desk))
    assert changed.after == "Jeg puster tyngre enn jeg pleier."
    desk.press("compare_templates")
    table = desk.find(QTableWidget, "template_differences")
    cells = [table.item(0, column) for column in range(4)]
    assert [cell.text() if cell else "" for cell in cells] == [
        "Bokmål",
        "Yellow · How I notice it",
        "Jeg er mer tungpust enn vanlig.",
        "Jeg puster tyngre enn jeg pleier.",
    ]


def _in_use(desk: Desk) -> str:
    row = desk.station.templates.listing(NURSE)[0].in_use
    assert row is not None
    return row.id


def test_the_shipped_one_comes_back_after_a_question(desk: Desk, heartbeat: Pulse) -> None:
    desk.press("new_template_version")
    desk.press("take_template")
    desk.type("checked_by", "Lun Hylle")
    desk.press("confirm_template")
    desk.press("shipped_again")
    desk.page.findChildren(Confirm)[0].act.click()
    desk.settle()
    assert desk.page.list.item(0).text() == "Kols\nAs shipped with Station"


def test_lines_are_added_moved_and_removed_and_faults_are_said(
    desk: Desk, heartbeat: Pulse
) -> None:
    desk.press("new_template_version")
    editor = desk.editor()
    editor.lines.stand_on(WHERE, LINE)
    desk.press("add_line")
    (mine,) = [
        line.id for line in lines_at(editor.content.first, WHERE) if line.id.startswith("own.")
    ]
    desk.press("line_down")
    order = [line.id for line in lines_at(editor.content.first, WHERE)]
    assert order.index(mine) == 2
    desk.press("take_template")
    desk.type("checked_by", "Lun Hylle")
    desk.press("confirm_template")
    assert "Yellow · How I notice it has a line without words in Nynorsk." in desk.words()
    desk.press("leave_taking")
    editor = desk.editor()
    editor.lines.stand_on(WHERE, mine)
    desk.press("remove_line")
    assert mine not in [line.id for line in lines_at(editor.content.first, WHERE)]
    editor.lines.stand_on("name", "name")
    desk.press("remove_line")
    assert "It can only be rewritten." in desk.words()
    desk.press("add_line")
    assert "Stand on one first" in desk.words()
    desk.find(QCheckBox, "in_english").click()
    desk.settle()
    assert editor.content.languages == ("nb", "nn")


def test_limits_and_rules_keep_their_sources(desk: Desk, heartbeat: Pulse) -> None:
    desk.press("new_template_version")
    desk.press("turn_template")
    editor = desk.editor()
    table = editor.numbers
    limits = len(editor.content.first.limits)
    number = table.item(0, NUMBER)
    assert number is not None
    number.setText("88,5")
    desk.settle()
    first = editor.content.first.limits[0].limit
    assert first is not None
    assert first.value == 88.5
    table.item(0, NUMBER).setText("1.180")  # type: ignore[union-attr]
    desk.settle()
    assert "«1.180» is no number" in desk.words()
    assert editor.content.first.limits[0].limit == first
    table.item(0, NUMBER).setText("")  # type: ignore[union-attr]
    table.item(1, SOURCE).setText("Avtalt med fastlegene 2026")  # type: ignore[union-attr]
    table.item(limits, NUMBER).setCheckState(Qt.CheckState.Unchecked)  # type: ignore[union-attr]
    desk.settle()
    assert next(each.limit for each in editor.content.first.limits) is None
    for each in editor.content.templates:
        assert each.limits[1].source == "Avtalt med fastlegene 2026"
        assert not each.rules[0].taken
    table.setCurrentCell(limits, 0)
    desk.press("remove_number")
    desk.press("add_limit")
    assert "Write where the number comes from." in desk.words()
    desk.choose("limit_what", "temp")
    desk.type("limit_number", "38,0")
    desk.type("limit_source", "Vår egen prosedyre")
    desk.press("add_limit")
    last = editor.content.first.limits[-1]
    assert (last.component, last.source) == ("temp", "Vår egen prosedyre")
    row = editor.page.row
    assert row is not None
    stored = desk.station.templates.open(NURSE, "kols", row.id)
    assert stored.content == editor.content


def test_a_cell_that_is_open_survives_the_lock(
    open_desk: Callable[[], Desk], heartbeat: Pulse
) -> None:
    desk = open_desk()
    desk.press("new_template_version")
    editor = desk.editor()
    editor.lines.stand_on(WHERE, LINE, "nn")
    desk.press("write_line")
    desk.find(QLineEdit, "line_edit").setText("Eg pustar tyngre.")
    kept = desk.page.draft()
    assert kept is not None
    again = open_desk()
    again.page.restore(kept)
    again.settle()
    said = everything(again.editor().content.spoken("nn"))[WHERE][0].text
    assert said == "Eg pustar tyngre."
    assert again.page.draft() is None
    stored = again.station.templates.open(NURSE, "kols", str(kept["version"])).content
    assert everything(stored.spoken("nn"))[WHERE][0].text == said


def test_two_who_write_are_told_and_nothing_is_written_over(desk: Desk, heartbeat: Pulse) -> None:
    desk.press("new_template_version")
    page = desk.editor().page
    assert page.row is not None
    desk.station.templates.drop(OTHER, page.row.id)
    write(desk, "nb", "Mitt")
    assert "is gone" in desk.words()
    assert "Not saved" in {label.text() for label in desk.page.findChildren(QLabel)}


def test_news_do_not_close_a_version_that_is_opened_nor_take_the_keyboard(desk: Desk) -> None:
    desk.page.changed(ChangeSet(frozenset({"settings"})))
    opener = desk.find(QPushButton, "new_template_version")
    opener.setFocus()
    desk.settle()
    assert not desk.page.list.hasFocus()
    desk.page.changed(ChangeSet(frozenset({"settings"})))
    desk.press("new_template_version")
    assert desk.page.editor is not None
