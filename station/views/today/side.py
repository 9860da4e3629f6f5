"""A panel in the place of the card: a heading, a way back, and what is below it."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.session import Session
from station.views.style import button, current, heading, label, scrolled
from station.wiring import Station


class SidePanel(QWidget):
    """Shows something about everybody; `closed` asks for the way back, Esc does as well."""

    closed = Signal()
    open_wanted = Signal(str)
    """The id of a patient to be looked at."""

    def __init__(self, name: str, title: str, about: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        theme = current()
        inner = QWidget()
        self._all = QVBoxLayout(inner)
        side = theme.px(4)
        self._all.setContentsMargins(side, theme.px(3), side, theme.px(3))
        self._all.setSpacing(theme.px(2))
        top = QHBoxLayout()
        top.addWidget(heading(title), 1)
        self.back = button(tr("Close"), kind="quiet")
        self.back.setObjectName(f"{name}_close")
        self.back.clicked.connect(lambda _checked=False: self.closed.emit())
        top.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        self._all.addLayout(top)
        self._all.addWidget(label(about, "muted", wrap=True))
        self._body: QWidget | None = None
        self._all.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(scrolled(inner))
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.closed)

    def ask(self, station: Station, session: Session) -> Any:  # noqa: ANN401  (each its own)
        """Gives what the panel shows; runs on the record lane."""
        raise NotImplementedError

    def show_found(self, found: Any) -> None:  # noqa: ANN401  (each its own)
        """Shows what ask() gave."""
        raise NotImplementedError

    def show_body(self, body: QWidget) -> None:
        """Puts a body in the place of the one before."""
        old, self._body = self._body, body
        focus = QApplication.focusWidget()
        stood_here = old is not None and focus is not None and old.isAncestorOf(focus)
        if old is not None:
            self._all.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._all.insertWidget(2, body)
        if stood_here:
            # The keyboard never falls out of the panel when what it stood on is gone.
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_trouble(self, trouble: Trouble) -> None:
        """Says what went wrong in the place of the body."""
        wrong = label(trouble.sentence(), "error", wrap=True)
        wrong.setObjectName("panel_wrong")
        self.show_body(wrong)

    def begin(self) -> None:
        """Puts the keyboard into the panel."""
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)


def column_of(body: QWidget, gap: float = 1.5) -> QVBoxLayout:
    """A column without margins for the parts of a body."""
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current().px(gap))
    return column
