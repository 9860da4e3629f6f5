"""Why a list of equipment is refused whole, in words that fit a list of equipment."""

from collections.abc import Mapping

from station.core.i18n import N_
from station.core.trouble import Trouble

_WORDS: Mapping[str, str] = {
    "file_too_large": N_(
        "The file is {size} MB; a list of equipment is at most {limit} MB. Nothing was taken in. "
        "Are there pictures in it? Save the list alone, as CSV or XLSX, and try again."
    ),
    "file_too_many_rows": N_(
        "The file has more than {limit} rows. Nothing was taken in. "
        "Divide the list into several files and try again."
    ),
    "file_unreachable": N_(
        "«{name}» could not be read to its end. Nothing was taken in. "
        "Check that the file is still there and try again."
    ),
}


def told(trouble: Trouble) -> Trouble:
    """Give the trouble with a file in words for a list of equipment, where there are any."""
    words = _WORDS.get(trouble.code)
    return Trouble(trouble.code, words, **trouble.values) if words else trouble
