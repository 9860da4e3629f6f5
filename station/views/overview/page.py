"""«Utstyr – oversikt»: the glance, the forecast, support cases, licences and lists, a tab each."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.i18n import N_, tr
from station.core.trouble import Trouble
from station.services.stock.forecast import StockForecast
from station.services.stock.overview import Figure, Overview
from station.views.context import Context
from station.views.overview.behind import Behind
from station.views.overview.board import Board
from station.views.overview.caseboard import CaseBoard
from station.views.overview.exporting import ExportPanel
from station.views.overview.forecasting import ForecastPanel
from station.views.overview.glance import Glance
from station.views.overview.licensing import LicenceBoard
from station.views.page import Page
from station.views.steps import Steps
from station.views.style import Button, FlowLayout, StateView, button, current, heading

SECTIONS: Final = (
    ("glance", N_("Overview")),
    ("forecast", N_("Forecast")),
    ("cases", N_("Support cases")),
    ("licences", N_("Licences")),
    ("export", N_("Lists out")),
)
"""The tabs: the subject that opens each, and its words."""


class OverviewPage(Page):
    """The keys 1 to 5 choose the tab."""

    claims_digits = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._asked = 0
        self.section = ""
        self.front: QWidget | None = None
        theme = current()
        column = QVBoxLayout(self)
        side = theme.px(3)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.px(2))
        top = FlowLayout(gap=theme.px(2))
        back = button(tr("To the equipment"), "Alt+Left", kind="quiet", icon="back")
        back.setObjectName("leave_overview")
        back.clicked.connect(lambda _checked=False: context.go("equipment"))
        top.addWidget(back)
        top.addWidget(heading(tr("All equipment")))
        self._tabs: dict[str, Button] = {}
        self._top = top
        column.addLayout(top)
        self._room = QVBoxLayout()
        column.addLayout(self._room, 1)
        Steps(self, (self._add_tabs,))

    def opened(self, subject: str | None) -> None:
        """Comes to the front with the tab `subject`, or with the one that was there."""
        names = [name for name, _ in SECTIONS]
        wanted = subject if subject in names else self.section or names[0]
        self.turn(wanted)

    def changed(self, changes: ChangeSet) -> None:
        """Takes in what was saved, also by others."""
        if isinstance(self.front, Board):
            self.front.changed(changes)
        elif changes.topics & {"equipment", "patients"} and not isinstance(
            self.front, Behind | ExportPanel
        ):
            self._look()

    def turn(self, section: str) -> None:
        """Shows a tab."""
        self.section = section
        self._mark()
        boards: dict[str, Callable[[Context], QWidget]] = {
            "cases": CaseBoard,
            "licences": LicenceBoard,
            "export": ExportPanel,
        }
        self._asked += 1
        if section in boards:
            made = boards[section](self.context)
            self._put(made)
            self._begin(made)
            return
        self._put(StateView("loading"))
        self._look()

    # --------------------------------------------------------------------------------- inside

    def _add_tabs(self) -> None:
        for number, (name, words) in enumerate(SECTIONS, 1):
            made = button(tr(words), str(number), kind="" if name == self.section else "quiet")
            made.setObjectName(f"tab_{name}")
            made.setCheckable(True)
            made.setChecked(name == self.section)
            made.clicked.connect(lambda _checked=False, name=name: self.turn(name))
            self._tabs[name] = made
            self._top.addWidget(made)

    def _mark(self) -> None:
        for name, tab in self._tabs.items():
            tab.setChecked(name == self.section)
            kind = "" if name == self.section else "quiet"
            if tab.property("kind") != kind:
                tab.set_kind(kind)

    def _look(self) -> None:
        self._asked += 1
        station, session = self.context.station, self.context.session
        if self.section == "forecast":
            job = partial(station.stock_forecasts.forecast, session)
            self.context.bridge.ask(self, job, partial(self._foresee, self._asked), self._failed)
        else:
            look = partial(station.overviews.overview, session)
            self.context.bridge.ask(self, look, partial(self._glance, self._asked), self._failed)

    def _glance(self, number: int, found: Overview) -> None:
        front = self.front
        if isinstance(front, Glance) and replace(found, now=front.found.now) == front.found:
            # Nothing that stands here has changed: the keyboard stays where it is.
            return
        if number == self._asked:
            made = Glance(found)
            made.opened.connect(self._open_figure)
            made.turned.connect(self.turn)
            self._show(made)

    def _foresee(self, number: int, found: StockForecast) -> None:
        if isinstance(self.front, ForecastPanel) and self.front.found == found:
            return
        if number == self._asked:
            made = ForecastPanel(found)
            made.wanted.connect(self._go)
            self._show(made)

    def _show(self, made: QWidget) -> None:
        """Shows what was asked for; what is only looked at anew does not take the keyboard."""
        beginning = isinstance(self.front, StateView)
        self._put(made)
        if beginning:
            self._begin(made)

    def _open_figure(self, figure: Figure) -> None:
        # An answer that is on its way does not take its place.
        self._asked += 1
        made = Behind(figure)
        made.left.connect(partial(self.turn, "glance"))
        made.wanted.connect(self._go)
        self._put(made)
        self._begin(made)

    def _go(self, page: str, subject: str) -> None:
        self.context.go(page, subject or None)

    def _failed(self, trouble: Trouble) -> None:
        view = StateView("failed", trouble.sentence())
        view.add_action(tr("Try again"), self._look)
        self._put(view)

    def _begin(self, made: QWidget) -> None:
        begin = getattr(made, "begin", None)
        if begin is not None:
            # When it is laid out: a list that has no size yet scrolls nowhere.
            self.context.bridge.soon(made, begin)

    def _put(self, widget: QWidget) -> None:
        while item := self._room.takeAt(0):
            if part := item.widget():
                part.hide()
                part.deleteLater()
        self.front = widget
        self._room.addWidget(widget)
