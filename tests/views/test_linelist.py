"""The list of frozen rows: its model, what it says aloud, where it stands, how it is drawn."""

import pytest
from PySide6.QtCore import QModelIndex, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from station.views.linelist import LINE_ROLE, LineDelegate, LineList, Lines, write
from station.views.style import colour

DISPLAY, SPOKEN = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole)


class Drawn(LineDelegate[str]):
    """Writes down what it is asked to draw."""

    size = (50.0, 10.0)

    def __init__(self, rows: Lines[str]) -> None:
        super().__init__(rows)
        self.asked: list[tuple[str, int]] = []

    def draw(self, painter: QPainter, inner: QRect, line: str, now: int) -> None:
        self.asked.append((line, now))
        write(painter, inner, line, "body", colour("ink"))


@pytest.fixture
def shown(qtbot: QtBot, look: object) -> LineList[str]:
    rows = Lines[str](str.upper, lambda line, now: (line, "", str(now)))
    made = LineList("some_list", rows, Drawn(rows))
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    rows.show_lines(("elg", "brygge"), 7)
    return made


def test_a_line_has_a_name_and_is_said_without_what_is_empty(shown: LineList[str]) -> None:
    rows = shown.rows
    first = rows.index(0)
    assert (rows.rowCount(), rows.rowCount(first)) == (2, 0)
    assert [rows.data(first, role) for role in (LINE_ROLE, DISPLAY, SPOKEN)] == [
        "elg",
        "ELG",
        "elg, 7",
    ]
    assert rows.data(first, int(Qt.ItemDataRole.ToolTipRole)) is None
    assert rows.data(QModelIndex()) is None


def test_the_same_lines_keep_their_place_and_are_seen_from_another_moment(
    shown: LineList[str],
) -> None:
    shown.stand_at(1)
    shown.rows.show_lines(("elg", "brygge"), 8)
    assert (shown.chosen(), shown.rows.data(shown.rows.index(0), SPOKEN)) == ("brygge", "elg, 8")
    shown.rows.show_lines(("brygge",), 8)
    assert shown.chosen() is None
    shown.rows.show_lines(())
    shown.rows.show_lines(())
    assert shown.rows.rowCount() == 0


def test_it_stands_where_it_is_told_or_nowhere(shown: LineList[str]) -> None:
    shown.stand_at(shown.rows.place_of(lambda line: line == "brygge"))
    assert shown.chosen() == "brygge"
    shown.stand_at(shown.rows.place_of(lambda line: line == "vann"))
    assert shown.chosen() is None


def test_every_line_is_drawn_as_high_as_its_delegate_says(shown: LineList[str]) -> None:
    shown.stand_at(0)
    shown.grab()
    delegate = shown.itemDelegate()
    assert isinstance(delegate, Drawn)
    assert set(delegate.asked) == {("elg", 7), ("brygge", 7)}
    high = delegate.size[1]
    assert shown.visualRect(shown.rows.index(1)).height() == pytest.approx(high * 4, rel=0.01)


def test_a_delegate_that_draws_nothing_is_unfinished(look: object) -> None:
    rows = Lines[str](str.upper, lambda line, now: (line,))
    image = QImage(10, 10, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    with pytest.raises(NotImplementedError):
        LineDelegate(rows).draw(painter, QRect(), "elg", 0)
    painter.end()


def test_text_is_cut_to_its_box_and_tells_how_wide_it_was(look: object) -> None:
    image = QImage(400, 40, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    ink, wide, narrow = colour("ink"), QRect(0, 0, 400, 40), QRect(0, 0, 60, 40)
    long = "Fem ganger lenger enn det er plass til"
    whole = write(painter, wide, long, "body", ink)
    cut = write(painter, narrow, long, "body", ink, right=True)
    nothing = write(painter, wide, "", "body", ink)
    painter.end()
    assert whole > cut > nothing == 0
