"""Offices with everything a station has, that share one code and bring each other files."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from station.core.clock import FixedClock
from station.rules.equipment import Purpose
from station.rules.equipment_steps import Outcome, steps_of
from station.rules.status import Status
from station.services.equipment.register import NewDevice
from station.services.handing_out.values import PATIENT, Borrower, HandOut, HandOutItem
from station.services.patients.consents import ConsentDetails
from station.services.patients.values import PatientDetails
from station.services.session import Session
from station.services.stick.exchanging import SUFFIX, Exchanging, Taken, WriteJob, exchanging_of
from station.wiring import Station, build
from tests.municipality import CHEAP, FIRST, OPENED, PASSWORD, Office, copy_home
from tests.plan_office import ELG

MINUTE = 60_000


@dataclass
class Site:
    """One office, with its leader signed in."""

    station: Station
    clock: FixedClock
    leader: Session
    exchanging: Exchanging

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Read something by hand."""
        with self.station.record.read() as reader:
            return [tuple(row) for row in reader.raw(sql, values)]  # type: ignore[arg-type]

    def follow(self, details: PatientDetails = ELG) -> str:
        """Register a patient with consent, in active follow-up."""
        patient_id = self.station.patients.register(self.leader, details)
        signed = ConsentDetails("2026-1", date(2026, 11, 19), "Stille Brygge")
        self.station.consents.register(self.leader, patient_id, signed)
        for status in (Status.STARTING, Status.ACTIVE):
            self.station.statuses.set(self.leader, patient_id, status)
        return patient_id

    def device(self, label: str = "OX-1") -> str:
        """Register an oximeter and make it ready to be lent."""
        new = NewDevice("oximeter", "Nonin 3230", label, "", label=label)
        device_id = self.station.equipment.register(self.leader, new)
        self.prepare(device_id)
        return device_id

    def prepare(self, device_id: str, purpose: Purpose = Purpose.PREPARE) -> None:
        """Go over a device, all steps done."""
        checks = self.station.checks
        going_over = checks.begin(self.leader, device_id, purpose)
        for step in steps_of(purpose, "oximeter"):
            checks.tick(self.leader, going_over.id, step, Outcome.OK)

    def lend(self, device_id: str, patient_id: str) -> str:
        """Hand a device out, and give the loan."""
        wanted = HandOut(Borrower(PATIENT, patient_id), (HandOutItem(device_id),))
        self.station.handing_out.hand_out(self.leader, wanted)
        sql = "SELECT id FROM loans WHERE device_id = ? AND ended_at IS NULL"
        return str(self.rows(sql, device_id)[0][0])

    def state(self, device_id: str) -> object:
        """Where a device is."""
        return self.rows("SELECT state FROM devices WHERE id = ?", device_id)[0][0]

    def loans(self, device_id: str) -> list[tuple[object, ...]]:
        """All loans of a device: whether each is over, and how."""
        sql = "SELECT id, ended_at IS NOT NULL, ended_how FROM loans WHERE device_id = ? ORDER BY 1"
        return self.rows(sql, device_id)

    def conflicts(self) -> list[tuple[object, ...]]:
        """What a person must choose about."""
        return self.rows(
            "SELECT kind, reason, fields FROM sync_conflicts WHERE state = 'open' ORDER BY kind"
        )

    def held(self) -> list[tuple[object, ...]]:
        """What came and is not worked in."""
        return self.rows(
            "SELECT kind, record_id, state, reason_code FROM sync_inbox "
            "WHERE state IN ('held', 'waiting')"
        )

    def bring(self, other: "Site", folder: Path) -> Taken:
        """Write all to a stick, and let the other station take it in."""
        path = folder / f"{len(list(folder.iterdir()))}{SUFFIX}"
        self.exchanging.write(self.leader, WriteJob(path))
        return other.exchanging.take(other.leader, path)


@contextmanager
def sites(office: Office, folder: Path, *names: str) -> Iterator[list[Site]]:
    """Open some offices that share one code; their people are the same."""
    with ExitStack() as opened:
        made: list[Site] = []
        code = ""
        for name in names:
            clock = FixedClock(OPENED + 86_400_000)
            station = build(copy_home(office.root, folder / name), clock, CHEAP)
            opened.callback(station.close)
            slot = next(each.slot_id for each in station.door.people() if each.name == FIRST)
            leader = station.door.sign_in(slot, PASSWORD)
            exchanging = exchanging_of(station.record)
            if code:
                exchanging.join(leader, name, code)
            else:
                code = exchanging.begin(leader, name)
            made.append(Site(station, clock, leader, exchanging))
        yield made


def meet(folder: Path, *all_of: Site, rounds: int = 2) -> None:
    """Let everybody bring everybody everything."""
    for _ in range(rounds):
        for one in all_of:
            for other in all_of:
                if one is not other:
                    one.bring(other, folder)
