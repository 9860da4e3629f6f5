"""An office with people to drive to: what tests of visits, rounds and their screens share."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pytest

from station import wiring
from station.core.clock import FixedClock
from station.core.paths import Home
from station.models.database import Database
from station.rules.driving import Purpose
from station.services.equipment.lending import NewDevice
from station.services.patients.consents import ConsentDetails
from station.services.patients.values import PatientDetails
from station.services.session import Session
from station.services.visits.values import NewVisit, Round
from station.wiring import Station
from tests.intaking import NURSE

FRIDAY, MONDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)


@dataclass(slots=True)
class Drivers:
    """Services on an open file, and the nurse who drives."""

    station: Station
    database: Database
    clock: FixedClock
    session: Session = NURSE

    def patient(self, name: str = "Rask Elg", **more: object) -> str:
        """Register a patient who has consented; more as PatientDetails has it."""
        given, family = name.split(" ")
        details = PatientDetails(
            given_name=given,
            family_name=family,
            phone="68050112",
            address=f"{family}veien 1",
            postal_code="9999",
            city="Fjellsund",
            gp_office="Fjellsund legekontor",
        )
        others = frozenset(hit.id for hit in self.station.patients.search(self.session))
        patient = self.station.patients.register(
            self.session,
            replace(details, **more),  # type: ignore[arg-type]
            not_same=others,
        )
        consent = ConsentDetails("2026-1", FRIDAY, "Stille Brygge")
        self.station.consents.register(self.session, patient, consent)
        return patient

    def lent(self, patient: str, name: str, *, due: str = "", kind: str = "oximeter") -> str:
        """Register a device and lend it; due on a day (ISO) if one is given. Gives its id."""
        device = self.stored(name, kind=kind)
        self.sql(
            "INSERT INTO loans (id, device_id, patient_id, from_at, lent_by, due_on) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            f"loan-{name}",
            device,
            patient,
            self.clock.now(),
            self.session.user_id,
            due or None,
        )
        self.sql("UPDATE devices SET state = 'lent' WHERE id = ?", device)
        return device

    def stored(self, name: str, *, kind: str = "oximeter") -> str:
        """Register a device that nobody has."""
        return self.station.lending.register(self.session, NewDevice(kind, name=name))

    def trained(self, patient: str) -> None:
        """Note that a patient was taught."""
        self.sql(
            'INSERT INTO trainings (id, patient_id, person, role, held_on, "by", registered_at) '
            "VALUES (?, ?, 'Rask Elg', 'patient', '2026-11-01', 'x', 0)",
            f"training-{patient}",
            patient,
        )

    def house(self, name: str, address: str = "Torget 2") -> str:
        """Register an institution, and give its id."""
        self.sql(
            "INSERT INTO institutions (id, kind, name, phone, address, postal_code, city, "
            "created_at, created_by) VALUES (?, 'gp_office', ?, '68050240', ?, '9999', "
            "'Fjellsund', 0, 'x')",
            f"house-{name}",
            name,
            address,
        )
        return f"house-{name}"

    def visit_papers(self, patient: str) -> None:
        """Let a draft of a plan be printed for the GP just now."""
        plans = self.station.plans
        version = plans.start_draft(self.session, patient, "kols", "nb")
        self.sql(
            "INSERT INTO plan_prints (id, version_id, patient_id, sheet, code, content_hash, "
            "language, pages, printed_at, printed_by) VALUES (?, ?, ?, 'gp', 'x', 'x', 'nb', 1, "
            "?, 'x')",
            f"print-{patient}",
            version,
            patient,
            self.clock.now(),
        )

    def sql(self, statement: str, *values: str | int | None) -> None:
        """Put something into the file that the services of others would."""
        with self.database.write(self.session.actor) as writer:
            writer.execute(statement, values)
            writer.quiet()

    def errand(self, words: str) -> str:
        """The id of the errand that says these words."""
        found = self.station.visits.errands(self.session)
        return next(each.id for each in found if words.casefold() in each.haystack)

    def errands(self) -> list[str]:
        """What is to be done, as «purpose: who»."""
        found = self.station.visits.errands(self.session)
        return [f"{each.purpose}: {each.who}" for each in found]

    def round(self, *names: str, day: date = TUESDAY) -> str:
        """A round with a visit to each of these people, who are made; gives its id."""
        found = ""
        for name in names:
            visit = self.visit(self.patient(name))
            found = self.station.visits.plan(self.session, [visit], day)
        return found

    def visit(self, patient: str, **more: object) -> str:
        """An errand written by hand."""
        new = NewVisit(Purpose.OTHER, patient, **more)  # type: ignore[arg-type]
        return self.station.visits.add(self.session, new)

    def shown(self, round_id: str) -> Round:
        """A round as screens have it."""
        return self.station.driving.round(self.session, round_id)

    def names(self, round_id: str) -> list[str]:
        """Whom a round goes to, in order."""
        return [each.errand.who for each in self.shown(round_id).stops]

    def ids(self, round_id: str) -> list[str]:
        """The visits of a round, in order."""
        return [each.errand.id for each in self.shown(round_id).stops]


@pytest.fixture
def drivers(home: Home, database: Database, clock: FixedClock) -> Iterator[Drivers]:
    """The office on an open file, on Friday 20 November 2026 at nine."""
    station = wiring.build(home, clock)
    station.record.database = database
    yield Drivers(station, database, clock)
    station.files.close()
