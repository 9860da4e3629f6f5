"""Packets read one by one: what each says, under which key, and at which time; no file in it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from station.devices.interpretation import Measured, interpret, with_context
from station.devices.meters.model import MeterModel, Stored
from station.devices.packets import Decoded, MalformedPacket
from station.devices.profiles import decode, glucose_context, heart_rate
from station.rules.device_time import Chosen, choose
from station.services.measuring.values import ClockFacts, RawPacket

NEAR_MS = 60_000
"""The same bytes without a time or a number within so long are the same measurement."""
ONGOING, OTHER_USER = "ongoing", "other_user"
BEYOND = frozenset({"+inf", "-inf"})
"""Specials that say that the meter measured, but beyond what it can tell."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a packet: `key` is the same whenever the device sends the same record.

    `timeless` says that the device told neither a number nor a time, so that only its arrival
    tells two measurements apart; of a `stream` one a minute is kept, whatever it says.
    """

    measured: Measured
    packet: RawPacket
    chosen: Chosen
    key: str
    timeless: bool
    stream: bool = False

    @property
    def is_number(self) -> bool:
        """Tell whether it is a reading, and not a failed measurement."""
        return not self.measured.failed or self.measured.failed in BEYOND

    def repeats(self, other: "Value") -> bool:
        """Tell whether it is the same timeless measurement as another one of this delivery."""
        return (
            self.measured.kind == other.measured.kind
            and abs(self.packet.arrived_at - other.packet.arrived_at) <= NEAR_MS
            and (self.stream or self.packet.raw == other.packet.raw)
        )


@dataclass(frozen=True, slots=True)
class Heard:
    """What a delivery says: values, circumstances without their reading, and what is no packet.

    `ongoing` are values for the eye only, while a measurement lasts. `others` counts packets that
    are about the meter itself.
    """

    values: tuple[Value, ...] = ()
    ongoing: tuple[Value, ...] = ()
    contexts: tuple[RawPacket, ...] = ()
    malformed: tuple[RawPacket, ...] = ()
    others: int = 0


@dataclass(slots=True)
class _Opened:
    said: list[tuple[Measured, RawPacket]] = field(default_factory=list)
    contexts: list[tuple[Decoded, RawPacket]] = field(default_factory=list)
    malformed: list[RawPacket] = field(default_factory=list)
    others: int = 0


def read(
    device_id: str,
    model: MeterModel,
    packets: Sequence[RawPacket],
    clock: ClockFacts | None,
    user: int | None = None,
) -> Heard:
    """Read a delivery of one device; nothing in any bytes makes it fail.

    `user` is the number by which a scale that several people use knows the borrower, None where
    none is agreed: then none of what it sends is the borrower's.
    """
    opened = _open(model, packets, user)
    numbers = {measured.sequence for measured, _ in opened.said}
    contexts = [each for each, _ in opened.contexts]
    full = with_context((measured for measured, _ in opened.said), contexts)
    said = [(one, packet) for one, (_, packet) in zip(full, opened.said, strict=True)]
    alone = _alone(said)
    offset = None if clock is None else clock.offset_ms
    values = [
        _value(device_id, model, each, offset, alone=alone[each[0].kind] == 1) for each in said
    ]
    return Heard(
        tuple(each for each in values if each.measured.refused != ONGOING),
        tuple(each for each in values if each.measured.refused == ONGOING),
        tuple(packet for each, packet in opened.contexts if each.sequence not in numbers),
        tuple(opened.malformed),
        opened.others,
    )


def _open(model: MeterModel, packets: Iterable[RawPacket], user: int | None) -> _Opened:
    found = _Opened()
    for packet in packets:
        try:
            decoded = decode(packet.characteristic, packet.payload)
        except MalformedPacket:
            found.malformed.append(packet)
            continue
        measured = _of_user(interpret(decoded, model, user), decoded, model, user)
        found.said += [(each, packet) for each in measured]
        if packet.characteristic == glucose_context.GLUCOSE_CONTEXT:
            found.contexts.append((decoded, packet))
        elif not measured:
            found.others += 1
    return found


def _of_user(
    measured: tuple[Measured, ...], decoded: Decoded, model: MeterModel, user: int | None
) -> tuple[Measured, ...]:
    """Refuse what a scale of several people does not say to be the borrower's: guests', too."""
    if not model.consent_code or (user is not None and decoded.user == user):
        return measured
    return tuple(replace(each, refused=each.refused or OTHER_USER) for each in measured)


def _alone(said: Iterable[tuple[Measured, RawPacket]]) -> dict[str, int]:
    """By kind, how many values without a time there are: several were not all measured now."""
    found: dict[str, set[RawPacket]] = {}
    for measured, packet in said:
        packets = found.setdefault(measured.kind, set())
        if not measured.clock_known:
            packets.add(packet)
    return {kind: len({each.raw for each in packets}) for kind, packets in found.items()}


def _value(
    device_id: str,
    model: MeterModel,
    said: tuple[Measured, RawPacket],
    offset_ms: int | None,
    *,
    alone: bool,
) -> Value:
    measured, packet = said
    # A meter that sends what it has stored by itself does not say which of it is new.
    pushed = model.stored is Stored.PUSH and (measured.clock_known or not alone)
    chosen = choose(
        measured.device_time,
        clock_known=measured.clock_known,
        arrived_at=packet.arrived_at,
        offset_ms=offset_ms,
        from_storage=measured.from_storage or pushed,
    )
    told = measured.device_time if measured.clock_known else ""
    if measured.sequence is not None:
        told = f"{measured.sequence}@{measured.device_time}"
    # Two that came within one millisecond are two: the bytes tell them apart, the clock does not.
    mark = told or f"~{packet.arrived_at}:{packet.payload.hex()}"
    stream = packet.characteristic == heart_rate.HEART_RATE
    return Value(measured, packet, chosen, f"ble:{device_id}:{mark}", not told, stream)


def first_of_each(values: Iterable[Value]) -> Iterator[tuple[Value, bool]]:
    """Give each value, and whether it is a timeless measurement that came before in this delivery.

    A stream is thinned out to one a minute.
    """
    kept: list[Value] = []
    for value in values:
        again = value.timeless and any(value.repeats(other) for other in kept)
        if value.timeless and not again:
            kept.append(value)
        yield value, again
