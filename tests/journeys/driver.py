"""A person at the real program: sees what is on the screen, presses, types, waits for what comes.

Nothing is reached past the screen: a widget is found by what a screen reader or a test may know
of it (its object name, its accessible name or its words), and only while it is visible.
"""

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from station.app import Program
from station.core import i18n
from station.core.clock import Clock
from station.core.look import read_look
from station.core.paths import Home
from station.views.behind import Behind
from station.views.bridge import Bridge
from station.views.keeper import Keeper
from station.views.page import Page
from station.views.signin.people import PersonButton
from station.views.signin.view import SignInView
from station.views.steps import Steps
from station.views.window import Window
from station.wiring import Station
from tests.qt import Pulse

WAIT_MS = 60_000
T = TypeVar("T", bound=QWidget)
A = TypeVar("A")


class Nurse:
    """One person before one PC; `clock` is the PC's clock, which only the test moves."""

    def __init__(self, qtbot: QtBot, home: Home, clock: Clock, pulse: Pulse) -> None:
        self._qtbot, self.home, self.clock, self._pulse = qtbot, home, clock, pulse
        self._program: Program | None = None
        self._asked = False
        """Whether a system's dialog has been open."""

    # ------------------------------------------------------------------------- the program

    def start(self) -> None:
        """Starts Station as `station` does, and waits until somebody can act."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        i18n.use(read_look(self.home.root).language)
        stalls = len(self._pulse.stalls)
        self._program = Program(app, self.home, self.clock)
        self.window.show()
        self.until(lambda: self._program is not None and self._program.behind is not None)
        # Before the first picture there is no window that could stand still.
        del self._pulse.stalls[stalls:]
        self.settle()

    def stop(self) -> None:
        """Ends the program as the system does at shut-down: without a backup, the file closed."""
        if self._program is None:
            return
        program, self._program = self._program, None
        if program.behind is not None:
            bridge = program.behind.bridge
            self._qtbot.waitUntil(lambda: not bridge.pending, timeout=WAIT_MS)
            del bridge
            program.close()
        program.window.may_close = True
        program.window.close()
        program.window.deleteLater()
        del program
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        # What went in circles goes here, or the next program's lane would destroy it.
        gc.collect()

    def restart(self) -> None:
        """Ends the program and starts it again."""
        self.stop()
        self.start()

    @property
    def window(self) -> Window:
        """The one window."""
        assert self._program is not None
        return self._program.window

    @property
    def behind(self) -> Behind:
        """What stands behind the window."""
        assert self._program is not None
        assert self._program.behind is not None
        return self._program.behind

    @property
    def bridge(self) -> Bridge:
        """The crossing to the record lane."""
        return self.behind.bridge

    @property
    def keeper(self) -> Keeper:
        """Who knows who is signed in."""
        assert self.behind.keeper is not None
        return self.behind.keeper

    @property
    def station(self) -> Station:
        """The services, for looking behind the screen; call them through `ask`."""
        assert self.behind.station is not None
        return self.behind.station

    @property
    def page(self) -> Page:
        """The page in front."""
        shell = self.keeper.shell
        assert shell is not None
        _, page = shell.front
        assert page is not None
        return page

    # ----------------------------------------------------------------------------- waiting

    def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Lets the program run until something is true; fails after a minute."""
        try:
            self._qtbot.waitUntil(lambda: bool(condition()), timeout=WAIT_MS)
        except Exception as error:
            words = self.words() if self._program is not None else ""
            raise AssertionError(f"{what or 'it'} did not come; on screen:\n{words}") from error

    def settle(self) -> None:
        """Waits until every question to the record lane is answered, and what followed is built."""
        quiet = 0

        def calm() -> bool:
            nonlocal quiet
            others = self.window.findChildren(Bridge)
            busy = self.bridge._pause.isActive() or any(b.pending for b in (self.bridge, *others))
            busy = busy or any(each.waiting for each in self.window.findChildren(Steps))
            quiet = 0 if busy else quiet + 1
            return quiet > 2

        self._qtbot.waitUntil(calm, timeout=WAIT_MS)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        # A widget shown before it has a place is a window for a moment, and takes the keyboard.
        # A system's dialog may; nobody gives it back here when that closes.
        self._asked = self._asked or bool(self.window.findChildren(QFileDialog))
        keyboard = self._asked or QApplication.activeWindow() is not None
        assert keyboard, "another window took the keyboard"

    def ask(self, job: Callable[[], A]) -> A:
        """Asks the services on their lane, as the screens do, and waits for the answer."""
        found: list[A] = []
        self.bridge.ask(self.window, job, found.append)
        self.until(lambda: found, "an answer")
        return found[0]

    # ------------------------------------------------------------------------------ seeing

    def sees(self, words: str) -> bool:
        """Whether these words stand somewhere on the screen."""
        return words in self.words()

    def words(self, within: str = "") -> str:
        """All that can be read on the screen now, a line each."""
        top = self.find(within) if within else self.window
        return "\n".join(line for widget in visible(top) for line in words_of(widget) if line)

    def find(self, name: str, kind: type[T] = QWidget, within: str = "") -> T:  # type: ignore[assignment]
        """The visible widget with this object name, accessible name or text; waits for it."""
        self.until(lambda: self._all(name, kind, within), f"«{name}»")
        return self._all(name, kind, within)[0]

    def has(self, name: str) -> bool:
        """Whether such a widget is on the screen now."""
        return bool(self._all(name, QWidget, ""))

    def _all(self, name: str, kind: type[T], within: str) -> list[T]:
        tops = self._all(within, QWidget, "") if within else [self.window]
        return [
            widget
            for top in tops
            for widget in visible(top)
            if isinstance(widget, kind) and name in names_of(widget)
        ]

    # ------------------------------------------------------------------------------ acting

    def press(self, name: str, within: str = "") -> None:
        """Clicks a button that is enabled, and waits for what follows."""
        self.until(
            lambda: any(b.isEnabled() for b in self._all(name, QAbstractButton, within)),
            f"an enabled button «{name}»",
        )
        made = next(b for b in self._all(name, QAbstractButton, within) if b.isEnabled())
        bring_into_view(made)
        place = QPoint(min(12, made.width() // 2), made.height() // 2)
        QTest.mouseClick(made, Qt.MouseButton.LeftButton, pos=place)
        self.settle()

    def write(self, name: str, text: str, within: str = "") -> None:
        """Types into a field in place of what stands there."""
        editor = self.find(name, QWidget, within)
        self.until(editor.isEnabled, f"«{name}» to write in")
        bring_into_view(editor)
        editor.setFocus()
        assert isinstance(editor, QLineEdit | QPlainTextEdit)
        editor.selectAll()
        if text:
            QTest.keyClicks(editor, text)
        else:
            QTest.keyClick(editor, Qt.Key.Key_Delete)

    def choose(self, name: str, words: str, within: str = "") -> None:
        """Chooses an entry of a drop-down list by its words."""
        box = self.find(name, QComboBox, within)
        place = next((n for n in range(box.count()) if words in box.itemText(n)), None)
        assert place is not None, [box.itemText(n) for n in range(box.count())]
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Home)
        for _ in range(place):
            QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() == place
        self.settle()

    def tick(self, name: str, *, on: bool = True) -> None:
        """Ticks a box or takes the tick away."""
        box = self.find(name, QCheckBox)
        bring_into_view(box)
        if box.isChecked() != on:
            box.setFocus()
            QTest.keyClick(box, Qt.Key.Key_Space)
        assert box.isChecked() == on

    def key(self, keys: str) -> None:
        """Presses a key or short cut in the window, such as "Ctrl+L", "Down" or "1"."""
        QTest.keySequence(self.window, keys)
        self.settle()

    def pick(self, name: str, words: str) -> None:
        """Clicks the first line of a list or table that holds these words."""
        view = self.find(name, QAbstractItemView)
        self.until(lambda: line_with(view, words) is not None, f"«{words}» in {name}")
        index = line_with(view, words)
        assert index is not None
        view.scrollTo(index)
        QTest.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center()
        )
        self.settle()

    # ------------------------------------------------------------------------- coming, going

    def sign_in(self, name: str, password: str) -> None:
        """Chooses her name at the door, types the password, and waits for the first page."""
        self.give_password(name, password)
        self.until(lambda: self.keeper.session is not None, f"the way in for {name}")
        self.settle()

    def give_password(self, name: str, password: str) -> None:
        """Chooses a name at the door and tries a password."""
        self.press(name, "people")
        self.write("password", password)
        self.press("enter")

    def at_the_door(self) -> bool:
        """Whether the sign-in screen is what stands in the window."""
        return isinstance(self.window.screen_now, SignInView)

    def go(self, page: str) -> None:
        """Opens a page by its button on the rail."""
        self.press(f"rail_{page}")
        self.until(lambda: self.has(f"page_{page}"), f"the page {page}")
        self.settle()

    def picture(self, path: Path) -> None:
        """Saves what the window looks like now."""
        self.window.grab().save(str(path))


# ------------------------------------------------------------------------------- what is seen


def visible(top: QWidget) -> Iterator[QWidget]:
    """A widget and all within it that are shown."""
    if top.isVisible():
        yield top
        yield from (child for child in top.findChildren(QWidget) if child.isVisible())


def names_of(widget: QWidget) -> tuple[str, ...]:
    """By what a widget can be found."""
    if isinstance(widget, PersonButton):
        return widget.objectName(), widget.person.name
    text = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    return widget.objectName(), widget.accessibleName(), text.replace("&&", "&").strip()


def words_of(widget: QWidget) -> Iterator[str]:
    """What can be read on one widget."""
    if isinstance(widget, QAbstractItemView):
        yield from lines_of(widget)
    elif isinstance(widget, QPlainTextEdit):
        yield widget.toPlainText()
    elif isinstance(widget, QComboBox):
        yield widget.currentText()
    elif isinstance(widget, QLabel | QLineEdit | QAbstractButton):
        yield widget.text().replace("&&", "&")
    if not isinstance(widget, QLabel):
        yield widget.accessibleName()
        yield widget.accessibleDescription()


def lines_of(view: QAbstractItemView) -> Iterator[str]:
    """The lines of a list or table, as its cells are read aloud or shown."""
    model = view.model()
    # A list is not asked for its columns: its model need not say.
    columns = model.columnCount() if isinstance(view, QTableView | QTreeView) else 1
    for row in range(model.rowCount()):
        yield " ".join(said(model.index(row, column)) for column in range(columns))


def said(index: QModelIndex) -> str:
    """What a screen reader says of a cell, else what is drawn in it."""
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    return str(spoken or index.data(Qt.ItemDataRole.DisplayRole) or "")


def line_with(view: QAbstractItemView, words: str) -> QModelIndex | None:
    """The first line that holds these words."""
    for row, line in enumerate(lines_of(view)):
        if words in line:
            return view.model().index(row, 0)
    return None


def bring_into_view(widget: QWidget) -> None:
    """Scrolls as a person would to get at a widget."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()
