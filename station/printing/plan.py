"""The egenbehandlingsplan on paper: large words for the refrigerator, one page wherever it fits."""

from collections.abc import Sequence

from station.core.i18n import tr
from station.printing.blocks import Block, Columns, Gap, Paragraph, Stack
from station.printing.chart import Chart
from station.printing.documents import Approval, CriticalLimits, PlanDocument, strong, words
from station.printing.pages import Sheet, sheet
from station.printing.panels import (
    Choice,
    FillIn,
    Look,
    boxed,
    phone_panels,
    section_block,
    table,
    zone_panel,
)
from station.printing.setting import Style
from station.printing.tags import Element

_SCALES = (1.24, 1.14, 1.06, 1.0, 0.94)
"""Tried from the largest; a plan that fits one page at none of them is set at 1 on several."""
_CHART_LEAST, _CHART_MOST = 84.0, 150.0
_SHARES = (0.16, 0.19, 0.19, 0.24, 0.22)


def plan_sheet(document: PlanDocument) -> Sheet:
    """Lay the plan out at the largest scale at which it fits one page."""
    for scale in _SCALES:
        found = _attempt(document, scale, _CHART_LEAST)
        spare = found.spare()
        if spare >= 0:
            grown = min(_CHART_LEAST + spare, _CHART_MOST)
            return _attempt(document, scale, grown) if document.trend else found
    return _attempt(document, 1.0, _CHART_MOST)


def _attempt(document: PlanDocument, scale: float, chart: float) -> Sheet:
    return sheet(document.identity, lambda root: _body(document, Look(scale), chart, root))


def _body(document: PlanDocument, look: Look, chart: float, root: Element) -> Sequence[Block]:
    """The plan's blocks from the goal to the trend, with the gaps between them."""
    gap = look.gap(8)
    blocks: list[Block] = []

    def place(block: Block) -> None:
        blocks.extend([Gap(gap), block] if blocks else [block])

    if str(document.goal).strip():
        goal = words(strong(tr("My goal:")), " ", *document.goal.parts)
        place(Paragraph(goal, Style(look.body.size * 1.06), root.add("P")))
    for zone in document.zones:
        place(zone_panel(zone, look, root))
    if document.phones:
        place(phone_panels(document.phones, look, root))
    for start in range(0, len(document.sections), 2):
        pair = document.sections[start : start + 2]
        sections = [section_block(section, look, root) for section in pair]
        place(Columns(sections, [1.0] * len(sections), 18))
    if document.limits is not None:
        place(_limits(document.limits, look, root))
    place(_approval_and_schedule(document, look, root))
    if document.trend is not None:
        place(_trend(document, look, chart, root))
    return blocks


def _limits(limits: CriticalLimits, look: Look, root: Element) -> Block:
    heading = Paragraph(limits.heading, look.heading, root.add("H2"))
    titles = (tr("Reading"), tr("Yellow"), tr("Red"), limits.gave_heading, tr("The GP's change"))
    rows = [(row.measure, row.yellow, row.red, row.gave, "") for row in limits.rows]
    blocks: list[Block] = [heading]
    if limits.note:
        blocks.append(Paragraph(limits.note, look.small, root.add("P")))
    return boxed([*blocks, Gap(1), table(titles, rows, _SHARES, look, root)], 2)


def _approval_and_schedule(document: PlanDocument, look: Look, root: Element) -> Block:
    left = _approval(document.approval, look, root)
    schedule = [document.schedule, words(document.review), words(document.opening)]
    right = [
        Paragraph(text, look.small, root.add("P")) for text in schedule if str(text).strip()
    ]
    if left is None:
        return Stack(right, 2)
    return Columns([left, Stack(right, 2)], [0.52, 0.48], 22)


def _approval(approval: Approval, look: Look, root: Element) -> Block | None:
    blocks: list[Block] = []
    if approval.text:
        blocks.append(Paragraph(approval.text, look.body, root.add("P")))
    style = Style(look.body.size * 0.95)
    blocks += [Choice(Paragraph(text, style, root.add("P"))) for text in approval.choices]
    if approval.lines:
        labels = [FillIn(Paragraph(text, look.small, root.add("P"))) for text in approval.lines]
        blocks.append(Columns(labels, [1.0, *([1.7] * (len(labels) - 1))], 14))
    return Stack(blocks, look.gap(3)) if blocks else None


def _trend(document: PlanDocument, look: Look, chart: float, root: Element) -> Block:
    series, period = document.trend, document.period
    if series is None or period is None:
        raise ValueError("a plan with a trend names its period")
    title = words(strong(series.heading), f"  {series.note}")
    style = Style(look.small.size, strong=look.heading.weight)
    heading = Paragraph(title, style, root.add("H2"))
    figure = root.add("Figure", alternative=series.description)
    return Stack([heading, Chart(series, period, chart, figure)], 3, whole=True)
