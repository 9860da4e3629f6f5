"""A version's way as one calm line: what was done, when and by whom, and what comes next."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from station.core.formats import near_day, when
from station.core.i18n import N_, tr
from station.core.zone import day_of
from station.services.plans.values import PlanStep, Stage, channel_word
from station.views.style import FlowLayout, current, label

_DONE = {
    Stage.WRITTEN: N_("begun"),
    Stage.ELSEWHERE: N_("made elsewhere"),
    Stage.PRINTED: N_("printed for the GP"),
    Stage.WAITING: N_("with the GP since"),
    Stage.RETURNED: N_("returned by the GP"),
    Stage.APPROVED: N_("approved"),
    Stage.APPROVED_CHANGED: N_("approved with changes"),
    Stage.COMING: N_("in force from"),
    Stage.IN_FORCE: N_("in force since"),
    Stage.REPLACED: N_("replaced"),
    Stage.WITHDRAWN: N_("laid aside"),
}
_NEXT = {
    Stage.PRINTED: N_("print it for the GP"),
    Stage.APPROVED: N_("the GP's answer"),
    Stage.IN_FORCE: N_("put it in force"),
    Stage.REPLACED: N_("replaced from"),
}
_SHAPES = {Stage.WAITING: "…", Stage.COMING: "○", Stage.RETURNED: "↩", Stage.WITHDRAWN: "×"}


def step_words(step: PlanStep, now: int) -> str:
    """One step: ✓ godkjent 20. nov. av Lege Stille Vann, på papir."""
    if not step.done and step.at is None:
        return f"○ {tr(_NEXT.get(step.stage, _DONE[step.stage]))}"
    words = _DONE if step.done or step.stage not in _NEXT else _NEXT
    parts = [_SHAPES.get(step.stage, "✓" if step.done else "○"), tr(words[step.stage])]
    parts.append(_day(step, now))
    text = " ".join(part for part in parts if part)
    if step.who:
        text = tr("{what} by {who}", what=text, who=step.who)
    if step.channel and step.stage is not Stage.ELSEWHERE:
        text = f"{text}, {channel_word(step.channel)}"
    return text


def _day(step: PlanStep, now: int) -> str:
    if step.on:
        return near_day(date.fromisoformat(step.on), day_of(now))
    if step.at is None:
        return ""
    if step.stage in (Stage.COMING, Stage.IN_FORCE):
        return when(step.at, now)
    return near_day(day_of(step.at), day_of(now))


class StepLine(QWidget):
    """The steps beside each other, on more lines where there is too little room."""

    def __init__(self, steps: Sequence[PlanStep], now: int) -> None:
        super().__init__()
        self.setObjectName("plan_steps")
        row = FlowLayout(self, gap=current().px(2))
        texts = [step_words(step, now) for step in steps]
        for at, (step, text) in enumerate(zip(steps, texts, strict=True)):
            if at:
                row.addWidget(label("→", "muted"))
            row.addWidget(label(text, "small" if step.done else "small-strong"))
        self.setAccessibleName(", ".join(texts))
