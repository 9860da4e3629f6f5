"""The desk of the tests about «Hvorfor»: one patient, her plan, and her readings."""

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import judging as judging_queries
from station.rules.limits import Side
from station.rules.plans import PlanContent
from station.rules.readings import Source
from station.services.intake.intake import Incoming, Intake
from station.services.record import Record
from station.services.why.explaining import Explained, Explaining
from tests.intaking import DAY, NURSE, plan_in_force
from tests.patients import registered

HOUR = DAY // 24


class Desk:
    """One patient with a plan, and what is done with her readings."""

    def __init__(self, database: Database, actor: Actor, clock: FixedClock) -> None:
        self.database, self.actor, self.clock = database, actor, clock
        self.record = Record(Bus(), clock, database)
        self.explaining = Explaining(self.record)
        self.patient = registered(database, actor, birth_date="1948-03-07")
        self.count = 0

    def plan(self, content: PlanContent, since: int = 9 * DAY) -> None:
        plan_in_force(self.database, self.actor, self.patient, self.clock.now() - since, content)

    def take(
        self,
        value: float | None,
        ago: int = 0,
        kind: str = "spo2",
        source: Source = Source.MANUAL,
        beyond: Side | None = None,
    ) -> str:
        self.count += 1
        came = Incoming(
            self.patient,
            kind,
            self.clock.now() - ago,
            (value,) if kind != "bp" else (value, 80.0),
            source,
            f"key{self.count}",
            beyond=beyond,
            asked=True,
        )
        return Intake(self.record).take(NURSE, [came]).reading_ids[0]

    def why(self, reading_id: str) -> Explained:
        return self.explaining.reading(NURSE, reading_id)

    def alert(self) -> str:
        with self.record.read() as reader:
            return judging_queries.open_alerts(reader, self.patient)[0].id
