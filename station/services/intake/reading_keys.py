"""The key of a reading that came as a code, by what it says: nothing else is in the code."""

from collections.abc import Sequence

CODE = "code:"
"""So begins the key of a reading that came as a code."""


def code_key(kind: str, taken_at: int, values: Sequence[float | None], beyond: str) -> str:
    """Give the key that a reading gets, or would have got, when it comes as a code."""
    return f"{CODE}{kind}:{taken_at}:{value_words(values)}:{beyond}"


def value_words(values: Sequence[float | None]) -> str:
    """Give the values as they are written in a key: «120/80», nothing where there is none."""
    return "/".join("" if value is None else f"{value:g}" for value in values)
