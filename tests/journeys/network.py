"""A network that the test holds in its hand, between the program and a real central service.

The service is a server of others in a process of its own. Before it stands a proxy on real sockets:
it can be away, answer 500 about one resource, or lose the answer to what the service has done.
"""

import json
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import cast

import httpx2

from station.core.clock import Clock
from tests.servers.running import Server, free_port
from tests.wire_servers import reset

_HANDED_ON = ("content-type", "accept", "prefer", "if-match", "if-none-match")
_GIVEN_BACK = ("content-type", "etag", "location", "last-modified")
_BROKEN = 500
_REFUSAL = {
    "resourceType": "OperationOutcome",
    "issue": [{"severity": "error", "code": "exception", "diagnostics": "disk on fire"}],
}
Body = dict[str, object]


class Network:
    """The way to a server: `base_url` is where a station goes, `cut()` and `mend()` the way.

    `breaks_on` names a resource («Type/id») whose writing is answered with 500 as long as it stands
    there. `loses` is asked of each request's body: where it says yes the server does what is asked,
    and the line is broken instead of an answer. `broken` and `lost` count how often that was done.
    The clocks of both ends agree.
    """

    def __init__(self, server: Server, clock: Clock) -> None:
        self.server, self.clock, self.port = server, clock, free_port()
        self.base_url = f"http://127.0.0.1:{self.port}/fhir"
        self.breaks_on = ""
        self.broken = self.lost = 0
        self.loses: Callable[[bytes], bool] = lambda _body: False
        self._proxy: ThreadingHTTPServer | None = None
        self._worker: threading.Thread | None = None

    def mend(self) -> None:
        """Let everything through."""
        assert self._proxy is None
        self._proxy = _Proxy(self)
        self._worker = threading.Thread(target=self._proxy.serve_forever, args=(0.02,))
        self._worker.start()

    def cut(self) -> None:
        """Let nothing through: nobody listens at the address any more."""
        proxy, self._proxy = self._proxy, None
        if proxy is not None and self._worker is not None:
            proxy.shutdown()
            proxy.server_close()
            self._worker.join(5)

    # ------------------------------------------------------------- what is there, past the proxy

    def there(self, resource_type: str) -> dict[str, Body]:
        """Give everything of a type that is at the server, by id."""
        found: dict[str, Body] = {}
        url = f"{self.server.base_url}/{resource_type}?_count=100"
        while url:
            page = httpx2.get(url, trust_env=False).json()
            bodies = [entry["resource"] for entry in page.get("entry", ())]
            found |= {body["id"]: body for body in bodies}
            url = next((e["url"] for e in page.get("link", ()) if e["relation"] == "next"), "")
        return found

    def versions(self, resource_type: str) -> list[str]:
        """Give the versions of everything of a type; «1» was written once and never again."""
        return [version_of(body) for body in self.there(resource_type).values()]

    def put(self, bodies: Sequence[Body]) -> None:
        """Let another program store something at the server."""
        entries = [
            {
                "resource": body,
                "request": {"method": "PUT", "url": f"{body['resourceType']}/{body['id']}"},
            }
            for body in bodies
        ]
        bundle = {"resourceType": "Bundle", "type": "batch", "entry": entries}
        answer = httpx2.post(self.server.base_url, json=bundle, trust_env=False, timeout=60)
        states = {entry["response"]["status"][:3] for entry in answer.json()["entry"]}
        assert states == {"201"}, states

    # ---------------------------------------------------------------------------- for the proxy

    def carry(self, method: str, path: str, headers: dict[str, str], body: bytes) -> "Answer":
        """Give what the server answers, or a 500 in place of what it shall break on."""
        if self.breaks_on and method == "PUT" and path.endswith(self.breaks_on):
            self.broken += 1
            return Answer(_BROKEN, {"content-type": "application/fhir+json"}, _json(_REFUSAL))
        place, left = self._breaking(body)
        line = HTTPConnection("127.0.0.1", int(self.server.base_url.split(":")[2].split("/")[0]))
        line.request(method, path, left, headers)
        reply = line.getresponse()
        given = {k.lower(): v for k, v in reply.getheaders() if k.lower() in _GIVEN_BACK}
        # The way on to the next page leads through here, too.
        whole = reply.read().replace(self.server.base_url.encode(), self.base_url.encode())
        answer = Answer(reply.status, given, whole)
        line.close()
        if place is None:
            return answer
        self.broken += 1
        bundle = json.loads(answer.body)
        said = {"status": "500 Internal Server Error", "outcome": _REFUSAL}
        bundle.setdefault("entry", []).insert(place, {"response": said})
        return Answer(answer.status, given, _json(bundle))

    def _breaking(self, body: bytes) -> tuple[int | None, bytes]:
        """Give where in a bundle the resource to break on is written, and the bundle without."""
        if not self.breaks_on or self.breaks_on.encode() not in body:
            return None, body
        bundle = json.loads(body)
        asked = [each["request"] for each in bundle["entry"]]
        for place, each in enumerate(asked):
            if (each["method"], each["url"]) == ("PUT", self.breaks_on):
                del bundle["entry"][place]
                return place, _json(bundle)
        return None, body


class Answer:
    """What goes back: status, headers (names in lower case), body."""

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body


class _Proxy(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, network: Network) -> None:
        self.network = network
        super().__init__(("127.0.0.1", network.port), _Passing)


class _Passing(BaseHTTPRequestHandler):
    """Serves one request of one connection."""

    protocol_version = "HTTP/1.1"

    def _pass(self) -> None:
        network = cast("_Proxy", self.server).network
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        handed = {name: self.headers[name] for name in _HANDED_ON if name in self.headers}
        answer = network.carry(self.command, self.path, handed, body)
        self.close_connection = True
        if network.loses(body):
            network.lost += 1
            reset(self.connection)
            return
        date = format_datetime(datetime.fromtimestamp(network.clock.now() / 1000, UTC), usegmt=True)
        self.send_response_only(answer.status)
        for name, value in {**answer.headers, "date": date, "connection": "close"}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    do_GET = do_POST = do_PUT = do_DELETE = _pass  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


def version_of(body: Body) -> str:
    """Give the version of a resource."""
    return str(cast("Body", body["meta"])["versionId"])


def dashed(record_id: str) -> str:
    """Give the resource id of a record."""
    cuts = (0, 8, 12, 16, 20, 32)
    return "-".join(record_id[a:b] for a, b in pairwise(cuts))


def _json(body: object) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode()
