"""Why a patient without an open alert stands where she stands."""

from PySide6.QtWidgets import QFrame, QVBoxLayout

from station.core.i18n import tr
from station.rules.standing import Standing
from station.rules.wording import standing_word
from station.services.today.worklist import WorkRow
from station.views.style import Chip, FlowLayout, current, label
from station.views.today.alertbox import ZoneMark
from station.views.today.words import ZONE_OF


class Calm(QFrame):
    """Her standing, the reason, and what to do where it is silence."""

    def __init__(self, row: WorkRow, *, fresh: bool) -> None:
        super().__init__()
        doubted = not fresh and row.standing is Standing.GREEN
        standing = Standing.UNKNOWN if doubted else row.standing
        reason = tr("Not judged") if doubted else row.reason
        self.setObjectName("standing")
        self.setProperty("surface", "list")
        theme = current()
        column = QVBoxLayout(self)
        side = theme.px(3)
        column.setContentsMargins(side, theme.px(2), side, theme.px(2))
        line = FlowLayout(gap=theme.px(2))
        line.addWidget(ZoneMark(ZONE_OF[standing]))
        line.addWidget(label(standing_word(standing), "strong"))
        line.addWidget(label(reason))
        for words in row.marks:
            line.addWidget(Chip(words))
        column.addLayout(line)
        if row.standing is Standing.MISSING:
            words = tr("Ask how the patient is and why nothing came; note it, or set a pause.")
            column.addWidget(label(words, "muted", wrap=True))
        self.setAccessibleName(f"{standing_word(standing)}: {reason}")
