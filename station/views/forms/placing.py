"""Putting widgets into the page of a patient's forms, and what was opened into view."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget


def bring_up(widget: QWidget) -> None:
    """Scrolls whatever a widget stands in so far that its top is seen."""
    around = widget.parentWidget()
    while around is not None:
        inner = around.widget() if isinstance(around, QScrollArea) else None
        if isinstance(around, QScrollArea) and inner is not None:
            top = widget.mapTo(inner, QPoint(0, 0)).y()
            around.ensureVisible(0, min(top + around.viewport().height(), inner.height()), 0, 0)
        around = around.parentWidget()


def clear(layout: QVBoxLayout) -> None:
    """Takes every widget out of a column, for good."""
    while (item := layout.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
