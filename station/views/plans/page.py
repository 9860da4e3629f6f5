"""The page of plans: all of them in a list, or one patient's at the desk."""

from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.i18n import ntr, tr
from station.rules.approval import Review
from station.services.plans.values import PlanList
from station.views.context import Context
from station.views.page import Draft, Page
from station.views.plans.desk import Desk
from station.views.plans.rows import PlanRowsView
from station.views.style import (
    EmptyState,
    FlowLayout,
    button,
    choice,
    current,
    heading,
    label,
    text_input,
)

DUE, WAITING, VISITS, DRAFTS, WITHOUT = "due", "waiting", "visits", "drafts", "without"


class PlansPage(Page):
    """Lists every plan, those due for review first when asked; Enter or a click opens."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._all: tuple[PlanList, ...] = ()
        theme = current()
        column = QVBoxLayout(self)
        side = theme.px(3)
        column.setContentsMargins(side, side, side, side)
        self._stack = QStackedWidget()
        column.addWidget(self._stack)
        self._stack.addWidget(self._left())
        self.desk = Desk(context)
        self.desk.left.connect(self._to_list)
        self._stack.addWidget(self.desk)

    def opened(self, subject: str | None) -> None:
        """Comes to the front: for one patient, or with the list."""
        if subject:
            self._open(subject)
        else:
            self.look()

    def changed(self, changes: ChangeSet) -> None:
        """Takes in what was saved, also by others."""
        if changes.topics & {"plans", "patients", "readings"}:
            if "readings" not in changes.topics or len(changes.topics) > 1:
                self.look()
            self.desk.changed(changes)

    def draft_key(self) -> tuple[str, str] | None:
        """Unsaved words belong to the patient at the desk."""
        return ("plan", self.desk.subject) if self.desk.subject else None

    def draft(self) -> Draft | None:
        """What is written in the draft and not stored yet."""
        return self.desk.draft()

    def restore(self, draft: Draft) -> None:
        """Opens the draft again with what was not stored."""
        self.desk.restore(draft)

    def look(self) -> None:
        """Asks for the list as it is now."""
        plans, session = self.context.station.plans, self.context.session
        self.context.bridge.ask(self, partial(plans.everyone, session), self._show)

    def _left(self) -> QWidget:
        theme = current()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        # In large text the tools take a line of their own.
        top = FlowLayout(gap=theme.px(2))
        top.addWidget(heading(tr("Plans")))
        self._count = label("", "muted")
        self._count.setObjectName("plan_count")
        top.addWidget(self._count)
        self.search = text_input(tr("Part of a name"))
        self.search.setObjectName("plan_search")
        self.search.setAccessibleName(tr("Find a plan"))
        self.search.setClearButtonEnabled(True)
        self.search.setFixedWidth(theme.px(60))
        self.search.textChanged.connect(lambda _text: self._filter())
        self._which = choice(
            (tr("All plans"), ""),
            (tr("Due for review"), DUE),
            (tr("With the GP"), WAITING),
            (tr("GP appointment to book"), VISITS),
            (tr("With a draft"), DRAFTS),
            (tr("Without a plan"), WITHOUT),
        )
        self._which.setObjectName("plan_filter")
        self._which.setAccessibleName(tr("Which plans"))
        self._which.currentIndexChanged.connect(lambda _at: self._filter())
        paper = button(tr("Register paper from the GP"), "Ctrl+R", icon="inbox")
        paper.setObjectName("to_paper")
        paper.clicked.connect(lambda _checked=False: self.context.go("paper"))
        top.addWidget(self.search)
        top.addWidget(self._which)
        top.addWidget(paper)
        column.addLayout(top)
        self.list = PlanRowsView()
        self.list.setAccessibleName(tr("Plans"))
        for signal in (self.list.activated, self.list.clicked):
            signal.connect(self._open_index)
        self.search.returnPressed.connect(self._open_first)
        column.addWidget(self.list, 1)
        self._nothing = EmptyState(
            tr("No plans here"), tr("Open a patient and choose «Plan» to begin one.")
        )
        self._nothing.hide()
        column.addWidget(self._nothing, 1)
        return holder

    def _show(self, rows: tuple[PlanList, ...]) -> None:
        self._all = rows
        self._filter()

    def _filter(self) -> None:
        text, which = self.search.text().casefold(), self._which.currentData()
        shown = tuple(
            each for each in self._all if text in each.row.name.casefold() and _wanted(each, which)
        )
        if which == DUE:
            shown = tuple(sorted(shown, key=lambda each: each.row.review_on))
        if which == WAITING:
            shown = tuple(sorted(shown, key=lambda each: each.waiting_since or 0))
        self.list.rows.show_lines(shown, self.context.clock.now())
        self._count.setText(ntr("{n} patient", "{n} patients", len(shown)))
        self.list.setVisible(bool(shown))
        self._nothing.setVisible(not shown)

    def _open_index(self, index: QModelIndex) -> None:
        self._open(self.list.rows.lines[index.row()].row.patient_id)

    def _open_first(self) -> None:
        if self.list.rows.lines:
            self._open(self.list.rows.lines[0].row.patient_id)

    def _open(self, patient_id: str) -> None:
        self._stack.setCurrentIndex(1)
        self.desk.open(patient_id)

    def _to_list(self) -> None:
        self._stack.setCurrentIndex(0)
        self.look()
        self.list.setFocus()


def _wanted(found: PlanList, which: str) -> bool:
    if which == DUE:
        return found.review in (Review.DUE, Review.SOON) and bool(found.row.version_id)
    if which == WAITING:
        return found.waiting_since is not None
    if which == VISITS:
        return found.visit.due is not None
    if which == DRAFTS:
        return found.row.has_draft
    return not found.row.version_id if which == WITHOUT else True
