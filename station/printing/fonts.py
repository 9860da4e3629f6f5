"""The one typeface of the prints: three weights of Inter, measured and embedded by reportlab."""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from station.core.trouble import Trouble

_FOLDER = Path(__file__).parent.parent / "assets" / "fonts"
_NO_BREAK = "\N{NO-BREAK SPACE}"
_SPACES = re.compile(r"[^\S\N{NO-BREAK SPACE}]+")
# A number stays on the line of its unit, and a sign on the line of its number.
_GLUE = re.compile(
    r"(?<=\d) (?=[%°\d])|(?<=[<>≤≥]) (?=\d)|(?<=\d) (?=(?:mmol|kg|mmHg|min|l/min)\b)"
)
_LONGEST_SHOWN = 40


class Weight(StrEnum):
    """The three weights; the value is the name of the face in reportlab's registry."""

    REGULAR = "Inter-Regular"
    SEMIBOLD = "Inter-SemiBold"
    BOLD = "Inter-Bold"


@lru_cache(maxsize=len(Weight))
def face(weight: Weight) -> TTFont:
    """Load a face, register it with reportlab under its own name, and give it."""
    font = TTFont(weight.value, str(_FOLDER / f"{weight.value}.ttf"), asciiReadable=False)
    pdfmetrics.registerFont(font)
    return font


@lru_cache(maxsize=16_384)
def width(text: str, weight: Weight) -> float:
    """Measure `text` at size 1; multiply by the size in points."""
    return float(face(weight).stringWidth(text, 1))


def clean(text: str) -> str:
    """Give `text` as it is printed: composed letters, single spaces, no invisible characters."""
    composed = unicodedata.normalize("NFC", _SPACES.sub(" ", text))
    if composed.isprintable():
        return composed.strip(" ")
    return "".join(mark for mark in composed if unicodedata.category(mark) != "Cf").strip(" ")


def glued(text: str) -> str:
    """Replace spaces at which a line must not break by no-break spaces."""
    return _GLUE.sub(_NO_BREAK, text)


def flat(text: str) -> str:
    """Give `text` with every no-break space made plain, for comparisons."""
    return text.replace(_NO_BREAK, " ")


def refuse_lacking(text: str) -> None:
    """Raise Trouble when the typeface has no glyph for a character of `text`."""
    known = face(Weight.REGULAR).face.charToGlyph
    lacking = sorted({mark for mark in clean(text) if ord(mark) not in known})
    if not lacking:
        return
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    raise Trouble(
        "print.letters",
        "The print was not made: «{text}» has characters that its typeface lacks ({characters})."
        " Nothing is lost. Write this text with Latin letters and print again.",
        text=shown,
        characters=" ".join(_named(mark) for mark in lacking[:5]),
    )


def _named(mark: str) -> str:
    return mark if mark.isprintable() else f"U+{ord(mark):04X}"
