"""The line: whom it signs for, where it leads, and what time it heard."""

from threading import Event

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.security.servicekeys import ServiceKeys
from station.services.sync import line as sync_line
from station.services.sync.setup import ChannelSettings
from station.sync.carrier import Reply
from station.sync.signing_in import ClientCredentials, NoSignIn
from tests.memory_keyring import MemoryKeyring

OPEN = ChannelSettings("http://127.0.0.1:9", sign_in="none")
KEYED = ChannelSettings(
    "https://fhir.example.no/r4", client_id="station", token_url="https://sign.example.no/token"
)


def test_with_a_key_the_client_signs(clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = MemoryKeyring()
    monkeypatch.setattr(sync_line, "system_keyring", lambda: ring)
    with pytest.raises(Trouble, match="key_missing"):
        sync_line.signer(KEYED, "s1", clock, Event())
    ServiceKeys(ring, "centre-s1").make("ES256")
    assert isinstance(sync_line.signer(KEYED, "s1", clock, Event()), ClientCredentials)
    with pytest.raises(Trouble, match="key_missing"):
        sync_line.signer(KEYED, "s2", clock, Event())
    assert isinstance(sync_line.signer(OPEN, "s1", clock, Event()), NoSignIn)


def test_it_hears_the_servers_clock(clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    line = sync_line.Line(OPEN, "s1", clock, Event())
    assert line.address.host == "127.0.0.1"
    replies = [Reply(200, {}, b"", skew_ms=1200), Reply(200, {}, b"")]
    monkeypatch.setattr(line._wire, "ask", lambda *_, **__: replies.pop(0))
    for _ in range(2):
        line.ask("GET", "metadata")
        assert line.skew_ms == 1200
    line.close()
