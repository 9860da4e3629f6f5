"""Reports on paper: headings, lines, tables and charts, on one page wherever they fit."""

from collections.abc import Sequence

from station.printing.blocks import Block, Columns, Gap, Paragraph, Stack
from station.printing.chart import Chart
from station.printing.documents import ReportDocument, ReportPart, Series, Table, strong, words
from station.printing.drawing import INK
from station.printing.fonts import Weight
from station.printing.pages import Sheet, sheet
from station.printing.panels import FillIn, Look, boxed, listed, table
from station.printing.setting import Style
from station.printing.tags import Element

_SCALES = (1.0, 0.94, 0.88, 0.84)
"""From the largest that is tried; what fits one page at none takes several, at the first."""
_TIGHTER = (0.8, 0.76)
"""Tried besides for a table of many rows: 7.6 points, still larger than a leaflet's."""
_CHART_LEAST, _CHART_MOST = 52.0, 120.0
_ROUNDING = 0.1
_BLANKS_IN_ROW = 3


def report_sheet(document: ReportDocument) -> Sheet:
    """Lay the report out at the largest scale at which it fits one page; charts fill the rest."""
    tight = any(part.table is not None and part.table.tight for part in document.parts)
    for scale in (*_SCALES, *(_TIGHTER if tight else ())):
        found = _attempt(document, Look(scale), _CHART_LEAST)
        spare = found.spare()
        if spare >= 0:
            charts = sum(len(part.series) for part in document.parts)
            if not charts:
                return found
            high = min(_CHART_LEAST + (spare - _ROUNDING) / charts, _CHART_MOST)
            return _attempt(document, Look(scale), high)
    # On more pages there is room, but a long list is not made longer than it must be.
    return _attempt(document, Look(_TIGHTER[-1] if tight else _SCALES[0]), _CHART_LEAST * 1.4)


def _attempt(document: ReportDocument, look: Look, chart: float) -> Sheet:
    return sheet(document.identity, lambda root: _body(document, look, chart, root))


def _body(document: ReportDocument, look: Look, chart: float, root: Element) -> Sequence[Block]:
    blocks: list[Block] = []
    if document.introduction:
        blocks += [Paragraph(document.introduction, look.body, root.add("P")), Gap(look.gap(8))]
    for part in document.parts:
        made = _part(document, part, look, chart, root)
        blocks += [boxed(made, look.gap(4))] if part.framed else made
        blocks.append(Gap(look.gap(9)))
    if document.closing:
        blocks.append(Paragraph(document.closing, look.small, root.add("P")))
    return blocks


def _part(
    document: ReportDocument, part: ReportPart, look: Look, chart: float, root: Element
) -> list[Block]:
    blocks: list[Block] = []
    if part.heading:
        blocks.append(Paragraph(part.heading, look.heading, root.add("H2")))
    if part.lines:
        lines = listed(part.lines, look.body, root)
        blocks = [Stack([*blocks, Gap(2), lines], keep=2)] if blocks else [lines]
    if part.table is not None:
        blocks += [Gap(look.gap(2)), _table(part.table, look, root)]
    for series in part.series:
        blocks += [Gap(look.gap(4)), _chart(document, series, look, chart, root)]
    for start in range(0, len(part.blanks), _BLANKS_IN_ROW):
        row = part.blanks[start : start + _BLANKS_IN_ROW]
        fields = [FillIn(Paragraph(text, look.small, root.add("P"))) for text in row]
        blocks += [Gap(look.gap(6)), Columns(fields, [1.0] * len(fields), 14)]
    return blocks


def _table(found: Table, look: Look, root: Element) -> Block:
    least, air = (22.0, 4.0) if not found.tight else (0.0, 2.0)
    if found.roomy:
        least = 28.0
    rows = (found.headings, found.rows, found.shares)
    return table(*rows, look, root, least=least, air=air)


def _chart(
    document: ReportDocument, series: Series, look: Look, high: float, root: Element
) -> Block:
    if document.period is None:
        raise ValueError("a report with charts names its period")
    style = Style(look.small.size, strong=Weight.BOLD, colour=INK)
    title = Paragraph(words(strong(series.heading), f"  {series.note}"), style, root.add("H2"))
    figure = root.add("Figure", alternative=series.description)
    return Stack([title, Chart(series, document.period, high, figure)], 3, whole=True)
