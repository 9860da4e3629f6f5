"""What a nurse does in a program that is killed around the commit; run by test_kill."""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from station.core.clock import FixedClock
from station.core.paths import Home
from station.files.photos import made
from station.files.scans import inspected
from station.models.database import Database
from station.rules.approval import Approval
from station.rules.template_sets import reworded
from station.services.equipment.lending import NewDevice
from station.services.forms.answers import Answered, AnsweredBy, AnswerSource
from station.services.handing_out.values import PATIENT, Borrower, HandOut, HandOutItem
from station.services.paper.values import PlanAnswer, Verdict
from station.services.plans.templates import Checked
from station.wiring import Station, build
from tests.cohort import Cohort
from tests.equipment_lists import csv_list, many
from tests.municipality import CHEAP, OPENED, OTHER_PASSWORD, SECOND
from tests.paper_scans import packed
from tests.store_room import make_ready

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
    "hand_out": (
        "SELECT count(*) FROM handouts",
        "SELECT count(*) FROM loans",
        "SELECT count(*) FROM device_moves WHERE to_state = 'lent'",
        "SELECT count(*) FROM devices WHERE state = 'lent'",
        "SELECT count(*) FROM audit WHERE action = 'handed_out'",
    ),
    "take_back": (
        "SELECT count(*) FROM loans WHERE ended_at IS NOT NULL",
        "SELECT count(*) FROM device_moves WHERE to_state = 'returned'",
        "SELECT count(*) FROM devices WHERE state = 'returned'",
        "SELECT count(*) FROM audit WHERE action = 'device_taken_back'",
    ),
    "device_list": (
        "SELECT count(*) FROM devices",
        "SELECT count(*) FROM device_moves",
        "SELECT count(*) FROM equipment_imports",
    ),
    "photo": (
        "SELECT count(*) FROM device_photos",
        "SELECT count(*) FROM audit WHERE action LIKE '%photo%'",
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


def _lendable(office: Cohort) -> HandOut:
    patient = office.followed("Rask Elg")
    lending, session = office.station.lending, office.session
    ids = [lending.register(session, NewDevice("charger", name=f"L-{at}")) for at in range(5)]
    for each in ids:
        make_ready(office.station.record, session, each)
    return HandOut(Borrower(PATIENT, patient), tuple(map(HandOutItem, ids)))


def _hand_out(office: Cohort) -> Callable[[], object]:
    wanted = _lendable(office)
    return partial(office.station.handing_out.hand_out, office.session, wanted)


def _take_back(office: Cohort) -> Callable[[], object]:
    handed = office.station.handing_out.hand_out(office.session, _lendable(office))
    return partial(office.station.handing_out.take_back, office.session, handed.loans)


def _device_list(office: Cohort) -> Callable[[], object]:
    service = office.station.equipment_import
    with TemporaryDirectory() as folder:
        listed = service.read(csv_list(Path(folder) / "liste.csv", many(600)))
    plan = service.plan(office.session, listed, service.known(office.session, listed))
    return partial(service.take_in, office.session, plan)


def _photo(office: Cohort) -> Callable[[], object]:
    device_id = office.station.lending.register(office.session, NewDevice("scale", name="V-1"))
    photo = made("p.png", packed(Image.new("RGB", (400, 500), "white"), "PNG"))
    return partial(office.station.device_photos.add, office.session, device_id, photo)


DEEDS = {
    "paper": _paper,
    "answer": _answer,
    "acknowledge": _acknowledge,
    "template": _template,
    "hand_out": _hand_out,
    "take_back": _take_back,
    "device_list": _device_list,
    "photo": _photo,
}


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


def serve() -> None:
    """Take «home, deed, moment» line by line; each is done by a copy of this fresh process.

    Loading the program takes far longer than any deed, and dies with none of them.
    """
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.dup2(writing, 1)
            try:
                main(*line.rstrip("\n").split("\t"))
            except BaseException:  # noqa: BLE001  (it must not go on as the one that serves)
                traceback.print_exc()
            finally:
                os._exit(1)
        os.close(writing)
        with os.fdopen(reading) as told:
            said = told.read()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)} {said}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
