"""The short cuts of the frame, as data; pages own the plain digits."""

from typing import Final

SEARCH: Final = "Ctrl+K"
LOCK: Final = "Ctrl+L"
SWITCH: Final = "Ctrl+Shift+L"


def rail(number: int) -> str:
    """The short cut of the rail's page at a place from 1: Alt and the digit (record 0051)."""
    return f"Alt+{number}"
