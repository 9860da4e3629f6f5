"""A resource as a record: its columns, whether it was taken away, whether it says more."""

from collections.abc import Callable
from typing import Any, TypeVar

from station.sync.fhir import paths
from station.sync.fhir.base import Shape, Unreadable
from station.sync.fhir.marks import own_extension, sub_extension, tag_of
from station.sync.fhir.paths import Json
from station.sync.fhir.understanding import understood
from station.sync.fhir.writing import written
from station.sync.stamps import stamp_of
from station.sync.values import Context, Decoded, Fields

Found = TypeVar("Found")


def whatever_it_is(reader: Callable[[], Found]) -> Found:
    """Read something that may be of any shape: what is not understood is refused, never a bug."""
    try:
        return reader()
    except (TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
        raise Unreadable("malformed", words=str(error)[:120]) from error
    except RecursionError as error:
        raise Unreadable("malformed") from error


def read(shape: Shape, body: Json) -> Decoded:
    """Give the record that a resource of this kind means."""
    known, puzzling = understood(shape, body)
    own = tag_of(body) != ""
    if own and own_extension(body) is not None:
        lacking = sorted(
            each.name for each in shape.columns if each.sure and known.get(each.name) is None
        )
        if lacking:
            raise Unreadable("incomplete", columns=lacking)
    record_id = str(known[shape.key])
    gone = _is_gone(shape, body, known)
    more = bool(puzzling) or not own or _says_more(shape, body, known)
    return Decoded(shape.kind, record_id, known, gone, more)


def _is_gone(shape: Shape, body: Json, known: Fields) -> bool:
    if sub_extension(body, "deleted") is not None:
        return True
    if shape.is_gone is not None:
        return shape.is_gone(body, known)
    if shape.gone is None:
        return False
    path, value = shape.gone
    return value == "entered-in-error" and paths.found(body, paths.steps(path)) == value


def _says_more(shape: Shape, body: Json, known: Fields) -> bool:
    """Tell whether a resource says things that would not be there if Station wrote it anew."""
    anew = written(shape, known, Context(stamp=stamp_of(body)), None)
    # What Context tells stands in its own places, and would not be there without it.
    left_out = frozenset({"display", *shape.context_keys})
    return any(
        not _covers(anew.get(key), value, left_out)
        for key, value in body.items()
        if key != "meta" and key not in left_out
    )


def _covers(anew: Any, there: Any, left_out: frozenset[str]) -> bool:  # noqa: ANN401 - any JSON
    """Tell whether all that `there` says is said by `anew` too."""
    if isinstance(there, dict):
        return isinstance(anew, dict) and all(
            key in left_out or _covers(anew.get(key), value, left_out)
            for key, value in there.items()
        )
    if isinstance(there, list):
        if not isinstance(anew, list) or len(there) > len(anew):
            return False
        pairs = zip(anew, there, strict=False)
        return all(_covers(mine, theirs, left_out) for mine, theirs in pairs)
    return bool(anew == there)
