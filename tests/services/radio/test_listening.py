"""From the air to the record: lent meters are read when they are near, and nobody else's."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from simulator.faults import Faults
from simulator.meters.glucose import GlucoseMeter
from simulator.meters.oximeter import Oximeter
from station.core.clock import FixedClock
from station.devices.scanner import Sighting
from station.models.database import Database
from station.services.measuring.measuring import DeviceFacts, RawPacket
from station.services.radio.listening import Listening
from station.services.radio.listening_news import Done, Live, PairWish, Progress, Standing
from station.services.session import Session
from station.services.tablets.tablets import Tablets
from tests.bluetooth import VirtualRadio
from tests.lent import HOUR, lending_office, shown_at, spot
from tests.listening_office import ListeningOffice, listening_office
from tests.scripted_radio import scripted_desk
from tests.store_room import make_ready

ONE, TWO = "F0:00:00:00:00:01", "F0:00:00:00:00:02"


@pytest.fixture
def desk(
    database: Database,
    clock: FixedClock,
    virtual_radio: VirtualRadio,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[ListeningOffice]:
    """An office with a radio; nobody is signed in yet, and nobody listens into silence for long."""
    monkeypatch.setattr("station.services.radio.meter_desk.QUIET_S", 0.3)
    monkeypatch.setattr("station.services.radio.meter_desk.STAY_S", 0.5)
    yield from listening_office(lending_office(database, clock), virtual_radio)


def oximeter(desk: ListeningOffice, address: str) -> Oximeter:
    """An oximeter that sends in clear and whose clock is right."""
    return Oximeter(address, now=desk.now)


def test_a_lent_oximeter_in_range_is_read_and_its_neighbour_is_not(desk: ListeningOffice) -> None:
    patient_id = desk.office.person()
    device_id = desk.lend(ONE, "generic_oximeter", "oximeter", patient_id)
    desk.office.clock.advance(HOUR)
    lent, neighbours = oximeter(desk, ONE), oximeter(desk, TWO)
    lent.take({"spo2": 93, "pulse": 78})
    neighbours.take({"spo2": 81, "pulse": 120})
    desk.air.add(lent, neighbours)
    desk.begin()
    done = desk.done(device_id)
    assert (done.code, done.stored) == ("", 2)
    assert desk.stored("spo2") == [(patient_id, 93.0, device_id)]
    assert neighbours.connections == 0
    seen = desk.listening.in_range().seen
    assert [(each.address, each.standing) for each in seen] == [
        (ONE, Standing.LENT),
        (TWO, Standing.UNKNOWN),
    ]


def test_what_is_measured_while_the_link_is_open_is_stored_at_once(desk: ListeningOffice) -> None:
    patient_id = desk.office.person()
    device_id = desk.lend(ONE, "generic_oximeter", "oximeter", patient_id)
    desk.office.clock.advance(HOUR)
    meter = oximeter(desk, ONE)
    desk.air.add(meter)
    desk.begin()
    desk.air.run(meter.measure({"spo2": 91, "pulse": 80}))
    assert desk.done(device_id).stored == 2
    assert desk.stored("spo2") == [(patient_id, 91.0, device_id)]


def test_records_go_on_after_lost_links_and_none_is_missing_or_doubled(
    desk: ListeningOffice,
) -> None:
    patient_id = desk.office.person()
    device_id = desk.lend(ONE, "generic_glucose_meter", "glucose_meter", patient_id)
    desk.office.clock.advance(200 * HOUR)
    meter = GlucoseMeter(ONE, now=desk.now, faults=Faults(lose_at=(17, 40)))
    for hours in range(60, 0, -1):
        meter.take({"glucose": 6.1}, at=desk.now() - timedelta(hours=hours))
    desk.air.add(meter)
    desk.begin()
    done = desk.done(device_id)
    assert (done.code, done.stored, meter.connections) == ("", 60, 3)
    assert len(desk.stored("glucose")) == 60


def test_a_new_device_is_paired_and_registered_and_lent_once_it_is_ready(
    desk: ListeningOffice,
) -> None:
    patient_id = desk.office.person()
    meter = oximeter(desk, ONE)
    desk.air.add(meter)
    desk.begin()
    wish = PairWish(
        ONE, "generic_oximeter", patient_id=patient_id, name="Oksymeter 4", unencrypted=True
    )
    desk.do(lambda: desk.listening.pair(desk.office.session, wish))
    done = desk.ear.wait(Done, lambda news: news.purpose == "pair")
    assert done.code == "device_not_ready"
    assert "Clock set, Test reading passed" in done.sentence
    row = desk.do(lambda: desk.office.lending.device(desk.office.session, done.device_id)).row
    assert (row.address, row.patient_id, row.battery) == (ONE, None, 88)
    desk.do(lambda: make_ready(desk.office.record, desk.office.session, row.id))
    desk.listening.pair(desk.office.session, replace(wish, device_id=row.id))
    desk.ear.wait(Done, lambda news: news.purpose == "pair" and news is not done)
    row = desk.do(lambda: desk.office.lending.device(desk.office.session, done.device_id)).row
    assert (row.address, row.patient_id) == (ONE, patient_id)


def test_measured_at_the_office_nothing_is_stored_until_somebody_confirms(
    desk: ListeningOffice,
) -> None:
    patient_id = desk.office.person()
    device_id = desk.lend(ONE, "generic_oximeter", "oximeter", patient_id)
    desk.office.clock.advance(HOUR)
    desk.begin()
    meter = oximeter(desk, ONE)
    busy = desk.listening.measure(desk.office.session, device_id, patient_id)
    desk.air.add(meter)
    desk.air.run(meter.measure({"spo2": 95, "pulse": 70}))
    live = desk.ear.wait(Live)
    busy.cancel()
    assert desk.done(device_id).code == "cancelled"
    assert desk.stored("spo2") == []
    given = (desk.office.session, device_id, patient_id, live.packets, live.clock)
    assert desk.do(lambda: desk.office.measuring.confirm(*given)).stored == 2
    assert desk.stored("spo2") == [(patient_id, 95.0, device_id)]


def test_a_device_that_is_not_lent_is_not_read(desk: ListeningOffice) -> None:
    desk.begin()
    desk.listening.fetch(desk.office.session, "no-such-device")
    assert desk.ear.wait(Done).code == "device_not_lent"


def test_locking_ends_what_is_under_way_and_listening_begins_again(desk: ListeningOffice) -> None:
    patient_id = desk.office.person()
    device_id = desk.lend(ONE, "generic_oximeter", "oximeter", patient_id)
    desk.office.clock.advance(HOUR)
    desk.begin()
    desk.listening.end()
    meter = oximeter(desk, ONE)
    meter.take({"spo2": 93, "pulse": 78})
    desk.air.add(meter)
    assert desk.stored("spo2") == []
    desk.begin()
    assert desk.done(device_id).stored == 2


# ------------------------------------------------------------------- step by step, without a radio


def test_a_scale_without_a_user_is_said_once_and_read_when_somebody_says_who(
    database: Database, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = lending_office(database, clock)
    steps = scripted_desk(office, monkeypatch)
    tablets, radio = Tablets(office.record), steps.radio
    listening = Listening(
        office.record,
        office.measuring,
        office.lending,
        tablets,
        lambda _clock: radio,  # type: ignore[arg-type, return-value]
    )
    told: list[object] = []
    listening.watch(told.append)
    patient_id, scale = office.person(), office.device("scale", "beurer_bf720", "V-2")
    office.measuring.paired(office.session, scale, ONE, DeviceFacts())
    loan_id = office.lending.lend(office.session, scale, patient_id)
    listening.begin(office.session, steps.lane.submit)
    for _ in range(3):
        clock.advance(60_000)
        radio.hear(Sighting(ONE, "BF720", -50, frozenset(), "beurer_bf720", True, clock.now()))
        clock.advance(5_000)
        radio.hear(Sighting(ONE, "BF720", -50, frozenset(), "beurer_bf720", True, clock.now()))
        steps.lane.go()
    codes = [each.code for each in told if isinstance(each, Done)]
    assert codes == ["scale_user_missing"] * len(codes)
    assert len(codes) < 6
    assert radio.calls == []
    office.lending.set_scale_user(office.session, loan_id, 2, 4711)
    steps.lane.go()
    radio.hear(Sighting(ONE, "BF720", -50, frozenset(), "beurer_bf720", True, clock.now()))
    assert radio.last.errand.consent == (2, 4711)
    listening.close()
    assert radio.closed == 1


def test_what_a_person_asks_for_takes_the_place_of_a_fetch_nobody_asked_for(
    desk: ListeningOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.services.radio.meter_desk.STAY_S", 30.0)
    patient_id = desk.office.person()
    device_id = desk.lend(ONE, "generic_oximeter", "oximeter", patient_id)
    desk.office.clock.advance(HOUR)
    meter = oximeter(desk, ONE)
    desk.air.add(meter)
    desk.begin()
    desk.ear.wait(Progress, lambda news: news.words == "Listening")
    desk.ear.heard.clear()
    busy = desk.listening.measure(desk.office.session, device_id, patient_id)
    desk.ear.wait(Progress, lambda news: news.words == "Listening")
    desk.air.run(meter.measure({"spo2": 95, "pulse": 70}))
    assert desk.ear.wait(Live).value.saveable
    assert desk.stored("spo2") == []
    busy.cancel()
    desk.ear.wait(Done, lambda news: news.purpose == "live")


def test_a_tablet_is_not_paired_as_a_meter(desk: ListeningOffice) -> None:
    desk.begin()
    desk.listening.pair(desk.office.session, PairWish(ONE, "tablet"))
    assert desk.ear.wait(Done).code == "tablet_not_paired"


def test_what_comes_before_the_clock_is_read_is_kept_in_the_file_meanwhile(
    desk: ListeningOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[RawPacket] = []
    keep = desk.office.measuring.keep

    def seen(session: Session, device_id: str, packets: Sequence[RawPacket]) -> None:
        keep(session, device_id, packets)
        kept.extend(packets)

    monkeypatch.setattr(desk.office.measuring, "keep", seen)
    patient_id = desk.office.person()
    device_id = desk.lend(ONE, "generic_oximeter", "oximeter", patient_id)
    desk.office.clock.advance(HOUR)
    meter = oximeter(desk, ONE)
    meter.take({"spo2": 93, "pulse": 78})
    desk.air.add(meter)
    desk.begin()
    assert desk.done(device_id).stored == 2
    assert len(kept) == 1
    assert desk.office.rows("SELECT 1 FROM device_inbox") == []


def test_what_a_killed_program_had_kept_is_taken_in_at_the_next_sign_in(
    desk: ListeningOffice,
) -> None:
    patient_id = desk.office.person()
    device_id = desk.lend(ONE, "generic_oximeter", "oximeter", patient_id)
    desk.office.clock.advance(HOUR)
    now = desk.office.clock.now()
    packet = spot(now, shown=shown_at(now))
    desk.do(lambda: desk.office.measuring.keep(desk.office.session, device_id, [packet]))
    desk.begin()
    assert desk.stored("spo2") == [(patient_id, 93.0, device_id)]
