"""Answers to a form: which items are asked, what is wrong with an answer, and what it scores."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from operator import eq, ge, le, ne

from station.core.formats import number
from station.core.i18n import N_, language, tr
from station.rules import news2
from station.rules.forms import (
    Answers,
    Branch,
    Comparison,
    Form,
    Item,
    ItemKind,
    Method,
    Total,
    item_levels,
)
from station.rules.limits import Level
from station.rules.units import decimals_of

_COMPARE: Mapping[Comparison, Callable[[float, float], bool]] = {
    Comparison.IS: eq,
    Comparison.IS_NOT: ne,
    Comparison.AT_LEAST: ge,
    Comparison.AT_MOST: le,
}
MOST_TEXT = 4000
"""The most letters of a text that is taken as an answer or a comment."""


class Wrong(StrEnum):
    """What is wrong with an answer, or with using the form for this person."""

    MISSING = "missing"
    UNKNOWN_ITEM = "unknown_item"
    CANNOT_SAY = "cannot_say"
    UNKNOWN_CHOICE = "unknown_choice"
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"
    DECIMALS = "decimals"
    NOT_TEXT = "not_text"
    TOO_LONG = "too_long"
    REFUSED = "refused"
    TOO_YOUNG = "too_young"
    AGE_UNKNOWN = "age_unknown"


WRONG_WORDS = {
    Wrong.MISSING: N_("«{item}» is not answered."),
    Wrong.UNKNOWN_ITEM: N_("«{item}» is not asked in this version of the form."),
    Wrong.CANNOT_SAY: N_("«{item}» needs an answer."),
    Wrong.UNKNOWN_CHOICE: N_("«{item}» has no such answer."),
    Wrong.NOT_A_NUMBER: N_("«{item}» is answered with a number."),
    Wrong.OUT_OF_RANGE: N_("«{item}» is a number from {least} to {most}."),
    Wrong.DECIMALS: N_("«{item}» has too many decimals."),
    Wrong.NOT_TEXT: N_("«{item}» is answered with text."),
    Wrong.TOO_LONG: N_("The text under «{item}» is too long."),
    Wrong.REFUSED: N_("The form cannot be used when «{item}» is answered like this."),
    Wrong.TOO_YOUNG: N_("The form is not for anybody under {age} years."),
    Wrong.AGE_UNKNOWN: N_("The form needs the date of birth: it is not for all ages."),
}


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """One thing wrong: the code of the item, empty where it is the whole form."""

    item: str
    wrong: Wrong


def visible(form: Form, answers: Answers) -> tuple[Item, ...]:
    """Give the items that are asked, in their order: an answer shows or hides later ones.

    What a hidden item was answered with counts for nothing, also not for further branches.
    """
    shown: dict[str, Item] = {}
    for item in form.items:
        if item.shown_if is None or _holds(item.shown_if, shown, answers):
            shown[item.code] = item
    return tuple(shown.values())


def answered(form: Form, answers: Answers, age: int | None = None) -> tuple[AnswerFault, ...]:
    """Give what is wrong with the answers; `age` in years matters only to some forms."""
    known = {item.code for item in form.items}
    faults = [AnswerFault("", wrong) for wrong in _unfit(form, age)]
    faults += [AnswerFault(code, Wrong.UNKNOWN_ITEM) for code in answers if code not in known]
    for item in visible(form, answers):
        if wrong := item_fault(item, answers):
            faults.append(AnswerFault(item.code, wrong))
    return tuple(faults)


def item_fault(item: Item, answers: Answers) -> Wrong | None:
    """Give what is wrong with the answer to one item that is asked, or None."""
    if item.code not in answers:
        return Wrong.MISSING if item.required else None
    answer = answers[item.code]
    if answer is None:
        return None if item.cannot_say else Wrong.CANNOT_SAY
    if item.kind is ItemKind.TEXT:
        return _text_fault(item, answer)
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return Wrong.NOT_A_NUMBER
    return _number_fault(item, answer)


def value_of(item: Item, answers: Answers) -> float | None:
    """Give the number that a faultless answer is, None for any other or none."""
    answer = answers.get(item.code)
    if item.kind is ItemKind.TEXT or item_fault(item, answers) not in (None, Wrong.REFUSED):
        return None
    return float(answer) if isinstance(answer, int | float) else None


def scores(form: Form, answers: Answers) -> dict[str, float | None]:
    """Give the scores of what is asked, by component; None is a gap, never a 0.

    A total is given only when every item of it is answered; the form says whether one that is
    hidden counts 0 there.
    """
    shown = visible(form, answers)
    values = {item.code: value_of(item, answers) for item in shown}
    unfit = any(item_fault(item, answers) is Wrong.REFUSED for item in shown)
    found = {form.component(item): values[item.code] for item in shown if item.gives_score}
    for total in form.totals:
        found[form.component(total)] = None if unfit else _total(total, values)
    return found


def answer_level(item: Item, value: float) -> Level | None:
    """Give the level that one answer means, None where the item has none."""
    return item_levels(item).get(value)


def answer_text(item: Item, answer: object) -> str:
    """Say an answer as it was given: a choice's words, a number with its unit, a text."""
    spoken = language()
    if answer is None:
        return tr("Cannot say")
    if isinstance(answer, bool) or not isinstance(answer, int | float):
        return str(answer)
    for choice in item.choices:
        if choice.value == answer:
            return choice.text.said(spoken)
    written = number(answer, decimals_of(answer, 3)) if isfinite(answer) else str(answer)
    if item.kind is ItemKind.SCALE:
        return tr("{value} of {most}", value=written, most=10)
    return f"{written} {item.unit.said(spoken)}".rstrip()


def answer_fault_text(form: Form, fault: AnswerFault) -> str:
    """Tell what is wrong with an answer, in the language spoken now."""
    item = form.item(fault.item)
    least, most = item.span if item else (None, None)
    return tr(
        WRONG_WORDS[fault.wrong],
        item=item.called(language()) if item else fault.item,
        least="…" if least is None else number(least, decimals_of(least, 3)),
        most="…" if most is None else number(most, decimals_of(most, 3)),
        age=form.least_age,
    )


def _holds(branch: Branch, shown: Mapping[str, Item], answers: Answers) -> bool:
    item = shown.get(branch.item)
    value = value_of(item, answers) if item else None
    return value is not None and compares(branch.comparison, value, branch.value)


def _unfit(form: Form, age: int | None) -> Sequence[Wrong]:
    if not form.least_age:
        return ()
    if age is None:
        return (Wrong.AGE_UNKNOWN,)
    return (Wrong.TOO_YOUNG,) if age < form.least_age else ()


def compares(comparison: Comparison, value: float, with_value: float) -> bool:
    """Tell whether an answer stands as a branch asks to the branch's own value."""
    return _COMPARE[comparison](value, with_value)


def is_writable(text: str) -> bool:
    """Tell whether a text can be kept at all: half a character, as JSON may hold, cannot."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _text_fault(item: Item, answer: object) -> Wrong | None:
    if not isinstance(answer, str) or not is_writable(answer):
        return Wrong.NOT_TEXT
    if len(answer) > MOST_TEXT:
        return Wrong.TOO_LONG
    return Wrong.MISSING if item.required and not answer.strip() else None


def _number_fault(item: Item, answer: float) -> Wrong | None:
    if item.kind is ItemKind.CHOICE:
        chosen = [choice for choice in item.choices if choice.value == answer]
        if not chosen:
            return Wrong.UNKNOWN_CHOICE
        return Wrong.REFUSED if chosen[0].refuses else None
    least, most = item.span
    if not _within(answer, least, most):
        return Wrong.OUT_OF_RANGE
    whole_steps = 0 if item.kind is ItemKind.SCALE else item.decimals
    return Wrong.DECIMALS if round(float(answer), whole_steps) != answer else None


def _within(answer: float, least: float | None, most: float | None) -> bool:
    # A whole number of any length comes through JSON, so it is compared before it is a float.
    low = -MOST_VALUE if least is None else least
    return low <= answer <= (MOST_VALUE if most is None else most)


MOST_VALUE = 1_000_000
"""The greatest number that is taken where an item has no bound of its own."""


def _total(total: Total, values: Mapping[str, float | None]) -> float | None:
    if total.method is not Method.SUM:
        return _news2(total, values)
    filled = dict.fromkeys(total.items, 0.0) if total.hidden_as_zero else {}
    parts = [(filled | dict(values)).get(code) for code in total.items]
    return None if None in parts else sum(part for part in parts if part is not None)


def _news2(total: Total, values: Mapping[str, float | None]) -> float | None:
    found = [values.get(code) for code in news2.FIELDS]
    resp, spo2, scale, oxygen, sys, pulse, mind, temp = (each or 0.0 for each in found)
    if None in found or scale not in set(news2.Scale) or mind not in set(news2.Consciousness):
        return None
    points = news2.points(
        news2.Vitals(
            resp,
            spo2,
            news2.Scale(int(scale)),
            oxygen > 0,
            sys,
            pulse,
            news2.Consciousness(int(mind)),
            temp,
        )
    )
    return points.total if total.method is Method.NEWS2 else points.highest
