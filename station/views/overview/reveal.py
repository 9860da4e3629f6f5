"""Bringing the second of two panes into sight where they stand under each other."""

from PySide6.QtWidgets import QScrollArea, QWidget

from station.views.style import Panes


def reveal(panes: Panes, part: QWidget) -> None:
    """Scrolls to `part`, which stands in one of the panes; side by side both are seen anyway."""
    if not panes.stacked:
        return
    area = panes.findChild(QScrollArea)
    if area is not None and (inside := area.widget()) is not None:
        area.verticalScrollBar().setValue(part.mapTo(inside, part.rect().topLeft()).y())
