"""Signing in for real: against a service as strict as HelseID's."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from station.core.clock import Clock, FixedClock, SystemClock
from station.core.trouble import Trouble
from station.security.jose import ServiceKey, make
from station.sync.address import parse
from station.sync.carrier import Carrier
from station.sync.http import Wire
from station.sync.lost import Refused
from station.sync.signing_in import Client, ClientCredentials
from tests.servers.oidc_server import client, sign_in_service

MINUTE = 60_000
KEY = make("ES256")
KEYS = {"plain": KEY, "bound": KEY, "rsa": make("PS256"), "es384": make("ES384")}
DPOP = ("bound", "es384")


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    """The address of a sign-in service that knows these clients."""
    known = [client(name, key, dpop=name in DPOP) for name, key in KEYS.items()]
    with sign_in_service(known) as base:
        yield base


@contextmanager
def signed_in(
    base: str,
    name: str,
    clock: Clock | None = None,
    key: ServiceKey | None = None,
    scope: str = "fhir",
) -> Iterator[tuple[Wire, ClientCredentials]]:
    """A wire to the service behind the sign-in, and who signs there."""
    time = clock or SystemClock()
    carrier = Carrier(parse(f"{base}/token"), time)
    details = Client(name, scope, audience=base, dpop=name in DPOP)
    signer = ClientCredentials(carrier, details, key or KEYS[name], time)
    wire = Wire(parse(f"{base}/fhir"), signer, time)
    try:
        yield wire, signer
    finally:
        wire.close()
        assert signer._token is None
        assert carrier._closed.is_set()


def told(job: Callable[[], object]) -> Trouble:
    with pytest.raises(Trouble) as caught:
        job()
    assert "{" not in caught.value.sentence()
    return caught.value


@pytest.mark.parametrize("name", KEYS)
def test_a_registered_client_is_let_in(service: str, name: str) -> None:
    with signed_in(service, name) as (wire, signer):
        assert wire.ask("GET", "Patient?name=x").status == 200
        before = signer._token
        assert wire.ask("PUT", "Patient/1", body=b"{}").status == 200
        assert signer._token is before  # one token for many requests


def test_a_new_nonce_is_taken_up_with_the_same_token(service: str) -> None:
    with signed_in(service, "bound") as (wire, signer):
        assert wire.ask("GET", "new-nonce").status == 200  # the service has another one now
        before = signer._token
        assert wire.ask("GET", "Patient").status == 200
        assert signer._token is before


def test_a_token_that_is_no_longer_good_is_fetched_anew(service: str) -> None:
    for name in ("plain", "bound"):
        with signed_in(service, name) as (wire, signer):
            wire.ask("GET", "Patient")
            assert signer._token
            signer._token = replace(signer._token, text="no-longer-good")
            assert wire.ask("GET", "Patient").status == 200


def test_a_token_is_fetched_anew_before_it_ends(service: str) -> None:
    clock = FixedClock(SystemClock().now())
    with signed_in(service, "plain", clock) as (wire, signer):
        wire.ask("GET", "Patient")
        first = signer._token
        assert first
        clock.advance(int((first.until - clock.monotonic()) * 1000) - 1)
        wire.ask("GET", "Patient")
        assert signer._token is first
        clock.advance(1)
        # The wall clock of the test is ahead by now, which is not what is tried here.
        clock.set(SystemClock().now())
        wire.ask("GET", "Patient")
        assert signer._token is not first


def test_a_strangers_key_is_not_let_in(service: str) -> None:
    with signed_in(service, "plain", key=make("ES256")) as (wire, _):
        trouble = told(lambda: wire.ask("GET", "Patient"))
    assert isinstance(trouble, Refused)
    assert (trouble.code, trouble.values["reason"]) == ("sign_in", "invalid_client")


def test_an_unknown_client_or_scope_is_told(service: str) -> None:
    with signed_in(service, "nobody", key=KEY) as (wire, _):
        assert told(lambda: wire.ask("GET", "Patient")).values["reason"] == "invalid_client"
    with signed_in(service, "plain", scope="everything") as (wire, _):
        assert told(lambda: wire.ask("GET", "Patient")).values["reason"] == "invalid_scope"


def test_a_statement_said_twice_is_refused(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not ours ever: this shows that the service would notice a replay."""
    monkeypatch.setattr("secrets.token_urlsafe", lambda _: "the-same-every-time")
    with signed_in(service, "plain") as (wire, signer):
        assert wire.ask("GET", "Patient").status == 200
        signer._token = None
        assert told(lambda: wire.ask("GET", "Patient")).code == "sign_in"


@pytest.mark.parametrize("name", ["plain", "bound"])
@pytest.mark.parametrize(("ahead", "code"), [(61, "clock_ahead"), (-61, "clock_behind")])
def test_a_clock_an_hour_off_is_named(service: str, name: str, ahead: int, code: str) -> None:
    clock = FixedClock(SystemClock().now() + ahead * MINUTE)
    with signed_in(service, name, clock) as (wire, _):
        trouble = told(lambda: wire.ask("GET", "Patient"))
    assert isinstance(trouble, Refused)
    assert (trouble.code, trouble.group) == (code, "clock")
    assert trouble.values["minutes"] == 61


@pytest.mark.parametrize("name", ["plain", "bound"])
@pytest.mark.parametrize("ahead", [-4, 4])
def test_a_clock_a_little_off_is_allowed_for(service: str, name: str, ahead: int) -> None:
    clock = FixedClock(SystemClock().now() + ahead * MINUTE)
    with signed_in(service, name, clock) as (wire, signer):
        assert wire.ask("GET", "Patient").status == 200
        assert abs(signer.skew_ms - ahead * MINUTE) < 5_000
        assert wire.ask("GET", "Patient").status == 200
