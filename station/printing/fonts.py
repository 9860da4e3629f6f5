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
NO_BREAK = "\N{NO-BREAK SPACE}"
"""The space at which a line is never broken; the letter files hold a plain space for it."""
_SPACES = re.compile(r"\s+")
_REPLACED = str.maketrans(
    {
        "\N{NARROW NO-BREAK SPACE}": NO_BREAK,
        "\N{FIGURE SPACE}": NO_BREAK,
        # Readers of PDF give these two letters back as two, so they are printed as two.
        **{chr(mark): unicodedata.normalize("NFKC", chr(mark)) for mark in range(0xFB00, 0xFB07)},
    }
)
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
    composed = unicodedata.normalize("NFC", text.translate(_REPLACED))
    if not composed.isprintable():
        composed = "".join(mark for mark in composed if unicodedata.category(mark) != "Cf")
    return _SPACES.sub(_one_space, composed).strip(f" {NO_BREAK}")


def _one_space(found: re.Match[str]) -> str:
    """One space for many; only where every one of them was a no-break space is it one."""
    return found[0][0] if set(found[0]) == {NO_BREAK} else " "


def glued(text: str) -> str:
    """Replace spaces at which a line must not break by no-break spaces."""
    return _GLUE.sub(NO_BREAK, text)


def flat(text: str) -> str:
    """Give `text` with every no-break space made plain, for comparisons."""
    return text.replace(NO_BREAK, " ")


def lacking(text: str) -> list[str]:
    """Give the characters of `text` for which the typeface has no glyph."""
    known = face(Weight.REGULAR).face.charToGlyph
    return sorted({mark for mark in clean(text) if ord(mark) not in known})


def refuse_lacking(text: str) -> None:
    """Raise Trouble when the typeface has no glyph for a character of `text`."""
    missing = lacking(text)
    if not missing:
        return
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    raise Trouble(
        "print.letters",
        "The print was not made: «{text}» has characters that its typeface lacks ({characters})."
        " Nothing is lost. Write this text with Latin letters and print again.",
        text=shown,
        characters=" ".join(_named(mark) for mark in missing[:5]),
    )


def _named(mark: str) -> str:
    return mark if mark.isprintable() else f"U+{ord(mark):04X}"
