"""The list that opens under the search box, and how it is asked for."""

from collections.abc import Callable, Sequence
from importlib import import_module

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.views.bridge import Bridge
from station.views.context import Context
from station.views.pages import Hit, SearchSource
from station.views.style.text import label
from station.views.style.theme import current

_PAUSE_MS, _MOST_ROWS = 120, 8
Find = Callable[..., Sequence[Hit]]


class SearchList(QFrame):
    """Answers what is typed in `box`; `picked` carries the hit that was chosen."""

    picked = Signal(object)

    def __init__(
        self, over: QWidget, box: QLineEdit, context: Context, sources: Sequence[SearchSource]
    ) -> None:
        super().__init__(over)
        self.setObjectName("search_list")
        self.setProperty("surface", "card")
        self._over, self._box, self._context = over, box, context
        self._targets = tuple(
            source.target for source in sources if context.session.role in source.roles
        )
        self._list = QListWidget()
        self._list.setObjectName("search_hits")
        self._list.setAccessibleName(tr("Search results"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.itemClicked.connect(self._pick)
        self._nothing = label(tr("Nothing found"), "muted")
        column = QVBoxLayout(self)
        margin = current().px(1)
        column.setContentsMargins(margin, margin, margin, margin)
        column.addWidget(self._nothing)
        column.addWidget(self._list)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        box.textEdited.connect(lambda _: self._pause.start())
        box.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lets arrows, Enter and Esc in the box move in the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event.key())
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        row = self._list.currentRow()
        if key == Qt.Key.Key_Escape:
            self._box.clear()
            self.hide()
            return True
        if not self.isVisible():
            return False
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._list.setCurrentRow(max(0, min(self._list.count() - 1, row + step)))
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._list.count():
            self._pick(self._list.currentItem())
            return True
        return False

    def _ask(self) -> None:
        text = self._box.text().strip()
        if not text or not self._targets:
            self.hide()
            return
        targets, station = self._targets, self._context.station
        session, bridge = self._context.session, self._context.bridge

        def find() -> list[Hit]:
            return [hit for target in targets for hit in resolve(target)(station, session, text)]

        self._send(bridge, find, text)

    def _send(self, bridge: Bridge, find: Callable[[], list[Hit]], text: str) -> None:
        bridge.ask(self, find, lambda hits: self._show(text, hits), urgent=True)

    def _show(self, text: str, hits: Sequence[Hit]) -> None:
        if text != self._box.text().strip():
            return
        self._list.clear()
        for hit in hits[:50]:
            item = QListWidgetItem(f"{hit.title}    {hit.detail}")
            item.setData(Qt.ItemDataRole.UserRole, hit)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._nothing.setVisible(not hits)
        self._list.setVisible(bool(hits))
        self._settle(len(hits))

    def _settle(self, hits: int) -> None:
        theme = current()
        row = self._list.sizeHintForRow(0) if hits else 0
        self._list.setFixedHeight(row * min(hits, _MOST_ROWS) + theme.px(2))
        self.setFixedWidth(max(self._box.width(), theme.px(60)))
        self.adjustSize()
        self.move(self._box.mapTo(self._over, QPoint(0, self._box.height() + theme.px(1))))
        self.show()
        self.raise_()

    def _pick(self, item: QListWidgetItem) -> None:
        hit = item.data(Qt.ItemDataRole.UserRole)
        self._box.clear()
        self.hide()
        self._list.clear()
        self.picked.emit(hit)


def resolve(target: str) -> Find:
    """Imports "module:name" and gives what is called so."""
    module, _, name = target.partition(":")
    found: Find = getattr(import_module(module), name)
    return found
