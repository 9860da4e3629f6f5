"""A way to a server on which things go wrong: a reverse proxy on real sockets, with a seed."""

import http.client
import json
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from threading import Thread
from typing import Any

JSON = "application/fhir+json"
LEFT_OUT = frozenset({"content-length", "transfer-encoding", "connection", "date", "server"})
NOT_PASSED_ON = LEFT_OUT | {"host", "accept-encoding"}
"""Links in an answer are put right on the way back: it has to come as plain text."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, and how it is brought: whole, cut, slow, or not at all."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": JSON})
    how: str = "whole"


RESET, SILENT, HUNG = Told(how="reset"), Told(how="silent"), Told(how="hung up")
"""Broken off, kept waiting until the client gives up, and hung up without a word."""


def said(status: int, resource: object = None, **headers: str) -> Told:
    """Give an answer of a server's own, with an OperationOutcome unless told otherwise."""
    issue = {"severity": "error", "code": "processing", "diagnostics": "it was told to refuse"}
    body = resource or {"resourceType": "OperationOutcome", "issue": [issue]}
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return Told(status, json.dumps(body).encode(), {"content-type": JSON, **given})


@dataclass(slots=True)
class Ask:
    """One request on its way."""

    method: str
    path: str
    headers: dict[str, str]
    chaos: "Chaos"
    read: Callable[[], bytes]
    drop: Callable[[], None]
    _body: bytes | None = None

    @property
    def body(self) -> bytes:
        """Give its bytes, read when they are first wanted."""
        if self._body is None:
            self._body = self.read()
        return self._body

    @body.setter
    def body(self, body: bytes) -> None:
        """Let it send other bytes."""
        self._body = body

    @property
    def bundle(self) -> dict[str, Any] | None:
        """Give the Bundle it sends, None if it sends none."""
        try:
            said_ = json.loads(self.body) if self.method == "POST" else None
        except ValueError:
            return None
        return said_ if isinstance(said_, dict) and "entry" in said_ else None

    @property
    def writes(self) -> bool:
        """Tell whether it changes anything at the server."""
        return self.method == "PUT" or b'"PUT"' in self.body

    def forward(self) -> Told:
        """Bring it to the server and give what that says."""
        return self.chaos.forward(self)


Fault = Callable[[Ask, Random], Told]


class Chaos:
    """Stands between one station and a server; with `on`, `fault` strikes `often` of the time."""

    def __init__(self, base_url: str, seed: str, context: ssl.SSLContext | None = None) -> None:
        """Lead to `base_url`; with `context` the station speaks TLS with it."""
        self.target = base_url
        self.random = Random(seed)
        self.fault: Fault | None = None
        self.often = 0.5
        self.struck = 0
        self.rewrite: Callable[[Told], Told] = lambda told: told
        self.before: Callable[[Ask], None] = lambda _: None
        self.context = context
        self.secure: Callable[[], ssl.SSLContext | None] = lambda: self.context
        self._server: ThreadingHTTPServer | None = None
        self.port = 0
        self.listen()

    @property
    def base_url(self) -> str:
        """Give where a station reaches it."""
        name = "https://localhost" if self.context else "http://127.0.0.1"
        return f"{name}:{self.port}/fhir"

    def listen(self) -> None:
        """Be reached."""

        class Handler(_Handler):
            chaos = self

        self._server = _Quiet(("127.0.0.1", self.port), Handler)
        self.port = self._server.server_address[1]
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def refuse(self) -> None:
        """Be reached no more: connections are refused."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def answer(self, ask: Ask) -> Told:
        """Give the answer to one request."""
        self.before(ask)
        if self.fault and self.random.random() < self.often:
            self.struck += 1
            return self.fault(ask, self.random)
        return ask.forward()

    def forward(self, ask: Ask) -> Told:
        """Bring a request to the server; its addresses become this one's in the answer."""
        host = self.target.split("/")[2]
        line = http.client.HTTPConnection(host, timeout=60)
        try:
            headers = {k: v for k, v in ask.headers.items() if k not in NOT_PASSED_ON}
            line.request(ask.method, ask.path, ask.body or None, headers)
            reply = line.getresponse()
            body = reply.read()
        except OSError:
            return HUNG
        finally:
            line.close()
        known = {k.lower(): v for k, v in reply.getheaders() if k.lower() not in LEFT_OUT}
        mine = self.base_url.removesuffix("/fhir").encode()
        body = body.replace(f"http://{host}".encode(), mine)
        return self.rewrite(Told(reply.status, body, known))


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Say nothing: connections break off here all the time."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    chaos: Chaos

    def setup(self) -> None:
        self.request.settimeout(20)
        secure = self.chaos.secure()
        if secure is not None:
            self.request = secure.wrap_socket(self.request, server_side=True)
        super().setup()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401
        """Keep no log."""

    def answer(self) -> None:
        """Answer one request as chaos says."""
        length = int(self.headers.get("content-length") or 0)
        read: list[bytes] = []

        def body() -> bytes:
            if not read:
                read.append(self.rfile.read(length))
            return read[0]

        headers = {name.lower(): value for name, value in self.headers.items()}
        ask = Ask(self.command, self.path, headers, self.chaos, body, self._reset)
        told = self.chaos.answer(ask)
        if told.how == "reset":
            self._reset()
        elif told.how in {"silent", "hung up"}:
            self.close_connection = True
            if told.how == "silent":
                with suppress(OSError):
                    while self.connection.recv(65536):
                        pass
        else:
            body()
            self._bring(told)

    def _bring(self, told: Told) -> None:
        head = f"HTTP/1.1 {told.status} Said\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in told.headers.items())
        if "date" not in told.headers:
            head += f"date: {self.date_time_string()}\r\n"
        head += f"content-length: {len(told.body)}\r\n\r\n"
        whole = head.encode("latin-1") + told.body
        if told.how == "cut":
            self.connection.sendall(whole[: len(head) + len(told.body) // 2])
            self.close_connection = True
        elif told.how == "half open":
            self.connection.sendall(whole[: len(head) + len(told.body) // 2])
            with suppress(OSError):
                self.connection.recv(65536)
            self.close_connection = True
        elif told.how == "slow":
            step = max(1, len(whole) // 8)
            for at in range(0, len(whole), step):
                self.connection.sendall(whole[at : at + step])
                time.sleep(0.02)
        else:
            self.connection.sendall(whole)

    def _reset(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        with suppress(OSError):
            self.rfile.close()
            self.wfile.close()
            self.connection.close()

    do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815


@contextmanager
def standing(base_url: str, seed: str, count: int) -> Iterator[list[Chaos]]:
    """Give a chaos for each of so many stations."""
    made = [Chaos(base_url, f"{seed}:{number}") for number in range(count)]
    try:
        yield made
    finally:
        for each in made:
            each.refuse()


def changed(told: Told, change: Callable[[dict[str, Any]], object]) -> Told:
    """Give an answer with its JSON changed; as it was where it holds none."""
    try:
        body = json.loads(told.body)
    except ValueError:
        return told
    if not isinstance(body, dict):
        return told
    change(body)
    return replace(told, body=json.dumps(body).encode())
