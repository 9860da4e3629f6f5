"""What two versions of a form say differently, as a list of sentences."""

from collections.abc import Iterator
from dataclasses import fields

from station.core.i18n import N_, tr
from station.rules.forms import Form, Item, Total, Words
from station.views.formbuilder.words import part_words

_FIELDS = {
    "kind": N_("how it is answered"),
    "text": N_("the question"),
    "name": N_("the name"),
    "help": N_("the help"),
    "choices": N_("the answers to choose from"),
    "low": N_("what 0 means"),
    "high": N_("what 10 means"),
    "least": N_("the least number"),
    "most": N_("the greatest number"),
    "unit": N_("the unit"),
    "decimals": N_("the decimals"),
    "required": N_("whether it has to be answered"),
    "cannot_say": N_("whether «cannot say» is an answer"),
    "shown_if": N_("when it is shown"),
    "levels": N_("the zones"),
    "measures": N_("what it is a reading of"),
    "scored": N_("whether it is scored"),
    "items": N_("what it counts"),
    "method": N_("how it is worked out"),
    "hidden_as_zero": N_("whether hidden questions count 0"),
}
_FRAME = {
    "title": N_("The title is another."),
    "intro": N_("The introduction is another."),
    "source": N_("The source is another."),
    "languages": N_("It is written in other languages."),
    "least_age": N_("The least age is another."),
}


def differences(before: Form, after: Form, language: str) -> tuple[str, ...]:
    """Everything that `after` says otherwise than `before`; nothing where they say the same."""
    return tuple(_differences(before, after, language))


def _differences(before: Form, after: Form, language: str) -> Iterator[str]:
    for name, words in _FRAME.items():
        if getattr(before, name) != getattr(after, name):
            yield tr(words)
    yield from _parts(before.items, after.items, language)
    yield from _parts(before.totals, after.totals, language)
    kept = {item.code for item in before.items} & {item.code for item in after.items}
    orders = [[each.code for each in form.items if each.code in kept] for form in (before, after)]
    if orders[0] != orders[1]:
        yield tr("The questions come in another order.")


def _parts(
    before: tuple[Item, ...] | tuple[Total, ...],
    after: tuple[Item, ...] | tuple[Total, ...],
    language: str,
) -> Iterator[str]:
    old, new = ({part.code: part for part in parts} for parts in (before, after))
    for code, part in new.items():
        named = part_words(part, language)
        if code not in old:
            yield tr("New: «{part}».", part=named)
            continue
        for each in fields(part):
            was, now = getattr(old[code], each.name, None), getattr(part, each.name)
            if each.name in _FIELDS and was != now:
                yield _changed(named, each.name, was, now, language)
    for code, part in old.items():
        if code not in new:
            yield tr("Gone: «{part}».", part=part_words(part, language))


def _changed(named: str, field: str, was: object, now: object, language: str) -> str:
    what = tr(_FIELDS[field])
    if isinstance(was, Words) and isinstance(now, Words):
        old, new = (str(getattr(words, language)) for words in (was, now))
        if old != new:
            return tr(
                "«{part}», {what}: «{old}» → «{new}»", part=named, what=what, old=old, new=new
            )
    return tr("«{part}»: {what} is another.", part=named, what=what)
