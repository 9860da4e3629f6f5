"""Errands to meters: one at a time, begun again, ended, and nothing lost of what came."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, cast

import pytest

from simulator.meters.glucose import GlucoseMeter
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.devices.link import Fault
from station.devices.news import Battery, Doing, Expected, Facts, MeterClock, Stage
from station.models.database import Database
from station.services.equipment.lending import IN_STORE, LENT
from station.services.measuring.measuring import (
    ClockFacts,
    Delivered,
    DeviceFacts,
    Measuring,
    RawPacket,
)
from station.services.radio.listening_news import Done, Live, PairWish, Unsaved
from station.services.radio.meter_desk import MeterDesk
from station.services.session import Session
from tests.bluetooth import VirtualRadio
from tests.lent import HOUR, lending_office
from tests.listening_office import ListeningOffice, listening_office
from tests.scripted_meter import ADDRESS, lent
from tests.scripted_radio import ScriptedDesk, scripted_desk
from tests.store_room import make_ready


class Full(Measuring):
    """Cannot store what meters send, and can note everything else."""

    def take(
        self,
        session: Session,
        device_id: str,
        packets: Sequence[RawPacket],
        clock: ClockFacts | None = None,
        purpose: str = "fetch",
    ) -> Delivered:
        raise Trouble("disk_full", "The disk is full.")


@pytest.fixture
def desk(
    database: Database, clock: FixedClock, virtual_radio: VirtualRadio
) -> Iterator[ListeningOffice]:
    """An office that listens, on a disk that is full."""
    office = lending_office(database, clock)
    office.measuring = Full(office.record)
    yield from listening_office(office, virtual_radio)


def test_records_that_were_not_stored_are_not_counted_as_fetched(desk: ListeningOffice) -> None:
    patient_id = desk.office.person()
    device_id = desk.lend(ADDRESS, "generic_glucose_meter", "glucose_meter", patient_id)
    clear = {"bonded": False, "unencrypted_ok": True}
    desk.do(
        lambda: desk.office.measuring.paired(
            desk.office.session, device_id, ADDRESS, DeviceFacts(), **clear
        )
    )
    desk.office.clock.advance(9 * HOUR)
    meter = GlucoseMeter(ADDRESS, now=desk.now)
    for hours in range(5, 0, -1):
        meter.take({"glucose": 6.1}, at=desk.now() - timedelta(hours=hours))
    desk.air.add(meter)
    desk.begin()
    assert desk.ear.wait(Unsaved).count > 0
    desk.done(device_id)
    targets = desk.do(lambda: desk.office.measuring.targets(desk.office.session))
    assert [each.from_sequence for each in targets] == [None]
    assert desk.stored("glucose") == []


# ------------------------------------------------------------------- step by step, without a radio


@pytest.fixture
def steps(database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> ScriptedDesk:
    """A desk whose radio and lane the test moves."""
    return scripted_desk(lending_office(database, clock), monkeypatch)


def test_one_device_is_visited_by_one_at_a_time(steps: ScriptedDesk) -> None:
    meter = lent(steps)
    meter.fetch()
    meter.fetch()
    assert len(steps.radio.calls) == 1
    assert (meter.done().code, meter.done().well) == ("device_busy", False)
    meter.ends()
    assert meter.done().code == ""
    assert steps.desk.busy == frozenset()


def test_without_a_radio_it_is_said_and_noted(steps: ScriptedDesk) -> None:
    meter = lent(steps)
    steps.desk.radio = None
    meter.fetch()
    assert meter.done().code == "radio_absent"
    assert meter.contacts() == [("radio_absent", 0)]
    assert steps.desk.busy == frozenset()


def test_what_a_full_disk_refused_is_kept_and_stored_when_it_can_be(
    steps: ScriptedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    meter = lent(steps)
    take, disk = steps.office.measuring.take, ["full"]

    def maybe(*given: Any) -> Delivered:  # noqa: ANN401  (handed on)
        if disk:
            raise Trouble("disk_full", "The disk is full.")
        return take(*given)

    monkeypatch.setattr(steps.office.measuring, "take", maybe)
    meter.fetch()
    meter.spot(93)
    meter.spot(92)
    meter.ends(fault=Fault.LOST)
    meter.ends(came=2)
    meter.meters.retry_unsaved()
    assert [each.count for each in steps.of(Unsaved)] == [2, 2]
    waits = [meter.meters.has_unsaved]
    assert meter.count() == 0
    disk.clear()
    meter.meters.retry_unsaved()
    assert steps.of(Unsaved)[-1].count == 0
    assert [*waits, meter.meters.has_unsaved] == [True, False]
    assert meter.count() == 4
    meter.meters.retry_unsaved()
    assert len(steps.of(Unsaved)) == 3


def test_a_bug_while_storing_loses_nothing_either(
    steps: ScriptedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    meter = lent(steps)
    take, broken = steps.office.measuring.take, True
    monkeypatch.setattr(
        steps.office.measuring, "take", lambda *given: 1 / 0 if broken else take(*given)
    )
    meter.fetch()
    meter.spot()
    meter.ends(came=1)
    assert "leave Station open" in steps.of(Unsaved)[-1].sentence
    broken = False
    meter.meters.close()
    assert meter.count() == 2


def test_when_the_lane_is_closed_the_rest_is_stored_at_the_end(steps: ScriptedDesk) -> None:
    meter = lent(steps)
    meter.fetch()
    steps.lane.closed = True
    meter.spot()
    meter.ends(came=1)
    assert steps.desk.busy == frozenset()
    assert meter.count() == 0
    meter.meters.close()
    assert meter.count() == 2
    assert meter.contacts() == [("cancelled", 1)]


def test_a_cancelled_visit_is_not_begun_again(steps: ScriptedDesk) -> None:
    meter = lent(steps)
    busy = meter.fetch()
    busy.cancel()
    steps.lane.go()
    assert len(steps.radio.calls) == 1
    assert meter.done().code == "cancelled"


def test_an_end_that_came_twice_counts_once(steps: ScriptedDesk) -> None:
    meter = lent(steps)
    meter.fetch()
    meter.meters.close()
    meter.ends()
    assert len(steps.of(Done)) == 1


def test_a_bug_on_the_radio_is_a_failed_visit(steps: ScriptedDesk) -> None:
    meter = lent(steps)
    meter.fetch()
    steps.radio.last.future.set_exception(ValueError("bug"))
    steps.lane.go()
    assert meter.done().code == "failed"


def test_after_a_lost_link_it_goes_on_and_the_last_try_asks_for_everything(
    steps: ScriptedDesk,
) -> None:
    meter = lent(steps, "glucose_meter")
    meter.fetch()
    steps.radio.last.tell(Expected(4))
    meter.record(1)
    meter.record(2)
    steps.radio.last.fault(Fault.LOST)
    steps.lane.go()
    meter.record(3)
    # One is missing, though the meter thinks that it has sent all.
    meter.ends(came=1)
    meter.record(4)
    meter.ends(came=1)
    assert [each.errand.from_sequence for each in steps.radio.calls] == [None, 3, None]
    assert (meter.done().code, meter.done().stored, meter.count()) == ("", 4, 4)
    assert meter.target.from_sequence == 5


def test_after_three_tries_the_rest_waits_for_the_next_time(steps: ScriptedDesk) -> None:
    meter = lent(steps, "glucose_meter")
    meter.fetch()
    steps.radio.last.tell(Expected(4))
    for _ in range(3):
        meter.record(1)
        meter.ends(came=1)
    assert (meter.done().code, meter.done().stored) == ("incomplete", 1)
    assert "the rest is fetched next time" in meter.done().sentence
    assert meter.target.from_sequence is None


def test_quiet_contacts_are_noted_seldom(steps: ScriptedDesk) -> None:
    meter = lent(steps)
    for _ in range(3):
        meter.fetch()
        meter.ends()
    assert meter.contacts() == [("complete", 0)]
    steps.office.clock.advance(901_000)
    meter.fetch()
    meter.ends()
    meter.fetch()
    meter.spot()
    meter.ends(came=1)
    assert meter.contacts() == [("complete", 0), ("complete", 0), ("complete", 1)]


def test_what_it_told_of_itself_is_kept(steps: ScriptedDesk) -> None:
    meter = lent(steps)
    meter.fetch()
    call = steps.radio.last
    for news in (
        Stage(Doing.CLOCK),
        Facts("Nonin", "3230", "501", "2.0"),
        Battery(17),
        MeterClock("2026-11-20T12:00:00", 10_800_000, was_set=True),
        MeterClock("", None, was_set=False),
    ):
        call.tell(news)
    meter.ends()
    row = steps.office.lending.device(steps.office.session, meter.device_id).row
    assert (row.battery, row.serial, row.clock_offset_ms) == (17, "501", 10_800_000)


def test_a_device_that_cannot_be_noted_is_said(
    steps: ScriptedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    meter = lent(steps)

    def full(*_given: object) -> None:
        raise Trouble("disk_full", "The disk is full.")

    monkeypatch.setattr(steps.office.measuring, "contact", full)
    meter.fetch()
    meter.ends()
    assert meter.done().sentence == "The disk is full."
    assert steps.desk.busy == frozenset()


def test_live_values_are_told_and_never_stored(steps: ScriptedDesk) -> None:
    meter = lent(steps)
    busy = meter.meters.measure(steps.office.session, meter.target, meter.patient_id)
    meter.spot(95)
    steps.lane.go()
    assert [each.value.readings[0].text for each in steps.of(Live)] == ["SpO₂ 95 %"]
    busy.cancel()
    steps.lane.go()
    assert (meter.done().purpose, meter.done().code) == ("live", "cancelled")
    assert meter.count() == 0
    meter.meters.measure(steps.office.session, meter.target, meter.patient_id)
    meter.ends(fault=Fault.LOST)
    assert (len(steps.radio.calls), meter.done().code) == (2, "lost")


@pytest.mark.parametrize("purpose", ["fetch", "live"])
def test_a_scale_of_several_people_is_not_read_before_somebody_says_who(
    steps: ScriptedDesk, purpose: str
) -> None:
    meter = lent(steps, "scale", "beurer_bf720")
    session, office = steps.office.session, steps.office

    def begin() -> None:
        if purpose == "fetch":
            meter.fetch()
        else:
            meter.meters.measure(session, meter.target, meter.patient_id)

    begin()
    assert steps.radio.calls == []
    assert meter.done().code == "scale_user_missing"
    assert "on the card of the scale" in meter.done().sentence
    office.lending.set_scale_user(session, meter.target.loan_id, 3, 1234)
    begin()
    assert steps.radio.last.errand.consent == (3, 1234)


# ---------------------------------------------------------------------------------------- pairing


def pairing(steps: ScriptedDesk, wish: PairWish) -> MeterDesk:
    meters = MeterDesk(steps.desk, steps.office.measuring, steps.office.lending)
    meters.pair(steps.office.session, wish)
    steps.lane.go()
    return meters


def end_of(steps: ScriptedDesk) -> Done:
    steps.lane.go()
    return cast("Done", steps.of(Done)[-1])


def test_a_new_device_that_could_not_be_paired_is_registered_and_not_lent(
    steps: ScriptedDesk,
) -> None:
    patient_id = steps.office.person()
    pairing(steps, PairWish(ADDRESS, "nonin_3230", patient_id=patient_id, name="O-12"))
    steps.radio.last.fault(Fault.REFUSED)
    done = end_of(steps)
    assert done.code == "refused"
    assert "in the register now, but it is neither paired nor lent" in done.sentence
    row = steps.office.lending.device(steps.office.session, done.device_id).row
    assert (row.state, row.bonded) == (IN_STORE, False)
    make_ready(steps.office.record, steps.office.session, done.device_id)
    pairing(steps, PairWish(ADDRESS, "nonin_3230", done.device_id, patient_id))
    steps.radio.last.end()
    assert end_of(steps).code == ""
    row = steps.office.lending.device(steps.office.session, done.device_id).row
    assert (row.state, row.bonded, row.patient_id) == (LENT, True, patient_id)


def test_a_paired_device_that_must_not_be_lent_says_why_and_stays_paired(
    steps: ScriptedDesk,
) -> None:
    patient_id = steps.office.person(consent=False)
    pairing(steps, PairWish(ADDRESS, "nonin_3230", patient_id=patient_id, name="O-12"))
    steps.radio.last.end()
    done = end_of(steps)
    assert done.code == "lend_needs_consent"
    assert done.paired
    assert "paired and registered, but it was not lent: Step 2.2 is missing" in done.sentence
    row = steps.office.lending.device(steps.office.session, done.device_id).row
    assert (row.state, row.bonded) == (IN_STORE, True)
    assert steps.office.rows("SELECT purpose, outcome FROM device_contacts") == [
        ("pair", "complete")
    ]


def test_a_lent_device_that_is_paired_again_stays_with_its_borrower(steps: ScriptedDesk) -> None:
    meter = lent(steps)
    other = steps.office.person("Brygge")
    wish = PairWish(ADDRESS, "nonin_3230", meter.device_id, other, unencrypted=True)
    meter.meters.pair(steps.office.session, wish)
    meter.ends()
    assert meter.done().sentence == "The device is paired."
    assert meter.target.patient_id == meter.patient_id


def test_what_cannot_be_registered_is_not_visited(steps: ScriptedDesk) -> None:
    meter = lent(steps)
    pairing(steps, PairWish(ADDRESS, "nonin_3230", name="O-12"))
    assert steps.radio.calls == []
    assert (meter.done().code, meter.done().purpose) == ("address_taken", "pair")


def test_pairing_a_new_device_can_be_cancelled_before_and_while_it_runs(
    steps: ScriptedDesk,
) -> None:
    meters = MeterDesk(steps.desk, steps.office.measuring, steps.office.lending)
    wish = PairWish(ADDRESS, "nonin_3230", name="O-12")
    busy = meters.pair(steps.office.session, wish)
    busy.cancel()
    assert end_of(steps).code == "cancelled"
    assert steps.radio.last.cancelled
