"""A tablet's whole life over a link in memory: nothing lost, doubled, or let go of too early."""

import asyncio
from dataclasses import replace
from random import Random

import pytest

from simulator.tablet.disk import Disk
from simulator.tablet.memory import Chance, Harm, Harming, MemoryLink
from simulator.tablet.wire import BLOCKED, EMPTY, LOCKED, ON_LOAN, WAITING, WIPED, Dropped
from station.core.clock import FixedClock
from station.devices.link import Fault
from station.devices.tablet.handout import Info, State, hint_of
from station.devices.tablet.limits import FROM_TABLET, Why
from station.devices.tablet.visit import Errand, LinkPipe, tablet_visit
from station.security.noise import public_of
from tests.tablet_life import (
    DAY,
    LOAN,
    NONCE,
    NOW,
    STATION,
    STRANGER,
    TABLET,
    Desk,
    KilledError,
    Shelf,
    handed_out,
    offered,
    offered_bundle,
    on_loan,
    switched_on,
    visit,
    write_reading,
)


def waiting() -> Disk:
    """A tablet that has scanned the code."""
    disk = Disk()
    assert disk.scan(offered_bundle().pack(), TABLET, 0)
    return disk


def at_segment(at: int, harm: Harm = Harm.CUT) -> Harming:
    """Harm one segment."""
    return lambda number: harm if number == at else Harm.NONE


# ---------------------------------------------------------------------------------------- hand-out


def test_a_hand_out_shows_the_same_digits_and_keeps_both_keys() -> None:
    disk, desk = waiting(), Desk()
    seen: list[str] = []
    desk.before = lambda: seen.append(disk.digits)
    assert handed_out(switched_on(disk), desk).well
    assert desk.saw == seen
    assert len(seen[0]) == 6
    assert desk.kept == [public_of(TABLET)]
    assert (disk.state, disk.station_keys, disk.secret) == (ON_LOAN, (public_of(STATION),), b"")


def test_neither_keeps_a_key_before_a_person_has_compared() -> None:
    disk, desk = waiting(), Desk(says=False)
    early: list[object] = []
    desk.before = lambda: early.extend(disk.station_keys)
    outcome = handed_out(switched_on(disk), desk)
    assert outcome.why is Why.DECLINED
    assert early == desk.kept == []
    assert (disk.state, disk.station_keys) == (EMPTY, ())


@pytest.mark.parametrize("wrong", ["secret", "loan_id", "station_key"])
def test_the_third_wrong_hand_out_blocks_the_tablet(
    wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = waiting()
    tablet, desk = switched_on(disk), Desk()
    changed = {wrong: b"x" * (16 if wrong == "loan_id" else 32)}
    told = replace(offered(), **changed)  # type: ignore[arg-type]
    if wrong == "secret":
        # An honest station would not even try: the hint is another.
        assert handed_out(tablet, desk, told=told).why is Why.STATE
        lure = Info(State.WAITING, hint=hint_of(changed[wrong], bytes(8))).pack()
        monkeypatch.setattr(tablet, "info", lambda: lure)
    for tries in range(3):
        assert (disk.state, disk.tries) == (WAITING, tries)
        outcome = handed_out(tablet, desk, told=told)
        assert outcome.fault is Fault.LOST
    assert (disk.state, disk.secret, desk.kept) == (BLOCKED, b"", [])
    assert handed_out(switched_on(disk), desk).why is Why.STATE
    assert not disk.scan(offered_bundle().pack(), TABLET, 0)
    disk.unlock()
    assert disk.scan(offered_bundle().pack(), TABLET, 0)


def test_a_code_that_is_too_old_is_refused_on_both_sides() -> None:
    disk, desk, clock = waiting(), Desk(), FixedClock(NOW)
    assert handed_out(switched_on(disk), desk, now=lambda: NOW + 600_000).why is Why.EXPIRED
    slow = iter([NOW, NOW + 600_000])
    assert handed_out(switched_on(disk), desk, now=lambda: next(slow)).why is Why.EXPIRED
    assert desk.kept == []
    disk.secret_until = clock.monotonic() * 1000 + 600_000
    tablet = switched_on(disk, clock)
    clock.advance(600_000)
    assert tablet.info()[1] == EMPTY
    assert handed_out(tablet, desk).why is Why.STATE


@pytest.mark.parametrize("at", range(10))
def test_a_hand_out_that_is_lost_anywhere_can_be_done_again(at: int) -> None:
    disk, desk = waiting(), Desk()
    outcome = handed_out(switched_on(disk), desk, harm=at_segment(at))
    # The last segment only says goodbye; when the file has kept a key, the tablet may have too.
    assert outcome.well or (outcome.fault or outcome.why) is (
        Why.UNSURE if desk.kept else Fault.LOST
    )
    assert not disk.station_keys or desk.kept
    if disk.state == ON_LOAN:
        write_reading(disk, 1)
    if not outcome.well:
        assert disk.scan(offered_bundle().pack(), TABLET, 0)
        again = Desk()
        assert handed_out(switched_on(disk), again).well
        assert again.kept == [public_of(TABLET)]
    shelf = Shelf()
    assert visit(switched_on(disk), shelf).well
    assert shelf.committed == len(shelf.stored) == disk.released


def test_a_new_code_for_another_loan_is_not_scanned_while_there_is_a_loan() -> None:
    disk = on_loan(entries=1)
    other = offered_bundle()
    assert not disk.scan(other.pack()[:3] + b"z" * 16 + other.pack()[19:], TABLET, 0)
    assert disk.scan(other.pack(), STRANGER, 0)
    disk.give_up()
    assert (disk.state, disk.key, disk.last) == (ON_LOAN, TABLET, 1)


# ------------------------------------------------------------------------------------------ visits


def test_everything_is_fetched_stored_and_then_let_go_of() -> None:
    disk, shelf = on_loan(entries=500), Shelf()
    written = dict(disk.entries)
    outcome = visit(switched_on(disk), shelf)
    assert outcome.well
    assert (outcome.expected, outcome.came, outcome.committed) == (500, 500, 500)
    assert (outcome.battery, outcome.offset_ms, outcome.loan_id) == (80, 0, LOAN)
    assert shelf.stored == written
    assert (disk.entries, disk.released, shelf.acknowledged_upto) == ({}, 500, 500)
    again = visit(switched_on(disk), shelf)
    assert again.well
    assert (again.came, again.acknowledged) == (0, 500)


@pytest.mark.parametrize("dies", ["before commit", "after commit", "after ack"])
def test_a_program_that_is_killed_loses_and_doubles_nothing(dies: str) -> None:
    disk, shelf = on_loan(entries=300), Shelf(dies=dies)
    written = dict(disk.entries)
    with pytest.raises(KilledError):
        visit(switched_on(disk), shelf)
    assert {**disk.entries, **shelf.stored} == written
    assert visit(switched_on(disk), shelf).well
    assert shelf.stored == written
    assert disk.entries == {}


@pytest.mark.parametrize("harm", [h for h in Harm if h is not Harm.NONE])
def test_a_link_that_is_spoiled_at_any_segment_costs_nothing(harm: Harm) -> None:
    total = segments_of(entries=120)
    for at in range(total):
        disk, shelf = on_loan(entries=120), Shelf()
        written = dict(disk.entries)
        first = visit(switched_on(disk), shelf, harm=at_segment(at, harm))
        assert {**disk.entries, **shelf.stored} == written
        assert visit(switched_on(disk), shelf).well
        assert shelf.stored == written, (first, at)
        assert disk.entries == {}


def segments_of(*, entries: int) -> int:
    """How many segments an unharmed visit takes, both ways."""
    seen: list[int] = []

    def count(number: int) -> Harm:
        seen.append(number)
        return Harm.NONE

    assert visit(switched_on(on_loan(entries=entries)), Shelf(), harm=count).well
    return len(seen)


@pytest.mark.parametrize(("size", "least"), [(244, 4), (60, 8)])
def test_a_bad_link_brings_every_byte_in_the_end(size: int, least: int) -> None:
    disk, shelf = on_loan(entries=1560), Shelf()
    written = dict(disk.entries)
    chance, visits = Chance(Random(7), 100), 0
    while shelf.acknowledged_upto < 1560:
        visits += 1
        assert visits < 200
        visit(switched_on(disk), shelf, harm=chance, size=size)
        assert {**disk.entries, **shelf.stored} == written
    assert shelf.stored == written
    assert visits >= least


def test_small_segments_carry_the_same() -> None:
    disk, shelf = on_loan(entries=40), Shelf()
    assert visit(switched_on(disk), shelf, size=20).well
    assert shelf.committed == 40


def test_the_clock_is_told_for_every_entry() -> None:
    disk, shelf = on_loan(entries=2), Shelf()
    disk.write("clock", NOW, was=NOW - 3_600_000)
    write_reading(disk, 4)
    disk.write("clock", NOW)
    write_reading(disk, 6)
    assert visit(switched_on(disk, FixedClock(NOW + 60_000)), shelf).well
    assert shelf.offsets == [None, None, None, None, 60_000, 60_000]
    disk.write("clock", NOW, was=NOW - 3_600_000)
    write_reading(disk, 8)
    assert visit(switched_on(disk, FixedClock(NOW + 60_000)), shelf).well
    assert shelf.offsets[6:] == [60_000, 60_000]


# --------------------------------------------------------------------------------------- strangers


def test_a_strangers_tablet_is_not_fetched_from(monkeypatch: pytest.MonkeyPatch) -> None:
    disk, shelf = on_loan(entries=3, key=STRANGER), Shelf()
    assert visit(switched_on(disk), shelf).why is Why.STRANGER
    lying = switched_on(disk)
    honest = switched_on(on_loan())
    monkeypatch.setattr(lying, "info", honest.info)
    outcome = visit(lying, shelf)
    assert outcome.fault is Fault.LOST
    assert shelf.stored == {}


def test_a_strangers_station_gets_nothing_and_changes_nothing() -> None:
    disk, shelf = on_loan(entries=3), Shelf()
    assert visit(switched_on(disk), shelf, station_key=STRANGER).fault is Fault.LOST
    assert (disk.state, len(disk.entries), disk.tries) == (ON_LOAN, 3, 0)


def test_a_replayed_visit_ends_before_it_says_anything() -> None:
    disk, shelf = on_loan(entries=3), Shelf()
    links: list[MemoryLink] = []

    async def recorded() -> None:
        link = MemoryLink(switched_on(disk))
        links.append(link)
        errand = Errand(STATION, (shelf.known(),))
        assert (await tablet_visit(errand, shelf, lambda: NOW)(link)).well

    asyncio.run(recorded())
    write_reading(disk, 4)
    before = disk.copy()
    connection = switched_on(disk).connect()
    said = [segment for sender, segment in links[0].carried if sender == "station"]
    assert len(connection.receive(said[0])) == 1
    with pytest.raises(Dropped, match="not authentic"):
        connection.receive(said[1])
    assert disk.entries == before.entries


def test_a_log_that_is_another_is_neither_stored_nor_acknowledged() -> None:
    disk, shelf = on_loan(entries=10), Shelf()
    assert visit(switched_on(disk), shelf).well
    gone = on_loan(entries=4)
    assert visit(switched_on(gone), shelf).why is Why.CHAIN
    other = on_loan(entries=9)
    other.write("reading", NOW, kind="spo2", v=[50])
    assert visit(switched_on(other), shelf).why is Why.CHAIN
    write_reading(other, 11)
    assert visit(switched_on(other), shelf).why is Why.CHAIN
    ahead = on_loan(entries=20)
    ahead.release(12)
    assert visit(switched_on(ahead), shelf).why is Why.CHAIN
    assert shelf.committed == 10
    assert (len(gone.entries), len(other.entries)) == (4, 11)


# ------------------------------------------------------------------------------- lease, end, loss


def test_a_lease_that_is_over_locks_and_a_visit_unlocks() -> None:
    disk, shelf = on_loan(entries=2, lease=NOW - 1), Shelf()
    tablet = switched_on(disk)
    assert tablet.info()[1] == LOCKED
    assert visit(tablet, shelf).well
    assert (disk.state, disk.lease) == (ON_LOAN, NOW + 90 * DAY)
    assert shelf.committed == 2


def test_a_tablet_is_emptied_after_everything_is_here_and_gives_a_receipt() -> None:
    disk, shelf = on_loan(entries=5), Shelf()
    outcome = visit(switched_on(disk), shelf, wipe=NONCE)
    assert outcome.well
    assert outcome.wiped
    assert (shelf.receipt, shelf.committed) == (NONCE, 5)
    assert (disk.state, disk.key, disk.entries) == (EMPTY, b"", {})
    assert visit(switched_on(disk), shelf).why is Why.STATE


def test_a_receipt_that_is_lost_comes_with_the_next_visit() -> None:
    last = segments_of(entries=5)
    seen = set()
    for at in range(last + 6):
        disk, shelf = on_loan(entries=5), Shelf()
        visit(switched_on(disk), shelf, harm=at_segment(at), wipe=NONCE)
        seen.add(disk.state)
        if disk.state == WIPED and shelf.receipt:
            # The station has its receipt, and never asks again; the tablet may be lent anew.
            assert disk.copy().scan(offered_bundle().pack(), TABLET, 0)
        if not shelf.receipt:
            assert visit(switched_on(disk), shelf, wipe=NONCE).wiped
        assert shelf.receipt == NONCE
        assert shelf.committed == 5
    assert seen == {ON_LOAN, WIPED, EMPTY}


def test_another_orders_receipt_is_not_taken() -> None:
    disk, shelf = on_loan(entries=0), Shelf()
    disk.empty(b"o" * 16)
    assert visit(switched_on(disk), shelf, wipe=NONCE).why is Why.STATE
    assert visit(switched_on(disk), shelf).why is Why.STATE
    assert shelf.receipt == b""


# ---------------------------------------------------------------------------------------- the pipe


def test_a_message_that_nobody_asked_for_ends_the_talk() -> None:
    async def flooded() -> None:
        link = MemoryLink(switched_on(on_loan()))
        pipe = LinkPipe(link)
        with pytest.raises(RuntimeError, match="open"):
            await pipe.exchange(b"x")
        await pipe.close()
        await pipe.open()
        heard = link._heard
        assert heard is not None
        heard(b"\xc0x")
        heard(b"\xc1y")
        with pytest.raises(Exception, match="unasked"):
            await pipe.exchange(b"x")
        await pipe.close()

    asyncio.run(flooded())


def test_a_tablet_that_does_not_fit_is_told_by_its_info(monkeypatch: pytest.MonkeyPatch) -> None:
    tablet, shelf = switched_on(on_loan()), Shelf()
    monkeypatch.setattr(tablet, "info", lambda: b"\x02" + bytes(17))
    assert visit(tablet, shelf).why is Why.VERSION
    monkeypatch.setattr(tablet, "info", lambda: b"")
    assert visit(tablet, shelf).why is Why.MESSAGE
    assert FROM_TABLET.startswith("5a8d0004")
