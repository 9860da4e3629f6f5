"""How «I dag» looks: told apart without colours, whole at every size, in both languages."""

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from station.core import i18n
from station.rules.standing import Standing
from station.views import style
from station.views.style import paint_shape
from station.views.style.tokens import DARK, LIGHT, Palette, Theme
from station.views.today.alertbox import ZoneMark
from station.views.today.forms import CLOSE, Given, HandlingForm
from station.views.today.listing import Listing
from station.views.today.listview import WorkListView
from station.views.today.words import ZONE_OF
from tests.views.today.test_rows import row


@pytest.fixture
def themed(qapp: QApplication) -> Iterator[QApplication]:
    """The program's look is put back after the test."""
    yield qapp
    style.apply(qapp, Theme())


def grey(widget: QWidget) -> QImage:
    """What is drawn, without its colours."""
    return widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)


def test_s32_rows_are_told_apart_in_greyscale(qtbot: QtBot, look: Theme) -> None:
    pictures = []
    for standing in Standing:
        view = WorkListView()
        qtbot.addWidget(view)
        view.resize(480, 70)
        view.rows.show_rows([row(1, standing)])
        view.show()
        pictures.append(grey(view))
    for one, other in combinations(pictures, 2):
        assert one != other


def test_a_row_is_drawn_again_only_when_it_looks_otherwise(qtbot: QtBot, look: Theme) -> None:
    view = WorkListView()
    qtbot.addWidget(view)
    view.resize(480, 70)
    view.rows.show_rows([row(1, Standing.RED)])
    view.show()
    first = view.grab().toImage()
    drawn = list(view.line._pictures.values())
    assert len(drawn) == 1
    assert view.grab().toImage() == first
    assert list(view.line._pictures.values()) == drawn
    changes: list[Callable[[], object]] = [
        lambda: view.show_opened(row(1, Standing.RED).patient_id),
        lambda: view.resize(440, 70),
        lambda: view.rows.show_rows([row(1, Standing.GREEN)]),
        lambda: view.rows.set_fresh(False),
    ]
    for change in changes:
        before = view.grab().toImage()
        change()
        assert view.grab().toImage() != before


def test_only_the_rows_of_a_screen_are_kept_as_pictures(qtbot: QtBot, look: Theme) -> None:
    view = WorkListView()
    qtbot.addWidget(view)
    view.resize(480, 70)
    view.show()
    for at in range(60):
        view.rows.show_rows([row(at, Standing.RED)])
        view.grab()
    assert len(view.line._pictures) == 40


def test_between_the_pixels_of_a_screen_rows_are_drawn_without_a_picture(
    qtbot: QtBot, look: Theme
) -> None:
    view = WorkListView()
    qtbot.addWidget(view)
    view.resize(480, 70)
    view.rows.show_rows([row(1, Standing.RED)])
    view.show()
    drawn = dict(view.line._pictures)
    picture = QImage(600, 88, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(1.25)
    picture.fill(Qt.GlobalColor.white)
    empty = picture.copy()
    view.render(picture)
    assert picture != empty
    assert dict(view.line._pictures) == drawn


def test_s32_the_shapes_alone_differ(look: Theme) -> None:
    drawn = []
    for standing in Standing:
        picture = QImage(24, 24, QImage.Format.Format_Grayscale8)
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        paint_shape(painter, ZONE_OF[standing], QRectF(2, 2, 20, 20), QColor("black"))
        painter.end()
        drawn.append(picture)
    for one, other in combinations(drawn, 2):
        assert one != other


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_silent_watcher_is_seen_in_the_list(
    themed: QApplication, qtbot: QtBot, palette: Palette
) -> None:
    style.apply(themed, Theme(palette))
    view = WorkListView()
    qtbot.addWidget(view)
    view.resize(480, 70)
    view.rows.show_rows([row(1)])
    view.show()
    fresh = grey(view)
    view.rows.set_fresh(False)
    assert grey(view) != fresh


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("what", [CLOSE, "call", "gp"])
def test_s31_no_word_of_a_form_is_cut(
    themed: QApplication, qtbot: QtBot, language: str, scale: float, what: str
) -> None:
    style.apply(themed, Theme(LIGHT, scale))
    i18n.use(language)
    form = HandlingForm(Given(what, None, "Melding", (("i dag 12:00", 1),)))
    qtbot.addWidget(form)
    form.resize(int(520 * scale), form.heightForWidth(int(520 * scale)))
    form.show()
    for kind in (QLabel, QPushButton, QRadioButton):
        for part in form.findChildren(kind):
            if part.isVisible() and not (isinstance(part, QLabel) and part.wordWrap()):
                assert part.width() >= part.sizeHint().width(), part.objectName()
                assert part.height() >= part.minimumSizeHint().height(), part.objectName()


def test_the_list_asks_for_little_room(themed: QApplication, qtbot: QtBot) -> None:
    style.apply(themed, Theme(LIGHT, 2.0))
    listing = Listing()
    qtbot.addWidget(listing)
    assert listing.minimumSizeHint().width() <= 1000
    assert ZoneMark("red").sizeHint().height() == Theme(LIGHT, 2.0).px(4.25)
