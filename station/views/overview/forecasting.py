"""The forecast: the kinds at the left, twelve weeks of one at the right, and what they count."""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.formats import day
from station.core.i18n import ntr, tr
from station.services.stock.forecast import ForecastWeek, KindForecast, StockForecast
from station.views.overview.grid import Cell, Grid
from station.views.overview.lines import Line, LineView
from station.views.overview.reveal import reveal
from station.views.steps import Steps
from station.views.style import Panes, StateView, current, heading, label


class ForecastPanel(QWidget):
    """`wanted` carries the page and the subject that a line leads to."""

    wanted = Signal(str, str)

    def __init__(self, found: StockForecast) -> None:
        super().__init__()
        self.setObjectName("overview_forecast")
        self.found = found
        self.kind: KindForecast | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(2))
        if not found.kinds:
            words = tr("Nothing is in the store, lent or waited for.")
            column.addWidget(StateView("empty", words))
            return
        (left, self._left), (right, self._right) = _column(), _column()
        self._panes, self._side = Panes(left, right, (4, 9)), right
        column.addWidget(self._panes)
        # The kinds last: one that is chosen shows its weeks at once.
        self._steps = Steps(self, (self._weeks, self._why, self._kinds, self._first))

    def begin(self) -> None:
        """Puts the keyboard on the kinds, once they stand there."""
        if self.found.kinds:
            self._steps.add(self._to_kinds)

    def _to_kinds(self) -> None:
        self.kinds.setFocus()

    def show_kind(self, kind: str) -> None:
        """Shows the weeks of one kind, the first one opened."""
        self.kind = next(each for each in self.found.kinds if each.kind == kind)
        made = self.kind
        self._title.setText(made.kind_words)
        today = (
            ntr("{n} free", "{n} free", made.free),
            ntr("{n} reserved", "{n} reserved", made.spoken_for),
            ntr("{n} in repair", "{n} in repair", made.repair),
            ntr(
                "{n} out with no day of return in these weeks",
                "{n} out with no day of return in these weeks",
                made.away,
            ),
        )
        self._today.setText(tr("Today: {numbers}", numbers=", ".join(today)))
        headings = tr("Week"), tr("Comes back"), tr("May come"), tr("Waited for"), tr("Left")
        rows = [_row(week) for week in made.weeks]
        self.weeks.cells.show_cells((*headings, tr("At best")), rows)
        self.weeks.fit()
        # The first week in which anything happens says more than an empty one.
        at = next((n for n, week in enumerate(made.weeks) if week.back or week.waits), 0)
        self.weeks.selectRow(at)
        self._explain(at)

    # ------------------------------------------------------------------------------- building

    def _kinds(self) -> None:
        self.kinds = LineView("forecast_kinds", tr("Kinds"), self._pick)
        self.kinds.show_all([_kind_line(each) for each in self.found.kinds])
        self.kinds.setMinimumHeight(current().px(50))
        self._left.addWidget(self.kinds, 1)
        if self.found.without_plan:
            told = ntr(
                "{n} who waits has no plan yet: only a tablet is counted.",
                "{n} who wait have no plan yet: only a tablet is counted for each.",
                len(self.found.without_plan),
            )
            self._left.addWidget(label(told, "small", wrap=True))

    def _weeks(self) -> None:
        self._title = heading("", "subheading")
        self._today = label("", "body", wrap=True)
        self._today.setObjectName("forecast_today")
        self.weeks = Grid("forecast_weeks", tr("The weeks ahead"), rows=True)
        self.weeks.setMinimumHeight(current().px(48))
        self.weeks.selectionModel().currentRowChanged.connect(
            lambda index, _before: self._stand(index)
        )
        for part, share in ((self._title, 0), (self._today, 0), (self.weeks, 5)):
            self._right.addWidget(part, share)

    def _why(self) -> None:
        self.reasons = LineView("forecast_reasons", tr("What the numbers count"), self._open)
        self.reasons.setMinimumHeight(current().px(30))
        how = tr(
            "Left = free + comes back − waited for, from week to week. At best counts what may "
            "come, too. An ended service is fetched within 14 days, what came back is checked "
            "within 7; who has a decision waits 28 days, who is starting 7."
        )
        self._right.addWidget(self.reasons, 3)
        self._right.addWidget(label(how, "small", wrap=True))

    def _first(self) -> None:
        self.kinds.stand_first()
        self.show_kind(self.found.kinds[0].kind)

    # -------------------------------------------------------------------------------- showing

    def _stand(self, index: QModelIndex) -> None:
        if index.isValid():
            self._explain(index.row())

    def _explain(self, at: int) -> None:
        if self.kind is not None:
            self.reasons.show_all(list(_reasons(self.kind.weeks[at])))

    def _pick(self, line: Line) -> None:
        self.show_kind(line.key)
        reveal(self._panes, self._side)

    def _open(self, line: Line) -> None:
        page, _, subject = line.key.partition("/")
        self.wanted.emit(page, subject)


def _column() -> tuple[QWidget, QVBoxLayout]:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current().px(2))
    return holder, column


def _kind_line(found: KindForecast) -> Line:
    short = found.short_from is not None
    detail = ntr("{n} free today", "{n} free today", found.free)
    if found.short_from is not None:
        missing = ntr("{n} missing", "{n} missing", -found.lowest)
        detail = tr("{missing} at most, from {day}", missing=missing, day=day(found.short_from))
    last = found.weeks[-1].left
    return Line(found.kind_words, detail, _signed(last), short, found.kind)


def _row(week: ForecastWeek) -> tuple[Cell, ...]:
    span = tr("{first} to {last}", first=day(week.first), last=day(week.last))
    possible = len(week.back) - week.sure
    return (
        Cell(span),
        _count(week.sure),
        _count(possible),
        _count(len(week.waits)),
        Cell(_signed(week.left), "loud" if week.left < 0 else "strong"),
        Cell(_signed(week.hoped), "loud" if week.hoped < 0 else ""),
    )


def _reasons(week: ForecastWeek) -> Iterable[Line]:
    sure = [each for each in week.back if each.sure]
    possible = [each for each in week.back if not each.sure]
    for title, coming in ((tr("Comes back"), sure), (tr("May come"), possible)):
        if coming:
            yield Line(title, heading=True)
        for each in coming:
            yield Line(each.device, each.words, key=f"equipment/{each.device_id}")
    if week.waits:
        yield Line(tr("Waited for"), heading=True)
    for who in week.waits:
        yield Line(who.name, who.words, key=f"patients/{who.patient_id}")
    if not (week.back or week.waits):
        yield Line(tr("Nothing is expected in this week."), heading=True)


def _count(number: int) -> Cell:
    return Cell(str(number), "strong") if number else Cell("–", "muted")


def _signed(number: int) -> str:
    return str(number) if number >= 0 else f"\N{MINUS SIGN}{-number}"
