"""Lent tablets attacked: what lies, comes back, is lent on, or meets a station put back in time."""

import json
from datetime import date

import pytest

from station.devices.tablet.entries import first_head
from station.devices.tablet.limits import Why
from station.rules.ground import DAY_MS
from station.security.noise import new_private
from tests.store_room import ready_again
from tests.tablet_office import HOUR, TabletOffice, refused

YEARS = 5 * 365 * DAY_MS


Tablets = TabletOffice


def withdrawn(office: Tablets) -> None:
    """The patient takes the consent back."""
    consents, session = office.cohort.station.consents, office.cohort.session
    (consent,) = consents.of(session, office.patient_id)
    consents.withdraw(session, office.patient_id, consent.id, date(2026, 11, 20))


def test_after_a_withdrawn_consent_a_tablet_brings_no_reading_to_the_chart(
    tablet_office: Tablets,
) -> None:
    assert tablet_office.hand_out().well
    tablet_office.cohort.clock.advance(HOUR)
    withdrawn(tablet_office)
    tablet_office.cohort.clock.advance(HOUR)
    now = tablet_office.cohort.clock.now()
    tablet_office.measure("spo2", 80.0)
    answers = {"breath": 3, "sputum": 1, "colour": 0, "cough": 0, "wellbeing": 1, "rescue": 0}
    tablet_office.disk.write("form", now, form="kols_daily", ver=1, a=answers)
    tablet_office.cohort.clock.advance(60_000)
    assert tablet_office.visit().well
    for table in ("readings", "form_answers", "alerts"):
        assert tablet_office.rows(f"SELECT count(*) FROM {table}") == [(0,)]  # noqa: S608
    assert [row[0] for row in tablet_office.held()] == ["no_consent", "no_consent"]


def test_a_tablet_lent_on_brings_the_next_one_nothing_of_the_first(tablet_office: Tablets) -> None:
    """Reported lost with entries on it, found in a drawer, and handed to somebody else."""
    assert tablet_office.hand_out().well
    session = tablet_office.cohort.session
    tablet_office.cohort.clock.advance(HOUR)
    tablet_office.measure("spo2", 71.0)
    assert (
        refused(lambda: tablet_office.lending.take_back(session, tablet_office.loan_id))
        == "tablet_not_emptied"
    )
    tablet_office.tablets.revoke(session, tablet_office.device_id)
    tablet_office.lending.take_back(session, tablet_office.loan_id)
    ready_again(tablet_office.cohort.station.record, session, tablet_office.device_id)
    other = tablet_office.cohort.patient("Stille Vann")
    tablet_office.loan_id = tablet_office.lending.lend(session, tablet_office.device_id, other)
    offer = tablet_office.tablets.offer(session, tablet_office.device_id)
    # It is somebody's still: the code of another loan is none to it.
    assert not tablet_office.disk.scan(offer.qr, new_private(), 0.0)
    assert tablet_office.visit().why in {Why.STATE, Why.STRANGER}
    assert tablet_office.rows("SELECT count(*) FROM readings") == [(0,)]


def test_a_lost_tablet_that_comes_back_is_a_stranger(tablet_office: Tablets) -> None:
    assert tablet_office.hand_out().well
    tablet_office.tablets.revoke(tablet_office.cohort.session, tablet_office.device_id)
    tablet_office.measure("spo2", 71.0)
    assert tablet_office.visit().why is Why.STRANGER
    assert tablet_office.rows("SELECT count(*) FROM tablet_entries") == [(0,)]
    assert tablet_office.disk.entries != {}


def test_a_wipe_with_data_waiting_fetches_it_first(tablet_office: Tablets) -> None:
    assert tablet_office.hand_out().well
    tablet_office.cohort.clock.advance(HOUR)
    tablet_office.tablets.wipe_asked(tablet_office.cohort.session, tablet_office.device_id)
    for _ in range(5):
        tablet_office.measure("spo2", 93.0)
        tablet_office.cohort.clock.advance(60_000)
    outcome = tablet_office.visit()
    assert outcome.wiped
    assert tablet_office.rows("SELECT count(*) FROM tablet_entries") == [(5,)]


def put_back(office: Tablets) -> None:
    """The station's file is that of yesterday: nothing of this tablet was fetched by then."""
    database = office.cohort.station.record.database
    assert database is not None
    head = first_head(bytes.fromhex(office.loan_id)).hex()
    run = database.connection.execute
    for row in run("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        if "tablet" in row[0]:
            run(f"DROP TRIGGER {row[0]}")
    run("DELETE FROM tablet_entries")
    run("UPDATE tablet_pairings SET committed = 0, acknowledged = 0, head = ?", (head,))


def test_a_station_put_back_in_time_takes_nothing_wrong_and_says_so(
    tablet_office: Tablets,
) -> None:
    assert tablet_office.hand_out().well
    tablet_office.cohort.clock.advance(HOUR)
    tablet_office.measure("spo2", 93.0)
    tablet_office.cohort.clock.advance(60_000)
    assert tablet_office.visit().acknowledged == 1
    put_back(tablet_office)
    tablet_office.measure("spo2", 88.0)
    tablet_office.cohort.clock.advance(60_000)
    outcome = tablet_office.visit()
    assert (outcome.why, outcome.came) == (Why.CHAIN, 0)
    # What was not fetched is still there.
    assert len(tablet_office.disk.entries) == 1


@pytest.mark.parametrize("back", [3 * HOUR, YEARS], ids=["three hours back", "five years back"])
def test_a_code_is_no_older_than_it_says_though_the_clock_was_set_back(
    tablet_office: Tablets, back: int
) -> None:
    offer = tablet_office.offer()
    clock = tablet_office.cohort.clock
    clock.advance(11 * 60_000)
    pair = tablet_office.tablets.paired
    session = tablet_office.cohort.session
    assert refused(lambda: pair(session, offer.pairing_id, b"k" * 32)) == "offer_over"
    clock.set(clock.now() - back)
    assert refused(lambda: pair(session, offer.pairing_id, b"k" * 32)) == "offer_over"


def test_a_lease_given_while_the_clock_was_years_ahead_is_noted_right_again(
    tablet_office: Tablets,
) -> None:
    assert tablet_office.hand_out().well
    clock, session = tablet_office.cohort.clock, tablet_office.cohort.session
    right = clock.now()
    tablets, loan = tablet_office.tablets, tablet_office.loan_id
    clock.set(right + YEARS)
    tablets.visited(session, loan, clock.now() + 90 * DAY_MS)
    clock.set(right + HOUR)
    tablets.visited(session, loan, clock.now() + 90 * DAY_MS)
    lease = tablets.state(session, tablet_office.device_id).lease_until
    assert lease == right + HOUR + 90 * DAY_MS


@pytest.mark.parametrize("pc", [3 * HOUR, -3 * HOUR, YEARS, -YEARS])
def test_the_pc_s_clock_set_during_a_loan_loses_and_doubles_nothing(
    tablet_office: Tablets, pc: int
) -> None:
    assert tablet_office.hand_out().well
    clock = tablet_office.cohort.clock
    clock.advance(HOUR)
    for _ in range(3):
        tablet_office.measure("spo2", 93.0)
        clock.advance(60_000)
    clock.set(clock.now() + pc)
    outcome = tablet_office.visit()
    assert outcome.well
    clock.set(clock.now() - pc)
    tablet_office.measure("spo2", 92.0)
    clock.advance(60_000)
    assert tablet_office.visit().well
    assert tablet_office.rows("SELECT count(*) FROM tablet_entries") == [(4,)]
    stored = tablet_office.rows("SELECT count(*) FROM readings WHERE kind = 'spo2'")[0][0]
    assert stored + len(tablet_office.held()) == 4
    assert tablet_office.cohort.station.worklist.rows(tablet_office.cohort.session).rows


def test_impossible_entries_crash_nothing_and_lie_somewhere_once(tablet_office: Tablets) -> None:
    assert tablet_office.hand_out().well
    clock, disk = tablet_office.cohort.clock, tablet_office.disk
    clock.advance(HOUR)
    for value in (-1.0, 1e300, -1e300, 5e-324, 0.0, 2**53, -(2**53)):
        tablet_office.measure("spo2", value)
        tablet_office.measure("bp", value, value)
    for at in (0, 1, -1, 2**53 - 1, -(2**53), clock.now() + YEARS):
        disk.write("reading", at, kind="spo2", v=[93.0])
        disk.write("form", at, form="kols_daily", ver=1, a={"breath": 0})
        disk.write("event", at, code="restarted")
    for form in ("", "../../etc", "kols_daily" * 50, "KOLS\x00", "æøå", "a.b.c", "%s"):
        disk.write("form", clock.now(), form=form, ver=2**31, a={form: 10**9}, note="\u202e" * 900)
    disk.write("reading", clock.now(), kind="spo2.answered", v=[1.0] * 200)
    disk.write("event", clock.now(), code="<b>Rask Elg</b>")
    clock.advance(60_000)
    outcome = tablet_office.visit()
    assert outcome.well
    assert tablet_office.rows("SELECT count(*) FROM tablet_entries") == [(disk.last,)]
    station, session = tablet_office.cohort.station, tablet_office.cohort.session
    assert station.worklist.rows(session).rows
    assert station.quarantine.items(session)
    assert tablet_office.rows("SELECT count(*) FROM device_events") == [(4,)]
    tablet_office.lending.device(session, tablet_office.device_id)


def test_the_log_says_nothing_of_what_a_tablet_brings(tablet_office: Tablets) -> None:
    assert tablet_office.hand_out().well
    clock = tablet_office.cohort.clock
    clock.advance(HOUR)
    tablet_office.measure("spo2", 77.0, m="KANARI-M")
    tablet_office.disk.write(
        "form",
        clock.now(),
        form="kols_daily",
        ver=1,
        a={"breath": 3},
        note="KANARI-N",
        name="KANARI-P",
    )
    tablet_office.disk.write("event", clock.now(), code="KANARI-E")
    clock.advance(60_000)
    assert tablet_office.visit().well
    log = json.dumps(tablet_office.rows("SELECT action, details FROM audit"))
    assert "KANARI" not in log


def test_fifty_thousand_entries_are_stored_in_bearable_steps(tablet_office: Tablets) -> None:
    """Run with fewer, and counted: no unit of work has more than a batch."""
    assert tablet_office.hand_out().well
    clock = tablet_office.cohort.clock
    clock.advance(HOUR)
    for _ in range(3_000):
        tablet_office.disk.write("event", clock.now(), code="restarted")
    outcome = tablet_office.visit()
    assert (outcome.well, outcome.committed) == (True, 3_000)
    steps = tablet_office.rows("SELECT count(*) FROM audit WHERE action = 'tablet_fetched'")
    assert steps[0][0] >= 3_000 / 256
