"""The steps of taking a delivery in, inside one unit of work; and what is learnt of the device."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from station.core.i18n import N_, tr
from station.core.trouble import Trouble
from station.devices.meters.model import MeterModel
from station.devices.models import model_of
from station.models.database import Reader, Writer
from station.models.queries import patients as patient_queries
from station.models.queries.devices import DeviceRecord
from station.models.records import device_log as log_records
from station.models.records import devices as records
from station.models.records import quarantine as quarantine_records
from station.models.records.quarantine import DISCARDED
from station.services.equipment.device_words import FAILED, event_words
from station.services.equipment.lending import known_device, retired_trouble
from station.services.intake.incoming import DUPLICATE, STORED, Receipt
from station.services.intake.intake import take
from station.services.measuring.packets import Heard
from station.services.measuring.sorting import (
    NO_CONSENT,
    TEST_RUN,
    UNKNOWN_DEVICE,
    Case,
    Sorted,
)
from station.services.measuring.values import (
    ClockFacts,
    ContactFacts,
    Delivered,
    DeviceFacts,
    Target,
)
from station.services.patients.shown import current_consent
from station.services.readings.saved import told_of

_MOST_TOLD = 20
"""A delivery of more readings than this is counted, not told one by one."""


def model_for(device: DeviceRecord) -> MeterModel:
    """Give the habits of a device's model; those of its profile where the model is not known."""
    for code in (device.model, f"generic_{device.kind}"):
        try:
            return model_of(code)
        except KeyError:
            continue
    return model_of("generic_oximeter")


def may_read(reader: Reader, patient_id: str | None) -> bool:
    """Tell whether a patient is alive and has a valid consent."""
    row = patient_queries.patient(reader, patient_id or "")
    alive = row is not None and row.deceased_on is None
    return alive and current_consent(reader, patient_id or "") is not None


def target(row: DeviceRecord) -> Target:
    """Tell the radio about a device on loan."""
    return Target(
        row.id,
        row.loan_id or "",
        row.patient_id or "",
        row.patient.strip(),
        row.name,
        row.kind,
        row.address,
        model_for(row).code,
        row.bonded,
        row.unencrypted_ok,
        None if row.last_sequence is None else row.last_sequence + 1,
        None if row.user_index is None else (row.user_index, row.user_code or 0),
    )


def usable(reader: Reader, device_id: str, patient_id: str) -> DeviceRecord:
    """Give a device to measure this patient with at the office.

    Raises Trouble `device_unknown`, `device_retired`, `lent_to_other`.
    """
    device = known_device(reader, device_id)
    if device.retired_at is not None:
        raise retired_trouble()
    if device.loan_id is not None and device.patient_id != patient_id:
        raise Trouble(
            "lent_to_other",
            N_("{name} is lent to somebody else. Nothing was measured with it."),
            name=device.name,
        )
    return device


def case_of(reader: Reader, device: DeviceRecord, *, test: bool = False) -> Case:
    """Say whose a delivery is by the loan that is open now."""
    if device.patient_id is None or device.retired_at is not None:
        return Case(device, None, refused=UNKNOWN_DEVICE)
    row = patient_queries.patient(reader, device.patient_id)
    if row is not None and current_consent(reader, row.id) is None:
        return Case(device, None, refused=NO_CONSENT)
    refused = TEST_RUN if test else ""
    return Case(device, device.patient_id, device.loan_id, device.lent_at, refused)


def joined(one: Sorted, other: Sorted) -> Sorted:
    """Put what was sorted by two loans together."""
    return Sorted(
        [*one.incoming, *other.incoming],
        [*one.events, *other.events],
        [*one.held, *other.held],
        one.known + other.known,
    )


def store(writer: Writer, device: DeviceRecord, found: Sorted) -> tuple[Delivered, Receipt]:
    """Take in what was sorted; the readings of an intake are judged in the same unit of work."""
    receipt = Receipt()
    if found.incoming or found.held:
        receipt = take(writer, found.incoming, beside=found.held)
    log_records.add_events(writer, found.events)
    failed = [each for each in found.events if each.code == FAILED]
    reasons = Counter(code for code in receipt.outcomes if code not in (STORED, DUPLICATE))
    beside = receipt.quarantined - reasons.total()
    if beside:
        reasons[found.held[0].reason_code] += beside
    delivered = Delivered(
        stored=receipt.stored,
        duplicates=receipt.duplicates + found.known,
        held=receipt.quarantined,
        failed=len(failed),
        reading_ids=receipt.reading_ids,
        events=tuple(event_words(each.code, device.name) for each in failed),
        reasons=dict(reasons),
    )
    return delivered, receipt


def told(writer: Writer, delivered: Delivered, receipt: Receipt) -> Delivered:
    """Tell what was stored and what it gave, for a delivery of few readings."""
    some = receipt.reading_ids if len(receipt.reading_ids) <= _MOST_TOLD else ()
    saved = [told_of(writer, receipt, each) for each in some]
    levels = [each.level for each in saved if each.level is not None]
    return replace(
        delivered,
        texts=tuple(each.text for each in saved),
        gave=tuple(each.gave for each in saved),
        level=max(levels, default=None),
    )


def lay_aside(writer: Writer, found: Sorted, receipt: Receipt) -> None:
    """Settle what a person has just said is a test, so that nobody is asked about it again."""
    for each, outcome in zip(found.incoming, receipt.outcomes, strict=True):
        if outcome == TEST_RUN:
            quarantine_records.settle(
                writer, each.held_id, DISCARDED, tr("Tried out at the office")
            )


def note(
    writer: Writer,
    device: DeviceRecord,
    heard: Heard,
    clock: ClockFacts | None,
) -> None:
    """Keep when the device was heard, how its clock stood, and how far its numbers came."""
    learnt: dict[str, object] = {"last_contact_at": writer.now, **_clock(writer, clock)}
    reached = _reached(device.last_sequence, heard)
    if reached != device.last_sequence:
        learnt["last_sequence"] = reached
    records.learn(writer, device.id, learnt)


def learn(writer: Writer, device: DeviceRecord, facts: DeviceFacts) -> None:
    """Keep what a device told about itself."""
    learnt = _clock(writer, facts.clock)
    if facts.battery is not None:
        learnt |= {"battery": facts.battery, "battery_at": writer.now}
    if facts.firmware:
        learnt["firmware"] = facts.firmware
    if facts.serial and not device.serial:
        learnt["serial"] = facts.serial
    if learnt:
        records.learn(writer, device.id, learnt)


def learnt_of(writer: Writer, facts: ContactFacts) -> dict[str, object]:
    """Give what a contact that ended says about the device."""
    learnt: dict[str, object] = {}
    if facts.outcome in ("complete", "incomplete"):
        learnt["last_contact_at"] = writer.now
    if facts.outcome == "complete" and facts.last_sequence is not None:
        learnt["last_sequence"] = facts.last_sequence
    if facts.battery is not None:
        learnt |= {"battery": facts.battery, "battery_at": writer.now}
    return learnt


def _clock(writer: Writer, clock: ClockFacts | None) -> dict[str, object]:
    if clock is None:
        return {}
    return {"clock_offset_ms": clock.offset_ms, "clock_at": writer.now}


def _reached(last: int | None, heard: Heard) -> int | None:
    """Go on from the last number only as long as none is left out: a gap is asked for again."""
    numbers = _numbers(heard)
    while last is not None and last + 1 in numbers:
        last += 1
    return last


def _numbers(heard: Heard) -> set[int]:
    found: Iterable[int | None] = (each.measured.sequence for each in heard.values)
    return {each for each in found if each is not None}
