"""Status, consent, pause and death: the gate to follow-up."""

from datetime import date

import pytest

from station.core.bus import Bus, ChangeSet
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.core.zone import day_start
from station.models.database import Database
from station.rules.status import Needed, Status
from station.services.care.statuses import Statuses, StepMissing, choices_from, is_followed
from station.services.patients.consents import ConsentDetails, Consents
from station.services.patients.register import Patients
from station.services.patients.values import Mark, PatientDetails, PatientIncomplete
from station.services.record import Record
from station.services.session import Session

NURSE = Session("1" * 32, "Rask Elg", "RE", "nurse", "nb")
TODAY = date(2026, 11, 20)
SIGNED = ConsentDetails("2026-1", TODAY, "Stille Brygge")


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


@pytest.fixture
def elg(record: Record) -> str:
    details = PatientDetails(given_name="Rask", family_name="Elg", birth_date="1940-01-01")
    return Patients(record).register(NURSE, details)


def status_of(record: Record, patient_id: str) -> str:
    return Patients(record).refresh(NURSE, patient_id).status


def test_follow_up_waits_for_consent_and_names_the_step(record: Record, elg: str) -> None:
    statuses = Statuses(record)
    statuses.set(NURSE, elg, Status.STARTING)
    for status in (Status.TRIAL, Status.ACTIVE):
        with pytest.raises(StepMissing) as refused:
            statuses.set(NURSE, elg, status)
        assert refused.value.needed is Needed.CONSENT
        assert "2.2" in refused.value.sentence()
    assert status_of(record, elg) == "starting"
    Consents(record).register(NURSE, elg, SIGNED)
    statuses.set(NURSE, elg, Status.TRIAL)
    assert status_of(record, elg) == "trial"


@pytest.mark.parametrize(
    ("details", "missing"),
    [
        (ConsentDetails(), {"form_version", "given_on", "informed_by"}),
        (ConsentDetails("1", date(2026, 11, 21), "x"), {"given_on"}),
    ],
)
def test_consent_needs_form_day_and_who_informed(
    record: Record, elg: str, details: ConsentDetails, missing: set[str]
) -> None:
    with pytest.raises(PatientIncomplete) as wrong:
        Consents(record).register(NURSE, elg, details)
    assert set(wrong.value.problems) == missing


def test_withdrawing_the_last_consent_stops_the_follow_up(record: Record, elg: str) -> None:
    consents, statuses = Consents(record), Statuses(record)
    first = consents.register(NURSE, elg, SIGNED)
    second = consents.register(NURSE, elg, SIGNED)
    statuses.set(NURSE, elg, Status.ACTIVE)
    assert not consents.withdraw(NURSE, elg, first, TODAY)
    assert status_of(record, elg) == "active"
    assert consents.withdraw(NURSE, elg, second, TODAY)
    facts = Patients(record).refresh(NURSE, elg)
    assert (facts.status, facts.consent) == ("starting", None)
    assert Mark.NO_CONSENT in facts.marks
    assert [each.withdrawn_on for each in consents.of(NURSE, elg)] == [TODAY, TODAY]
    with pytest.raises(Trouble) as again:
        consents.withdraw(NURSE, elg, second, TODAY)
    assert again.value.code == "consent_gone"
    with pytest.raises(PatientIncomplete):
        consents.withdraw(NURSE, elg, second, date(2026, 11, 21))


def test_an_end_needs_a_reason_that_stays(record: Record, elg: str) -> None:
    statuses = Statuses(record)
    with pytest.raises(StepMissing) as refused:
        statuses.set(NURSE, elg, Status.DECLINED)
    assert refused.value.needed is Needed.REASON
    statuses.set(NURSE, elg, Status.DECLINED, "Ønsker det ikke")
    with record.read() as reader:
        said = reader.raw("SELECT details FROM audit ORDER BY seq DESC LIMIT 1")
    assert "Ønsker det ikke" in said[0][0]


def test_a_pause_has_a_reason_and_an_end_and_ends_by_itself(
    record: Record, elg: str, clock: FixedClock
) -> None:
    statuses, news = Statuses(record), list[ChangeSet]()
    record.bus.subscribe(news.append)
    with pytest.raises(PatientIncomplete) as wrong:
        statuses.pause(NURSE, elg, " ", TODAY)
    assert set(wrong.value.problems) == {"reason", "until"}
    statuses.pause(NURSE, elg, "Innlagt", date(2026, 11, 25))
    assert news == [ChangeSet(frozenset({"patients", "judging"}), frozenset({elg}))]
    pause = Patients(record).refresh(NURSE, elg).pause
    assert pause is not None
    assert (pause.reason, pause.until) == ("Innlagt", day_start(date(2026, 11, 25)))
    with pytest.raises(Trouble) as twice:
        statuses.pause(NURSE, elg, "Innlagt", date(2026, 11, 26))
    assert twice.value.code == "paused_already"
    clock.set(day_start(date(2026, 11, 25)))
    assert Patients(record).refresh(NURSE, elg).pause is None
    with pytest.raises(Trouble) as none:
        statuses.end_pause(NURSE, elg)
    assert none.value.code == "not_paused"
    statuses.pause(NURSE, elg, "Ferie", date(2026, 12, 1))
    statuses.end_pause(NURSE, elg)
    assert Mark.PAUSED not in Patients(record).refresh(NURSE, elg).marks


def test_a_death_ends_the_service_and_can_be_taken_back(record: Record, elg: str) -> None:
    statuses = Statuses(record)
    with pytest.raises(PatientIncomplete):
        statuses.register_death(NURSE, elg, date(2026, 11, 21))
    statuses.register_death(NURSE, elg, TODAY)
    facts = Patients(record).refresh(NURSE, elg)
    assert (facts.status, facts.deceased_on, facts.age) == ("ended", TODAY, 86)
    assert facts.marks[0] is Mark.DECEASED
    with pytest.raises(StepMissing) as refused:
        statuses.set(NURSE, elg, Status.ACTIVE)
    assert refused.value.needed is Needed.ALIVE
    statuses.register_death(NURSE, elg, TODAY)
    statuses.take_back_death(NURSE, elg)
    assert Patients(record).refresh(NURSE, elg).deceased_on is None
    with pytest.raises(Trouble) as none:
        statuses.take_back_death(NURSE, elg)
    assert none.value.code == "not_dead"


def test_an_unknown_patient_is_told(record: Record) -> None:
    with pytest.raises(Trouble) as unknown:
        Statuses(record).set(NURSE, "0" * 32, Status.ACTIVE)
    assert unknown.value.code == "patient_unknown"
    with pytest.raises(Trouble):
        Consents(record).register(NURSE, "0" * 32, SIGNED)


def test_screens_know_what_may_follow() -> None:
    assert choices_from("starting")[0] is Status.TRIAL
    assert is_followed("trial")
    assert not is_followed("starting")
