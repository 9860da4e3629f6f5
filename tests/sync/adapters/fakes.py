"""Small services over a real socket, each keeping the rules of one Norwegian service's pages.

They stand in for services that no test can reach; what they enforce is written in docs/adapters.md.
"""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4
from xml.etree.ElementTree import fromstring

from station.core.clock import FixedClock
from station.sync.address import parse
from station.sync.http import Wire
from station.sync.signing_in import NoSignIn

FHIR = "application/fhir+json"
Json = dict[str, Any]


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Answer:
    """What the service says; `lose` hangs up after the work was done, without a word."""

    status: int
    body: object = None
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    lose: bool = False


class Service:
    """What all the services share: what was asked, and faults that were ordered beforehand."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.faults: list[Answer | None] = []
        self.lose_next = False

    def handle(self, asked: Asked) -> Answer:
        """Answer, or fail as ordered."""
        self.asked.append(asked)
        if self.faults and (fault := self.faults.pop(0)) is not None:
            return fault
        answer = self.answer(asked)
        if self.lose_next:
            self.lose_next = False
            answer.lose = True
        return answer

    def answer(self, asked: Asked) -> Answer:
        """Answer by the rules of the service."""
        raise NotImplementedError


@contextmanager
def running(service: Service) -> Iterator[str]:
    """Serve on loopback; give the base address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _do(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            headers = {key.lower(): value for key, value in self.headers.items()}
            body = self.rfile.read(length)
            answer = service.handle(Asked(self.command, self.path, headers, body))
            if answer.lose:
                self.close_connection = True
                return
            said = answer.body
            raw = said if isinstance(said, bytes) else b"" if said is None else _text(said)
            self.send_response(answer.status)
            for key, value in answer.headers.items():
                self.send_header(key, value)
            self.send_header("content-type", answer.kind)
            self.send_header("content-length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        do_GET = do_POST = do_PUT = do_DELETE = _do  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _text(value: object) -> bytes:
    return json.dumps(value).encode()


@contextmanager
def wired(service: Service, clock: FixedClock) -> Iterator[Wire]:
    """Give the program's own wire to a running service."""
    with running(service) as base:
        address = parse(base)
        wire = Wire(address, NoSignIn(address), clock)
        try:
            yield wire
        finally:
            wire.close()


def outcome(words: str, severity: str = "error") -> Json:
    """An OperationOutcome."""
    issue = {"severity": severity, "code": "invalid", "diagnostics": words}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


class PmdService(Service):
    """Observation only, created in Bundles posted to the root, searched by POST for one person."""

    def __init__(self, bundle_type: str = "collection", *, named: bool = True) -> None:
        super().__init__()
        self.bundle_type = bundle_type
        self.named = named
        self.kept: list[Json] = []
        self.refuse: Callable[[Json], tuple[str, str] | None] = lambda _: None
        self.shorten = 0

    def answer(self, asked: Asked) -> Answer:
        if asked.method != "POST":
            return Answer(405, outcome("only POST"), FHIR)
        if asked.path == "/Observation/_search":
            return self._search(asked)
        if asked.path not in ("", "/"):
            return Answer(404, outcome("no such endpoint"), FHIR)
        found = json.loads(asked.body)
        if found.get("resourceType") != "Bundle" or found.get("type") != self.bundle_type:
            return Answer(400, outcome("not the Bundle it should be"), FHIR)
        requests = ["request" in entry for entry in found["entry"]]
        if any(requests) != (self.bundle_type == "batch") or any(requests) != all(requests):
            return Answer(400, outcome("bdl-3"), FHIR)
        entries = [self._create(entry) for entry in found["entry"]]
        answered = {"resourceType": "Bundle", "type": "batch-response"}
        return Answer(200, answered | {"entry": entries[: len(entries) - self.shorten]}, FHIR)

    def _create(self, entry: Json) -> Json:
        resource = entry["resource"]
        refused = self.refuse(resource)
        if resource["resourceType"] != "Observation":
            refused = ("400", "only Observation")
        if any(resource["id"] == each["id"] for each in self.kept):
            refused = ("409", "already there")
        named = {"fullUrl": entry["fullUrl"]} if self.named else {}
        if refused:
            status, words = refused
            return named | {"response": {"status": status, "outcome": outcome(words)}}
        self.kept.append(resource)
        return named | {"response": {"status": "201 Created"}}

    def _search(self, asked: Asked) -> Answer:
        if asked.headers["content-type"] != "application/x-www-form-urlencoded":
            return Answer(415, outcome("a form is wanted"), FHIR)
        form = parse_qsl(asked.body.decode())
        persons = [value for key, value in form if key == "patient.identifier"]
        if len(persons) != 1:
            return Answer(400, outcome("one patient at a time"), FHIR)
        codes = [value for key, value in form if key == "code"]
        found = [
            {"resource": each}
            for each in self.kept
            if each["subject"]["identifier"]["value"] == persons[0]
            and (not codes or each["code"]["coding"][0]["code"] in codes)
        ]
        return Answer(200, {"resourceType": "Bundle", "type": "searchset", "entry": found}, FHIR)


class VkpService(Service):
    """One document Bundle a closing: its header, its order, and that it hangs together."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[Json] = []
        self.searchable = True

    def answer(self, asked: Asked) -> Answer:
        if asked.headers.get("servicecodes") != "dho":
            return Answer(400, outcome("ServiceCodes is missing"), FHIR)
        if asked.method == "POST" and asked.path == "/composition/_search":
            return self._search(asked)
        if (asked.method, asked.path) != ("POST", "/bundle"):
            return Answer(404, outcome("no such endpoint"), FHIR)
        bundle = json.loads(asked.body)
        if problem := _vkp_problem(bundle):
            return Answer(400, outcome(problem), FHIR)
        if any(each["identifier"] == bundle["identifier"] for each in self.kept):
            return Answer(409, outcome("already journalled"), FHIR)
        self.kept.append(bundle)
        return Answer(200, None, FHIR)

    def _search(self, asked: Asked) -> Answer:
        if not self.searchable:
            return Answer(403, outcome("not open to this client"), FHIR)
        person = dict(parse_qsl(asked.body.decode()))["patient.identifier"]
        notes = [each["entry"][0] for each in self.kept]
        mine = [
            note for note in notes if note["resource"]["subject"]["identifier"]["value"] == person
        ]
        return Answer(200, {"resourceType": "Bundle", "type": "searchset", "entry": mine}, FHIR)


def _vkp_problem(bundle: Json) -> str:
    types = [entry["resource"]["resourceType"] for entry in bundle["entry"]]
    if bundle["type"] != "document" or not bundle["identifier"]["system"]:
        return "not a document"
    if types[:2] != ["Composition", "DetectedIssue"]:
        return "the Composition comes first, then the DetectedIssue"
    named = {entry["fullUrl"] for entry in bundle["entry"]}
    pointed = set(_references([entry["resource"] for entry in bundle["entry"]]))
    if not pointed <= named:
        return "a reference leads out of the document"
    if not bundle["entry"][1]["resource"].get("detail"):
        return "the colour is missing"
    return ""


def _references(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from ([value["reference"]] if isinstance(value.get("reference"), str) else [])
        for each in value.values():
            yield from _references(each)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)


class PlansService(Service):
    """Plans with versions: 422 without one, 409 for an old one, history, any version again."""

    def __init__(self) -> None:
        super().__init__()
        self.plans: dict[str, list[Json]] = {}
        self.mangle = False

    def answer(self, asked: Asked) -> Answer:
        if "?" in asked.path:
            return Answer(400, {"message": "nobody searches here"})
        parts = asked.path.strip("/").split("/")
        if parts[0] != "plan":
            return Answer(404, {"message": "no such endpoint"})
        if len(parts) == 1:
            return self._create(asked) if asked.method == "POST" else Answer(405)
        versions = self.plans.get(parts[1])
        if versions is None:
            return Answer(404, {"message": "no such plan"})
        if asked.method == "PUT":
            return self._update(versions, json.loads(asked.body))
        return _read(versions, parts[2:])

    def _create(self, asked: Asked) -> Answer:
        body = json.loads(asked.body)
        if "version" in body or "subject" not in body:
            return Answer(400, {"message": "a new plan has a subject and no version"})
        plan_id = str(uuid4())
        self.plans[plan_id] = [self._stored(body, plan_id, 1)]
        return Answer(201, self.plans[plan_id][-1])

    def _update(self, versions: list[Json], body: Json) -> Answer:
        newest = versions[-1]
        if "version" not in body:
            return Answer(422, {"message": "version is required"})
        if body["version"] != newest["version"]:
            return Answer(409, {"message": "version mismatch"})
        subject = {"subject": newest["subject"]}
        versions.append(self._stored(body | subject, newest["id"], newest["version"] + 1))
        return Answer(200, versions[-1])

    def _stored(self, body: Json, plan_id: str, version: int) -> Json:
        content = dict(body["clinical_content"]) | {"version": version}
        if self.mangle:
            content["zones"] = content["zones"][:-1]
        mine = {"id": plan_id, "version": version, "updated_at": "2026-11-22T12:00:00Z"}
        return dict(body) | mine | {"clinical_content": content}


def _read(versions: list[Json], rest: list[str]) -> Answer:
    if rest == ["history"]:
        told = ("version", "status", "updated_at", "updated_by", "comment")
        return Answer(200, [{key: each[key] for key in told} for each in versions])
    if rest[:1] == ["version"]:
        found = [each for each in versions if str(each["version"]) == rest[1]]
        return Answer(200, found[0]) if found else Answer(404, {"message": "no such version"})
    return Answer(200, versions[-1])


class EdiService(Service):
    """Letters as base64 XML between HER-ids; a HER-id held by another client is locked."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, bytes] = {}
        self.locked = False
        self.said: Json = {}

    def answer(self, asked: Asked) -> Answer:
        if asked.method == "GET" and asked.path.endswith("/status"):
            info = [{"receiverHerId": 2, "apprecInfo": self.said}] if self.said else [{}]
            return Answer(200, {"statusList": info})
        if (asked.method, asked.path) != ("POST", "/messages"):
            return Answer(404, {"title": "no such endpoint"})
        if self.locked:
            detail = "HER-id 8000001 is locked to another client"
            return Answer(423, {"title": "Locked", "detail": detail})
        body = json.loads(asked.body)
        if body["contentTransferEncoding"] != "base64" or body["contentType"] != "application/xml":
            return Answer(400, {"title": "Bad Request", "detail": "base64 XML is wanted"})
        xml = base64.b64decode(body["businessDocument"], validate=True)
        fromstring(xml)  # noqa: S314  (our own)
        handed_id = str(uuid4())
        self.kept[handed_id] = xml
        return Answer(202, {"id": handed_id})
