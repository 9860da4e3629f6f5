"""The recovery sheet for the municipality's safe: the code in groups, big and unmistakable."""

from collections.abc import Sequence

from station.core.i18n import tr
from station.printing.blocks import Block, Columns, Frame, Gap, Panel, Paragraph, Stack
from station.printing.documents import RecoverySheet
from station.printing.drawing import INK, SURFACE
from station.printing.fonts import Weight
from station.printing.pages import Sheet, sheet
from station.printing.panels import FillIn, Look, listed
from station.printing.setting import Style
from station.printing.tags import Element

_DIGITS = Style(27.0, weight=Weight.BOLD, leading=1.45)
_PER_ROW = 4


def recovery_sheet(document: RecoverySheet) -> Sheet:
    """Lay the sheet out."""
    return sheet(document.identity, lambda root: _body(document, root))


def _body(document: RecoverySheet, root: Element) -> Sequence[Block]:
    look = Look(1.1)
    introduction = Paragraph(document.introduction, look.body, root.add("P"))
    heading = Paragraph(tr("The recovery code"), look.heading, root.add("H2"))
    code = Panel(
        Stack(_rows(document.groups, root)), Frame(10, 12, fill=SURFACE, stroke=INK, line=1.6)
    )
    how = Paragraph(tr("How the code is used"), look.heading, root.add("H2"))
    lines = listed(document.instructions, look.body, root)
    labels: list[Block] = [
        FillIn(Paragraph(text, look.small, root.add("P")), 40) for text in document.lines
    ]
    gaps = (Gap(16), Gap(6), Gap(18), Gap(4), Gap(14))
    parts = (introduction, heading, code, how, lines)
    pairs = (block for pair in zip(parts, gaps, strict=True) for block in pair)
    return [Gap(6), *pairs, *labels]


def _rows(groups: Sequence[str], root: Element) -> list[Block]:
    """The groups four to a row, the last row filled up with nothing."""
    rows: list[Block] = []
    for start in range(0, len(groups), _PER_ROW):
        found = [
            Paragraph(group, _DIGITS, root.add("P"), "centre")
            for group in groups[start : start + _PER_ROW]
        ]
        rows.append(Columns(found, [1.0] * len(found), 8))
    return rows
