"""What becomes of each value of a delivery: a reading on its way in, an event, held, or known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from station.core.ids import same_id
from station.core.zone import HOME_ZONE
from station.models.database import Reader
from station.models.queries import device_log as log_queries
from station.models.queries import devices as device_queries
from station.models.queries.devices import DeviceRecord
from station.models.records import readings as reading_records
from station.models.records.device_log import NewEvent
from station.models.records.quarantine import Held
from station.rules.readings import Source
from station.services.equipment.device_words import CONTEXT, FAILED, circumstances
from station.services.intake.incoming import Incoming
from station.services.measuring.packets import (
    NEAR_MS,
    OTHER_USER,
    Heard,
    Value,
    first_of_each,
)
from station.services.measuring.values import RawPacket

UNKNOWN_DEVICE, BEFORE_LOAN, NO_CONSENT, TEST_RUN = (
    "unknown_device",
    "before_loan",
    "no_consent",
    "test",
)
BEYOND_METER, MALFORMED = "meter_range", "malformed_packet"


@dataclass(frozen=True, slots=True)
class Case:
    """Whose a delivery is: of `patient_id` from `since` (UTC ms, None: at any time).

    `refused` is why none of it is taken in; `asked` that a person has looked at it.
    """

    device: DeviceRecord
    patient_id: str | None
    loan_id: str | None = None
    since: int | None = None
    refused: str = ""
    asked: bool = False

    def owns(self, value: Value) -> bool:
        """Tell whether a value is certainly this patient's by when it was taken."""
        chosen = value.chosen
        timely = self.since is None or chosen.earliest >= self.since
        mine = value.measured.refused != OTHER_USER
        return self.patient_id is not None and not chosen.refused and timely and mine

    def refusal(self, value: Value) -> str:
        """Say why a value must be held, or nothing."""
        if self.patient_id is None:
            return self.refused
        if value.measured.refused:
            return value.measured.refused
        if value.measured.failed:
            return BEYOND_METER
        if value.chosen.refused:
            return value.chosen.refused
        return self.refused if self.owns(value) else BEFORE_LOAN


@dataclass(slots=True)
class Sorted:
    """A delivery, sorted; `known` counts values that are stored already, in whatever way."""

    incoming: list[Incoming] = field(default_factory=list)
    events: list[NewEvent] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    known: int = 0


def sort(reader: Reader, case: Case, heard: Heard, values: Sequence[Value]) -> Sorted:
    """Sort `values`, and what of `heard` is no value at all."""
    found = Sorted()
    stored = _stored(reader, case, values)
    failed: dict[str, NewEvent] = {}
    repeated: set[str] = set()
    for value, again in first_of_each(values):
        if not value.is_number:
            event = _event(case, value)
            if again:
                repeated.add(event.source_key)
            else:
                failed.setdefault(event.source_key, event)
        elif again or _is_stored(reader, case, value, stored):
            found.known += 1
        else:
            found.incoming.append(_incoming(case, value))
    events = [*failed.values(), *(_context(case.device, each) for each in heard.contexts)]
    found.events, again_told = _new_events(reader, case.device.id, events)
    found.known += again_told + len(repeated - failed.keys())
    found.held = [_malformed(case.device, packet) for packet in heard.malformed]
    return found


def _stored(reader: Reader, case: Case, values: Iterable[Value]) -> set[tuple[str, str, object]]:
    """What of these values this device gave somebody before, by kind, key and what it says."""
    found: set[tuple[str, str, object]] = set()
    patients = {*device_queries.borrowers(reader, case.device.id), case.patient_id} - {None}
    keys: dict[str, list[str]] = {}
    for value in values:
        keys.setdefault(value.measured.kind, []).append(value.key)
    for kind, some in keys.items():
        for patient in patients:
            rows = reading_records.stored_under(reader, str(patient), kind, some)
            found.update(
                (kind, key, (row.value, row.value2, row.beyond)) for key, row in rows.items()
            )
    return found


def _is_stored(
    reader: Reader, case: Case, value: Value, stored: set[tuple[str, str, object]]
) -> bool:
    measured = value.measured
    first, second = (*measured.values, None, None)[:2]
    beyond = "" if measured.beyond is None else measured.beyond.value
    if (measured.kind, value.key, (first, second, beyond)) in stored:
        return True
    if not value.timeless or case.patient_id is None:
        return False
    raw = "" if value.stream else value.packet.raw
    place = (case.patient_id, measured.kind)
    moment = value.packet.arrived_at
    return reading_records.is_near(reader, place, case.device.id, moment, NEAR_MS, raw)


def _incoming(case: Case, value: Value) -> Incoming:
    measured, refused = value.measured, case.refusal(value)
    flags = (*measured.quality, *(each.value for each in value.chosen.flags))
    return Incoming(
        patient_id=case.patient_id if case.owns(value) else None,
        kind=measured.kind,
        taken_at=value.chosen.taken_at,
        values=measured.values,
        source=Source.DEVICE,
        source_key=value.key,
        beyond=measured.beyond,
        asked=case.asked,
        original_value=measured.original_value,
        original_unit=measured.original_unit,
        device_time=measured.device_time,
        zone_name=HOME_ZONE,
        raw=value.packet.raw,
        note=circumstances(measured.context),
        quality=" ".join(dict.fromkeys(flags)),
        device_id=case.device.id,
        time_reason=value.chosen.reason,
        strict=not value.timeless,
        refused=refused,
        facts=(("device_name", case.device.name),),
    )


def _event(case: Case, value: Value) -> NewEvent:
    mine = case.owns(value)
    return NewEvent(
        case.device.id,
        FAILED,
        # One packet with several numbers that failed is one failed measurement.
        f"{value.key}:{value.packet.raw}",
        value.chosen.taken_at,
        value.measured.kind,
        case.loan_id if mine else None,
        case.patient_id if mine else None,
        value.measured.device_time,
        value.packet.raw,
    )


def _context(device: DeviceRecord, packet: RawPacket) -> NewEvent:
    return NewEvent(
        device.id,
        CONTEXT,
        same_id("context", packet.raw),
        packet.arrived_at,
        "glucose",
        raw=packet.raw,
    )


def _new_events(
    reader: Reader, device_id: str, events: Sequence[NewEvent]
) -> tuple[list[NewEvent], int]:
    known = log_queries.known_events(reader, device_id, [each.source_key for each in events])
    fresh: dict[str, NewEvent] = {}
    for each in events:
        timeless = not each.device_time
        near = timeless and log_queries.is_near(
            reader, device_id, each.raw, each.happened_at, NEAR_MS
        )
        if each.source_key not in known and not near:
            fresh.setdefault(each.source_key, each)
    return list(fresh.values()), len(events) - len(fresh)


def _malformed(device: DeviceRecord, packet: RawPacket) -> Held:
    return Held(
        source=Source.DEVICE.value,
        reason_code=MALFORMED,
        raw=packet.raw,
        reason_values={
            "device": device.id,
            "device_name": device.name,
            "arrived_at": packet.arrived_at,
        },
        id=same_id("held", device.id, packet.raw),
    )
