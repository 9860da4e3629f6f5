"""A form as JSON: the shape of the content files and of the versions that are kept."""

from collections.abc import Mapping
from dataclasses import fields

from station.core.i18n import LANGUAGES
from station.rules.forms import (
    Branch,
    Choice,
    Comparison,
    Form,
    Item,
    ItemKind,
    Method,
    Step,
    Total,
    Words,
)
from station.rules.limits import Level, number_in, whole_in
from station.rules.plans import dicts

FORMAT = 1
"""The version of the JSON that form_data writes and form_from reads."""
MOST_NUMBER = 1e9
"""No number in a form is greater."""
_FORM_KEYS = frozenset(
    ("format", "code", "title", "intro", "source", "languages", "least_age", "items", "totals")
)
_DEFAULTS = {field.name: field.default for field in fields(Item)}
_TOTAL_KEYS = frozenset(field.name for field in fields(Total))


def form_data(form: Form) -> dict[str, object]:
    """Give the content as a JSON-safe dict (everything but the version)."""
    return {
        "format": FORMAT,
        "code": form.code,
        "title": form.title.by_language(),
        "intro": form.intro.by_language(),
        "source": form.source.by_language(),
        "languages": list(form.languages),
        "least_age": form.least_age,
        "items": [_item_data(item) for item in form.items],
        "totals": [_total_data(total) for total in form.totals],
    }


def form_from(data: object, version: int = 1) -> Form:
    """Read what form_data gave; KeyError, TypeError or ValueError if it is something else."""
    found = _object(data, _FORM_KEYS)
    if found["format"] != FORMAT:
        raise ValueError("this form was written by another version of Station")
    return Form(
        code=_text(found["code"]),
        version=version,
        title=_words(found["title"]),
        intro=_words(found.get("intro", {})),
        source=_words(found.get("source", {})),
        languages=_texts(found.get("languages", list(LANGUAGES))),
        least_age=whole_in(found.get("least_age", 0)),
        items=tuple(_item(each) for each in dicts(found["items"])),
        totals=tuple(_total(each) for each in dicts(found.get("totals", []))),
    )


def _item_data(item: Item) -> dict[str, object]:
    data: dict[str, object] = {
        "code": item.code,
        "kind": item.kind.value,
        "text": item.text.by_language(),
    }
    for name in ("name", "help", "low", "high", "unit"):
        if words := getattr(item, name).by_language():
            data[name] = words
    plain = ("least", "most", "decimals", "required", "cannot_say", "measures", "scored")
    data |= {name: getattr(item, name) for name in plain if getattr(item, name) != _DEFAULTS[name]}
    if item.choices:
        data["choices"] = [_choice_data(choice) for choice in item.choices]
    if item.levels:
        data["levels"] = [_step_data(step) for step in item.levels]
    if item.shown_if is not None:
        branch = item.shown_if
        data["shown_if"] = [branch.item, branch.comparison.value, branch.value]
    return data


def _item(data: Mapping[str, object]) -> Item:
    found = _object(data, frozenset(_DEFAULTS))
    return Item(
        code=_text(found["code"]),
        kind=ItemKind(_text(found["kind"])),
        text=_words(found["text"]),
        name=_words(found.get("name", {})),
        help=_words(found.get("help", {})),
        choices=tuple(_choice(each) for each in dicts(found.get("choices", []))),
        low=_words(found.get("low", {})),
        high=_words(found.get("high", {})),
        least=_maybe_number(found.get("least")),
        most=_maybe_number(found.get("most")),
        unit=_words(found.get("unit", {})),
        decimals=whole_in(found.get("decimals", 0)),
        required=_flag(found.get("required", True)),
        cannot_say=_flag(found.get("cannot_say", False)),
        shown_if=_branch(found.get("shown_if")),
        levels=tuple(_step(each) for each in dicts(found.get("levels", []))),
        measures=_text(found.get("measures", "")),
        scored=_flag(found.get("scored", True)),
    )


def _choice_data(choice: Choice) -> dict[str, object]:
    data: dict[str, object] = {"value": choice.value, "text": choice.text.by_language()}
    if choice.level is not None:
        data["level"] = int(choice.level)
    if choice.refuses:
        data["refuses"] = True
    return data


def _choice(data: Mapping[str, object]) -> Choice:
    found = _object(data, frozenset(("value", "text", "level", "refuses")))
    level = found.get("level")
    return Choice(
        whole_in(found["value"]),
        _words(found["text"]),
        None if level is None else Level(whole_in(level)),
        _flag(found.get("refuses", False)),
    )


def _step_data(step: Step) -> dict[str, object]:
    return {"at_least": step.at_least, "level": int(step.level)}


def _step(data: Mapping[str, object]) -> Step:
    found = _object(data, frozenset(("at_least", "level")))
    return Step(_number(found["at_least"]), Level(whole_in(found["level"])))


def _branch(data: object) -> Branch | None:
    if data is None:
        return None
    if not isinstance(data, list) or len(data) != 3:  # noqa: PLR2004  (item, comparison, value)
        raise TypeError("a branch names an item, a comparison and a value")
    return Branch(_text(data[0]), Comparison(_text(data[1])), _number(data[2]))


def _total_data(total: Total) -> dict[str, object]:
    return {
        "code": total.code,
        "name": total.name.by_language(),
        "items": list(total.items),
        "method": total.method.value,
        "unit": total.unit.by_language(),
        "levels": [_step_data(step) for step in total.levels],
        "measures": total.measures,
        "hidden_as_zero": total.hidden_as_zero,
    }


def _total(data: Mapping[str, object]) -> Total:
    found = _object(data, _TOTAL_KEYS)
    return Total(
        code=_text(found["code"]),
        name=_words(found["name"]),
        items=_texts(found["items"]),
        method=Method(_text(found.get("method", "sum"))),
        unit=_words(found.get("unit", {})),
        levels=tuple(_step(each) for each in dicts(found.get("levels", []))),
        measures=_text(found.get("measures", "")),
        hidden_as_zero=_flag(found.get("hidden_as_zero", False)),
    )


def _object(data: object, known: frozenset[str]) -> Mapping[str, object]:
    if not isinstance(data, Mapping):
        raise TypeError("an object is expected")
    if strange := [str(key) for key in data if key not in known]:
        raise ValueError(f"unknown: {', '.join(strange)}")
    return data


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a text is expected")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError("a list of texts is expected")
    return tuple(_text(each) for each in value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("yes or no is expected")
    return value


def _maybe_number(value: object) -> float | None:
    return None if value is None else _number(value)


def _number(value: object) -> float:
    found = number_in(value)
    if not abs(found) <= MOST_NUMBER:
        raise ValueError("a number that can be counted with is expected")
    return found


def _words(data: object) -> Words:
    found = _object(data, frozenset(LANGUAGES))
    return Words(**{name: _text(text) for name, text in found.items()})
