"""«I dag»: the worklist at the left, one patient at the right; everything is done in place."""

from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.today.card import Card
from station.services.today.worklist import WorkList
from station.views.charts.data import TrendData
from station.views.context import Context
from station.views.page import Draft, Page
from station.views.steps import Steps
from station.views.style import Card as Frame
from station.views.style import EmptyState, StateView, button, current
from station.views.today.below import ACKNOWLEDGE
from station.views.today.cardview import CardView
from station.views.today.handling import Handler
from station.views.today.head import PRINT_KEY
from station.views.today.listing import Listing
from station.views.today.panels import Panels
from station.views.today.point import Points
from station.views.today.trenddata import trend_data

T = TypeVar("T")
NAME: Final = "today"
DRAFT: Final = "handling"
WAIT_MS: Final = 150
"""How long another patient's card may take before the one before gives way to «Henter …»."""
BREATH_MS: Final = 30
"""So long after the list came it has been painted, and the card may be built."""
_PANELS: Final = 3
"""So many panels are built before there is a trend to show: most patients have no more."""
NARROW: Final = 240
"""Below so many grid units the page shows one thing at a time."""
_LIST_TOPICS: Final = frozenset(
    {"alerts", "readings", "judging", "patients", "plans", "settings", "users"}
)
_CARD_TOPICS: Final = frozenset({"alerts", "equipment", "readings", "patients", "plans"})
Shown = tuple[Card, TrendData]


class TodayPage(Page):
    """Enter or a click opens; the keys 1 to 6 act; Ctrl+F searches; Esc goes back to the list."""

    claims_digits = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._patient = ""
        self._asked = 0
        self._fresh = True
        self._card: CardView | None = None
        self._handler: Handler | None = None
        self._points: Points | None = None
        self.listing = Listing(self)
        self._loading: StateView | None = None
        self._rest = self._resting()
        self._stack = QStackedWidget()
        self._panels = Panels(context, self._stack, self.listing.below)
        self._to_list = button(tr("Back to the list"), "Alt+Left", kind="quiet", icon="back")
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(WAIT_MS)
        self._slow.timeout.connect(self._show_waiting)
        self._lay_out()
        self._stack.addWidget(self._rest)
        self._connect()
        self._steps = Steps(self)

    @property
    def card(self) -> CardView:
        """The right side, built when it is first needed."""
        self._build_card()
        if self._card is None:
            raise RuntimeError("the card was not built")
        return self._card

    # ----------------------------------------------------------------------------- the shell

    def opened(self, subject: str | None) -> None:
        """Comes to the front: with a patient, or with whoever was open before."""
        self._look()
        if subject and subject != self._patient:
            self._open(subject)
        elif not self._patient:
            self.listing.begin()
        self._arrange()

    def changed(self, changes: ChangeSet) -> None:
        """Takes in what was saved, also by others and by the clock."""
        if changes.topics & _LIST_TOPICS:
            self._look()
        mine = not changes.patients or self._patient in changes.patients
        if self._patient and mine and changes.topics & _CARD_TOPICS:
            self._refresh()
            if self._points is not None:
                self._points.renew()
        # Whom a round takes is looked at again when it is made; the list read stays as it was.
        if changes.topics & _LIST_TOPICS and self._panels.name != ACKNOWLEDGE:
            self._panels.renew()

    def watched(self, fresh: bool) -> None:
        """Greys the colours while nobody judges."""
        self._fresh = fresh
        self.listing.set_fresh(fresh)
        if self._card is not None:
            self._card.set_fresh(fresh)

    def draft_key(self) -> tuple[str, str] | None:
        """Unsaved words belong to the patient whose card is open."""
        return (DRAFT, self._patient) if self._patient else None

    def draft(self) -> Draft | None:
        """The unsaved words of the form."""
        form = self._card.form if self._card is not None else None
        return form.draft() if form is not None else None

    def restore(self, draft: Draft) -> None:
        """Opens the form again with the unsaved words."""
        if self._handler is not None:
            self._handler.restore(draft)

    @property
    def patient(self) -> str:
        """The patient whose card is open, or ""."""
        return self._patient

    # ------------------------------------------------------------------------------ asking

    def _look(self) -> None:
        ahead = self.context.ahead
        if ahead is not None and ahead.take(self, self._show_list, self._list_failed):
            return
        worklist, session = self.context.station.worklist, self.context.session
        self.context.bridge.ask(
            self, partial(worklist.rows, session), self._show_list, self._list_failed
        )

    def _go(self, patient_id: str) -> None:
        """A patient chosen in the list; the shell remembers her for the way back after a lock."""
        if patient_id == self._patient:
            if self._panels.panel is not None:
                self._panels.close()
                self._after_panel()
            self.card.setFocus()
            return
        self._keep_draft()
        self.context.go(NAME, patient_id)

    def _keep_draft(self) -> None:
        """Words begun about one patient wait for her while another is looked at."""
        words = self.draft()
        if words:
            drafts, session = self.context.station.drafts, self.context.session
            job = partial(drafts.keep, session, DRAFT, self._patient, words)
            self.context.bridge.ask(self, job, lambda _: None)

    def _open(self, patient_id: str) -> None:
        self._keep_draft()
        self._panels.close()
        self._share_escape()
        self._patient = patient_id
        self.listing.list.show_opened(patient_id)
        self.listing.list.stand_on(patient_id)
        if self._card is not None:
            self._card.close_form()
        # A picture of waiting only where waiting can be seen; another patient is there at once.
        self._slow.start()
        cards, session = self.context.station.cards, self.context.session
        self._ask_card(partial(cards.open, session, patient_id))

    def _refresh(self) -> None:
        cards, session = self.context.station.cards, self.context.session
        self._ask_card(partial(cards.refresh, session, self._patient))

    def _ask_card(self, job: Callable[[], Card]) -> None:
        self._asked += 1
        number = self._asked
        before = self._card.card if self._card is not None else None

        def made() -> Shown | None:
            card = job()
            if before is not None and card.same_as(before):
                return None
            urgent = tuple(box.component for box in card.alerts)
            return card, trend_data(card.trend, urgent)

        def show(shown: Shown | None) -> None:
            if number == self._asked:
                self._show_card(shown)

        self.context.bridge.ask(self, made, show, self._card_failed)

    # ------------------------------------------------------------------------------ showing

    def _show_list(self, made: WorkList) -> None:
        first = not self.listing.list.rows.everyone
        self.listing.show_list(made)
        if first and not self._patient and self.isVisible():
            self.listing.begin()
        self._say_rest()
        if first:
            # The list is seen first; the card is built in the breaths after it.
            QTimer.singleShot(BREATH_MS, self, lambda: self._steps.add(self._build_card))
        if self._card is not None and (shown := self._card.card) is not None:
            self._card.show_row(self.listing.list.rows.find(shown.facts.id))
            self._card.show_ages(made.made_at)

    def _show_waiting(self) -> None:
        if self._loading is None:
            self._loading = StateView("loading")
            self._stack.addWidget(self._loading)
        self._stack.setCurrentWidget(self._loading)

    def _list_failed(self, trouble: Trouble) -> None:
        self.listing.show_failed(trouble.sentence(), self._look)

    def _show_card(self, shown: Shown | None) -> None:
        self._slow.stop()
        if shown is None:
            self._turn_to_card()
            return
        card, trend = shown
        row = self.listing.list.rows.find(card.facts.id)
        if self.card.needs_one_breath(card):
            self.card.show_card(card, trend, row)
            self._turn_to_card()
            return
        self.card.begin_card(card, row)
        self._then(card, lambda: self.card.show_trend(trend), self._turn_to_card, self.card.unveil)

    def _then(self, card: Card, *steps: Callable[[], None]) -> None:
        """Takes the steps a breath apart, as long as this card is the one that was begun."""

        def step() -> None:
            if self.card.card is card:
                steps[0]()
                if len(steps) > 1:
                    self._then(card, *steps[1:])

        self.context.bridge.soon(self, step)

    def _turn_to_card(self) -> None:
        if self._panels.panel is None:
            self._stack.setCurrentWidget(self.card)
        self._arrange()

    def _card_failed(self, trouble: Trouble) -> None:
        self.leave()
        self._rest.set_text(trouble.sentence())

    def leave(self) -> None:
        """Closes the card and goes back to the list."""
        self._slow.stop()
        self._panels.close()
        self._share_escape()
        self._keep_draft()
        left, self._patient = self._patient, ""
        if self._card is not None:
            self._card.forget()
        self.listing.list.show_opened("")
        self._stack.setCurrentWidget(self._rest)
        if left:
            cards, session = self.context.station.cards, self.context.session
            self.context.bridge.ask(self, partial(cards.leave, session), lambda _: None)
            self.context.go(NAME)
        self._arrange()
        self.listing.begin()

    # ------------------------------------------------------------------------------- inside

    def _resting(self) -> EmptyState:
        made = EmptyState(tr("No patient is open"), "")
        self._first = made.add_action(tr("Open the first one"), self._open_first, primary=True)
        self._first.setObjectName("open_first")
        return made

    def _say_rest(self) -> None:
        rows = self.listing.list.rows.everyone
        self._first.setVisible(bool(rows))
        self._rest.set_text(
            tr("Enter or a click in the list opens. What is opened stands in the log.")
            if rows
            else ""
        )

    def _open_first(self) -> None:
        rows = self.listing.list.rows.shown or self.listing.list.rows.everyone
        if rows:
            self._go(rows[0].patient_id)

    def _lay_out(self) -> None:
        theme = current()
        row = QHBoxLayout(self)
        side = theme.px(3)
        row.setContentsMargins(side, side, side, side)
        row.setSpacing(side)
        self._left = self.listing
        row.addWidget(self._left, 41)
        self._right = QWidget()
        row.addWidget(self._right, 60)
        self._back = QShortcut(QKeySequence("Esc"), self._right)
        column = QVBoxLayout(self._right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(1))
        self._to_list.setObjectName("back_to_list")
        column.addWidget(self._to_list, 0, Qt.AlignmentFlag.AlignLeft)
        frame = Frame(margin=0)
        column.addWidget(frame, 1)
        frame.body.addWidget(self._stack)
        self._arrange()

    def _after_panel(self) -> None:
        shown = self._card if self._patient and self._card is not None else self._rest
        self._stack.setCurrentWidget(shown)
        self._turned()

    def _turned(self) -> None:
        self._share_escape()
        self._arrange()

    def _share_escape(self) -> None:
        """Esc belongs to the panel or the form that stands open, else it leads to the list."""
        form = self._card.form if self._card is not None else None
        self._back.setEnabled(self._panels.panel is None and form is None)

    def _connect(self) -> None:
        self.listing.open_wanted.connect(self._go)
        self._panels.open_wanted.connect(self._go)
        self._panels.opened.connect(self._turned)
        self._panels.closed.connect(self._after_panel)
        self._to_list.clicked.connect(lambda _checked=False: self.leave())
        self.listing.below.list_wanted.connect(self._print_day)
        printing = QShortcut(QKeySequence(PRINT_KEY), self)
        printing.activated.connect(self._print)
        self._back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._back.activated.connect(self.listing.begin)

    def _print_day(self) -> None:
        self.context.go("prints", f"{NAME}//daylist")

    def _print(self) -> None:
        """What can be printed for the patient who is open, or the day's list."""
        if self._patient:
            self.context.go("prints", f"{NAME}/{self._patient}")
        else:
            self._print_day()

    def _build_card(self) -> None:
        if self._card is not None:
            return
        self._card = CardView(self.context)
        self._card.set_fresh(self._fresh)
        self._card.reading_wanted.connect(lambda: self.context.go("readings", self._patient))
        self._card.forms_wanted.connect(lambda: self.context.go("forms", self._patient))
        self._card.plan_wanted.connect(lambda: self.context.go("plans", self._patient))
        self._card.workshop_wanted.connect(lambda: self.context.go("workshop", self._patient))
        self._card.form_turned.connect(lambda _opened: self._share_escape())
        self._handler = Handler(self.context, self._card)
        self._handler.finished.connect(self.listing.begin)
        self._points = Points(self.context, self._card)
        self._stack.addWidget(self._card)
        self._steps.add(lambda: self.card.trend, self._card.get_ready)
        self._steps.add(*[self._add_panel] * _PANELS)

    def _add_panel(self) -> None:
        self.card.trend.trend.add_panel()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows list and card side by side only where there is room for both."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() < current().px(NARROW)
        at_work = bool(self._patient) or self._panels.panel is not None
        shown = ((self._left, not narrow or not at_work), (self._right, not narrow or at_work))
        # Hides before it shows: the two together would push the window wider for good.
        for part, visible in sorted(shown, key=lambda pair: pair[1]):
            part.setVisible(visible)
        self._to_list.setVisible(narrow)
