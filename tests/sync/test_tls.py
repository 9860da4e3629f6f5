"""TLS for real: the right server is believed; all others are told apart and get no byte."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate

from station.core.clock import SystemClock
from station.core.trouble import Trouble
from station.security.pins import pin_of
from station.sync.address import Address, parse
from station.sync.carrier import Carrier
from station.sync.line import Broken, Limits, Lines
from station.sync.lost import Lost, Refused
from station.sync.tls import context_for, refusal
from tests.wire_servers import Listener, listening, proxying, reply, reset, saying

OUR_CA, ROGUE_CA = trustme.CA(), trustme.CA()
NAME = "127.0.0.1"
FAR = "central.test"
OTHER_PIN = "A" * 43 + "="


def serving(leaf: trustme.LeafCert) -> ssl.SSLContext:
    """A server's settings with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    return context


def pin(leaf: trustme.LeafCert) -> str:
    """The pin of a server's certificate."""
    found = load_pem_x509_certificate(leaf.cert_chain_pems[0].bytes())
    return pin_of(found.public_bytes(Encoding.DER))


GOOD = OUR_CA.issue_cert(NAME, FAR)


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file with whom to trust."""
    place = tmp_path_factory.mktemp("trust") / "ours.pem"
    OUR_CA.cert_pem.write_to_path(place)
    return str(place)


@contextmanager
def secured(context: ssl.SSLContext) -> Iterator[Listener]:
    """A server with TLS that answers {}."""
    with listening(saying(reply()), context) as server:
        yield server


def asked(address: Address) -> int:
    """The status of one request to an address."""
    carrier = Carrier(address, SystemClock())
    try:
        return carrier.ask("GET", address.url("Patient")).status
    finally:
        carrier.close()


def told(address: Address) -> Trouble:
    """The trouble that one request ends in."""
    with pytest.raises(Trouble) as caught:
        asked(address)
    return caught.value


def at(server: Listener, trusted: str, **more: tuple[str, ...]) -> Address:
    """The address of a server on this PC."""
    pins = more.get("pins", ())
    return parse(f"https://{NAME}:{server.port}/r4", trust=trusted, pins=pins)


def test_the_right_server_is_believed(trusted: str) -> None:
    with secured(serving(GOOD)) as server:
        carrier = Carrier(at(server, trusted), SystemClock())
        assert carrier.server_key == ""
        for _ in range(3):
            assert carrier.ask("GET", carrier.address.url("Patient")).body == b"{}"
        assert carrier.server_key == pin(GOOD)
        carrier.close()
        assert (server.connections, server.handshakes) == (1, 1)


def test_the_pc_decides_whom_it_trusts(monkeypatch: pytest.MonkeyPatch, trusted: str) -> None:
    with secured(serving(GOOD)) as server:
        address = parse(f"https://{NAME}:{server.port}")
        assert told(address).code == "certificate_unknown"
        monkeypatch.setenv("SSL_CERT_FILE", trusted)
        assert asked(address) == 200


LONG_AGO, SOON = datetime(2020, 1, 1, tzinfo=UTC), datetime.now(UTC) + timedelta(days=30)


@pytest.mark.parametrize(
    ("leaf", "code"),
    [
        (OUR_CA.issue_cert(NAME, not_before=LONG_AGO, not_after=LONG_AGO), "certificate_time"),
        (
            OUR_CA.issue_cert(NAME, not_before=SOON, not_after=SOON + timedelta(days=9)),
            "certificate_time",
        ),
        (OUR_CA.issue_cert("other.test"), "certificate_host"),
        (OUR_CA.issue_cert("127.0.0.2"), "certificate_host"),
        (ROGUE_CA.issue_cert(NAME), "certificate_unknown"),
    ],
)
def test_every_other_server_is_told_apart_and_gets_no_byte(
    leaf: trustme.LeafCert, code: str, trusted: str
) -> None:
    with secured(serving(leaf)) as server:
        trouble = told(at(server, trusted))
    assert isinstance(trouble, Refused)
    assert (trouble.code, trouble.group, trouble.applied) == (code, "tls", False)
    assert NAME in trouble.sentence()
    assert not server.requests


def test_a_server_that_signed_its_own_certificate_is_unknown(trusted: str, tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ROGUE_CA.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
    ROGUE_CA.cert_pem.write_to_path(str(tmp_path / "own.pem"))
    context.load_cert_chain(tmp_path / "own.pem", tmp_path / "key.pem")
    with secured(context) as server:
        assert told(at(server, trusted)).code == "certificate_unknown"


def test_a_name_is_checked_too_not_only_numbers(
    trusted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, port, **more: real("127.0.0.1", port, **more)
    )
    with secured(serving(OUR_CA.issue_cert("other.test"))) as server:
        address = parse(f"https://{FAR}:{server.port}", trust=trusted, proxy="none")
        assert told(address).code == "certificate_host"
    with secured(serving(GOOD)) as server:
        address = parse(f"https://{FAR}:{server.port}", trust=trusted, proxy="none")
        assert asked(address) == 200


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_an_outdated_server_is_told(trusted: str) -> None:
    old = serving(GOOD)
    old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    with secured(old) as server:
        assert told(at(server, trusted)).code == "tls_old"
    assert not server.requests


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_todays_versions_are_spoken(version: ssl.TLSVersion, trusted: str) -> None:
    context = serving(GOOD)
    context.minimum_version = context.maximum_version = version
    with secured(context) as server:
        assert asked(at(server, trusted)) == 200


def test_never_older_than_today_whatever_the_system_allows(trusted: str) -> None:
    for trust in ("system", trusted):
        context = context_for(parse("https://a.no", trust=trust))
        assert context.minimum_version == ssl.TLSVersion.TLSv1_2
        assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_a_server_without_tls_is_told(trusted: str) -> None:
    with listening(saying(reply())) as server:
        assert told(at(server, trusted)).code == "tls_none"


@pytest.mark.parametrize("end", [socket.socket.close, reset])
def test_a_server_that_hangs_up_in_the_handshake_is_lost(
    end: Callable[[socket.socket], None], trusted: str
) -> None:
    with listening(lambda line, _: end(line)) as server:
        trouble = told(at(server, trusted))
    assert isinstance(trouble, Lost)
    assert (trouble.code, trouble.phase) == ("reset", "before")


def test_a_connection_that_is_gone_before_the_handshake_is_lost() -> None:
    class Gone(ssl.SSLContext):
        """Finds that there is no connection any more."""

        def wrap_socket(self, sock: socket.socket, **_: object) -> ssl.SSLSocket:  # type: ignore[override]
            raise ConnectionResetError

    limits = Limits((), connect_s=5, silence_s=5, whole_s=5)
    with listening(saying(reply())) as server:
        opened = Lines((), limits).connect_tcp(NAME, server.port)
        with pytest.raises(Broken, match="reset"):
            opened.start_tls(Gone(ssl.PROTOCOL_TLS_CLIENT), NAME)


def test_a_handshake_takes_only_so_long(trusted: str) -> None:
    with socket.socket() as place:
        place.bind((NAME, 0))
        place.listen()
        address = parse(f"https://{NAME}:{place.getsockname()[1]}", trust=trusted)
        trouble = told(replace(address, connect_s=0.07))
    assert isinstance(trouble, Lost)
    assert (trouble.code, trouble.phase) == ("no_answer", "before")


def test_an_answer_without_an_end_is_not_taken_for_whole(trusted: str) -> None:
    """Without a length only TLS's own farewell tells a whole answer from a cut one."""

    def cut(line: socket.socket, request: bytes) -> None:
        line.sendall(b'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{"a":1}')
        line.close()

    def farewell(line: socket.socket, request: bytes) -> None:
        assert isinstance(line, ssl.SSLSocket)
        line.sendall(b'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{"a":1}')
        line.unwrap().close()

    with listening(cut, serving(GOOD)) as server:
        assert told(at(server, trusted)).code == "reset"
    with listening(farewell, serving(GOOD)) as server:
        assert asked(at(server, trusted)) == 200


# Pins


def test_one_of_the_agreed_keys_is_let_through(trusted: str) -> None:
    with secured(serving(GOOD)) as server:
        assert asked(at(server, trusted, pins=(OTHER_PIN, pin(GOOD)))) == 200


def test_another_key_gets_no_byte_though_its_certificate_is_good(trusted: str) -> None:
    with secured(serving(GOOD)) as server:
        trouble = told(at(server, trusted, pins=(OTHER_PIN, pin(ROGUE_CA.issue_cert(NAME)))))
        assert server.connections == 1
    assert isinstance(trouble, Refused)
    assert (trouble.code, trouble.group, trouble.applied) == ("pin", "pin", False)
    assert not server.requests


def test_a_pin_does_not_make_up_for_a_bad_certificate(trusted: str) -> None:
    rogue = ROGUE_CA.issue_cert(NAME)
    with secured(serving(rogue)) as server:
        assert told(at(server, trusted, pins=(pin(rogue), pin(GOOD)))).code == "certificate_unknown"
    assert not server.requests


# Proxies


def through(proxy: Listener, trusted: str, pins: tuple[str, ...] = ()) -> Address:
    """A server far away, reached through a proxy."""
    way = f"http://{NAME}:{proxy.port}"
    return parse(f"https://{FAR}/r4", trust=trusted, proxy=way, pins=pins)


def test_a_proxy_leads_there_and_hears_nothing_of_it(trusted: str) -> None:
    with secured(serving(GOOD)) as server, proxying(server.port) as proxy:
        assert asked(through(proxy, trusted, (OTHER_PIN, pin(GOOD)))) == 200
        assert server.requests[0].startswith(b"GET /r4/Patient HTTP/1.1\r\n")
    (way,) = proxy.requests
    assert way.startswith(b"CONNECT central.test:443 HTTP/1.1\r\n")


def test_the_systems_proxy_is_given_its_password(
    trusted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with secured(serving(GOOD)) as server, proxying(server.port) as proxy:
        monkeypatch.setenv("https_proxy", f"http://me:p%40ss@{NAME}:{proxy.port}")
        assert asked(parse(f"https://{FAR}/r4", trust=trusted)) == 200
    assert b"proxy-authorization: basic bwu6cebzcw==" in proxy.requests[0].lower()
    assert b"authorization" not in server.requests[0].lower()


def test_a_proxy_that_puts_itself_in_between_is_not_believed(trusted: str) -> None:
    with secured(serving(ROGUE_CA.issue_cert(FAR))) as server, proxying(server.port) as proxy:
        assert told(through(proxy, trusted)).code == "certificate_unknown"
    with secured(serving(GOOD)) as server, proxying(server.port) as proxy:
        assert told(through(proxy, trusted, (OTHER_PIN, f"B{OTHER_PIN[1:]}"))).code == "pin"
    assert not server.requests


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("407 Proxy Authentication Required", "proxy_sign_in"),
        ("403 Forbidden", "proxy_refused"),
        ("302 Found", "proxy_refused"),
        ("502 Bad Gateway", "unreachable"),
    ],
)
def test_a_proxy_that_says_no_is_told(status: str, code: str, trusted: str) -> None:
    with proxying(0, reply(b"<html>", status, "text/html")) as proxy:
        trouble = told(through(proxy, trusted))
    assert trouble.code == code
    assert not getattr(trouble, "applied")  # noqa: B009  (both kinds of trouble have it)
    assert "{" not in trouble.sentence()


def test_a_proxy_that_is_not_there_is_named(trusted: str) -> None:
    with socket.socket() as place:
        place.bind((NAME, 0))
        gone = Listener(place.getsockname()[1])
    trouble = told(through(gone, trusted))
    assert isinstance(trouble, Lost)
    assert (trouble.code, trouble.phase, trouble.values["host"]) == ("refused", "before", NAME)


# What other systems say


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (0x800B0101, "certificate_time"),
        (0x800B010F - 2**32, "certificate_host"),
        (0x800B0109, "certificate_unknown"),
        (-67818, "certificate_time"),
        (-67602, "certificate_host"),
        (0, "certificate_other"),
        (12345, "certificate_other"),
    ],
)
def test_windows_and_macos_are_understood_too(code: int, expected: str) -> None:
    error = ssl.SSLCertVerificationError("it says something")
    error.verify_code = code
    assert refusal(error, NAME).code == expected


def test_a_file_with_whom_to_trust_may_be_gone_since(tmp_path: Path) -> None:
    place = tmp_path / "ours.pem"
    OUR_CA.cert_pem.write_to_path(place)
    address = parse("https://a.no", trust=str(place), proxy="none")
    place.write_text("-----BEGIN CERTIFICATE-----\nodd\n")
    assert told(address).code == "trust_missing"
    place.unlink()
    assert told(address).code == "trust_missing"
