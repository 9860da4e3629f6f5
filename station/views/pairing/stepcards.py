"""The steps of a meter's pairing, each with its number, its picture and its words."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.views.equipment.pictures import StepPicture
from station.views.style import Card, FlowLayout, current, label

_WIDE, _HIGH, _CARD = 50, 25, 48
"""Grid units of a card's width, of its picture's height, and of its own least height."""


class StepCard(Card):
    """One step: what to do, and a picture of it."""

    def __init__(self, number: int, words: str, kind: str, picture: str) -> None:
        super().__init__(3)
        self.setObjectName(f"pair_step_{number}")
        self.setAccessibleName(tr("Step {number}: {words}", number=number, words=words))
        theme = current()
        self.setFixedWidth(theme.px(_WIDE))
        self.setMinimumHeight(theme.px(_CARD))
        self.body.addWidget(StepPicture(kind, picture, _HIGH), 0, Qt.AlignmentFlag.AlignHCenter)
        told = label(f"{number}. {words}", "body", wrap=True)
        self.body.addWidget(told)
        self.body.addStretch(1)


class StepCards(QWidget):
    """All steps beside each other, on more lines where there is no room."""

    def __init__(self, kind: str, steps: Sequence[tuple[str, str]]) -> None:
        """Shows steps as (words, picture's code)."""
        super().__init__()
        self.setObjectName("pair_steps")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        flow = FlowLayout(gap=current().px(3))
        for number, (words, picture) in enumerate(steps, 1):
            flow.addWidget(StepCard(number, words, kind, picture))
        column.addLayout(flow)
