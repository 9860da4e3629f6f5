"""What can be printed: frozen documents of ready strings, in the order in which they are read.

Printing knows no rules and no records: whoever makes a document has chosen and worded everything.
A plain string and a `Words` are the only texts here, so that the finished file can be compared
with all of them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum


class Zone(StrEnum):
    """The three zones of a plan; each has a shape and a colour of its own on paper."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class Shape(StrEnum):
    """How a plan is set: as always, in large print, or in short lines for slow readers."""

    NORMAL = "normal"
    LARGE = "large"
    EASY = "easy"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence; a strong one is printed bold."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence or line of running text, in pieces that follow each other without a gap."""

    parts: tuple[Part, ...]

    def __str__(self) -> str:
        """The whole text without its emphasis."""
        return "".join(part.text for part in self.parts)


def words(*pieces: str | Part) -> Words:
    """Put text together from plain and strong pieces, as in "SpO₂ ", strong("under 86 %"), "."."""
    return Words(tuple(Part(piece) if isinstance(piece, str) else piece for piece in pieces))


def strong(text: str) -> Part:
    """Give an emphasised piece of text."""
    return Part(text, strong=True)


Stamp = Callable[[int, int], str]
"""Gives what a page's QR code holds, from the page's number (from 1) and how many there are."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who and what a print is about: stands on every page."""

    language: str
    municipality: str
    service: str
    title: str
    status: str
    """What the reader must know of its standing: UTKAST TIL GODKJENNING HOS FASTLEGE, or ""."""
    person: str
    birth_date: str
    """Ready for the reader, such as 14.03.1948."""
    diagnosis: str
    version: str
    """The number of the version, such as 4; "" where there are no versions."""
    code: str
    """Finds the print again from its paper; never a name or a number of a person."""
    printed: str
    """The day of printing, ready for the reader."""
    footer: tuple[str, ...]
    """Sentences for every page: intended use, not an emergency service, opening hours."""
    stamp: Stamp | None = None
    """What a scanner reads on each page; without it the first page's squares say `code`."""
    large: bool = False
    """Whether header and footer are in large print, too."""


@dataclass(frozen=True, slots=True)
class ZoneField:
    """One zone of the plan, in the patient's own words."""

    zone: Zone
    heading: str
    feeling: str
    signs: tuple[Words, ...]
    measures: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Phone:
    """A number to ring, printed big; `label` says whose and when."""

    label: str
    number: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines; a `boxed` one stands in a frame across the page."""

    heading: str
    items: tuple[Words, ...]
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class LimitRow:
    """One measure's critical limits, and what they would have given on the patient's readings.

    `gave_long` is of the longer span; an empty `change` is room for the GP's pen.
    """

    measure: str
    yellow: str
    red: str
    gave: str
    gave_long: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class CriticalLimits:
    """The box that the GP decides on.

    With a `long_heading` a second span is counted beside the first; `note` says on what.
    """

    heading: str
    note: str
    gave_heading: str
    long_heading: str = field(default="", kw_only=True)
    rows: tuple[LimitRow, ...]


@dataclass(frozen=True, slots=True)
class Approval:
    """The sentence that says it is done (text), or what the GP ticks and signs (choices, lines)."""

    text: str = ""
    choices: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One reading in a trend: UTC milliseconds, value, whether it is left out of statistics."""

    at: int
    value: float
    excluded: bool = False
    alert: Zone | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    """A named place on an axis: UTC milliseconds or a value, and its ready text."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A limit drawn in a trend: everything `below` (or above) it lies in `zone`."""

    value: float
    text: str
    zone: Zone
    below: bool


@dataclass(frozen=True, slots=True)
class Series:
    """One measure over time."""

    heading: str
    note: str
    """Unit and circumstances, such as «%, i ro»."""
    points: tuple[Point, ...]
    limits: tuple[LimitLine, ...]
    scale: tuple[Tick, ...]
    """Values named at the edge; limits are named anyway."""
    gap_ms: int
    """Two readings further apart than this are not joined by a line."""
    description: str
    """The trend in a sentence, for those who hear the print instead of seeing it."""
    gaps: tuple[int, ...] = ()
    """Times at which something was asked and could not be said: the line breaks there."""


@dataclass(frozen=True, slots=True)
class Period:
    """The time axis that all series of a print share, in UTC milliseconds, with its ticks."""

    start: int
    end: int
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """An egenbehandlingsplan: the patient's sheet, or the draft on its way to the GP."""

    identity: Identity
    goal: Words
    before: tuple[Section, ...] = field(default=(), kw_only=True)
    """What stands before the zones: in a crisis plan what sets it off, and the early signs."""
    zones: tuple[ZoneField, ...]
    phones: tuple[Phone, ...]
    sections: tuple[Section, ...]
    """Preventive measures, medication, and whatever else stands in two columns."""
    limits: CriticalLimits | None
    approval: Approval
    schedule: Words
    review: str
    opening: str
    trend: Series | None = None
    period: Period | None = None
    shape: Shape = Shape.NORMAL


@dataclass(frozen=True, slots=True)
class TrendDocument:
    """All measures of a patient under one time axis."""

    identity: Identity
    period: Period
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """The recovery code for the municipality's safe; `groups` are its digits, ready to read."""

    identity: Identity
    introduction: str
    groups: tuple[str, ...]
    instructions: tuple[Words, ...]
    lines: tuple[str, ...]
    """Labels of the lines to fill in by hand (date, signature, kept where)."""


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One line of the list: when, who, in which role, what was done, and why if that was said."""

    when: str
    who: str
    role: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class AccessList:
    """«Hvem har sett min journal», as a patient gets it: nobody else's name or facts."""

    identity: Identity
    introduction: str
    headings: AccessRow
    """What stands above the five columns."""
    rows: tuple[AccessRow, ...]
    closing: str


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One question of a form: squares to tick, lines to write on, or the answer that was given."""

    text: str
    note: str
    """What helps to answer: the anchors of a scale, when the question is skipped."""
    choices: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    """Labels of the lines to write on."""
    answer: str = ""
    in_row: bool = False
    """Whether the squares stand side by side, as those of a scale do."""


@dataclass(frozen=True, slots=True)
class FormDocument:
    """A form to fill in by hand, or one that was answered."""

    identity: Identity
    lines: tuple[str, ...]
    """Labels of the lines to fill in first: name, date."""
    introduction: str
    questions: tuple[FormQuestion, ...]
    closing: str
    """Where the form comes from."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what stands above its columns, its rows, and how wide the columns are (sum 1).

    A `tight` one gives up air for rows, a `roomy` one has room to write by hand.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    tight: bool = False
    roomy: bool = False


@dataclass(frozen=True, slots=True)
class ReportPart:
    """One part of a report, in this order: heading, lines, table, charts, lines to write on.

    A `framed` one stands out: it is what the reader decides on or must not miss.
    """

    heading: str = ""
    lines: tuple[Words, ...] = ()
    table: Table | None = None
    series: tuple[Series, ...] = ()
    blanks: tuple[str, ...] = ()
    framed: bool = False


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """Anything that is read once and kept: a summary, a day's list, a sheet to measure by.

    `period` is the time axis of its charts, None where it has none.
    """

    identity: Identity
    introduction: str
    parts: tuple[ReportPart, ...]
    closing: str = ""
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class ReceiptHalf:
    """Half a receipt, in reading order: `whose` keeps it, `who` got what from whom, and when."""

    whose: str
    who: Words
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    terms: tuple[Words, ...]
    signatures: tuple[str, ...]
    """Labels of the lines that are signed."""
    contact: str


@dataclass(frozen=True, slots=True)
class ReceiptDocument:
    """Two halves on each page, cut apart; `shares` are the widths of the columns (sum 1)."""

    identity: Identity
    halves: tuple[ReceiptHalf, ReceiptHalf]
    shares: tuple[float, ...]


Flowing = PlanDocument | TrendDocument | RecoverySheet | AccessList | FormDocument | ReportDocument
"""What flows from page to page between header and footer."""

Document = Flowing | ReceiptDocument

_UNSEEN = frozenset({"description"})
"""Fields that are read aloud and not shown."""


def body_texts(value: object) -> Iterator[str]:
    """Every text below the header that pages must show, whole sentences, in reading order.

    Labels within figures (limits, days) stand where their values do, so they are not among these.
    """
    if isinstance(value, Identity | LimitLine | Tick):
        return
    if isinstance(value, Words):
        yield str(value)
    elif isinstance(value, str) and not isinstance(value, StrEnum):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from body_texts(item)
    elif is_dataclass(value):
        for each in fields(value):
            if each.name not in _UNSEEN:
                yield from body_texts(getattr(value, each.name))
