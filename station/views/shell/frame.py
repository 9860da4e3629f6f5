"""The window's inside while somebody is signed in: rail, lines, banners and the page in front."""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QGraphicsColorizeEffect,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from station.core.bus import ChangeSet
from station.core.clock import Clock
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.office.clockwatch import ClockFault
from station.services.office.frame import FrameFacts
from station.services.session import Session
from station.views import shortcuts
from station.views.ahead import Ahead
from station.views.bridge import Bridge
from station.views.context import Context
from station.views.page import Page
from station.views.pages import Hit, PageEntry, SearchSource, is_imported
from station.views.shell.banners import Banners
from station.views.shell.footer import Footer
from station.views.shell.rail import Rail
from station.views.shell.search import SearchList
from station.views.shell.syncline import SyncLine
from station.views.shell.topline import TopLine
from station.views.shell.words import (
    clock_words,
    silent_words,
    simulated_words,
    unreadable_words,
)
from station.views.style.states import StateView
from station.views.style.zones import ZoneBadge
from station.views.toast import Toast
from station.wiring import Station

Draft = tuple[str, str, dict[str, object]]
"""What unsaved words belong to (kind and id), and the words."""


class Shell(QWidget):
    """Built at each sign-in and destroyed at each lock, with every page in it."""

    lock_asked = Signal()
    switch_asked = Signal()
    leave_asked = Signal()
    facts_known = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        station: Station,
        session: Session,
        clock: Clock,
        pages: Sequence[PageEntry],
        searches: Sequence[SearchSource] = (),
        first: str = "",
    ) -> None:
        """Builds the frame; what the page `first` wants to know is asked for at once."""
        super().__init__()
        self.setObjectName("shell")
        self.setProperty("surface", "ground")
        self._bridge, self._station, self._clock = bridge, station, clock
        self._entries = {entry.name: entry for entry in pages}
        self._pages: dict[str, Page] = {}
        self._missed: dict[str, ChangeSet] = {}
        self._front = ""
        self._subject: str | None = None
        self._fresh = True
        ahead = self._ask_ahead(session, first)
        self._stack = QStackedWidget()
        self.context = Context(
            bridge, station, session, clock, self.go, self.toast, ahead, self._stack
        )
        self._build(session, pages)
        self._search = SearchList(self, self._top.search, self.context, searches)
        self._search.picked.connect(self._open_hit)
        self._toast = Toast(self)
        if words := simulated_words():
            self.banners.show_banner("simulated", words)
        self._connect()
        self._ask_facts()
        self._sync = SyncLine(self, self.context, self.show_exchange)

    # ------------------------------------------------------------------------------- layout

    def _build(self, session: Session, pages: Sequence[PageEntry]) -> None:
        allowed = [page for page in pages if page.on_rail and session.role in page.roles]
        self._top, self._foot = TopLine(session, self._clock), Footer()
        self._rail, self.banners = Rail(allowed), Banners()
        self._stack.setObjectName("pages")
        middle = QVBoxLayout()
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(0)
        middle.addWidget(self.banners)
        middle.addWidget(self._stack, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._rail)
        row.addLayout(middle, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top)
        column.addLayout(row, 1)
        column.addWidget(self._foot)

    def _ask_ahead(self, session: Session, first: str) -> Ahead | None:
        entry = self._entries.get(first)
        if entry is None or entry.ahead is None or session.role not in entry.roles:
            return None
        return Ahead(self, self._bridge, partial(entry.ahead, self._station, session))

    def _connect(self) -> None:
        self._rail.chosen.connect(self.go)
        self._top.lock_asked.connect(self.lock_asked)
        self._top.switch_asked.connect(self.switch_asked)
        self._top.leave_asked.connect(self.leave_asked)
        self._top.exchange_asked.connect(partial(self.go, "sync"))
        self._bridge.changed.connect(self._changed)
        self._bridge.troubled.connect(self.show_trouble)
        self._bridge.broken.connect(self._broken)
        for keys, act in (
            (shortcuts.SEARCH, self._to_search),
            (shortcuts.SWITCH, self.switch_asked.emit),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _to_search(self) -> None:
        self._top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._top.search.selectAll()

    # -------------------------------------------------------------------------------- pages

    @property
    def front(self) -> tuple[str, Page | None]:
        """The name of the page in front, and the page once it is built."""
        return self._front, self._pages.get(self._front)

    @property
    def place(self) -> tuple[str, str | None]:
        """The page in front and what it was opened for, to come back to after a lock."""
        return self._front, self._subject

    def go(self, page: str, subject: str | None = None) -> None:
        """Opens a page, for a subject if it has one; builds it the first time."""
        entry = self._entries[page]
        self._front, self._subject = page, subject
        self._rail.show_page(page)
        if self.context.session.role not in entry.roles:
            self._show_state(StateView("no_right"))
        elif page in self._pages:
            self._open(entry, subject)
        else:
            self._show_state(StateView("loading"))
            module = entry.target.partition(":")[0]
            if is_imported(module):
                self._bridge.soon(self, partial(self._make, entry, subject))
                return
            # On the lane, so that the window goes on answering, and so that a page whose import
            # has only begun is waited for; urgent, since the other pages' imports stand in line.
            self._bridge.ask(
                self,
                partial(import_module, module),
                lambda _: self._make(entry, subject),
                urgent=True,
            )

    def _make(self, entry: PageEntry, subject: str | None) -> None:
        if entry.name not in self._pages:
            module, _, name = entry.target.partition(":")
            made: Callable[[Context], Page] = getattr(sys.modules[module], name)
            page = made(self.context)
            page.setObjectName(f"page_{entry.name}")
            page.setAccessibleName(tr(entry.title))
            self._pages[entry.name] = page
            self._stack.addWidget(page)
        # Built now, shown and filled a moment later: together they would hold the window up.
        self._bridge.soon(self, partial(self._open_made, entry, subject))

    def _open_made(self, entry: PageEntry, subject: str | None) -> None:
        if (self._front, self._subject) == (entry.name, subject):
            self._open(entry, subject)

    def _open(self, entry: PageEntry, subject: str | None) -> None:
        page = self._pages[entry.name]
        self._drop_states()
        if self._stack.indexOf(page) < 0:
            # Taken out while another look is put on.
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.opened(subject)
        if (missed := self._missed.pop(entry.name, None)) is not None:
            page.changed(missed)
        page.watched(self._fresh)
        self._restore(page)

    def _show_state(self, view: StateView) -> None:
        self._drop_states()
        self._stack.addWidget(view)
        self._stack.setCurrentWidget(view)

    def _drop_states(self) -> None:
        for at in reversed(range(self._stack.count())):
            widget = self._stack.widget(at)
            if isinstance(widget, StateView):
                self._stack.removeWidget(widget)
                widget.deleteLater()

    def _changed(self, changes: ChangeSet) -> None:
        for name, page in self._pages.items():
            if name == self._front:
                page.changed(changes)
            else:
                seen = self._missed.get(name)
                self._missed[name] = changes if seen is None else seen | changes
        if changes.topics & {"settings", "exchange"}:
            self._ask_facts()
            self._sync.look()
        else:
            self._sync.saved()

    def _open_hit(self, hit: Hit) -> None:
        self.go(hit.page, hit.subject)

    # ------------------------------------------------------------------------------- drafts

    def drafts(self) -> list[Draft]:
        """The unsaved words of all pages, asked for right before locking."""
        found: list[Draft] = []
        for page in self._pages.values():
            key, words = page.draft_key(), page.draft()
            if key is not None and words:
                found.append((*key, words))
        return found

    def _restore(self, page: Page) -> None:
        key = page.draft_key()
        if key is None:
            return
        drafts, session = self._station.drafts, self.context.session

        def take() -> dict[str, object] | None:
            found = drafts.find(session, *key)
            if found:
                # What is left of it at the next lock is kept anew.
                drafts.drop(session, *key)
            return found

        def give(words: dict[str, object] | None) -> None:
            if words and page.draft_key() == key:
                page.restore(words)

        self._bridge.ask(page, take, give)

    # ----------------------------------------------------------------------------- the frame

    def toast(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Says for ten seconds what was done, with «Angre» if it can be undone."""
        self._toast.say(text, undo)

    def show_trouble(self, trouble: Trouble) -> None:
        """Shows trouble that no page handles itself."""
        self.banners.show_banner("trouble", trouble.sentence(), "danger", closable=True)

    def _broken(self, kind: str) -> None:
        if self._front not in self._pages:
            failed = StateView("failed")
            failed.add_action(tr("Try again"), partial(self.go, *self.place))
            self._show_state(failed)
        self.banners.show_banner(
            "bug",
            tr(
                "Something in Station went wrong. What was saved is safe. Try again; "
                "if it comes back, tell the one who looks after Station."
            ),
            "danger",
            closable=True,
        )

    def show_exchange(self, words: str, *, offline: str = "", whole: str = "") -> None:
        """Says in words how the exchange with the centre stands; `offline` makes a banner."""
        self._top.show_exchange(words, whole)
        if offline:
            self.banners.show_banner("offline", offline)
        else:
            self.banners.drop("offline")

    def show_watch(self, *, fresh: bool, judged_at: int | None) -> None:
        """Greys everything and says so while alerts are not being judged."""
        self._fresh = fresh
        if fresh:
            self.banners.drop("silent")
            self._stack.setGraphicsEffect(None)  # type: ignore[arg-type]  # Qt takes null
        else:
            words = silent_words(judged_at, self._clock.now())
            self.banners.show_banner("silent", words, "danger")
            if self._stack.graphicsEffect() is None:
                grey = QGraphicsColorizeEffect(self._stack)
                grey.setColor(QColor(0, 0, 0))
                self._stack.setGraphicsEffect(grey)
        for page in self._pages.values():
            for badge in page.findChildren(ZoneBadge):
                badge.set_doubted(not fresh)
        if (front := self._pages.get(self._front)) is not None:
            front.watched(fresh)

    def show_clock(self, fault: ClockFault) -> None:
        """Says that the PC's clock was set, until it is right again or somebody has read it."""
        # The key of what the door tells about the same, so that it never stands there twice.
        if fault is ClockFault.NONE:
            self.banners.drop("clock_back")
        else:
            self.banners.show_banner("clock_back", clock_words(fault), closable=True)

    def _ask_facts(self) -> None:
        self._bridge.ask(self, self._station.frame.facts, self._show_facts, self.show_trouble)

    def _show_facts(self, facts: FrameFacts) -> None:
        self._top.show_profile(facts.profile)
        self._foot.show_facts(facts, self._clock.now())
        if facts.unreadable:
            self.banners.show_banner("unreadable", unreadable_words(facts.unreadable))
        else:
            self.banners.drop("unreadable")
        self.facts_known.emit(facts)
