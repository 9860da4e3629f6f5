"""Visits to software meters: in this process, and by bleak as it is shipped."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from queue import Queue
from typing import Any

import pytest

from simulator.faults import Faults
from simulator.meters.base import Meter
from simulator.meters.catalogue import METERS
from simulator.meters.glucose import AccuChek, ContourNext, GlucoseMeter
from simulator.peripheral import Security
from station.core.clock import FixedClock
from station.devices.asking import Answer, Asked, PairingQuestion
from station.devices.link import Fault, LinkFault
from station.devices.models import model_of
from station.devices.news import Errand, Expected, MeterClock, News, Outcome, Packet
from station.devices.profiles import decode
from station.devices.radio import Backends, Patience, Radio, RadioState, Sighting
from station.devices.visit import Pace, meter_visit
from tests.bluetooth import PrivateRadio, VirtualRadio

ONE, TWO = "F0:00:00:00:04:01", "F0:00:00:00:04:02"
WAIT = 20.0
VALUES = {
    "spo2": 91,
    "pulse": 88,
    "sys": 128,
    "dia": 77,
    "weight": 81.5,
    "temp": 37.2,
    "glucose": 6.1,
}
PATIENCE = Patience(find=2.0, close=2.0)


class Visits:
    """A radio and what its visits told."""

    def __init__(self, radio: Radio) -> None:
        self.radio = radio
        self.news: list[News] = []

    def go(self, meter: Meter, model: str, **more: Any) -> Outcome | Fault:  # noqa: ANN401
        """Visit a meter and wait for the outcome, or for the fault of the connection."""
        self.news = []
        errand = Errand(model_of(model), **{"listen_seconds": 0.3, **more})
        job = meter_visit(errand, self.news.append, pace=Pace(settle=0.3, answer=1.0))
        try:
            return self.radio.run(meter.address, job, seconds=WAIT).future.result(WAIT)
        except LinkFault as fault:
            return fault.fault

    @property
    def packets(self) -> list[Packet]:
        return [each for each in self.news if isinstance(each, Packet)]

    @property
    def sequences(self) -> list[int | None]:
        return [decode(each.characteristic, each.payload).sequence for each in self.packets]


@pytest.fixture
def here(virtual_radio: VirtualRadio, clock: FixedClock) -> Iterator[Visits]:
    """A radio on the software meters of this process."""
    backends = Backends(virtual_radio.scanner, virtual_radio.client, virtual_radio.keywords)
    radio = Radio(clock, backends, patience=PATIENCE)
    radio.start()
    yield Visits(radio)
    radio.close()


@pytest.fixture
def by_bluez(private_bus: PrivateRadio, clock: FixedClock) -> Iterator[Visits]:
    """A radio on bleak as it is shipped, over a bus of our own."""
    del private_bus
    radio = Radio(clock, patience=PATIENCE)
    radio.start()
    yield Visits(radio)
    radio.close()


def filled(meter: Meter, number: int) -> Meter:
    """Give the meter with so many readings stored."""
    for _ in range(number):
        meter.take(VALUES)
    return meter


def types(digits: int | None) -> Callable[[PairingQuestion], "Future[Answer] | None"]:
    """Give a person at the PC who types these digits."""

    def asked(question: PairingQuestion) -> "Future[Answer] | None":
        assert question.asked is Asked.PASSKEY
        if digits is None:
            return None
        answer: Future[Answer] = Future()
        answer.set_result(digits)
        return answer

    return asked


@pytest.mark.parametrize("code", METERS)
def test_every_model_is_paired_and_what_it_holds_arrives(
    here: Visits,
    virtual_radio: VirtualRadio,
    code: str,
) -> None:
    meter = filled(METERS[code](ONE), 2)
    virtual_radio.add(meter)
    virtual_radio.digits(meter.passkey)
    consent = (1, getattr(meter, "code", 0)) if model_of(code).consent_code else None
    paired = here.go(meter, code, purpose="pair", consent=consent)
    assert isinstance(paired, Outcome)
    assert (paired.fault, paired.complete) == (None, True)
    came = here.packets
    if model_of(code).stored == "racp":
        assert came == []
        fetched = here.go(meter, code)
        assert fetched == Outcome(None, complete=True, expected=2, came=2)
        came = here.packets
    assert len(came) == 2
    for packet in came:
        assert decode(packet.characteristic, packet.payload).measures


@pytest.mark.parametrize("code", [code for code in METERS if model_of(code).stored == "push"])
def test_what_is_measured_after_pairing_arrives_at_the_next_visits(
    by_bluez: Visits, private_bus: PrivateRadio, code: str
) -> None:
    meter = METERS[code](ONE)
    meter.quiet_s = 0.0
    private_bus.add(meter)
    consent = (1, getattr(meter, "code", 0)) if model_of(code).consent_code else None
    assert by_bluez.go(meter, code, purpose="pair", consent=consent) == Outcome(
        None, complete=True, expected=None, came=0
    )
    for number in (1, 3):
        filled(meter, number)
        outcome = by_bluez.go(meter, code, consent=consent)
        assert outcome == Outcome(None, complete=True, expected=None, came=number)
        assert meter.stored == []


def test_a_meter_is_recognised_when_it_is_heard(
    here: Visits,
    virtual_radio: VirtualRadio,
) -> None:
    heard: Future[Sighting] = Future()

    def listen(news: Sighting | RadioState) -> None:
        if isinstance(news, Sighting) and not heard.done():
            heard.set_result(news)

    stop = here.radio.watch(listen)
    virtual_radio.add(METERS["nonin_3230"](ONE))
    assert (heard.result(WAIT).address, heard.result().model) == (ONE, "nonin_3230")
    stop()


@pytest.mark.parametrize("at", [1, 2, 7, 20])
def test_after_a_lost_link_the_rest_is_fetched(
    here: Visits,
    virtual_radio: VirtualRadio,
    at: int,
) -> None:
    # The count is a packet too, and so is the answer at the end.
    meter = filled(GlucoseMeter(ONE, faults=Faults(lose_at=(at + 1,))), 20)
    virtual_radio.add(meter)
    first = here.go(meter, "generic_glucose_meter", allow_unencrypted=True)
    assert first == Outcome(Fault.LOST, complete=False, expected=20, came=at - 1)
    assert here.sequences == list(range(1, at))
    rest = here.go(meter, "generic_glucose_meter", allow_unencrypted=True, from_sequence=at)
    assert rest == Outcome(None, complete=True, expected=21 - at, came=21 - at)
    assert here.sequences == list(range(at, 21))


@pytest.mark.parametrize(
    "faults",
    [Faults(drop=0.2), Faults(double=0.3), Faults(swap=0.3), Faults(drop=0.1, corrupt=0.1)],
    ids=["dropped", "doubled", "swapped", "hurt"],
)
def test_packets_that_fare_badly_are_asked_for_again(
    here: Visits,
    virtual_radio: VirtualRadio,
    faults: Faults,
) -> None:
    meter = filled(GlucoseMeter(ONE, faults=faults, seed=3), 30)
    meter.answers_first = True  # type: ignore[attr-defined]
    virtual_radio.add(meter)
    came: set[int | None] = set()
    for _ in range(10):
        outcome = here.go(meter, "generic_glucose_meter", allow_unencrypted=True)
        assert isinstance(outcome, Outcome)
        for packet in here.packets:
            came |= sequences_of(packet)
        if outcome.complete and came >= set(range(1, 31)):
            break
    assert came >= set(range(1, 31))


def sequences_of(packet: Packet) -> set[int | None]:
    """Give the number of a record that came whole."""
    try:
        return {decode(packet.characteristic, packet.payload).sequence}
    except Exception:  # noqa: BLE001  (hurt under way)
        return set()


def test_a_meter_that_hangs_is_given_up(
    here: Visits,
    virtual_radio: VirtualRadio,
) -> None:
    meter = filled(GlucoseMeter(ONE, faults=Faults(hang_at=5)), 9)
    virtual_radio.add(meter)
    errand = Errand(model_of("generic_glucose_meter"), allow_unencrypted=True)
    job = meter_visit(errand, here.news.append, pace=Pace(stall=0.3))
    outcome = here.radio.run(ONE, job, seconds=WAIT).future.result(WAIT)
    assert outcome == Outcome(Fault.TIMED_OUT, complete=False, expected=9, came=3)


def test_two_meters_of_one_model_are_two(
    here: Visits,
    virtual_radio: VirtualRadio,
) -> None:
    one, two = filled(GlucoseMeter(ONE), 2), filled(GlucoseMeter(TWO), 5)
    virtual_radio.add(one, two)
    for meter, number in ((two, 5), (one, 2)):
        outcome = here.go(meter, "generic_glucose_meter", allow_unencrypted=True)
        assert outcome == Outcome(None, complete=True, expected=number, came=number)


def test_a_meter_that_refuses_to_pair_refuses(
    here: Visits,
    virtual_radio: VirtualRadio,
) -> None:
    meter = filled(GlucoseMeter(ONE), 1)
    meter.security = Security.REFUSES
    virtual_radio.add(meter)
    outcome = here.go(meter, "generic_glucose_meter", purpose="pair")
    assert isinstance(outcome, Outcome)
    assert outcome.fault in {Fault.REFUSED, Fault.PIN_WRONG}


def test_a_clock_is_read_and_set(here: Visits, virtual_radio: VirtualRadio) -> None:
    meter = filled(GlucoseMeter(ONE), 1)
    virtual_radio.add(meter)
    here.go(meter, "generic_glucose_meter", allow_unencrypted=True)
    told = [each for each in here.news if isinstance(each, MeterClock)]
    # How it stood is told at once; that it was set, when everything was fetched.
    off = abs(told[0].offset_ms or 0) > 60_000
    assert [each.was_set for each in told] == [False, True][: 1 + off]
    assert len(meter.set_to) == int(off)


def test_pairing_with_six_digits_and_a_fetch_by_bleak_as_it_is_shipped(
    by_bluez: Visits,
    private_bus: PrivateRadio,
) -> None:
    meter = filled(AccuChek(ONE), 12)
    private_bus.add(meter)
    assert by_bluez.go(meter, "accu_chek_instant") == Outcome(
        Fault.BOND_LOST, complete=False, expected=None, came=0
    )
    by_bluez.radio.ask_with(types(meter.passkey))
    paired = by_bluez.go(meter, "accu_chek_instant", purpose="pair")
    assert paired == Outcome(None, complete=True, expected=None, came=0)
    fetched = by_bluez.go(meter, "accu_chek_instant", from_sequence=3)
    assert fetched == Outcome(None, complete=True, expected=10, came=10)
    assert by_bluez.sequences == list(range(3, 13))
    assert [each for each in by_bluez.news if isinstance(each, Expected)] == [Expected(10)]


@pytest.mark.parametrize(
    ("digits", "fault"),
    [(1, {Fault.PIN_WRONG}), (None, {Fault.REFUSED, Fault.PIN_WRONG})],
    ids=["wrong", "none"],
)
def test_wrong_digits_pair_nothing(
    by_bluez: Visits,
    private_bus: PrivateRadio,
    digits: int | None,
    fault: set[Fault],
) -> None:
    meter = filled(AccuChek(ONE), 1)
    private_bus.add(meter)
    by_bluez.radio.ask_with(types(digits))
    outcome = by_bluez.go(meter, "accu_chek_instant", purpose="pair")
    assert isinstance(outcome, Outcome)
    assert outcome.fault in fault
    assert by_bluez.packets == []


def test_a_meter_that_forgot_the_pc_overnight_says_so(
    by_bluez: Visits,
    private_bus: PrivateRadio,
) -> None:
    meter = ContourNext(ONE)
    filled(meter, 2)
    private_bus.add(meter)
    paired = by_bluez.go(meter, "contour_next", purpose="pair")
    assert isinstance(paired, Outcome)
    assert paired.fault is None
    private_bus.run(meter.overnight())
    # BlueZ says only that it was dropped, as from too far away; the second time tells.
    assert by_bluez.go(meter, "contour_next") is Fault.LOST
    assert by_bluez.go(meter, "contour_next") is Fault.BOND_LOST


def test_a_meter_that_lost_its_bond_is_told_from_a_wrong_code(
    here: Visits,
    virtual_radio: VirtualRadio,
) -> None:
    meter = ContourNext(ONE)
    filled(meter, 2)
    virtual_radio.add(meter)
    assert isinstance(here.go(meter, "contour_next", purpose="pair"), Outcome)
    virtual_radio.run(meter.forget_bonds())
    assert here.go(meter, "contour_next") is Fault.BOND_LOST


def test_many_records_by_bleak_as_it_is_shipped(
    by_bluez: Visits,
    private_bus: PrivateRadio,
) -> None:
    meter = filled(GlucoseMeter(ONE), 500)
    private_bus.add(meter)
    assert isinstance(by_bluez.go(meter, "generic_glucose_meter", purpose="pair"), Outcome)
    outcome = by_bluez.go(meter, "generic_glucose_meter")
    assert outcome == Outcome(None, complete=True, expected=500, came=500)
    assert by_bluez.sequences == list(range(1, 501))


def test_closing_during_a_fetch_by_bleak_as_it_is_shipped(
    by_bluez: Visits,
    private_bus: PrivateRadio,
) -> None:
    meter = filled(GlucoseMeter(ONE, faults=Faults(per_second=20)), 500)
    private_bus.add(meter)
    began: Future[None] = Future()

    def tell(news: News) -> None:
        if isinstance(news, Packet) and not began.done():
            began.set_result(None)

    errand = Errand(model_of("generic_glucose_meter"), allow_unencrypted=True)
    running = by_bluez.radio.run(ONE, meter_visit(errand, tell), seconds=WAIT)
    began.result(WAIT)
    by_bluez.radio.close()
    error = running.future.exception(WAIT)
    assert isinstance(error, LinkFault)
    assert error.fault is Fault.CANCELLED


def test_a_radio_that_is_switched_off_and_on_again_by_bleak_as_it_is_shipped(
    private_bus: PrivateRadio, clock: FixedClock
) -> None:
    states: Queue[RadioState] = Queue()

    def listen(news: Sighting | RadioState) -> None:
        if isinstance(news, RadioState):
            states.put(news)

    private_bus.run(private_bus.bluez.power(on=False))
    radio = Radio(clock, patience=replace(PATIENCE, retries=(0.05,), silence=0.2))
    radio.start()
    radio.watch(listen)
    assert states.get(timeout=WAIT) is RadioState.OFF
    error = radio.run(ONE, meter_visit(errand_to_nobody(), lambda _: None), seconds=WAIT)
    fault = error.future.exception(WAIT)
    assert isinstance(fault, LinkFault)
    assert fault.fault is Fault.RADIO_OFF
    private_bus.run(private_bus.bluez.power(on=True))
    assert states.get(timeout=WAIT) is RadioState.READY
    private_bus.run(private_bus.bluez.power(on=False))
    assert states.get(timeout=WAIT) is RadioState.OFF
    radio.close()


def errand_to_nobody() -> Errand:
    """Give an errand that nobody is there for."""
    return Errand(model_of("generic_cuff"))
