"""What was held back: tried again, typed in, given to a patient, discarded, and never doubled."""

from pathlib import Path

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Actor, Database
from station.rules.limits import Level, Side
from station.rules.readings import Source
from station.services.intake.intake import Incoming, Intake
from station.services.measuring.measuring import RawPacket
from station.services.quarantine.quarantine import DISCARDED, HeldItem, Quarantine, Retried
from station.services.readings.importing import Importing, ImportReport
from station.services.readings.manual import Manual, Typed
from station.services.record import Record
from tests.intaking import BENEFIT, DAY, NURSE, plan_in_force, sensor_file, spo2_plan
from tests.lent import glucose, lending_office, shown_at
from tests.patients import registered

TEXT = "patient;time;kind;value;unit\nA;2026-11-19 07:12;spo2;91;%\nA;2026-11-19 07:13;spo2;9x;%\n"


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


@pytest.fixture
def importing(record: Record, tmp_path: Path) -> Importing:
    return Importing(record, tmp_path / "own")


@pytest.fixture
def quarantine(record: Record, importing: Importing) -> Quarantine:
    return Quarantine(record, importing)


def held(quarantine: Quarantine, code: str) -> HeldItem:
    return next(item for item in quarantine.items(NURSE) if item.reason_code == code)


def imported(importing: Importing, path: Path, text: str = TEXT) -> ImportReport:
    path.write_text(text, encoding="utf-8")
    profile = next(each for each in importing.profiles() if each.name == "plain")
    return importing.store(NURSE, importing.read(path, profile), {})


def stored(database: Database) -> list[tuple[object, ...]]:
    with database.read() as reader:
        return [
            tuple(row)
            for row in reader.raw("SELECT patient_id, kind, value FROM readings ORDER BY taken_at")
        ]


def actions(database: Database) -> list[str]:
    with database.read() as reader:
        return [
            str(row[0])
            for row in reader.raw("SELECT action FROM audit WHERE subject_kind = 'quarantine'")
        ]


def test_a_held_reading_goes_to_the_patient_that_is_chosen(
    quarantine: Quarantine, importing: Importing, database: Database, actor: Actor, tmp_path: Path
) -> None:
    imported(importing, tmp_path / "a.csv")
    patient_id = registered(database, actor)
    item = held(quarantine, "unknown_patient")
    assert (item.person, item.siblings, item.whole, item.file_name) == ("A", 2, True, "a.csv")
    assert quarantine.retry(NURSE, item.id, patient_id) == Retried(stored=1)
    assert stored(database) == [(patient_id, "spo2", 91.0)]
    assert (quarantine.count(NURSE), actions(database)) == (1, ["quarantine_retried"])
    with pytest.raises(Trouble) as gone:
        quarantine.retry(NURSE, item.id, patient_id)
    assert gone.value.code == "held_gone"


def test_all_of_one_person_go_together_and_the_unreadable_waits_to_be_typed(
    quarantine: Quarantine, importing: Importing, database: Database, actor: Actor, tmp_path: Path
) -> None:
    imported(importing, tmp_path / "a.csv")
    patient_id = registered(database, actor)
    item = held(quarantine, "unknown_patient")
    found = quarantine.retry(NURSE, item.id, patient_id, all_of_person=True)
    assert found == Retried(stored=1, assigned=1)
    (left,) = quarantine.items(NURSE)
    assert (left.patient_id, left.patient, left.whole) == (patient_id, "Rask Elg", False)


def test_a_second_import_and_a_second_try_never_double(
    quarantine: Quarantine, importing: Importing, database: Database, actor: Actor, tmp_path: Path
) -> None:
    path = sensor_file(tmp_path / "one.csv", 20, persons=1)
    plain = next(each for each in importing.profiles() if each.name == "cgm_plain")
    profile = plain.with_choices(unit="mg/dL", zone_name="Europe/Oslo")
    parsed = importing.read(path, profile)
    importing.store(NURSE, parsed, {})
    patient_id = registered(database, actor)
    item = quarantine.items(NURSE)[0]
    importing.store(NURSE, parsed, {"Subject 1": patient_id})
    found = quarantine.retry(NURSE, item.id, patient_id, all_of_person=True)
    assert found == Retried(duplicates=20)
    assert (len(stored(database)), quarantine.count(NURSE)) == (20, 0)
    again = importing.store(NURSE, parsed, {"Subject 1": patient_id})
    assert again.tally.duplicates == 20


def test_what_is_refused_once_more_stays_and_says_why(
    quarantine: Quarantine, record: Record, database: Database, actor: Actor, clock: FixedClock
) -> None:
    gone = registered(database, actor, deceased_on="2026-11-01")
    coming = Incoming(None, "glucose", clock.now(), (None,), Source.TABLET, "a", Side.LOW)
    Intake(record).take(NURSE, [coming])
    (item,) = quarantine.items(NURSE)
    with pytest.raises(Trouble) as nobody:
        quarantine.retry(NURSE, item.id)
    assert nobody.value.code == "held_nobody"
    found = quarantine.retry(NURSE, item.id, gone, all_of_person=True)
    assert found.still == 1
    assert found.sentence == "The patient is registered as dead. The reading is kept here."
    (kept,) = quarantine.items(NURSE)
    assert (kept.id, kept.reason_code, kept.patient_id) == (item.id, "deceased", gone)
    assert quarantine.count(NURSE) == 1
    alive = registered(database, actor, family="Bjørk")
    assert quarantine.retry(NURSE, item.id, alive) == Retried(stored=1)
    assert stored(database) == [(alive, "glucose", None)]


def test_several_that_are_refused_name_the_first_reason(
    quarantine: Quarantine, importing: Importing, database: Database, actor: Actor, tmp_path: Path
) -> None:
    text = "patient;time;kind;value;unit\n" + "".join(
        f"A;2026-11-19 07:1{n};spo2;{value};%\n" for n, value in enumerate((250, 0, 91))
    )
    imported(importing, tmp_path / "a.csv", text)
    patient_id = registered(database, actor)
    item = quarantine.items(NURSE)[0]
    found = quarantine.retry(NURSE, item.id, patient_id, all_of_person=True)
    assert (found.stored, found.still) == (1, 2)
    assert found.sentence.startswith("SpO₂ lies between")
    assert {each.reason_code for each in quarantine.items(NURSE)} == {"implausible"}


def test_what_a_person_types_in_settles_the_item_once(
    quarantine: Quarantine,
    importing: Importing,
    database: Database,
    actor: Actor,
    tmp_path: Path,
    clock: FixedClock,
) -> None:
    imported(importing, tmp_path / "a.csv")
    patient_id = registered(database, actor)
    plan_in_force(database, actor, patient_id, clock.now() - 2 * DAY, spo2_plan())
    item = held(quarantine, "number_unreadable")
    assert (item.prefill.kind, item.prefill.texts) == ("spo2", ("9x",))
    form = Typed(patient_id, "spo2", ("65",), "", item.prefill.taken_at or 0)
    with pytest.raises(Trouble) as unsure:
        quarantine.type_in(NURSE, item.id, form, asked=False)
    assert unsure.value.code == "reading_unsure"
    saved = quarantine.type_in(NURSE, item.id, form, asked=True)
    assert (saved.text, saved.level) == ("SpO₂ 65 %", Level.RED)
    (reading,) = Manual(quarantine._record).newest(NURSE, patient_id)
    assert (reading.source, reading.confirmed) == (Source.FILE, True)
    with pytest.raises(Trouble) as gone:
        quarantine.type_in(NURSE, item.id, form, asked=True)
    assert gone.value.code == "held_gone"
    assert actions(database) == ["quarantine_typed"]


def test_what_is_typed_for_a_dead_patient_changes_nothing(
    quarantine: Quarantine, importing: Importing, database: Database, actor: Actor, tmp_path: Path
) -> None:
    imported(importing, tmp_path / "a.csv")
    gone = registered(database, actor, deceased_on="2026-11-01")
    item = held(quarantine, "number_unreadable")
    form = Typed(gone, "spo2", ("95",), "", item.prefill.taken_at or 0)
    with pytest.raises(Trouble) as still:
        quarantine.type_in(NURSE, item.id, form, asked=True)
    assert "registered as dead" in still.value.sentence()
    assert quarantine.count(NURSE) == 2
    assert not stored(database)
    assert not actions(database)


def test_what_is_discarded_is_kept_with_its_reason_and_can_come_back(
    quarantine: Quarantine, importing: Importing, database: Database, tmp_path: Path
) -> None:
    imported(importing, tmp_path / "a.csv")
    item = held(quarantine, "number_unreadable")
    with pytest.raises(Trouble) as unsaid:
        quarantine.discard(NURSE, (item.id,), "  ")
    assert unsaid.value.code == "held_reason"
    quarantine.discard(NURSE, (item.id,), " test ")
    (kept,) = quarantine.items(NURSE, DISCARDED)
    assert (kept.id, kept.resolution, quarantine.count(NURSE)) == (item.id, "test", 1)
    quarantine.reopen(NURSE, (item.id,))
    assert quarantine.count(NURSE) == 2
    with pytest.raises(Trouble) as gone:
        quarantine.reopen(NURSE, (item.id,))
    assert gone.value.code == "held_gone"
    assert actions(database) == ["quarantine_discarded", "quarantine_reopened"]


def test_nothing_is_given_to_somebody_who_is_not_registered(
    quarantine: Quarantine, importing: Importing, database: Database, tmp_path: Path
) -> None:
    imported(importing, tmp_path / "a.csv")
    item = held(quarantine, "number_unreadable")
    with pytest.raises(Trouble) as unknown:
        quarantine.retry(NURSE, item.id, "0" * 32)
    assert (unknown.value.code, quarantine.count(NURSE)) == ("patient_unknown", 2)
    assert not actions(database)


def test_the_benefit_role_sees_nothing_of_it(quarantine: Quarantine) -> None:
    form = Typed("a", "spo2", ("95",), "", 0)
    for forbidden in (
        lambda: quarantine.items(BENEFIT),
        lambda: quarantine.count(BENEFIT),
        lambda: quarantine.retry(BENEFIT, "a"),
        lambda: quarantine.type_in(BENEFIT, "a", form, asked=True),
        lambda: quarantine.discard(BENEFIT, ("a",), "x"),
        lambda: quarantine.reopen(BENEFIT, ("a",)),
    ):
        with pytest.raises(Trouble) as refused:
            forbidden()
        assert refused.value.code == "not_allowed"


def test_what_came_from_a_device_is_given_typed_in_or_stays(
    quarantine: Quarantine, database: Database, clock: FixedClock
) -> None:
    desk = lending_office(database, clock)
    patient_id = desk.person()
    device_id = desk.lent(patient_id, "glucose_meter")
    clock.advance(DAY)
    now = clock.now()
    old = glucose(now, 1, shown_at(now - 2 * DAY), 55)
    desk.take(device_id, old, glucose(now, 2, shown_at(now)), offset_ms=0)
    desk.take(device_id, glucose(now, 2, shown_at(now), 99), offset_ms=0)
    desk.take(device_id, RawPacket(0x2A18, b"\x06", now))
    before = held(quarantine, "before_loan")
    assert (before.patient_id, before.whole) == (None, True)
    assert quarantine.retry(NURSE, before.id, patient_id).stored == 1
    # It is known now, and never comes in again.
    assert desk.take(device_id, old, offset_ms=0).duplicates == 1
    conflict = held(quarantine, "conflict")
    again = quarantine.retry(NURSE, conflict.id)
    assert (again.still, again.sentence[:29]) == (1, "The device sent another value")
    garbage = held(quarantine, "malformed_packet")
    assert not garbage.whole
    typed = Typed(patient_id, "glucose", ("9,9",), "", now)
    assert quarantine.type_in(NURSE, garbage.id, typed, asked=True).text == "Glucose 9.9 mmol/L"
    quarantine.discard(NURSE, [conflict.id], "Vist feil")
    assert desk.take(device_id, glucose(now, 2, shown_at(now), 99), offset_ms=0).duplicates == 1
    assert quarantine.count(NURSE) == 0
    assert [value for _, _, value in stored(database)] == [5.5, 6.1, 9.9]
    with database.read() as reader:
        rows = reader.raw("SELECT device_id FROM readings WHERE value = 5.5")
    assert rows == [(device_id,)]
