"""FHIR `batch` Bundles: what goes into one, and which answer belongs to which question."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from station.sync.central_replies import Judged, cleaned, judge, meta, tag_of, version_beside
from station.sync.values import Resource, Sealed, Verdict

MOST_BYTES = 1_500_000
"""Bytes of resources in one Bundle; one record that is larger goes alone."""

_LOCATION = re.compile(r"(?:^|/)([A-Z][A-Za-z]+)/([A-Za-z0-9\-.]{1,64})(?:/_history/([^/?#]+))?/?$")
_STATUS = re.compile(r"\s*(\d{3})(?!\d)")


@dataclass(frozen=True, slots=True)
class Part:
    """One resource of a record that is sent: its place among what was given, and its bytes."""

    place: int
    resource_type: str
    resource_id: str
    text: str
    body: Resource
    main: bool
    etag: str = ""

    @property
    def path(self) -> str:
        """Where it lies at the server: "Observation/<id>"."""
        return f"{self.resource_type}/{self.resource_id}"


@dataclass(frozen=True, slots=True)
class Record:
    """One Sealed with its resources read; `parts` still to be sent, the main one first."""

    place: int
    sealed: Sealed
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """Bytes of all its resources."""
        return sum(len(part.text.encode()) for part in self.parts)

    @property
    def asked_first(self) -> bool:
        """Whether it may be there already: it may have been sent before, or somebody made it."""
        return self.sealed.again or not self.sealed.etag


class Unsendable(ValueError):  # noqa: N818  (the project's word for it)
    """A sealed record whose resources cannot be read, or have no id of their own."""


def record_of(place: int, sealed: Sealed) -> Record:
    """Read what was sealed; raise Unsendable for what is no resource with a type and an id."""
    parts = []
    for number, text in enumerate(sealed.resources):
        kind, name, body = _read(text)
        main = number == 0
        parts.append(Part(place, kind, name, text, body, main, sealed.etag if main else ""))
    if not parts:
        raise Unsendable
    return Record(place, sealed, tuple(parts))


def _read(text: str) -> tuple[str, str, Resource]:
    try:
        body = json.loads(text)
    except ValueError as problem:
        raise Unsendable from problem
    kind, name = (body.get("resourceType"), body.get("id")) if isinstance(body, dict) else ("", "")
    if (
        not isinstance(kind, str)
        or not isinstance(name, str)
        or not _LOCATION.match(f"{kind}/{name}")
    ):
        raise Unsendable
    return kind, name, body


def chunks(records: Sequence[Record], most: int) -> Iterator[list[Record]]:
    """Cut into Bundles of at most `most` resources and MOST_BYTES; a record is never cut."""
    held: list[Record] = []
    entries = size = 0
    for record in records:
        full = entries + len(record.parts) > most or size + record.size > MOST_BYTES
        if held and full:
            yield held
            held, entries, size = [], 0, 0
        held.append(record)
        entries += len(record.parts)
        size += record.size
    if held:
        yield held


def puts(parts: Sequence[Part]) -> bytes:
    """Make the Bundle that stores these; each resource stands in it byte for byte as sealed."""
    entries = []
    for part in parts:
        request = {"method": "PUT", "url": part.path}
        if part.etag:
            request["ifMatch"] = tag_of(part.etag)
        entries.append(f'{{"resource":{part.text},"request":{json.dumps(request)}}}')
    return _bundle(entries)


def gets(paths: Sequence[str]) -> bytes:
    """Make the Bundle that asks for these."""
    return _bundle([f'{{"request":{json.dumps({"method": "GET", "url": p})}}}' for p in paths])


def _bundle(entries: Sequence[str]) -> bytes:
    joined = ",".join(entries)
    return f'{{"resourceType":"Bundle","type":"batch","entry":[{joined}]}}'.encode()


def is_bundle(body: Resource | None) -> bool:
    """Whether an answer is a Bundle of answers."""
    return body is not None and body.get("resourceType") == "Bundle"


def matched(bundle: Resource, paths: Sequence[str]) -> list[Mapping[str, object] | None]:
    """Give the answer to each question, or None where it cannot be known which one it is.

    Answers stand in the order of the questions; where they name themselves otherwise, or are too
    few or too many, only those count that name themselves, once.
    """
    listed = bundle.get("entry")
    answers = (
        [a if isinstance(a, Mapping) else {} for a in listed] if isinstance(listed, list) else []
    )
    named = [_name(answer) for answer in answers]
    in_place = len(answers) == len(paths) and all(
        name in {"", path} for name, path in zip(named, paths, strict=True)
    )
    if in_place:
        return [answer or None for answer in answers]
    once = {name: answers[i] for i, name in enumerate(named) if named.count(name) == 1}
    return [once.get(path) if paths.count(path) == 1 else None for path in paths]


def _name(answer: Mapping[str, object]) -> str:
    response, resource = answer.get("response"), answer.get("resource")
    location = response.get("location") if isinstance(response, Mapping) else None
    place = _LOCATION.search(location) if isinstance(location, str) else None
    if place:
        return f"{place.group(1)}/{place.group(2)}"
    if isinstance(resource, Mapping) and resource.get("resourceType") not in {
        "OperationOutcome",
        "Bundle",
    }:
        return f"{resource.get('resourceType')}/{resource.get('id')}"
    return ""


def judged(answer: Mapping[str, object] | None) -> Judged:
    """Say what one answer of a Bundle means; an answer that is none is tried again later."""
    response = answer.get("response") if answer else None
    status = response.get("status") if isinstance(response, Mapping) else None
    digits = _STATUS.match(str(status)) if status is not None else None
    if answer is None or not isinstance(response, Mapping) or not digits:
        return Judged(Verdict.LATER, "answer_missing")
    resource = answer.get("resource")
    body = resource if isinstance(resource, Mapping) else {}
    outcome = response.get("outcome") or (
        body if body.get("resourceType") == "OperationOutcome" else None
    )
    said = judge(int(digits.group(1)), outcome)
    version = _version(response, body) if said.verdict is Verdict.DONE else ""
    return Judged(
        said.verdict,
        said.code,
        cleaned(said.reason),
        version,
        said.wait_ms,
        None,
        said.status,
        body,
    )


def _version(response: Mapping[str, object], body: Resource) -> str:
    location = response.get("location")
    place = _LOCATION.search(location) if isinstance(location, str) else None
    plain = meta(body, "versionId") or (place.group(3) or "" if place else "")
    return version_beside(response.get("etag"), plain)
