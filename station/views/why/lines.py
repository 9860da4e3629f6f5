"""One rule that was tried, as a line: its zone if it holds, its sentence, and the numbers used."""

from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.rules.limits import Level
from station.rules.wording import level_word
from station.services.why.explaining import RuleLine, Told
from station.services.why.words import FOUND, KEPT
from station.views.style import colour, current, label, paint_shape

_ZONES: Final = {Level.RED: "red", Level.YELLOW: "yellow", Level.GREEN: "green"}


class RuleRow(QWidget):
    """A rule with how it went; the zone's shape is filled only where the rule counts."""

    def __init__(self, rule: RuleLine) -> None:
        super().__init__()
        self.setObjectName(f"why_rule_{rule.outcome}")
        theme = current()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.px(1), 0, theme.px(1))
        row.setSpacing(theme.px(2))
        row.addWidget(_Shape(_ZONES[rule.level] if rule.outcome in (FOUND, KEPT) else ""))
        column = QVBoxLayout()
        column.setSpacing(theme.px(0.5))
        sentence = rule.sentence
        if rule.level > Level.GREEN:
            sentence = f"{level_word(rule.level)}: {sentence}"
        column.addWidget(label(sentence, "strong", wrap=True))
        column.addWidget(label(rule.verdict, wrap=True))
        numbers = " · ".join(rule.numbers)
        if numbers:
            used = tr("Numbers used: {numbers}", numbers=numbers)
            column.addWidget(label(used, "muted", wrap=True))
        row.addLayout(column, 1)
        self.setAccessibleName(f"{sentence}. {rule.verdict} {numbers}".strip())


class _Shape(QWidget):
    """The shape of a zone, or a quiet dash for a rule that did not hold."""

    def __init__(self, zone: str) -> None:
        super().__init__()
        self._zone = zone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """As high as a line of text."""
        return QSize(current().px(4), current().px(5))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it beside the first line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = current().px(3)
        box = QRectF(0, current().px(1), side, side)
        if self._zone:
            ink = QColor(current().palette.zones[self._zone].ink)
            paint_shape(painter, self._zone, box, ink)
        else:
            painter.fillRect(QRectF(0, box.center().y() - 1, side, 2), colour("muted"))


def told_words(told: Told) -> str:
    """What was raised, as it was told then: «Varslet rødt: SpO₂ 84 % under egen grense 86 %»."""
    level = level_word(told.level).lower()
    return tr("Alerted {level}: {sentence}", level=level, sentence=told.sentence)
