"""What a nurse does in a program that is killed around the commit; run by test_kill."""

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PIL import Image

from station.core.clock import FixedClock
from station.core.paths import Home
from station.files.scans import inspected
from station.models.database import Database
from station.rules.approval import Approval
from station.rules.template_sets import reworded
from station.services.answers import Answered, AnsweredBy, AnswerSource
from station.services.paper_values import PlanAnswer, Verdict
from station.services.templates import Checked
from station.wiring import Station, build
from tests.cohort import Cohort
from tests.municipality import CHEAP, OPENED, OTHER_PASSWORD, SECOND
from tests.paper_scans import packed

DAY = 86_400_000
WORSE = {"breath": 3, "sputum": 1, "colour": 0, "cough": 0, "wellbeing": 1, "rescue": 0}
PROBES = {
    "paper": (
        "SELECT count(*) FROM plan_answers",
        "SELECT count(*) FROM documents",
        "SELECT count(*) FROM plan_versions WHERE status = 'approved'",
        "SELECT count(*) FROM audit WHERE action = 'paper_registered'",
    ),
    "answer": (
        "SELECT count(*) FROM form_answers",
        "SELECT count(*) FROM readings",
        "SELECT count(*) FROM alerts",
        "SELECT count(*) FROM audit WHERE action = 'form_answered'",
    ),
    "acknowledge": (
        "SELECT count(*) FROM acknowledgements",
        "SELECT count(*) FROM audit WHERE action = 'acknowledged'",
    ),
    "template": (
        "SELECT count(*) FROM plan_templates WHERE status = 'in_use'",
        "SELECT count(*) FROM audit WHERE subject_kind = 'plan_template'",
    ),
}
"""What each deed changes, all of it in one unit of work."""


def counts(database: Database, deed: str) -> list[int]:
    """Give what each probe of a deed counts."""
    return [int(database.connection.execute(sql).fetchall()[0][0]) for sql in PROBES[deed]]


def _paper(office: Cohort) -> Callable[[], object]:
    station, session = office.station, office.session
    patient = office.patient("Rask Elg")
    version = office.plan(patient, approved=False)
    row = station.plans.open(session, version)
    scan = inspected("ark.png", packed(Image.new("RGB", (400, 500), "white"), "PNG"))
    approval = Approval("Lege Stille Vann", "2026-11-20", "paper", office.clock.now())
    answer = PlanAnswer(version, row.content_hash, Verdict.APPROVED, approval, scan=scan)
    return partial(station.paper.register, session, answer)


def _answer(office: Cohort) -> Callable[[], object]:
    station, session = office.station, office.session
    patient = office.patient("Rask Elg")
    station.forms.ready(session)
    given = Answered(
        "kols_daily", 1, WORSE, AnsweredBy.PATIENT, AnswerSource.PAPER, office.clock.now()
    )
    return partial(station.answers.answer, session, patient, given)


def _acknowledge(office: Cohort) -> Callable[[], object]:
    station, session = office.station, office.session
    for name in ("Rask Elg", "Stille Vann"):
        office.spo2(office.followed(name), 95)
    offer = station.acknowledging.offer(session)
    taken = [line.patient_id for line in offer.taken]
    return partial(station.acknowledging.take, session, taken, offer.shown_at, offer.up_to)


def _template(office: Cohort) -> Callable[[], object]:
    templates, session = office.station.templates, office.session
    draft = templates.begin(session, "kols")
    page = templates.open(session, "kols", draft)
    if page.row is None:
        raise LookupError("a draft was begun")
    content = reworded(page.content, "nb", "zone.1.signs", "kols.yellow.sign.breath", "Tyngre.")
    before = templates.save(session, draft, content, page.row.content_hash)
    checked = Checked("Lun Hylle", "2026-11-20", "Lest i møtet.")
    return partial(templates.take_into_use, session, draft, checked, before)


DEEDS = {"paper": _paper, "answer": _answer, "acknowledge": _acknowledge, "template": _template}


def enter(root: Path) -> tuple[Station, Cohort]:
    """Sign the nurse in on a home."""
    clock = FixedClock(OPENED + DAY)
    station = build(Home(root), clock, CHEAP)
    slot = next(each.slot_id for each in station.door.people() if each.name == SECOND)
    session = replace(station.door.sign_in(slot, OTHER_PASSWORD), language="en")
    return station, Cohort(station, session, clock)


def die() -> None:
    """End this program as a power cut does."""
    os.kill(os.getpid(), signal.SIGKILL)


def main(root: str, deed: str, moment: str) -> None:
    """Prepare a deed, say how things stand, and die at `moment`: before or after the commit."""
    station, office = enter(Path(root))
    act = DEEDS[deed](office)
    office.clock.advance(60_000)
    database = station.record.database
    if database is None:
        raise LookupError("signed in")
    sys.stdout.write(" ".join(map(str, counts(database, deed))))
    sys.stdout.flush()
    if moment == "before":
        trace = database.connection.set_trace_callback  # type: ignore[attr-defined]
        trace(lambda sql: die() if sql == "COMMIT" else None)
    act()
    die()


if __name__ == "__main__":
    main(*sys.argv[1:])
