"""Addresses: what may be an address of a service, and the way to it."""

from pathlib import Path

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from station.sync import address as module
from station.sync.address import DIRECT, SYSTEM, Address, is_loopback, parse, proxy_for
from station.sync.lost import Refused

PINS = ("A" * 43 + "=", "B" * 42 + "A=")


def code_of(base_url: str, **more: object) -> str:
    with pytest.raises(Refused) as caught:
        parse(base_url, **more)  # type: ignore[arg-type]
    assert caught.value.group in {"address", "proxy"}
    assert caught.value.sentence().endswith(".")
    return caught.value.code


@pytest.mark.parametrize(
    ("typed", "base"),
    [
        ("https://FHIR.example.no/r4/", "https://fhir.example.no/r4"),
        (" https://fhir.example.no ", "https://fhir.example.no"),
        ("https://fhir.example.no:443/a/b//", "https://fhir.example.no/a/b"),
        ("https://fhir.example.no:8443", "https://fhir.example.no:8443"),
        ("https://blåbær.example.no/r4", "https://xn--blbr-roah.example.no/r4"),
        ("https://10.0.0.7/r4", "https://10.0.0.7/r4"),
        ("https://[2001:db8::7]:8443/r4", "https://[2001:db8::7]:8443/r4"),
        ("http://localhost:8080/fhir", "http://localhost:8080/fhir"),
        ("http://127.3.2.1", "http://127.3.2.1"),
        ("http://[::1]:80", "http://[::1]"),
    ],
)
def test_what_is_an_address(typed: str, base: str) -> None:
    assert parse(typed).base_url == base


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "address_odd"),
        ("fhir.example.no", "address_odd"),
        ("ftp://fhir.example.no", "address_odd"),
        ("https://", "address_odd"),
        ("https://fhir .example.no", "address_odd"),
        ("https://fhir\n.example.no", "address_odd"),
        ("https://fhir..example.no", "address_odd"),
        ("https://fhir.example.no:99999", "address_odd"),
        ("https://fhir.example.no:0", "address_odd"),
        ("https://fhir.example.no/r4?x=1", "address_odd"),
        ("https://fhir.example.no/r4#x", "address_odd"),
        ("https://fhir.example.no/r 4", "address_odd"),
        ("https://[::1", "address_odd"),
        ("https://[v1.x]/", "address_odd"),
        (f"https://{'a' * 64}.no", "address_odd"),
        ("http://fhir.example.no", "address_http"),
        ("http://127.0.0.1.example.no", "address_http"),
        ("http://localhost.example.no", "address_http"),
        ("http://10.0.0.7", "address_http"),
        ("https://me@fhir.example.no", "address_person"),
        ("https://me:secret@fhir.example.no", "address_person"),
    ],
)
def test_what_is_no_address(typed: str, code: str) -> None:
    assert code_of(typed) == code


@given(st.text(max_size=40))
def test_whatever_is_typed_is_an_address_or_told(typed: str) -> None:
    for text in (typed, f"https://{typed}"):
        try:
            found = parse(text)
        except Refused:
            continue
        assert parse(found.base_url) == found
        assert found.base_url.startswith("https://") or found.loopback


def test_one_pin_is_too_few_and_two_alike_are_one() -> None:
    assert code_of("https://a.no", pins=PINS[:1]) == "pins_one"
    assert code_of("https://a.no", pins=PINS[:1] * 2) == "pins_one"
    assert code_of("https://a.no", pins=("x", *PINS)) == "pins_odd"
    assert parse("https://a.no", pins=PINS).pins == PINS
    assert parse("https://a.no", pins=(*PINS, PINS[0])).pins == PINS


def test_a_file_with_whom_to_trust_must_hold_a_certificate(tmp_path: Path) -> None:
    assert code_of("https://a.no", trust=str(tmp_path / "none.pem")) == "trust_missing"
    odd = tmp_path / "odd.pem"
    for content in (b"something", b"\xff\xfe"):
        odd.write_bytes(content)
        assert code_of("https://a.no", trust=str(odd)) == "trust_missing"
    trustme.CA().cert_pem.write_to_path(odd)
    assert parse("https://a.no", trust=str(odd)).trust == str(odd)
    assert parse("https://a.no").trust == SYSTEM


@pytest.mark.parametrize(
    "proxy",
    [
        "proxy.no:8080",
        "https://proxy.no",
        "socks5://proxy.no",
        "http://me:secret@proxy.no",
        "http://proxy.no/path",
        "http://proxy.no?x",
        "http://",
    ],
)
def test_what_is_no_proxy(proxy: str) -> None:
    assert code_of("https://a.no", proxy=proxy) == "proxy_odd"


def system_says(monkeypatch: pytest.MonkeyPatch, **proxies: str) -> None:
    monkeypatch.setattr(module, "getproxies", lambda: proxies)
    monkeypatch.setattr(module, "proxy_bypass", lambda host: host == "near.no")


def test_the_proxy_is_the_systems_unless_another_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    system_says(monkeypatch, https="http://me:secret@system.no:8080")
    assert proxy_for(parse("https://a.no")) == "http://me:secret@system.no:8080"
    assert proxy_for(parse("https://a.no", proxy=DIRECT)) == ""
    assert proxy_for(parse("https://a.no", proxy="http://own.no:3128/")) == "http://own.no:3128"
    assert proxy_for(parse("https://near.no")) == ""
    assert proxy_for(parse("https://localhost", proxy="http://own.no:3128")) == ""


def test_a_system_without_a_proxy_or_with_one_that_is_odd(monkeypatch: pytest.MonkeyPatch) -> None:
    system_says(monkeypatch)
    assert proxy_for(parse("https://a.no")) == ""
    system_says(monkeypatch, all="system.no:3128")
    assert proxy_for(parse("https://a.no")) == "http://system.no:3128"
    for odd in ("https://system.no", "socks5://system.no", "http://a b"):
        system_says(monkeypatch, https=odd)
        with pytest.raises(Refused, match="proxy_odd"):
            proxy_for(parse("https://a.no"))


BASE = Address("https://fhir.example.no/r4")


@pytest.mark.parametrize(
    ("path", "whole"),
    [
        ("", "https://fhir.example.no/r4"),
        ("Patient/1", "https://fhir.example.no/r4/Patient/1"),
        ("/Patient?_since=2026", "https://fhir.example.no/r4/Patient?_since=2026"),
        ("?_getpages=1", "https://fhir.example.no/r4?_getpages=1"),
        ("Task?system=https://x.no/y", "https://fhir.example.no/r4/Task?system=https://x.no/y"),
        ("https://fhir.example.no/other?x", "https://fhir.example.no/other?x"),
        ("https://FHIR.example.no:443/r4", "https://FHIR.example.no:443/r4"),
    ],
)
def test_a_path_is_below_the_address_or_on_the_same_server(path: str, whole: str) -> None:
    assert BASE.url(path) == whole


@pytest.mark.parametrize(
    "path",
    [
        "https://other.example.no/r4",
        "https://fhir.example.no:8443/r4",
        "https://fhir.example.no:x/r4",
        "https://[/r4",
        "http://fhir.example.no/r4",
        "https://fhir.example.no@other.no/r4",
        "ftp://fhir.example.no/r4",
    ],
)
def test_no_path_leads_elsewhere(path: str) -> None:
    with pytest.raises(Refused, match="other_origin"):
        BASE.url(path)


@pytest.mark.parametrize("path", ["a b", "a\r\nx: y", "æ", "a\0"])
def test_an_odd_path_is_a_bug(path: str) -> None:
    with pytest.raises(ValueError, match="plain ASCII"):
        BASE.url(path)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "127.0.0.1", "127.9.9.9", "::1"])
def test_what_is_this_pc(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "localhost.no", "128.0.0.1", "::2", "0.0.0.0"])  # noqa: S104
def test_what_is_not_this_pc(host: str) -> None:
    assert not is_loopback(host)
