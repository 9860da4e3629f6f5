"""What a new record wrote over after all: another station made it between question and PUT."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from station.sync.central_asking import Asker, body_of
from station.sync.central_batches import Part, gets, is_bundle, matched
from station.sync.central_cursor import moment
from station.sync.central_replies import Judged, Unanswered, found_in, same_content
from station.sync.values import Found, Verdict

_UPDATED, _FIRST = 200, "1"


def suspicious(part: Part, became: Judged) -> bool:
    """Whether a new record was answered as if it had replaced one: 200, and no first version."""
    new = part.main and not part.etag and became.verdict is Verdict.DONE
    return new and became.status == _UPDATED and became.version != _FIRST


def settled(asker: Asker, sent: Sequence[tuple[Part, Judged]]) -> list[Judged]:
    """Look at the history of each; STALE with what was there before, if it said something else.

    What was there before is found with the version that is there *now*: merged with it and sent
    again, nothing of it is lost. Where the server tells no history, DONE stays.
    """
    paths = [f"{part.path}/_history?_count=5" for part, _ in sent]
    try:
        bundle = body_of(asker.answer("POST", "", gets(paths)))
    except Unanswered:
        return [became for _, became in sent]
    answers = matched(bundle, paths) if is_bundle(bundle) else [None] * len(sent)
    return [_judge(*each, answer) for each, answer in zip(sent, answers, strict=True)]


def _judge(part: Part, became: Judged, answer: Mapping[str, object] | None) -> Judged:
    before = _before(answer, became.version)
    named = before and (before.resource_type, before.resource_id) == (
        part.resource_type,
        part.resource_id,
    )
    if before is None or not named or same_content(before.body, part.body):
        return became
    found = replace(before, version=became.version)
    return replace(became, verdict=Verdict.STALE, code="made_twice", version="", found=found)


def _before(answer: Mapping[str, object] | None, version: str) -> Found | None:
    """Give the newest version but this one; None where there is none, or it was a deletion."""
    history = answer.get("resource") if answer else None
    listed = history.get("entry") if isinstance(history, Mapping) else None
    held = (
        [e.get("resource") for e in listed if isinstance(e, Mapping)]
        if isinstance(listed, list)
        else []
    )
    found = [found_in(each) for each in held if isinstance(each, Mapping)]
    if len(found) < len(held):
        return None
    dated = [(at, each) for each in found if (at := moment(each.at)) and each.version != version]
    return max(dated, key=lambda each: each[0])[1] if dated else None
