"""One device's history in words: loans, contacts, and what it told that is no reading."""

from dataclasses import dataclass

from station.core.formats import number
from station.core.i18n import ntr, tr
from station.models.database import Reader
from station.models.queries import device_log as log_queries
from station.models.queries import devices as queries
from station.models.queries.device_log import ContactRecord, EventRecord
from station.models.queries.devices import LoanRecord
from station.rules.wording import kind_name
from station.services.equipment.device_words import (
    FAILED,
    clock_words,
    event_words,
    outcome_words,
    purpose_words,
)


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One contact as a list shows it: when it began (UTC ms), what for, and what came of it."""

    id: str
    at: int
    purpose: str
    outcome: str
    text: str
    by: str
    complete: bool


@dataclass(frozen=True, slots=True)
class EventLine:
    """One thing that a device told and that is no reading, with the bytes it came in."""

    id: str
    at: int
    text: str
    device_time: str
    raw: str


@dataclass(frozen=True, slots=True)
class LoanLine:
    """One loan as a list shows it; open while `ended_at` is None."""

    id: str
    device_id: str
    device: str
    kind: str
    patient_id: str | None
    to: str
    from_at: int
    ended_at: int | None
    lent_by: str
    ended_by: str
    note: str
    ended_note: str


def contacts_of(reader: Reader, device_id: str) -> tuple[ContactLine, ...]:
    """Give the newest contacts with a device in words, newest first."""
    return tuple(map(_contact, log_queries.contacts_of(reader, device_id)))


def events_of(reader: Reader, device_id: str) -> tuple[EventLine, ...]:
    """Give what a device told that is no reading, newest first."""
    found = log_queries.events_of(reader, device_id)
    return tuple(_event(row) for row in found if row.code == FAILED)


def loans_of_device(reader: Reader, device_id: str) -> tuple[LoanLine, ...]:
    """Give every loan of a device, the newest first."""
    return tuple(map(loan_line, queries.loans_of_device(reader, device_id)))


def loan_line(row: LoanRecord) -> LoanLine:
    """Tell one loan."""
    return LoanLine(
        row.id,
        row.device_id,
        row.device,
        row.kind,
        row.patient_id,
        row.to,
        row.from_at,
        row.ended_at,
        row.lent_by,
        row.ended_by,
        row.note,
        row.ended_note,
    )


def _contact(row: ContactRecord) -> ContactLine:
    return ContactLine(
        row.id,
        row.begun_at,
        purpose_words(row.purpose),
        row.outcome,
        _came(row),
        row.by,
        row.outcome == "complete",
    )


def _came(row: ContactRecord) -> str:
    parts = [outcome_words(row.outcome)]
    if row.stored:
        parts.append(ntr("{n} reading stored", "{n} readings stored", row.stored))
    if row.duplicates:
        parts.append(ntr("{n} was there already", "{n} were there already", row.duplicates))
    if row.held:
        parts.append(ntr("{n} held back", "{n} held back", row.held))
    if row.failed:
        parts.append(ntr("{n} failed measurement", "{n} failed measurements", row.failed))
    if row.battery is not None:
        parts.append(tr("battery {percent} %", percent=number(row.battery, 0)))
    parts.append(clock_words(row.clock_offset_ms))
    return " · ".join(part for part in parts if part)


def _event(row: EventRecord) -> EventLine:
    kind = kind_name(row.kind) if row.kind else ""
    text = event_words(row.code, "", kind)
    return EventLine(row.id, row.happened_at, text, row.device_time, row.raw)
