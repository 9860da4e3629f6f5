"""What Python makes of Qt's classes when it is first needed, made before anybody waits for it."""

import gc
import sys
from collections.abc import Callable, Iterator
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QScrollArea

ROOM: Final = 2_400
"""Classes for which there is room from the start: twice what all screens together need."""
_AT_ONCE: Final = 200
_LET_GO_AT_ONCE: Final = 600


def widget_classes() -> None:
    """Makes the classes of all kinds of widgets, with their enums: 10 to 20 ms.

    Python does so when Qt first hands it a widget whose kind it has to find out.
    """
    QScrollArea().viewport()


def style_classes() -> None:
    """Makes the class of a drawing style, with its enums: 8 ms, at the first restyling."""
    QScrollArea().style()


def parts() -> Iterator[Callable[[], None]]:
    """Give what is to be made, each in a turn of its own, before another thread imports screens."""
    if sys.version_info < (3, 12):
        crowd: list[type] = []
        # What there is already is old: the collections below look at the crowd alone.
        yield gc.freeze
        yield from [lambda: _crowd(crowd)] * (ROOM // _AT_ONCE)
        yield from [lambda: _let_go(crowd)] * (ROOM // _LET_GO_AT_ONCE)
        yield gc.unfreeze
    yield widget_classes
    yield style_classes


def _crowd(crowd: list[type]) -> None:
    """Makes classes that nobody needs, so that PySide's table of classes grows now.

    Before Python 3.12 PySide keeps what it knows of each class in one table, and Qt looks into it
    on the GUI thread without Python's lock. A screen that another thread imports adds classes; when
    the table has to grow for one of them while Qt looks, the program dies (7 of 24 starts under
    load). Where there is room it does not grow again, and it never shrinks.
    docs/decisions/0130
    """
    crowd += [type("Room", (QObject,), {}) for _ in range(_AT_ONCE)]


def _let_go(crowd: list[type]) -> None:
    """Lets some of them go for good: as rubbish they would still take the room they have made."""
    del crowd[-_LET_GO_AT_ONCE:]
    gc.collect()
