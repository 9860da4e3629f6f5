"""The log as it is followed up: pages, filters, and a check that names the bad row."""

from dataclasses import replace
from datetime import date

import pytest

from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.trouble import Trouble
from station.models.driver import open_connection
from station.models.queries import audit
from station.security.secrets import DATABASE
from station.services.office.auditing import PAGE, Auditing, LogFilter
from station.services.office.checking import State
from station.services.office.firststart import NewPerson
from station.services.office.signin import SignIn
from station.services.office.staff import Staff
from station.services.patients.register import Patients
from station.services.patients.values import PatientDetails
from station.services.session import Session

DAY = 86_400_000


@pytest.fixture
def role() -> str:
    return "leader"


@pytest.fixture
def auditing(home: Home, door: SignIn) -> Auditing:
    return Auditing(home, door._record, door)


def test_s35_the_log_says_who_when_what_and_about_whom(
    auditing: Auditing, door: SignIn, elg: Session, clock: FixedClock
) -> None:
    patient = Patients(door._record).register(
        elg, PatientDetails(given_name="Mild", family_name="Bro")
    )
    clock.advance(60_000)
    Patients(door._record).card(elg, patient)
    page = auditing.page(elg, LogFilter())
    newest = page.lines[0]
    assert (newest.at, newest.who) == (clock.now(), "Rask Elg")
    assert (newest.what, newest.about) == ("Opened the patient's file", "Mild Bro")
    assert page.lines[-1].what == "Set up Station on this PC"
    assert not page.more
    assert auditing.page(elg, LogFilter()).lines[0].what == "Looked at the log"


def test_the_filter_is_by_person_patient_and_day(
    auditing: Auditing, door: SignIn, elg: Session, clock: FixedClock
) -> None:
    patient = Patients(door._record).register(
        elg, PatientDetails(given_name="Mild", family_name="Bro")
    )
    other = Staff(door._record, door).add(elg, NewPerson("Stille Brygge", "SB"), "fire blå hester")
    clock.advance(DAY)
    Patients(door._record).card(replace(elg, user_id=other, name="Stille Brygge"), patient)
    assert [name for _, name in auditing.people(elg)] == ["Rask Elg", "Stille Brygge"]
    (hers,) = auditing.page(elg, LogFilter(user_id=other)).lines
    assert hers.who == "Stille Brygge"
    about = auditing.page(elg, LogFilter(patient_id=patient)).lines
    assert [line.who for line in about] == ["Stille Brygge", "Rask Elg"]
    friday = auditing.page(elg, LogFilter(day=date(2026, 11, 20))).lines
    assert hers.seq not in {line.seq for line in friday}
    assert len(friday) > 2
    both = LogFilter(user_id=other, patient_id=patient, day=date(2026, 11, 21))
    assert [line.seq for line in auditing.page(elg, both).lines] == [hers.seq]
    # That she looked at the log about this patient is itself among what the patient may see.
    with door._record.read() as reader:
        assert audit.of_patient(reader, patient)[0].action == "log_shown"


def test_pages_of_256_meet_without_gap_and_only_the_first_leaves_a_line(
    auditing: Auditing, door: SignIn, elg: Session
) -> None:
    with door._record.write(elg) as writer:
        for _ in range(PAGE + 10):
            writer.audit("signed_in", "user", elg.user_id)
    first = auditing.page(elg, LogFilter())
    assert (len(first.lines), first.more) == (PAGE, True)
    second = auditing.page(elg, LogFilter(), first.lines[-1].seq)
    assert second.lines[0].seq == first.lines[-1].seq - 1
    assert not second.more
    with door._record.read() as reader:
        assert audit.count_of(reader, "log_shown") == 1


def test_a_sound_log_holds_together(auditing: Auditing, elg: Session) -> None:
    verdict = auditing.verify(elg)
    assert (verdict.state, verdict.first_bad) == (State.OK, 0)
    assert len(verdict.sentences) == 2


@pytest.mark.parametrize(
    ("statement", "bad"),
    [
        ("UPDATE audit SET user_name = 'Stille Brygge' WHERE seq = 2", 2),
        ("DELETE FROM audit WHERE seq = 1", 1),
    ],
)
def test_s35_an_edited_row_is_named(
    auditing: Auditing, door: SignIn, elg: Session, home: Home, statement: str, bad: int
) -> None:
    stranger = open_connection(home.database, door.data_key().derive(DATABASE))
    for sql in (
        "DROP TRIGGER audit_rows_never_change",
        "DROP TRIGGER audit_rows_never_go",
        statement,
    ):
        stranger.execute(sql)
    stranger.close()
    verdict = auditing.verify(elg)
    assert (verdict.state, verdict.first_bad) == (State.BAD, bad)
    assert f"Row {bad} " in verdict.sentences[0]


def test_the_log_is_for_the_leader_and_not_while_locked(
    auditing: Auditing, door: SignIn, elg: Session
) -> None:
    nurse = replace(elg, role="nurse")
    for job in (
        lambda: auditing.people(nurse),
        lambda: auditing.page(nurse, LogFilter()),
        lambda: auditing.verify(nurse),
    ):
        with pytest.raises(Trouble) as caught:
            job()
        assert caught.value.code == "not_allowed"
    door._record.database.close()  # type: ignore[union-attr]
    door._record.database = None
    with pytest.raises(Trouble) as caught:
        auditing.verify(elg)
    assert caught.value.code == "locked"
