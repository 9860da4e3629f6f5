"""«Hvem har sett min journal» on paper: a quiet table, as many pages as it needs."""

from collections.abc import Sequence

from station.printing.blocks import Block, Gap, Paragraph
from station.printing.documents import AccessList, AccessRow
from station.printing.pages import Sheet, sheet
from station.printing.panels import Look, table
from station.printing.tags import Element

_SHARES = (0.21, 0.18, 0.13, 0.29, 0.19)


def access_sheet(document: AccessList) -> Sheet:
    """Lay the list out, on as many pages as it needs."""
    return sheet(document.identity, lambda root: _body(document, root))


def _body(document: AccessList, root: Element) -> Sequence[Block]:
    look = Look(1.0)
    introduction = Paragraph(document.introduction, look.body, root.add("P"))
    rows = [_cells(row) for row in document.rows]
    lines = table(_cells(document.headings), rows, _SHARES, look, root)
    closing = Paragraph(document.closing, look.small, root.add("P"))
    return [Gap(6), introduction, Gap(12), lines, Gap(12), closing]


def _cells(row: AccessRow) -> tuple[str, ...]:
    return (row.when, row.who, row.role, row.what, row.why)
