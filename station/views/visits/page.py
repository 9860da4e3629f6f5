"""«Besøk»: what is to be driven to at the left, the day's round at the right."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.services.visits.driving import Round
from station.services.visits.visits import Errand
from station.views.context import Context
from station.views.page import Page
from station.views.steps import Steps, let_go
from station.views.style import Banner, Card, current, scrolled
from station.views.visits.dayhead import DayHead
from station.views.visits.deeds import Deeds
from station.views.visits.left import LeftSide
from station.views.visits.round import RoundView

NEW: Final = "new"
NARROW: Final = 210
"""Below so many grid units the two sides stand under each other."""
_LEAST: Final = 44
"""Grid units that a list is high at least where the sides stand under each other."""
_TOPICS: Final = frozenset({"visits", "equipment", "patients", "plans"})


class VisitsPage(Page):
    """Enter puts an errand on the round, Alt and an arrow move a stop, the numbers tick it."""

    claims_digits = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._asked = 0
        self._here = ""
        self._rounds: tuple[Round, ...] = ()
        self.day = day_of(context.clock.now())
        self.left: LeftSide
        self.round_view: RoundView
        theme = current()
        side = theme.px(3)
        self._holder = QWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(self._holder))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._holder)
        self._row.setContentsMargins(side, side, side, side)
        self._row.setSpacing(side)
        self._left_room, self._card = QWidget(self._holder), Card()
        self._left_column = QVBoxLayout(self._left_room)
        self._left_column.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._left_room, 5)
        self._row.addWidget(self._card, 7)
        self.deeds = Deeds(self, self)
        self._banner = Banner("", "warning")
        self._banner.setObjectName("visits_banner")
        self._banner.hide()
        self.steps = Steps(self, (self._add_left, self._add_head, self._add_round))

    # ----------------------------------------------------------------------------- the shell

    def opened(self, subject: str | None) -> None:
        """Comes to the front: for a day (ISO), for a new errand (new/<patient>), or as it was."""
        what, _, patient = (subject or "").partition("/")
        if what == NEW:
            self._later(partial(self.deeds.new_errand, patient))
        elif what:
            self._later(partial(self.turn, date.fromisoformat(what)))
        self._later(self.look)

    def changed(self, changes: ChangeSet) -> None:
        """Takes in what was saved, also by others."""
        if changes.topics & _TOPICS and not self.steps.waiting:
            self.look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Puts the sides under each other where there is no room for both."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Under each other the lists keep a height of their own, and all of it scrolls."""
        if self.steps.waiting or self.round_view.steps.waiting:
            return
        narrow = self.width() < current().px(NARROW)
        ways = QBoxLayout.Direction
        least = current().px(_LEAST) if narrow else 0
        for part in (self.left.list, self.round_view.list):
            if part.minimumHeight() != least:
                part.setMinimumHeight(least)
        way = ways.TopToBottom if narrow else ways.LeftToRight
        if self._row.direction() != way:
            self._row.setDirection(way)
        # A form has the page to itself where there is room for one thing only.
        alone = narrow and self._form is not None
        self._left_room.setVisible(not alone)
        # Buttons flow into as many rows as the width asks for; a scroll area does not ask them.
        high = self._row.totalHeightForWidth(self.width()) if narrow and not alone else 0
        if self._holder.minimumHeight() != high:
            self._holder.setMinimumHeight(high)

    # ------------------------------------------------------------------------------ building

    def _add_left(self) -> None:
        self.left = LeftSide(self._left_room)
        self._left_column.addWidget(self.left)
        self.left.wanted.connect(self.deeds.about_errand)
        self.left.list.sent.connect(self.deeds.plan)
        self.left.list.returned.connect(self.deeds.take_off)

    def _add_head(self) -> None:
        self._card.body.addWidget(self._banner)
        self.head = DayHead(self._card, self.day, self.today)
        self.head.turned.connect(self.turn)
        self.head.picked.connect(self._pick)
        self._card.body.addWidget(self.head)

    def _add_round(self) -> None:
        self.room = QWidget(self._card)
        self._column = QVBoxLayout(self.room)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._card.body.addWidget(self.room, 1)
        self.round_view = RoundView(self.room)
        self._column.addWidget(self.round_view, 1)
        self.round_view.wanted.connect(self.deeds.about_round)
        self.round_view.steps.add(self._listen)
        self._form: QWidget | None = None

    def _listen(self) -> None:
        self.round_view.list.moved.connect(self.deeds.shift)
        self.round_view.list.fallen.connect(self.deeds.plan)
        self._arrange()
        self.left.list.setFocus()

    def _later(self, act: Callable[[], object]) -> None:
        """Acts at once, or when the page is built."""
        if self.steps.waiting:
            self.steps.add(act)
        else:
            act()

    # ------------------------------------------------------------------------------- showing

    @property
    def today(self) -> date:
        """The local day."""
        return day_of(self.context.clock.now())

    @property
    def round(self) -> Round | None:
        """The round that is shown."""
        return next((each for each in self._rounds if each.id == self._here), None)

    def turn(self, day: date) -> None:
        """Shows another day."""
        self.day, self._here = day, ""
        self.look()

    def stand_at(self, round_id: str) -> None:
        """Shows this round of the day once it has come."""
        self._here = round_id

    def look(self) -> None:
        """Asks for the errands and for the day as they are now."""
        self._asked += 1
        number, day = self._asked, self.day
        station, session = self.context.station, self.context.session

        def job() -> tuple[tuple[Errand, ...], tuple[Round, ...]]:
            return station.visits.errands(session), station.driving.day(session, day)

        def show(found: tuple[tuple[Errand, ...], tuple[Round, ...]]) -> None:
            if number == self._asked:
                self._show(*found)

        self.context.bridge.ask(self, job, show)

    def say(self, trouble: Trouble | None) -> None:
        """Says what went wrong above the round, until the next thing is done."""
        if trouble is not None:
            self._banner.show_text(trouble.sentence(), "warning")
        self._banner.setVisible(trouble is not None)

    def _show(self, errands: tuple[Errand, ...], rounds: tuple[Round, ...]) -> None:
        now = self.context.clock.now()
        self._rounds = rounds
        if self.round is None:
            still_open = [each for each in rounds if each.closed_at is None]
            self._here = (still_open or list(rounds))[-1].id if rounds else ""
        self.left.show_errands(errands, now)
        self.head.show_day(self.day, self.today, rounds, self._here)
        self.round_view.show_round(self.round, now)

    def _pick(self, round_id: str) -> None:
        if not round_id:
            self.deeds.begin_round()
            return
        self._here = round_id
        self.look()

    # --------------------------------------------------------------------------------- forms

    @property
    def form(self) -> QWidget | None:
        """What stands in the round's place, if anything does."""
        return self._form

    def put(self, form: QWidget, begin: Callable[[], object] | None = None) -> None:
        """Lets a form stand where the round stood; it comes when it has been styled there."""
        self.close_form()
        self.say(None)
        self._form = form
        form.hide()
        form.setParent(self.room)

        def place() -> None:
            if self._form is not form:
                return
            self.head.setEnabled(False)
            self.round_view.hide()
            self._column.addWidget(form, 1)
            form.show()
            self._arrange()
            if begin is not None:
                begin()

        self.context.bridge.soon(form, place)

    def close_form(self) -> None:
        """Shows the round again."""
        if self._form is None:
            return
        self._column.removeWidget(self._form)
        let_go(self._form)
        self._form = None
        self.head.setEnabled(True)
        self.round_view.show()
        self._arrange()
        self.round_view.list.setFocus()
