"""Lent meters for tests: an office with a patient who has consented, and packets made by hand."""

import struct
from dataclasses import dataclass
from datetime import datetime

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.zone import local
from station.models.database import Actor, Database
from station.models.records import consents
from station.services.equipment.lending import Lending, NewDevice
from station.services.measuring.measuring import ClockFacts, Delivered, Measuring, RawPacket
from station.services.record import Record
from station.services.session import Session
from tests.intaking import NURSE
from tests.patients import registered
from tests.store_room import back_and_ready, make_ready

SPOT, WEIGHT, CUFF, GLUCOSE, HEART, CONTEXT = 0x2A5E, 0x2A9D, 0x2A35, 0x2A18, 0x2A37, 0x2A34
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
RESERVED = 0x0801


@dataclass
class LendingOffice:
    """Services on one file, with the nurse who does things."""

    record: Record
    clock: FixedClock
    lending: Lending
    measuring: Measuring
    session: Session = NURSE

    def person(self, family: str = "Elg", *, consent: bool = True) -> str:
        """Register a patient, with a consent unless it is said that there is none."""
        database = self.record.database
        assert database is not None
        actor = Actor(self.session.user_id, self.session.name)
        patient_id = registered(database, actor, family=family)
        if consent:
            with database.write(actor) as writer:
                consents.add(
                    writer,
                    f"consent-{patient_id}",
                    patient_id,
                    form_version="2026-1",
                    given_on="2026-11-01",
                    informed_by="Rask Elg",
                    note="",
                )
        return patient_id

    def device(self, kind: str = "oximeter", model: str = "", name: str = "Apparat 1") -> str:
        """Register a device without an address, and make it ready."""
        return self.ready(NewDevice(kind, model, name))

    def ready(self, new: NewDevice) -> str:
        """Register a device and make it ready to be lent."""
        device_id = self.lending.register(self.session, new)
        return make_ready(self.record, self.session, device_id)

    def back(self, loan_id: str) -> None:
        """Take a device back, look it over and make it ready for the next one."""
        self.lending.take_back(self.session, loan_id)
        back_and_ready(self.record, self.session, loan_id)

    def lent(self, patient_id: str, kind: str = "oximeter", name: str = "Apparat 1") -> str:
        """Register a device and lend it now."""
        device_id = self.device(kind, name=name)
        self.lending.lend(self.session, device_id, patient_id)
        return device_id

    def take(
        self, device_id: str, *packets: RawPacket, offset_ms: int | None = None, **more: str
    ) -> Delivered:
        """Take packets in; the clock was read if `offset_ms` says how far it is ahead."""
        facts = None if offset_ms is None else ClockFacts("", offset_ms)
        return self.measuring.take(self.session, device_id, packets, facts, **more)

    def rows(self, sql: str, *values: str | int) -> list[tuple[object, ...]]:
        """Read rows straight from the file."""
        with self.record.read() as reader:
            return [tuple(row) for row in reader.raw(sql, values)]


def lending_office(database: Database, clock: FixedClock) -> LendingOffice:
    """Give the services of lending and measuring on an open file."""
    record = Record(Bus(), clock, database)
    return LendingOffice(record, clock, Lending(record), Measuring(record))


def shown_at(moment: int) -> datetime:
    """Give what a clock in Norway shows at a moment, without a zone."""
    return local(moment).replace(tzinfo=None, microsecond=0)


def date_time(shown: datetime | None) -> bytes:
    """Give a Date Time field; None is an unset clock."""
    if shown is None:
        return bytes(7)
    return struct.pack(
        "<H5B", shown.year, shown.month, shown.day, shown.hour, shown.minute, shown.second
    )


def spot(
    arrived_at: int, spo2: int = 93, pulse: int = 78, shown: datetime | None = None
) -> RawPacket:
    """Give a spot check of an oximeter, with a time if `shown` says what its clock showed."""
    flags = 0x01 if shown is not None else 0x00
    body = struct.pack("<BHH", flags, spo2, pulse)
    return RawPacket(SPOT, body + (date_time(shown) if shown is not None else b""), arrived_at)


def weight(arrived_at: int, grams: int = 82_350, shown: datetime | None = None) -> RawPacket:
    """Give a weight in kilograms, with a time if `shown` says what the clock showed."""
    flags = 0x02 if shown is not None else 0x00
    body = struct.pack("<BH", flags, grams // 5)
    return RawPacket(WEIGHT, body + (date_time(shown) if shown is not None else b""), arrived_at)


def glucose(
    arrived_at: int, sequence: int, shown: datetime, mantissa: int = 61, status: int | None = None
) -> RawPacket:
    """Give a stored glucose record in mol/L: mantissa 61 is 6.1 mmol/L."""
    flags = 0x06 | (0x08 if status is not None else 0)
    body = struct.pack("<BH", flags, sequence) + date_time(shown)
    body += struct.pack("<HB", 0xC000 | mantissa if mantissa < RESERVED - 4 else mantissa, 0x11)
    if status is not None:
        body += struct.pack("<H", status)
    return RawPacket(GLUCOSE, body, arrived_at)
