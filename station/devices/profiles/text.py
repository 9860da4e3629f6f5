"""Words from the air: a name or a maker's text may be anything at all."""

import unicodedata

MOST_LETTERS = 64


def plain_text(raw: str, most: int = MOST_LETTERS) -> str:
    """Give `raw` as one plain line: no control, direction or invisible characters, cut short.

    What looks like HTML stays as it is: all our text is shown as plain text.
    """
    visible = "".join(_shown(letter) for letter in raw)
    return " ".join(visible.split())[:most].rstrip()


def _shown(letter: str) -> str:
    category = unicodedata.category(letter)
    if category.startswith("Z") or letter in "\t\r\n":
        return " "
    return "" if category.startswith("C") else letter
