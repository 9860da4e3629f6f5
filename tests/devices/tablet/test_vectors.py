"""The vectors for makers of tablets: made anew they are the same, and both sides speak them."""

import asyncio
import hashlib
import json
from typing import Any

import cbor2
import pytest

from simulator.tablet.disk import Disk
from station.devices.tablet import talk
from station.devices.tablet.entries import read_entry
from station.devices.tablet.handout import digits, read_info, unpack
from station.devices.tablet.messages import parse, render
from station.security import noise
from tests.tablet_life import LOAN, NOW, STATION, Desk, Shelf, offered
from tests.tablet_vectors import EPHEMERALS, PLACE, SIZES, made, tablet_of, told

VECTORS: dict[str, Any] = json.loads(PLACE.read_text("utf-8"))
TALKS: dict[str, list[dict[str, Any]]] = {
    each["name"]: each["messages"] for each in VECTORS["talks"]
}


def test_made_anew_they_are_the_same() -> None:
    assert made() == VECTORS


def test_the_reference_tablet_answers_with_every_byte_of_them() -> None:
    """Only the vectors speak here: Station has no part in it."""
    disk = Disk()
    assert disk.scan(bytes.fromhex(VECTORS["bundle"]), bytes.fromhex(VECTORS["keys"]["tablet"]), 0)
    for name, messages in TALKS.items():
        if name == "visit":
            told(disk)
            found = {str(number): entry.hex() for number, entry in disk.entries.items()}
            assert found == {str(e["n"]): e["entry"] for e in VECTORS["log"]["entries"]}
        connection = tablet_of(disk, name).connect(SIZES[name])
        answered: list[bytes] = []
        for message in messages:
            if message["from"] == "tablet":
                assert [each.hex() for each in answered] == message["segments"]
                continue
            assert not answered or message is not messages[0]
            answered = []
            for segment in message["segments"]:
                answered += connection.receive(bytes.fromhex(segment))
        if name == "hand_out":
            assert disk.digits == VECTORS["shown"]
    assert disk == Disk()


class Script:
    """A pipe that knows what is said, and says what is answered."""

    def __init__(self, messages: list[dict[str, Any]]) -> None:
        """Follow these messages."""
        self.left = list(messages)

    async def tell(self, message: bytes) -> None:
        """Hear the station."""
        expected = self.left.pop(0)
        assert (expected["from"], expected["sent"]) == ("station", message.hex())

    async def exchange(self, message: bytes) -> bytes:
        """Hear the station, and answer."""
        await self.tell(message)
        answer = self.left.pop(0)
        assert answer["from"] == "tablet"
        return bytes.fromhex(answer["sent"])


def test_the_station_says_every_byte_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the vectors answer here: the reference tablet has no part in it."""
    shelf, desk = Shelf(), Desk()

    def spoken(name: str) -> Script:
        monkeypatch.setattr(noise, "new_private", lambda: EPHEMERALS[name][0])
        return Script(TALKS[name])

    async def whole() -> None:
        script = spoken("hand_out")
        await talk.hand_out(script, offered(), lambda: NOW, desk.confirm, desk.paired)
        assert script.left == []
        for name, wipe in (("visit", b""), ("return", bytes.fromhex(VECTORS["keys"]["nonce"]))):
            script = spoken(name)
            reach = talk.Desk(STATION, lambda: NOW, shelf, lambda _: None)
            await talk.visit(script, reach, shelf.known(wipe), talk.Progress())
            assert script.left == []

    asyncio.run(whole())
    assert desk.saw == [VECTORS["shown"]]
    assert [key.hex() for key in desk.kept] == [VECTORS["keys"]["tablet_public"]]
    assert [raw.hex() for raw in shelf.stored.values()] == [
        each["entry"] for each in VECTORS["log"]["entries"]
    ]
    assert shelf.receipt.hex() == VECTORS["keys"]["nonce"]


def test_the_chain_is_what_the_document_says_in_four_lines() -> None:
    head = hashlib.sha256(b"station tablet 1 log" + LOAN).digest()
    assert head.hex() == VECTORS["log"]["head_0"]
    for each in VECTORS["log"]["entries"]:
        head = hashlib.sha256(head + bytes.fromhex(each["entry"])).digest()
        assert head.hex() == each["head"]
        assert cbor2.loads(bytes.fromhex(each["entry"]))["n"] == each["n"]
        assert read_entry(each["n"], bytes.fromhex(each["entry"])).stamp.n == each["n"]


def test_the_segments_carry_the_messages_as_the_document_says() -> None:
    for name, messages in TALKS.items():
        count = {"station": 0, "tablet": 0}
        for message in messages:
            parts = [bytes.fromhex(each) for each in message["segments"]]
            assert b"".join(part[1:] for part in parts).hex() == message["sent"]
            for place, part in enumerate(parts):
                header = count[message["from"]] % 64
                header += 128 * (place == 0) + 64 * (place == len(parts) - 1)
                assert part[0] == header
                assert len(part) <= SIZES[name]
                count[message["from"]] += 1


def test_every_plain_message_reads_and_is_sixteen_bytes_longer_on_the_way() -> None:
    plains = [message for messages in TALKS.values() for message in messages if "plain" in message]
    assert len(plains) == 17
    for message in plains:
        assert render(parse(bytes.fromhex(message["plain"]))).hex() == message["plain"]
        assert len(message["sent"]) == len(message["plain"]) + 32


def test_info_bundle_and_digits() -> None:
    keys = VECTORS["keys"]
    waiting = read_info(bytes.fromhex(VECTORS["info"]["waiting"]))
    assert waiting.is_of(bytes.fromhex(keys["secret"]))
    on_loan = read_info(bytes.fromhex(VECTORS["info"]["on_loan"]))
    assert on_loan.is_of(bytes.fromhex(keys["tablet_public"]))
    bundle = unpack(bytes.fromhex(VECTORS["bundle"]))
    assert (bundle.loan_id.hex(), bundle.secret.hex()) == (keys["loan"], keys["secret"])
    assert bundle.station_key.hex() == keys["station_public"]
    assert digits(bytes.fromhex(VECTORS["digits"]["hash"])) == VECTORS["digits"]["digits"]
