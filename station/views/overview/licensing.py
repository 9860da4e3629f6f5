"""Licences: who uses what, what a stretch of days costs; added, ended, archived."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.formats import day
from station.core.i18n import ntr, tr
from station.core.zone import day_of
from station.services.equipment.money import kroner
from station.services.stock.licences import PERIOD_WORDS, LicenceLine, LicenceList
from station.views.context import Context
from station.views.overview.board import Board
from station.views.overview.cases import may_change
from station.views.overview.licence_forms import DayForm, LicenceForm
from station.views.overview.lines import Line, LineView
from station.views.style import FlowLayout, button, choice, current, label


class LicencePanel(QWidget):
    """One licence in full; `acted` carries "end", "again", "archive", "unarchive", "patient"."""

    acted = Signal(str)

    def __init__(self, line: LicenceLine, span: str, *, may_change: bool) -> None:
        super().__init__()
        self.setObjectName("licence_panel")
        self.line, self.shown = line, (line, span)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(2))
        column.addWidget(label(line.to or tr("For nobody in particular"), "subheading", wrap=True))
        column.addWidget(label(line.product, "strong", wrap=True))
        if line.forgotten:
            words = tr("The service has ended, and the licence is still paid.")
            column.addWidget(label(words, "error", wrap=True))
        for words in _facts(line, span):
            column.addWidget(label(words, "body", wrap=True))
        acts = FlowLayout(gap=current().px(2))
        for name, words in self._acts(may_change=may_change):
            made = button(words)
            made.setObjectName(f"licence_{name}")
            made.clicked.connect(lambda _checked=False, name=name: self.acted.emit(name))
            acts.addWidget(made)
        column.addLayout(acts)
        column.addStretch(1)

    def _acts(self, *, may_change: bool) -> list[tuple[str, str]]:
        line = self.line
        found = [("patient", tr("To the patient"))] if line.patient_id else []
        if may_change:
            ended, archived = line.to_on is not None, line.archived_on is not None
            found.append(("again", tr("Let it run again")) if ended else ("end", tr("End it …")))
            found.append(
                ("unarchive", tr("Not archived after all"))
                if archived
                else ("archive", tr("Archived with the vendor …"))
            )
        return found


class LicenceBoard(Board):
    """The list with its sum; Enter opens a licence."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "overview_licences", tr("Licences"))
        self.rest_title = tr("No licence is open")
        self.rest_words = tr("Choose one in the list, or add one.")
        self._licences = context.station.licences
        self._found: LicenceList | None = None
        self._chosen = ""
        self._asked = 0

    def fill_head(self) -> None:
        """Which days, what they cost, and the way to a new licence."""
        today = day_of(self.context.clock.now())
        self._span = choice(*((words, span) for words, span in _spans(today)))
        self._span.setObjectName("licence_span")
        self._span.setAccessibleName(tr("Cost of which days"))
        self._span.currentIndexChanged.connect(lambda _at: self.look())
        self.head.addWidget(self._span)
        self._sum = label("", "strong")
        self._sum.setObjectName("licence_sum")
        self.head.addWidget(self._sum)
        self.head.addStretch(1)
        if may_change(self.context):
            new = button(tr("New licence …"), "Ctrl+N", primary=True)
            new.setObjectName("new_licence")
            new.clicked.connect(lambda _checked=False: self.begin_new())
            self.head.addWidget(new)

    def fill_list(self) -> None:
        """The licences, and how their cost is counted."""
        self.list = LineView("licence_list", tr("Licences"), lambda line: self.open(line.key))
        self.listed.addWidget(self.list, 1)
        self._told = label("", "small", wrap=True)
        self.listed.addWidget(self._told)

    def look(self) -> None:
        """Asks for the licences, and what the chosen days cost."""
        self._asked += 1
        number = self._asked
        first, last = self._span.currentData()

        def show(found: LicenceList) -> None:
            if number == self._asked:
                self._show(found)

        job = partial(self._licences.all, self.context.session, first, last)
        self.context.bridge.ask(self, job, show)

    def to_list(self) -> None:
        """Puts the keyboard on the list."""
        self.list.setFocus()

    def open(self, licence_id: str) -> None:
        """Shows a licence in full."""
        self._chosen = licence_id
        lines = self._found.lines if self._found else ()
        line = next((each for each in lines if each.id == licence_id), None)
        if line is None:
            self.rest()
            return
        self.list.stand_on(licence_id)
        panel = LicencePanel(line, self._span.currentText(), may_change=may_change(self.context))
        panel.acted.connect(partial(self._act, line))
        self.put(panel)

    def begin_new(self) -> None:
        """Opens the form for a new licence, filled with what is likely."""
        if self._found is None:
            return
        form = LicenceForm(self.context, self._found)
        session = self.context.session

        def save(new: object) -> None:
            self.do(form, partial(self._licences.add, session, new), done)  # type: ignore[arg-type]

        def done(licence_id: object) -> None:
            self.context.toast(tr("The licence is added"))
            self._chosen = str(licence_id)
            self.rest()
            self.to_list()
            self.look()

        form.saved.connect(save)
        self.in_place(form, self._back)

    # --------------------------------------------------------------------------------- inside

    def _show(self, found: LicenceList) -> None:
        self._found = found
        self._sum.setText(kroner(found.cost_ore))
        self.list.show_all(_lines(found.lines))
        running = ntr("{n} in use", "{n} in use", found.running)
        forgotten = ntr(
            "{n} paid though the service has ended",
            "{n} paid though the service has ended",
            found.forgotten,
        )
        how = tr(
            "A day costs its share of the month or the year; first and last day are counted. "
            "What is paid once costs on the first day."
        )
        told = f"{running} · {forgotten}" if found.forgotten else running
        self._told.setText(f"{told}. {how}")
        now = next((each for each in found.lines if each.id == self._chosen), None)
        # What stands there as it is stays, and with it the keyboard.
        same = isinstance(self.front, LicencePanel) and self.front.shown == (
            now,
            self._span.currentText(),
        )
        if not self.writing and self._chosen and not same:
            self.open(self._chosen)

    def _act(self, line: LicenceLine, act: str) -> None:
        licences, session = self._licences, self.context.session
        if act == "patient":
            self.context.go("patients", line.patient_id)
        elif act == "again":
            self._at_once(partial(licences.run_again, session, line.id))
        elif act == "unarchive":
            self._at_once(partial(licences.archive, session, line.id, None))
        elif act == "end":
            undo = partial(licences.run_again, session, line.id)
            title, words = tr("End the licence"), tr("Last day that is paid")
            self._ask_day(title, words, partial(licences.end, session, line.id), undo)
        else:
            undo = partial(licences.archive, session, line.id, None)
            title, words = tr("Archived with the vendor"), tr("Archived on")
            self._ask_day(title, words, partial(licences.archive, session, line.id), undo)

    def _ask_day(
        self,
        title: str,
        words: str,
        act: Callable[[date], object],
        undo: Callable[[], object],
    ) -> None:
        form = DayForm(title, words, day_of(self.context.clock.now()))

        def done(_none: object) -> None:
            self.context.toast(tr("Saved"), partial(self._at_once, undo))
            self.rest()
            self.to_list()
            self.look()

        form.saved.connect(lambda on: self.do(form, partial(act, on), done))
        self.in_place(form, self._back)

    def _at_once(self, job: Callable[[], object]) -> None:
        self.context.bridge.ask(self, job, lambda _none: self.look())

    def _back(self) -> None:
        self.open(self._chosen)


def _lines(lines: tuple[LicenceLine, ...]) -> list[Line]:
    made: list[Line] = []
    runs = [each for each in lines if each.runs]
    others = [each for each in lines if not each.runs]
    for title, part in ((tr("In use"), runs), (tr("Not in use"), others)):
        if part:
            made.append(Line(title, heading=True))
        made += [
            Line(
                each.to or tr("For nobody in particular"),
                " · ".join(filter(None, (each.product, each.external_user, _days(each)))),
                kroner(each.cost_ore),
                each.forgotten,
                each.id,
            )
            for each in part
        ]
    return made or [Line(tr("No licence yet."), heading=True)]


def _days(line: LicenceLine) -> str:
    if line.to_on is None:
        return tr("from {day}", day=day(line.from_on))
    return tr("{first} to {last}", first=day(line.from_on), last=day(line.to_on))


def _facts(line: LicenceLine, span: str) -> list[str]:
    price = tr(
        "{price} {period}", price=kroner(line.price_ore), period=tr(PERIOD_WORDS[line.period])
    )
    facts = [
        tr("Price: {price}", price=price),
        tr("In use {days}", days=_days(line)),
        tr("{span}: {cost}", span=span, cost=kroner(line.cost_ore)),
    ]
    if line.external_user:
        facts.insert(0, tr("User id with the vendor: {id}", id=line.external_user))
    if line.archived_on is not None:
        facts.append(tr("Archived with the vendor {day}", day=day(line.archived_on)))
    return [*facts, line.note] if line.note else facts


def _spans(today: date) -> list[tuple[str, tuple[date, date]]]:
    """The stretches of days whose cost is asked for most, as words and first and last day."""
    month, year = today.replace(day=1), date(today.year, 1, 1)
    before = month - timedelta(1)
    return [
        (tr("This year until today"), (year, today)),
        (tr("This month until today"), (month, today)),
        (tr("Last month"), (before.replace(day=1), before)),
        (tr("Last year"), (date(today.year - 1, 1, 1), year - timedelta(1))),
        (tr("The whole of this year"), (year, date(today.year, 12, 31))),
    ]
