"""The recovery sheet for the municipality's safe: the code in groups, big and unmistakable."""

from collections.abc import Sequence

from station.core.i18n import tr
from station.printing.blocks import Block, Gap, Paragraph, Stack
from station.printing.documents import RecoverySheet
from station.printing.drawing import QUIET
from station.printing.fonts import Weight
from station.printing.pages import Sheet, sheet
from station.printing.panels import Cards, FillIn, Look, listed
from station.printing.setting import Style
from station.printing.tags import Element

_DIGITS = Style(23.0, weight=Weight.BOLD, leading=1.35)
_NUMBER = Style(8.0, colour=QUIET)
_PER_ROW = 4


def recovery_sheet(document: RecoverySheet) -> Sheet:
    """Lay the sheet out."""
    return sheet(document.identity, lambda root: _body(document, root))


def _body(document: RecoverySheet, root: Element) -> Sequence[Block]:
    look = Look(1.1)
    introduction = Paragraph(document.introduction, look.body, root.add("P"))
    heading = Paragraph(tr("The recovery code"), look.heading, root.add("H2"))
    code = Stack(_rows(document.groups, root), 9)
    how = Paragraph(tr("How the code is used"), look.heading, root.add("H2"))
    lines = listed(document.instructions, look.body, root)
    labels: list[Block] = [
        FillIn(Paragraph(text, look.small, root.add("P")), 40) for text in document.lines
    ]
    asked: list[Block] = [Gap(6), introduction, Gap(16), heading, Gap(6), code]
    return [*asked, Gap(18), how, Gap(4), lines, Gap(14), *labels]


def _rows(groups: Sequence[str], root: Element) -> list[Block]:
    """The groups four to a row, each in a card with its number so that none is skipped."""
    code, cards = root.add("P"), list[tuple[Block, Block]]()
    for number, group in enumerate(groups, 1):
        # The numbers are decoration: read aloud, they would sound like digits of the code.
        label = Paragraph(str(number), _NUMBER, None)
        cards.append((label, Paragraph(f"{group} ", _DIGITS, code, "centre")))
    return [Cards(cards[start : start + _PER_ROW]) for start in range(0, len(cards), _PER_ROW)]
