"""Readings that are typed in: refused, asked about, stored, marked and confirmed."""

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.models.database import Actor, Database
from station.rules.limits import Level
from station.rules.readings import Excluded, Source
from station.services.intake.intake import Incoming, Intake
from station.services.readings.manual import Manual, Typed
from station.services.record import Record
from tests.intaking import BENEFIT, DAY, NURSE, plan_in_force, spo2_plan
from tests.patients import log_of, registered


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


@pytest.fixture
def manual(record: Record) -> Manual:
    return Manual(record)


@pytest.fixture
def patient(database: Database, actor: Actor, clock: FixedClock) -> str:
    patient_id = registered(database, actor)
    plan_in_force(database, actor, patient_id, clock.now() - DAY, spo2_plan())
    return patient_id


def typed(patient: str, kind: str, *texts: str, at: int = 0, unit: str = "") -> Typed:
    return Typed(patient, kind, texts, unit, at)


def test_a_value_is_stored_as_it_was_said(
    manual: Manual, patient: str, clock: FixedClock, database: Database
) -> None:
    form = Typed(
        patient, "bp", ("132", " 81 "), "", clock.now(), said_by="Lun Hylle", note="sittende"
    )
    saved = manual.save(NURSE, form, asked=False)
    assert (saved.text, saved.gave) == (
        "Blood pressure 132/81 mmHg",
        "The plan has no limits for this.",
    )
    (stored,) = manual.newest(NURSE, patient)
    assert (stored.values, stored.original_value, stored.said_by) == (
        (132.0, 81.0),
        "132/81",
        "Lun Hylle",
    )
    assert (stored.source, stored.note, stored.entered_by) == (
        Source.MANUAL,
        "sittende",
        NURSE.user_id,
    )


@pytest.mark.parametrize(
    ("kind", "text", "position"),
    [("spo2", "1.000,5", 1), ("spo2", "93,0,1", 4), ("spo2", "9 3", 1), ("temp", "378", 0)],
)
def test_what_is_no_number_is_refused_at_its_place(
    manual: Manual, patient: str, clock: FixedClock, kind: str, text: str, position: int
) -> None:
    form = typed(patient, kind, text, at=clock.now())
    answer = manual.check(NURSE, form)
    assert answer.refused
    assert answer.fields[0].position == position
    with pytest.raises(Trouble) as refused:
        manual.save(NURSE, form, asked=True)
    assert refused.value.sentence() == answer.fields[0].sentence
    assert manual.newest(NURSE, patient) == ()


def test_a_time_in_the_future_is_refused_beside_the_time(
    manual: Manual, patient: str, clock: FixedClock
) -> None:
    answer = manual.check(NURSE, typed(patient, "spo2", "91", at=clock.now() + DAY))
    assert [bool(field.sentence) for field in answer.fields] == [False, True]


def test_an_odd_value_is_asked_about_and_then_stored_as_confirmed(
    manual: Manual, patient: str, clock: FixedClock
) -> None:
    form = typed(patient, "spo2", "64", at=clock.now())
    with pytest.raises(Trouble) as unsure:
        manual.save(NURSE, form, asked=False)
    assert unsure.value.code == "reading_unsure"
    saved = manual.save(NURSE, form, asked=True)
    assert (saved.level, saved.held) == (Level.RED, False)
    (stored,) = manual.newest(NURSE, patient)
    assert stored.confirmed


def test_a_low_unit_is_asked_about(manual: Manual, patient: str, clock: FixedClock) -> None:
    answer = manual.check(NURSE, typed(patient, "glucose", "6,1", at=clock.now(), unit="mg/dL"))
    assert answer.refused or answer.questions


def test_a_pair_the_wrong_way_round_is_refused(
    manual: Manual, patient: str, clock: FixedClock
) -> None:
    answer = manual.check(NURSE, typed(patient, "bp", "81", "132", at=clock.now()))
    assert answer.fields[0].sentence == "The upper pressure must be higher than the lower one."


def test_a_second_one_in_the_same_minute_is_asked_about(
    manual: Manual, patient: str, clock: FixedClock
) -> None:
    form = typed(patient, "spo2", "91", at=clock.now())
    manual.save(NURSE, form, asked=False)
    (question,) = manual.check(NURSE, form).questions
    assert "SpO₂ 91 %" in question
    manual.save(NURSE, form, asked=True)
    assert len(manual.newest(NURSE, patient)) == 2


def test_marking_leaves_out_and_unmarking_restores(
    manual: Manual, patient: str, clock: FixedClock, database: Database
) -> None:
    first = manual.save(NURSE, typed(patient, "spo2", "95", at=clock.now() - 1000), asked=True)
    red = manual.save(NURSE, typed(patient, "spo2", "84", at=clock.now()), asked=True)

    def newest() -> list[tuple[object, ...]]:
        with database.read() as reader:
            return [tuple(row) for row in reader.raw("SELECT reading_id FROM latest")]

    before = manual.mark(NURSE, red.reading_id, Excluded.ACTIVITY, " etter trapp ")
    assert before.excluded is Excluded.NO
    (out, _) = manual.newest(NURSE, patient)
    assert (out.excluded, out.excluded_reason) == (Excluded.ACTIVITY, "etter trapp")
    assert newest() == [(first.reading_id,)]
    manual.mark(NURSE, red.reading_id, Excluded.NO, "was wrong")
    (back, _) = manual.newest(NURSE, patient)
    assert (back.excluded, back.excluded_reason) == (Excluded.NO, "")
    assert newest() == [(red.reading_id,)]
    with database.read() as reader:
        assert log_of(reader, patient).count("reading_marked") == 2


def test_a_test_needs_its_reason(manual: Manual, patient: str, clock: FixedClock) -> None:
    saved = manual.save(NURSE, typed(patient, "spo2", "95", at=clock.now()), asked=True)
    with pytest.raises(Trouble) as refused:
        manual.mark(NURSE, saved.reading_id, Excluded.TEST, " ")
    assert refused.value.code == "reading_reason"


def test_somebody_stands_by_an_odd_value(
    manual: Manual, record: Record, patient: str, clock: FixedClock
) -> None:
    coming = Incoming(patient, "spo2", clock.now(), (64.0,), Source.TABLET, "a")
    receipt = Intake(record).take(NURSE, [coming])
    assert not manual.newest(NURSE, patient)[0].confirmed
    manual.confirm(NURSE, receipt.reading_ids[0])
    assert manual.newest(NURSE, patient)[0].confirmed


def test_a_reading_that_is_not_there_is_told(manual: Manual) -> None:
    for act in (
        lambda: manual.mark(NURSE, new_id(), Excluded.ACTIVITY),
        lambda: manual.confirm(NURSE, new_id()),
    ):
        with pytest.raises(Trouble) as unknown:
            act()
        assert unknown.value.code == "reading_unknown"


def test_the_benefit_role_sees_and_types_nothing(
    manual: Manual, patient: str, clock: FixedClock
) -> None:
    form = typed(patient, "spo2", "95", at=clock.now())
    for forbidden in (
        lambda: manual.check(BENEFIT, form),
        lambda: manual.save(BENEFIT, form, asked=True),
        lambda: manual.mark(BENEFIT, new_id(), Excluded.ACTIVITY),
        lambda: manual.confirm(BENEFIT, new_id()),
        lambda: manual.newest(BENEFIT, patient),
    ):
        with pytest.raises(Trouble) as refused:
            forbidden()
        assert refused.value.code == "not_allowed"
