"""A form on paper: questions with squares to tick and lines to write on, or with the answers."""

from collections.abc import Sequence

from station.printing.blocks import Block, Columns, Gap, Paragraph, Stack
from station.printing.documents import FormDocument, FormQuestion
from station.printing.fonts import Weight
from station.printing.pages import Sheet, sheet
from station.printing.panels import Choice, FillIn, Look
from station.printing.setting import Style
from station.printing.tags import Element

_ROOM = 26.0
"""Points above a line to write on."""


def form_sheet(document: FormDocument) -> Sheet:
    """Lay the form out, on as many pages as it needs."""
    return sheet(document.identity, lambda root: _body(document, root))


def _body(document: FormDocument, root: Element) -> Sequence[Block]:
    look = Look(1.05)
    blocks: list[Block] = [Gap(4)]
    if document.lines:
        labels = [FillIn(Paragraph(text, look.small, root.add("P"))) for text in document.lines]
        blocks += [Columns(labels, [1.0] * len(labels), 14), Gap(10)]
    if document.introduction:
        blocks += [Paragraph(document.introduction, look.body, root.add("P")), Gap(8)]
    for question in document.questions:
        blocks += [_question(question, look, root), Gap(look.gap(9))]
    if document.closing:
        blocks += [Gap(4), Paragraph(document.closing, look.small, root.add("P"))]
    return blocks


def _question(found: FormQuestion, look: Look, root: Element) -> Block:
    asked = Style(look.body.size, Weight.SEMIBOLD)
    parts: list[Block] = [Paragraph(found.text, asked, root.add("P"))]
    if found.note:
        parts.append(Paragraph(found.note, look.small, root.add("P")))
    choices: list[Block] = [
        Choice(Paragraph(text, look.body, root.add("P"))) for text in found.choices
    ]
    if found.in_row:
        parts.append(Columns(choices, [1.0] * len(choices), 4))
    else:
        parts.extend(choices)
    parts += [FillIn(Paragraph(label, look.small, root.add("P")), _ROOM) for label in found.lines]
    if found.answer:
        parts.append(Paragraph(found.answer, look.body, root.add("P")))
    return Stack(parts, 3, whole=True)
