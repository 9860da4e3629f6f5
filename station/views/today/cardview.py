"""The right side of «I dag»: one patient, from who she is to what was done last."""

from functools import partial
from operator import attrgetter
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from station.core.zone import day_of
from station.rules.limits import Level
from station.services.today.card import AlertBox, Card
from station.services.today.worklist import WorkRow
from station.views.charts.data import TrendData
from station.views.charts.view import TrendView
from station.views.context import Context
from station.views.steps import Steps, let_go
from station.views.style import current, label, scrolled
from station.views.today.actions import ActionBar
from station.views.today.alertbox import AlertPanel
from station.views.today.calm import Calm
from station.views.today.figures import card_words
from station.views.today.forms import Given, HandlingForm
from station.views.today.head import Head
from station.views.today.past import Past
from station.views.today.restform import RESTS, RestForm
from station.views.today.rests import RestStrip, rest_lines
from station.views.today.takeover import TakeOver, held_words

_ABOVE, _ALONE, _TOGETHER = 7.5, 44, 27
"""The heights of the trend's heading and of a panel, alone or with others, in grid units."""
_HEAD = attrgetter(
    "facts", "plan", "plan_readable", "last_contact", "with_gp_since", "visit", "equipment"
)
_GROWS, _MOST = 100, 1.6
"""The trend takes what room is left, up to so many times its least height."""
_UPPER: Final = ("head", "held", "rests", "alerts", "actions")
_SLOTS: Final = (*_UPPER, "form", "point", "trend", "figures", "past")
Form = HandlingForm | RestForm


class CardView(QWidget):
    """Shows a Card; what is asked for goes out as signals, the page does it."""

    reading_wanted = Signal()
    plan_wanted = Signal()
    workshop_wanted = Signal()
    forms_wanted = Signal()
    action_wanted = Signal(str)
    take_over_wanted = Signal(str)
    end_wanted = Signal(str, str)
    """What rests, and what ending it needs."""
    why_wanted = Signal(str)
    reading_chosen = Signal(str)
    """The alert to be explained; the reading that was chosen on an alert or the trend."""
    saved = Signal(object)
    form_turned = Signal(bool)
    """Whether a form stands open now."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.card: Card | None = None
        self.row: WorkRow | None = None
        self._alert_id = ""
        self._fresh = True
        self._parts: dict[str, QWidget] = {}
        self._later = Steps(self)
        theme = current()
        inner = self._inner = QWidget()
        inner.hide()
        self._column = QVBoxLayout(inner)
        side = theme.px(4)
        self._column.setContentsMargins(side, theme.px(3), side, theme.px(3))
        self._column.setSpacing(theme.px(2))
        for slot in _SLOTS:
            holder = QVBoxLayout()
            holder.setContentsMargins(0, 0, 0, 0)
            holder.setSpacing(theme.px(2))
            holder.setObjectName(slot)
            self._column.addLayout(holder, _GROWS if slot == "trend" else 0)
        self._column.addStretch(1)
        self.bar = ActionBar()
        self.bar.wanted.connect(self.action_wanted)
        self._put("actions", self.bar)
        self._trend: TrendView | None = None
        self.area: QScrollArea = scrolled(inner)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.area)

    # --------------------------------------------------------------------------------- shown

    def show_card(self, card: Card, trend: TrendData, row: WorkRow | None) -> None:
        """Shows a patient, or the same one as she is now; a form that stands open stays."""
        self.begin_card(card, row)
        self.show_trend(trend)
        self.unveil()

    def begin_card(self, card: Card, row: WorkRow | None) -> None:
        """Builds all but the trend; nothing of another patient is seen until `unveil`."""
        before, old_row = self.card, self.row
        if not self.needs_one_breath(card):
            self._veil(before, card)
        self.card, self.row = card, row
        if _head_of(card) != _head_of(before):
            self._show_head(card)
        self._show_held(card)
        self._show_rests(card, before)
        if _alerts_of(card, row) != _alerts_of(before, old_row):
            self._show_alerts(card)
        if _other(before, card):
            self.close_form()
            self._drop("point")
            self.area.verticalScrollBar().setValue(0)
        self._fit_actions()
        changed = before is None or before.figures != card.figures
        if changed or _past_of(before) != _past_of(card):
            # The past comes in the next breath; nothing of another patient stands there.
            self._drop("past")
            self._drop("figures")
            self._later.drop()
            self._later.add(partial(self._show_past, card))

    def show_row(self, row: WorkRow | None) -> None:
        """Takes in where the patient stands now."""
        if self.card is not None and row != self.row:
            self.row = row
            if not self.card.alerts:
                self._show_alerts(self.card)

    def set_fresh(self, fresh: bool) -> None:
        """Says whether somebody judges: nobody is green while nobody does."""
        turned = fresh != self._fresh
        self._fresh = fresh
        if turned and self.card is not None and not self.card.alerts:
            self._show_alerts(self.card)

    def forget(self) -> None:
        """Shows nobody."""
        self.card = self.row = None
        self._alert_id = ""
        self.close_form()
        self._drop("point")

    @property
    def trend(self) -> TrendView:
        """The trend, built when it is first needed and used again for every patient."""
        if self._trend is None:
            self._trend = TrendView(self._inner)
            # It takes what room there is, and never pushes the past off the screen.
            policy = QSizePolicy.Policy
            self._trend.setSizePolicy(policy.Expanding, policy.Ignored)
            self._put("trend", self._trend)
            self._trend.trend.point_chosen.connect(self.reading_chosen)
        return self._trend

    @property
    def alert(self) -> AlertBox | None:
        """The alert that the actions are about."""
        if self.card is None:
            return None
        boxes = self.card.alerts
        return self.alert_called(self._alert_id) or next(iter(boxes), None)

    def alert_called(self, alert_id: str) -> AlertBox | None:
        """The open alert with this id, or None."""
        boxes = self.card.alerts if self.card is not None else ()
        return next((box for box in boxes if box.id == alert_id), None)

    @property
    def held(self) -> bool:
        """Whether a colleague has the patient."""
        return "held" in self._parts

    # ---------------------------------------------------------------------------------- form

    @property
    def form(self) -> Form | None:
        """The form that stands open, or None."""
        found = self._parts.get("form")
        return found if isinstance(found, HandlingForm | RestForm) else None

    def open_form(self, given: Given) -> Form:
        """Opens a form below the actions, in the place of the one before."""
        form = self._made(given)
        form.saved.connect(self.saved)
        form.cancelled.connect(self._cancelled)
        if isinstance(form, HandlingForm):
            form.summary_wanted.connect(partial(self._print_summary, given.alert))
        # Styled in this turn, and shown in the next: both, and the card laid out anew, are long.
        form.hide()
        self._put("form", form)
        self._fit_actions()
        self.form_turned.emit(True)
        self._context.bridge.soon(form, partial(self._form_stands, form))
        return form

    def _form_stands(self, form: Form) -> None:
        form.show()
        form.begin()
        # The form has its place only when the column is laid out anew.
        QTimer.singleShot(0, form, partial(self._bring_up, form))

    def _made(self, given: Given) -> Form:
        if given.what in RESTS and self.card is not None:
            return RestForm(given, self.card.hours, self.card.now)
        return HandlingForm(given)

    def _print_summary(self, alert: AlertBox | None) -> None:
        """A red alert is why; else it is the GP who has asked."""
        if self.card is not None:
            why = "red" if alert is not None and alert.level is Level.RED else "request"
            self._context.go("prints", f"today/{self.card.facts.id}/gp/{why}")

    def _bring_up(self, form: Form) -> None:
        """Scrolls the form into view, its beginning first where it is higher than the view."""
        column = self._column.parentWidget()
        if column is None or form is not self.form:
            return
        self._column.activate()
        top = form.mapTo(column, form.rect().topLeft()).y()
        bar, room = self.area.verticalScrollBar(), self.area.viewport().height()
        bar.setValue(min(top, max(bar.value(), top + form.height() - room)))

    def close_form(self) -> None:
        """Takes the form away."""
        self._drop("form")
        self._fit_actions()
        self.form_turned.emit(False)

    def show_point(self, point: QWidget | None) -> None:
        """Puts what is told of one reading above the trend, or takes it away."""
        self._drop("point")
        if point is not None:
            self._put("point", point)
            QTimer.singleShot(0, point, partial(self.area.ensureWidgetVisible, point))

    def say_held_wrong(self, sentence: str) -> None:
        """Shows what is missing for taking over."""
        held = self._parts.get("held")
        if isinstance(held, TakeOver):
            held.say_wrong(sentence)

    # -------------------------------------------------------------------------------- inside

    def _show_head(self, card: Card) -> None:
        head = Head(self._context, card)
        head.reading_wanted.connect(self.reading_wanted)
        head.plan_wanted.connect(self.plan_wanted)
        head.workshop_wanted.connect(self.workshop_wanted)
        head.forms_wanted.connect(self.forms_wanted)
        self._put("head", head)

    def needs_one_breath(self, card: Card) -> bool:
        """Whether this is another patient's card, and what would be hidden has the keyboard."""
        focus = QApplication.focusWidget()
        inside = focus is not None and self._inner.isAncestorOf(focus)
        return inside and _other(self.card, card)

    def _veil(self, before: Card | None, card: Card) -> None:
        """Leaves the picture as it is, and lays nothing out while another patient's is built."""
        if _other(before, card):
            self.area.setUpdatesEnabled(False)
            self._inner.hide()

    def unveil(self) -> None:
        """Lays out and paints what was built."""
        self._inner.show()
        self.area.setUpdatesEnabled(True)

    def get_ready(self) -> None:
        """Styles what every card has, before there is one to show."""
        for part in (self.bar, self.trend):
            for each in part.findChildren(QWidget):
                each.ensurePolished()

    def show_trend(self, trend: TrendData) -> None:
        """Shows the readings of the patient whose card was begun."""
        self.trend.set_data(trend)
        least = _trend_height(len(trend.panels))
        self.trend.setMinimumHeight(least)
        self.trend.setMaximumHeight(round(least * _MOST))

    def _show_past(self, card: Card) -> None:
        if self.card is not None and self.card.facts.id == card.facts.id:
            if words := card_words(self.card.figures):
                told = label(words, "muted", wrap=True)
                told.setObjectName("card_figures")
                self._put("figures", told)
            self._put("past", Past(self.card.timeline, self.card.now))

    def _cancelled(self) -> None:
        what = self.form.given.what if self.form else ""
        self.close_form()
        if what:
            self.bar.focus(what)

    def _show_held(self, card: Card) -> None:
        words = held_words(card)
        standing = self._parts.get("held")
        if isinstance(standing, TakeOver) and standing.accessibleName() == words:
            return
        self._drop("held")
        if words:
            held = TakeOver(words)
            held.wanted.connect(self.take_over_wanted)
            self._put("held", held)

    def _show_alerts(self, card: Card) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(2))
        chosen = self.alert
        for box in card.alerts:
            panel = AlertPanel(box, card.now, card.hours)
            panel.set_chosen(len(card.alerts) > 1 and chosen is not None and box.id == chosen.id)
            panel.chosen.connect(self._choose)
            panel.why_wanted.connect(self.why_wanted)
            panel.reading_wanted.connect(self.reading_chosen)
            column.addWidget(panel)
        if not card.alerts and self.row is not None:
            column.addWidget(Calm(self.row, fresh=self._fresh))
        for words in card.doubts:
            column.addWidget(label(words, "muted", wrap=True))
        self._put("alerts", holder)

    def _show_rests(self, card: Card, before: Card | None) -> None:
        lines, free = rest_lines(card), not held_words(card)
        if before is not None and (rest_lines(before), not held_words(before)) == (lines, free):
            return
        self._drop("rests")
        if lines:
            strip = RestStrip(lines, free=free)
            strip.end_wanted.connect(self.end_wanted)
            self._put("rests", strip)

    def show_ages(self, now: int) -> None:
        """Counts the ages of the alerts from another moment (UTC ms)."""
        for panel in self.findChildren(AlertPanel):
            panel.show_age(now)

    def _choose(self, alert_id: str) -> None:
        self._alert_id = alert_id
        many = self.card is not None and len(self.card.alerts) > 1
        for panel in self.findChildren(AlertPanel):
            panel.set_chosen(many and panel.alert.id == alert_id)
        self._fit_actions()

    def _fit_actions(self) -> None:
        self.bar.show_alert(self.alert, free=not self.held and self.form is None)

    def _put(self, slot: str, widget: QWidget) -> None:
        self._drop(slot)
        self._parts[slot] = widget
        self._slot(slot).addWidget(widget)

    def _drop(self, slot: str) -> None:
        old = self._parts.pop(slot, None)
        if old is not None:
            self._slot(slot).removeWidget(old)
            let_go(old)

    def _slot(self, slot: str) -> QVBoxLayout:
        found = self._column.itemAt(_SLOTS.index(slot))
        layout = found.layout() if found is not None else None
        if not isinstance(layout, QVBoxLayout):
            raise TypeError(slot)
        return layout


def _other(before: Card | None, card: Card) -> bool:
    return before is None or before.facts.id != card.facts.id


def _past_of(card: Card | None) -> object:
    return card and (card.facts.id, card.timeline, day_of(card.now))


def _head_of(card: Card | None) -> object:
    """What the head shows: made anew only when that changes."""
    return card and (_HEAD(card), day_of(card.now))


def _alerts_of(card: Card | None, row: WorkRow | None) -> object:
    """What the alerts show, or why there are none: made anew only when that changes."""
    return card and (card.facts.id, card.alerts, card.alerts or row, card.doubts, day_of(card.now))


def _trend_height(panels: int) -> int:
    """Room for every panel, and for what was done below them on the same screen."""
    each = _ALONE if panels <= 1 else _TOGETHER
    return current().px(_ABOVE + each * max(1, panels))
