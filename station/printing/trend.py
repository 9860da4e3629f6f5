"""All measures of a patient under one time axis, as vector drawings that stay sharp on paper."""

from collections.abc import Sequence

from station.core.i18n import tr
from station.printing.blocks import Block, Gap, Paragraph, Stack
from station.printing.chart import Chart
from station.printing.documents import TrendDocument, strong, words
from station.printing.drawing import INK
from station.printing.fonts import Weight
from station.printing.pages import Sheet, sheet
from station.printing.panels import Look
from station.printing.setting import Style
from station.printing.tags import Element

_LEAST, _MOST, _GAP = 82.0, 190.0, 10.0


def trend_sheet(document: TrendDocument) -> Sheet:
    """Lay the panels out, as high as one page allows, else as many to a page as fit."""
    found = _attempt(document, _LEAST)
    spare, count = found.spare(), max(len(document.series), 1)
    if spare <= 0:
        return found
    return _attempt(document, min(_LEAST + spare / count, _MOST))


def _attempt(document: TrendDocument, high: float) -> Sheet:
    return sheet(document.identity, lambda root: _body(document, high, root))


def _body(document: TrendDocument, high: float, root: Element) -> Sequence[Block]:
    blocks: list[Block] = []
    look = Look(1.0)
    style = Style(look.small.size, strong=Weight.BOLD, colour=INK)
    if any(point.excluded for series in document.series for point in series.points):
        hollow = tr("Hollow points are readings left out of counts and limits.")
        blocks += [Paragraph(hollow, look.small, root.add("P")), Gap(6)]
    for series in document.series:
        title = Paragraph(words(strong(series.heading), f"  {series.note}"), style, root.add("H2"))
        figure = root.add("Figure", alternative=series.description)
        chart = Chart(series, document.period, high, figure)
        blocks += [Stack([title, chart], 3, whole=True), Gap(_GAP)]
    return blocks
