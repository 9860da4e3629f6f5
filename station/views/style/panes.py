"""Two panes beside each other that stand under each other where there is too little room."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from station.views.style.frames import scrolled
from station.views.style.theme import current

NARROW = 250
"""Below so many grid units the panes stand under each other."""
_LEAST = 80
"""Grid units that each pane is high at least when they do; together they scroll."""


class Panes(QWidget):
    """Shares its width between two panes, `shares` of it each; the first stands at the left."""

    def __init__(
        self,
        first: QWidget,
        second: QWidget,
        shares: tuple[int, int],
        gap: float = 4,
        *,
        scrolls: bool = True,
    ) -> None:
        """With `scrolls` off, what they stand in scrolls."""
        super().__init__()
        self._panes = (first, second)
        holder = QWidget()
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight, holder)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(current().px(gap))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(holder) if scrolls else holder)
        for pane, share in zip(self._panes, shares, strict=True):
            self._body.addWidget(pane, share)

    @property
    def stacked(self) -> bool:
        """Whether the panes stand under each other."""
        return self._body.direction() == QBoxLayout.Direction.TopToBottom

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Puts the panes under each other where there is no room for two."""
        super().resizeEvent(event)
        narrow = self.width() < current().px(NARROW)
        if narrow == self.stacked:
            return
        ways = QBoxLayout.Direction
        self._body.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        for pane in self._panes:
            pane.setMinimumHeight(current().px(_LEAST) if narrow else 0)
