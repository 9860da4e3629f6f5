"""The short message at the bottom: what was done, and «Angre» for ten seconds."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from station.core.i18n import tr
from station.views.style.controls import button
from station.views.style.text import label
from station.views.style.theme import current

SHOWN_MS = 10_000


class Toast(QFrame):
    """One message over the lower edge of its parent; a new one takes the old one's place.

    Say what was done, never for whom: the message can be read from across the room.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("toast")
        self.setProperty("surface", "toast")
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(4), theme.px(1.5), theme.px(2), theme.px(1.5))
        row.setSpacing(theme.px(3))
        self._text = label("")
        self._undo_button = button(tr("Undo"), "Ctrl+Z")
        self._undo_button.setObjectName("toast_undo")
        self._undo_button.clicked.connect(self._undo_now)
        row.addWidget(self._text)
        row.addWidget(self._undo_button)
        self._undo: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.dismiss)
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Shows the message for ten seconds."""
        self._undo = undo
        self._text.setText(text)
        self.setAccessibleName(text)
        self._undo_button.setVisible(undo is not None)
        self.show()
        self._settle()
        self.raise_()
        self._timer.start()

    def dismiss(self) -> None:
        """Takes the message away; what was done can no longer be undone from here."""
        self._timer.stop()
        self._undo = None
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the parent's size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._settle()
        return super().eventFilter(watched, event)

    def _undo_now(self) -> None:
        undo = self._undo
        self.dismiss()
        if undo is not None:
            undo()

    def _settle(self) -> None:
        parent = self._over
        self._text.setWordWrap(False)
        self.adjustSize()
        room = parent.width() - current().px(8)
        if self.width() > room:
            self._text.setWordWrap(True)
            self.setFixedWidth(room)
            self.adjustSize()
        self.move(
            (parent.width() - self.width()) // 2,
            parent.height() - self.height() - current().px(10),
        )
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
