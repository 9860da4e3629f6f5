"""The place where one screen stands at a time, and where the next comes without a long turn."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QBoxLayout, QWidget

from station.views.bridge import Bridge
from station.views.steps import let_go


class Stage(QObject):
    """Shows one screen in a column of `host`.

    Another one is styled where it will stand, out of sight, in the turn in which it was built; it
    takes the place of the one before in the next, and that is destroyed in a third.
    """

    def __init__(self, bridge: Bridge, host: QWidget, column: QBoxLayout) -> None:
        super().__init__(host)
        self._bridge, self._host, self._column = bridge, host, column
        self._here: QWidget | None = None
        self._coming: QWidget | None = None

    @property
    def here(self) -> QWidget | None:
        """The screen that stands there now; another may be on its way."""
        return self._here

    def put(
        self,
        screen: QWidget,
        then: Callable[[], object] | None = None,
        parts: Iterable[Callable[[], object]] = (),
    ) -> None:
        """Lets a screen come, and calls `then` when it stands there.

        What it is built of in `parts` is built first, each in a turn of its own: nobody sees, or
        writes in, a screen that is half there.
        """
        self._forget()
        self._coming = screen
        # Hidden by name, so that it is not shown with the host before it has its place.
        screen.hide()
        screen.setParent(self._host)
        left = iter(parts)

        def go_on() -> None:
            if self._coming is not screen:
                return
            part = next(left, None)
            if part is not None:
                part()
                self._bridge.soon(self, go_on)
                return
            self._take_place(screen)
            if then is not None:
                then()

        self._bridge.soon(self, go_on)

    def put_at_once(self, screen: QWidget) -> None:
        """Shows a small one now: a state, or what must not be touched any longer goes."""
        self._forget()
        self._take_place(screen)

    def clear(self) -> None:
        """Shows nothing."""
        self._forget()
        if self._here is not None:
            self._column.removeWidget(self._here)
            let_go(self._here)
            self._here = None

    def _take_place(self, screen: QWidget) -> None:
        self._coming = None
        self.clear()
        self._here = screen
        self._column.addWidget(screen, 1)
        screen.show()

    def _forget(self) -> None:
        if self._coming is not None:
            let_go(self._coming)
            self._coming = None
