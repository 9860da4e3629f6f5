"""A server that answers as it is told to, for what real servers do not do on demand."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from station.sync.central import Central
from station.sync.http import Lost, Refused, Reply
from station.sync.values import Resource

BASE = "https://centre.example/fhir"


@dataclass(frozen=True)
class Asked:
    """One question: its method, path, body read as JSON (or None), and headers."""

    method: str
    path: str
    body: dict[str, object] | None
    headers: Mapping[str, str]

    @property
    def entries(self) -> list[dict[str, object]]:
        listed = (self.body or {}).get("entry", [])
        assert isinstance(listed, list)
        return listed

    @property
    def sends(self) -> bool:
        return any(request(e)["method"] == "PUT" for e in self.entries)

    @property
    def urls(self) -> list[str]:
        return [request(e)["url"] for e in self.entries]


def request(entry: Mapping[str, object]) -> dict[str, str]:
    """Give what an entry asks for."""
    asked = entry["request"]
    assert isinstance(asked, dict)
    return asked


@dataclass(frozen=True)
class Place:
    base_url: str = BASE


Answer = Reply | Exception
Oddity = Callable[[Asked], "Answer | None"]


@dataclass
class Fake:
    """Keeps resources as a plain good server does, but asks `odd` first what to answer."""

    odd: Oddity = lambda _asked: None
    held: dict[str, dict[str, object]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    address: Place = field(default_factory=Place)

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        timeout_s: float = 30.0,
    ) -> Reply:
        read = json.loads(body) if body[:1] == b"{" else None
        asked = Asked(method, path, read, headers or {})
        self.asked.append(asked)
        answer = self.odd(asked) or self.plain(asked)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def plain(self, asked: Asked) -> Reply:
        """Answer as a plain good server does."""
        if asked.path == "" and asked.method == "POST":
            return reply(200, bundle(*map(self.entry, asked.entries)))
        if asked.method == "PUT" and asked.body:
            put = {"request": {"method": "PUT", "url": asked.path}, "resource": asked.body}
            match = asked.headers.get("if-match")
            if match:
                put["request"]["ifMatch"] = match  # type: ignore[index]
            return single(self.entry(put))
        return single(self.entry({"request": {"method": asked.method, "url": asked.path}}))

    def entry(self, entry: Mapping[str, object]) -> dict[str, object]:
        """Carry out one entry."""
        wanted = request(entry)
        url, there = wanted["url"], self.held.get(wanted["url"])
        if wanted["method"] == "GET":
            if there is None:
                return said(404)
            return {"resource": there, "response": {"status": "200", "etag": etag(there)}}
        match = wanted.get("ifMatch")
        if match is not None and (there is None or match != etag(there)):
            return said(412, "conflict")
        number = int(str(meta(there)["versionId"])) + 1 if there else 1
        resource = entry["resource"]
        assert isinstance(resource, dict)
        stamp = f"2026-11-22T12:00:{number % 60:02d}.000Z"
        kept = {**resource, "meta": {"versionId": str(number), "lastUpdated": stamp}}
        self.held[url] = kept
        status = "200 OK" if there else "201 Created"
        location = f"{BASE}/{url}/_history/{number}"
        return {"response": {"status": status, "etag": etag(kept), "location": location}}


def meta(resource: Mapping[str, object] | None) -> dict[str, object]:
    """Give a resource's meta."""
    held = (resource or {}).get("meta", {})
    assert isinstance(held, dict)
    return held


def etag(resource: Resource) -> str:
    """Give the ETag of a resource."""
    return f'W/"{meta(resource)["versionId"]}"'


def outcome(code: str = "processing", words: str = "no", severity: str = "error") -> Resource:
    """Make an OperationOutcome."""
    issue = {"severity": severity, "code": code, "diagnostics": words}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def said(status: int, code: str = "processing", words: str = "no") -> dict[str, object]:
    """Make the answer to an entry that was refused."""
    return {"response": {"status": str(status), "outcome": outcome(code, words)}}


def bundle(*entries: object, **more: object) -> Resource:
    """Make a Bundle of answers, or of rows with `type="searchset"`."""
    return {"resourceType": "Bundle", "type": "batch-response", "entry": list(entries), **more}


def reply(status: int, body: object = None, **headers: str) -> Reply:
    """Make an answer; header names with _ for -."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, named, json.dumps(body).encode() if body is not None else b"")


def single(entry: Mapping[str, object]) -> Reply:
    """Make the answer to one question of what would be an entry's."""
    told = entry["response"]
    assert isinstance(told, dict)
    body = entry.get("resource") or told.get("outcome")
    headers = {"etag": told["etag"]} if "etag" in told else {}
    return reply(int(told["status"][:3]), body, **headers)


def central(fake: Fake, batch: int = 50) -> Central:
    """Give a client of this server."""
    return Central(fake, batch=batch)


def once(answer: Answer, when: Callable[[Asked], bool] = lambda asked: asked.sends) -> Oddity:
    """Answer so the first time that it fits, and plainly from then on."""
    left = [answer]
    return lambda asked: left.pop() if left and when(asked) else None


def whenever(answer: Answer, when: Callable[[Asked], bool]) -> Oddity:
    """Answer so whenever it fits, and plainly otherwise."""
    return lambda asked: answer if when(asked) else None


def lost(phase: str = "after") -> Lost:
    """The network failed."""
    return Lost("reset", phase)  # type: ignore[arg-type]


def refused() -> Refused:
    """Nothing goes through before something is put right."""
    return Refused("portal", host="centre.example")
