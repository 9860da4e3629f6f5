"""The steps before a device is lent, in place on its card, and the way on when all are done."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.formats import when
from station.core.i18n import ntr, tr
from station.services.equipment.checks import CheckRound
from station.views.equipment.checklist import Checklist, into_view
from station.views.steps import Steps
from station.views.style import button, current, heading, label


class Preparing(QWidget):
    """`ticked` is what Checklist tells; `ready` that the device is to be ready from now on."""

    ticked = Signal(str, object, str)
    ready = Signal()

    def __init__(self, going_over: CheckRound, now: int) -> None:
        super().__init__()
        self.setObjectName("preparing")
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(1.5))
        column.addWidget(heading(tr("Prepare"), "subheading"))
        begun = tr(
            "Begun by {who} {when}. Space or Y ticks a step, N says what is wrong.",
            who=going_over.begun_by,
            when=when(going_over.begun_at, now),
        )
        column.addWidget(label(begun, "small", wrap=True))
        self.list = Checklist("prepare_steps", going_over.steps, now)
        self.list.ticked.connect(self.ticked)
        column.addWidget(self.list)
        self._left = label("", "muted", wrap=True)
        self._left.setObjectName("prepare_left")
        column.addWidget(self._left)
        self._ready = button(tr("Ready to be lent"), "Ctrl+Return", primary=True)
        self._ready.setObjectName("device_ready")
        self._ready.clicked.connect(lambda _=False: self.ready.emit())
        column.addWidget(self._ready)
        self._settle(going_over)

    def show_round(self, going_over: CheckRound, now: int) -> None:
        """Takes in how the steps stand now."""
        self.list.show_steps(going_over.steps, now)
        self._settle(going_over)

    def _settle(self, going_over: CheckRound) -> None:
        words = [step.words for step in going_over.steps if step.step in going_over.missing]
        left = ntr("{n} step is left", "{n} steps are left", len(words)) if words else ""
        self._left.setText(left)
        self._left.setVisible(bool(left))
        self._ready.setVisible(not words)
        if not words:
            self._ready.setFocus()
            Steps(self._ready).add(partial(into_view, self._ready))
