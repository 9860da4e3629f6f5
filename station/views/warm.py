"""What Python makes of Qt's classes when it is first needed, made before anybody waits for it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QScrollArea


def widget_classes() -> None:
    """Makes the classes of all kinds of widgets, with their enums: 10 to 20 ms.

    Python does so when Qt first hands it a widget whose kind it has to find out.
    """
    QScrollArea().viewport()


def style_classes() -> None:
    """Makes the class of a drawing style, with its enums: 8 ms, at the first restyling."""
    QScrollArea().style()


PARTS: Final[tuple[Callable[[], None], ...]] = (widget_classes, style_classes)
"""Each takes a turn of its own."""
