"""The egenbehandlingsplan on paper: large words for the refrigerator, one page wherever it fits."""

from bisect import bisect_left
from collections.abc import Sequence

from station.core.i18n import tr
from station.printing.blocks import Block, Columns, Frame, Gap, Panel, Paragraph, Stack
from station.printing.chart import Chart
from station.printing.documents import (
    Approval,
    CriticalLimits,
    LimitRow,
    PlanDocument,
    Section,
    strong,
    words,
)
from station.printing.drawing import INK, SURFACE
from station.printing.fonts import Weight
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

_SCALES = (0.92, 0.96, 1.0, 1.06, 1.12, 1.18, 1.24, 1.3)
"""A plan that fits one page at none of them is set at 1 on several."""
_TIGHT = (0.84, 0.88)
"""Smaller still, 9 points at the least, once the lines run on."""
_CHART_LEAST, _CHART_MOST = 50.0, 150.0
_ROUNDING = 0.1
"""Points; a chart that filled the page to its very end could miss by what floats lose."""
_SHARES = (0.15, 0.235, 0.205, 0.22, 0.19)
_LONG_SHARES = (0.14, 0.19, 0.17, 0.18, 0.17, 0.15)
"""The same where two spans are counted."""
_PAIR = 2


def plan_sheet(document: PlanDocument) -> Sheet:
    """Lay the plan out at the largest scale at which it fits one page.

    Lines stand in lists where these fit; else they run on as sentences, and a plan that does not
    fit one page even so stands in lists on several.
    """
    for running in (False, True):
        look = _largest(document, running=running)
        if look is None:
            continue
        found = _attempt(document, look, _CHART_LEAST)
        if document.trend is None:
            return found
        return _attempt(document, look, min(_CHART_LEAST + found.spare() - _ROUNDING, _CHART_MOST))
    return _attempt(document, Look(1.0), _CHART_MOST)


def _largest(document: PlanDocument, *, running: bool) -> Look | None:
    """Give the largest look with which the plan fits one page, or None."""

    def too_large(scale: float) -> bool:
        return _attempt(document, Look(scale, running), _CHART_LEAST).spare() < 0

    scales = (*_TIGHT, *_SCALES) if running else _SCALES
    fitting = bisect_left(scales, 1, key=too_large)
    return Look(scales[fitting - 1], running) if fitting else None


def _attempt(document: PlanDocument, look: Look, chart: float) -> Sheet:
    return sheet(document.identity, lambda root: _body(document, look, chart, root))


def _body(document: PlanDocument, look: Look, chart: float, root: Element) -> Sequence[Block]:
    """The plan's blocks from the goal to the trend, with the gaps between them."""
    gap = look.gap(5 if look.running else 7)
    blocks: list[Block] = []

    def place(block: Block) -> None:
        blocks.extend([Gap(gap), block] if blocks else [block])

    if str(document.goal).strip():
        goal = words(strong(tr("My goal:")), " ", *document.goal.parts)
        place(Paragraph(goal, Style(look.body.size * 1.06), root.add("P")))
    for block in _sections(document.before, look, root):
        place(block)
    for zone in document.zones:
        place(zone_panel(zone, look, root))
    if document.phones:
        place(phone_panels(document.phones, look, root))
    for block in _sections(document.sections, look, root):
        place(block)
    if document.limits is not None:
        place(_limits(document.limits, look, root))
    for block in _approval_and_schedule(document, look, root):
        place(block)
    if document.trend is not None:
        place(_trend(document, look, chart, root))
    return blocks


def _sections(sections: Sequence[Section], look: Look, root: Element) -> list[Block]:
    """Sections two beside each other, a boxed one alone."""
    found, pair = list[Block](), list[Block]()
    for section in sections:
        # Made in order: the order of making is the order in which they are read aloud.
        block = section_block(section, look, root)
        if section.boxed:
            found += [*_beside(pair), boxed([block], look.gap(4))]
            pair = []
            continue
        pair.append(block)
        if len(pair) == _PAIR:
            found += _beside(pair)
            pair = []
    return [*found, *_beside(pair)]


def _beside(blocks: list[Block]) -> list[Block]:
    return [Columns(blocks, [1.0] * len(blocks), 18)] if blocks else []


def _limits(limits: CriticalLimits, look: Look, root: Element) -> Block:
    heading: Block = Paragraph(limits.heading, look.heading, root.add("H2"))
    if limits.note:
        note = Paragraph(limits.note, look.small, root.add("P"), "right")
        heading = Columns([heading, note], [0.48, 0.52], 10)
    spans = [limits.gave_heading, *([limits.long_heading] if limits.long_heading else [])]
    titles = (tr("Reading"), tr("Yellow"), tr("Red"), *spans, tr("The GP's change"))
    rows = [_limit_cells(row, len(spans)) for row in limits.rows]
    shares = _SHARES if len(spans) == 1 else _LONG_SHARES
    return boxed([heading, table(titles, rows, shares, look, root)], look.gap(4))


def _limit_cells(row: LimitRow, spans: int) -> tuple[str, ...]:
    gave = (row.gave, row.gave_long)[:spans]
    return (row.measure, row.yellow, row.red, *gave, row.change)


def _approval_and_schedule(document: PlanDocument, look: Look, root: Element) -> list[Block]:
    """What the GP ticks on a row of its own; then what is signed beside what is agreed."""
    blocks, approval = list[Block](), document.approval
    if approval.choices:
        style = Style(look.body.size * 0.95)
        choices = [Choice(Paragraph(text, style, root.add("P"))) for text in approval.choices]
        shares = [len(text) + 6.0 for text in approval.choices]
        blocks.append(Columns(choices, shares, 8))
    left = _signed(approval, look, root)
    schedule = [document.schedule, words(document.review), words(document.opening)]
    right = Stack(
        [Paragraph(text, look.note, root.add("P")) for text in schedule if str(text).strip()], 2
    )
    if left is None:
        return [*blocks, right]
    pair = Columns([left, right], [1.0, 1.0], 18)
    framed = Panel(pair, Frame(11, 8, fill=SURFACE)) if approval.text else pair
    return [*blocks, framed]


def _signed(approval: Approval, look: Look, root: Element) -> Block | None:
    blocks = list[Block]()
    if approval.text:
        style = Style(look.body.size, Weight.SEMIBOLD)
        blocks.append(Paragraph(approval.text, style, root.add("P")))
    if approval.lines:
        labels = [FillIn(Paragraph(text, look.small, root.add("P"))) for text in approval.lines]
        blocks.append(Columns(labels, [1.0, *([1.7] * (len(labels) - 1))], 14))
    return Stack(blocks) if blocks else None


def _trend(document: PlanDocument, look: Look, chart: float, root: Element) -> Block:
    series, period = document.trend, document.period
    if series is None or period is None:
        raise ValueError("a plan with a trend names its period")
    title = words(strong(series.heading), f"  {series.note}")
    style = Style(look.small.size, strong=Weight.BOLD, colour=INK)
    heading = Paragraph(title, style, root.add("H2"))
    figure = root.add("Figure", alternative=series.description)
    return Stack([heading, Chart(series, period, chart, figure)], 3, whole=True)
