"""What the builder does to a form: pure steps from one form to the next."""

from collections.abc import Sequence
from dataclasses import replace

from station.rules.forms import (
    Branch,
    Choice,
    Comparison,
    Form,
    Item,
    ItemKind,
    Step,
    Total,
    Words,
)
from station.rules.limits import Level

FIRST_CHOICES = (Choice(0, Words()), Choice(1, Words()))


def worded(words: Words, language: str, text: str) -> Words:
    """The same words with another text in one language."""
    return replace(words, **{language: text})


def free_code(form: Form, stem: str) -> str:
    """A code that no part of the form has: q3, total2."""
    taken = {item.code for item in form.items} | {total.code for total in form.totals}
    return next(name for at in range(1, 1000) if (name := f"{stem}{at}") not in taken)


def with_new_item(form: Form, after: int) -> Form:
    """The form with a new choice after the item at this place (-1: first)."""
    item = Item(free_code(form, "q"), ItemKind.CHOICE, Words(), choices=FIRST_CHOICES)
    items = (*form.items[: after + 1], item, *form.items[after + 1 :])
    return replace(form, items=items)


def with_new_total(form: Form) -> Form:
    """The form with a new total of nothing yet."""
    total = Total(free_code(form, "total"), Words(), ())
    return replace(form, totals=(*form.totals, total))


def with_item(form: Form, at: int, item: Item) -> Form:
    """The form with another item at this place."""
    return replace(form, items=(*form.items[:at], item, *form.items[at + 1 :]))


def with_total(form: Form, at: int, total: Total) -> Form:
    """The form with another total at this place."""
    return replace(form, totals=(*form.totals[:at], total, *form.totals[at + 1 :]))


def without_item(form: Form, at: int) -> Form:
    """The form without the item at this place; totals no longer count it."""
    gone = form.items[at].code
    totals = tuple(
        replace(total, items=tuple(code for code in total.items if code != gone))
        for total in form.totals
    )
    return replace(form, items=(*form.items[:at], *form.items[at + 1 :]), totals=totals)


def without_total(form: Form, at: int) -> Form:
    """The form without the total at this place."""
    return replace(form, totals=(*form.totals[:at], *form.totals[at + 1 :]))


def with_moved(form: Form, at: int, by: int) -> Form:
    """The form with the item at this place moved down by so many places (up below 0)."""
    to = max(0, min(len(form.items) - 1, at + by))
    items = list(form.items)
    items.insert(to, items.pop(at))
    return replace(form, items=tuple(items))


def of_kind(item: Item, kind: ItemKind) -> Item:
    """The item asked in another way; what only the old way has goes away."""
    plain = replace(
        item,
        kind=kind,
        choices=(),
        low=Words(),
        high=Words(),
        least=None,
        most=None,
        unit=Words(),
        decimals=0,
        levels=(),
        measures="",
    )
    return replace(plain, choices=FIRST_CHOICES) if kind is ItemKind.CHOICE else plain


def steps_of(yellow: float | None, red: float | None) -> tuple[Step, ...]:
    """The zones of a score: yellow from one number on, red from another."""
    pairs = ((yellow, Level.YELLOW), (red, Level.RED))
    return tuple(Step(value, level) for value, level in pairs if value is not None)


def threshold(steps: Sequence[Step], level: Level) -> float | None:
    """From which number on a score means this level, None for never."""
    return next((step.at_least for step in steps if step.level is level), None)


def askable(form: Form, at: int) -> tuple[Item, ...]:
    """The items on which the one at this place may depend: earlier ones that are no text."""
    return tuple(item for item in form.items[:at] if item.kind is not ItemKind.TEXT)


def first_branch(asked: Item) -> Branch:
    """The branch to begin with when a question is made to depend on another."""
    if asked.kind is ItemKind.CHOICE:
        value = asked.choices[-1].value if asked.choices else 1
        return Branch(asked.code, Comparison.IS, value)
    return Branch(asked.code, Comparison.AT_LEAST, 1)


def summable(form: Form) -> tuple[Item, ...]:
    """The items that a total may count."""
    return tuple(
        item for item in form.items if item.kind is not ItemKind.TEXT and item.decimals == 0
    )
