"""Where a patient stands on the worklist, and the order of the list."""

from enum import IntEnum


class Standing(IntEnum):
    """A patient's place on the worklist; the lowest number comes first."""

    RED = 0
    YELLOW = 1
    UNKNOWN = 2
    MISSING = 3
    PAUSE = 4
    GREEN = 5
