"""All questions of a form under each other: put in a row at a time, shown as branching says."""

from collections.abc import Callable, Mapping
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from station.core.i18n import language
from station.rules.form_scoring import visible
from station.rules.forms import Answers, Form, Item
from station.views.forms.asking import MISSING, Question
from station.views.steps import Steps
from station.views.style import current, label, scrolled


class Questions(QWidget):
    """Asks a form.

    `answered` says that an answer is another, `finished` that Enter was pressed in the last
    question, `placed` that every question stands there.
    """

    answered = Signal()
    finished = Signal()
    placed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("questions")
        self._form: Form | None = None
        self._rows: dict[str, Question] = {}
        self._kept: dict[str, object] = {}
        self._steps = Steps(self)
        theme = current()
        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 0, theme.px(2), 0)
        self._column.setSpacing(theme.px(4))
        self._intro = label("", "muted", wrap=True)
        self._source = label("", "small", wrap=True)
        self._column.addWidget(self._intro)
        self._column.addWidget(self._source)
        self._column.addStretch(1)
        self.area: QScrollArea = scrolled(self._inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)

    # ----------------------------------------------------------------------------- the form

    def show_form(
        self, form: Form, answers: Answers | None = None, then: Callable[[], object] | None = None
    ) -> None:
        """Asks this form; questions that are the same as before keep their widget and answer."""
        self._kept = dict(self.answers() if answers is None else answers)
        self._form = form
        self._steps.drop()
        self._say_frame(form)
        wanted = {item.code: item for item in form.items}
        gone = [code for code, row in self._rows.items() if wanted.get(code) != row.item]
        for code in gone:
            self._drop(code)
        for place, item in enumerate(form.items):
            self._steps.add(partial(self._place, item, place))
        self._steps.add(self._ready)
        if then is not None:
            self._steps.add(then)

    @property
    def ready(self) -> bool:
        """Whether every question stands there, and what was to follow has happened."""
        stand = self._form is not None and len(self._rows) == len(self._form.items)
        return stand and not self._steps.waiting

    def answers(self) -> dict[str, object]:
        """Every answer that was given, also where the question is hidden now."""
        found = dict(self._kept)
        for code, row in self._rows.items():
            found.pop(code, None)
            if row.answer is not MISSING:
                found[code] = row.answer
        return found

    def asked(self) -> dict[str, object]:
        """The answers to the questions that are asked now."""
        if self._form is None:
            return {}
        given = self.answers()
        shown = {item.code for item in visible(self._form, given)}
        return {code: answer for code, answer in given.items() if code in shown}

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Shows each sentence beside its question, and goes to the first; none takes all away."""
        for code, row in self._rows.items():
            row.set_wrong(faults.get(code, ""))
        if self._form is None:
            return
        wrong = next((each for each in self._form.items if each.code in faults), None)
        if wrong is not None and wrong.code in self._rows:
            self.go_to(wrong.code)

    def begin(self) -> None:
        """Goes to the first question without an answer, else the first."""
        shown = self._shown()
        waiting = next((row for row in shown if row.answer is MISSING), None)
        row = waiting or next(iter(shown), None)
        if row is not None:
            self.go_to(row.item.code)

    def go_to(self, code: str) -> None:
        """Puts the keyboard on a question and scrolls it into view."""
        row = self._rows.get(code)
        if row is not None:
            row.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, row, partial(self._bring_up, row))

    def bring_up(self, code: str) -> None:
        """Scrolls a question into view and leaves the keyboard where it is."""
        row = self._rows.get(code)
        if row is not None:
            self.area.ensureWidgetVisible(row, 0, current().px(4))

    # ------------------------------------------------------------------------------- inside

    def _say_frame(self, form: Form) -> None:
        spoken = language()
        for part, words in (
            (self._intro, form.intro.said(spoken)),
            (self._source, form.source.said(spoken)),
        ):
            part.setText(words)
            part.setVisible(bool(words))

    def _place(self, item: Item, place: int) -> None:
        row = self._rows.get(item.code)
        if row is None:
            row = Question(item, place + 1)
            row.show_answer(self._kept.get(item.code, MISSING))
            row.answered.connect(self._changed)
            row.passed.connect(partial(self._next, item.code))
            self._rows[item.code] = row
        row.set_place(place + 1)
        at = self._column.indexOf(row)
        if at != place + 1:
            self._column.insertWidget(place + 1, row)
        self._fit(item.code)

    def _drop(self, code: str) -> None:
        row = self._rows.pop(code)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _ready(self) -> None:
        self._fit_all()
        self._order()
        self.placed.emit()

    def _changed(self) -> None:
        self._fit_all()
        self.answered.emit()

    def _fit(self, code: str) -> None:
        if self._form is not None:
            shown = {item.code for item in visible(self._form, self.answers())}
            self._rows[code].setVisible(code in shown)

    def _fit_all(self) -> None:
        if self._form is None:
            return
        shown = {item.code for item in visible(self._form, self.answers())}
        for code, row in self._rows.items():
            if row.isHidden() == (code in shown):
                row.setVisible(code in shown)

    def _order(self) -> None:
        """Tab follows the order of the questions."""
        rows = [self._rows[item.code] for item in self._form.items] if self._form else []
        for one, other in pairwise(rows):
            QWidget.setTabOrder(one.last, other.editor)

    def _shown(self) -> list[Question]:
        if self._form is None:
            return []
        rows = [self._rows.get(item.code) for item in self._form.items]
        return [row for row in rows if row is not None and not row.isHidden()]

    def _next(self, code: str) -> None:
        shown = self._shown()
        places = [at for at, row in enumerate(shown) if row.item.code == code]
        after = shown[places[0] + 1 :] if places else []
        if after:
            self.go_to(after[0].item.code)
        else:
            self.finished.emit()

    def _bring_up(self, row: Question) -> None:
        # What scrolls may itself stand in something that scrolls, where the text is large.
        around: QWidget | None = row
        while around is not None:
            if isinstance(around, QScrollArea):
                around.ensureWidgetVisible(row, 0, current().px(4))
            around = around.parentWidget()
