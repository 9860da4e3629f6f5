"""Lent tablets in the real file: handed out, fetched, emptied, lost; every entry somewhere."""

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Any

import pytest

from simulator.tablet.disk import Disk
from simulator.tablet.machine import Tablet
from simulator.tablet.memory import Harm, MemoryLink
from station.core.trouble import Trouble
from station.devices.tablet import cbor
from station.devices.tablet.entries import Batch, first_head, heads
from station.devices.tablet.visit import TabletOutcome, tablet_hand_out, tablet_visit
from station.rules.ground import DAY_MS
from station.security.noise import new_private, public_of
from station.services.lending import Lending, NewDevice
from station.services.tablets import LEASE_DAYS, Offer, Tablets
from tests.cohort import Cohort

HOUR = 3_600_000


@dataclass
class TabletDesk:
    """An office with a tablet on loan to Rask Elg, and the tablet itself."""

    cohort: Cohort
    tablets: Tablets
    lending: Lending
    patient_id: str
    device_id: str
    loan_id: str
    disk: Disk
    key: bytes

    @property
    def tablet(self) -> Tablet:
        """The tablet, switched on."""
        clock = self.cohort.clock
        return Tablet(self.disk, clock.now, lambda: float(clock.now()))

    def offer(self) -> Offer:
        """Show a code, and let the tablet scan it."""
        offer = self.tablets.offer(self.cohort.session, self.device_id)
        assert self.disk.scan(offer.qr, self.key, float(self.cohort.clock.now()))
        return offer

    def hand_out(self, *, yes: bool = True) -> TabletOutcome:
        """Hand the tablet out."""
        offer, session = self.offer(), self.cohort.session

        async def confirm(digits: str) -> bool:
            assert digits == self.disk.digits
            return yes

        async def paired(key: bytes, model: str) -> None:
            self.tablets.paired(session, offer.pairing_id, key, model)

        async def whole() -> TabletOutcome:
            job = tablet_hand_out(offer.offered, self.cohort.clock.now, confirm, paired)
            return await job(MemoryLink(self.tablet))

        return asyncio.run(whole())

    def visit(self, harm: Callable[[int], Harm] | None = None) -> TabletOutcome:
        """Let the tablet come into range once."""
        session = self.cohort.session
        errand = self.tablets.errand(session)

        async def whole() -> TabletOutcome:
            keeper = self.tablets.keeper(session, at_once)
            link = MemoryLink(self.tablet, harm) if harm else MemoryLink(self.tablet)
            return await tablet_visit(errand, keeper, self.cohort.clock.now)(link)

        return asyncio.run(whole())

    def measure(self, kind: str = "spo2", *values: float | None, **more: Any) -> int:  # noqa: ANN401
        """Let the tablet measure now."""
        return self.disk.write("reading", self.cohort.clock.now(), kind=kind, v=[*values], **more)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Look into the file."""
        with self.cohort.station.record.read() as reader:
            return [tuple(row) for row in reader.raw(sql)]

    def held(self) -> list[tuple[Any, ...]]:
        """What lies in quarantine: reason, kind, source."""
        return self.rows("SELECT reason_code, kind, source FROM quarantine ORDER BY rowid")


def at_once(job: Callable[[], object]) -> "Future[object]":
    """Run a job where it is, as a lane of one would."""
    future: Future[object] = Future()
    try:
        future.set_result(job())
    except Exception as error:  # noqa: BLE001  (handed on)
        future.set_exception(error)
    return future


@pytest.fixture
def tablet_desk(cohort: Cohort) -> TabletDesk:
    """A tablet that was lent an hour ago."""
    record = cohort.station.record
    lending, tablets = Lending(record), Tablets(record)
    patient_id = cohort.patient("Rask Elg")
    device_id = lending.register(cohort.session, NewDevice("tablet", name="Nettbrett 4"))
    loan_id = lending.lend(cohort.session, device_id, patient_id)
    cohort.clock.advance(HOUR)
    return TabletDesk(
        cohort, tablets, lending, patient_id, device_id, loan_id, Disk(), new_private()
    )


def cut_at(at: int) -> Callable[[int], Harm]:
    """Lose the link with one segment."""
    return lambda number: Harm.CUT if number == at else Harm.NONE


def refused(job: Callable[[], object]) -> str:
    """The code of the trouble that comes."""
    with pytest.raises(Trouble) as caught:
        job()
    assert caught.value.sentence()
    return caught.value.code


# ---------------------------------------------------------------------------------------- hand-out


def test_a_hand_out_keeps_the_tablets_key_and_no_secret(tablet_desk: TabletDesk) -> None:
    assert tablet_desk.hand_out().well
    state = tablet_desk.tablets.state(tablet_desk.cohort.session, tablet_desk.device_id)
    assert state.state == "paired"
    assert "Handed out" in state.sentence
    assert tablet_desk.rows("SELECT tablet_key FROM tablet_pairings") == [
        (public_of(tablet_desk.key).hex(),)
    ]
    station_key = bytes.fromhex(
        tablet_desk.rows("SELECT value FROM meta WHERE key = 'tablet_station_key'")[0][0]
    )
    log = json.dumps(tablet_desk.rows("SELECT action, details FROM audit"))
    for secret in (station_key.hex(), public_of(tablet_desk.key).hex()):
        assert secret not in log
    for action in ("tablet_key_made", "tablet_offered", "tablet_paired"):
        assert action in log


def test_the_code_says_nothing_of_a_person_and_is_never_kept(tablet_desk: TabletDesk) -> None:
    offer = tablet_desk.offer()
    assert len(offer.qr) == 87
    assert offer.expires_at == tablet_desk.cohort.clock.now() + 600_000
    assert b"Elg" not in offer.qr
    secret = offer.offered.secret
    assert secret in offer.qr
    assert repr(secret) not in repr(offer)
    assert repr(offer.offered.station_key) not in repr(offer)
    dump = "\n".join(map(str, tablet_desk.rows("SELECT * FROM tablet_pairings")))
    assert secret.hex() not in dump
    assert tablet_desk.tablets.state(
        tablet_desk.cohort.session, tablet_desk.device_id
    ).sentence.startswith("The code is on the screen")


def test_the_station_has_one_key_for_ever(tablet_desk: TabletDesk) -> None:
    first, second = tablet_desk.offer(), tablet_desk.offer()
    assert first.offered.station_key == second.offered.station_key
    assert first.offered.secret != second.offered.secret


def test_a_hand_out_that_a_person_declines_leaves_nothing(tablet_desk: TabletDesk) -> None:
    assert not tablet_desk.hand_out(yes=False).well
    session, tablets = tablet_desk.cohort.session, tablet_desk.tablets
    pairing_id = tablets.state(session, tablet_desk.device_id).pairing_id
    tablets.withdraw(session, pairing_id)
    tablets.withdraw(session, pairing_id)
    tablets.withdraw(session, "0" * 32)
    state = tablets.state(session, tablet_desk.device_id)
    assert (state.state, state.sentence) == ("dropped", "The hand-out did not come about.")
    assert tablets.errand(session).known == ()


def test_only_the_newest_code_counts_and_only_for_ten_minutes(tablet_desk: TabletDesk) -> None:
    session, tablets = tablet_desk.cohort.session, tablet_desk.tablets
    old, new = tablet_desk.offer(), tablet_desk.offer()
    assert refused(lambda: tablets.paired(session, old.pairing_id, b"k" * 32)) == "offer_over"
    with pytest.raises(ValueError, match="32 bytes"):
        tablets.paired(session, new.pairing_id, b"k")
    tablet_desk.cohort.clock.advance(600_000)
    assert refused(lambda: tablets.paired(session, new.pairing_id, b"k" * 32)) == "offer_over"
    assert refused(lambda: tablets.paired(session, "0" * 32, b"k" * 32)) == "offer_over"


def test_what_cannot_be_handed_out(tablet_desk: TabletDesk) -> None:
    session, tablets = tablet_desk.cohort.session, tablet_desk.tablets
    scale = tablet_desk.lending.register(session, NewDevice("scale", name="Vekt 1"))
    stored = tablet_desk.lending.register(session, NewDevice("tablet", name="Nettbrett 5"))
    assert refused(lambda: tablets.offer(session, scale)) == "tablet_none"
    assert refused(lambda: tablets.offer(session, "0" * 32)) == "tablet_none"
    assert refused(lambda: tablets.offer(session, stored)) == "tablet_not_lent"
    assert tablets.state(session, stored).sentence == "Never handed out"


def test_a_second_hand_out_before_anything_came_takes_the_place_of_the_first(
    tablet_desk: TabletDesk,
) -> None:
    assert tablet_desk.hand_out().well
    tablet_desk.key = new_private()
    assert tablet_desk.hand_out().well
    tablet_desk.measure("spo2", 93.0)
    assert tablet_desk.visit().well
    session = tablet_desk.cohort.session
    assert refused(lambda: tablet_desk.tablets.offer(session, tablet_desk.device_id)) == (
        "tablet_paired"
    )


# ------------------------------------------------------------------------------------------ visits


def test_readings_answers_and_events_come_through_the_same_door(tablet_desk: TabletDesk) -> None:
    assert tablet_desk.hand_out().well
    clock = tablet_desk.cohort.clock
    clock.advance(HOUR)
    number = tablet_desk.measure("spo2", 93.0, m="Nonin 3230", raw=b"\x01", q="weak_signal")
    tablet_desk.measure("bp", 132, 78.5)
    answers = {"breath": 0, "sputum": 0, "colour": 0, "cough": 0, "wellbeing": 0, "rescue": 0}
    tablet_desk.disk.write("form", clock.now(), form="kols_daily", ver=1, a=answers, note="Hei")
    tablet_desk.disk.write("event", clock.now(), code="measurement_failed", kind="spo2")
    tablet_desk.disk.write("event", clock.now(), code="makers_own", raw=b"\x07")
    clock.advance(60_000)
    outcome = tablet_desk.visit()
    assert outcome.well
    assert (outcome.committed, outcome.acknowledged) == (5, 5)
    found = tablet_desk.rows(
        "SELECT kind, value, value2, source, source_key, device_id, device_time, quality "
        "FROM readings WHERE kind IN ('spo2', 'bp') ORDER BY kind"
    )
    loan, device = tablet_desk.loan_id, tablet_desk.device_id
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
    assert tablet_desk.rows("SELECT form_code, source, comment FROM form_answers") == [
        ("kols_daily", "tablet", "Hei")
    ]
    assert tablet_desk.rows("SELECT code, kind, raw FROM device_events ORDER BY rowid")[1:] == [
        ("tablet_event", "", "07")
    ]
    assert tablet_desk.rows("SELECT n, kind, outcome FROM tablet_entries ORDER BY n") == [
        (1, "reading", "stored"),
        (2, "reading", "stored"),
        (3, "form", "stored"),
        (4, "event", "noted"),
        (5, "event", "noted"),
    ]
    assert tablet_desk.held() == []
    assert tablet_desk.disk.entries == {}


def test_what_cannot_be_understood_is_laid_aside_and_holds_nothing_back(
    tablet_desk: TabletDesk,
) -> None:
    assert tablet_desk.hand_out().well
    clock, disk = tablet_desk.cohort.clock, tablet_desk.disk
    clock.advance(HOUR)
    disk.write_raw(b"\xff rubbish")
    tablet_desk.measure("mood", 3)
    tablet_desk.measure("spo2", 250.0)
    disk.write("form", clock.now(), form="kols_daily", ver=99, a={"breath": 0})
    disk.write("form", clock.now(), form="kols_daily", ver=1, a={}, by="robot")
    tablet_desk.measure("spo2", 93.0)
    assert tablet_desk.visit().well
    assert [(reason, source) for reason, _, source in tablet_desk.held()] == [
        ("implausible", "tablet"),
        ("form_version_unknown", "tablet"),
        ("tablet_entry", "tablet"),
        ("tablet_entry", "tablet"),
        ("tablet_entry", "tablet"),
    ]
    assert tablet_desk.rows("SELECT count(*) FROM readings WHERE kind = 'spo2'") == [(1,)]
    raws = [row[0] for row in tablet_desk.rows("SELECT raw FROM quarantine")]
    assert b"\xff rubbish".hex() in raws
    items = tablet_desk.cohort.station.quarantine.items(tablet_desk.cohort.session)
    assert all(item.why and item.why != item.reason_code for item in items)


def test_what_is_from_before_the_loan_is_never_charted(tablet_desk: TabletDesk) -> None:
    assert tablet_desk.hand_out().well
    clock, disk = tablet_desk.cohort.clock, tablet_desk.disk
    disk.write("reading", clock.now() - HOUR - 1, kind="spo2", v=[80])
    disk.write("form", clock.now() - HOUR - 1, form="kols_daily", ver=1, a={})
    disk.write("form", clock.now() - HOUR - 1, form="Å", ver=1, a={})
    disk.write("reading", clock.now() - HOUR, kind="spo2", v=[91])
    assert tablet_desk.visit().well
    assert sorted((reason, kind) for reason, kind, _ in tablet_desk.held()) == [
        ("before_loan", ""),
        ("before_loan", "kols_daily.answered"),
        ("before_loan", "spo2"),
    ]
    assert tablet_desk.rows("SELECT value FROM readings WHERE kind = 'spo2'") == [(91.0,)]


def test_a_wrong_clock_is_corrected_flagged_and_kept(tablet_desk: TabletDesk) -> None:
    assert tablet_desk.hand_out().well
    clock, disk = tablet_desk.cohort.clock, tablet_desk.disk
    clock.advance(HOUR)
    now = clock.now()
    disk.write("reading", now + 3 * HOUR - 60_000, kind="spo2", v=[90])
    disk.write("clock", now, was=now + 3 * HOUR)
    disk.write("reading", now, kind="spo2", v=[92])
    assert tablet_desk.visit().well
    assert tablet_desk.rows(
        "SELECT value, taken_at, device_time, time_reason, quality FROM readings "
        "WHERE kind = 'spo2' ORDER BY taken_at"
    ) == [
        (90.0, now - 60_000, "2026-11-20T13:59:00", "clock_wrong", "clock_offset"),
        (92.0, now, "2026-11-20T11:00:00", "", ""),
    ]
    assert tablet_desk.rows("SELECT code FROM device_events") == [("clock_set",)]


def test_a_time_that_nobody_knows_is_not_guessed(tablet_desk: TabletDesk) -> None:
    assert tablet_desk.hand_out().well
    clock, disk = tablet_desk.cohort.clock, tablet_desk.disk
    disk.write("reading", 5, kind="spo2", v=[90])
    disk.write("form", 5, form="kols_daily", ver=1, a={})
    disk.write("event", 2**53 - 1, code="restarted")
    disk.write("clock", clock.now())
    assert tablet_desk.visit().well
    assert [reason for reason, _, _ in tablet_desk.held()] == ["time_unknown_stored"] * 2
    happened = tablet_desk.rows("SELECT code, happened_at, device_time FROM device_events")
    assert happened[0] == ("restarted", clock.now(), "")


def test_the_dead_get_no_readings(tablet_desk: TabletDesk) -> None:
    assert tablet_desk.hand_out().well
    tablet_desk.measure("spo2", 93.0)
    with tablet_desk.cohort.station.record.write(tablet_desk.cohort.session) as writer:
        writer.execute("UPDATE patients SET deceased_on = '2026-11-20'")
        writer.quiet()
    assert tablet_desk.visit().well
    assert [reason for reason, _, _ in tablet_desk.held()] == ["deceased"]


# -------------------------------------------------------------------------- batches, one by one


def batch_of(tablet_desk: TabletDesk, first: int, *values: float, head: bytes = b"") -> Batch:
    """Entries as a tablet would send them."""
    now = tablet_desk.cohort.clock.now()
    entries = tuple(
        cbor.write({"n": n, "k": "reading", "at": now, "kind": "spo2", "v": [value]})
        for n, value in enumerate(values, first)
    )
    chain = heads(head or first_head(bytes.fromhex(tablet_desk.loan_id)), entries)
    return Batch(first, entries, chain[-1], tuple(0 for _ in entries))


def test_the_same_batch_again_is_the_same_batch(tablet_desk: TabletDesk) -> None:
    assert tablet_desk.hand_out().well
    session, tablets, loan = tablet_desk.cohort.session, tablet_desk.tablets, tablet_desk.loan_id
    batch = batch_of(tablet_desk, 1, 90, 91)
    assert tablets.commit(session, loan, batch) == 2
    assert tablets.commit(session, loan, batch) == 2
    longer = batch_of(tablet_desk, 1, 90, 91, 92)
    assert tablets.commit(session, loan, longer) == 3
    assert tablet_desk.rows("SELECT count(*) FROM readings WHERE kind = 'spo2'") == [(3,)]
    waiting = tablets.state(session, tablet_desk.device_id)
    assert (waiting.committed, waiting.waiting) == (3, 3)


@pytest.mark.parametrize("wrong", ["gap", "head", "other"])
def test_a_batch_that_does_not_follow_changes_nothing(tablet_desk: TabletDesk, wrong: str) -> None:
    assert tablet_desk.hand_out().well
    session, tablets, loan = tablet_desk.cohort.session, tablet_desk.tablets, tablet_desk.loan_id
    tablets.commit(session, loan, batch_of(tablet_desk, 1, 90, 91))
    batch = {
        "gap": batch_of(tablet_desk, 4, 90),
        "head": batch_of(tablet_desk, 3, 90),
        "other": batch_of(tablet_desk, 1, 90, 70, 80),
    }[wrong]
    assert refused(lambda: tablets.commit(session, loan, batch)) == "tablet_chain"
    assert tablet_desk.rows("SELECT count(*) FROM tablet_entries") == [(2,)]


def test_a_batch_is_stored_whole_or_not_at_all(
    tablet_desk: TabletDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tablet_desk.hand_out().well
    tablet_desk.measure("spo2", 93.0)

    def full(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("station.services.tablet_intake.records.store", full)
    with pytest.raises(OSError, match="disk full"):
        tablet_desk.visit()
    assert tablet_desk.rows("SELECT count(*) FROM readings WHERE kind = 'spo2'") == [(0,)]
    assert len(tablet_desk.disk.entries) == 1
    monkeypatch.undo()
    assert tablet_desk.visit().well
    assert tablet_desk.rows("SELECT count(*) FROM readings WHERE kind = 'spo2'") == [(1,)]


def test_nothing_is_acknowledged_that_is_not_stored(tablet_desk: TabletDesk) -> None:
    assert tablet_desk.hand_out().well
    session, tablets = tablet_desk.cohort.session, tablet_desk.tablets
    with pytest.raises(ValueError, match="stored"):
        tablets.acknowledged(session, tablet_desk.loan_id, 1)


def test_links_that_are_lost_anywhere_lose_and_double_nothing(tablet_desk: TabletDesk) -> None:
    assert tablet_desk.hand_out().well
    for value in range(60):
        tablet_desk.measure("pulse", 60 + value)
    for at in range(0, 60, 4):
        tablet_desk.visit(cut_at(at))
    assert tablet_desk.visit().well
    assert tablet_desk.rows("SELECT count(*), count(DISTINCT value) FROM readings") == [(60, 60)]
    assert tablet_desk.disk.entries == {}


# ----------------------------------------------------------------------------------- lease, the end


def test_a_visit_notes_how_long_the_tablet_may_be_used(tablet_desk: TabletDesk) -> None:
    assert tablet_desk.hand_out().well
    session, tablets, clock = (
        tablet_desk.cohort.session,
        tablet_desk.tablets,
        (tablet_desk.cohort.clock),
    )
    clock.advance(LEASE_DAYS * DAY_MS)
    assert "locked itself" in tablets.state(session, tablet_desk.device_id).sentence
    assert tablet_desk.visit().well
    lease = clock.now() + LEASE_DAYS * DAY_MS
    assert tablet_desk.disk.lease == lease
    tablets.visited(session, tablet_desk.loan_id, lease)
    tablets.visited(session, "0" * 32, lease)
    state = tablets.state(session, tablet_desk.device_id)
    assert state.lease_until == lease
    assert "Handed out" in state.sentence


def test_a_tablet_comes_back_emptied_with_a_receipt(tablet_desk: TabletDesk) -> None:
    assert tablet_desk.hand_out().well
    session, tablets = tablet_desk.cohort.session, tablet_desk.tablets
    tablet_desk.measure("spo2", 93.0)
    assert refused(lambda: tablet_desk.lending.take_back(session, tablet_desk.loan_id)) == (
        "tablet_not_emptied"
    )
    tablets.wipe_asked(session, tablet_desk.device_id)
    tablets.wipe_asked(session, tablet_desk.device_id)
    state = tablets.state(session, tablet_desk.device_id)
    assert state.wipe_ordered
    assert "will be emptied" in state.sentence
    outcome = tablet_desk.visit()
    assert outcome.wiped
    state = tablets.state(session, tablet_desk.device_id)
    assert (state.state, len(state.receipt), state.committed) == ("wiped", 32, 1)
    assert "Emptied" in state.sentence
    assert tablet_desk.disk.state == 0
    tablet_desk.lending.take_back(session, tablet_desk.loan_id)
    tablet_desk.lending.lend(session, tablet_desk.device_id, tablet_desk.patient_id)
    assert tablet_desk.hand_out().well


def test_a_receipt_of_another_order_is_refused(tablet_desk: TabletDesk) -> None:
    assert tablet_desk.hand_out().well
    session, tablets, loan = tablet_desk.cohort.session, tablet_desk.tablets, tablet_desk.loan_id
    assert refused(lambda: tablets.wiped(session, loan, b"")) == "tablet_receipt"
    tablets.wipe_asked(session, tablet_desk.device_id)
    assert refused(lambda: tablets.wiped(session, loan, b"x" * 16)) == "tablet_receipt"


def test_a_lost_tablets_key_is_worth_nothing(tablet_desk: TabletDesk) -> None:
    assert tablet_desk.hand_out().well
    session, tablets, loan = tablet_desk.cohort.session, tablet_desk.tablets, tablet_desk.loan_id
    tablet_desk.measure("spo2", 93.0)
    tablets.revoke(session, tablet_desk.device_id)
    state = tablets.state(session, tablet_desk.device_id)
    assert state.state == "revoked"
    assert "Reported lost" in state.sentence
    assert not tablet_desk.visit().well
    batch = batch_of(tablet_desk, 1, 93.0)
    jobs: tuple[Callable[[], object], ...] = (
        lambda: tablets.commit(session, loan, batch),
        lambda: tablets.revoke(session, tablet_desk.device_id),
        lambda: tablets.wipe_asked(session, tablet_desk.device_id),
        lambda: tablets.wiped(session, loan, b"x" * 16),
        lambda: tablets.acknowledged(session, loan, 1),
    )
    for job in jobs:
        assert refused(job) == "tablet_unknown"
    assert tablet_desk.rows("SELECT count(*) FROM readings WHERE kind = 'spo2'") == [(0,)]
    tablet_desk.lending.take_back(session, loan)


def test_who_may_not_touch_patients_may_not_touch_tablets(tablet_desk: TabletDesk) -> None:

    nobody = replace(tablet_desk.cohort.session, role="benefit")
    tablets, device = tablet_desk.tablets, tablet_desk.device_id
    jobs: tuple[Callable[[], object], ...] = (
        lambda: tablets.offer(nobody, device),
        lambda: tablets.paired(nobody, device, b"k" * 32),
        lambda: tablets.withdraw(nobody, device),
        lambda: tablets.errand(nobody),
        lambda: tablets.commit(nobody, device, batch_of(tablet_desk, 1, 90)),
        lambda: tablets.acknowledged(nobody, device, 1),
        lambda: tablets.visited(nobody, device, 1),
        lambda: tablets.wipe_asked(nobody, device),
        lambda: tablets.wiped(nobody, device, b""),
        lambda: tablets.revoke(nobody, device),
        lambda: tablets.state(nobody, device),
    )
    for job in jobs:
        assert refused(job) == "not_allowed"
