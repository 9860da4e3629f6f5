"""The steps of going a device over, ticked by keyboard: yes, no and why, or not for this."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from station.core.formats import when
from station.core.i18n import tr
from station.services.equipment.checks import CheckStep, Outcome
from station.views.equipment.badge import inks
from station.views.steps import Steps
from station.views.style import FlowLayout, button, colour, current, label, restyle, text_input

YES, NO, SKIP = "yes", "no", "skip"


def is_open(step: CheckStep) -> bool:
    """Whether a step still stands in the way."""
    return step.outcome in {None, Outcome.NOT_OK}


def letters() -> dict[str, str]:
    """The letters that answer a step in the language spoken, and what each means."""
    # Three letters: yes, no, and not for this device.
    return dict(zip(tr("Y N S").split(), (YES, NO, SKIP), strict=True))


class Mark(QWidget):
    """The sign of an outcome: a tick, a cross, a line, or an empty box."""

    def __init__(self, outcome: Outcome | None) -> None:
        super().__init__()
        self._outcome = outcome
        side = current().px(5)
        self.setFixedSize(QSize(side, side))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tone = _TONES.get(self._outcome, "")
        ink, ground, edge = inks(tone)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(edge, 1.4))
        painter.setBrush(ground if self._outcome else colour("surface"))
        painter.drawRoundedRect(box, current().px(1), current().px(1))
        pen = QPen(ink, max(1.8, box.width() * 0.11))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for part in _STROKES.get(self._outcome, ()):
            points = [_at(box, *point) for point in part]
            painter.drawPolyline(points)


_TONES: Final[dict[Outcome | None, str]] = {Outcome.OK: "good", Outcome.NOT_OK: "danger"}
_STROKES: Final[dict[Outcome | None, tuple[tuple[tuple[float, float], ...], ...]]] = {
    Outcome.OK: (((0.24, 0.52), (0.43, 0.71), (0.77, 0.29)),),
    Outcome.NOT_OK: (((0.29, 0.29), (0.71, 0.71)), ((0.71, 0.29), (0.29, 0.71))),
    Outcome.NOT_RELEVANT: (((0.26, 0.5), (0.74, 0.5)),),
}


class StepLine(QFrame):
    """One step; `answered` carries its code and YES, NO or SKIP, `stepped` -1 or 1."""

    answered = Signal(str, str)
    stepped = Signal(int)

    def __init__(self, step: CheckStep, now: int, noted: str = "") -> None:
        """`noted` says what is written beside a step that is ticked; else who and when."""
        super().__init__()
        self.step = step
        self.setObjectName(f"step_{step.step}")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("surface", "card")
        told = noted or told_words(step, now)
        self.setAccessibleName(
            ", ".join(each for each in (step.words, told, step.evidence) if each)
        )
        theme = current()
        row = QHBoxLayout(self)
        side = theme.px(1.5)
        row.setContentsMargins(theme.px(2.5), side, side, side)
        row.setSpacing(theme.px(2.5))
        row.addWidget(Mark(step.outcome), 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(step.words, "strong" if is_open(step) else "body", wrap=True))
        for text in (told, step.evidence):
            if text:
                words.addWidget(label(text, "small", wrap=True))
        row.addLayout(words, 1)
        for answer, text in self._answers():
            made = button(text, kind="" if answer == YES else "quiet")
            made.setProperty("dense", True)
            made.setObjectName(f"{answer}_{step.step}")
            made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            made.clicked.connect(
                lambda _=False, answer=answer: self.answered.emit(step.step, answer)
            )
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)

    def _answers(self) -> list[tuple[str, str]]:
        if not is_open(self.step):
            return [(NO, tr("Change"))] if self.step.outcome is not Outcome.OK else []
        return [(YES, tr("Yes")), (NO, tr("No …")), (SKIP, tr("Not for this"))]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, the arrows move; letters are heard by the page."""
        if event.key() == Qt.Key.Key_Space:
            self.answered.emit(self.step.step, YES)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click puts the keyboard here."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows that the keyboard is here."""
        super().focusInEvent(event)
        self._ring(on=True)
        into_view(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard has left."""
        super().focusOutEvent(event)
        self._ring(on=False)

    def _ring(self, *, on: bool) -> None:
        self.setProperty("chosen", on)
        restyle(self)


class WhyLine(QWidget):
    """What is the matter with a step, or how it was done; `said` carries its code and the words."""

    said = Signal(str, str)
    left = Signal()

    def __init__(self, step: CheckStep, how: str = "") -> None:
        """`how` asks how it was done, in a sentence; without it, what is the matter."""
        super().__init__()
        self.setObjectName("step_why")
        self._code = step.step
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(7), 0, 0, theme.px(1))
        column.setSpacing(theme.px(1))
        if how:
            column.addWidget(label(how, "strong", wrap=True))
        asked = tr("What is the matter? For instance: crack in the glass")
        self.box = text_input(tr("How was it done?") if how else asked, longest=300)
        self.box.setObjectName("step_note")
        self.box.setAccessibleName(f"{step.words}: {self.box.placeholderText()}")
        self.box.setText("" if how else step.note)
        self.box.returnPressed.connect(self._say)
        column.addWidget(self.box)
        self._wrong = label("", "error", wrap=True)
        self._wrong.hide()
        column.addWidget(self._wrong)
        holder = QWidget()
        flow = FlowLayout(holder, gap=theme.px(2))
        for name, words, act in (
            ("step_say", tr("Note it"), self._say),
            ("step_leave", tr("Cancel"), self.left.emit),
        ):
            made = button(words, primary=name == "step_say")
            made.setProperty("dense", True)
            made.setObjectName(name)
            made.clicked.connect(lambda _=False, act=act: act())
            flow.addWidget(made)
        column.addWidget(holder)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves it as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _say(self) -> None:
        if text := self.box.text().strip():
            self.said.emit(self._code, text)
            return
        self._wrong.setText(tr("Write it in a few words."))
        self._wrong.show()
        self.box.setFocus()


class Checklist(QWidget):
    """All steps under each other; `ticked` carries a code, an Outcome (None: untick) and a note."""

    ticked = Signal(str, object, str)

    def __init__(self, name: str, steps: Sequence[CheckStep], now: int) -> None:
        super().__init__()
        self.setObjectName(name)
        self._now = now
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current().px(1))
        self._steps = list(steps)
        self._lines: list[StepLine] = []
        self._why: WhyLine | None = None
        self._begins = False
        self._building = Steps(self)
        self._building.add(*(self._add for _ in steps), self._built)

    @property
    def steps(self) -> tuple[CheckStep, ...]:
        """The steps as they are shown."""
        return tuple(self._steps)

    def show_steps(self, steps: Sequence[CheckStep], now: int) -> None:
        """Takes in how the steps stand; only a line that differs is made anew."""
        if [step.step for step in steps] != self._codes():
            raise ValueError("a going-over keeps its steps")
        self._now = now
        at_work = self.current()
        before, self._steps = self._steps, list(steps)
        for at, step in enumerate(steps[: len(self._lines)]):
            if step != before[at]:
                self._replace(at, step)
        if at_work is not None and self._why is None:
            self._stand(self._codes().index(at_work))

    def begin(self) -> None:
        """Puts the keyboard on the first step that is not done, once all stand there."""
        if self._building.waiting:
            self._begins = True
            return
        places = [at for at, line in enumerate(self._lines) if is_open(line.step)]
        self._stand(places[0] if places else 0)

    def current(self) -> str | None:
        """The code of the step that the keyboard stands on, or None."""
        found = [line.step.step for line in self._lines if line.hasFocus()]
        return found[0] if found else None

    def answer(self, what: str) -> bool:
        """Answers the step that the keyboard stands on; False where it stands on none."""
        code = self.current()
        if code is None:
            return False
        self._answered(code, what)
        return True

    def _add(self) -> None:
        self._lines.append(self._line(self._steps[len(self._lines)]))
        self._column.addWidget(self._lines[-1])

    def _built(self) -> None:
        if self._begins:
            self.begin()

    def _line(self, step: CheckStep) -> StepLine:
        made = StepLine(step, self._now)
        made.answered.connect(self._answered)
        made.stepped.connect(partial(self._step_from, made))
        return made

    def _replace(self, at: int, step: CheckStep) -> None:
        old = self._lines[at]
        made = self._line(step)
        self._lines[at] = made
        self._column.replaceWidget(old, made)
        old.hide()
        old.deleteLater()

    def _codes(self) -> list[str]:
        return [step.step for step in self._steps]

    def _answered(self, code: str, what: str) -> None:
        at = self._codes().index(code)
        self._leave_why()
        if what == NO:
            self._ask(at, Outcome.NOT_OK)
            return
        step = self._lines[at].step
        if what == YES and step.outcome is Outcome.OK:
            # Space again takes a tick back.
            self.ticked.emit(code, None, "")
            return
        self.ticked.emit(code, Outcome.OK if what == YES else Outcome.NOT_RELEVANT, "")
        self._stand(self._next_open(at))

    def ask_how(self, code: str, sentence: str) -> None:
        """A step needs to say how it was done, as the sentence tells."""
        self._leave_why()
        self._ask(self._codes().index(code), Outcome.OK, sentence)

    def _ask(self, at: int, outcome: Outcome, how: str = "") -> None:
        made = WhyLine(self._lines[at].step, how)
        made.said.connect(partial(self._said, outcome))
        made.left.connect(lambda: self._left(at))
        self._column.insertWidget(self._column.indexOf(self._lines[at]) + 1, made)
        self._why = made
        made.box.setFocus()
        # Once it is laid out: in large text it would stand below what is seen.
        Steps(made).add(partial(into_view, made))

    def _said(self, outcome: Outcome, code: str, note: str) -> None:
        at = self._codes().index(code)
        self._leave_why()
        self.ticked.emit(code, outcome, note)
        self._stand(min(at + 1, len(self._lines) - 1))

    def _left(self, at: int) -> None:
        self._leave_why()
        self._stand(at)

    def _leave_why(self) -> None:
        if self._why is not None:
            self._column.removeWidget(self._why)
            self._why.hide()
            self._why.deleteLater()
            self._why = None

    def _next_open(self, at: int) -> int:
        """The next step below that is not looked at; where there is none, the same again."""
        below = [
            place for place in range(at + 1, len(self._lines)) if is_open(self._lines[place].step)
        ]
        return below[0] if below else at

    def _step_from(self, line: StepLine, by: int) -> None:
        self._stand(self._lines.index(line) + by)

    def _stand(self, at: int) -> None:
        self._lines[max(0, min(at, len(self._lines) - 1))].setFocus()


def into_view(widget: QWidget) -> None:
    """Scrolls what a widget stands in, so that all of it is seen."""
    over = widget.parentWidget()
    while over is not None:
        if isinstance(over, QScrollArea):
            over.ensureWidgetVisible(widget, 0, current().px(6))
        over = over.parentWidget()


def told_words(step: CheckStep, now: int) -> str:
    """What came of a step, who says so, and when; "" while nobody has looked."""
    if step.outcome is None:
        return ""
    said = {
        Outcome.OK: tr("In order"),
        Outcome.NOT_OK: tr("Not in order: {note}", note=step.note),
        Outcome.NOT_RELEVANT: tr("Not for this device"),
    }[step.outcome]
    noted = when(step.at, now) if step.at is not None else ""
    return " · ".join(part for part in (said, step.by, noted) if part)


def _at(box: QRectF, across: float, down: float) -> QPointF:
    return QPointF(box.left() + across * box.width(), box.top() + down * box.height())
