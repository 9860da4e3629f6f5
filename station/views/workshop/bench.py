"""The bench: one component's readings with their limits, to be tried until they fit.

What stands on the bench is nobody's limits yet: only «Ta med i utkastet» takes them anywhere.
"""

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.rules.dragging import moved
from station.rules.guardrails import LimitFault, check_limits, limits_of
from station.rules.limits import Limit
from station.rules.wording import component_name
from station.rules.wording_entry import limit_fault_text
from station.services.plans.workshop import Workshop
from station.views.charts.data import PanelData
from station.views.plans.limits import LimitForm, Typed
from station.views.steps import Steps
from station.views.style import (
    Banner,
    FlowLayout,
    Panes,
    button,
    choice,
    current,
    heading,
    label,
)
from station.views.workshop.chart import LimitChart, help_text, limit_words
from station.views.workshop.figures import CountsCard, StatisticsCard, column_of, place
from station.views.workshop.proposals import Proposals
from station.views.workshop.words import banner_words, counts_line, span_choices

_SETTLED_MS = 150
_CHART_HIGH = 70


class Bench(QWidget):
    """`looked_for` carries (component, span); `taken` the limits that go into the draft."""

    looked_for = Signal(str, str)
    taken = Signal(object)
    left = Signal()
    changed = Signal()

    def __init__(
        self, shown: Workshop, drawn: PanelData, limits: tuple[Limit, ...] | None = None
    ) -> None:
        """Begins with the draft's limits, today's, or those that were chosen before a lock.

        `drawn` are the readings as the chart draws them.
        """
        super().__init__()
        self._drawn = drawn
        self.setObjectName("bench")
        self.shown = shown
        self.stored = limits_of(shown.start, shown.component)
        self.limits = self.stored if limits is None else limits
        self._undo: list[tuple[Limit, ...]] = []
        self._dragged_from: tuple[Limit, ...] | None = None
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addLayout(self._top())
        if words := banner_words(shown.trial):
            banner = Banner(words, "info")
            banner.setObjectName("trial_banner")
            column.addWidget(banner)
        self._left, self._right = column_of(), column_of()
        self._panes = Panes(self._left, self._right, (13, 8))
        column.addWidget(self._panes, 1)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._settled.timeout.connect(self.settle)
        self.ready = False
        self._begins = False
        parts = (self._put_chart, self._put_form, self._put_counts, self._put_proposals)
        self._steps = Steps(self, [*parts, self._put_statistics, self._start])

    @property
    def touched(self) -> bool:
        """Whether something was chosen here that the draft does not say."""
        return self.limits != self.stored

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Says the counts below the chart where they would stand too far down."""
        super().resizeEvent(event)
        self._settled.start()

    def begin(self) -> None:
        """Puts the keyboard on the chart, or on the first number where there is no limit yet."""
        self._begins = not self.ready
        if not self.ready:
            return
        if self.limits:
            self.chart.setFocus()
        else:
            self.form.begin()

    # --------------------------------------------------------------------------- building

    def _top(self) -> FlowLayout:
        shown, row = self.shown, FlowLayout(gap=current().px(2))
        back = button(tr("The plan"), "Alt+Left", kind="quiet", icon="back")
        back.setObjectName("leave_workshop")
        back.clicked.connect(lambda _checked=False: self.left.emit())
        row.addWidget(back)
        row.addWidget(heading(f"{tr('Threshold workshop')} · {shown.person.name}", "subheading"))
        self.component = choice(*((component_name(code), code) for code in shown.components))
        self.component.setObjectName("workshop_component")
        self.component.setAccessibleName(tr("Reading"))
        self.component.setCurrentIndex(self.component.findData(shown.component))
        self.span = choice(*span_choices(shown.trial))
        self.span.setObjectName("workshop_span")
        self.span.setAccessibleName(tr("Which readings"))
        self.span.setCurrentIndex(self.span.findData(shown.span.value))
        for drop in (self.component, self.span):
            drop.activated.connect(lambda _at: self._look())
            row.addWidget(drop)
        self.undo = button(tr("Undo"), "Ctrl+Z", kind="quiet")
        self.undo.setObjectName("workshop_undo")
        self.undo.clicked.connect(lambda _checked=False: self.take_back())
        row.addWidget(self.undo)
        self.take = button(tr("Take into the draft"), "Ctrl+Return", primary=True)
        self.take.setObjectName("workshop_take")
        self.take.clicked.connect(lambda _checked=False: self._take())
        self.take.setEnabled(False)
        row.addWidget(self.take)
        return row

    def _put_chart(self) -> None:
        self.chart = LimitChart()
        # On screen before the rest is: what is done to it now would be forgotten.
        self.chart.setEnabled(False)
        self.chart.setFixedHeight(current().px(_CHART_HIGH))
        self.said = label("", "small", wrap=True)
        self.said.setObjectName("workshop_said")
        self._beside = label("", "strong", wrap=True)
        self._beside.setObjectName("counts_beside")
        place(self._left, self.chart, self._beside, self.said)
        self.chart.set_data(self.shown, self._drawn, self.limits)
        self.say_hint()

    def _put_form(self) -> None:
        self.form = LimitForm(self.shown.component, self.limits)
        self.form.setEnabled(False)
        place(self._left, self.form)
        self._steps.first(*self.form.parts())

    def _put_counts(self) -> None:
        today = self.shown.today
        tried = self.shown.material.tried(today.limits) if today else None
        self.counts = CountsCard(today, tried, self.shown.further)
        place(self._right, self.counts)

    def _put_proposals(self) -> None:
        self.proposals = Proposals(self.shown.component, self.shown.found)
        self.proposals.setEnabled(False)
        place(self._right, self.proposals)
        self.proposals.show_beside(self.limits)

    def _put_statistics(self) -> None:
        shown = self.shown
        place(self._right, StatisticsCard(shown.component, shown.found, shown.excluded))

    def _start(self) -> None:
        """Lets limits be moved, once everything that follows them is there."""
        self.chart.wanted.connect(self._drag)
        self.chart.released.connect(self._let_go)
        self.chart.chosen.connect(lambda _place: self.say_hint())
        self.form.checked.connect(self._typed)
        self.proposals.used.connect(self._use)
        self.ready = True
        for part in (self.chart, self.form, self.proposals, self.take):
            part.setEnabled(True)
        self._show(self.limits)
        self.settle()
        if self._begins:
            self.begin()

    # ---------------------------------------------------------------------------- changes

    def _drag(self, place: int, to: float) -> None:
        """Moves a limit as far as the others let it; the first move of a drag can be undone."""
        if self._dragged_from is None:
            self._dragged_from = self.limits
        before = self.limits
        found = moved(self.limits, place, to)
        self.limits = found.limits
        self._show(before)
        self.chart.show_limits(self.limits)
        self._say(limit_fault_text(found.stopped) if found.stopped else "")

    def _let_go(self) -> None:
        start, self._dragged_from = self._dragged_from, None
        if start is not None and start != self.limits:
            self._undo.append(start)
        self.chart.fit()
        self.settle()

    def _typed(self, typed: Typed) -> None:
        limits = limits_of(typed.limits, self.shown.component)
        if not typed.wrong and limits != self.limits:
            self._undo.append(self.limits)
            self._put(limits, written=True)

    def _use(self, limit: Limit) -> None:
        """Puts a proposal in the place of what stands on its level and side."""
        others = [
            each for each in self.limits if (each.level, each.side) != (limit.level, limit.side)
        ]
        limits = limits_of((*others, limit), self.shown.component)
        wrong = [each for each in check_limits(limits) if each.fault is not LimitFault.NEEDS_REASON]
        if wrong:
            self._say(limit_fault_text(wrong[0]))
            return
        self._undo.append(self.limits)
        self._put(limits)
        self.chart.choose(self.limits.index(limit))

    def take_back(self) -> None:
        """Puts back what stood before the last change."""
        if self._undo and self.ready:
            self._put(self._undo.pop())

    def _put(self, limits: tuple[Limit, ...], *, written: bool = False) -> None:
        before, self.limits = self.limits, limits
        self._show(limits if written else before)
        self.chart.show_limits(limits)
        self.chart.fit()
        self.settle()
        self.say_hint()

    def _show(self, before: tuple[Limit, ...]) -> None:
        """Counts and writes the limits as they stand; called for every step of a drag."""
        tried = self.shown.material.tried(self.limits)
        self.counts.show_new(tried)
        self.chart.counted = counts_line(tried)
        self._beside.setText(self.chart.counted)
        self._beside.setVisible(self._panes.stacked)
        if before != self.limits:
            self.form.put(self.limits, before)
        self._settled.start()

    def settle(self) -> None:
        """Does what need not follow a drag at once: proposals, and what can be undone."""
        self._settled.stop()
        if not self.ready:
            return
        self._beside.setVisible(self._panes.stacked)
        self.proposals.show_beside(self.limits)
        self.undo.setEnabled(bool(self._undo))
        self.changed.emit()

    # ------------------------------------------------------------------------------ words

    def say_hint(self) -> None:
        """Says which limit is chosen, and how it is moved."""
        chosen = self.chart.chosen_limit
        if chosen is None:
            words = tr("No limit yet. Write a number below, or use a proposal.")
        else:
            words = f"{limit_words(chosen)}. {help_text()}"
        self.said.set_role("small")
        self.said.setText(words)

    def say_trouble(self, words: str) -> None:
        """Says why the limits were not taken in."""
        self._say(words)

    def _say(self, words: str) -> None:
        if not words:
            self.say_hint()
            return
        self.said.set_role("error")
        self.said.setText(words)

    # ------------------------------------------------------------------------------ wishes

    def _look(self) -> None:
        self.looked_for.emit(str(self.component.currentData()), str(self.span.currentData()))

    def _take(self) -> None:
        """Numbers that were typed just now are checked first; what is wrong is said and shown."""
        if not self.ready:
            return
        self.form.look()
        typed = self.form.typed()
        if typed.wrong:
            self._say(" ".join(dict.fromkeys(typed.wrong.values())))
            self.form.begin()
            return
        QTimer.singleShot(0, self, partial(self.taken.emit, self.limits))
