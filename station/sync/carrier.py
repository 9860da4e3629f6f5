"""One request and its answer, with nobody signed in: what a Wire and a sign-in stand on."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from threading import Event, Lock
from urllib.parse import unquote, urlsplit, urlunsplit

import httpcore2

from station.core.clock import Clock
from station.security.pins import pin_of
from station.sync.address import Address, proxy_for
from station.sync.line import Broken, Limits, Lines
from station.sync.lost import Lost, Phase, Refused
from station.sync.tls import context_for
from station.sync.unpacking import Unpackable, whole

FHIR = ("application/fhir+json", "application/json")
_RESTS_S = 20.0
"""How long a connection may rest between two requests."""
_OK, _NO_CONTENT, _MOVED, _NOT_MODIFIED, _WRONG = 200, 204, 300, 304, 400
_NETWORK_SIGN_IN = 511
_PROXY_SIGN_IN = 407
_WITH_BODY = {"POST", "PUT", "PATCH"}
_HALF_SECOND_MS = 500
_CHARSETS = {"", "utf-8", "utf8", "us-ascii"}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: header names in lower case, the body unpacked.

    `skew_ms` is how far the PC's clock is ahead of the server's (negative: behind), half the round
    trip taken off, exact to about a second; None where the server does not tell the time.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    skew_ms: int | None = None


class _Course:
    """How far one request has come, as the HTTP library tells it."""

    def __init__(self) -> None:
        self.phase: Phase = "before"

    def told(self, event: str, info: Mapping[str, object]) -> None:
        request = info.get("request")
        if event == "http11.send_request_headers.started":
            # Asking a proxy for the way is not the request itself.
            if isinstance(request, httpcore2.Request) and request.method != b"CONNECT":
                self.phase = "during"
        elif event == "http11.send_request_body.complete" and self.phase == "during":
            self.phase = "after"


class Carrier:
    """Carries requests to one address, one at a time; may be used from any thread."""

    def __init__(
        self,
        address: Address,
        clock: Clock,
        *,
        stop: Event | None = None,
        accepts: tuple[str, ...] = FHIR,
    ) -> None:
        """Carry to `address` until `stop`; a good answer must be of a type in `accepts`."""
        self.address = address
        self._clock = clock
        self._accepts = accepts
        self._closed = Event()
        self._stops = (self._closed, stop) if stop else (self._closed,)
        self._lock = Lock()
        self._lines = Lines(address.pins, self._limits(0))
        self._pool: httpcore2.ConnectionPool | None = None

    def ask(
        self,
        method: str,
        url: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        timeout_s: float = 30.0,
    ) -> Reply:
        """Ask once, whatever the status of the answer; Lost or Refused where there is none.

        `url` is one that the address gave. Redirections and web pages are Refused, never followed
        or taken.
        """
        with self._lock:
            course = _Course()
            with self._telling(course):
                reply = self._carry(method, url, body, headers or {}, timeout_s, course)
        self._check(reply)
        return reply

    @property
    def server_key(self) -> str:
        """Give the pin of the server that answered last, "" without TLS or before any did."""
        return pin_of(self._lines.certificate) if self._lines.certificate else ""

    def close(self) -> None:
        """Stop what goes on, and hang up."""
        self._closed.set()
        with self._lock:
            if self._pool is not None:
                self._pool.close()

    def _carry(
        self,
        method: str,
        url: str,
        body: bytes,
        headers: Mapping[str, str],
        timeout_s: float,
        course: _Course,
    ) -> Reply:
        self._lines.limits = self._limits(timeout_s)
        started, began = self._clock.now(), self._clock.monotonic()
        if self._pool is None:
            self._pool = self._new_pool()
        with self._pool.stream(
            method,
            url,
            headers=self._headers(method, body, headers),
            content=body or None,
            extensions={"trace": course.told},
        ) as answer:
            trip_ms = int((self._clock.monotonic() - began) * 1000)
            known = _known(answer.headers)
            parts: Iterator[bytes] = answer.iter_stream()
            content = whole(parts, known.get("content-encoding", ""), self.address.largest)
            skew = _skew(known, started + trip_ms // 2)
            return Reply(answer.status, known, content, skew)

    def _headers(
        self, method: str, body: bytes, more: Mapping[str, str]
    ) -> list[tuple[bytes | str, bytes | str]]:
        given = {name.lower(): value for name, value in more.items()}
        usual = {
            "host": urlsplit(self.address.base_url).netloc,
            "accept": ", ".join(self._accepts),
            "accept-encoding": "gzip",
            "user-agent": "Station",
        }
        if body:
            usual["content-type"] = self._accepts[0]
        if body or method in _WITH_BODY:
            usual["content-length"] = str(len(body))
        return list((usual | given).items())

    def _limits(self, whole_s: float) -> Limits:
        place = self.address
        return Limits(
            self._stops, connect_s=place.connect_s, silence_s=place.silence_s, whole_s=whole_s
        )

    def _new_pool(self) -> httpcore2.ConnectionPool:
        secure = self.address.base_url.startswith("https:")
        return httpcore2.ConnectionPool(
            ssl_context=context_for(self.address) if secure else None,
            proxy=_through(proxy_for(self.address)),
            max_connections=1,
            keepalive_expiry=_RESTS_S,
            network_backend=self._lines,
        )

    @contextmanager
    def _telling(self, course: _Course) -> Iterator[None]:
        """Tell every way in which the library and the sockets fail as Lost or Refused."""
        host = self.address.host
        try:
            yield
        except (Broken, Unpackable) as error:
            where = error.host if isinstance(error, Broken) else host
            raise Lost(error.code, course.phase, where) from error
        except httpcore2.ProxyError as error:
            raise _proxy_refusal(str(error), host) from error
        except httpcore2.RemoteProtocolError as error:
            code = "reset" if str(error).startswith("Server disconnected") else "cut_off"
            raise Lost(code, course.phase, host) from error

    def _check(self, reply: Reply) -> None:
        """Refuse what is not the service's own answer."""
        host = self.address.host
        if _MOVED <= reply.status < _WRONG and reply.status != _NOT_MODIFIED:
            raise Refused("redirect", host=host)
        kind, _, rest = reply.headers.get("content-type", "").partition(";")
        kind = kind.strip().lower()
        if reply.status == _NETWORK_SIGN_IN:
            raise Refused("portal", host=host)
        if reply.status == _PROXY_SIGN_IN:
            raise Refused("proxy_sign_in", host=host)
        if not _OK <= reply.status < _MOVED or not reply.body:
            return
        if kind in {"text/html", "application/xhtml+xml"}:
            raise Refused("portal", host=host)
        if kind not in self._accepts or _charset(rest) not in _CHARSETS:
            raise Refused("not_expected", host=host, kind=_shown(kind or "?"))


def _known(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by lower-case name, those given twice joined; cookies are never kept."""
    known: dict[str, str] = {}
    for raw_name, raw_value in headers:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        if name != "set-cookie":
            known[name] = f"{known[name]}, {value}" if name in known else value
    return known


def _skew(headers: Mapping[str, str], middle_ms: int) -> int | None:
    """How far this PC's clock is ahead of the `Date`, which leaves its half second out."""
    told = headers.get("date", "")
    if not told or "age" in headers:  # a stored answer has the time when it was stored
        return None
    try:
        moment = parsedate_to_datetime(told)
        return middle_ms - int(moment.timestamp() * 1000) - _HALF_SECOND_MS
    except (ValueError, OverflowError):
        return None


def _charset(parameters: str) -> str:
    for each in parameters.split(";"):
        name, _, value = each.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"').lower()
    return ""


def _shown(text: str) -> str:
    """What a server said, short and harmless enough to be shown."""
    return "".join(sign for sign in text if sign.isprintable())[:60]


def _through(proxy: str) -> httpcore2.Proxy | None:
    """The proxy as the library wants it, its user name and password taken out of the address."""
    if not proxy:
        return None
    parts = urlsplit(proxy)
    bare = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "", "", ""))
    if parts.username is None:
        return httpcore2.Proxy(bare)
    return httpcore2.Proxy(bare, auth=(unquote(parts.username), unquote(parts.password or "")))


def _proxy_refusal(said: str, host: str) -> Lost | Refused:
    """What a proxy's no means: `said` begins with its status."""
    status = said.partition(" ")[0]
    if status == str(_PROXY_SIGN_IN):
        return Refused("proxy_sign_in", host=host)
    if status.startswith("5"):
        return Lost("unreachable", "before", host)
    return Refused("proxy_refused", host=host, status=_shown(status))
