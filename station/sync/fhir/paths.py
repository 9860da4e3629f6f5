"""One place in a resource: read, set and taken away without touching anything beside it."""

import re
from dataclasses import dataclass
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
"""A resource that is being made, or a part of one."""
_STEP = re.compile(r"(\w+)(?:\[([^\]]*)\])?(?:\.|$)")
_WHOLE = frozenset({"value", "reference"})
"""Without these, an element of a list says nothing: it goes as a whole."""


@dataclass(frozen=True, slots=True)
class Step:
    """A key, and in a list which element: the first in use, or the one where `key` is `value`."""

    name: str
    listed: bool = False
    key: str = ""
    value: str = ""


def steps(path: str) -> tuple[Step, ...]:
    """Read a path such as «telecom[system=phone].value» or «name[0].family»."""
    found = []
    for name, which in _STEP.findall(path):
        key, _, value = which.partition("=")
        listed = bool(which)
        found.append(Step(name, listed, key if value else "", value))
    return tuple(found)


def picked(parts: object, step: Step) -> Json | None:
    """Give the element of a list that `step` means: never an old one, an official one first."""
    if not isinstance(parts, list):
        return None
    fitting = [
        each
        for each in parts
        if isinstance(each, dict)
        and each.get("use") != "old"
        and (not step.key or each.get(step.key) == step.value)
    ]
    official = (each for each in fitting if each.get("use") == "official")
    return next(official, fitting[0] if fitting else None)


def found(body: Json, path: tuple[Step, ...]) -> object:
    """Give what stands at `path`, None where nothing does."""
    here: object = body
    for step in path:
        if not isinstance(here, dict):
            return None
        here = here.get(step.name)
        if step.listed:
            here = picked(here, step)
    return here


def put(body: Json, path: tuple[Step, ...], value: object) -> None:
    """Set what stands at `path`, making what leads there; None takes it away."""
    if value is None:
        _take(body, path)
        return
    here = body
    for step in path[:-1]:
        here = _entered(here, step)
    last = path[-1]
    if not last.listed:
        here[last.name] = value
        return
    parts = here.setdefault(last.name, [])
    old = picked(parts, last)
    if old is None:
        parts.append(value)
    else:
        parts[parts.index(old)] = value


def _entered(here: Json, step: Step) -> Json:
    if not step.listed:
        if not isinstance(here.get(step.name), dict):
            here[step.name] = {}
        inner: Json = here[step.name]
        return inner
    parts = here.get(step.name)
    if not isinstance(parts, list):
        parts = here[step.name] = []
    element = picked(parts, step)
    if element is None:
        element = {step.key: step.value} if step.key else {}
        parts.append(element)
    return element


def _take(body: Json, path: tuple[Step, ...]) -> None:
    """Take away the end of `path`, and what is left empty on the way there."""
    way: list[Json] = [body]
    for step in path[:-1]:
        inner = way[-1].get(step.name)
        inner = picked(inner, step) if step.listed else inner
        if not isinstance(inner, dict):
            return
        way.append(inner)
    last = path[-1]
    if last.listed:
        _drop(way[-1], last, picked(way[-1].get(last.name), last))
    else:
        way[-1].pop(last.name, None)
    for at in range(len(path) - 2, -1, -1):
        if not _bare(way[at + 1], path[at], path[at + 1]):
            return
        _drop(way[at], path[at], way[at + 1])


def _bare(part: Json, step: Step, below: Step) -> bool:
    if step.listed and below.name in _WHOLE:
        return True
    return not any(key != step.key for key in part)


def _drop(holder: Json, step: Step, part: Json | None) -> None:
    if not step.listed:
        holder.pop(step.name, None)
        return
    parts = holder.get(step.name)
    if part is None or not isinstance(parts, list):
        return
    parts[:] = [each for each in parts if each is not part]
    if not parts:
        del holder[step.name]
