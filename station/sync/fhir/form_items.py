"""What a form asks and what was answered, as FHIR's items: for others, beside Station's JSON."""

import json

from station.rules.form_data import form_from
from station.rules.forms import Form, Item, ItemKind
from station.sync.fhir import codecs, codes
from station.sync.fhir.base import Unreadable
from station.sync.fhir.paths import Json
from station.sync.values import Context, Fields

_TYPES = {
    ItemKind.CHOICE: "choice",
    ItemKind.SCALE: "integer",
    ItemKind.NUMBER: "decimal",
    ItemKind.TEXT: "text",
}
_LANGUAGE = "nb"
_MOST_LEVELS = 20


def write(body: Json, fields: Fields, _: Context) -> None:
    """Put title and questions of a form version; what cannot be read only stands whole."""
    body.pop("title", None)
    body.pop("item", None)
    form = _form(fields.get("content"))
    if form is None:
        return
    if codecs.is_text(title := form.title.said(_LANGUAGE)):
        body["title"] = title
    if form.items:
        body["item"] = [_item(item) for item in form.items]


def _form(text: object) -> Form | None:
    try:
        return form_from(json.loads(str(text)))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _item(item: Item) -> Json:
    said: Json = {"linkId": item.code, "type": _TYPES[item.kind], "required": item.required}
    if codecs.is_text(words := item.text.said(_LANGUAGE)):
        said["text"] = words
    if item.choices:
        said["answerOption"] = [
            {
                "valueCoding": {
                    "system": codes.STATION,
                    "code": str(choice.value),
                    "display": choice.text.said(_LANGUAGE) or str(choice.value),
                }
            }
            for choice in item.choices
        ]
    return said


def write_answers(body: Json, fields: Fields, _: Context) -> None:
    """Put the answers, item by item; one that was not given has no answer."""
    body.pop("item", None)
    items = [
        {"linkId": code, **({} if (said := _answer(value)) is None else {"answer": [said]})}
        for code, value in _object(fields.get("answers")).items()
        if codecs.is_text(code)
    ]
    if items:
        body["item"] = items


def _object(text: object) -> dict[str, object]:
    try:
        found = json.loads(str(text))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _answer(value: object) -> Json | None:
    if isinstance(value, bool):
        return {"valueBoolean": value}
    if isinstance(value, int) and abs(value) < 2**31:
        return {"valueInteger": value}
    if isinstance(value, int | float):
        return None if codecs.decimal(value) is None else {"valueDecimal": codecs.decimal(value)}
    return {"valueString": value} if codecs.is_text(value) else None


def scores_of(text: object) -> list[Json]:
    """Give the scores as components of one Observation; none for what cannot be read."""
    found = []
    for code, value in _object(text).items():
        number = codecs.decimal(value)
        if number is not None and codecs.is_code(code):
            concept = {"coding": [{"system": codes.STATION, "code": code}]}
            quantity = {"value": number, "system": codes.UCUM, "code": "{score}"}
            found.append({"code": concept, "valueQuantity": quantity})
    return found


def answers_of(body: Json) -> dict[str, object]:
    """Give another program's answers by item, items within items too; Unreadable in doubt."""
    found: dict[str, object] = {}
    _gather(body.get("item"), found, 0)
    return found


def _gather(items: object, found: dict[str, object], depth: int) -> None:
    if items is None:
        return
    if not isinstance(items, list) or depth > _MOST_LEVELS:
        raise Unreadable("bad_answers")
    for item in items:
        name = item.get("linkId") if isinstance(item, dict) else None
        if not isinstance(name, str) or name in found:
            raise Unreadable("bad_answers", item=str(name)[:80])
        _gather(item.get("item"), found, depth + 1)
        answers = item.get("answer")
        if answers is None and item.get("item") is not None:
            continue
        found[name] = _only(name, answers)


def _only(name: str, answers: object) -> object:
    if answers is None:
        return None
    if not isinstance(answers, list) or len(answers) != 1 or not isinstance(answers[0], dict):
        raise Unreadable("bad_answers", item=name[:80])
    answer = answers[0]
    coding = answer.get("valueCoding")
    if isinstance(coding, dict) and str(coding.get("code", "")).lstrip("-").isdecimal():
        return int(coding["code"])
    for key in ("valueInteger", "valueDecimal", "valueString"):
        if key in answer:
            value: object = answer[key]
            return value
    raise Unreadable("bad_answers", item=name[:80])
