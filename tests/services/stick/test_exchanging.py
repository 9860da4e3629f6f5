"""Stations that exchange files on a stick: nothing lost, nothing twice, and who may do it."""

from dataclasses import replace

import pytest

from station.core.trouble import Trouble
from station.models.queries.judging import state, unjudged
from station.models.records.plans import content_text, hash_of
from station.services.stick.exchanging import WriteJob, exchanging_of
from tests.conftest import FRIDAY_NINE
from tests.exchange_office import LEADER, NURSE, VISITOR, Desks
from tests.intaking import spo2_plan

PATIENT = "a" * 32


def test_a_new_station_gets_everything(stations: Desks) -> None:
    first, second, _third = stations
    first.add("u1", "u2")
    first.rename("u1", "Stille Brygge")
    written = first.write()
    assert (written.rows, written.files) == (3, ("a.stationx",))
    assert written.size == (second.stick / "a.stationx").stat().st_size
    taken = second.take()
    assert (taken.name, taken.applied, taken.known, taken.gaps) == ("Lesja-1", 3, 0, ())
    assert second.people() == first.people() == {"u1": "Stille Brygge", "u2": "Lun Bro u2"}


def test_twice_is_nothing_twice(stations: Desks) -> None:
    first, second, _third = stations
    first.add("u1", "u2")
    first.write()
    second.take()
    again = second.take()
    assert (again.applied, again.known, again.rows) == (0, 2, 2)
    assert second.database.connection.execute("SELECT count(*) FROM sync_log").fetchone() == (2,)


def test_what_was_confirmed_is_not_sent_again(stations: Desks) -> None:
    first, second, _third = stations
    first.add("u1", "u2")
    first.write()
    second.take()
    second.add("u3")
    back = second.write(first.station(), "b")
    assert back.rows == 3
    assert first.take("b").applied == 1
    first.add("u4")
    more = first.write(second.station(), "c")
    # What second wrote itself comes by in the log, and stays out of the file.
    assert more.rows == 2
    taken = second.take("c")
    assert (taken.applied, taken.audit > 0) == (1, True)
    assert set(first.people()) == set(second.people()) == {"u1", "u2", "u3", "u4"}
    row = first.exchanging.overview(NURSE).peers[0]
    assert (row.name, row.lacks, row.gaps, row.waiting) == ("Lesja-2", 2, (), 0)


def test_changes_of_a_third_station_are_passed_on_with_their_origin(stations: Desks) -> None:
    first, second, third = stations
    first.add("u1")
    first.write()
    second.take()
    second.add("u2")
    second.write("", "b")
    assert third.take("b").applied == 2
    # The same change by the other way is known.
    taken = third.take("a")
    assert (taken.applied, taken.known) == (0, 1)
    # And what comes home again is its own.
    home = first.take("b")
    assert (home.applied, home.known, home.renewed) == (1, 1, False)


def test_who_read_a_record_is_told_to_the_others(stations: Desks) -> None:
    first, second, _third = stations
    with first.record.write(NURSE) as writer:
        writer.audit("patient_opened", "patient", "p", "p")
    first.write()
    taken = second.take()
    found = second.database.connection.execute(
        "SELECT station, user_name FROM sync_audit WHERE patient_id = 'p'"
    ).fetchall()
    assert found == [(first.station(), "Stille Brygge")]
    assert taken.audit >= 1


def test_pages_of_a_document_follow_it(stations: Desks) -> None:
    first, second, _third = stations
    with first.record.write(LEADER) as writer:
        writer.execute(
            "INSERT INTO patients (id, given_name, family_name, search_text, birth_date, gender, "
            "status, status_since, created_at, changed_at) "
            "VALUES ('p', 'Lun', 'Bro', 'lun bro', '1950-01-01', 'other', 'active', 1, 1, 1)"
        )
        writer.execute(
            "INSERT INTO documents (id, patient_id, subject_kind, subject_id, kind, media_type, "
            "pages, size, digest, content, added_at, added_by) "
            "VALUES ('d', 'p', 'plan', 'v', 'scan', 'application/pdf', 1, 5, 'x', ?, 1, 'u')",
            (b"%PDF-",),
        )
        writer.quiet()
    first.write()
    second.take()
    found = second.database.connection.execute("SELECT content FROM documents").fetchone()
    assert found == (b"%PDF-",)


def test_who_may_do_what(stations: Desks) -> None:
    first = stations[0].exchanging
    with pytest.raises(Trouble):
        first.overview(replace(VISITOR, role="none"))
    with pytest.raises(Trouble):
        first.write(VISITOR, WriteJob(stations[0].stick / "a"))
    with pytest.raises(Trouble):
        first.take(VISITOR, stations[0].stick / "a.stationx")


def test_an_open_file_has_an_exchange_that_merges(stations: Desks) -> None:
    first, _second, _third = stations
    made = exchanging_of(first.record)
    assert made.overview(NURSE) == first.exchanging.overview(NURSE)


def test_a_history_that_comes_newest_first_is_judged_when_it_is_in(stations: Desks) -> None:
    first, second, _third = stations
    second, now = replace(second, exchanging=exchanging_of(second.record)), FRIDAY_NINE
    text = content_text(spo2_plan())
    with first.record.write(LEADER) as writer:
        writer.execute(
            "INSERT INTO patients (id, given_name, family_name, search_text, birth_date, gender, "
            "status, status_since, created_at, changed_at) "
            "VALUES (?, 'Lun', 'Bro', 'lun bro', '1950-01-01', 'other', 'active', 1, 1, 1)",
            (PATIENT,),
        )
        writer.execute(
            "INSERT INTO plans (id, patient_id, template, created_at) VALUES (?1, ?1, 'kols', 1)",
            (PATIENT,),
        )
        writer.execute(
            "INSERT INTO plan_versions (id, plan_id, patient_id, number, status, content, "
            "content_hash, created_at, created_by, in_force_from, approved_by_name) "
            "VALUES (?1, ?1, ?1, 1, 'approved', ?2, ?3, 1, 'x', 1, 'Lun Hylle')",
            (PATIENT, text, hash_of(text)),
        )
        writer.executemany(
            "INSERT INTO readings (id, patient_id, kind, taken_at, arrived_at, value, source, "
            "confirmed, source_key, entered_by) VALUES (?, ?, 'spo2', ?, ?, ?, 'manual', 1, ?, ?)",
            [
                (f"{n:032x}", PATIENT, now - n * 60_000, now, 100.0 - n, f"m{n}", "u")
                for n in range(1, 21)
            ],
        )
        writer.quiet()
    # The file does not end with readings: nobody is judged with what comes last.
    first.add(*(f"{n}" * 32 for n in range(1, 9)))
    first.write()
    assert second.take().applied == 31
    with second.record.read() as reader:
        assert unjudged(reader) == ()
        assert reader.raw("SELECT state, reason FROM judgements") == [("ok", "")]
        assert reader.raw("SELECT level, state FROM alerts") == [(2, "open")]
        assert state(reader, PATIENT, "spo2").up_to == now - 60_000
