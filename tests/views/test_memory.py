"""Rubbish is collected on the GUI thread, never by a lane."""

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from station.core.lanes import Lane
from station.views.memory import FULL_EVERY, YOUNG, Memory


class Knot(QObject):
    """An object of Qt in a cycle."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


@pytest.fixture
def quiet() -> list[float]:
    return [0.0]


@pytest.fixture
def memory(qtbot: QtBot, gui_collects: None, quiet: list[float]) -> Iterator[Memory]:
    made = Memory(lambda: quiet[0])
    yield made
    made.stop()


def test_a_lane_that_makes_much_rubbish_destroys_no_widget(memory: Memory, lane: Lane) -> None:
    seen = weakref.ref(Knot())

    def litter() -> None:
        for _ in range(50_000):
            cycle: list[object] = []
            cycle.append(cycle)

    lane.submit(litter).result()
    assert seen() is not None
    memory.look()
    assert seen() is None


def test_few_new_objects_are_left_alone(memory: Memory) -> None:
    gc.collect()
    seen = weakref.ref(Knot())
    assert gc.get_count()[0] < YOUNG
    memory.look()
    assert seen() is not None


def test_everything_is_collected_when_nobody_types(memory: Memory, quiet: list[float]) -> None:
    seen = weakref.ref(Knot())
    gc.collect(0)
    gc.collect(1)
    old = weakref.ref(Knot())
    for _ in range(FULL_EVERY):
        memory.look()
    assert old() is not None
    quiet[0] = 5.0
    memory.look()
    assert (seen(), old()) == (None, None)


def test_after_a_lock_everything_is_collected_at_once(memory: Memory) -> None:
    seen = weakref.ref(Knot())
    memory.collect()
    assert seen() is None


def test_what_is_loaded_is_not_walked_through_again_and_rubbish_goes_first(memory: Memory) -> None:
    seen = weakref.ref(Knot())
    loaded = [[number] for number in range(5000)]
    before = gc.get_freeze_count()
    memory.keep_loaded()
    assert seen() is None
    assert gc.get_freeze_count() >= before + len(loaded)
    later = weakref.ref(Knot())
    memory.collect()
    assert later() is None


def test_the_automatic_collection_comes_back(qtbot: QtBot, gui_collects: None) -> None:
    memory = Memory(lambda: 0.0)
    assert not gc.isenabled()
    memory.stop()
    assert gc.isenabled()
    gc.disable()
