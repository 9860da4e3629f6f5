"""The log: who did what and when, filtered, and a check that names a bad row."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from station.core.formats import when
from station.core.i18n import tr
from station.services.office.auditing import LogFilter, LogLine, LogPage, Verdict
from station.services.office.checking import State
from station.services.office.office import OfficeFacts
from station.services.patients.values import PatientHit
from station.services.rights import Right
from station.views.context import Context
from station.views.patients.days import iso_of
from station.views.settings.section import Section, Work, large, side_by_side
from station.views.style import EmptyState, button, choice, current, field, text_input

Index = QModelIndex | QPersistentModelIndex
_HITS = 8


class LogRows(QAbstractTableModel):
    """Lines of the log as a table of five columns."""

    def __init__(self, now: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: tuple[LogLine, ...] = ()
        self._now = now
        self._heads = (tr("When"), tr("Who"), tr("What"), tr("About"), tr("Row"))

    def show_lines(self, lines: tuple[LogLine, ...], now: int) -> None:
        """Shows other lines."""
        self.beginResetModel()
        self.lines, self._now = lines, now
        self.endResetModel()

    def add(self, more: tuple[LogLine, ...]) -> None:
        """Puts older lines below."""
        start = len(self.lines)
        self.beginInsertRows(QModelIndex(), start, start + len(more) - 1)
        self.lines += more
        self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """How many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """When, who, what, about whom, the row's number."""
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:  # noqa: ANN401
        """The words of one cell."""
        if role != int(Qt.ItemDataRole.DisplayRole) or not index.isValid():
            return None
        line = self.lines[index.row()]
        texts = (when(line.at, self._now), line.who, line.what, line.about, str(line.seq))
        return texts[index.column()]

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> Any:  # noqa: ANN401
        """The words above the columns."""
        if role == int(Qt.ItemDataRole.DisplayRole) and orientation == Qt.Orientation.Horizontal:
            return self._heads[section]
        return None


class LogSection(Section):
    """The filter above, the table, and below it the older lines and the check."""

    def __init__(self, context: Context, facts: OfficeFacts) -> None:
        super().__init__(context, facts)
        self.fills = not large()
        self._asked = 0
        self.column.setContentsMargins(0, 0, 0, 0)
        card = self.card(tr("Log"))
        self._filter_row(card.body)
        self.rows = LogRows(context.clock.now(), self)
        self.table = self._table()
        card.body.addWidget(self.table, 1)
        self._none = EmptyState(tr("Nothing in the log fits"), tr("Choose others, or another day."))
        self._none.hide()
        card.body.addWidget(self._none, 1)
        self._older = button(tr("Show older lines"))
        self._older.setObjectName("older_lines")
        self._older.clicked.connect(lambda _checked=False: self._more())
        self._older.hide()
        verify = button(tr("Check the whole log"))
        verify.setObjectName("verify_log")
        verify.clicked.connect(lambda _checked=False: self._verify())
        card.body.addLayout(side_by_side(self._older, verify, end=True))
        self._work = Work(context, "log_work")
        card.body.addWidget(self._work)

    def opened(self) -> None:
        """Asks for the people to choose from, and for the newest lines."""
        auditing, session = self.context.station.auditing, self.context.session
        self.context.bridge.ask(self, lambda: auditing.people(session), self._show_people)
        self.look()

    def look(self) -> None:
        """Shows the newest lines that fit the filter."""
        wanted = self._wanted()
        if wanted is None:
            return
        self._asked += 1
        number = self._asked
        auditing, session = self.context.station.auditing, self.context.session
        self._filter = wanted
        self.context.bridge.ask(
            self, lambda: auditing.page(session, wanted), lambda page: self._show(number, page)
        )

    # ------------------------------------------------------------------------------ filter

    def _filter_row(self, body: Any) -> None:  # noqa: ANN401  (any box layout)
        self._person = choice((tr("Everybody"), ""))
        self._person.setObjectName("log_person")
        self._person.currentIndexChanged.connect(lambda _at: self.look())
        self._patient = choice((tr("All patients"), ""))
        self._patient.setObjectName("log_patient")
        self._patient.currentIndexChanged.connect(lambda _at: self.look())
        self._find = text_input(tr("Name, then Enter"))
        self._find.setObjectName("log_find")
        self._find.returnPressed.connect(self._search)
        self._day = text_input(tr("20.11.2026"), longest=10)
        self._day.setObjectName("log_day")
        self._day.setClearButtonEnabled(True)
        self._day.editingFinished.connect(self.look)
        self._day_field = field(tr("Day"), self._day)
        parts = [field(tr("Person"), self._person), self._day_field]
        if Right.SEE_PATIENTS in self.facts.rights:
            parts[1:1] = [
                field(tr("Find a patient"), self._find),
                field(tr("About"), self._patient),
            ]
        body.addLayout(side_by_side(*parts))

    def _show_people(self, people: tuple[tuple[str, str], ...]) -> None:
        chosen = self._person.currentData()
        self._person.blockSignals(True)
        self._person.clear()
        self._person.addItem(tr("Everybody"), "")
        for key, name in people:
            self._person.addItem(name, key)
        self._person.setCurrentIndex(max(self._person.findData(chosen), 0))
        self._person.blockSignals(False)

    def _search(self) -> None:
        patients, session, text = self.context.station.patients, self.context.session, ""
        text = self._find.text().strip()
        if text:
            find = partial(patients.search, session, text, None, _HITS)
            self.context.bridge.ask(self, find, self._found)
        else:
            self._found(())

    def _found(self, hits: tuple[PatientHit, ...]) -> None:
        self._patient.blockSignals(True)
        self._patient.clear()
        self._patient.addItem(tr("All patients"), "")
        for hit in hits:
            self._patient.addItem(hit.name, hit.id)
        self._patient.setCurrentIndex(1 if hits else 0)
        self._patient.blockSignals(False)
        self.look()

    def _wanted(self) -> LogFilter | None:
        typed, day = self._day.text().strip(), None
        if typed:
            try:
                day = date.fromisoformat(iso_of(typed))
            except ValueError:
                self._day_field.set_wrong(tr("Write a day such as 20.11.2026."))
                return None
        self._day_field.set_wrong("")
        return LogFilter(
            str(self._person.currentData() or ""), str(self._patient.currentData() or ""), day
        )

    # ------------------------------------------------------------------------------- lines

    def _show(self, number: int, page: LogPage) -> None:
        if number != self._asked:
            return
        self.rows.show_lines(page.lines, self.context.clock.now())
        self.table.setVisible(bool(page.lines))
        self._none.setVisible(not page.lines)
        self._older.setVisible(page.more)
        self._fit()

    def _more(self) -> None:
        auditing, session, wanted = (
            self.context.station.auditing,
            self.context.session,
            self._filter,
        )
        number, last = self._asked, self.rows.lines[-1].seq

        def add(page: LogPage) -> None:
            if number == self._asked and self.rows.lines[-1].seq == last:
                self.rows.add(page.lines)
                self._older.setVisible(page.more)

        self.context.bridge.ask(self, lambda: auditing.page(session, wanted, last), add)

    def _verify(self) -> None:
        auditing, session = self.context.station.auditing, self.context.session
        self._work.run(
            tr("Reading the whole log …"), lambda: auditing.verify(session), self._verified
        )

    def _verified(self, verdict: Verdict) -> None:
        tones = {State.OK: "good", State.WARN: "warning", State.BAD: "danger"}
        self._work.say(" ".join(verdict.sentences), tones[verdict.state])
        rows = [at for at, line in enumerate(self.rows.lines) if line.seq == verdict.first_bad]
        if rows:
            self.table.selectRow(rows[0])

    def _table(self) -> QTableView:
        table = QTableView()
        table.setObjectName("log_table")
        table.setAccessibleName(tr("Log"))
        table.setModel(self.rows)
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.setShowGrid(False)
        table.setMinimumHeight(current().px(60))
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(current().px(8))
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        return table

    def _fit(self) -> None:
        theme = current()
        for column, units in ((0, 36), (1, 32), (3, 32), (4, 14)):
            self.table.setColumnWidth(column, theme.px(units))
