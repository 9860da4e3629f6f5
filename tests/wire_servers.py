"""Servers for the wire's tests: real sockets and real TLS on this PC, that do as they are told."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from threading import Thread

Answer = Callable[[socket.socket, bytes], None]
"""What is done with one request (its bytes as they came) on a connection."""
JSON = "application/fhir+json"
TLS = b"\x16"


@dataclass
class Listener:
    """A server: its port, what it was asked (bytes as they came), how often it was connected to."""

    port: int = 0
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0
    handshakes: int = 0


@contextmanager
def listening(
    answer: Answer, context: ssl.SSLContext | None = None, *, host: str = "127.0.0.1"
) -> Iterator[Listener]:
    """Listen on a port of this PC; each connection is served in turn, request after request."""
    known = Listener()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as place:
        place.bind((host, 0))
        place.listen()
        known.port = place.getsockname()[1]
        worker = Thread(target=_serve, args=(place, answer, context, known))
        worker.start()
        try:
            yield known
        finally:
            with suppress(OSError):
                place.shutdown(socket.SHUT_RDWR)
            place.close()
            worker.join(5)
            assert not worker.is_alive()


def _serve(
    place: socket.socket, answer: Answer, context: ssl.SSLContext | None, known: Listener
) -> None:
    while True:
        try:
            line, _ = place.accept()
        except OSError:
            return
        known.connections += 1
        line.settimeout(5)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with suppress(OSError):
            if context:
                line = context.wrap_socket(line, server_side=True)
                known.handshakes += 1
            while request := read_request(line):
                known.requests.append(request)
                answer(line, request)
        line.close()


def read_request(line: socket.socket) -> bytes:
    """Read one request with its body; what there is if the other side hangs up before its end."""
    came = b""
    while b"\r\n\r\n" not in came:
        part = line.recv(65536)
        if not part:
            return came
        came += part
        if came[:1] == TLS:  # a client that begins with TLS waits for an answer now
            return came
    head, _, body = came.partition(b"\r\n\r\n")
    while len(body) < _length(head):
        part = line.recv(65536)
        if not part:
            break
        body += part
    return head + b"\r\n\r\n" + body


def _length(head: bytes) -> int:
    for each in head.split(b"\r\n"):
        name, _, value = each.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def reply(body: bytes = b"{}", status: str = "200 OK", kind: str = JSON, **headers: str) -> bytes:
    """Give the bytes of an answer; header names take _ for -."""
    given = {"content-type": kind, "content-length": str(len(body))}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in given.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def saying(*answers: bytes) -> Answer:
    """Answer the first request with the first of these, and so on; the last one stays."""
    left = list(answers)

    def answer(line: socket.socket, request: bytes) -> None:
        line.sendall(left.pop(0) if len(left) > 1 else left[0])

    return answer


def dated(ms: int) -> str:
    """Give a moment as the Date header has it."""
    return format_datetime(datetime.fromtimestamp(ms / 1000, UTC), usegmt=True)


def reset(line: socket.socket) -> None:
    """Break a connection off, so that the other side hears of it as a fault."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    line.close()


@contextmanager
def proxying(target: int, refusal: bytes = b"") -> Iterator[Listener]:
    """A proxy that leads every name to one port of this PC, or answers with `refusal`."""

    def answer(line: socket.socket, request: bytes) -> None:
        if refusal:
            line.sendall(refusal)
            line.close()
            return
        with socket.create_connection(("127.0.0.1", target)) as far:
            line.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = Thread(target=_pump, args=(far, line))
            back.start()
            _pump(line, far)
            back.join(5)
        line.close()

    with listening(answer) as known:
        yield known


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(65536):
            sink.sendall(part)
    with suppress(OSError):
        sink.shutdown(socket.SHUT_WR)
