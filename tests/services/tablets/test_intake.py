"""What a tablet brings in the real file: every entry somewhere, once, and never too early."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from station.devices.tablet import cbor
from station.devices.tablet.entries import Batch, heads
from station.rules.kinds import KINDS
from tests.municipality import OPENED
from tests.tablet_office import HOUR, TabletOffice, batch_of, cut_at, refused

# ------------------------------------------------------------------------------------------ visits


def test_readings_answers_and_events_come_through_the_same_door(
    tablet_office: TabletOffice,
) -> None:
    assert tablet_office.hand_out().well
    clock = tablet_office.cohort.clock
    clock.advance(HOUR)
    number = tablet_office.measure("spo2", 93.0, m="Nonin 3230", raw=b"\x01", q="weak_signal")
    tablet_office.measure("bp", 132, 78.5)
    answers = {"breath": 0, "sputum": 0, "colour": 0, "cough": 0, "wellbeing": 0, "rescue": 0}
    tablet_office.disk.write("form", clock.now(), form="kols_daily", ver=1, a=answers, note="Hei")
    tablet_office.disk.write("event", clock.now(), code="measurement_failed", kind="spo2")
    tablet_office.disk.write("event", clock.now(), code="makers_own", raw=b"\x07")
    clock.advance(60_000)
    outcome = tablet_office.visit()
    assert outcome.well
    assert (outcome.committed, outcome.acknowledged) == (5, 5)
    found = tablet_office.rows(
        "SELECT kind, value, value2, source, source_key, device_id, device_time, quality "
        "FROM readings WHERE kind IN ('spo2', 'bp') ORDER BY kind"
    )
    loan, device = tablet_office.loan_id, tablet_office.device_id
    assert found == [
        ("bp", 132.0, 78.5, "tablet", f"tablet:{loan}:2", device, "2026-11-20T11:00:00", ""),
        (
            "spo2",
            93.0,
            None,
            "tablet",
            f"tablet:{loan}:{number}",
            device,
            "2026-11-20T11:00:00",
            "weak_signal",
        ),
    ]
    assert tablet_office.rows("SELECT form_code, source, comment FROM form_answers") == [
        ("kols_daily", "tablet", "Hei")
    ]
    assert tablet_office.rows("SELECT code, kind, raw FROM device_events ORDER BY rowid")[1:] == [
        ("tablet_event", "", "07")
    ]
    assert tablet_office.rows("SELECT n, kind, outcome FROM tablet_entries ORDER BY n") == [
        (1, "reading", "stored"),
        (2, "reading", "stored"),
        (3, "form", "stored"),
        (4, "event", "noted"),
        (5, "event", "noted"),
    ]
    assert tablet_office.held() == []
    assert tablet_office.disk.entries == {}


def test_what_cannot_be_understood_is_laid_aside_and_holds_nothing_back(
    tablet_office: TabletOffice,
) -> None:
    assert tablet_office.hand_out().well
    clock, disk = tablet_office.cohort.clock, tablet_office.disk
    clock.advance(HOUR)
    disk.write_raw(b"\xff rubbish")
    tablet_office.measure("mood", 3)
    tablet_office.measure("spo2", 250.0)
    disk.write("form", clock.now(), form="kols_daily", ver=99, a={"breath": 0})
    disk.write("form", clock.now(), form="kols_daily", ver=1, a={}, by="robot")
    tablet_office.measure("spo2", 93.0)
    assert tablet_office.visit().well
    assert [(reason, source) for reason, _, source in tablet_office.held()] == [
        ("implausible", "tablet"),
        ("form_version_unknown", "tablet"),
        ("tablet_entry", "tablet"),
        ("tablet_entry", "tablet"),
        ("tablet_entry", "tablet"),
    ]
    assert tablet_office.rows("SELECT count(*) FROM readings WHERE kind = 'spo2'") == [(1,)]
    raws = [row[0] for row in tablet_office.rows("SELECT raw FROM quarantine")]
    assert b"\xff rubbish".hex() in raws
    items = tablet_office.cohort.station.quarantine.items(tablet_office.cohort.session)
    assert all(item.why and item.why != item.reason_code for item in items)


def test_what_is_from_before_the_loan_is_never_charted(tablet_office: TabletOffice) -> None:
    assert tablet_office.hand_out().well
    clock, disk = tablet_office.cohort.clock, tablet_office.disk
    disk.write("reading", clock.now() - HOUR - 1, kind="spo2", v=[80])
    disk.write("form", clock.now() - HOUR - 1, form="kols_daily", ver=1, a={})
    disk.write("form", clock.now() - HOUR - 1, form="Å", ver=1, a={})
    disk.write("reading", clock.now() - HOUR, kind="spo2", v=[91])
    assert tablet_office.visit().well
    assert sorted((reason, kind) for reason, kind, _ in tablet_office.held()) == [
        ("before_loan", ""),
        ("before_loan", "kols_daily.answered"),
        ("before_loan", "spo2"),
    ]
    assert tablet_office.rows("SELECT value FROM readings WHERE kind = 'spo2'") == [(91.0,)]


def test_a_wrong_clock_is_corrected_flagged_and_kept(tablet_office: TabletOffice) -> None:
    assert tablet_office.hand_out().well
    clock, disk = tablet_office.cohort.clock, tablet_office.disk
    clock.advance(HOUR)
    now = clock.now()
    disk.write("reading", now + 3 * HOUR - 60_000, kind="spo2", v=[90])
    disk.write("clock", now, was=now + 3 * HOUR)
    disk.write("reading", now, kind="spo2", v=[92])
    assert tablet_office.visit().well
    assert tablet_office.rows(
        "SELECT value, taken_at, device_time, time_reason, quality FROM readings "
        "WHERE kind = 'spo2' ORDER BY taken_at"
    ) == [
        (90.0, now - 60_000, "2026-11-20T13:59:00", "clock_wrong", "clock_offset"),
        (92.0, now, "2026-11-20T11:00:00", "", ""),
    ]
    assert tablet_office.rows("SELECT code FROM device_events") == [("clock_set",)]


def test_a_time_that_nobody_knows_is_not_guessed(tablet_office: TabletOffice) -> None:
    assert tablet_office.hand_out().well
    clock, disk = tablet_office.cohort.clock, tablet_office.disk
    disk.write("reading", 5, kind="spo2", v=[90])
    disk.write("form", 5, form="kols_daily", ver=1, a={})
    disk.write("event", 2**53 - 1, code="restarted")
    disk.write("clock", clock.now())
    assert tablet_office.visit().well
    assert [reason for reason, _, _ in tablet_office.held()] == ["time_unknown_stored"] * 2
    happened = tablet_office.rows("SELECT code, happened_at, device_time FROM device_events")
    assert happened[0] == ("restarted", clock.now(), "")


def test_the_dead_get_no_readings(tablet_office: TabletOffice) -> None:
    assert tablet_office.hand_out().well
    tablet_office.measure("spo2", 93.0)
    with tablet_office.cohort.station.record.write(tablet_office.cohort.session) as writer:
        writer.execute("UPDATE patients SET deceased_on = '2026-11-20'")
        writer.quiet()
    assert tablet_office.visit().well
    assert [reason for reason, _, _ in tablet_office.held()] == ["deceased"]


# -------------------------------------------------------------------------- batches, one by one


def test_the_same_batch_again_is_the_same_batch(tablet_office: TabletOffice) -> None:
    assert tablet_office.hand_out().well
    session, tablets, loan = (
        tablet_office.cohort.session,
        tablet_office.tablets,
        tablet_office.loan_id,
    )
    batch = batch_of(tablet_office, 1, 90, 91)
    assert tablets.commit(session, loan, batch) == 2
    assert tablets.commit(session, loan, batch) == 2
    longer = batch_of(tablet_office, 1, 90, 91, 92)
    assert tablets.commit(session, loan, longer) == 3
    assert tablet_office.rows("SELECT count(*) FROM readings WHERE kind = 'spo2'") == [(3,)]
    waiting = tablets.state(session, tablet_office.device_id)
    assert (waiting.committed, waiting.waiting) == (3, 3)


@pytest.mark.parametrize("wrong", ["gap", "head", "other"])
def test_a_batch_that_does_not_follow_changes_nothing(
    tablet_office: TabletOffice, wrong: str
) -> None:
    assert tablet_office.hand_out().well
    session, tablets, loan = (
        tablet_office.cohort.session,
        tablet_office.tablets,
        tablet_office.loan_id,
    )
    tablets.commit(session, loan, batch_of(tablet_office, 1, 90, 91))
    batch = {
        "gap": batch_of(tablet_office, 4, 90),
        "head": batch_of(tablet_office, 3, 90),
        "other": batch_of(tablet_office, 1, 90, 70, 80),
    }[wrong]
    assert refused(lambda: tablets.commit(session, loan, batch)) == "tablet_chain"
    assert tablet_office.rows("SELECT count(*) FROM tablet_entries") == [(2,)]


def test_a_batch_is_stored_whole_or_not_at_all(
    tablet_office: TabletOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tablet_office.hand_out().well
    tablet_office.measure("spo2", 93.0)

    def full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("station.services.tablets.intake.records.store", full)
    with pytest.raises(OSError, match="disk full"):
        tablet_office.visit()
    assert tablet_office.rows("SELECT count(*) FROM readings WHERE kind = 'spo2'") == [(0,)]
    assert len(tablet_office.disk.entries) == 1
    monkeypatch.undo()
    assert tablet_office.visit().well
    assert tablet_office.rows("SELECT count(*) FROM readings WHERE kind = 'spo2'") == [(1,)]


def test_nothing_is_acknowledged_that_is_not_stored(tablet_office: TabletOffice) -> None:
    assert tablet_office.hand_out().well
    session, tablets = tablet_office.cohort.session, tablet_office.tablets
    with pytest.raises(ValueError, match="stored"):
        tablets.acknowledged(session, tablet_office.loan_id, 1)


def test_links_that_are_lost_anywhere_lose_and_double_nothing(tablet_office: TabletOffice) -> None:
    assert tablet_office.hand_out().well
    for value in range(60):
        tablet_office.measure("pulse", 60 + value)
    for at in range(0, 60, 4):
        tablet_office.visit(cut_at(at))
    assert tablet_office.visit().well
    assert tablet_office.rows("SELECT count(*), count(DISTINCT value) FROM readings") == [(60, 60)]
    assert tablet_office.disk.entries == {}


def test_a_visit_that_brings_no_reading_is_counted_too(tablet_office: TabletOffice) -> None:
    assert tablet_office.hand_out().well
    tablet_office.disk.write("event", tablet_office.cohort.clock.now(), code="restarted")
    tablet_office.disk.write_raw(b"?")
    assert tablet_office.visit().well
    assert tablet_office.rows("SELECT kind, outcome FROM tablet_entries ORDER BY n") == [
        ("event", "noted"),
        ("", "tablet_entry"),
    ]
    told = tablet_office.rows("SELECT details FROM audit WHERE action = 'tablet_fetched'")
    assert len(told) == 1
    details = json.loads(told[0][0])
    assert (details["first"], details["upto"], details["stored"], details["held"]) == (1, 2, 0, 1)


KINDS_SAID = [kind.code for kind in KINDS]
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12)
NUMBERS = st.none() | st.integers(-5, 400) | st.floats(-1e6, 1e6)
MOMENTS = st.integers(0, 2**53 - 1) | st.integers(OPENED - HOUR, OPENED + 3 * HOUR)
SAID = st.one_of(
    st.fixed_dictionaries(
        {"k": st.just("reading"), "at": MOMENTS, "kind": st.sampled_from(KINDS_SAID)},
        optional={
            "v": st.lists(NUMBERS, min_size=1, max_size=2),
            "b": st.sampled_from(["low", "high"]),
            "q": WORDS,
            "m": WORDS,
            "tz": WORDS,
            "raw": st.binary(max_size=9),
        },
    ),
    st.fixed_dictionaries(
        {"k": st.just("form"), "at": MOMENTS, "form": st.sampled_from(["kols_daily", "cat", "å"])},
        optional={
            "ver": st.integers(0, 3),
            "a": st.dictionaries(WORDS, st.none() | st.booleans() | st.integers(0, 9) | WORDS),
            "by": st.sampled_from(["patient", "relative", "staff", "dog"]),
            "name": WORDS,
            "note": WORDS,
            "lang": st.sampled_from(["nb", "nn", "en", "sv"]),
        },
    ),
    st.fixed_dictionaries(
        {"k": st.sampled_from(["clock", "event", "x"]), "at": MOMENTS},
        optional={"code": WORDS, "kind": WORDS, "was": MOMENTS, "raw": st.binary(max_size=9)},
    ),
)


@given(st.lists(SAID, min_size=1, max_size=8), st.none() | st.integers(-(2**40), 2**40))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_an_entry_says_it_lies_somewhere_once(
    tablet_office: TabletOffice, said: list[dict[str, object]], offset: int | None
) -> None:
    session, tablets = tablet_office.cohort.session, tablet_office.tablets
    if not tablets.errand(session).known:
        assert tablet_office.hand_out().well
    known = tablets.errand(session).known[0]
    entries = tuple(
        cbor.write({"n": number, **each}) for number, each in enumerate(said, known.committed + 1)
    )
    head = heads(known.head, entries)[-1]
    batch = Batch(known.committed + 1, entries, head, tuple(offset for _ in entries))
    before = places(tablet_office)
    assert tablets.commit(session, tablet_office.loan_id, batch) == batch.upto
    assert tablets.commit(session, tablet_office.loan_id, batch) == batch.upto
    assert places(tablet_office) == before + len(said)


def places(office: TabletOffice) -> int:
    """How many things lie in the file that came from the tablet."""
    return sum(
        office.rows(f"SELECT count(*) FROM {where}")[0][0]  # noqa: S608  (the test's own words)
        for where in (
            "readings WHERE source_key LIKE 'tablet:%'",
            "form_answers",
            "device_events",
            "quarantine",
        )
    )
