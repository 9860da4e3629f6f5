"""What is left before a service is over: what is still out, and the steps that a person ticks."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from station.core.formats import day
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.equipment.ending import EndingState, StepLine
from station.views.context import Context
from station.views.style import Banner, Card, button, heading, label


class EndingCard(Card):
    """Shows 5.1 to 5.3 of one patient and ticks them; `over` is called when the status changes."""

    def __init__(self, context: Context, patient_id: str, over: Callable[[], object]) -> None:
        super().__init__(margin=3)
        self.setObjectName("ending_card")
        self._context, self._patient, self._over = context, patient_id, over
        self._state: EndingState | None = None
        self.body.addWidget(heading(tr("Before the service is over"), "subheading"))
        self._lines: list[QWidget] = []
        session, ending = context.session, context.station.ending
        context.bridge.ask(self, partial(ending.state, session, patient_id), self._show)

    def _show(self, state: EndingState) -> None:
        before, self._state = self._state, state
        if before is not None and before.status is not state.status:
            self._over()
            return
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = [self._step(each) for each in state.steps]
        if state.out:
            named = ", ".join(each.words for each in state.out)
            self._lines.insert(1, label(tr("Still out: {things}", things=named), wrap=True))
        for line in self._lines:
            self.body.addWidget(line)

    def _step(self, step: StepLine) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label(_words(step), wrap=True), 1)
        if step.by_hand:
            made = button(tr("Undo the tick") if step.done else tr("Tick"))
            made.setObjectName(f"ending_{step.step.value}")
            made.setAccessibleName(f"{made.text()}: {step.words}")
            made.clicked.connect(lambda _checked=False: self._act(step))
            row.addWidget(made)
        return holder

    def _act(self, step: StepLine) -> None:
        ending, session = self._context.station.ending, self._context.session
        act = ending.untick if step.done else ending.tick
        job = partial(act, session, self._patient, step.step)
        self._context.bridge.ask(self, job, self._show, self._refused)

    def _refused(self, trouble: Trouble) -> None:
        said = Banner(trouble.sentence(), "warning")
        self._lines.append(said)
        self.body.addWidget(said)


def _words(step: StepLine) -> str:
    """Say a step with its sign, and who did it when."""
    sign = "✓" if step.done else "○"
    facts = ", ".join(filter(None, (day(step.done_on) if step.done_on else "", step.by)))
    return " · ".join(filter(None, (f"{sign} {step.words}", facts)))
