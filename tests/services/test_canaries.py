"""What was written is found in no file in clear, in no encoding, in no temporary folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from station.core.paths import Home

CANARIES = ("Kanarifugl Blåmeis", "15818912345", "68050042", "Grønnsakshagen sju")
"""A name, a number, a telephone and an address that are nowhere else."""

PROGRAM = """
import os, sys
from pathlib import Path
from station.core.bus import Bus
from station.core.clock import SystemClock
from station.core.paths import Home
from station.core.settings import Profile
from station.core import log
from station.models.records import consents, drafts, paper
from station.models.records.paper import NewDocument
from station.services.forms.answer_receiving import AnswerReceiving, Received
from station.services.forms.answers import Answered, AnsweredBy, AnswerSource, Answers
from station.security.passwords import Cost
from station.services.office.backups import Backups
from station.services.equipment.checks import Checks, Outcome, Purpose
from station.services.equipment.register import DeviceState, Equipment
from station.services.handing_out.handing_out import HandingOut
from station.services.handing_out.values import OwnDevice
from station.services.handing_out.homes import HomeDetails
from station.services.handing_out.institutions import InstitutionDetails, Institutions
from station.services.equipment.lending import Lending, NewDevice
from station.services.measuring.measuring import Measuring, RawPacket
from station.services.office.firststart import NewPerson, create
from station.services.record import Record
from station.services.office.signin import SignIn
from station.services.equipment.support_cases import SupportCases
from station.services.tablets.tablets import Tablets
from station.services.handing_out.trainings import TrainingDetails
from station.services.visits.values import NewVisit
from station.services.visits.visits import Visits
from station.rules.driving import Purpose as Errand
from station.devices.tablet import cbor
from station.devices.tablet.entries import Batch, first_head, heads

home, canaries = Home(Path(sys.argv[1])), sys.argv[2:]
clock, cost = SystemClock(), Cost(8192, 1, 1)
home.prepare()
handler = log.open_log(home.log)
log.event("started", version="test")
made = create(home, Profile("Elvebyen"), NewPerson("Rask Elg", "RE"), "to brune sko",
              clock=clock, cost=cost)
record = Record(Bus(), clock)
door = SignIn(home, record, clock, cost)
session = door.sign_in(made.slot_id, "to brune sko")
for number in range(50):
    with record.write(session) as writer:
        writer.execute(
            "INSERT INTO patients (id, given_name, family_name, search_text, national_number, "
            "phone, address, status, status_since, created_at, changed_at) "
            "VALUES (?, ?, '', ?, ?, ?, ?, 'active', 1, 1, 1)",
            (f"p{number}", canaries[0], canaries[0].casefold(), f"{canaries[1]}/{number}",
             canaries[2], canaries[3]))
        writer.audit("registered", "patient", f"p{number}", f"p{number}", name=canaries[0])
        paper.add_document(writer, NewDocument(
            f"p{number}", "plan_version", "v", "gp_answer", canaries[0], "image/png", 1, "d",
            canaries[3].encode() * 200))
        drafts.keep(writer, session.user_id, "note", f"p{number}", {"text": canaries[3]})
given = Answered("kols_daily", 1, {"breath": 3, "sputum": 1, "colour": 0, "cough": 0,
    "wellbeing": 1, "rescue": 0}, AnsweredBy.RELATIVE, AnswerSource.PAPER, clock.now(),
    name=canaries[0], comment=canaries[3])
Answers(record).answer(session, "p0", given)
AnswerReceiving(record).receive(session, Received(given, canaries[3], None, 1, canaries[1]))
with record.write(session) as writer:
    consents.add(writer, "c0", "p0", form_version="1", given_on="2026-01-01",
                 informed_by=canaries[0], note=canaries[3])
    consents.add(writer, "c1", "p1", form_version="1", given_on="2026-01-01",
                 informed_by=canaries[0], note=canaries[3])
lending = Lending(record)
meter = lending.register(session, NewDevice("oximeter", "", canaries[0], note=canaries[3]))
def ready(device):
    checks = Checks(record)
    found = checks.begin(session, device, Purpose.PREPARE)
    for step in found.steps:
        checks.tick(session, found.id, step.step, Outcome.OK, canaries[0])
    checks.close(session, found.id, DeviceState.READY, note=canaries[3])
    Equipment(record).move(session, device, DeviceState.REPAIR, canaries[3], canaries[0])
    Equipment(record).undo(session, device)
ready(meter)
loan = lending.lend(session, meter, "p0", canaries[0])
packets = [RawPacket(0x2A5E, bytes.fromhex(sent), clock.now()) for sent in
           ("005d004e00", "00ff07ff07", "ff")]
assert Measuring(record).take(session, meter, packets).packets == 3
lent = lending.register(session, NewDevice("tablet", "", canaries[0]))
ready(lent)
tablet_loan = bytes.fromhex(lending.lend(session, lent, "p0", canaries[0]))
tablets = Tablets(record)
tablets.paired(session, tablets.offer(session, lent).pairing_id, b"k" * 32, canaries[0])
entries = tuple(cbor.write({"n": n, "at": clock.now(), **each}) for n, each in enumerate((
    {"k": "form", "form": "kols_daily", "ver": 1, "a": {"breath": 3}, "name": canaries[0],
     "note": canaries[3]},
    {"k": canaries[0], "text": canaries[3]}), 1))
head = heads(first_head(tablet_loan), entries)[-1]
assert tablets.commit(session, tablet_loan.hex(), Batch(1, entries, head, (0, 0))) == 2
HandingOut(record).own_device(
    session, "p1", OwnDevice(canaries[0], canaries[0], canaries[0], canaries[1], canaries[3]),
    home=HomeDetails("good", "good", canaries[3], canaries[3]),
    taught=(TrainingDetails(canaries[0], topics=("measuring",), note=canaries[3]),))
Institutions(record).add(session, InstitutionDetails(
    "nursing_home", canaries[0], canaries[0], canaries[2], canaries[3], note=canaries[3]))
Visits(record).add(session, NewVisit(Errand.OTHER, "p1", note=canaries[3]))
SupportCases(record).open(session, meter, canaries[3])
with record.read() as reader:
    # A sort too large for memory would spill into a temporary file.
    reader.raw("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
               "SELECT ? || i AS t FROM n ORDER BY t DESC", (canaries[0],))
Backups(home, record, door, cost).seal_to(session, home.root / "stick.sealed", "reise med bussen")
try:
    with record.write(session) as writer:
        writer.execute("INSERT INTO patients (id, note) VALUES (?, ?)", ("x", canaries[0]))
except Exception as error:
    log.bug("planned", error)
os.kill(os.getpid(), 9)
"""


@pytest.fixture
def left_behind(home: Home, tmp_path: Path) -> list[Path]:
    """All files after a program full of canaries was killed."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary), "SQLITE_TMPDIR": str(temporary)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(home.root), *CANARIES],
        check=False,
        env=environment,
        capture_output=True,
    )
    assert (done.returncode, done.stderr) == (-9, b"")
    return [path for path in tmp_path.rglob("*") if path.is_file()]


def test_no_canary_is_found_in_clear(left_behind: list[Path], home: Home) -> None:
    assert {home.database, home.keys, home.log, home.root / "stick.sealed"} <= set(left_behind)
    encodings = ("utf-8", "utf-16-le", "utf-16-be", "latin-1")
    forms = [text.encode(name) for text in CANARIES for name in encodings]
    forms += [text.casefold().encode() for text in CANARIES]
    found = [
        (path.name, form) for path in left_behind for form in forms if form in path.read_bytes()
    ]
    assert found == []
