"""A form as values: questions in three languages, when each is shown, and what answers score."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from station.core.i18n import LANGUAGES
from station.rules.limits import Level

ANSWERED = "answered"
"""The reserved score of every form: that it was answered at all, for schedules and silence."""
SHIPPED = "station"
"""Who made a version that came with the program."""
SCALE_TOP = 10
Answers: TypeAlias = Mapping[str, object]
"""What was answered by item code: a number, a choice's value or a text; None is «cannot say»."""


class ItemKind(StrEnum):
    """How an item is answered; a SCALE is whole steps from 0 to 10."""

    CHOICE = "choice"
    SCALE = "scale"
    NUMBER = "number"
    TEXT = "text"


class Comparison(StrEnum):
    """How a branch compares the answer of an earlier item with its value."""

    IS = "="
    IS_NOT = "!="
    AT_LEAST = ">="
    AT_MOST = "<="


class Method(StrEnum):
    """How a total is worked out of its items."""

    SUM = "sum"
    NEWS2 = "news2"
    NEWS2_HIGHEST = "news2_highest"


class FormStatus(StrEnum):
    """The life of a form version; OFFERED came with the program beside one's own in use."""

    DRAFT = "draft"
    OFFERED = "offered"
    IN_USE = "in_use"
    REPLACED = "replaced"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Words:
    """The same words in the languages they are written in; empty where they are not."""

    nb: str = ""
    nn: str = ""
    en: str = ""

    def by_language(self) -> dict[str, str]:
        """Give the words that there are, by language."""
        return {name: text for name in LANGUAGES if (text := str(getattr(self, name)))}

    def said(self, language: str) -> str:
        """Give the words in `language`, else in any other they are written in."""
        known = self.by_language()
        return known.get(language) or next(iter(known.values()), "")


NO_WORDS = Words()


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose: its score, its words, the zone it means, if any.

    A choice that `refuses` makes the form unfit for this person (NEWS2 in pregnancy).
    """

    value: int
    text: Words
    level: Level | None = None
    refuses: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """From `at_least` on, the score means `level`."""

    at_least: float
    level: Level


@dataclass(frozen=True, slots=True)
class Branch:
    """When an item is shown: the answer of the earlier `item` compared with `value`."""

    item: str
    comparison: Comparison
    value: float


@dataclass(frozen=True, slots=True)
class Item:
    """One question: `text` as it is asked, `name` as lists and charts call it.

    `low`/`high` are the anchors of a scale, `least`/`most` the span of a number with `decimals`.
    `measures` names a component of Station's own that the answer is a reading of («resp»).
    An item that is not `scored` is asked and shown, and gives no reading.
    """

    code: str
    kind: ItemKind
    text: Words
    name: Words = NO_WORDS
    help: Words = NO_WORDS
    choices: tuple[Choice, ...] = ()
    low: Words = NO_WORDS
    high: Words = NO_WORDS
    least: float | None = None
    most: float | None = None
    unit: Words = NO_WORDS
    decimals: int = 0
    required: bool = True
    cannot_say: bool = False
    shown_if: Branch | None = None
    levels: tuple[Step, ...] = ()
    measures: str = ""
    scored: bool = True

    @property
    def span(self) -> tuple[float | None, float | None]:
        """Give the least and the greatest number that may be answered (None: no bound)."""
        if self.kind is ItemKind.SCALE:
            return 0, SCALE_TOP
        if self.kind is ItemKind.CHOICE:
            values = [choice.value for choice in self.choices]
            return min(values, default=0), max(values, default=0)
        return self.least, self.most

    def called(self, language: str) -> str:
        """Give what lists and charts call the item: its name, else the question itself."""
        return self.name.said(language) or self.text.said(language)

    @property
    def gives_score(self) -> bool:
        """Tell whether an answer becomes a reading."""
        return self.scored and self.kind is not ItemKind.TEXT


@dataclass(frozen=True, slots=True)
class Total:
    """A score over `items`; given only when every one of them that is shown was answered.

    With `hidden_as_zero` an item that branching hides counts 0, else it leaves no total.
    """

    code: str
    name: Words
    items: tuple[str, ...]
    method: Method = Method.SUM
    unit: Words = NO_WORDS
    levels: tuple[Step, ...] = ()
    measures: str = ""
    hidden_as_zero: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One version of a form; `source` acknowledges where its words come from.

    `languages` are those it is written in, `least_age` (years) is whom it may be used for.
    The version is not part of the content, so that the same content always has the same hash.
    """

    code: str
    version: int
    title: Words
    intro: Words
    source: Words
    items: tuple[Item, ...]
    totals: tuple[Total, ...] = ()
    languages: tuple[str, ...] = LANGUAGES
    least_age: int = 0

    def component(self, part: Item | Total) -> str:
        """Give the component that the score of an item or a total is a reading of."""
        return part.measures or f"{self.code}.{part.code}"

    @property
    def answered(self) -> str:
        """Give the kind of the reading that says that the form was answered at all."""
        return f"{self.code}.{ANSWERED}"

    def item(self, code: str) -> Item | None:
        """Give the item called `code`, or None."""
        return next((item for item in self.items if item.code == code), None)


def levels_of(form: Form) -> dict[str, dict[float, Level]]:
    """Give, by component, the level of every answer that means one.

    What is a reading of Station's own kinds is judged by the plan's limits, so it is not here.
    """
    own_items = [item for item in form.items if item.gives_score and not item.measures]
    found = {form.component(item): item_levels(item) for item in own_items}
    for total in form.totals:
        if not total.measures:
            found[form.component(total)] = _by_steps(total.levels, total_top(form, total))
    return {component: levels for component, levels in found.items() if levels}


def item_levels(item: Item) -> dict[float, Level]:
    """Give the level of every answer of one item that means one."""
    if item.kind is ItemKind.CHOICE:
        known = [(choice.value, choice.level) for choice in item.choices]
        return {float(value): level for value, level in known if level is not None}
    return _by_steps(item.levels, SCALE_TOP)


def level_at(levels: tuple[Step, ...], value: float) -> Level:
    """Give the level that `value` reaches by these steps; green below the first."""
    return max((step.level for step in levels if value >= step.at_least), default=Level.GREEN)


def total_top(form: Form, total: Total) -> int:
    """Give the greatest whole value that a total can reach."""
    if total.method is not Method.SUM:
        return _NEWS2_TOPS[total.method]
    return int(sum(item.span[1] or 0 for item in form.items if item.code in total.items))


_NEWS2_TOPS = {Method.NEWS2: 20, Method.NEWS2_HIGHEST: 3}


def _by_steps(levels: tuple[Step, ...], top: int) -> dict[float, Level]:
    # Whole scores only: a number with decimals is judged by the plan's own limits.
    return {float(value): level_at(levels, value) for value in range(top + 1)} if levels else {}
