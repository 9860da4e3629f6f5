"""An answered form as it was asked: every question, its answer and level, totals, comment."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.rules.readings import Excluded
from station.services.forms.answer_views import ShownAnswer, ShownLine
from station.views.forms.words import ZONES, answer_words
from station.views.patients.inplace import InPlace
from station.views.steps import Steps
from station.views.style import (
    Banner,
    FlowLayout,
    ZoneBadge,
    button,
    choice,
    current,
    heading,
    label,
    rule,
    text_input,
)
from station.views.style.zones import badge_size

_AT_ONCE = 6


class Seen(QWidget):
    """One answered form. The signals ask the page to do what the buttons say."""

    read_wanted = Signal()
    exclude_wanted = Signal()
    back_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, shown: ShownAnswer, now: int) -> None:
        super().__init__()
        self.setObjectName("seen_answer")
        self.shown = shown
        view = shown.view
        self.setAccessibleName(f"{view.title}, {answer_words(view, now)}")
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.px(1), 0)
        column.setSpacing(theme.px(2))
        column.addWidget(heading(view.title, wrap=True))
        column.addWidget(label(answer_words(view, now), "muted", wrap=True))
        if view.excluded:
            words = tr("These answers do not count: {reason}", reason=view.excluded_reason)
            column.addWidget(Banner(words, "warning"))
        if view.comment:
            column.addWidget(self._comment(view.comment, unread=view.unread))
        column.addLayout(self._acts(unread=view.unread, excluded=bool(view.excluded)))
        column.addWidget(rule())
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px(1.5))
        column.addLayout(self._lines)
        version = tr("Version {number}", number=view.version)
        source = " · ".join(filter(None, (version, shown.source)))
        column.addWidget(label(source, "small", wrap=True))
        column.addStretch(1)
        # A few lines in each breath: sixty at once would make the window stand still.
        steps = Steps(self)
        lines = (*shown.totals, *shown.lines)
        for at in range(0, len(lines), _AT_ONCE):
            steps.add(partial(self._place, lines[at : at + _AT_ONCE]))

    def _place(self, lines: tuple[ShownLine, ...]) -> None:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(current().px(3))
        grid.setVerticalSpacing(current().px(1.5))
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        grid.setColumnMinimumWidth(2, badge_size().width())
        for line in lines:
            self._line(grid, line, strong=line in self.shown.totals)
        self._lines.addWidget(holder)

    def _comment(self, text: str, *, unread: bool) -> Banner:
        made = Banner(text, "warning" if unread else "info")
        made.setObjectName("answer_comment")
        return made

    def _acts(self, *, unread: bool, excluded: bool) -> FlowLayout:
        flow = FlowLayout(gap=current().px(2))
        if unread:
            flow.addWidget(_act("mark_read", tr("Comment is read"), self.read_wanted, first=True))
        flow.addWidget(_act("print_answer", tr("Print …"), self.print_wanted))
        if excluded:
            flow.addWidget(_act("take_back", tr("Let it count again"), self.back_wanted))
        else:
            flow.addWidget(_act("exclude_answer", tr("Leave out …"), self.exclude_wanted))
        return flow

    def _line(self, grid: QGridLayout, line: ShownLine, *, strong: bool) -> None:
        at, top = grid.rowCount(), Qt.AlignmentFlag.AlignTop
        grid.addWidget(label(line.question, "strong" if strong else "muted", wrap=True), at, 0, top)
        grid.addWidget(label(line.answer, "strong" if strong else "body", wrap=True), at, 1, top)
        if line.level is not None:
            grid.addWidget(ZoneBadge(ZONES[line.level]), at, 2, top)


class Exclude(InPlace):
    """Why an answer is to be left out. `decided` carries (Excluded, reason)."""

    decided = Signal(object)

    def __init__(self) -> None:
        super().__init__("exclude_form", tr("Leave these answers out"))
        words = tr("They are kept and shown, but no longer count for alerts, trends and figures.")
        self.column.addWidget(label(words, "muted", wrap=True))
        self._why = choice(
            (tr("A test"), Excluded.TEST), (tr("The wrong patient"), Excluded.WRONG_PATIENT)
        )
        self._why.setObjectName("exclude_why")
        self.column.addWidget(self.field(tr("What happened"), self._why, key="why"))
        self._reason = text_input(longest=300)
        self._reason.setObjectName("exclude_reason")
        self.column.addWidget(self.field(tr("Reason"), self._reason, key="reason"))
        self._reason.returnPressed.connect(self._decide)
        self.finish(tr("Leave out"), self._decide)

    def _decide(self) -> None:
        reason = self._reason.text().strip()
        if not reason:
            self.show_problems({"reason": tr("Write why these answers are to be left out.")})
            return
        self.decided.emit((Excluded(self._why.currentData()), reason))


def _act(name: str, words: str, wanted: object, *, first: bool = False) -> QWidget:
    made = button(words, primary=first)
    made.setObjectName(name)
    made.clicked.connect(lambda _checked=False: wanted.emit())  # type: ignore[attr-defined]
    return made
