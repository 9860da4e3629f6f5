"""What a person sees of a conflict: frozen rows, in the words of the language spoken."""

from collections.abc import Mapping
from dataclasses import dataclass

Chosen = str | dict[str, str]
"""One side ("ours", "theirs"), or the side of each field by its name."""


@dataclass(frozen=True, slots=True)
class Side:
    """Who changed one side, and when (UTC ms), as far as it is known."""

    by: str = ""
    at: int | None = None


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One conflict in the list: whose, about what; found at a moment (UTC ms)."""

    id: str
    patient: str
    what: str
    found_at: int
    patient_id: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """One field: its name, and its value here and there in words."""

    name: str
    words: str
    ours: str
    theirs: str
    differs: bool = True


@dataclass(frozen=True, slots=True)
class Conflict:
    """One conflict, both sides of it; `meanwhile` says what applies until somebody chooses.

    With `by_field` each field is chosen by itself, otherwise one whole side: `ours_words` and
    `theirs_words` say what choosing it does. `refused` says why this person may not choose.
    `source` is where the other side came from: "centre", "stick", or another service's name.
    `lasting` are the sides ("ours", "theirs") that cannot be undone once they are chosen.
    """

    id: str
    patient: str
    what: str
    reason: str
    meanwhile: str
    pairs: tuple[Pair, ...]
    ours: Side = Side()
    theirs: Side = Side()
    by_field: bool = True
    refused: str = ""
    ours_words: str = ""
    theirs_words: str = ""
    source: str = "centre"
    lasting: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Before:
    """A record as it stood before a choice: its shared columns."""

    kind: str
    record_id: str
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Link:
    """A link between the files of two patients."""

    id: str
    one: str
    other: str


@dataclass(frozen=True, slots=True)
class Made:
    """What a choice did, so that it can be undone for some minutes; `at` UTC ms.

    It closed the conflicts `closed`, changed the records `changed` and made the links `links`;
    `about` are all records in question (kind, id), `seq` the newest change in the log after it.
    A `final` one is never undone.
    """

    closed: tuple[str, ...]
    at: int
    final: bool = False
    changed: tuple[Before, ...] = ()
    about: tuple[tuple[str, str], ...] = ()
    seq: int = 0
    links: tuple[Link, ...] = ()
