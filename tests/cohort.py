"""A small cohort for tests of what the nurse sees: real services, invented people."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from station.core.clock import FixedClock
from station.core.zone import day_of
from station.rules.approval import Approval
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.plans import Line, LineState, ScheduleItem
from station.rules.readings import Source
from station.rules.status import Status
from station.services.intake.intake import Incoming, Intake
from station.services.patients.consents import ConsentDetails
from station.services.patients.relatives import RelativeDetails
from station.services.patients.values import PatientDetails
from station.services.session import Session
from station.wiring import Station

DAY = 86_400_000
MINUTE = 60_000
EVERY_DAY = tuple(range(7))
SPO2 = (
    Limit("spo2", Level.RED, Side.LOW, Operator.BELOW, 86),
    Limit("spo2", Level.YELLOW, Side.LOW, Operator.BELOW, 89, 2, 2),
)


@dataclass(slots=True)
class Cohort:
    """Makes patients at the clock's moment, and lets their readings come in."""

    station: Station
    session: Session
    clock: FixedClock

    def patient(self, name: str, born: str = "1948-03-14", *, status: str = "active") -> str:
        """Register a followed patient with consent, telephones and a relative."""
        given, family = name.split(" ", 1)
        details = PatientDetails(
            given_name=given,
            family_name=family,
            birth_date=born,
            phone="68050112",
            diagnosis="Kols",
            gp_name="Stille Vann",
            gp_phone="68050240",
        )
        others = frozenset(hit.id for hit in self.station.patients.search(self.session))
        patient_id = self.station.patients.register(self.session, details, not_same=others)
        consent = ConsentDetails("2026-1", day_of(self.clock.now()), self.session.name)
        self.station.consents.register(self.session, patient_id, consent)
        self.station.relatives.add(
            self.session,
            patient_id,
            RelativeDetails(name=f"Klok {family}", relation="ektefelle", phone="68050113"),
        )
        self.station.statuses.set(self.session, patient_id, Status(status))
        return patient_id

    def plan(
        self,
        patient_id: str,
        limits: Sequence[Limit] = SPO2,
        *,
        approved: bool = True,
        by: str = "23:00",
    ) -> str:
        """Give the patient a plan from the shipped template, and approve it from now on."""
        plans, session = self.station.plans, self.session
        version_id = plans.start_draft(session, patient_id, "kols", "nb")
        row = plans.open(session, version_id)
        zones = tuple(
            replace(zone, signs=_kept(zone.signs), measures=_kept(zone.measures))
            for zone in row.version.content.zones
        )
        kinds = dict.fromkeys(limit.component for limit in limits)
        content = replace(
            row.version.content,
            goal="Gå til butikken og tilbake.",
            zones=zones,
            preventive=_kept(row.version.content.preventive),
            schedule=tuple(ScheduleItem(kind, EVERY_DAY, by) for kind in kinds),
            limits=tuple(limits),
            review_on=(day_of(self.clock.now()) + timedelta(days=90)).isoformat(),
        )
        plans.save_draft(session, version_id, content, row.content_hash)
        if approved:
            on = day_of(self.clock.now()).isoformat()
            approval = Approval("Lege Stille Vann", on, "paper", self.clock.now())
            hindered = plans.approve(session, version_id, approval)
            assert not hindered, hindered
        return version_id

    def followed(self, name: str, born: str = "1948-03-14") -> str:
        """Register a patient with an approved plan for SpO2."""
        patient_id = self.patient(name, born)
        self.plan(patient_id)
        return patient_id

    def spo2(self, patient_id: str, *values: float, apart: int = MINUTE) -> None:
        """Let readings come in one after the other, the clock moving on before each."""
        for value in values:
            self.clock.advance(apart)
            self.take(patient_id, "spo2", value)

    def take(self, patient_id: str, kind: str, value: float, ago: int = 0) -> None:
        """Let one reading, taken `ago` milliseconds ago, come in from the tablet."""
        at = self.clock.now() - ago
        incoming = Incoming(patient_id, kind, at, (value,), Source.TABLET, f"{kind}{at}")
        Intake(self.station.record).take(self.session, [incoming])


def _kept(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(replace(line, state=LineState.KEPT) for line in lines)
