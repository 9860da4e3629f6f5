"""What a tablet brings, taken in inside one unit of work.

Entries are kept as they came, readings and answers go through the same door as any other, and
what cannot be understood is held back with its raw form. An entry that is odd counts as stored
all the same, or one entry would hold back all after it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from station.core.i18n import N_
from station.core.ids import same_id
from station.core.trouble import Trouble
from station.core.zone import FIRST_MS, LAST_MS, local
from station.devices.tablet.entries import (
    Batch,
    ClockChange,
    Entry,
    Stamped,
    TabletEvent,
    TabletForm,
    TabletReading,
    heads,
    read_entry,
)
from station.devices.tablet.limits import TabletFault
from station.models.database import Writer
from station.models.queries import tablets as queries
from station.models.queries.tablets import PairingRow
from station.models.records import device_log as log_records
from station.models.records import quarantine as quarantine_records
from station.models.records import tablets as records
from station.models.records.device_log import NewEvent
from station.models.records.quarantine import Held
from station.models.records.tablets import NewEntry
from station.rules.device_time import CLOCK_WRONG, SLACK_MS, UNKNOWN_STORED
from station.rules.forms import ANSWERED
from station.rules.kinds import is_dotted
from station.rules.quality import Quality
from station.rules.readings import Source
from station.services.forms.answer_receiving import Received, receive
from station.services.forms.answers import Answered, AnsweredBy, AnswerSource
from station.services.intake.intake import DUPLICATE, STORED, Incoming, take
from station.services.patients.shown import current_consent

NO_CONSENT = "no_consent"
ODD = "tablet_entry"
"""Held back: an entry that Station does not understand."""
BEFORE = "before_loan"
NOTED = "noted"
"""What became of an event."""
CLOCK_SET, OTHER_EVENT = "clock_set", "tablet_event"
KNOWN_EVENTS = frozenset({"measurement_failed", "low_battery", "restarted", CLOCK_SET})


@dataclass(frozen=True, slots=True)
class _Item:
    """One entry to take in: its number and bytes, what it says, and how its clock stood."""

    number: int
    raw: bytes
    entry: Entry | None
    offset_ms: int | None


@dataclass(slots=True)
class _Sorted:
    """What the entries of a batch came to; `outcomes` by number."""

    readings: list[tuple[int, Incoming]] = field(default_factory=list)
    events: list[tuple[int, NewEvent]] = field(default_factory=list)
    held: list[tuple[int, Held]] = field(default_factory=list)
    answers: list[tuple[int, Received]] = field(default_factory=list)
    outcomes: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Moment:
    """The time chosen (UTC ms), why it is not the tablet's own, doubts, and why it is refused."""

    at: int
    reason: str = ""
    quality: str = ""
    refused: str = ""


def take_batch(writer: Writer, row: PairingRow, batch: Batch) -> int:
    """Take a batch in, and give the number up to which everything is stored."""
    new = _unstored(writer, row, batch)
    if not new:
        writer.quiet()
        return batch.upto
    chain = heads(bytes.fromhex(row.head), tuple(item.raw for item in new))
    if chain[-1] != batch.head:
        raise _broken()
    found = _Sorted()
    # Who took the consent back while the tablet was out is charted no more.
    stopped = "" if current_consent(writer, row.patient_id or "") else NO_CONSENT
    for item in new:
        _sort(writer, row, item, found, stopped)
    _take(writer, found)
    stored = [
        NewEntry(item.number, head.hex(), _kind(item), found.outcomes[item.number], item.raw)
        for item, head in zip(new, chain, strict=True)
    ]
    records.store(writer, row.loan_id, row.id, stored, batch.head.hex())
    outcomes = list(found.outcomes.values())
    writer.audit(
        "tablet_fetched",
        "loan",
        row.loan_id,
        row.patient_id,
        first=new[0].number,
        upto=batch.upto,
        stored=outcomes.count(STORED),
        held=len(outcomes) - sum(map(outcomes.count, (STORED, DUPLICATE, NOTED))),
        head=batch.head.hex(),
    )
    writer.touch("equipment", row.patient_id)
    return batch.upto


def _unstored(writer: Writer, row: PairingRow, batch: Batch) -> list[_Item]:
    """The entries that are not stored yet; Trouble if those that are say something else."""
    there = queries.entries(writer, row.loan_id, batch.first, batch.upto)
    numbers = range(batch.first, batch.upto + 1)
    items = list(zip(numbers, batch.entries, batch.offsets, strict=True))
    if batch.first > row.committed + 1 or any(there.get(n, raw) != raw for n, raw, _ in items):
        raise _broken()
    return [
        _Item(number, raw, _understood(number, raw), offset)
        for number, raw, offset in items
        if number > row.committed
    ]


def _broken() -> Trouble:
    return Trouble(
        "tablet_chain",
        N_("What the tablet sent does not follow from what is stored. Nothing was changed."),
    )


def _understood(number: int, raw: bytes) -> Entry | None:
    try:
        return read_entry(number, raw)
    except TabletFault:
        return None


def _kind(item: _Item) -> str:
    return "" if item.entry is None else _KINDS[type(item.entry)]


_KINDS: Mapping[type[Entry], str] = {
    TabletReading: "reading",
    TabletForm: "form",
    ClockChange: "clock",
    TabletEvent: "event",
}


# ------------------------------------------------------------------------------- what each becomes


def _sort(writer: Writer, row: PairingRow, item: _Item, found: _Sorted, stopped: str) -> None:
    """Put an entry where it goes; `stopped` is why no reading and no answers are taken in."""
    entry, place = item.entry, _Place(row, item)
    if entry is None:
        found.held.append((item.number, place.held(ODD, item.raw.hex())))
        return
    moment = _moment(row, entry.stamp, item.offset_ms)
    charted = replace(moment, refused=moment.refused or stopped)
    if isinstance(entry, TabletReading):
        found.readings.append((item.number, _reading(place, entry, charted)))
    elif isinstance(entry, TabletForm):
        _sort_form(place, entry, charted, found)
    else:
        found.events.append((item.number, _event(writer, place, entry, moment)))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an entry comes from."""

    row: PairingRow
    item: _Item

    @property
    def key(self) -> str:
        return f"tablet:{self.row.loan_id}:{self.item.number}"

    def held(self, reason: str, raw: str, kind: str = "", **more: object) -> Held:
        return Held(
            source=Source.TABLET.value,
            reason_code=reason,
            raw=raw,
            patient_id=self.row.patient_id,
            kind=kind,
            reason_values={"device": self.row.device_id, "entry": self.item.number, **more},
            id=same_id("held", self.key),
        )


def _moment(row: PairingRow, stamp: Stamped, offset_ms: int | None) -> _Moment:
    """Choose the time: the tablet's, or that corrected by how far its clock was off."""
    if offset_ms is None:
        return _Moment(stamp.at, quality=Quality.CLOCK_UNSET.value, refused=UNKNOWN_STORED)
    true = stamp.at - offset_ms
    refused = BEFORE if true < row.lent_at else ""
    if abs(offset_ms) > SLACK_MS:
        return _Moment(true, CLOCK_WRONG, Quality.CLOCK_OFFSET.value, refused)
    return _Moment(stamp.at, refused=refused)


def _device_time(stamp: Stamped) -> str:
    """What a clock on the tablet's wall showed, as ISO text; empty for no time that can be."""
    if not FIRST_MS <= stamp.at < LAST_MS:
        return ""
    return local(stamp.at).replace(tzinfo=None).isoformat(timespec="seconds")


def _reading(place: _Place, entry: TabletReading, moment: _Moment) -> Incoming:
    return Incoming(
        patient_id=place.row.patient_id,
        kind=entry.kind,
        taken_at=moment.at,
        values=entry.values,
        source=Source.TABLET,
        source_key=place.key,
        beyond=entry.beyond,
        device_time=_device_time(entry.stamp),
        raw=place.item.raw.hex(),
        quality=" ".join(filter(None, (entry.quality, moment.quality))),
        device_id=place.row.device_id,
        time_reason=moment.reason,
        refused=moment.refused,
        facts=(("meter", entry.meter),) if entry.meter else (),
    )


def _sort_form(place: _Place, entry: TabletForm, moment: _Moment, found: _Sorted) -> None:
    number, told = place.item.number, _told(entry)
    if entry.by not in set(AnsweredBy):
        found.held.append((number, place.held(ODD, told)))
        return
    if moment.refused:
        named = f"{entry.form}.{ANSWERED}"
        kind = named if is_dotted(named) else ""
        values = {"form": entry.form, "version": entry.version, "answered_at": moment.at}
        found.held.append((number, place.held(moment.refused, told, kind, **values)))
        return
    given = Answered(
        entry.form,
        entry.version or 0,
        entry.answers,
        AnsweredBy(entry.by),
        AnswerSource.TABLET,
        moment.at,
        entry.name,
        entry.comment,
        entry.language,
        place.key,
        told,
    )
    found.answers.append((number, Received(given, told, place.row.patient_id, entry.version)))


def _told(entry: TabletForm) -> str:
    """An answered form as text, for whoever looks at it later."""
    told = {
        "entry": entry.stamp.n,
        "form": entry.form,
        "version": entry.version,
        "answers": dict(entry.answers),
        "by": entry.by,
        "name": entry.name,
        "note": entry.comment,
        "language": entry.language,
        "at": entry.stamp.at,
    }
    return json.dumps(told, ensure_ascii=False)


def _event(
    writer: Writer, place: _Place, entry: ClockChange | TabletEvent, moment: _Moment
) -> NewEvent:
    row = place.row
    code, kind, raw = CLOCK_SET, "", place.item.raw
    if isinstance(entry, TabletEvent):
        known = entry.code in KNOWN_EVENTS
        code, kind, raw = entry.code if known else OTHER_EVENT, entry.kind, entry.raw or raw
    shown = FIRST_MS <= moment.at < LAST_MS and not moment.refused
    return NewEvent(
        row.device_id,
        code,
        place.key,
        moment.at if shown else writer.now,
        kind,
        row.loan_id,
        row.patient_id,
        _device_time(entry.stamp),
        raw.hex(),
    )


def _take(writer: Writer, found: _Sorted) -> None:
    """Take everything in, in the unit of work that stores the entries."""
    if found.readings:
        receipt = take(writer, [incoming for _, incoming in found.readings])
        for (number, _), outcome in zip(found.readings, receipt.outcomes, strict=True):
            found.outcomes[number] = outcome
    for number, answers in found.answers:
        found.outcomes[number] = receive(writer, answers)
    log_records.add_events(writer, [event for _, event in found.events])
    found.outcomes.update((number, NOTED) for number, _ in found.events)
    quarantine_records.hold(writer, [held for _, held in found.held])
    found.outcomes.update((number, held.reason_code) for number, held in found.held)
    if found.held:
        writer.touch("quarantine")
