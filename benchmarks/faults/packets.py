"""Packets at random: drawn, mutated, read and interpreted; and a sample taken into a file."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from benchmarks.faults.office import office, strays, watched
from benchmarks.faults.tally import Faced
from simulator import payloads
from station.devices.interpretation import Measured, interpret
from station.devices.meters.model import MeterModel
from station.devices.models import MODELS, model_of
from station.devices.packets import Decoded, MalformedPacket
from station.devices.profiles import CHARACTERISTICS, decode
from station.services.measuring.measuring import FETCH, ClockFacts, Delivered, Measuring, RawPacket
from station.services.measuring.packets import ONGOING
from station.services.session import Session
from tests.lent import DAY, MINUTE, LendingOffice, shown_at

CASES = Path(__file__).parents[2] / "tests" / "data" / "ble_packets.json"
CONTEXT, HEART_RATE = 0x2A34, 0x2A37
KINDS = ("oximeter", "scale", "cuff", "thermometer", "glucose_meter", "heart_rate")
AT_ONCE = 100
_ALL = sorted(CHARACTERISTICS)
Packet = tuple[int, bytes]
Decode = Callable[[int, bytes], Decoded]


class Draw:
    """Draws packets: noise, mutated examples, and mutated measurements of the last month."""

    def __init__(self, seed: str, now: datetime) -> None:
        """Draw the same for the same seed; `now` is local time."""
        self._random, self._now = Random(seed), now
        told = json.loads(CASES.read_text(encoding="utf-8"))["cases"]
        self._cases = [
            (int(each["characteristic"], 16), bytes.fromhex(each["hex"])) for each in told
        ]

    def packet(self) -> Packet:
        """Draw one."""
        chance = self._random.random()
        if chance < 0.01:
            return self._random.randrange(0x10000), self._noise()
        if chance < 0.15:
            return self._random.choice(_ALL), self._noise()
        if chance < 0.6:
            characteristic, payload = self._random.choice(self._cases)
            times = self._random.choice((0, 1, 1, 1, 2, 3))
        else:
            characteristic, payload = self._measured()
            times = self._random.choice((0, 0, 0, 1, 2))
        for _ in range(times):
            payload = self._mutated(payload)
        return characteristic, payload

    def _noise(self) -> bytes:
        return self._random.randbytes(self._random.randrange(30))

    def _mutated(self, payload: bytes) -> bytes:
        at = self._random.randrange(len(payload) + 1)
        match self._random.randrange(6):
            case 0:
                return payload[:at]
            case 1:
                return payload + self._random.randbytes(self._random.randrange(1, 4))
            case 2:
                return payload[:at] + self._random.randbytes(1) + payload[at:]
            case 3:
                return payload[:at] + payload[at + 1 :]
            case 4:
                return payload[:at] + self._random.randbytes(1) + payload[at + 1 :]
            case _:
                flipped = bytes(b ^ 1 << self._random.randrange(8) for b in payload[at : at + 1])
                return payload[:at] + flipped + payload[at + 1 :]

    def _measured(self) -> Packet:
        chance = self._random
        at = self._now - timedelta(minutes=chance.randrange(60 * 24 * 29))
        when = chance.choice((at, at, None))
        doubt = chance.choice((None, None, None, None, None, chance.getrandbits(16)))
        number = chance.randrange(400)
        spo2, high, value = chance.randrange(70, 101), chance.randrange(90, 200), chance.random()
        oximeter, cuff, more = payloads.spot_oximetry, payloads.blood_pressure, number % 3 == 0
        makers: tuple[tuple[int, Callable[[], bytes]], ...] = (
            (0x2A5E, lambda: oximeter(spo2, 70, when, status=doubt)),
            (0x2A5F, lambda: payloads.live_oximetry(spo2, 70)),
            (0x2A9D, lambda: payloads.weight(round(80 + 4 * value, 2), when)),
            (0x2A35, lambda: cuff(high, 80, 70, when, status=doubt)),
            (0x2A1C, lambda: payloads.temperature(round(35 + 6 * value, 1), when)),
            (
                0x2A18,
                lambda: payloads.glucose(
                    number, at, round(1 + 29 * value, 1), status=doubt, context=more
                ),
            ),
            (CONTEXT, lambda: payloads.glucose_context(number, meal=number % 7)),
            (HEART_RATE, lambda: payloads.heart_rate(30 + number % 270)),
        )
        characteristic, make = chance.choice(makers)
        return characteristic, make()


def read(count: int, seed: int, decoder: Decode = decode) -> Faced:
    """Read and interpret so many packets; anything but MalformedPacket is an exception."""
    draw, chance = Draw(f"read:{seed}", datetime(2026, 11, 20, 9)), Random(seed)  # noqa: DTZ001
    said: Counter[str] = Counter()
    exceptions = 0
    for _ in range(count):
        try:
            said[_outcome(*draw.packet(), decoder, chance.choice(MODELS))] += 1
        except Exception:  # noqa: BLE001  (that is what is counted)
            exceptions += 1
    return Faced(
        "packets read and interpreted: noise, truncated, mutated",
        count,
        exceptions=exceptions,
        beside=said,
    )


def _outcome(characteristic: int, payload: bytes, decoder: Decode, model: MeterModel) -> str:
    try:
        decoded = decoder(characteristic, payload)
    except MalformedPacket:
        return "refused"
    interpret(decoded, model)
    return "read"


Make = Callable[[LendingOffice], Measuring]


def stored(count: int, seed: int, make: Make = lambda place: place.measuring) -> Faced:
    """Take so many packets of lent devices into a file, and find every one of them again.

    One delivery in five comes twice.
    """
    with watched() as eye, office() as place:
        devices = {place.lent(place.person(kind), kind, kind): kind for kind in KINDS}
        place.clock.advance(30 * DAY)
        place.measuring = make(place)
        draw, chance = Draw(f"stored:{seed}", shown_at(place.clock.now())), Random(seed)
        sent: list[tuple[str, Sequence[RawPacket]]] = []
        for _ in range(count // AT_ONCE):
            device_id = chance.choice(sorted(devices))
            packets = [_raw(draw.packet(), place) for _ in range(AT_ONCE)]
            sent.append((device_id, packets))
            for _ in range(chance.choice((1, 1, 1, 1, 2))):
                try:
                    place.take(device_id, *packets, offset_ms=0)
                except Exception as error:  # noqa: BLE001  (that is what is counted)
                    eye.bug("take", error)
                place.clock.advance(2 * MINUTE)
        fates = Counter(_fates(place, devices, sent))
        tried, lost = sum(fates.values()), fates.pop("lost", 0)
        return Faced(
            "packets taken into the file, each found again",
            tried,
            lost,
            _twice(place),
            strays(place),
            len(eye.seen),
            Counter({name: fates[name] for name in sorted(fates)}),
        )


class Forgetful(Measuring):
    """A store that forgets the first packet of each delivery: the planted fault."""

    def take(
        self,
        session: Session,
        device_id: str,
        packets: Sequence[RawPacket],
        clock: ClockFacts | None = None,
        purpose: str = FETCH,
    ) -> Delivered:
        """Store all but the first."""
        return super().take(session, device_id, packets[1:], clock, purpose)


def _raw(packet: Packet, place: LendingOffice) -> RawPacket:
    return RawPacket(*packet, place.clock.now())


Identity = tuple[str, str, str, object, object]


@dataclass(frozen=True, slots=True)
class _File:
    """What lies in the file: by device and raw bytes, and by what it says."""

    readings: set[tuple[str, str, str]]
    held: set[tuple[str, str, str]]
    malformed: set[tuple[str, str]]
    events: set[tuple[str, str]]
    identities: set[Identity]


def _file(place: LendingOffice) -> _File:
    readings = place.rows("SELECT device_id, raw, kind, device_time, value, value2 FROM readings")
    held = place.rows(
        "SELECT json_extract(reason_values, '$.device'), raw, kind, reason_code, "
        "coalesce(json_extract(reason_values, '$.device_time'), ''), "
        "json_extract(reason_values, '$.values[0]'), json_extract(reason_values, '$.values[1]') "
        "FROM quarantine"
    )
    events = place.rows("SELECT device_id, raw FROM device_events")
    return _File(
        {(str(row[0]), str(row[1]), str(row[2])) for row in readings},
        {(str(row[0]), str(row[1]), str(row[2])) for row in held},
        {(str(row[0]), str(row[1])) for row in held if row[3] == "malformed_packet"},
        {(str(row[0]), str(row[1])) for row in events},
        {
            *((str(row[0]), str(row[2]), str(row[3]), row[4], row[5]) for row in readings),
            *((str(row[0]), str(row[2]), str(row[4]), row[5], row[6]) for row in held),
        },
    )


def _fates(
    place: LendingOffice,
    devices: dict[str, str],
    sent: Sequence[tuple[str, Sequence[RawPacket]]],
) -> Iterator[str]:
    there = _file(place)
    for device_id, packets in sent:
        model = model_of(f"generic_{devices[device_id]}")
        said = [_said(packet, model) for packet in packets]
        numbers = {each.sequence for measured in said for each in measured or ()}
        for packet, measured in zip(packets, said, strict=True):
            yield _fate(there, device_id, packet, measured, numbers)


def _said(packet: RawPacket, model: MeterModel) -> tuple[Measured, ...] | None:
    try:
        return interpret(decode(packet.characteristic, packet.payload), model)
    except MalformedPacket:
        return None


def _fate(
    there: _File,
    device_id: str,
    packet: RawPacket,
    measured: tuple[Measured, ...] | None,
    numbers: set[int | None],
) -> str:
    """Say where a packet is; the worst of its values decides."""
    if measured is None:
        return "held" if (device_id, packet.raw) in there.malformed else "lost"
    if packet.characteristic == CONTEXT:
        number = decode(packet.characteristic, packet.payload).sequence
        told = number in numbers or (device_id, packet.raw) in there.events
        return "circumstances" if told else "lost"
    found = {_fate_of(there, device_id, packet, each) for each in measured}
    order = ("lost", "reading", "event", "held", "duplicate", "live only")
    return next((each for each in order if each in found), "about the meter")


def _fate_of(there: _File, device_id: str, packet: RawPacket, each: Measured) -> str:
    place = (device_id, packet.raw, each.kind)
    if each.refused == ONGOING:
        return "live only"
    if place in there.readings:
        return "reading"
    if (device_id, packet.raw) in there.events:
        return "event"
    if place in there.held:
        return "held"
    first, second = (*each.values, None, None)[:2]
    same = (device_id, each.kind, each.device_time, first, second)
    # Of a belt's stream without times, one value a minute is kept.
    stream = packet.characteristic == HEART_RATE
    return "duplicate" if same in there.identities or stream else "lost"


def _twice(place: LendingOffice) -> int:
    """Count readings that say what another one of the device says of the same moment."""
    rows = place.rows(
        "SELECT count(*) FROM readings WHERE source_key NOT LIKE '%~%' GROUP BY device_id, kind, "
        "device_time, value, value2, beyond, substr(source_key, 1, instr(source_key, '@')) "
        "HAVING count(*) > 1"
    )
    return sum(int(str(row[0])) - 1 for row in rows)
