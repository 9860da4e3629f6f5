"""The crossing between the record lane and the screen."""

import sys
import threading
from concurrent.futures import Future
from functools import partial
from types import TracebackType

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject
from pytestqt.qtbot import QtBot

from station.core.bus import Bus, ChangeSet
from station.core.lanes import Lane
from station.core.trouble import Trouble
from station.views.bridge import Bridge
from tests.qt import Pulse, settle


def test_a_job_runs_on_the_lane_and_its_result_comes_back_on_the_gui_thread(
    qtbot: QtBot, bridge: Bridge, heartbeat: Pulse
) -> None:
    seen: list[tuple[str, int]] = []
    owner = QObject()
    bridge.ask(
        owner,
        lambda: threading.current_thread().name,
        lambda name: seen.append((name, threading.get_ident())),
    )
    settle(qtbot, bridge)
    assert seen == [("record", threading.get_ident())]


def test_results_come_back_in_the_order_they_were_asked_for(qtbot: QtBot, bridge: Bridge) -> None:
    seen: list[int] = []
    owner = QObject()
    for number in range(50):
        bridge.ask(owner, partial(int, number), seen.append)
    settle(qtbot, bridge)
    assert seen == list(range(50))


def test_a_result_for_a_destroyed_owner_is_dropped(qtbot: QtBot, bridge: Bridge) -> None:
    seen: list[object] = []
    gate = threading.Event()
    owner = QObject()
    bridge.ask(owner, gate.wait, seen.append)
    bridge.ask(owner, lambda: _raise(Trouble("gone", "Gone.")), seen.append, seen.append)
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    gate.set()
    settle(qtbot, bridge)
    assert seen == []


def test_trouble_goes_to_the_asker_or_to_the_frame(qtbot: QtBot, bridge: Bridge) -> None:
    asker: list[str] = []
    frame: list[str] = []
    bridge.troubled.connect(lambda trouble: frame.append(trouble.code))
    owner = QObject()

    def fail() -> None:
        raise Trouble("disk_full", "The disk is full.")

    bridge.ask(owner, fail, lambda _: None, lambda trouble: asker.append(trouble.code))
    bridge.ask(owner, fail, lambda _: None)
    settle(qtbot, bridge)
    assert (asker, frame) == (["disk_full"], ["disk_full"])


def test_a_bug_is_told_to_the_frame_and_to_the_exception_hook(
    qtbot: QtBot, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooked: list[type[BaseException]] = []

    def hook(kind: type[BaseException], _: BaseException, __: TracebackType | None) -> None:
        hooked.append(kind)

    monkeypatch.setattr(sys, "excepthook", hook)
    broken: list[str] = []
    bridge.broken.connect(broken.append)
    bridge.ask(QObject(), lambda: 1 // 0, lambda _: None)
    settle(qtbot, bridge)
    assert (hooked, broken) == ([ZeroDivisionError], ["ZeroDivisionError"])


def test_news_of_a_moment_comes_as_one_change_set(
    qtbot: QtBot, bridge: Bridge, bus: Bus, lane: Lane
) -> None:
    seen: list[ChangeSet] = []
    bridge.changed.connect(seen.append)

    def publish() -> None:
        for patient in ("a", "b", "c"):
            bus.publish(ChangeSet(frozenset({"readings"}), frozenset({patient})))
        bus.publish(ChangeSet(frozenset({"alerts"})))

    with qtbot.waitSignal(bridge.changed):
        done: Future[None] = lane.submit(publish)
    done.result()
    assert seen == [ChangeSet(frozenset({"readings", "alerts"}), frozenset("abc"))]


def test_another_bus_can_be_listened_to_instead(qtbot: QtBot, bridge: Bridge, bus: Bus) -> None:
    seen: list[ChangeSet] = []
    bridge.changed.connect(seen.append)
    other = Bus()
    bridge.listen(other)
    bus.publish(ChangeSet(frozenset({"plans"})))
    with qtbot.waitSignal(bridge.changed):
        other.publish(ChangeSet(frozenset({"users"})))
    assert seen == [ChangeSet(frozenset({"users"}))]


def test_nothing_is_delivered_after_closing(qtbot: QtBot, lane: Lane) -> None:
    seen: list[object] = []
    bridge = Bridge(lane, Bus())
    gate = threading.Event()
    owner = QObject()
    bridge.ask(owner, gate.wait, seen.append)
    bridge.close()
    gate.set()
    lane.submit(lambda: None).result()
    qtbot.wait(1)
    assert (seen, bridge.pending) == ([], 0)


def _raise(error: Exception) -> None:
    raise error


def test_soon_runs_in_the_next_turn_and_not_for_who_is_gone(
    qtbot: QtBot, heartbeat: Pulse, bridge: Bridge
) -> None:
    owner, gone, told = QObject(), QObject(), list[str]()
    bridge.soon(owner, lambda: told.append("here"))
    bridge.soon(gone, lambda: told.append("gone"))
    assert (told, bridge.pending) == ([], 2)
    shiboken6.delete(gone)
    settle(qtbot, bridge)
    assert told == ["here"]


def test_results_that_came_together_are_handed_over_in_turns_of_their_own(
    qtbot: QtBot, heartbeat: Pulse, bridge: Bridge, lane: Lane
) -> None:
    seen: list[int] = []
    owner = QObject()
    for number in range(3):
        bridge.ask(owner, partial(int, number), seen.append)
    lane.submit(lambda: None).result()
    # All three were posted; what is posted is delivered together, with what it lays out.
    QCoreApplication.sendPostedEvents()
    assert (seen, bridge.pending) == ([0], 2)
    settle(qtbot, bridge)
    assert seen == [0, 1, 2]


def test_nothing_comes_back_to_a_screen_that_goes_nor_to_what_stands_in_it(
    qtbot: QtBot, heartbeat: Pulse, bridge: Bridge
) -> None:
    seen: list[str] = []
    screen, other = QObject(), QObject()
    within = QObject(screen)
    for name, owner in (("screen", screen), ("within", within), ("other", other)):
        bridge.ask(owner, partial(str, name), seen.append)
        bridge.soon(owner, partial(seen.append, f"{name} soon"))

    def gone() -> str:
        raise Trouble("gone", "Gone.")

    bridge.ask(within, gone, seen.append, lambda _: seen.append("no"))
    bridge.drop(screen)
    settle(qtbot, bridge)
    assert sorted(seen) == ["other", "other soon"]
