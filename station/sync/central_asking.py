"""Questions to the central server, and the one place where its refusals become Unanswered."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from station.sync.central_batches import gets, is_bundle, judged, matched
from station.sync.central_replies import (
    Answered,
    Judged,
    Unanswered,
    found_in,
    judge,
    object_of,
    wait_of,
    words,
)
from station.sync.lost import Lost, Refused
from station.sync.values import Found, Resource, Verdict

JSON = "application/fhir+json"
FORM = "application/x-www-form-urlencoded"
GONE = (404, 410)
"""Never there, and there no longer; some servers say the first for both."""

Looked = Found | Judged | None
"""What a look at one resource gave: itself, nothing there, or why it could not be seen."""


class Placed(Protocol):
    """What is needed of an address."""

    @property
    def base_url(self) -> str:
        """Where the server is, without a slash at the end."""
        ...


class Asking(Protocol):
    """What is needed of a wire (station.sync.http.Wire has it)."""

    @property
    def address(self) -> Placed:
        """Where it leads."""
        ...

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        timeout_s: float = 30.0,
    ) -> Answered:
        """Ask once; raise Lost or Refused where no answer came."""
        ...


class Asker:
    """Asks one server; every trouble comes out as Unanswered with a verdict."""

    def __init__(self, wire: Asking) -> None:
        self._wire = wire

    def answer(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        timeout_s: float = 30.0,
    ) -> Answered:
        """Give the answer whatever its status; raise Unanswered where none came."""
        asked = {"accept": JSON, **({"content-type": JSON} if body else {}), **(headers or {})}
        try:
            return self._wire.ask(method, path, body=body, headers=asked, timeout_s=timeout_s)
        except Lost as lost:
            raise Unanswered(Verdict.LATER, lost.code) from lost
        except Refused as refused:
            raise Unanswered(Verdict.CHANNEL, refused.code) from refused

    def resource(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Resource:
        """Give the resource that a good answer holds; raise Unanswered for every other answer."""
        reply = self.answer(method, path, body, headers)
        return body_of(reply)

    def fetch(self, resource_type: str, resource_id: str) -> Found | None:
        """Give one resource as it is now, `gone` if it was deleted, None if it never was there."""
        reply = self.answer("GET", f"{resource_type}/{resource_id}")
        if reply.status in GONE:
            gone = Found(resource_type, resource_id, "", gone=True)
            return gone if reply.status == GONE[1] else None
        body = body_of(reply)
        return checked(found_in(body, reply.headers.get("etag")), resource_type, resource_id)

    def fetch_all(self, paths: Sequence[str]) -> list[Looked]:
        """Ask for many at once: a Found each, None where absent, Judged where it is unknown.

        A server that does not take questions in a Bundle is asked one by one.
        """
        try:
            bundle = body_of(self.answer("POST", "", gets(paths)))
        except Unanswered as trouble:
            if trouble.verdict is Verdict.HELD:
                return [self._one(path) for path in paths]
            raise
        if not is_bundle(bundle):
            raise Unanswered(Verdict.LATER, "odd_reply")
        answers = matched(bundle, paths)
        return [_looked_up(path, a) for path, a in zip(paths, answers, strict=True)]

    def _one(self, path: str) -> Looked:
        resource_type, _, resource_id = path.partition("/")
        try:
            return self.fetch(resource_type, resource_id)
        except Unanswered as odd:
            if odd.verdict is Verdict.HELD:
                return Judged(Verdict.LATER, odd.code, odd.reason)
            raise


def _looked_up(path: str, answer: Mapping[str, object] | None) -> Looked:
    said = judged(answer)
    resource_type, _, resource_id = path.partition("/")
    if said.status in GONE:
        gone = Found(resource_type, resource_id, "", gone=True)
        return gone if said.status == GONE[1] else None
    if said.verdict is not Verdict.DONE:
        # A question cannot be refused for what a record says: whatever it was, ask again later.
        rests = said.verdict is Verdict.CHANNEL
        return replace(said, verdict=Verdict.CHANNEL if rests else Verdict.LATER, body={})
    response = answer.get("response") if answer else None
    etag = response.get("etag") if isinstance(response, Mapping) else None
    try:
        return checked(found_in(said.body, etag), resource_type, resource_id)
    except Unanswered as odd:
        return Judged(odd.verdict, odd.code)


def checked(found: Found, resource_type: str, resource_id: str) -> Found:
    """Give what was found if it is what was asked for; raise Unanswered otherwise."""
    if (found.resource_type, found.resource_id) != (resource_type, resource_id):
        raise Unanswered(Verdict.LATER, "odd_reply")
    return found


def body_of(reply: Answered) -> Resource:
    """Give the resource in an answer; raise Unanswered unless it is a good one with one in it."""
    read = object_of(reply.body)
    said = judge(reply.status, read, wait_of(reply))
    if said.verdict is not Verdict.DONE:
        raise Unanswered(said.verdict, said.code, said.reason, said.wait_ms)
    if read is None or not isinstance(read.get("resourceType"), str):
        raise Unanswered(Verdict.LATER, "odd_reply")
    if read["resourceType"] == "OperationOutcome":
        raise Unanswered(Verdict.LATER, "odd_reply", words(read))
    return read
