"""The line at the top: where and when, one search, the exchange, and who sits here."""

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QMenu, QSizePolicy, QWidget

from station.core.clock import Clock
from station.core.i18n import tr
from station.core.settings import Profile
from station.services.session import Session
from station.views import shortcuts
from station.views.shell.words import opening_words, today_words
from station.views.style.controls import Button, button, text_input
from station.views.style.text import Label, hint, label, restyle
from station.views.style.theme import current

_SEARCH, _MINUTE_MS = 95, 60_000
_EDGES = 19
"""Grid units that the margins and the gaps between the four columns take."""


class TopLine(QFrame):
    """Municipality, opening, search, exchange and the user; two rows when one is too narrow."""

    lock_asked = Signal()
    switch_asked = Signal()
    leave_asked = Signal()
    exchange_asked = Signal()

    def __init__(self, session: Session, clock: Clock) -> None:
        super().__init__()
        self.setObjectName("topline")
        self.setProperty("surface", "top")
        self._clock = clock
        self._profile: Profile | None = None
        self.municipality: Label = label("", "subheading")
        self.day: Label = label("", "small")
        self.day.hide()
        self.opening: Label = label("", "small-strong")
        self.opening.setObjectName("opening")
        self.exchange = button(tr("This PC only"), kind="quiet")
        self.exchange.setObjectName("exchange")
        self.exchange.setProperty("tight", True)
        self.exchange.clicked.connect(self.exchange_asked)
        self.search = text_input(tr("Search person, telephone, code"))
        self.search.setObjectName("search")
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setProperty("kind", "search")
        self.search.setClearButtonEnabled(False)
        self._add_key()
        self.user = button(session.initials)
        self.user.setObjectName("user")
        self.user.setAccessibleName(tr("Signed in: {name}", name=session.name))
        self.user.setMenu(self._menu(session))
        self.lock = button(tr("Lock"), shortcuts.LOCK)
        self.lock.setObjectName("lock")
        self.lock.clicked.connect(self.lock_asked)
        self._narrow: bool | None = None
        self._place()
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS // 2)
        self._minute.timeout.connect(self.tell_time)
        self._minute.start()

    def show_profile(self, profile: Profile) -> None:
        """Shows the municipality and its hours."""
        self._profile = profile
        self.municipality.setText(profile.name)
        self.tell_time()
        self._fit()

    def show_exchange(self, words: str, whole: str = "") -> None:
        """Says how the exchange stands; `whole` is the same with nothing left out."""
        if words != self.exchange.accessibleName():
            self.exchange.set_words(words)
            hint(self.exchange, whole)
            self._fit()

    def tell_time(self) -> None:
        """Writes the day, and whether somebody watches now."""
        now = self._clock.now()
        self.day.setText(today_words(now))
        if self._profile is None:
            return
        is_open, words = opening_words(self._profile, now)
        self.opening.setText(f"{'●' if is_open else '○'} {words}")
        self.opening.setProperty("tone", "open" if is_open else "closed")
        restyle(self.opening)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Chooses one row or two."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Chooses again when the text size changes."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _place(self) -> None:
        theme = current()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.px(4), theme.px(2), theme.px(4), theme.px(2))
        self._grid.setHorizontalSpacing(theme.px(3.5))
        self._grid.setVerticalSpacing(theme.px(1.5))
        self._left = _line(self.municipality, self.day, self.opening)
        self._right = _line(self.exchange, self.user, self.lock)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.search.setMaximumWidth(theme.px(_SEARCH))
        self.search.setMinimumWidth(theme.px(50))
        self._fit()

    def _fit(self) -> None:
        if not hasattr(self, "_grid"):
            return
        theme = current()
        needed = self._left.sizeHint().width() + self._right.sizeHint().width()
        if self.day.isHidden():
            needed += self.day.sizeHint().width() + theme.px(3.5)
        # The day is the first to go: with large text, «Stengt, åpner mandag 09:00» needs its room.
        self.day.setVisible(needed + theme.px(_EDGES) <= self.width())
        narrow = needed + theme.px(50 + _EDGES) > self.width() > 0
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for part in (self._left, self.search, self._right):
            self._grid.removeWidget(part)
        for column in range(4):
            self._grid.setColumnStretch(column, 0)
        self._grid.addWidget(self._left, 0, 0)
        self._grid.addWidget(self._right, 0, 3)
        self._grid.setColumnStretch(2, 1)
        if narrow:
            self.search.setMaximumWidth(16_777_215)
            self._grid.addWidget(self.search, 1, 0, 1, 4)
        else:
            self.search.setMaximumWidth(theme.px(_SEARCH))
            self._grid.addWidget(self.search, 0, 1)
            self._grid.setColumnStretch(1, 3)

    def _add_key(self) -> None:
        theme = current()
        inner = QHBoxLayout(self.search)
        inner.setContentsMargins(0, 0, theme.px(2), 0)
        inner.addStretch(1)
        key = label(shortcuts.SEARCH.replace("+", " "), "small")
        inner.addWidget(key)
        self.search.textChanged.connect(lambda text: key.setVisible(not text))

    def _menu(self, session: Session) -> QMenu:
        menu = QMenu(self)
        who = menu.addAction(session.name.replace("&", "&&"))
        who.setEnabled(False)
        for words, signal in (
            (tr("Switch user"), self.switch_asked),
            (tr("Sign out and close"), self.leave_asked),
        ):
            menu.addAction(words).triggered.connect(signal)
        return menu


def _line(*parts: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(current().px(3.5))
    for part in parts:
        row.addWidget(part)
        if isinstance(part, Button):
            row.setSpacing(current().px(2.5))
    return holder
