"""From a packet to readings: units converted once, doubts named, what is none refused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from station.devices import meanings
from station.devices.meters.model import MeterModel
from station.devices.packets import Decoded, Measure, Special
from station.devices.profiles import cuff, glucose, heart_rate, oximeter, scale, thermometer
from station.rules.kinds import component_of, kind_of
from station.rules.limits import Side
from station.rules.units import sent_to_canonical


@dataclass(frozen=True, slots=True)
class Measured:
    """One reading of a packet in its kind's units, or why there is none.

    `failed` says which special stood in the number's place, `refused` why the packet is no
    reading ("ongoing" is a live value; its numbers are for the eye only). `device_time` is the
    meter's own local time as text, empty without one; `clock_known` tells whether it counts.
    `context` holds the meter's words about the circumstances.
    """

    kind: str
    values: tuple[float | None, ...]
    beyond: Side | None = None
    failed: str = ""
    original_value: str = ""
    original_unit: str = ""
    quality: tuple[str, ...] = ()
    device_time: str = ""
    clock_known: bool = False
    sequence: int | None = None
    from_storage: bool = False
    refused: str = ""
    context: tuple[str, ...] = ()


_OXIMETRY = (("spo2", ("spo2",)), ("pulse", ("pulse",)))
_PARTS: Mapping[int, tuple[tuple[str, tuple[str, ...]], ...]] = {
    oximeter.SPOT_CHECK: _OXIMETRY,
    oximeter.CONTINUOUS: _OXIMETRY,
    scale.WEIGHT: (("weight", ("weight",)),),
    cuff.BLOOD_PRESSURE: (("bp", ("sys", "dia")), ("pulse", ("pulse",))),
    cuff.INTERMEDIATE_PRESSURE: (("bp", ("cuff",)), ("pulse", ("pulse",))),
    thermometer.TEMPERATURE: (("temp", ("temp",)),),
    thermometer.INTERMEDIATE_TEMPERATURE: (("temp", ("temp",)),),
    heart_rate.HEART_RATE: (("pulse", ("pulse",)),),
}
"""By characteristic the kinds of reading in a packet, each with the measures it is made of."""
_ALIKE = {"cuff": "sys"}
_BEYOND = {
    Special.POSITIVE_INFINITY: (Side.HIGH, "HI"),
    Special.NEGATIVE_INFINITY: (Side.LOW, "LO"),
}
_OUT_OF_RANGE = {
    "result_too_high": _BEYOND[Special.POSITIVE_INFINITY],
    "result_too_low": _BEYOND[Special.NEGATIVE_INFINITY],
}


def interpret(decoded: Decoded, model: MeterModel, user: int | None = None) -> tuple[Measured, ...]:
    """Give the readings of a packet, none for a packet about the meter itself.

    `user` is the number by which the meter knows the person, where it tells people apart.
    """
    said = _Said(
        {each.name: _without_missing(each, dict(model.missing)) for each in decoded.measures},
        frozenset(decoded.statuses),
        Measured(
            kind="",
            values=(),
            quality=meanings.doubts(decoded),
            device_time=device_time(decoded),
            clock_known=meanings.clock_known(decoded),
            sequence=decoded.sequence,
            from_storage="from_storage" in decoded.statuses or decoded.sequence is not None,
            refused=meanings.refusal(decoded, trailing=model.trailing, user=user),
            context=decoded.context,
        ),
    )
    if decoded.characteristic == glucose.GLUCOSE:
        inside = "interstitial_fluid" in decoded.context
        kind = "glucose_interstitial" if inside else "glucose"
        return (said.reading(kind, ("glucose",)),)
    parts = _PARTS.get(decoded.characteristic, ())
    return tuple(said.reading(*part) for part in parts if part[1][0] in said.measures)


def with_context(measured: Iterable[Measured], contexts: Iterable[Decoded]) -> tuple[Measured, ...]:
    """Give the readings with the words of the context packets that have the same number."""
    words: dict[int | None, tuple[str, ...]] = {}
    for each in contexts:
        words[each.sequence] = words.get(each.sequence, ()) + each.context
    return tuple(_joined(each, words) for each in measured)


def _joined(each: Measured, words: Mapping[int | None, tuple[str, ...]]) -> Measured:
    if each.sequence is None:
        return each
    both = (*each.context, *words.get(each.sequence, ()))
    return replace(each, context=tuple(dict.fromkeys(both)))


def device_time(decoded: Decoded) -> str:
    """Give when the meter says that it measured: its base time with the minutes to add, as text.

    Unknown parts stay zeros, and then, as past the last year there is, nothing is added.
    """
    time = decoded.time
    if time is None:
        return ""
    if not time.known or not decoded.offset_minutes:
        return time.text()
    base = datetime.fromisoformat(time.text())
    try:
        return (base + timedelta(minutes=decoded.offset_minutes)).isoformat()
    except OverflowError:
        return time.text()


def _without_missing(sent: Measure, missing: Mapping[str, int]) -> Measure:
    if sent.value is None or missing.get(sent.name) != sent.value:
        return sent
    return Measure(sent.name, None, sent.unit, Special.NAN)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a packet says, ready to make readings of."""

    measures: Mapping[str, Measure]
    statuses: frozenset[str]
    common: Measured

    def reading(self, kind: str, names: tuple[str, ...]) -> Measured:
        """Make the reading of `kind` from these measures; a part that is not sent has no value."""
        part = [self.measures[name] for name in names if name in self.measures]
        none = (None,) * len(kind_of(kind).components)
        unit = part[0].unit if part else ""
        made = replace(self.common, kind=kind, values=none, original_unit=unit)
        if kind.startswith("glucose") and (found := self._beyond(part)) is not None:
            return replace(made, beyond=found[0], original_value=found[1])
        numbers = [each.value for each in part if each.value is not None]
        if failed := self._failed(part):
            return replace(made, failed=failed)
        values = [_canonical(each, value) for each, value in zip(part, numbers, strict=True)]
        return replace(
            made,
            values=(*values, *none[len(values) :]),
            original_value="/".join(f"{each:f}" for each in numbers),
        )

    def _beyond(self, part: list[Measure]) -> tuple[Side, str] | None:
        said = [_OUT_OF_RANGE[word] for word in _OUT_OF_RANGE if word in self.statuses]
        sent = [_BEYOND[each.special] for each in part if each.special in _BEYOND]
        return next(iter((*said, *sent)), None)

    def _failed(self, part: list[Measure]) -> str:
        if not part or "unavailable" in self.statuses:
            return Special.UNSUCCESSFUL.value
        return next((each.special.value for each in part if each.special is not None), "")


def _canonical(sent: Measure, value: Decimal) -> float:
    component = component_of(_ALIKE.get(sent.name, sent.name))
    return sent_to_canonical(component, value, sent.unit)
