"""What a service's answer means: the verdict of a status, its own words, and its body as JSON."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from station.sync.central_replies import Answered, cleaned, issues, object_of, wait_of, words
from station.sync.values import Outcome, Resource, Sealed, Verdict

_LATER = frozenset({408, 425, 429})
_CHANNEL = frozenset({401, 403, 404, 405, 407, 410, 423})
"""Nothing that is sent to this address just now would be taken; 404 is a wrong address."""
_STALE = frozenset({409, 412})
_SERVER = 500

Tell = Callable[[int, int], None]
"""Told how many things have an outcome, and how many there are."""
Stop = Callable[[], bool]


class NotJson(ValueError):  # noqa: N818  (the project's word for it)
    """A body that is not the JSON object it should be."""


def verdict_of(status: int) -> Verdict:
    """Give what a status says of one thing that was sent."""
    if 200 <= status < 300:  # noqa: PLR2004  (the range that HTTP calls success)
        return Verdict.DONE
    if status in _LATER or status >= _SERVER:
        return Verdict.LATER
    if status in _CHANNEL:
        return Verdict.CHANNEL
    return Verdict.STALE if status in _STALE else Verdict.HELD


def body_of(body: bytes | str) -> Resource:
    """Read a JSON object; NotJson if it is anything else."""
    found = object_of(body.encode() if isinstance(body, str) else body)
    if found is None:
        raise NotJson("not an object")
    return found


def words_of(body: bytes) -> str:
    """Give the words with which a service said no, without national numbers; "" if it said none."""
    found = object_of(body)
    if found is None:
        said = body.decode("utf-8", "replace")
        return "" if "<" in said else cleaned(said)
    return told(found)


def told(body: Resource) -> str:
    """Give what an OperationOutcome, a problem of RFC 9457, or a plain message says."""
    if issues(body):
        return words(body)
    parts = [text(body.get(key)) for key in ("title", "detail", "message", "error")]
    return cleaned(": ".join(part for part in parts if part))


def dicts(value: object) -> list[Mapping[str, object]]:
    """Give the objects in a list, and nothing of anything else."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def text(value: object) -> str:
    """Give a text as it is, and "" for anything else."""
    return value if isinstance(value, str) else ""


def inner(value: object) -> Resource:
    """Give an object inside another, and an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def judged(sealed: Sealed, verdict: Verdict, code: str, reason: str = "", wait: int = 0) -> Outcome:
    """Give an outcome that is not DONE."""
    return Outcome(
        sealed.kind, sealed.record_id, verdict, reason_code=code, reason=reason, wait_ms=wait
    )


def answered(sealed: Sealed, verdict: Verdict, reply: Answered, prefix: str = "http") -> Outcome:
    """Give the outcome of an answer that said no: its status, its words, and its wait."""
    code = f"{prefix}_{reply.status}"
    return judged(sealed, verdict, code, words_of(reply.body), wait_of(reply))


def one_by_one(
    batch: Sequence[Sealed],
    send: Callable[[Sealed], Outcome],
    tell: Tell | None,
    stop: Stop | None,
) -> tuple[Outcome, ...]:
    """Send each in order; when nothing can be sent just now, the rest is not tried."""
    found: list[Outcome] = []
    resting: Outcome | None = None
    for each in batch:
        if stop is not None and stop():
            found.append(judged(each, Verdict.LATER, "not_tried"))
        elif resting is not None:
            found.append(replace(resting, kind=each.kind, record_id=each.record_id))
        else:
            found.append(send(each))
            resting = found[-1] if found[-1].verdict is Verdict.CHANNEL else None
        if tell is not None:
            tell(len(found), len(batch))
    return tuple(found)
