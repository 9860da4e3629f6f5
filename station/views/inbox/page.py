"""The inbox: files are read in, and what was held back is decided on."""

from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout

from station.core.bus import ChangeSet
from station.core.i18n import tr
from station.views.context import Context
from station.views.inbox.desk import ImportDesk
from station.views.inbox.held import QuarantineDesk
from station.views.inbox.words import thousands
from station.views.page import Page
from station.views.style import current

QUARANTINE = "quarantine"
"""The subject that opens the page on what is held back."""


class InboxPage(Page):
    """Two tabs; the number of what waits stands on the second."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme = current()
        column = QVBoxLayout(self)
        side = theme.px(3)
        column.setContentsMargins(side, theme.px(1), side, side)
        column.setSpacing(theme.px(2))
        self.tabs = QTabBar()
        self.tabs.setObjectName("inbox_tabs")
        self.tabs.setAccessibleName(tr("Inbox"))
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.addTab(tr("Read a file"))
        self.tabs.addTab(tr("Quarantine"))
        self.desk = ImportDesk(context)
        self.held = QuarantineDesk(context)
        self._stack = QStackedWidget()
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self._stack.addWidget(self.desk)
        self._stack.addWidget(self.held)
        self.tabs.currentChanged.connect(self._turn)
        self.held.counted.connect(self._count)
        self.desk.quarantine_wanted.connect(lambda: self.tabs.setCurrentIndex(1))

    def opened(self, subject: str | None) -> None:
        """Comes to the front, on the quarantine if that is the subject."""
        self.held.look()
        if subject == QUARANTINE:
            self.tabs.setCurrentIndex(1)
        elif self.tabs.currentIndex() == 0:
            self.desk.focus()

    def changed(self, changes: ChangeSet) -> None:
        """Takes in what was saved, also by others."""
        if changes.topics & {"quarantine", "readings", "patients"}:
            self.held.look()
        if changes.topics & {"quarantine", "readings"}:
            self.desk.refresh()

    def _turn(self, at: int) -> None:
        self._stack.setCurrentIndex(at)
        if at == 1:
            self.held.look()
            self.held.begin()

    def _count(self, waiting: int) -> None:
        words = tr("Quarantine ({n})", n=thousands(waiting)) if waiting else tr("Quarantine")
        self.tabs.setTabText(1, words)
