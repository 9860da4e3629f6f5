"""The own words of forms, by the codes under which they are said: names, units and answers."""

from collections.abc import Iterable, Iterator

from station.core.i18n import LANGUAGES
from station.rules.forms import Form, Item, ItemKind, Total, Words

_OF_TEN = Words("av 10", "av 10", "of 10")


def words_of(forms: Iterable[Form]) -> dict[str, dict[str, str]]:
    """Give all words by language and code; a later form's words go before an earlier one's.

    «kols_daily» and «kols_daily.answered» are its title, «kols_daily.breath» the item's name,
    «kols_daily.breath=2» an answer of it and «kols_daily.breath#unit» what follows its number.
    """
    found: dict[str, dict[str, str]] = {name: {} for name in LANGUAGES}
    for form in forms:
        for code, words in _of_form(form):
            for name, text in words.by_language().items():
                found[name][code] = text
    return found


def _of_form(form: Form) -> Iterator[tuple[str, Words]]:
    yield form.code, form.title
    yield form.answered, form.title
    for item in form.items:
        yield from _of_item(form, item)
    for total in form.totals:
        yield from _of_total(form, total)


def _of_item(form: Form, item: Item) -> Iterator[tuple[str, Words]]:
    if item.measures:
        return
    code = form.component(item)
    yield code, item.name if item.name.by_language() else item.text
    unit = _OF_TEN if item.kind is ItemKind.SCALE else item.unit
    yield f"{code}#unit", unit
    for choice in item.choices:
        yield f"{code}={choice.value}", choice.text


def _of_total(form: Form, total: Total) -> Iterator[tuple[str, Words]]:
    code = form.component(total)
    yield code, total.name
    yield f"{code}#unit", total.unit
