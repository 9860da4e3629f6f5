"""The air attacked: floods, look-alikes, hands that change during a visit, people who lock."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from simulator.meters.glucose import GlucoseMeter
from simulator.meters.oximeter import Oximeter
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.devices.radio import Sighting
from station.devices.tablet.limits import SERVICE
from station.models.database import Database
from station.services.equipment.lending import NewDevice
from station.services.measuring.measuring import Delivered
from station.services.radio.in_range import MOST_HEARD, Heard, Range
from station.services.radio.listening_news import Done, Unsaved
from station.services.session import Session
from tests.bluetooth import VirtualRadio
from tests.lent import HOUR, lending_office
from tests.listening_office import ListeningOffice, listening_office
from tests.patient_office import NURSE as OTHER

ONE, TWO, THREE = (f"F0:00:00:00:00:0{each}" for each in (1, 2, 3))


@pytest.fixture
def desk(
    database: Database,
    clock: FixedClock,
    virtual_radio: VirtualRadio,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[ListeningOffice]:
    """An office with a radio that does not listen into silence for long."""
    monkeypatch.setattr("station.services.radio.meter_desk.QUIET_S", 0.3)
    monkeypatch.setattr("station.services.radio.meter_desk.STAY_S", 0.5)
    yield from listening_office(lending_office(database, clock), virtual_radio)


def oximeter(desk: ListeningOffice, address: str, spo2: float = 93) -> Oximeter:
    """An oximeter with one measurement to tell."""
    meter = Oximeter(address, now=desk.now)
    meter.take({"spo2": spo2, "pulse": 78})
    return meter


def address(number: int) -> str:
    """One of very many addresses."""
    digits = f"{number:012X}"
    return ":".join(digits[at : at + 2] for at in range(0, 12, 2))


def test_addresses_without_end_fill_no_memory_and_hide_no_lent_device(
    desk: ListeningOffice,
) -> None:
    patient = desk.office.person()
    desk.lend(ONE, "generic_oximeter", "oximeter", patient)
    heard = Range()
    heard.knows(desk.office.lending.devices(desk.office.session))
    heard.hear(Heard(ONE, "Nonin3230", -40, frozenset({0x1822}), 0, 0.0))
    for number in range(20_000):
        name = "A\u202e<b>Rask</b>" * 40
        heard.hear(Heard(address(number), name, -30, frozenset({0x1822}), 0, number / 1_000))
    seen = heard.news(20.0, frozenset()).seen
    assert len(heard._heard) <= MOST_HEARD
    assert seen[0].address == ONE
    assert all(len(each.name) <= 64 and "\u202e" not in each.name for each in seen)


def test_false_tablets_without_end_fill_no_memory(desk: ListeningOffice) -> None:
    desk.begin()
    listening = desk.listening
    for number in range(3_000):
        sighting = Sighting(address(number), "x", -30, frozenset({SERVICE}), "", None, 0)
        listening._heard(sighting)
    assert len(listening._not_before) <= MOST_HEARD + 1
    desk.do(lambda: None)
    assert listening.in_range().seen


def test_the_same_name_and_services_at_another_address_are_a_strangers(
    desk: ListeningOffice,
) -> None:
    patient = desk.office.person()
    device = desk.lend(ONE, "generic_oximeter", "oximeter", patient)
    desk.office.clock.advance(HOUR)
    mine, twin, third = oximeter(desk, ONE, 93), oximeter(desk, TWO, 71), oximeter(desk, THREE, 72)
    desk.air.add(twin, third, mine)
    desk.begin()
    assert desk.done(device).stored == 2
    assert desk.stored("spo2") == [(patient, 93.0, device)]
    assert (twin.connections, third.connections) == (0, 0)


def test_a_meter_taken_back_and_lent_while_it_is_fetched_gives_the_next_one_nothing(
    desk: ListeningOffice,
) -> None:
    office = desk.office
    first, second = office.person(), office.person("Brygge")
    device = desk.lend(ONE, "generic_glucose_meter", "glucose_meter", first)
    office.clock.advance(9 * HOUR)
    meter = GlucoseMeter(ONE, now=desk.now)
    for minutes in range(400, 0, -1):
        meter.take({"glucose": 6.1}, at=desk.now() - timedelta(minutes=minutes))
    (loan,) = office.lending.loans_of(office.session, first)
    changed: list[bool] = []

    def change(_: object) -> None:
        if not changed and desk.ear.heard:
            changed.append(True)
            desk.lane.submit(lambda: office.back(loan.id))
            desk.lane.submit(lambda: office.lending.lend(office.session, device, second))

    desk.listening.watch(change)
    desk.air.add(meter)
    desk.begin()
    desk.done(device)
    desk.do(lambda: None)
    assert changed
    assert {row[0] for row in desk.stored("glucose")} <= {first}
    kept = len(desk.stored("glucose"))
    held = office.rows("SELECT count(*) FROM quarantine WHERE reason_code = 'before_loan'")
    assert (kept + int(str(held[0][0])), kept >= 0) == (400, True)


def test_who_fetched_stands_in_the_log_and_nobody_who_came_after(desk: ListeningOffice) -> None:
    patient = desk.office.person()
    device = desk.lend(ONE, "generic_oximeter", "oximeter", patient)
    desk.office.clock.advance(HOUR)
    desk.begin()
    desk.listening.end()
    second: Session = OTHER
    desk.do(lambda: desk.listening.begin(second, desk.lane.submit))
    desk.air.add(oximeter(desk, ONE))
    desk.done(device)
    names = desk.office.rows("SELECT user_name FROM audit WHERE action = 'device_read'")
    assert {row[0] for row in names} == {second.name}


def test_what_a_full_disk_left_is_stored_by_the_next_sign_in_and_told(
    desk: ListeningOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = desk.office.person()
    device = desk.lend(ONE, "generic_oximeter", "oximeter", patient)
    desk.office.clock.advance(HOUR)
    take, disk = desk.office.measuring.take, ["full"]

    def taken(*given: Any, **more: Any) -> Delivered:  # noqa: ANN401  (as take has it)
        if disk:
            raise Trouble("disk_full", "The disk is full.")
        return take(*given, **more)

    monkeypatch.setattr(desk.office.measuring, "take", taken)
    desk.air.add(oximeter(desk, ONE))
    desk.begin()
    assert desk.ear.wait(Unsaved).count > 0
    # «Nothing new» would be heard as if it had measured nothing.
    assert desk.done(device).code == "device_not_stored"
    desk.listening.end()
    assert desk.stored("spo2") == []
    disk.clear()
    desk.begin()
    desk.ear.wait(Unsaved, lambda news: news.count == 0)
    assert desk.stored("spo2") == [(patient, 93.0, device)]


def test_a_full_disk_all_day_fills_no_memory(
    desk: ListeningOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A meter in range is visited over and over; what it keeps itself waits here once."""
    patient = desk.office.person()
    device = desk.lend(ONE, "generic_glucose_meter", "glucose_meter", patient)
    desk.office.clock.advance(HOUR)

    def full(*_: object, **__: object) -> Delivered:
        raise Trouble("disk_full", "The disk is full.")

    monkeypatch.setattr(desk.office.measuring, "take", full)
    monkeypatch.setattr("station.services.radio.listening.FAILED_S", 0.0)
    meter = GlucoseMeter(ONE, now=desk.now)
    for minutes in range(20, 0, -1):
        meter.take({"glucose": 6.1}, at=desk.now() - timedelta(minutes=minutes))
    desk.air.add(meter)
    desk.begin()
    desk.done(device)
    for _ in range(3):
        desk.ear.heard.clear()
        desk.do(lambda: desk.listening.fetch(desk.office.session, device))
        # It may be that the meter was just being visited again by itself.
        assert 0 < desk.ear.wait(Unsaved).count <= 20
    monkeypatch.undo()


def test_a_hand_out_ends_with_the_person_who_began_it(desk: ListeningOffice) -> None:
    office = desk.office
    patient = office.person()
    tablet = desk.do(lambda: office.ready(NewDevice("tablet", name="N")))
    desk.do(lambda: office.lending.lend(office.session, tablet, patient))
    desk.begin()
    tablets = desk.listening._tablets
    offer = desk.do(lambda: tablets._tablets.offer(office.session, tablet))
    desk.listening.hand_out(office.session, offer)
    assert tablets.handing_out
    desk.listening.end()
    desk.ear.wait(Done, lambda news: news.purpose == "hand_out")
    assert [tablets.handing_out] == [False]
    (state,) = office.rows("SELECT state FROM tablet_pairings")
    assert state == ("dropped",)


def test_without_rights_nobody_listens(desk: ListeningOffice) -> None:
    stranger = replace(desk.office.session, role="benefit")
    with pytest.raises(Trouble) as refused:
        desk.do(lambda: desk.listening.begin(stranger, desk.lane.submit))
    assert refused.value.code == "not_allowed"
    assert desk.listening._desk.session is None


def test_the_technical_log_names_no_address_value_or_person(
    desk: ListeningOffice, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "station")
    patient = desk.office.person()
    device = desk.lend(ONE, "generic_oximeter", "oximeter", patient)
    desk.office.clock.advance(HOUR)
    desk.begin()
    desk.air.add(oximeter(desk, ONE, 87))
    desk.done(device)
    desk.listening.fetch(desk.office.session, "Rask Elg")
    said = "\n".join(record.getMessage() for record in caplog.records if record.name == "station")
    for canary in ("F0:00", "f0:00", "Elg", patient, device, "87", "78"):
        assert canary not in said
