"""From the door to the pages and back: sign-in, locks, users after each other, leaving."""

import gc
import weakref
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.services.today.watch import Watched
from station.views import clipboard
from station.views.bridge import Bridge
from station.views.context import Context
from station.views.keeper import Keeper, persons
from station.views.page import Draft, Page
from station.views.pages import CARE, PageEntry
from station.views.signin.refusal import RefusalView
from station.views.signin.view import SignInView
from station.views.style import StateView, label
from station.views.window import Window
from tests.qt import Pulse, settle
from tests.views.conftest import PASSWORD, Installed

CANARY, DAY = "Mild Kystvei", 86_400_000


class Notes(Page):
    """A page with a patient's name on it and unsaved words."""

    made: list["weakref.ref[Notes]"] = []  # noqa: RUF012  (shared on purpose)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.words = QLineEdit(self)
        self.words.setObjectName("words")
        self.words.setAccessibleName(CANARY)
        self.title = label(CANARY)
        self.title.setParent(self)
        self.subject: str | None = None
        self.made.append(weakref.ref(self))

    def opened(self, subject: str | None) -> None:
        self.subject = subject

    def draft_key(self) -> tuple[str, str] | None:
        return ("note", "p1")

    def draft(self) -> Draft | None:
        return {"text": self.words.text()} if self.words.text() else None

    def restore(self, draft: Draft) -> None:
        self.words.setText(str(draft["text"]))


PAGES = (PageEntry("notes", "Notes", "today", f"{__name__}:Notes", CARE),)


@pytest.fixture
def window(qtbot: QtBot, heartbeat: Pulse) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def keeper(window: Window, bridge: Bridge, installed: Installed, qtbot: QtBot) -> Iterator[Keeper]:
    made = Keeper(window, bridge, installed.station, pages=PAGES)
    made.show_door(persons(installed.station.door.people()))
    yield made
    settle(qtbot, bridge)
    window.may_close = True
    made.memory.stop()
    gc.disable()


Enter = Callable[[str], None]


@pytest.fixture
def enter(window: Window, bridge: Bridge, qtbot: QtBot, keeper: Keeper) -> Enter:
    """Signs a person in through the widgets."""

    def act(slot_id: str) -> None:
        view = window.screen_now
        assert isinstance(view, SignInView)
        view._door.people.choose(slot_id)
        field = child(view, QLineEdit, "password")
        QTest.keyClicks(field, PASSWORD)
        QTest.keyClick(field, Qt.Key.Key_Return)
        settle(qtbot, bridge)
        settle(qtbot, bridge)

    return act


T = TypeVar("T", bound=QWidget)


def child(parent: QWidget | None, kind: type[T], name: str) -> T:
    """The child widget called so."""
    assert parent is not None
    found = parent.findChild(kind, name)
    assert isinstance(found, kind)
    return found


def everything_shown(window: QWidget) -> str:
    """All words that eyes or a screen reader could find in the window."""
    parts = [window.windowTitle()]
    for widget in (window, *window.findChildren(QWidget)):
        parts += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        text = getattr(widget, "text", None)
        if callable(text):
            parts.append(str(text()))
    return "\n".join(parts)


def test_the_right_password_leads_to_the_pages(
    window: Window, keeper: Keeper, enter: Enter, installed: Installed
) -> None:
    enter(installed.first)
    assert keeper.session is not None
    assert keeper.session.name == "Rask Elg"
    assert child(window, Notes, "page_notes").isVisible()
    assert window.windowTitle() == "Station"


def test_a_wrong_password_is_said_in_a_sentence_and_the_field_is_emptied(
    window: Window, keeper: Keeper, qtbot: QtBot, bridge: Bridge, installed: Installed
) -> None:
    view = window.screen_now
    assert isinstance(view, SignInView)
    view._door.people.choose(installed.first)
    field = child(view, QLineEdit, "password")
    QTest.keyClicks(field, "feil passord her")
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle(qtbot, bridge)
    assert "did not fit" in field.accessibleDescription()
    assert field.text() == ""
    assert keeper.session is None


def test_s04_the_sixth_try_waits_and_only_for_that_person(
    window: Window, enter: Enter, keeper: Keeper, qtbot: QtBot, bridge: Bridge, installed: Installed
) -> None:
    view = window.screen_now
    assert isinstance(view, SignInView)
    view._door.people.choose(installed.first)
    field = child(view, QLineEdit, "password")
    for _ in range(6):
        QTest.keyClicks(field, "feil passord her")
        QTest.keyClick(field, Qt.Key.Key_Return)
        settle(qtbot, bridge)
    assert not child(view, QPushButton, "enter").isEnabled()
    assert "30" in field.accessibleDescription()
    view._second_passed()
    assert "29" in field.accessibleDescription()
    enter(installed.second)
    assert keeper.session is not None
    assert keeper.session.name == "Stille Brygge"


def test_s05_the_recovery_code_gives_a_new_password(
    window: Window, keeper: Keeper, qtbot: QtBot, bridge: Bridge, installed: Installed
) -> None:
    view = window.screen_now
    assert isinstance(view, SignInView)
    view._door.people.choose(installed.second)
    child(view, QPushButton, "forgotten").click()
    child(view, QLineEdit, "recovery_code").setText("123456")
    for name in ("new_password", "new_password_again"):
        child(view, QLineEdit, name).setText("to bekker små")
    child(view, QPushButton, "recover").click()
    settle(qtbot, bridge)
    assert "48" in child(view, QLineEdit, "recovery_code").accessibleDescription()
    child(view, QLineEdit, "recovery_code").setText(installed.code)
    child(view, QPushButton, "recover").click()
    settle(qtbot, bridge)
    assert keeper.session is not None
    assert keeper.session.name == "Stille Brygge"


def test_t02_locking_destroys_the_pages_and_names_nobody(
    window: Window, keeper: Keeper, enter: Enter, qtbot: QtBot, bridge: Bridge, installed: Installed
) -> None:
    enter(installed.first)
    page = Notes.made[-1]
    assert CANARY in everything_shown(window)
    clipboard.copy(f"{CANARY} 68 05 01 12")
    keeper.lock()
    assert not child(window, Notes, "page_notes").isVisible()
    settle(qtbot, bridge)
    gc.collect()
    assert page() is None
    assert CANARY not in everything_shown(window)
    assert QGuiApplication.clipboard().text() == ""
    assert keeper.session is None
    assert installed.station.door.session is None
    assert installed.station.door.is_open
    assert "Låst kl. 09:00" in everything_shown(window)


def test_what_others_put_on_the_clipboard_is_left_alone(qapp: QApplication) -> None:
    QGuiApplication.clipboard().setText("Melk, brød")
    clipboard.clear_if_ours()
    owned = QGuiApplication.clipboard().ownsClipboard()
    assert QGuiApplication.clipboard().text() == ("" if owned else "Melk, brød")


def test_unsaved_words_come_back_to_their_owner_only(
    window: Window, keeper: Keeper, enter: Enter, qtbot: QtBot, bridge: Bridge, installed: Installed
) -> None:
    enter(installed.first)
    child(window, QLineEdit, "words").setText("ringte datter")
    keeper.lock()
    settle(qtbot, bridge)
    enter(installed.second)
    assert child(window, QLineEdit, "words").text() == ""
    keeper.switch()
    settle(qtbot, bridge)
    enter(installed.first)
    assert child(window, QLineEdit, "words").text() == "ringte datter"


def test_after_a_lock_the_same_person_stands_where_she_stood(
    window: Window, keeper: Keeper, enter: Enter, qtbot: QtBot, bridge: Bridge, installed: Installed
) -> None:
    enter(installed.first)
    assert keeper.shell is not None
    keeper.shell.go("notes", "p7")
    keeper.lock()
    settle(qtbot, bridge)
    enter(installed.first)
    assert child(window, Notes, "page_notes").subject == "p7"
    keeper.switch()
    settle(qtbot, bridge)
    enter(installed.second)
    assert child(window, Notes, "page_notes").subject is None


def test_five_idle_minutes_lock_and_an_hour_closes_the_file(
    window: Window,
    keeper: Keeper,
    enter: Enter,
    qtbot: QtBot,
    bridge: Bridge,
    installed: Installed,
    clock: FixedClock,
) -> None:
    enter(installed.first)
    clock.advance(299_000)
    keeper.idle.look()
    assert keeper.session is not None
    clock.advance(1_000)
    keeper.idle.look()
    settle(qtbot, bridge)
    assert installed.station.door.session is None
    assert installed.station.door.is_open
    clock.advance(55 * 60_000)
    keeper.idle.look()
    settle(qtbot, bridge)
    with pytest.raises(Trouble):
        installed.station.door.data_key()
    assert "Ikke vurdert siden 09:05" in everything_shown(window)
    enter(installed.first)
    assert installed.station.door.is_open


def test_a_touch_begins_the_idle_time_anew_and_sleep_counts(
    window: Window, keeper: Keeper, enter: Enter, installed: Installed, clock: FixedClock
) -> None:
    enter(installed.first)
    clock.advance(200_000)
    handle = window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_Shift)
    assert keeper.idle.seconds() == 0
    clock.set(clock.now() + 400_000)
    keeper.idle.look()
    assert keeper.session is None


def test_ctrl_l_locks(
    window: Window, keeper: Keeper, enter: Enter, qtbot: QtBot, bridge: Bridge, installed: Installed
) -> None:
    enter(installed.first)
    child(window, QPushButton, "lock").click()
    settle(qtbot, bridge)
    assert isinstance(window.screen_now, SignInView)
    assert child(window.screen_now, QLineEdit, "password").isEnabled()


def test_closing_makes_a_backup_and_lets_go_of_the_file(
    window: Window, keeper: Keeper, enter: Enter, qtbot: QtBot, bridge: Bridge, installed: Installed
) -> None:
    enter(installed.first)
    with qtbot.waitSignal(keeper.left, timeout=10_000):
        window.close()
        assert window.isVisible()
        assert isinstance(window.screen_now, StateView)
    assert installed.station.backups.newest() is not None
    assert not installed.station.door.is_open
    assert window.close()


def test_a_backup_that_fails_is_told_before_closing(
    window: Window,
    keeper: Keeper,
    enter: Enter,
    qtbot: QtBot,
    bridge: Bridge,
    installed: Installed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    enter(installed.first)

    def full(*_: object) -> None:
        raise Trouble("disk_full", "The disk is full.")

    monkeypatch.setattr(type(installed.station.backups), "make", full)
    keeper.leave()
    settle(qtbot, bridge)
    assert "The disk is full." in everything_shown(window)
    again, without = window.findChildren(QPushButton)
    again.click()
    settle(qtbot, bridge)
    assert "The disk is full." in everything_shown(window)
    with qtbot.waitSignal(keeper.left):
        window.findChildren(QPushButton)[-1].click()
    assert without is not None


def test_a_file_open_in_another_window_is_refused_with_a_sentence(
    window: Window, keeper: Keeper, installed: Installed, qtbot: QtBot
) -> None:
    view = window.screen_now
    assert isinstance(view, SignInView)
    view._refused(Trouble("in_use", "Station is already open."))
    assert isinstance(window.screen_now, RefusalView)
    assert "already open" in everything_shown(window)
    child(window, QPushButton, "again").click()
    assert isinstance(window.screen_now, SignInView)


@pytest.mark.parametrize(("by", "said"), [(-DAY, "stilt tilbake"), (400 * DAY, "stilt langt frem")])
def test_time_02_a_clock_that_is_set_while_open_is_a_banner_until_it_is_right(
    keeper: Keeper,
    bridge: Bridge,
    qtbot: QtBot,
    installed: Installed,
    clock: FixedClock,
    by: int,
    said: str,
) -> None:
    keeper.enter(installed.station.door.sign_in(installed.first, PASSWORD), installed.first)
    settle(qtbot, bridge)
    assert keeper.shell is not None
    banners, right = keeper.shell.banners, clock.now()
    clock.set(right + by)
    keeper.idle.touched()  # else the idle look of each second may lock first
    keeper.watch.look()
    settle(qtbot, bridge)
    assert said in banners.texts()["clock_back"]
    clock.set(right)
    keeper.watch.look()
    qtbot.waitUntil(lambda: "clock_back" not in banners.texts())


def test_t16_a_silent_watcher_greys_the_pages(
    window: Window,
    bridge: Bridge,
    qtbot: QtBot,
    installed: Installed,
    clock: FixedClock,
) -> None:
    judged = [clock.now()]
    keeper = Keeper(
        window, bridge, installed.station, pages=PAGES, watch=lambda: Watched(judged[0])
    )
    keeper.enter(installed.station.door.sign_in(installed.first, PASSWORD), installed.first)
    window.may_close = True
    settle(qtbot, bridge)
    assert keeper.shell is not None
    assert "silent" not in keeper.shell.banners.texts()
    clock.advance(91_000)
    keeper.watch.look()
    settle(qtbot, bridge)
    assert "09:00" in keeper.shell.banners.texts()["silent"]
    judged[0] = clock.now()
    keeper.watch.look()
    settle(qtbot, bridge)
    assert "silent" not in keeper.shell.banners.texts()
