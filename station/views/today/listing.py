"""The left side of «I dag»: heading, when it was judged, sums, search, list, and its states."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station.core.i18n import ntr, tr
from station.rules.standing import Standing
from station.rules.wording import standing_word
from station.services.today.worklist import WorkList
from station.views.style import EmptyState, StateView, current, heading, label, text_input
from station.views.today.below import Below
from station.views.today.counts import EVERYONE_KEY, Counts
from station.views.today.listview import WorkListView
from station.views.today.words import judged_words

SEARCH_KEY = "Ctrl+F"


class Listing(QWidget):
    """Shows a WorkList; `open_wanted` carries a patient's id."""

    open_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = WorkListView()
        self.counts = Counts()
        self.search = text_input(tr("Search in the list"))
        self.below = Below()
        self._judged = label("", "muted")
        self._made: WorkList | None = None
        self._fresh = True
        self._state: StateView | None = None
        self._lay_out()
        self._connect()

    # ------------------------------------------------------------------------------- shown

    def show_list(self, made: WorkList) -> None:
        """Takes a new list in."""
        self._made = made
        self.list.show_now(made.made_at)
        self.list.rows.show_rows(made.rows)
        self._say_counts()
        self._say_judged()
        self.below.show_list(made, fresh=self._fresh)
        self._show_part()

    def show_failed(self, sentence: str, again: Callable[[], object]) -> None:
        """Says that the list could not be made; what was there before is not shown as if new."""
        failed = StateView("failed", sentence)
        failed.add_action(tr("Try again"), again, primary=True)
        self._turn(failed)

    def set_fresh(self, fresh: bool) -> None:
        """Says whether the judging is alive; nothing looks green while it is not."""
        self._fresh = fresh
        self.list.rows.set_fresh(fresh)
        if self._made is not None:
            self.below.show_list(self._made, fresh=fresh)
        self._say_counts()
        self._say_judged()

    def begin(self) -> None:
        """Puts the keyboard on the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.list.standing_on and self.list.rows.shown:
            self.list.stand_on(self.list.rows.shown[0].patient_id)

    @property
    def judged_text(self) -> str:
        """What stands beside the heading."""
        return self._judged.text()

    # ------------------------------------------------------------------------------ filter

    def choose(self, standing: Standing | None) -> None:
        """Shows one standing alone, or everybody."""
        self.counts.mark(standing)
        self._filter(standing, self.search.text())

    def _search(self, text: str) -> None:
        self._filter(self.list.rows.standing, text)

    def _filter(self, standing: Standing | None, text: str) -> None:
        self.list.rows.filter(standing, text)
        self._show_part()

    def _typed(self, letter: str) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.insert(letter)

    def _to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _leave_search(self) -> None:
        """Esc first empties the search, then goes back to the list."""
        if self.search.text():
            self.search.clear()
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _to_list(self) -> None:
        """Enter and arrow down in the search go to the first one found."""
        shown = self.list.rows.shown
        if shown:
            self.list.stand_on(shown[0].patient_id)
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ------------------------------------------------------------------------------ inside

    def _lay_out(self) -> None:
        theme = current()
        self._judged.setObjectName("judged")
        self.search.setObjectName("list_search")
        self.search.setAccessibleName(tr("Search in the list"))
        self.search.setClearButtonEnabled(True)
        top = QHBoxLayout()
        top.setSpacing(theme.px(2.5))
        top.addWidget(heading(tr("Today")))
        top.addWidget(self._judged, 0, Qt.AlignmentFlag.AlignBottom)
        top.addStretch(1)
        top.addWidget(self.counts)
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        # Heading and search end where the rows end, beside the scroll bar.
        above = QVBoxLayout()
        above.setContentsMargins(0, 0, theme.px(2.5), 0)
        above.setSpacing(theme.px(2))
        above.addLayout(top)
        above.addWidget(self.search)
        column.addLayout(above)
        column.addWidget(self._stack, 1)
        column.addWidget(self.below)
        self._stack.addWidget(self.list)
        self._turn(StateView("loading"))

    def _connect(self) -> None:
        self.list.open_wanted.connect(self.open_wanted)
        self.list.typed.connect(self._typed)
        self.counts.chosen.connect(self.choose)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._to_list)
        for widget, keys, act in (
            (self.search, "Esc", self._leave_search),
            (self.search, "Down", self._to_list),
        ):
            shortcut = QShortcut(QKeySequence(keys), widget)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
        for keys, act in ((SEARCH_KEY, self._to_search), (EVERYONE_KEY, self.show_everybody)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def show_everybody(self) -> None:
        """Takes the filter and the search away."""
        self.search.clear()
        self.choose(None)

    def _show_part(self) -> None:
        if self._made is None:
            return
        rows = self.list.rows
        if rows.shown:
            self._turn(None)
        elif rows.everyone:
            unfound = EmptyState(tr("Nobody here"), self._unfound_words())
            everybody = unfound.add_action(tr("Show everybody"), self.show_everybody)
            everybody.setObjectName("show_everybody")
            self._turn(unfound)
        else:
            self._turn(
                EmptyState(
                    tr("Nobody is followed yet"),
                    tr("Patients stand here from the day their trial period begins."),
                )
            )

    def _turn(self, state: StateView | None) -> None:
        """Shows a state in the place of the list, or the list again."""
        old, self._state = self._state, state
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        if state is not None:
            self._stack.addWidget(state)
        self._stack.setCurrentWidget(state or self.list)

    def _unfound_words(self) -> str:
        rows = self.list.rows
        if rows.query.strip():
            return tr("No name in the list fits «{text}».", text=rows.query.strip())
        word = standing_word(rows.standing) if rows.standing is not None else ""
        everyone = ntr("{n} patient is followed", "{n} patients are followed", len(rows.everyone))
        return f"{word}: 0. {everyone}."

    def _say_counts(self) -> None:
        if self._made is None:
            return
        counts = dict(self._made.counts())
        if not self._fresh:
            counts[Standing.UNKNOWN] += counts.pop(Standing.GREEN)
        self.counts.show_counts(counts)

    def _say_judged(self) -> None:
        if self._made is None:
            return
        words = judged_words(self._made.judged_at, self._made.made_at, fresh=self._fresh)
        self._judged.setText(words)
        self._judged.set_role("muted" if self._fresh else "error")
