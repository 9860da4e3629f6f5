"""A place where one file of this PC is dropped, with a button beside it that looks for it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from station.views.style.controls import Button
from station.views.style.frames import IconMark
from station.views.style.text import heading, label
from station.views.style.theme import current


class DropFrame(QFrame):
    """Takes one file that is dropped on it; `dropped` carries its Path."""

    dropped = Signal(object)

    def __init__(self, name: str, title: str, words: str, browse: Button) -> None:
        """`name` is what tests find it by, `words` say what becomes of the file."""
        super().__init__()
        self.setObjectName(name)
        self.setProperty("surface", "banner")
        self.setProperty("tone", "info")
        self.setAcceptDrops(True)
        theme = current()
        row = QHBoxLayout(self)
        side = theme.px(5)
        row.setContentsMargins(side, side, side, side)
        row.setSpacing(theme.px(4))
        row.addWidget(IconMark("inbox", 9, "accent"))
        column = QVBoxLayout()
        column.addWidget(heading(title, "subheading"))
        column.addWidget(label(words, "muted", wrap=True))
        row.addLayout(column, 1)
        self.browse = browse
        row.addWidget(browse)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes one file of this PC."""
        if file_of(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tells which file was dropped."""
        if path := file_of(event):
            event.acceptProposedAction()
            self.dropped.emit(path)


def file_of(event: QDropEvent) -> Path | None:
    """The one file of this PC that is dropped, or None."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
