"""Files of readings: looked at, read, stored in one piece, and accounted for row by row."""

import csv
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.trouble import Trouble
from station.files.report import Fate
from station.models.anchor import Anchor
from station.models.database import Actor, Database
from station.models.queries import imports as queries
from station.services.readings.importing import Importing, ImportProfile, Parsed
from station.services.record import Record
from tests.conftest import ANCHOR_KEY, AUDIT_KEY, DATA_KEY
from tests.intaking import BENEFIT, NURSE, sensor_file
from tests.patients import NUMBER, registered

PLAIN = "time;kind;value;unit\n2026-11-19 07:12;spo2;91;%\n2026-11-19 07:13;weight;88,5;kg\n"


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


@pytest.fixture
def importing(record: Record, tmp_path: Path) -> Importing:
    return Importing(record, tmp_path / "own")


def profile_of(importing: Importing, name: str) -> ImportProfile:
    return next(each for each in importing.profiles() if each.name == name)


def sensor(importing: Importing) -> ImportProfile:
    return profile_of(importing, "cgm_plain").with_choices(unit="mg/dL", zone_name="Europe/Oslo")


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def parsed_plain(importing: Importing, path: Path, text: str = PLAIN) -> Parsed:
    return importing.read(written(path, text), profile_of(importing, "plain"))


@pytest.mark.slow
def test_five_persons_go_in_once_and_only_once(
    importing: Importing, database: Database, actor: Actor, tmp_path: Path
) -> None:
    path = sensor_file(tmp_path / "five.csv", 13_866)
    seen = importing.look(path)
    assert seen.profile is not None
    assert set(seen.missing) == {"zone", "unit"}
    parsed = importing.read(path, sensor(importing))
    assert list(parsed.people) == [f"Subject {n}" for n in range(1, 6)]
    people = {key: registered(database, actor, family=f"Elg {key[-1]}") for key in parsed.people}
    first = importing.store(NURSE, parsed, people)
    assert (first.tally.incoming, first.tally.stored) == (13_866, 13_866)
    second = importing.store(NURSE, importing.read(path, sensor(importing)), people)
    assert (second.tally.stored, second.tally.duplicates) == (0, 13_866)
    assert second.before is not None
    assert second.before.stored == 13_866
    with database.read() as reader:
        assert reader.raw("SELECT count(*) FROM readings") == [(13_866,)]
    newest, oldest = importing.batches(NURSE)
    assert (newest.duplicates, oldest.rows_in) == (13_866, 13_866)


def test_what_cannot_be_stored_is_held_and_a_second_time_there_already(
    importing: Importing, database: Database, actor: Actor, tmp_path: Path
) -> None:
    text = PLAIN + "2026-11-19 07:14;spo2;9x;%\n\n2026-11-19 07:15;spo2;250;%\n"
    patient_id = registered(database, actor)
    parsed = parsed_plain(importing, tmp_path / "one.csv", text)
    first = importing.store(NURSE, parsed, {"": patient_id})
    assert (first.tally.stored, first.tally.quarantined) == (2, 2)
    assert first.tally.adds_up()
    fates = {row.row_number: (row.fate, row.reason) for row in first.rows}
    assert fates[4] == (Fate.QUARANTINED, "number_unreadable")
    assert fates[6] == (Fate.QUARANTINED, "implausible")
    again = importing.store(NURSE, parsed, {"": patient_id})
    assert (again.tally.stored, again.tally.quarantined, again.tally.duplicates) == (0, 0, 4)


def test_readings_of_nobody_are_held(
    importing: Importing, database: Database, tmp_path: Path
) -> None:
    report = importing.store(NURSE, parsed_plain(importing, tmp_path / "one.csv"), {})
    assert report.tally.quarantined == 2
    assert {row.why() for row in report.rows} == {"It is not decided whose reading this is."}
    with database.read() as reader:
        assert queries.held_count(reader) == 2


def test_a_number_in_the_file_finds_its_patient(
    importing: Importing, database: Database, actor: Actor, tmp_path: Path
) -> None:
    patient_id = registered(database, actor, national_number=NUMBER)
    text = (
        "patient;time;kind;value;unit\n"
        f"{NUMBER};2026-11-19 07:12;spo2;91;%\nsomebody;2026-11-19 07:12;spo2;92;%\n"
    )
    parsed = parsed_plain(importing, tmp_path / "two.csv", text)
    matched = importing.match(NURSE, parsed)
    found = matched.people[NUMBER]
    assert found is not None
    assert (found.id, matched.people["somebody"], matched.before) == (patient_id, None, None)
    importing.store(NURSE, parsed, {NUMBER: patient_id})
    assert importing.match(NURSE, parsed).before is not None


def test_a_report_is_saved_where_she_chooses_and_that_is_in_the_log(
    importing: Importing, database: Database, tmp_path: Path
) -> None:
    report = importing.store(NURSE, parsed_plain(importing, tmp_path / "one.csv"), {})
    target = tmp_path / "report.csv"
    importing.save_report(NURSE, report, target)
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert len(rows) == 3
    with database.read() as reader:
        logged = reader.raw("SELECT count(*) FROM audit WHERE action = 'import_report_exported'")
    assert logged == [(1,)]
    with pytest.raises(Trouble) as nowhere:
        importing.save_report(NURSE, report, tmp_path / "no" / "report.csv")
    assert nowhere.value.code == "file_unwritable"


def test_choices_are_kept_under_a_name_of_ones_own(importing: Importing, tmp_path: Path) -> None:
    kept = importing.keep_profile(sensor(importing), " Dagbok / Fløy B ")
    assert (kept.name, kept.label) == ("own_dagbok_floy_b", "Dagbok / Fløy B")
    assert importing.profiles()[0] == kept
    path = sensor_file(tmp_path / "few.csv", 10)
    assert importing.look(path, kept).missing == ()
    with pytest.raises(Trouble) as unnamed:
        importing.keep_profile(kept, " / ")
    assert unnamed.value.code == "profile_unnamed"


def test_a_profile_spoilt_by_hand_hides_no_other(importing: Importing, tmp_path: Path) -> None:
    importing.keep_profile(sensor(importing), "Mine")
    written(tmp_path / "own" / "bad.json", "{")
    assert next(each.name for each in importing.profiles()) == "own_mine"


def test_a_profile_that_cannot_be_kept_says_so(record: Record, tmp_path: Path) -> None:
    importing = Importing(record, written(tmp_path / "file", "") / "own")
    with pytest.raises(Trouble) as full:
        importing.keep_profile(sensor(importing), "Mine")
    assert full.value.code == "file_unwritable"


def test_reading_stops_when_asked(importing: Importing, tmp_path: Path) -> None:
    path = sensor_file(tmp_path / "five.csv", 5000)
    with pytest.raises(Trouble) as stopped:
        importing.read(path, sensor(importing), lambda _share: False)
    assert stopped.value.code == "import_cancelled"


def test_a_file_that_vanishes_after_reading_is_told(importing: Importing, tmp_path: Path) -> None:
    with (
        patch("station.services.readings.importing._hash", side_effect=Trouble("file_gone", "x")),
        pytest.raises(Trouble),
    ):
        parsed_plain(importing, tmp_path / "one.csv")
    with patch.object(Path, "open", side_effect=OSError), pytest.raises(Trouble) as gone:
        sys.modules["station.services.readings.importing"]._hash(tmp_path / "one.csv")
    assert gone.value.code == "file_gone"


def test_numbers_that_do_not_add_up_are_a_bug(
    importing: Importing, database: Database, tmp_path: Path
) -> None:
    parsed = parsed_plain(importing, tmp_path / "one.csv")
    with (
        patch("station.services.readings.importing.Tally.adds_up", return_value=False),
        pytest.raises(RuntimeError),
    ):
        importing.store(NURSE, parsed, {})


def test_values_without_a_json_form_are_kept_as_text(
    importing: Importing, database: Database, tmp_path: Path
) -> None:
    module = sys.modules["station.services.readings.importing"]
    assert module._plain({1}) == "{1}"


def test_the_benefit_role_imports_nothing(importing: Importing, tmp_path: Path) -> None:
    parsed = parsed_plain(importing, tmp_path / "one.csv")
    for forbidden in (
        lambda: importing.store(BENEFIT, parsed, {}),
        lambda: importing.match(BENEFIT, parsed),
        lambda: importing.batches(BENEFIT),
    ):
        with pytest.raises(Trouble) as refused:
            forbidden()
        assert refused.value.code == "not_allowed"


CELLS = st.sampled_from(["91", "250", "", "9x", "1.180", "LO", "88,5", "="])
TIMES = st.sampled_from(
    [
        "2026-11-19 07:12",
        "2026-11-19",
        "",
        "2026-10-25 02:30",
        "2026-03-29 02:30",
        "x",
        "2099-01-01 07:00",
    ]
)
ROWS = st.lists(
    st.tuples(TIMES, st.sampled_from(["spo2", "weight", "bp", "glucose", "?", ""]), CELLS),
    max_size=12,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, known=st.booleans())
def test_whatever_stands_in_a_file_the_counts_add_up(
    rows: list[tuple[str, str, str]],
    known: bool,
    importing: Importing,
    database: Database,
    actor: Actor,
    tmp_path: Path,
) -> None:
    text = "time;kind;value;unit\n" + "".join(f"{';'.join(row)};\n" for row in rows) + "\n"
    parsed = parsed_plain(importing, tmp_path / "random.csv", text)
    people = {"": registered(database, actor)} if known else {}
    report = importing.store(NURSE, parsed, people)
    assert report.tally.adds_up()
    assert report.tally.incoming == len(report.rows) == len(parsed.items)
    again = importing.store(NURSE, parsed, people)
    assert again.tally.stored == again.tally.quarantined == 0


PROGRAM = """
import os, signal, sys
from pathlib import Path
from unittest.mock import patch
from station.core.bus import Bus
from station.core.clock import SystemClock
from station.core.paths import Home
from station.models.anchor import Anchor
from station.models.database import Database
from station.models.records import quarantine, readings
from station.services.readings.importing import Importing
from station.services.record import Record
from station.services.session import Session

home, path, patient, moment = Home(Path(sys.argv[1])), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
key, audit, anchor = (bytes.fromhex(text) for text in sys.argv[5:])
database = Database.open(home.database, key, audit, anchor=Anchor(home.anchor, anchor))
importing = Importing(Record(Bus(), SystemClock(), database), home.root / "own")
profile = next(each for each in importing.profiles() if each.name == "cgm_plain")
profile = profile.with_choices(unit="mg/dL", zone_name="Europe/Oslo")
parsed = importing.read(path, profile)
original = {"rows": readings.add, "latest": readings.keep_latest, "batch": quarantine.add_batch}

def dying(name):
    def act(*arguments):
        original[name](*arguments)
        if name == moment:
            os.kill(os.getpid(), signal.SIGKILL)
    return act

with (
    patch.object(readings, "add", dying("rows")),
    patch.object(readings, "keep_latest", dying("latest")),
    patch.object(quarantine, "add_batch", dying("batch")),
):
    session = Session("0" * 31 + "1", "Rask Elg", "RE", "nurse", "nb")
    importing.store(session, parsed, {"Subject 1": patient})
if moment == "after":
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends programs in other ways")
@pytest.mark.parametrize(
    ("moment", "there"), [("rows", 0), ("latest", 0), ("batch", 0), ("after", 400)]
)
def test_an_import_killed_halfway_leaves_all_or_nothing(
    home: Home, empty_file: Path, actor: Actor, tmp_path: Path, moment: str, there: int
) -> None:
    shutil.copyfile(empty_file, home.database)
    anchor = Anchor(home.anchor, ANCHOR_KEY)
    database = Database.open(home.database, DATA_KEY, AUDIT_KEY, anchor=anchor)
    patient_id = registered(database, actor)
    database.close()
    path = sensor_file(tmp_path / "one.csv", 400, persons=1)
    keys = (DATA_KEY.hex(), AUDIT_KEY.hex(), ANCHOR_KEY.hex())
    arguments = [str(home.root), str(path), patient_id, moment, *keys]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], check=False, capture_output=True, text=True
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    database = Database.open(home.database, DATA_KEY, AUDIT_KEY, anchor=anchor)
    with database.read() as reader:
        assert reader.raw("SELECT count(*) FROM readings") == [(there,)]
        assert reader.raw("SELECT count(*) FROM import_batches") == [(int(there > 0),)]
    assert database.verify().rows == (2 if there else 1)
    database.close()
