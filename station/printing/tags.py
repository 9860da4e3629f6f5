"""The structure that a screen reader reads: elements, and their marks in the pages' content.

reportlab has no tagging of its own. A `Pen` writes marked content into the pages and notes each
mark in its element; `archive.py` writes the elements into the finished file.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch of marked content: page index from 0, and its number on that page."""

    page: int
    number: int


@dataclass(slots=True, eq=False)
class Element:
    """A node of the structure tree, such as Document, H1, P, Table, TD, L, LI or Figure."""

    tag: str
    alternative: str = ""
    """What is read aloud instead of a figure."""
    scope: str = ""
    """"Row" or "Column" for a header cell."""
    box: tuple[float, float, float, float] | None = None
    """Where a figure stands on its page, in points from the lower left corner."""
    kids: list["Element"] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def add(self, tag: str, *, alternative: str = "", scope: str = "") -> "Element":
        """Append a child and give it; the order of adding is the order of reading."""
        kid = Element(tag, alternative, scope)
        self.kids.append(kid)
        return kid

    def walk(self) -> Iterator["Element"]:
        """The element itself and all below it, in the order of reading."""
        yield self
        for kid in self.kids:
            yield from kid.walk()
