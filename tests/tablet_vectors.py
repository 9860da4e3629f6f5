"""The test vectors of the tablet's protocol, made anew: fixed keys, and every byte on the wire.

Run as a program (python -m tests.tablet_vectors), it writes them to tests/data.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from simulator.tablet.disk import Disk
from simulator.tablet.machine import Tablet
from simulator.tablet.memory import MemoryLink
from station.devices.link import Link
from station.devices.tablet import handout
from station.devices.tablet.entries import first_head, next_head
from station.devices.tablet.segments import Joiner
from station.devices.tablet.visit import Errand, TabletOutcome, tablet_hand_out, tablet_visit
from station.security import noise
from station.security.noise import public_of
from tests.tablet_life import (
    LOAN,
    NONCE,
    NOW,
    SECRET,
    STATION,
    TABLET,
    Desk,
    Shelf,
    offered,
    offered_bundle,
)

PLACE = Path(__file__).parent / "data" / "tablet_vectors.json"
SALT = bytes(range(8))
EPHEMERALS = {
    "hand_out": (b"\x11" * 32, b"\x21" * 32),
    "visit": (b"\x12" * 32, b"\x22" * 32),
    "return": (b"\x13" * 32, b"\x23" * 32),
}
"""The ephemeral private keys of each talk: the station's and the tablet's."""
SIZES = {"hand_out": 20, "visit": 244, "return": 244}


def told(disk: Disk) -> None:
    """Write the log of the vectors: one entry of each kind."""
    disk.write("reading", NOW, kind="spo2", v=[93.5], m="Nonin 3230", raw=bytes.fromhex("005d"))
    disk.write("reading", NOW + 1, kind="bp", v=[132, None], q="moved cuff_loose", tz="Europe/Oslo")
    disk.write("reading", NOW + 2, kind="glucose", v=[None], b="high")
    disk.write("form", NOW + 3, form="kols_daily", ver=1, a={"breath": 2, "note": "Tung å puste"})
    disk.write("clock", NOW + 4, was=NOW - 3_600_000)
    disk.write("event", NOW + 5, code="measurement_failed", kind="spo2")


def tablet_of(disk: Disk, talk: str) -> Tablet:
    """The tablet of the vectors."""
    tablet = Tablet(disk, lambda: NOW + 6, lambda: 0.0, ephemeral=lambda: EPHEMERALS[talk][1])
    tablet.model = "Vector 1"
    return tablet


def made() -> dict[str, Any]:
    """Make all vectors."""
    disk, shelf, desk = Disk(), Shelf(), Desk()
    assert disk.scan(offered_bundle().pack(), TABLET, 0)
    waiting = tablet_of(disk, "hand_out").info(SALT)
    talks = {"hand_out": _hand_out(disk, desk)}
    on_loan = tablet_of(disk, "visit").info(SALT)
    told(disk)
    log = _log(disk)
    talks["visit"] = _visit("visit", disk, shelf, b"")
    talks["return"] = _visit("return", disk, shelf, NONCE)
    keys = {"station": STATION, "tablet": TABLET, "secret": SECRET, "loan": LOAN, "nonce": NONCE}
    return {
        "about": "docs/tablet-protocol.md, version 1, section 12. All bytes in hexadecimal.",
        "keys": {name: key.hex() for name, key in keys.items()}
        | {
            f"{talk}_{side}_ephemeral": key.hex()
            for talk, pair in EPHEMERALS.items()
            for side, key in zip(("station", "tablet"), pair, strict=True)
        }
        | {"station_public": public_of(STATION).hex(), "tablet_public": public_of(TABLET).hex()},
        "now": {"station": NOW, "tablet": NOW + 6},
        "model": "Vector 1",
        "bundle": offered_bundle().pack().hex(),
        "info": {"salt": SALT.hex(), "waiting": waiting.hex(), "on_loan": on_loan.hex()},
        "digits": {"hash": bytes(range(32)).hex(), "digits": handout.digits(bytes(range(32)))},
        "shown": desk.saw[0],
        "log": log,
        "talks": [{"name": name, "messages": messages} for name, messages in talks.items()],
    }


def _log(disk: Disk) -> dict[str, Any]:
    head = first_head(LOAN)
    rows = []
    for number, raw in disk.entries.items():
        head = next_head(head, raw)
        rows.append({"n": number, "entry": raw.hex(), "head": head.hex()})
    return {"head_0": first_head(LOAN).hex(), "entries": rows}


def _hand_out(disk: Disk, desk: Desk) -> list[dict[str, Any]]:
    job = tablet_hand_out(offered(), lambda: NOW, desk.confirm, desk.paired)
    return _talk("hand_out", disk, job)


def _visit(talk: str, disk: Disk, shelf: Shelf, wipe: bytes) -> list[dict[str, Any]]:
    job = tablet_visit(Errand(STATION, (shelf.known(wipe),)), shelf, lambda: NOW)
    return _talk(talk, disk, job)


def _talk(
    talk: str, disk: Disk, job: Callable[[Link], Awaitable[TabletOutcome]]
) -> list[dict[str, Any]]:
    links: list[MemoryLink] = []

    async def whole() -> TabletOutcome:
        links.append(MemoryLink(tablet_of(disk, talk), size=SIZES[talk]))
        return await job(links[0])

    with _plain_texts() as plains, patch.object(noise, "new_private", lambda: EPHEMERALS[talk][0]):
        assert asyncio.run(whole()).well
    return _messages(links[0].carried, plains)


@contextmanager
def _plain_texts() -> Iterator[list[bytes]]:
    """Note what is encrypted after a handshake, by either side."""
    noted: list[bytes] = []
    encrypt = noise.Cipher.encrypt

    def noting(cipher: noise.Cipher, plain: bytes, bound: bytes = b"") -> bytes:
        if not bound:
            noted.append(plain)
        return encrypt(cipher, plain, bound)

    with patch.object(noise.Cipher, "encrypt", noting):
        yield noted


def _messages(carried: list[tuple[str, bytes]], plains: list[bytes]) -> list[dict[str, Any]]:
    joiners = {"station": Joiner(), "tablet": Joiner()}
    found: list[dict[str, Any]] = []
    segments: list[str] = []
    for sender, segment in carried:
        segments.append(segment.hex())
        message = joiners[sender].join(segment)
        if message is not None:
            found.append({"from": sender, "sent": message.hex(), "segments": segments})
            segments = []
    for message, plain in zip(reversed(found), reversed(plains), strict=False):
        message["plain"] = plain.hex()
    return found


if __name__ == "__main__":
    PLACE.write_text(json.dumps(made(), indent=1) + "\n", "utf-8")
