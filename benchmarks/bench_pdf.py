"""What tags, structure and metadata cost a plan of two pages, and what the check of its text does.

The bare line is reportlab drawing the same pages without a tag.
"""

from dataclasses import replace
from functools import partial

from benchmarks.common import ROUNDS, Ratio, Row, judged, limited, paired, timed
from station.core.i18n import speaking
from station.printing.documents import PlanDocument, Section, words
from station.printing.pages import printed
from station.printing.press import lay_out, render
from tests.printing.samples import PLAN

_GOAL = 1.3
_LARGEST_KB = 60


def run(rounds: int = ROUNDS) -> list[Row]:
    """Compare tagged with untagged prints of one plan, drawn alone and with the layout."""
    document = two_pages()
    checked = paired(timed(lambda: render(document)), timed(partial(_whole, document)), rounds)
    size = round(len(render(document)) / 1024)
    return [
        judged("plan of two pages, tagged / untagged", _GOAL, lambda: _both(document, rounds)),
        Row("the same, drawing alone", str(paired(*_drawing(document), rounds))),
        Row("the same, with its text read back", str(checked)),
        limited("size of the tagged file", size, _LARGEST_KB, " kB"),
    ]


def two_pages() -> PlanDocument:
    """The sample plan with so many lines that it takes two pages."""
    lines = tuple(words(f"Avtale {at}: en linje om det vi har blitt enige om.") for at in range(14))
    return replace(PLAN, sections=(*PLAN.sections, Section("Avtalt", lines)))


def _both(document: PlanDocument, rounds: int) -> Ratio:
    return paired(
        timed(partial(_whole, document, tagged=True)), timed(partial(_whole, document)), rounds
    )


def _whole(document: PlanDocument, *, tagged: bool = False) -> bytes:
    with speaking(document.identity.language):
        return printed(lay_out(document), tagged=tagged)


def _drawing(document: PlanDocument) -> tuple["_Drawing", "_Drawing"]:
    return _Drawing(document, tagged=True), _Drawing(document, tagged=False)


class _Drawing:
    """Seconds to draw a sheet that was laid out beforehand; a sheet is drawn once only."""

    def __init__(self, document: PlanDocument, *, tagged: bool) -> None:
        self._document = document
        self._tagged = tagged

    def __call__(self) -> float:
        """Lay out without a clock, then draw with one."""
        with speaking(self._document.identity.language):
            sheet = lay_out(self._document)
            return timed(partial(printed, sheet, tagged=self._tagged))()
