"""A network that fails: what is told, and whether the request may have been carried out."""

import gzip
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread

import httpcore2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station.core.clock import SystemClock
from station.sync.address import Address, parse
from station.sync.carrier import Carrier, Reply
from station.sync.line import Limits, Lines
from station.sync.lost import Lost, Refused
from tests.wire_servers import Answer, Listener, listening, reply, reset, saying

SHORT_S = 0.02
BIG = b"x" * 20_000_000
"""More than the buffers of two sockets hold."""


@contextmanager
def carrying(
    answer: Answer, *, stop: Event | None = None, **more: float
) -> Iterator[tuple[Carrier, Listener]]:
    """A carrier to a server that behaves so."""
    with listening(answer) as server:
        address = replace(parse(f"http://127.0.0.1:{server.port}"), **more)  # type: ignore[arg-type]
        carrier = Carrier(address, SystemClock(), stop=stop)
        try:
            yield carrier, server
        finally:
            carrier.close()


def ask(carrier: Carrier, body: bytes = b"", timeout_s: float = 30.0) -> Reply:
    """Ask with something to carry out."""
    url = carrier.address.base_url
    return carrier.ask("PUT", url, body=body, timeout_s=timeout_s)


def lost(carrier: Carrier, body: bytes = b"", timeout_s: float = 30.0) -> tuple[str, str]:
    """The code and the phase of a request that is lost."""
    with pytest.raises(Lost) as caught:
        ask(carrier, body, timeout_s)
    return caught.value.code, caught.value.phase


def outcome(carrier: Carrier) -> str:
    """How a request ended; any other exception is a bug."""
    try:
        ask(carrier)
    except Lost as trouble:
        return "lost, perhaps applied" if trouble.applied else "lost"
    except Refused:
        return "refused"
    return "answer"


def hang_up(line: socket.socket, request: bytes) -> None:
    line.close()


def break_off(line: socket.socket, request: bytes) -> None:
    reset(line)


def say_half(line: socket.socket, request: bytes) -> None:
    line.sendall(reply(b'{"a":1}')[:-2])
    line.close()


def say_half_and_break_off(line: socket.socket, request: bytes) -> None:
    line.sendall(reply(b'{"a":1}')[:-2])
    line.recv(0)
    reset(line)


def say_half_a_head(line: socket.socket, request: bytes) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\ncontent-ty")
    line.close()


def say_half_a_chunk(line: socket.socket, request: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked"
    line.sendall(head + b"\r\n\r\n9\r\n{}")
    line.close()


def say_nothing(line: socket.socket, request: bytes) -> None:
    line.recv(1)  # until the other side hangs up


def say_half_and_nothing(line: socket.socket, request: bytes) -> None:
    line.sendall(reply(b'{"a":1}')[:-2])
    line.recv(1)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (hang_up, "reset"),
        (break_off, "reset"),
        (say_half, "cut_off"),
        (say_half_a_head, "reset"),
        (say_half_a_chunk, "cut_off"),
        (saying(b"SSH-2.0-something\r\n\r\n"), "cut_off"),
        (saying(reply(b"{}", Content_Encoding="gzip")), "garbled"),
        (saying(reply(gzip.compress(b"{}")[:-3], Content_Encoding="gzip")), "garbled"),
        (saying(reply(b"{}", Content_Encoding="br")), "garbled"),
    ],
)
def test_what_fails_after_the_request_may_have_been_carried_out(answer: Answer, code: str) -> None:
    with carrying(answer) as (carrier, server):
        assert lost(carrier) == (code, "after")
        assert len(server.requests) == 1  # nothing is tried again here


GOOD = reply(
    gzip.compress(b'{"a":1}'), Content_Encoding="gzip", Date="Fri, 20 Nov 2026 08:00:00 GMT"
)


@given(
    st.lists(
        st.tuples(st.integers(0, len(GOOD)), st.integers(0, 3), st.binary(max_size=3)), max_size=4
    )
)
@settings(max_examples=60)
def test_whatever_a_server_says_is_an_answer_or_told(changes: list[tuple[int, int, bytes]]) -> None:
    said = GOOD
    for at, gone, new in changes:
        said = said[:at] + new + said[at + gone :]

    def answer(line: socket.socket, request: bytes) -> None:
        line.sendall(said)
        line.close()

    with carrying(answer, silence_s=1) as (carrier, server):
        assert outcome(carrier) in {"answer", "lost, perhaps applied", "refused"}
        assert len(server.requests) == 1


def test_an_answer_broken_off_in_the_middle_is_lost() -> None:
    with carrying(say_half_and_break_off) as (carrier, _):
        code, phase = lost(carrier)
    assert (code in {"reset", "cut_off"}, phase) == (True, "after")


@pytest.mark.parametrize("answer", [say_nothing, say_half_and_nothing])
def test_silence_is_waited_for_only_so_long(answer: Answer) -> None:
    with carrying(answer, silence_s=SHORT_S) as (carrier, _):
        assert lost(carrier) == ("slow", "after")


def test_the_whole_takes_only_so_long_however_slowly_it_drips() -> None:
    dripping, first = Event(), [reply()]

    def drip(line: socket.socket, request: bytes) -> None:
        if first:
            line.sendall(first.pop())
            return
        line.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
        while not dripping.wait(0.005):
            line.sendall(b"x")

    with carrying(drip) as (carrier, _):
        assert ask(carrier).status == 200
        assert lost(carrier, timeout_s=4 * SHORT_S) == ("slow", "after")
        dripping.set()


def test_it_can_be_stopped_while_it_waits() -> None:
    stop = Event()

    def stopping(line: socket.socket, request: bytes) -> None:
        stop.set()
        line.recv(1)

    with carrying(stopping, stop=stop) as (carrier, server):
        assert lost(carrier) == ("stopped", "after")
        assert lost(carrier) == ("stopped", "before")
        assert server.connections == 1


def test_it_can_be_stopped_while_it_sends() -> None:
    stop = Event()
    with socket.socket() as place:  # takes a connection and never reads from it
        place.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        place.bind(("127.0.0.1", 0))
        place.listen()
        address = parse(f"http://127.0.0.1:{place.getsockname()[1]}")
        carrier = Carrier(replace(address, silence_s=3 * SHORT_S), SystemClock(), stop=stop)
        assert lost(carrier, BIG) == ("slow", "during")
        carrier.close()


def test_a_connection_broken_while_sending_is_listened_to_once_more() -> None:
    """The library's own WriteError makes it look for an answer that came before."""
    limits = Limits((), connect_s=5, silence_s=5, whole_s=5)
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        place.listen()
        opened = Lines((), limits).connect_tcp("127.0.0.1", place.getsockname()[1])
        reset(place.accept()[0])
        with pytest.raises(httpcore2.WriteError):
            opened.write(BIG)
        opened.close()
        assert opened.get_extra_info("is_readable")
        assert opened.get_extra_info("ssl_object") is None


def test_a_connection_broken_in_the_middle_of_a_request() -> None:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        place.listen()
        carrier = Carrier(parse(f"http://127.0.0.1:{place.getsockname()[1]}"), SystemClock())

        def serve() -> None:
            line, _ = place.accept()
            line.recv(100)
            reset(line)

        worker = Thread(target=serve)
        worker.start()
        assert lost(carrier, BIG) == ("reset", "during")
        carrier.close()
        worker.join()


def test_an_answer_given_before_all_was_sent_is_taken() -> None:
    """A server may refuse what is too large by its head alone."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        place.listen()
        carrier = Carrier(parse(f"http://127.0.0.1:{place.getsockname()[1]}"), SystemClock())

        def serve() -> None:
            line, _ = place.accept()
            line.recv(100)
            line.sendall(reply(b"{}", "413 Content Too Large"))
            while line.recv(1_000_000):
                pass
            line.close()

        worker = Thread(target=serve)
        worker.start()
        assert ask(carrier, BIG).status == 413
        carrier.close()
        worker.join()


def test_a_huge_answer_is_left() -> None:
    def endless(line: socket.socket, request: bytes) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n")
        while True:
            line.sendall(b"x" * 65536)

    with carrying(endless, largest=1_000_000) as (carrier, _):
        assert lost(carrier) == ("too_large", "after")


def test_a_packed_bomb_is_left() -> None:
    bomb = reply(gzip.compress(bytes(5_000_000)), Content_Encoding="gzip")
    with carrying(saying(bomb, reply()), largest=1_000_000) as (carrier, _):
        assert lost(carrier) == ("too_large", "after")
        assert ask(carrier).body == b"{}"


def test_a_lost_request_does_not_spoil_the_next() -> None:
    answers: list[Answer] = [hang_up, break_off, say_half]

    def answer(line: socket.socket, request: bytes) -> None:
        (answers.pop() if answers else saying(reply()))(line, request)

    with carrying(answer) as (carrier, _):
        assert [lost(carrier)[1] for _ in range(3)] == ["after"] * 3
        assert ask(carrier).status == 200


def test_a_connection_that_was_left_is_not_used_again() -> None:
    left = Event()

    def once(line: socket.socket, request: bytes) -> None:
        line.sendall(reply())
        line.close()
        left.set()

    with carrying(once) as (carrier, server):
        assert ask(carrier).status == 200
        left.wait(5)
        assert ask(carrier).status == 200
        assert server.connections == 2


def test_a_server_may_be_at_an_address_of_the_new_kind() -> None:
    with listening(saying(reply()), host="::1") as server:
        carrier = Carrier(parse(f"http://[::1]:{server.port}/r4"), SystemClock())
        assert ask(carrier).status == 200
        carrier.close()
        assert f"host: [::1]:{server.port}".encode() in server.requests[0].lower()


def nobody() -> Address:
    """An address on this PC where nobody listens."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return parse(f"http://127.0.0.1:{place.getsockname()[1]}")


def test_where_nobody_listens_nothing_was_sent() -> None:
    carrier = Carrier(nobody(), SystemClock())
    assert lost(carrier) == ("refused", "before")
    carrier.close()


@pytest.mark.parametrize("error", [socket.gaierror(-2, "no name"), UnicodeError("odd")])
def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def unknown(*_: object, **__: object) -> list[object]:
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    carrier = Carrier(parse("https://fhir.example.no", proxy="none"), SystemClock())
    assert lost(carrier) == ("no_name", "before")
    carrier.close()


def leads_to(monkeypatch: pytest.MonkeyPatch, *places: tuple[str, int]) -> None:
    """Let every name lead to these addresses."""
    kind = (socket.AF_INET, socket.SOCK_STREAM, 0, "")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(*kind, each) for each in places])


def test_the_next_address_of_a_name_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with carrying(saying(reply())) as (carrier, server):
        closed = int(nobody().base_url.rpartition(":")[2])
        leads_to(monkeypatch, ("127.0.0.1", closed), ("127.0.0.1", server.port))
        assert ask(carrier).status == 200


def test_a_name_without_addresses_is_out_of_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    carrier = Carrier(nobody(), SystemClock())
    leads_to(monkeypatch)
    assert lost(carrier) == ("unreachable", "before")
    leads_to(monkeypatch, ("255.255.255.255", 9))
    assert lost(carrier) == ("unreachable", "before")
    carrier.close()


@pytest.fixture
def full() -> Iterator[int]:
    """A port whose server takes no more connections: they are neither taken nor refused."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        place.listen(0)
        with socket.create_connection(place.getsockname()):
            yield place.getsockname()[1]


def test_a_server_that_does_not_take_the_call(full: int) -> None:
    address = replace(parse(f"http://127.0.0.1:{full}"), connect_s=SHORT_S)
    carrier = Carrier(address, SystemClock())
    assert lost(carrier) == ("no_answer", "before")
    carrier.close()


def test_it_can_be_stopped_while_it_connects(full: int) -> None:
    class Later(Event):
        """Is set from the second look on."""

        looks = 0

        def is_set(self) -> bool:
            self.looks += 1
            return self.looks > 2

    carrier = Carrier(parse(f"http://127.0.0.1:{full}"), SystemClock(), stop=Later())
    assert lost(carrier) == ("stopped", "before")
    carrier.close()


@pytest.mark.parametrize("job", [lambda c: c.ask("GET", c.address.base_url, headers={"a b": "c"})])
def test_an_odd_header_is_a_bug(job: Callable[[Carrier], Reply]) -> None:
    with carrying(saying(reply())) as (carrier, server):
        with pytest.raises(httpcore2.LocalProtocolError):
            job(carrier)
        assert not server.requests
