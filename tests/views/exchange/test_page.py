"""Exchanging without a network, by keyboard: the code, a file in, a file out, codes."""

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QWidget

from station.core.bus import ChangeSet
from station.views.exchange.begin import BeginPanel, CodePanel
from station.views.exchange.codes import CodesWish
from station.views.exchange.done import DonePanel
from station.views.exchange.home import HomePanel
from station.views.exchange.page import ExchangePage
from tests.exchange_office import LEADER as OTHERS
from tests.exchange_office import Desk as Other
from tests.inbox_office import Desk

P = TypeVar("P", bound=QWidget)


def page(desk: Desk) -> ExchangePage:
    """The page itself."""
    assert isinstance(desk.page, ExchangePage)
    return desk.page


def step(desk: Desk, kind: type[P]) -> P:
    """Wait until a step stands in front and is whole."""

    def there() -> bool:
        front = page(desk).front
        return isinstance(front, kind) and front.isVisible()

    desk.qtbot.waitUntil(there, timeout=60_000)
    desk.calm()
    found = page(desk).front
    assert isinstance(found, kind)
    return found


def number(desk: Desk, name: str) -> str:
    """What one of the numbers shows."""
    return desk.find(QLabel, f"exchange_{name}").text()


def join(desk: Desk, other: Other) -> HomePanel:
    """Type name and code of the other station."""
    step(desk, BeginPanel)
    desk.write("exchange_name", "Lesja-2")
    desk.write("exchange_code", other.exchanging.code(OTHERS), enter=True)
    return step(desk, HomePanel)


def test_the_code_is_made_and_shown_once_more(desk: Desk) -> None:
    step(desk, BeginPanel)
    desk.press("exchange_make")
    begin = step(desk, BeginPanel)
    assert "name" in begin.name_field.wrong
    desk.write("exchange_name", "Lesja-1")
    desk.press("exchange_make")
    code = step(desk, CodePanel).accessibleName()
    assert len(code.replace(" ", "")) == 48
    desk.press("exchange_written_down")
    step(desk, HomePanel)
    desk.press("exchange_code_again")
    assert step(desk, CodePanel).accessibleName() == code


def test_a_file_is_taken_in_and_one_written(desk: Desk, other: Other) -> None:
    other.write()
    join(desk, other)
    desk.write("exchange_path", str(other.stick / "a.stationx"), enter=True)
    step(desk, DonePanel)
    assert [number(desk, each) for each in ("applied", "known", "conflicts", "held")] == [
        *("3", "0", "0", "0")
    ]
    desk.press("exchange_again")
    home = step(desk, HomePanel)
    peers = desk.find(QListView, "exchange_peers").model()
    assert peers.index(0, 0).data() == "Lesja-1"
    home.wanted.emit(other.stick / "b", other.station())
    step(desk, DonePanel)
    assert other.take("b").name == "Lesja-2"


def drop(desk: Desk, path: Path) -> None:
    """Drop a file in the middle of the page."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(600, 400),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page(desk).dropEvent(event)


def test_a_file_may_be_dropped_anywhere_and_a_hole_is_named(desk: Desk, other: Other) -> None:
    other.write(most=1)
    join(desk, other)
    drop(desk, other.stick / "a-3-3.stationx")
    done = step(desk, DonePanel)
    said = " ".join(each.text() for each in done.findChildren(QLabel))
    assert "Changes 1 to 2 from Lesja-1 are missing" in said
    desk.press("exchange_again")
    step(desk, HomePanel)
    drop(desk, other.stick / "a-1-3.stationx")
    step(desk, DonePanel)


def test_a_wrong_file_is_said_where_it_was_chosen(desk: Desk, other: Other, tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(b"PK")
    join(desk, other)
    desk.write("exchange_path", str(path), enter=True)
    home = step(desk, HomePanel)
    said = " ".join(each.text() for each in home.findChildren(QLabel))
    assert "no file of changes" in said


def test_codes_are_asked_for_and_looked_for(desk: Desk, other: Other, tmp_path: Path) -> None:
    join(desk, other)
    desk.press("codes_make")
    step(desk, CodesWish)
    desk.press("codes_back")
    home = step(desk, HomePanel)
    path = tmp_path / "empty.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    home.pictures.emit((path,))
    home = step(desk, HomePanel)
    assert "damaged" in " ".join(each.text() for each in home.findChildren(QLabel))


def test_leaving_and_the_conflicts(desk: Desk, other: Other) -> None:
    home = join(desk, other)
    home.conflicts.emit()
    desk.press("exchange_leave")
    assert desk.heard.went == [("sync", "conflicts"), ("sync", None)]


def test_news_take_nothing_away_that_was_begun_or_written(desk: Desk, other: Other) -> None:
    join(desk, other)
    news = ChangeSet(frozenset({"exchange"}))
    desk.page.changed(news)
    desk.press("codes_make")
    assert isinstance(page(desk).front, CodesWish)
    page(desk).begin()
    home = step(desk, HomePanel)
    desk.find(QLineEdit, "exchange_path").setText("/media/stick")
    page(desk)._show_newer(home, replace(home.overview, conflicts=3))
    assert page(desk).front is home
    desk.find(QLineEdit, "exchange_path").clear()
    page(desk)._show_newer(home, replace(home.overview, conflicts=3))
    assert page(desk).front is not home
