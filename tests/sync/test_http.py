"""The wire: what is sent, what is taken for an answer, and how a 401 is met."""

import gzip
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Thread

import pytest

from station.core.clock import FixedClock
from station.sync.address import parse
from station.sync.carrier import FHIR
from station.sync.http import Lost, Refused, Reply, Signer, Wire
from station.sync.signing_in import NoSignIn
from tests.wire_servers import Listener, dated, listening, reply, saying

NOW = 1_795_161_600_000
MINUTE = 60_000


class Signed:
    """A signer that counts, and lets a request be tried again `again` times."""

    def __init__(self, again: int = 0) -> None:
        self.signed: list[tuple[str, str, int]] = []
        self.again = again

    def sign(self, method: str, url: str, now_ms: int) -> Mapping[str, str]:
        self.signed.append((method, url, now_ms))
        return {"authorization": f"Bearer {len(self.signed)}"}

    def refused(self, reply: Reply) -> bool:
        self.again -= 1
        return self.again >= 0


@contextmanager
def wire(
    *answers: bytes, signer: Signer | None = None, accepts: tuple[str, ...] = FHIR
) -> Iterator[tuple[Wire, Listener]]:
    """A wire to a server that says these answers."""
    with listening(saying(*answers)) as server:
        address = parse(f"http://127.0.0.1:{server.port}/r4")
        opened = Wire(address, signer or NoSignIn(address), FixedClock(NOW), accepts=accepts)
        try:
            yield opened, server
        finally:
            opened.close()


def header(request: bytes, name: str) -> str:
    """A header of a request as it came."""
    for line in request.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]:
        found, _, value = line.partition(": ")
        if found.lower() == name:
            return value
    return ""


def test_a_request_is_sent_as_it_is_and_its_answer_comes_back() -> None:
    answer = reply(b'{"a":1}', "201 Created", ETag='W/"1"', X_Two="a", x_two="b", Set_Cookie="c=d")
    with wire(answer) as (opened, server):
        given = {"If-Match": 'W/"0"', "Content-Type": "application/json"}
        found = opened.ask("PUT", "Patient/1", body=b'{"x":"\xc3\xb8"}', headers=given)
        (request,) = server.requests
    assert request.startswith(b"PUT /r4/Patient/1 HTTP/1.1\r\n")
    assert request.endswith(b'\r\n\r\n{"x":"\xc3\xb8"}')
    assert header(request, "host") == f"127.0.0.1:{server.port}"
    assert header(request, "if-match") == 'W/"0"'
    assert header(request, "content-type") == "application/json"
    assert header(request, "accept-encoding") == "gzip"
    assert (found.status, found.body) == (201, b'{"a":1}')
    assert (found.headers["etag"], found.headers["x-two"]) == ('W/"1"', "a, b")
    assert "set-cookie" not in found.headers


def test_a_body_is_fhir_unless_something_else_is_said() -> None:
    with wire(reply()) as (opened, server):
        opened.ask("POST", "", body=b"{}")
        opened.ask("GET", "metadata")
        opened.ask("POST", "Patient/$validate")
        post, get, bare = server.requests
        assert opened.server_key == ""  # without TLS there is none
    assert post.startswith(b"POST /r4 HTTP/1.1\r\n")
    assert header(post, "content-type") == "application/fhir+json"
    assert header(get, "content-type") == header(get, "content-length") == ""
    assert (header(bare, "content-type"), header(bare, "content-length")) == ("", "0")
    assert header(get, "accept") == "application/fhir+json, application/json"


def test_connections_are_used_again() -> None:
    with wire(reply()) as (opened, server):
        for _ in range(5):
            opened.ask("GET", "Patient")
        assert (server.connections, len(server.requests)) == (1, 5)


def test_packed_answers_are_unpacked() -> None:
    packed = gzip.compress(b'{"a":"' + b"x" * 5000 + b'"}')
    with wire(reply(packed, Content_Encoding="gzip")) as (opened, _):
        assert json.loads(opened.ask("GET", "Patient").body)["a"] == "x" * 5000


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
def test_an_answer_without_a_body_is_an_answer(status: str) -> None:
    with wire(f"HTTP/1.1 {status}\r\n\r\n".encode()) as (opened, _):
        assert opened.ask("GET", "Patient").body == b""


@pytest.mark.parametrize("status", [400, 403, 404, 409, 410, 412, 413, 422, 423, 429, 500, 503])
def test_every_other_status_is_an_answer_whatever_its_type(status: int) -> None:
    with wire(reply(b"<html>", f"{status} So", "text/html", Retry_After="7")) as (opened, _):
        found = opened.ask("GET", "Patient")
    assert (found.status, found.headers["retry-after"]) == (status, "7")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(b"<html>", kind="text/html; charset=utf-8"), "portal"),
        (reply(b"<html>", kind="application/xhtml+xml"), "portal"),
        (reply(b"", "511 Network Authentication Required"), "portal"),
        (reply(b"", "407 Proxy Authentication Required"), "proxy_sign_in"),
        (reply(b"hi", kind="text/plain"), "not_expected"),
        (reply(b"{}", kind=""), "not_expected"),
        (reply(b"<a/>", kind="application/fhir+xml"), "not_expected"),
        (reply(b"{}", kind="application/fhir+json; charset=utf-16"), "not_expected"),
        (reply(b"", "302 Found", Location="http://127.0.0.1:1/r4/Patient"), "redirect"),
        (reply(b"", "301 Moved", Location="/r5/Patient"), "redirect"),
        (reply(b"", "308 Moved", Location="https://elsewhere.example/"), "redirect"),
    ],
)
def test_what_is_not_the_services_answer_is_not_taken_for_one(answer: bytes, code: str) -> None:
    with wire(answer) as (opened, server):
        with pytest.raises(Refused) as caught:
            opened.ask("GET", "Patient")
        assert len(server.requests) == 1  # nothing was followed
    assert caught.value.code == code
    assert "{" not in caught.value.sentence()


def test_an_answer_may_say_its_charset_among_other_things() -> None:
    kind = 'Application/FHIR+JSON; fhirVersion=4.0; Charset="UTF-8"'
    with wire(reply(kind=kind)) as (opened, _):
        assert opened.ask("GET", "Patient").body == b"{}"


def test_another_service_may_speak_another_type() -> None:
    with wire(reply(b"<a/>", kind="text/xml"), accepts=("text/xml",)) as (opened, server):
        assert opened.ask("POST", "", body=b"<b/>").body == b"<a/>"
        assert header(server.requests[0], "content-type") == "text/xml"


def test_nothing_is_asked_of_another_server() -> None:
    signer = Signed()
    with wire(reply(), signer=signer) as (opened, server):
        with pytest.raises(Refused, match="other_origin"):
            opened.ask("GET", "https://elsewhere.example/r4/Patient")
        assert not server.connections
    assert not signer.signed


@pytest.mark.parametrize(
    ("ahead", "skew"), [(0, 0), (61 * MINUTE, 61 * MINUTE), (-MINUTE, -MINUTE)]
)
def test_the_skew_of_the_clock_is_found(ahead: int, skew: int) -> None:
    with wire(reply(Date=dated(NOW - ahead))) as (opened, _):
        found = opened.ask("GET", "Patient").skew_ms
    assert found is not None
    assert abs(found - skew) <= 500


def test_half_the_round_trip_is_taken_off() -> None:
    class Ticking(FixedClock):
        """Its counter runs 4 seconds from one look to the next."""

        def monotonic(self) -> float:
            self.advance(4_000)
            return super().monotonic()

    with listening(saying(reply(Date=dated(NOW)))) as server:
        address = parse(f"http://127.0.0.1:{server.port}")
        opened = Wire(address, NoSignIn(address), Ticking(NOW))
        assert opened.ask("GET", "Patient").skew_ms == 2_000 - 500
        opened.close()


@pytest.mark.parametrize(
    "more", [{}, {"Date": "yesterday"}, {"Date": ""}, {"Date": dated(NOW), "Age": "60"}]
)
def test_no_skew_is_made_up(more: dict[str, str]) -> None:
    with wire(reply(b"{}", "200 OK", "application/json", **more)) as (opened, _):
        assert opened.ask("GET", "Patient").skew_ms is None


NO = "401 Unauthorized"


def test_a_refused_request_is_signed_anew_and_sent_as_it_was() -> None:
    signer = Signed(again=1)
    with wire(reply(b"", NO), reply(b'{"a":1}'), signer=signer) as (opened, server):
        assert opened.ask("PUT", "Patient/1", body=b"body").body == b'{"a":1}'
        first, second = server.requests
    assert first.replace(b"Bearer 1", b"Bearer 2") == second
    url = f"http://127.0.0.1:{server.port}/r4/Patient/1"
    assert signer.signed == [("PUT", url, NOW)] * 2


@pytest.mark.parametrize(("again", "asked"), [(0, 1), (1, 2), (9, 3)])
def test_a_refusal_that_stays_is_told_and_does_not_go_round(again: int, asked: int) -> None:
    signer = Signed(again)
    with wire(reply(b"", NO, Date=dated(NOW)), signer=signer) as (opened, server):
        with pytest.raises(Refused) as caught:
            opened.ask("GET", "Patient")
        assert len(server.requests) == asked
    assert (caught.value.code, caught.value.group) == ("sign_in", "sign_in")


@pytest.mark.parametrize(
    ("ahead", "code", "minutes"),
    [(61 * MINUTE, "clock_ahead", 61), (-24 * 60 * MINUTE, "clock_behind", 1440)],
)
def test_a_wrong_clock_is_named_when_the_pc_is_not_let_in(
    ahead: int, code: str, minutes: int
) -> None:
    answer = reply(b"", NO, Date=dated(NOW - ahead))
    with wire(answer, signer=Signed()) as (opened, _), pytest.raises(Refused) as caught:
        opened.ask("GET", "Patient")
    assert (caught.value.code, caught.value.values["minutes"]) == (code, minutes)


def test_several_threads_ask_one_after_the_other() -> None:
    answers: list[int] = []
    with wire(reply()) as (opened, server):

        def ask() -> None:
            answers.extend(opened.ask("GET", "Patient").status for _ in range(10))

        threads = [Thread(target=ask) for _ in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert (len(answers), server.connections) == (40, 1)


def test_a_closed_wire_asks_no_more() -> None:
    with wire(reply()) as (opened, server):
        opened.close()
        opened.close()
        with pytest.raises(Lost) as caught:
            opened.ask("GET", "Patient")
        assert not server.connections
    assert (caught.value.code, caught.value.applied) == ("stopped", False)
