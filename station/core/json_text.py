"""Reading JSON that somebody else wrote."""

import json
import re
from collections.abc import Callable

_HALF_A_SIGN = re.compile(r"\\u[dD][89a-fA-F]")


def read_json(text: str, refuse: Callable[[str], object] | None = None) -> object:
    """Read JSON; ValueError for what is none, RecursionError for what is nested without end.

    Half a sign (a surrogate alone) is no text, and no file could hold it: it is read as U+FFFD.
    `refuse` is called for NaN and Infinity.
    """
    read: object = json.loads(text, parse_constant=refuse)
    if _HALF_A_SIGN.search(text):
        signs = json.dumps(read, ensure_ascii=False).encode("utf-16", "surrogatepass")
        read = json.loads(signs.decode("utf-16", "replace"))
    return read
