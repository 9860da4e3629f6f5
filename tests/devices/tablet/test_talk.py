"""What a station makes of a tablet that knows the keys and says odd things all the same."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from station.devices.tablet import cbor
from station.devices.tablet.entries import Batch, first_head, heads
from station.devices.tablet.limits import TabletFault, Why
from station.devices.tablet.talk import HAND_OUT, PROLOGUE, VISIT, Desk, Progress, hand_out, visit
from station.security.noise import KK, XX_PSK0, Cipher, Handshake, public_of
from tests import tablet_life
from tests.tablet_life import LOAN, NONCE, NOW, SECRET, STATION, TABLET, Shelf, offered

Answer = Callable[[dict[str, Any]], dict[str, Any]]
ENTRY = cbor.write({"n": 1, "k": "event", "at": NOW, "code": "restarted"})
HEAD = heads(first_head(LOAN), (ENTRY,))[-1]
LOG = {"t": "log", "first": 1, "last": 1, "head": HEAD, "now": NOW, "shifts": []}
BATCH = {"t": "batch", "from": 1, "e": [ENTRY], "head": HEAD}


class Odd:
    """A tablet that answers as it was told, after an honest handshake."""

    def __init__(self, *answers: dict[str, Any] | bytes, payload: bytes = b"") -> None:
        """Give these answers, one after the other."""
        self.answers, self.payload = list(answers), payload
        self.heard: list[Any] = []
        self._ciphers: tuple[Cipher, Cipher] | None = None
        self._shake: Handshake | None = None

    async def exchange(self, message: bytes) -> bytes:
        """Answer."""
        if self._ciphers is None and self._shake is None:
            return self._begun(message)
        if self._shake is not None:
            self._shake.read(message)
            self._ciphers, self._shake = self._shake.split(), None
        else:
            self._hear(message)
        answer = self.answers.pop(0)
        if isinstance(answer, bytes):
            return answer
        assert self._ciphers is not None
        return self._ciphers[0].encrypt(cbor.write(answer))

    async def tell(self, message: bytes) -> None:
        """Hear."""
        self._hear(message)

    def _begun(self, message: bytes) -> bytes:
        out = message[:1] == HAND_OUT
        assert out or message[:1] == VISIT
        shake = Handshake(
            XX_PSK0 if out else KK,
            initiator=False,
            prologue=PROLOGUE + LOAN,
            static=TABLET,
            remote_static=None if out else public_of(STATION),
            psk=SECRET if out else None,
        )
        shake.read(message[1:])
        said = shake.write(self.payload)
        if out:
            self._shake = shake
        else:
            self._ciphers = shake.split()
        return said

    def _hear(self, message: bytes) -> None:
        assert self._ciphers is not None
        self.heard.append(cbor.read(self._ciphers[1].decrypt(message)))


def visited(odd: Odd, shelf: Shelf, wipe: bytes = b"") -> TabletFault | None:
    """Visit an odd tablet, and give why it ended early."""
    desk = Desk(STATION, lambda: NOW, shelf, lambda _: None)
    try:
        asyncio.run(visit(odd, desk, shelf.known(wipe), Progress()))
    except TabletFault as fault:
        return fault
    return None


def test_an_honest_one_comes_through() -> None:
    shelf, odd = Shelf(), Odd(LOG, BATCH, {"t": "acked", "upto": 1})
    assert visited(odd, shelf) is None
    assert shelf.acknowledged_upto == shelf.committed == 1
    assert [each["t"] for each in odd.heard] == ["hello", "get", "ack", "bye"]


@pytest.mark.parametrize(
    ("answers", "why", "stored"),
    [
        ([{"t": "acked", "upto": 1}], Why.MESSAGE, 0),
        ([{"t": "no", "why": "mood"}], Why.REFUSED, 0),
        ([b"not encrypted at all"], Why.SEGMENT, 0),
        ([LOG, {**BATCH, "from": 2}], Why.MESSAGE, 0),
        ([LOG, {**BATCH, "e": [ENTRY, ENTRY]}], Why.MESSAGE, 0),
        ([LOG, {**BATCH, "head": bytes(32)}], Why.CHAIN, 0),
        ([LOG, {**BATCH, "e": [ENTRY + b"x"]}], Why.CHAIN, 0),
        ([{**LOG, "head": bytes(32)}, BATCH], Why.CHAIN, 0),
        ([{**LOG, "first": 2, "last": 3}], Why.CHAIN, 0),
        ([{**LOG, "last": 0}], Why.CHAIN, 0),
        ([LOG, BATCH, {"t": "acked", "upto": 2}], Why.MESSAGE, 1),
        ([LOG, BATCH, {"t": "no", "why": "head"}], Why.REFUSED, 1),
        ([LOG, BATCH, {"t": "batch"}], Why.MESSAGE, 1),
        ([{**LOG, "wiped": NONCE}], Why.STATE, 0),
    ],
)
def test_what_is_odd_ends_the_talk_and_acknowledges_nothing(
    answers: list[dict[str, Any] | bytes], why: Why, stored: int
) -> None:
    shelf = Shelf()
    fault = visited(Odd(*answers), shelf)
    assert fault is not None
    assert fault.why is why
    assert (shelf.committed, shelf.acknowledged_upto) == (stored, 0)


def test_a_payload_in_a_handshake_is_refused() -> None:
    fault = visited(Odd(payload=b"x"), Shelf())
    assert fault is not None
    assert (fault.why, fault.detail) == (Why.MESSAGE, "payload")


def test_a_receipt_of_another_order_is_no_receipt() -> None:
    shelf = Shelf()
    answers: list[dict[str, Any] | bytes] = [LOG, BATCH, {"t": "acked", "upto": 1}]
    answers.append({"t": "wiped", "nonce": b"x" * 16})
    fault = visited(Odd(*answers), shelf, NONCE)
    assert fault is not None
    assert fault.why is Why.STATE
    assert shelf.receipt == b""


def test_a_wipe_is_never_ordered_while_anything_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("station.devices.tablet.talk.MOST_PER_VISIT", 1)
    shelf, odd = Shelf(), Odd({**LOG, "last": 2}, BATCH, {"t": "acked", "upto": 1})
    assert visited(odd, shelf, NONCE) is None
    assert [each["t"] for each in odd.heard] == ["hello", "get", "ack", "bye"]


def test_a_file_that_stores_half_a_batch_is_a_bug_of_ours() -> None:
    class Half(Shelf):
        """Says less than the truth."""

        async def commit(self, loan_id: bytes, batch: Batch) -> int:
            """Store it, and say something else."""
            return await super().commit(loan_id, batch) - 1

    with pytest.raises(RuntimeError, match="whole"):
        visited(Odd(LOG, BATCH), Half())


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ([{"t": "no", "why": "mood"}], Why.REFUSED),
        ([{"t": "kept"}], Why.MESSAGE),
        ([{"t": "ready", "model": "x"}, {"t": "no", "why": "mood"}], Why.REFUSED),
    ],
)
def test_an_odd_hand_out_ends(answers: list[dict[str, Any] | bytes], why: Why) -> None:
    desk = tablet_life.Desk()
    with pytest.raises(TabletFault) as caught:
        asyncio.run(hand_out(Odd(*answers), offered(), lambda: NOW, desk.confirm, desk.paired))
    assert caught.value.why is why


def test_only_the_tablet_that_is_known_gets_past_the_handshake() -> None:
    class Stranger(Odd):
        """Has another key."""

        async def exchange(self, message: bytes) -> bytes:
            """Say anything."""
            return bytes(len(message) - 1)

    fault = visited(Stranger(), Shelf())
    assert fault is not None
    assert fault.why is Why.STRANGER
