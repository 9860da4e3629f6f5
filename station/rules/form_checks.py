"""What is wrong with a form before it may be taken into use; nothing is repaired silently."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from station.core.i18n import LANGUAGES, N_, tr
from station.rules import news2
from station.rules.forms import (
    ANSWERED,
    Branch,
    Form,
    Item,
    ItemKind,
    Method,
    Step,
    Total,
    Words,
    total_top,
)
from station.rules.kinds import COMPONENTS, MOST_LETTERS, SCORES, Component, component_of, is_dotted

MOST_ITEMS = 60
MOST_CHOICES = 20
MOST_WORDS = 2000
"""The most letters of a question, a title or an explanation."""
MOST_DECIMALS = 3
MOST_CHOICE_VALUE = 100
_MEASURES = frozenset(component.code for component in COMPONENTS)


class FormWrong(StrEnum):
    """What can be wrong with a form."""

    EMPTY = "empty"
    TOO_MANY = "too_many"
    CODE = "code"
    DUPLICATE = "duplicate"
    NO_WORDS = "no_words"
    LONG_WORDS = "long_words"
    LANGUAGES = "languages"
    NO_CHOICES = "no_choices"
    CHOICE_VALUE = "choice_value"
    CHOICE_TWICE = "choice_twice"
    CHOICES_ELSEWHERE = "choices_elsewhere"
    SPAN = "span"
    MEASURES = "measures"
    LEVEL_ORDER = "level_order"
    LEVEL_PLACE = "level_place"
    BRANCH_UNKNOWN = "branch_unknown"
    BRANCH_LATER = "branch_later"
    BRANCH_CYCLE = "branch_cycle"
    BRANCH_TEXT = "branch_text"
    BRANCH_NEVER = "branch_never"
    TOTAL_ITEMS = "total_items"
    NEWS2_ITEMS = "news2_items"
    AGE = "age"


FORM_WRONG_WORDS = {
    FormWrong.EMPTY: N_("The form asks nothing."),
    FormWrong.TOO_MANY: N_(
        "The form has more than {most} questions, or «{part}» too many answers."
    ),
    FormWrong.CODE: N_("«{part}» has no usable code: small letters a to z, digits and _."),
    FormWrong.DUPLICATE: N_("Two parts have the code «{part}»."),
    FormWrong.NO_WORDS: N_("«{part}» has no words in {language}."),
    FormWrong.LONG_WORDS: N_("The words of «{part}» are too long."),
    FormWrong.LANGUAGES: N_("The form is not written in a language that Station speaks."),
    FormWrong.NO_CHOICES: N_("«{part}» needs at least two answers to choose from."),
    FormWrong.CHOICE_VALUE: N_("An answer of «{part}» has a value that is not from 0 to 100."),
    FormWrong.CHOICE_TWICE: N_("Two answers of «{part}» have the same value."),
    FormWrong.CHOICES_ELSEWHERE: N_("«{part}» has answers to choose, but is no choice."),
    FormWrong.SPAN: N_("The span of numbers of «{part}» is not in order."),
    FormWrong.MEASURES: N_("«{part}» does not fit the measurement that it is to be."),
    FormWrong.LEVEL_ORDER: N_("The zones of «{part}» are not in order: red lies above yellow."),
    FormWrong.LEVEL_PLACE: N_("«{part}» cannot have zones of its own; the plan's limits judge it."),
    FormWrong.BRANCH_UNKNOWN: N_("«{part}» depends on a question that is not there."),
    FormWrong.BRANCH_LATER: N_("«{part}» depends on a question that comes after it."),
    FormWrong.BRANCH_CYCLE: N_("«{part}» depends on itself."),
    FormWrong.BRANCH_TEXT: N_("«{part}» depends on a question that is answered with text."),
    FormWrong.BRANCH_NEVER: N_("«{part}» depends on an answer that cannot be given."),
    FormWrong.TOTAL_ITEMS: N_("The total «{part}» counts something that is no scored question."),
    FormWrong.NEWS2_ITEMS: N_(
        "NEWS2 needs all seven observations, the scale, a question about pregnancy, and 16 years."
    ),
    FormWrong.AGE: N_("The least age is a number of years from 0 to 120."),
}
_LANGUAGE_NAMES = {"nb": N_("Bokmål"), "nn": N_("Nynorsk"), "en": N_("English")}
_MOST_AGE = 120


@dataclass(frozen=True, slots=True)
class FormFault:
    """One thing wrong; `item` is the code of the item or total, empty for the form itself."""

    wrong: FormWrong
    item: str = ""
    detail: str = ""


def fault_text(fault: FormFault) -> str:
    """Tell what is wrong with a form, in the language spoken now."""
    spoken = tr(_LANGUAGE_NAMES.get(fault.detail, ""))
    return tr(FORM_WRONG_WORDS[fault.wrong], part=fault.item, language=spoken, most=MOST_ITEMS)


def check_form(form: Form) -> tuple[FormFault, ...]:
    """Give everything that is wrong with a form; nothing for one that can be taken into use."""
    return (
        *_whole(form),
        *_codes(form),
        *(fault for item in form.items for fault in _item(form, item)),
        *(fault for total in form.totals for fault in _total(form, total)),
        *_branches(form),
    )


def _whole(form: Form) -> Iterator[FormFault]:
    if not form.items:
        yield FormFault(FormWrong.EMPTY)
    if len(form.items) > MOST_ITEMS or len(form.totals) > MOST_ITEMS:
        yield FormFault(FormWrong.TOO_MANY)
    if not form.languages or not set(form.languages) <= set(LANGUAGES):
        yield FormFault(FormWrong.LANGUAGES)
    if not 0 <= form.least_age <= _MOST_AGE:
        yield FormFault(FormWrong.AGE)
    yield from _words(form, "", form.title)
    for words in (form.intro, form.source):
        if words.by_language():
            yield from _words(form, "", words)


def _codes(form: Form) -> Iterator[FormFault]:
    if not is_dotted(f"{form.code}.{ANSWERED}"):
        yield FormFault(FormWrong.CODE, form.code)
    seen: set[str] = {ANSWERED}
    parts: tuple[Item | Total, ...] = (*form.items, *form.totals)
    for part in parts:
        if part.code in seen:
            yield FormFault(FormWrong.DUPLICATE, part.code)
        seen.add(part.code)
        if not is_dotted(f"{form.code or 'x'}.{part.code}"):
            yield FormFault(FormWrong.CODE, part.code[:MOST_LETTERS])
    measured = [part.measures for part in parts if part.measures]
    for code in sorted({code for code in measured if measured.count(code) > 1}):
        yield FormFault(FormWrong.DUPLICATE, code)


def _words(form: Form, code: str, words: Words) -> Iterator[FormFault]:
    known = words.by_language()
    for language in form.languages:
        if not known.get(language, "").strip():
            yield FormFault(FormWrong.NO_WORDS, code, language)
    if any(len(text) > MOST_WORDS for text in known.values()):
        yield FormFault(FormWrong.LONG_WORDS, code)


def _item(form: Form, item: Item) -> Iterator[FormFault]:
    yield from _words(form, item.code, item.text)
    for words in (item.name, item.help, item.low, item.high, item.unit):
        if words.by_language():
            yield from _words(form, item.code, words)
    yield from _choices(form, item)
    yield from _span(item)
    yield from _item_levels(item)
    if item.measures and not _measurable(item):
        yield FormFault(FormWrong.MEASURES, item.code)


def _choices(form: Form, item: Item) -> Iterator[FormFault]:
    if item.kind is not ItemKind.CHOICE:
        if item.choices:
            yield FormFault(FormWrong.CHOICES_ELSEWHERE, item.code)
        return
    values = [choice.value for choice in item.choices]
    if len(values) < 2:  # noqa: PLR2004  (one answer is no choice)
        yield FormFault(FormWrong.NO_CHOICES, item.code)
    if len(values) > MOST_CHOICES:
        yield FormFault(FormWrong.TOO_MANY, item.code)
    if any(not 0 <= value <= MOST_CHOICE_VALUE for value in values):
        yield FormFault(FormWrong.CHOICE_VALUE, item.code)
    if len(set(values)) < len(values):
        yield FormFault(FormWrong.CHOICE_TWICE, item.code)
    for choice in item.choices:
        yield from _words(form, item.code, choice.text)


def _span(item: Item) -> Iterator[FormFault]:
    least, most = item.least, item.most
    given = least is not None or most is not None
    upside_down = least is not None and most is not None and least >= most
    elsewhere = (given or item.decimals) and item.kind is not ItemKind.NUMBER
    if upside_down or elsewhere or not 0 <= item.decimals <= MOST_DECIMALS:
        yield FormFault(FormWrong.SPAN, item.code)


def _item_levels(item: Item) -> Iterator[FormFault]:
    chosen = any(choice.level is not None for choice in item.choices)
    judged_elsewhere = (chosen or item.levels) and (not item.gives_score or item.measures)
    if judged_elsewhere or (item.levels and item.kind is not ItemKind.SCALE):
        yield FormFault(FormWrong.LEVEL_PLACE, item.code)
    if not _in_order(item.levels):
        yield FormFault(FormWrong.LEVEL_ORDER, item.code)


def _in_order(steps: Iterable[Step]) -> bool:
    return all(
        before.at_least < after.at_least and before.level < after.level
        for before, after in pairwise(steps)
    )


def _measurable(part: Item) -> bool:
    """Whether every answer that the item takes can be a reading of what it measures."""
    if part.measures not in _MEASURES or not part.gives_score:
        return False
    least, most = part.span
    component = component_of(part.measures)
    if least is None or most is None or part.decimals > component.decimals:
        return False
    return _fits(component, least) and _fits(component, most)


def _fits(component: Component, value: float) -> bool:
    return not component.reject.outside(value)


def _total(form: Form, total: Total) -> Iterator[FormFault]:
    yield from _words(form, total.code, total.name)
    if total.unit.by_language():
        yield from _words(form, total.code, total.unit)
    if not _in_order(total.levels):
        yield FormFault(FormWrong.LEVEL_ORDER, total.code)
    if total.levels and total.measures:
        yield FormFault(FormWrong.LEVEL_PLACE, total.code)
    if total.measures and not _measured_sum(form, total):
        yield FormFault(FormWrong.MEASURES, total.code)
    if total.method is Method.SUM:
        scored = {item.code for item in form.items if _summed(item)}
        if not total.items or not set(total.items) <= scored:
            yield FormFault(FormWrong.TOTAL_ITEMS, total.code)
    elif not _has_news2(form):
        yield FormFault(FormWrong.NEWS2_ITEMS, total.code)


def _measured_sum(form: Form, total: Total) -> bool:
    if total.measures not in SCORES or total.method is not Method.SUM:
        return False
    return _fits(component_of(total.measures), total_top(form, total))


def _summed(item: Item) -> bool:
    return item.kind is not ItemKind.TEXT and item.decimals == 0


def _has_news2(form: Form) -> bool:
    asked = {
        item.code
        for item in form.items
        if item.required and not item.cannot_say and item.shown_if is None
    }
    refuses = any(choice.refuses for item in form.items for choice in item.choices)
    return set(news2.FIELDS) <= asked and form.least_age >= news2.LEAST_AGE and refuses


def _branches(form: Form) -> Iterator[FormFault]:
    places = {item.code: at for at, item in reversed(list(enumerate(form.items)))}
    for at, item in enumerate(form.items):
        if item.shown_if is None:
            continue
        asked = item.shown_if.item
        if asked == item.code:
            yield FormFault(FormWrong.BRANCH_CYCLE, item.code)
        elif asked not in places:
            yield FormFault(FormWrong.BRANCH_UNKNOWN, item.code)
        elif places[asked] > at:
            yield FormFault(FormWrong.BRANCH_LATER, item.code)
        else:
            yield from _reached(item.code, item.shown_if, form.items[places[asked]])


def _reached(code: str, branch: Branch, asked: Item) -> Iterator[FormFault]:
    if asked.kind is ItemKind.TEXT:
        yield FormFault(FormWrong.BRANCH_TEXT, code)
        return
    least, most = asked.span
    if (least is not None and branch.value < least) or (most is not None and branch.value > most):
        yield FormFault(FormWrong.BRANCH_NEVER, code)
