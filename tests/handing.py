"""An office that hands equipment out: services on one file, and the nurse who does things."""

from dataclasses import dataclass, field
from itertools import count

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.ids import new_id
from station.core.settings import PROFILE, Profile
from station.models.database import Actor, Database
from station.models.queries import audit
from station.models.records import consents, patients, settings
from station.models.records import devices as device_records
from station.models.records.devices import NewDevice
from station.rules.status import Status
from station.services.care.statuses import Statuses
from station.services.equipment.ending import Ending
from station.services.handing_out.handing_out import HandingOut
from station.services.handing_out.homes import HomeDetails, Homes
from station.services.handing_out.institutions import InstitutionDetails, Institutions
from station.services.handing_out.trainings import Trainings
from station.services.handing_out.values import (
    INSTITUTION,
    PATIENT,
    Borrower,
    HandedOut,
    HandOut,
    HandOutItem,
)
from station.services.prints.receipt import ReceiptPrints
from station.services.record import Record
from station.services.session import Session
from tests.patients import registered

NURSE = Session("0" * 31 + "1", "Mild Kystvei", "MK", "nurse", "en")
OFFICE = Profile("Fjellsund kommune", phone="68050100")
MODELS = {"oximeter": "nonin_3230", "tablet": "", "scale": ""}


@dataclass
class HandingOffice:
    """Services on one file."""

    record: Record
    clock: FixedClock
    handing: HandingOut
    institutions: Institutions
    trainings: Trainings
    homes: Homes
    prints: ReceiptPrints
    ending: Ending
    statuses: Statuses
    session: Session = NURSE
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def database(self) -> Database:
        """The open file."""
        assert self.record.database is not None
        return self.record.database

    def person(
        self, family: str = "Elg", status: str = "active", *, consent: bool = True, **more: object
    ) -> str:
        """A patient in follow-up who has consented."""
        actor = Actor(self.session.user_id, self.session.name)
        patient_id = registered(self.database, actor, family=family, **more)
        with self.database.write(actor) as writer:
            row = (patient_id, 1, "referred", status)
            patients.set_status(writer, *row)
            if consent:
                consents.add(
                    writer,
                    new_id(),
                    patient_id,
                    form_version="2026-1",
                    given_on="2026-11-01",
                    informed_by="Rask Elg",
                    note="",
                )
        return patient_id

    def device(self, kind: str = "oximeter", name: str = "", **more: str) -> str:
        """A device that is ready to be lent."""
        number, device_id = next(self.numbers), new_id()
        made = NewDevice(
            kind=kind,
            name=name or f"{kind[:1].upper()}-{number}",
            model=more.pop("model", MODELS.get(kind, "")),
            serial=more.pop("serial", f"50291{number:04d}"),
            label=more.pop("label", f"ST-{number:05d}"),
            **more,  # type: ignore[arg-type]
        )
        with self.record.write(self.session) as writer:
            device_records.add(writer, device_id, made)
            writer.execute("UPDATE devices SET state = 'ready' WHERE id = ?", (device_id,))
        return device_id

    def institution(self, name: str = "Fjellsund legekontor", kind: str = "gp_office") -> str:
        """A GP office."""
        return self.institutions.add(self.session, InstitutionDetails(kind, name))

    def net(self, patient_id: str, wifi: str = "good", mobile: str = "weak") -> None:
        """Note how the networks are in a home."""
        self.homes.keep(self.session, patient_id, HomeDetails(wifi, mobile))

    def out(self, patient_id: str, *device_ids: str, **more: object) -> HandedOut:
        """Hand devices out to a patient."""
        made = wanted(patient_id, *device_ids, **more)  # type: ignore[arg-type]
        return self.handing.hand_out(self.session, made)

    def rows(self, sql: str, *values: str | int) -> list[tuple[object, ...]]:
        """Read rows straight from the file."""
        with self.record.read() as reader:
            return [tuple(row) for row in reader.raw(sql, values)]

    def log(self, patient_id: str) -> list[str]:
        """What was done with a patient, the newest first."""
        with self.record.read() as reader:
            return [row.action for row in audit.of_patient(reader, patient_id)]

    def status(self, patient_id: str) -> Status:
        """The status of a patient."""
        return self.ending.state(self.session, patient_id).status


def wanted(patient_id: str, *device_ids: str, institution: bool = False, **more: object) -> HandOut:
    """What is to go out to somebody."""
    borrower = Borrower(INSTITUTION if institution else PATIENT, patient_id)
    items = tuple(map(HandOutItem, device_ids))
    return HandOut(borrower, items, **more)  # type: ignore[arg-type]


def handing_office(database: Database, clock: FixedClock) -> HandingOffice:
    """Give the services of handing out on an open file, with the municipality's profile."""
    record = Record(Bus(), clock, database)
    with record.write(NURSE) as writer:
        settings.store(writer, PROFILE, OFFICE)
    return HandingOffice(
        record,
        clock,
        HandingOut(record),
        Institutions(record),
        Trainings(record),
        Homes(record),
        ReceiptPrints(record),
        Ending(record),
        Statuses(record),
    )
