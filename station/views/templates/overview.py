"""One template: its versions, what they say differently, and the ways on."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from station.core.i18n import tr
from station.services.plans.templates import IN_USE, Difference, OwnTemplate, TemplateLine
from station.views.style import Card, FlowLayout, button, choice, current, field, heading, label
from station.views.templates.words import (
    LANGUAGE_NAMES,
    checked_words,
    state_words,
    version_words,
)


class Overview(QWidget):
    """`opened` and `begun` carry a version's id (empty: as shipped), `compared` two of them."""

    opened = Signal(str)
    begun = Signal(str)
    compared = Signal(str, str)
    shipped_again = Signal()

    def __init__(
        self, line: TemplateLine, versions: Sequence[OwnTemplate], now: int, *, may_change: bool
    ) -> None:
        super().__init__()
        self._versions = tuple(versions)
        self.shown = (line, self._versions)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(3))
        column.addWidget(heading(line.name))
        column.addLayout(self._actions(line, may_change=may_change))
        for row in (*self._versions, None):
            column.addWidget(self._version(row, now))
        self._compare(column)
        column.addStretch(1)

    def show_differences(self, found: Sequence[Difference], placed: dict[str, str]) -> None:
        """Fills the table; `placed` are words by place."""
        self.told.setText(
            tr("The two versions say the same.")
            if not found
            else tr("{n} texts differ.", n=len(found))
        )
        self.table.setVisible(bool(found))
        self.table.setRowCount(len(found))
        for at, each in enumerate(found):
            place = placed.get(each.where, each.where)
            texts = (
                LANGUAGE_NAMES.get(each.language, each.language),
                place,
                each.before,
                each.after,
            )
            for column, text in enumerate(texts):
                made = QTableWidgetItem(text or "–")
                made.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                self.table.setItem(at, column, made)
        self.table.resizeRowsToContents()

    def _actions(self, line: TemplateLine, *, may_change: bool) -> FlowLayout:
        row = FlowLayout(gap=current().px(2))
        if not may_change:
            row.addWidget(label(tr("Your role may read templates and not change them."), "muted"))
            return row
        if line.draft:
            self._button(row, tr("Go on with the draft"), "go_on", line.draft.id, primary=True)
        else:
            based_on = line.in_use.id if line.in_use else ""
            made = button(tr("New version"), "Ctrl+N", primary=True)
            made.setObjectName("new_template_version")
            made.clicked.connect(lambda _checked=False: self.begun.emit(based_on))
            row.addWidget(made)
        if line.in_use:
            back = button(tr("Go back to the shipped one"))
            back.setObjectName("shipped_again")
            back.clicked.connect(lambda _checked=False: self.shipped_again.emit())
            row.addWidget(back)
        return row

    def _version(self, row: OwnTemplate | None, now: int) -> QWidget:
        card = Card()
        card.body.setSpacing(current().px(1))
        card.body.addWidget(label(version_words(row), "strong"))
        any_used = any(each.status == IN_USE for each in self._versions)
        state = state_words(row, now) if row else ("" if any_used else "● " + tr("In use"))
        for words in (state, checked_words(row) if row else ""):
            if words:
                card.body.addWidget(label(words, "muted", wrap=True))
        flow = FlowLayout(gap=current().px(2))
        name = f"open_version_{row.version if row else 0}"
        self._button(flow, tr("Read it"), name, row.id if row else "")
        card.body.addLayout(flow)
        return card

    def _button(
        self, row: FlowLayout, words: str, name: str, version: str, *, primary: bool = False
    ) -> None:
        made = button(words, primary=primary)
        made.setObjectName(name)
        made.clicked.connect(lambda _checked=False: self.opened.emit(version))
        row.addWidget(made)

    def _compare(self, column: QVBoxLayout) -> None:
        self.told = label("", "body", wrap=True)
        self.told.setObjectName("template_told")
        self.table = _table()
        self.table.hide()
        if not self._versions:
            return
        options = [(version_words(row), row.id) for row in self._versions] + [
            (version_words(None), "")
        ]
        self._one, self._other = choice(*options[::-1]), choice(*options)
        self._one.setObjectName("compare_before")
        self._other.setObjectName("compare_after")
        row = FlowLayout(gap=current().px(2))
        row.addWidget(field(tr("From"), self._one))
        row.addWidget(field(tr("To"), self._other))
        made = button(tr("Compare"))
        made.setObjectName("compare_templates")
        made.clicked.connect(
            lambda _checked=False: self.compared.emit(_id(self._one), _id(self._other))
        )
        row.addWidget(made)
        column.addLayout(row)
        column.addWidget(self.told)
        column.addWidget(self.table)


class _Table(QTableWidget):
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wraps the words anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.resizeRowsToContents()


def _table() -> QTableWidget:
    made = _Table(0, 4)
    made.setObjectName("template_differences")
    made.setAccessibleName(tr("What the two versions say differently"))
    made.setHorizontalHeaderLabels([tr("Language"), tr("Where"), tr("From"), tr("To")])
    made.verticalHeader().hide()
    made.setWordWrap(True)
    made.setShowGrid(False)
    made.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    made.setTabKeyNavigation(False)
    made.setProperty("kind", "airy")
    made.setMinimumHeight(current().px(60))
    head = made.horizontalHeader()
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for column in (0, 1):
        head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    for column in (2, 3):
        head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    return made


def _id(drop: QComboBox) -> str:
    return str(drop.currentData())
