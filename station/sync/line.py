"""Sockets that can be stopped: what the HTTP library reads and writes through.

Every wait is cut into short ones, between which the limits of the request are looked at. A
connection is checked (TLS, pins) before the HTTP library gets it, so that no byte of a request can
go to a server that is not the right one. Why not the library's own sockets stands in
docs/decisions/0131-the-wire-stands-on-httpcore.md.
"""

import errno
import selectors
import socket
import ssl
import time
from collections.abc import Iterable
from threading import Event
from typing import Any

import httpcore2

from station.security.pins import fits
from station.sync.lost import Refused
from station.sync.tls import refusal

SLICE_S = 0.05
"""How long a stop may go unnoticed."""
_Where = tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]
_UNDER_WAY = (errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EALREADY, errno.EINTR, 10035)
"""A connection that is being made; 10035 is Windows' word for it."""
_NOBODY = (errno.ECONNREFUSED, 10061)


class Broken(Exception):  # noqa: N818  (becomes Lost where it is known how far the request came)
    """The connection with `host` failed in the way that `code` (a key of LOST) says."""

    def __init__(self, code: str, host: str) -> None:
        """Keep what failed, and with whom."""
        super().__init__(code)
        self.code = code
        self.host = host


class Limits:
    """How long one request may take, and who may stop it."""

    def __init__(
        self, stops: tuple[Event, ...], *, connect_s: float, silence_s: float, whole_s: float
    ) -> None:
        """Begin now."""
        self._stops = stops
        self._end = time.monotonic() + whole_s
        self.connect_s = connect_s
        self.silence_s = silence_s

    def until(self, seconds: float) -> float:
        """Give the moment (monotonic) when a wait of at most `seconds` ends."""
        return min(self._end, time.monotonic() + seconds)

    def check(self, until: float, code: str, host: str) -> float:
        """Give how long to wait now (seconds); Broken when stopped or when it is over."""
        if any(stop.is_set() for stop in self._stops):
            raise Broken("stopped", host)
        left = until - time.monotonic()
        if left <= 0:
            raise Broken(code, host)
        return min(left, SLICE_S)


class Lines(httpcore2.NetworkBackend):
    """Makes connections, for one request at a time under `limits`."""

    def __init__(self, pins: tuple[str, ...], limits: Limits) -> None:
        """Let only servers through whose key is one of `pins`, if there are any."""
        self.pins = pins
        self.limits = limits
        self.certificate = b""
        """Of the server that was last let through or turned away, in DER."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  (the limits decide)
        local_address: str | None = None,  # noqa: ARG002  (never chosen)
        socket_options: Iterable[object] | None = None,  # noqa: ARG002  (none but ours)
    ) -> "Line":
        """Connect to the first address of a host that answers; Broken if none does."""
        until = self.limits.until(self.limits.connect_s)
        self.limits.check(until, "no_answer", host)
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Broken("no_name", host) from error
        failed = Broken("unreachable", host)
        for family, kind, protocol, _, where in found:
            try:
                return Line(self._connect(family, kind, protocol, where, until, host), self, host)
            except Broken as error:
                if error.code in {"stopped", "no_answer"}:
                    raise
                failed = error
        raise failed

    def _connect(
        self, family: int, kind: int, protocol: int, where: _Where, until: float, host: str
    ) -> socket.socket:
        line = socket.socket(family, kind, protocol)
        try:
            line.settimeout(0)
            result = line.connect_ex(where)
            if result in _UNDER_WAY:
                self._wait(line, until, host)
                result = line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            _check_connected(result, host)
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except BaseException:
            line.close()
            raise
        return line

    def _wait(self, line: socket.socket, until: float, host: str) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(line, selectors.EVENT_WRITE)
            while not selector.select(self.limits.check(until, "no_answer", host)):
                pass


def _check_connected(result: int, host: str) -> None:
    if result:
        raise Broken("refused" if result in _NOBODY else "unreachable", host)


class Line(httpcore2.NetworkStream):
    """One connection."""

    def __init__(self, line: socket.socket, lines: Lines, host: str) -> None:
        """Speak through `line` with `host`."""
        self._socket = line
        self._lines = lines
        self._host = host

    def read(
        self,
        max_bytes: int,
        timeout: float | None = None,  # noqa: ARG002  (the limits decide)
    ) -> bytes:
        """Give what came, b"" at the end; Broken when it was broken off or was silent too long."""
        limits = self._lines.limits
        until = limits.until(limits.silence_s)
        while True:
            self._socket.settimeout(limits.check(until, "slow", self._host))
            try:
                return self._socket.recv(max_bytes)
            except TimeoutError:
                continue
            except OSError as error:  # also where TLS was not ended as it should be
                raise Broken("reset", self._host) from error

    def write(
        self,
        buffer: bytes,
        timeout: float | None = None,  # noqa: ARG002  (the limits decide)
    ) -> None:
        """Send all of it; the library's WriteError lets it look for an answer given meanwhile."""
        limits = self._lines.limits
        left = memoryview(buffer)
        until = limits.until(limits.silence_s)
        while left:
            self._socket.settimeout(limits.check(until, "slow", self._host))
            try:
                left = left[self._socket.send(left) :]
            except TimeoutError:
                continue
            except OSError as error:
                raise httpcore2.WriteError("broken off") from error
            until = limits.until(limits.silence_s)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002  (the limits decide)
    ) -> "Line":
        """Give this connection encrypted, with the right server; Refused if it is another."""
        host = server_hostname or self._host
        try:
            secured = self._shake_hands(ssl_context, host)
        except BaseException:
            self.close()
            raise
        try:
            self._check_pins(secured, host)
        except BaseException:
            secured.close()
            raise
        return Line(secured, self._lines, host)

    def _shake_hands(self, context: ssl.SSLContext, host: str) -> ssl.SSLSocket:
        limits = self._lines.limits
        until = limits.until(limits.connect_s)
        secured: ssl.SSLSocket | None = None
        try:
            secured = context.wrap_socket(
                self._socket,
                server_hostname=host,
                do_handshake_on_connect=False,
                suppress_ragged_eofs=False,  # an answer without a length must not be cut unseen
            )
            while True:
                secured.settimeout(limits.check(until, "no_answer", host))
                try:
                    secured.do_handshake()
                except TimeoutError:
                    continue
                return secured
        except BaseException as error:
            if secured is not None:
                secured.close()
            raise _told(error, host) from error

    def _check_pins(self, secured: ssl.SSLSocket, host: str) -> None:
        certificate = secured.getpeercert(binary_form=True) or b""
        self._lines.certificate = certificate
        if self._lines.pins and not fits(certificate, self._lines.pins):
            raise Refused("pin", host=host)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  (the library says so)
        """Tell whether something waits to be read, which ends a connection that rests."""
        return _readable(self._socket) if info == "is_readable" else None


def _told(error: BaseException, host: str) -> BaseException:
    """What a failed handshake means: the other side may also just hang up."""
    if isinstance(error, ssl.SSLEOFError):
        return Broken("reset", host)
    if isinstance(error, ssl.SSLError):
        return refusal(error, host)
    return Broken("reset", host) if isinstance(error, OSError) else error


def _readable(line: socket.socket) -> bool:
    if line.fileno() < 0:
        return True
    with selectors.DefaultSelector() as selector:
        selector.register(line, selectors.EVENT_READ)
        return bool(selector.select(0))
