"""News of other threads reach the screen in order, on its thread, and only while it is there."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from station.views.hearing import Hearing, Listener, Mailbox
from tests.qt import Pulse


class Source:
    """Something that tells its listeners on a thread of its own."""

    def __init__(self) -> None:
        self.listeners: list[Listener] = []

    def watch(self, listener: Listener) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener) if listener in self.listeners else None

    def tell(self, *news: object) -> None:
        def run() -> None:
            for each in news:
                for listener in tuple(self.listeners):
                    listener(each)

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()


def test_news_come_in_order_on_the_thread_of_the_screen(qtbot: QtBot, heartbeat: Pulse) -> None:
    source, owner = Source(), QObject()
    heard: list[tuple[object, int]] = []
    hearing = Hearing(owner, source.watch)
    hearing.heard.connect(lambda news: heard.append((news, threading.get_ident())))
    source.tell("one", "two", 3)
    assert heard == []
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert [news for news, _ in heard] == ["one", "two", 3]
    assert {thread for _, thread in heard} == {threading.get_ident()}


def test_of_what_is_told_anew_only_the_newest_waits(qtbot: QtBot, heartbeat: Pulse) -> None:
    source, owner = Source(), QObject()
    heard: list[object] = []
    hearing = Hearing(owner, source.watch, frozenset({int}))
    hearing.heard.connect(heard.append)
    source.tell(1, "word", 2, 3)
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert heard == [3, "word"]
    source.tell(4)
    qtbot.waitUntil(lambda: heard[-1] == 4)


def test_nobody_is_called_once_the_owner_is_gone(qtbot: QtBot, heartbeat: Pulse) -> None:
    source, owner = Source(), QObject()
    heard: list[object] = []
    hearing = Hearing(owner, source.watch)
    hearing.heard.connect(heard.append)
    take = source.listeners[0]
    source.tell("on its way")
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert source.listeners == []
    take("too late")
    QCoreApplication.processEvents()
    assert heard == []


def test_stopping_leaves_the_owner_alone(qtbot: QtBot, heartbeat: Pulse) -> None:
    source, owner = Source(), QObject()
    heard: list[object] = []
    hearing = Hearing(owner, source.watch)
    hearing.heard.connect(heard.append)
    source.tell("on its way")
    hearing.stop()
    QCoreApplication.processEvents()
    assert (source.listeners, heard) == ([], [])
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_a_closed_box_takes_nothing() -> None:
    knocks: list[int] = []
    box = Mailbox(lambda: knocks.append(1))
    box.take("one")
    box.close()
    box.take("two")
    assert (knocks, box.next()) == ([1], None)
