"""One form of the service: its versions, what can be done with them, what tells them apart."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.rules.forms import FormStatus
from station.services.forms.forms import FormRow
from station.views.formbuilder.words import checked_words, state_words, version_words
from station.views.style import (
    Banner,
    Button,
    Card,
    FlowLayout,
    button,
    choice,
    current,
    heading,
    label,
    rule,
)

_TAKEABLE = (FormStatus.DRAFT, FormStatus.OFFERED, FormStatus.RETIRED)


class Overview(QWidget):
    """Up and down choose a version, Enter opens it. Every signal carries its FormRow."""

    opened = Signal(object)
    begun = Signal(object)
    taking = Signal(object)
    printing = Signal(object)
    retiring = Signal(object)
    compared = Signal(object, object)

    def __init__(self, rows: Sequence[FormRow], now: int, *, may_change: bool) -> None:
        super().__init__()
        self.setObjectName("form_overview")
        self.rows = tuple(rows)
        self._may_change = may_change
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        card.body.setSpacing(theme.px(3))
        card.body.addWidget(heading(self.rows[0].title, wrap=True))
        if not may_change:
            words = tr("You may read and print the forms. Nurses and the leader change them.")
            card.body.addWidget(Banner(words, "info"))
        self.list = QListWidget()
        self.list.setObjectName("form_versions")
        self.list.setAccessibleName(tr("The versions of the form"))
        self.list.setProperty("kind", "airy")
        for row in self.rows:
            told = " · ".join(filter(None, (version_words(row), checked_words(row, now))))
            line = QListWidgetItem(f"{state_words(row)}\n{told}")
            line.setSizeHint(QSize(1, theme.px(13)))
            self.list.addItem(line)
        self.list.setFixedHeight(min(4, len(self.rows)) * theme.px(13) + theme.px(2))
        self.list.currentRowChanged.connect(lambda _at: self._fit())
        self.list.itemActivated.connect(lambda _line: self.opened.emit(self.row))
        card.body.addWidget(self.list)
        card.body.addLayout(self._acts())
        card.body.addWidget(rule())
        card.body.addLayout(self._comparing())
        self.told = label("", "body", wrap=True)
        self.told.setObjectName("form_differences")
        card.body.addWidget(self.told)
        card.body.addStretch(1)
        column.addWidget(card)
        self.list.setCurrentRow(0)

    @property
    def row(self) -> FormRow:
        """The version that is chosen."""
        return self.rows[max(0, self.list.currentRow())]

    def show_differences(self, found: Sequence[str]) -> None:
        """Shows what the two versions say differently."""
        self.told.setText("\n".join(found) or tr("The two versions say the same."))

    def _acts(self) -> FlowLayout:
        flow = FlowLayout(gap=current().px(2))
        self._open = _act("open_version", "", flow, lambda: self.opened.emit(self.row))
        begin = lambda: self.begun.emit(self.row)  # noqa: E731
        self._begin = _act("new_version", tr("New version"), flow, begin)
        take = lambda: self.taking.emit(self.row)  # noqa: E731
        self._take = _act("take_version", tr("Take into use …"), flow, take)
        _act("print_blank", tr("Print an empty one …"), flow, lambda: self.printing.emit(self.row))
        retire = lambda: self.retiring.emit(self.row)  # noqa: E731
        self._retire = _act("retire_form", tr("Take out of use …"), flow, retire)
        return flow

    def _comparing(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._other = choice(
            *((tr("Version {number}", number=each.version), each) for each in self.rows)
        )
        self._other.setObjectName("compare_with")
        self._other.setAccessibleName(tr("Compare with"))
        self._other.setCurrentIndex(min(1, len(self.rows) - 1))
        compare = button(tr("What is different from"))
        compare.setObjectName("compare_versions")
        compare.clicked.connect(lambda _checked=False: self._compare())
        for part in (compare, self._other):
            row.addWidget(part)
            # Never shown by itself: it has no window yet, and would be one.
            if len(self.rows) < 2:
                part.hide()
        row.addStretch(1)
        return row

    def _compare(self) -> None:
        one, other = self.row, self._other.currentData()
        if isinstance(other, FormRow):
            before, after = sorted((one, other), key=lambda each: each.version)
            self.compared.emit(before, after)

    def _fit(self) -> None:
        row, may = self.row, self._may_change
        draft = row.status is FormStatus.DRAFT
        self._open.set_words(tr("Write on") if draft and may else tr("Look at it"))
        self._open.set_kind("primary")
        self._begin.setVisible(may and not draft)
        self._take.setVisible(may and row.status in _TAKEABLE)
        self._retire.setVisible(may and row.status is FormStatus.IN_USE)


def _act(name: str, words: str, flow: FlowLayout, act: object) -> Button:
    made = button(words)
    made.setObjectName(name)
    made.clicked.connect(lambda _checked=False: act())  # type: ignore[operator]
    flow.addWidget(made)
    return made
