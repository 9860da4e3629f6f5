"""A patient with a draft that was printed for the GP, and the services for its way back."""

from dataclasses import dataclass, replace

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.rules.approval import Approval
from station.rules.limits import Limit
from station.rules.plans import PlanContent, PlanStatus
from station.services.paper.paper import Paper
from station.services.paper.values import Found, PlanAnswer, Verdict
from station.services.plans.plans import Plans
from station.services.prints.plan import PlanPrints
from station.services.record import Record
from station.services.stamping import page_stamp, stamp_of
from tests.patients import registered
from tests.plan_office import NURSE, drafted

HOUR = 3_600_000


@dataclass
class Desk:
    """The services of one small file, and a patient with a draft that was printed."""

    record: Record
    plans: Plans
    prints: PlanPrints
    paper: Paper
    patient: str
    draft: str
    clock: FixedClock

    def print(self, version_id: str) -> bytes:
        """Print a version and note it, as the window does."""
        printed = self.prints.preview(NURSE, version_id)
        self.prints.note(NURSE, printed)
        return printed.pdf

    def code(self, version_id: str, page: int = 1) -> str:
        """What the scanner reads on a page of a version's print."""
        row = self.plans.open(NURSE, version_id)
        return page_stamp(stamp_of(self.record, NURSE), row)(page, 2)

    def find(self, text: str, open_patient: str = "") -> Found:
        """What a text leads to."""
        return self.paper.read_code(NURSE, text, open_patient)

    def answer(self, verdict: Verdict, version_id: str = "", **more: object) -> PlanAnswer:
        """An answer to what the screen shows now, in force from now unless told otherwise."""
        version = version_id or self.draft
        before = self.plans.open(NURSE, version).content_hash
        start = self.clock.now()
        made = PlanAnswer(
            version, before, verdict, Approval("Lege Stille Vann", "2026-11-20", "paper", start)
        )
        return replace(made, **more)  # type: ignore[arg-type]

    def status(self, version_id: str) -> PlanStatus:
        """How a version stands."""
        return self.plans.open(NURSE, version_id).version.status

    def content(self, version_id: str) -> PlanContent:
        """What a version says."""
        return self.plans.open(NURSE, version_id).version.content


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


@pytest.fixture
def desk(record: Record, database: Database, actor: Actor, clock: FixedClock) -> Desk:
    patient = registered(database, actor, birth_date="1940-01-01")
    plans = Plans(record)
    made = Desk(
        record, plans, PlanPrints(record), Paper(record), patient, drafted(plans, patient), clock
    )
    made.print(made.draft)
    clock.advance(60_000)
    return made


def lower(limits: tuple[Limit, ...], value: float) -> tuple[Limit, ...]:
    """The same limits with another red one for SpO2."""
    first, *rest = limits
    return replace(first, value=value), *rest


def change_goal(desk: Desk) -> None:
    """The draft says another goal from now on."""
    row = desk.plans.open(NURSE, desk.draft)
    content = replace(row.version.content, goal="Gå til posten.")
    desk.plans.save_draft(NURSE, desk.draft, content, row.content_hash)
