"""The reference tablet refuses what the document says it refuses, whoever asks."""

from typing import Any

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.tablet.disk import Disk
from simulator.tablet.machine import Connection
from simulator.tablet.wire import (
    BLOCKED,
    EMPTY,
    ON_LOAN,
    WAITING,
    WIPED,
    Assembler,
    Dropped,
    dump,
    load,
)
from station.core.clock import FixedClock
from station.security.noise import KK, XX_PSK0, Cipher, Handshake, public_of
from tests.tablet_life import (
    LOAN,
    NONCE,
    NOW,
    SECRET,
    STATION,
    STRANGER,
    TABLET,
    offered_bundle,
    on_loan,
    switched_on,
    write_reading,
)

KEEP = {"t": "keep", "keys": [public_of(STATION)], "lease": NOW, "now": NOW}


class Station:
    """A station of the test's own, that may say anything once the handshake is done."""

    def __init__(self, disk: Disk) -> None:
        """Connect."""
        self.connection: Connection = switched_on(disk).connect()
        self._out, self._in = Assembler(), Assembler()
        self.ciphers: tuple[Cipher, Cipher] | None = None

    def raw(self, message: bytes) -> bytes | None:
        """Send a message, and give the answer."""
        answer = None
        for segment in self._out.give(message, 244):
            for each in self.connection.receive(segment):
                answer = self._in.take(each) or answer
        return answer

    def visit(self, key: bytes = STATION, payload: bytes = b"") -> "Station":
        """Shake hands for a visit."""
        shake = Handshake(
            KK,
            initiator=True,
            prologue=b"station tablet 1" + LOAN,
            static=key,
            remote_static=public_of(TABLET),
        )
        shake.read(self.raw(b"\x02" + shake.write(payload)) or b"")
        self.ciphers = shake.split()
        return self

    def hand_out(self, payload: bytes = b"") -> "Station":
        """Shake hands for a hand-out."""
        shake = Handshake(
            XX_PSK0, initiator=True, prologue=b"station tablet 1" + LOAN, static=STATION, psk=SECRET
        )
        shake.read(self.raw(b"\x01" + shake.write()) or b"")
        last = shake.write(payload)
        self.ciphers = shake.split()
        assert self.heard(self.raw(last)) == {"t": "ready", "model": "Reference tablet"}
        return self

    def heard(self, answer: bytes | None) -> Any:  # noqa: ANN401  (what CBOR can hold)
        """Understand an answer."""
        assert self.ciphers is not None
        return None if answer is None else load(self.ciphers[1].decrypt(answer))

    def say(self, message: object) -> Any:  # noqa: ANN401
        """Say something encrypted, and understand the answer."""
        assert self.ciphers is not None
        return self.heard(self.raw(self.ciphers[0].encrypt(dump(message))))

    def greeted(self) -> "Station":
        """Say hello, and hear of the log."""
        assert self.visit().say({"t": "hello", "now": NOW, "lease": NOW + 1000})["t"] == "log"
        return self


def waiting() -> Disk:
    """A tablet that has scanned the code."""
    disk = Disk()
    assert disk.scan(offered_bundle().pack(), TABLET, 0)
    return disk


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"t": "get", "from": 0, "max": 4096}, "range"),
        ({"t": "get", "from": 4, "max": 4096}, "range"),
        ({"t": "ack", "upto": 4, "head": bytes(32)}, "range"),
        ({"t": "ack", "upto": 3, "head": bytes(32)}, "head"),
        ({"t": "wipe", "loan": bytes(16), "nonce": NONCE, "upto": 3}, "loan"),
        ({"t": "wipe", "loan": LOAN, "nonce": NONCE, "upto": 3}, "unacknowledged"),
        ({"t": "forget"}, "state"),
    ],
)
def test_what_it_says_no_to(said: dict[str, Any], why: str) -> None:
    disk = on_loan(entries=3)
    station = Station(disk).greeted()
    assert station.say(said) == {"t": "no", "why": why}
    assert (disk.state, len(disk.entries)) == (ON_LOAN, 3)
    with pytest.raises(Dropped, match="after the end"):
        station.say({"t": "get", "from": 1, "max": 4096})


def test_a_wipe_names_the_last_entry() -> None:
    disk = on_loan(entries=2)
    disk.release(2)
    station = Station(disk).greeted()
    wipe = {"t": "wipe", "loan": LOAN, "nonce": NONCE, "upto": 1}
    assert station.say(wipe) == {"t": "no", "why": "range"}
    assert disk.state == ON_LOAN


def test_the_same_acknowledgement_again_is_answered_the_same() -> None:
    disk = on_loan(entries=3)
    head = disk.head_at(2)
    for _ in range(2):
        station = Station(disk).greeted()
        assert station.say({"t": "ack", "upto": 2, "head": head}) == {"t": "acked", "upto": 2}
        assert sorted(disk.entries) == [3]
    station = Station(disk).greeted()
    assert station.say({"t": "ack", "upto": 1, "head": head}) == {"t": "no", "why": "range"}


@pytest.mark.parametrize(
    "said",
    [
        {"t": "keep"},
        {"t": "shout"},
        {},
        [],
        {"t": "get", "from": True, "max": 1},
        {"t": "ack", "upto": 1, "head": b"short"},
    ],
)
def test_what_it_drops_the_link_for(said: object) -> None:
    disk = on_loan(entries=3)
    station = Station(disk).greeted()
    with pytest.raises(Dropped):
        station.say(said)
    with pytest.raises(Dropped, match="over"):
        station.raw(b"more")
    assert len(disk.entries) == 3


@pytest.mark.parametrize(
    "said",
    [
        {**KEEP, "keys": []},
        {**KEEP, "keys": [b"x"]},
        {**KEEP, "keys": 1},
        {**KEEP, "t": "kept"},
        {**KEEP, "lease": -1},
    ],
)
def test_an_odd_keep_is_not_kept(said: dict[str, Any]) -> None:
    disk = waiting()
    station = Station(disk).hand_out()
    with pytest.raises(Dropped):
        station.say(said)
    assert (disk.state, disk.station_keys) == (WAITING, ())


def test_a_hand_out_ends_with_goodbye_or_not_at_all() -> None:
    disk = waiting()
    station = Station(disk).hand_out()
    assert station.say(KEEP) == {"t": "kept"}
    with pytest.raises(Dropped, match="bye"):
        station.say({"t": "hello"})
    assert disk.state == ON_LOAN


def test_payloads_and_first_bytes_that_are_none() -> None:
    with pytest.raises(Dropped, match="payload"):
        Station(waiting()).hand_out(payload=b"x")
    with pytest.raises(Dropped, match="payload"):
        Station(on_loan()).visit(payload=b"x")
    for disk, first in ((waiting(), b"\x02"), (on_loan(), b"\x01"), (on_loan(), b"\x03")):
        with pytest.raises(Dropped, match="state"):
            Station(disk).raw(first + bytes(48))
    with pytest.raises(Dropped, match="stranger"):
        Station(on_loan()).visit(STRANGER)


def test_any_of_three_stations_may_visit() -> None:
    disk = on_loan(station_keys=tuple(map(public_of, (STRANGER, b"\x09" * 32, STATION))))
    assert Station(disk).greeted().say({"t": "bye"}) is None


@given(st.binary(min_size=1, max_size=80))
def test_arbitrary_bytes_only_drop_the_link(data: bytes) -> None:
    for disk in (waiting(), on_loan(entries=1), Disk()):
        before = disk.copy()
        with pytest.raises(Dropped):
            Station(disk).raw(data)
        # A waiting tablet counts what may have been a try.
        disk.tries = before.tries
        assert disk == before


@given(st.lists(st.binary(max_size=20), min_size=1, max_size=10))
def test_arbitrary_segments_only_drop_the_link(segments: list[bytes]) -> None:
    disk = on_loan(entries=1)
    connection, answers = switched_on(disk).connect(), 0
    try:
        for segment in segments:
            answers += len(connection.receive(segment))
    except Dropped:
        pass
    assert answers == 0
    assert len(disk.entries) == 1


def test_cbor_in_another_form_is_dropped() -> None:
    for data in (b"\x18\x01", b"\xff", cbor2.dumps([1]), bytes(6000)):
        with pytest.raises(Dropped):
            load(data)


def test_a_code_holds_for_ten_minutes_and_gives_back_what_was() -> None:
    disk, clock = on_loan(entries=1), FixedClock(NOW)
    tablet = switched_on(disk, clock)
    assert disk.scan(offered_bundle().pack(), STRANGER, tablet.running())
    assert disk.scan(offered_bundle().pack(), STRANGER, tablet.running())
    assert tablet.info()[1] == WAITING
    clock.advance(600_000)
    assert tablet.info()[1] == ON_LOAN
    assert (disk.key, len(disk.entries)) == (TABLET, 1)
    assert not disk.scan(b"ST\x02" + bytes(84), TABLET, 0)
    assert not disk.scan(b"", TABLET, 0)


def test_what_no_tablet_writes() -> None:
    with pytest.raises(ValueError, match="4096"):
        on_loan().write_raw(bytes(4097))
    disk = on_loan()
    for _ in range(70):
        disk.write("clock", NOW, was=NOW - 1)
    assert [number for number, _ in disk.told_shifts()] == list(range(7, 71))


def test_batches_are_as_full_as_they_may_be() -> None:
    disk = on_loan(entries=300)
    entries, head = disk.batch(1, 4096)
    assert sum(map(len, entries)) <= 4096 < sum(map(len, entries)) + len(disk.entries[300])
    assert head == disk.head_at(len(entries))
    assert len(disk.batch(300, 1)[0]) == 1
    tiny = on_loan()
    for _ in range(300):
        tiny.write_raw(b"x")
    assert len(tiny.batch(1, 4096)[0]) == 256


def test_a_blocked_or_wiped_tablet_begins_again() -> None:
    disk = waiting()
    for _ in range(3):
        disk.failed()
    assert disk.state == BLOCKED
    assert switched_on(disk).info()[1] == BLOCKED
    disk.unlock()
    disk.unlock()
    assert disk.state == EMPTY
    wiped = on_loan(entries=1)
    wiped.empty(NONCE)
    assert wiped.state == WIPED
    assert wiped.scan(offered_bundle().pack(), STRANGER, 0)
    assert (wiped.state, wiped.key, wiped.last) == (WAITING, STRANGER, 0)


def test_a_tablet_that_hangs_says_nothing() -> None:
    disk = on_loan()
    tablet = switched_on(disk)
    tablet.tells, tablet.battery = False, None
    connection = tablet.connect()
    station = Station(disk)
    station.connection = connection
    shake = Handshake(
        KK,
        initiator=True,
        prologue=b"station tablet 1" + LOAN,
        static=STATION,
        remote_static=public_of(TABLET),
    )
    assert station.raw(b"\x02" + shake.write()) is None
    write_reading(disk, 1)
    assert disk.last == 1
