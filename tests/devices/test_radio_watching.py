"""Watching: who is told what, on which thread, and what a radio that does not work is told as."""

import threading
from queue import Queue

import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakError,
)

from station.core.clock import FixedClock
from station.devices.link import Fault
from station.devices.radio import Radio, RadioState, Sighting
from tests.devices.fake_bleak import ADDRESS, WAIT, Air, battery, failing, fault, forever


def unavailable(reason: BleakBluetoothNotAvailableReason) -> BleakError:
    return BleakBluetoothNotAvailableError("not now", reason)


class Ears:
    """A listener that keeps what it is told."""

    def __init__(self) -> None:
        self.news: Queue[Sighting | RadioState] = Queue()
        self.threads: set[str] = set()

    def __call__(self, news: Sighting | RadioState) -> None:
        self.threads.add(threading.current_thread().name)
        self.news.put(news)

    def next(self) -> Sighting | RadioState:
        return self.news.get(timeout=WAIT)

    def until(self, wanted: Sighting | RadioState) -> None:
        while self.next() != wanted:
            pass


def test_a_watcher_is_told_the_state_and_what_is_in_range(radio: Radio, clock: FixedClock) -> None:
    ears = Ears()
    radio.watch(ears)
    assert ears.next() is RadioState.READY
    assert ears.next() == Sighting(
        address=ADDRESS,
        name="Nonin3230",
        rssi=-60,
        services=frozenset({0x1822}),
        model="nonin_3230",
        paired=None,
        seen_at=clock.now(),
    )
    assert ears.threads == {"station-radio"}


def test_a_listener_that_raises_harms_nobody(
    radio: Radio, caplog: pytest.LogCaptureFixture
) -> None:
    def raises(_: object) -> None:
        raise RuntimeError("mine")

    radio.watch(raises)
    ears = Ears()
    radio.watch(ears)
    assert ears.next() is RadioState.READY
    assert isinstance(ears.next(), Sighting)
    assert radio.run(ADDRESS, battery, seconds=WAIT).future.result(WAIT) == b"\x50"
    assert "bug radio.listener RuntimeError" in caplog.text
    assert "mine" not in caplog.text


def test_two_watchers_share_one_scan_that_ends_with_the_last(radio: Radio, air: Air) -> None:
    first, second = Ears(), Ears()
    end_first = radio.watch(first)
    assert first.next() is RadioState.READY
    end_second = radio.watch(second)
    assert second.next() is RadioState.READY
    assert isinstance(second.next(), Sighting)
    end_first()
    end_first()  # twice counts once
    assert radio.run(ADDRESS, battery, seconds=WAIT).future.result(WAIT) == b"\x50"
    assert (air.starts, len(air.scanners)) == (1, 1)
    stopped = threading.Event()

    async def stop() -> None:
        stopped.set()

    air.scan_stop = stop
    end_second()
    assert stopped.wait(WAIT)
    assert air.scanners == []


@pytest.mark.parametrize(
    ("reason", "state", "told"),
    [
        ("POWERED_OFF", RadioState.OFF, Fault.RADIO_OFF),
        ("NO_BLUETOOTH", RadioState.ABSENT, Fault.RADIO_ABSENT),
        ("DENIED_BY_SYSTEM", RadioState.DENIED, Fault.RADIO_DENIED),
    ],
)
def test_a_radio_that_does_not_work_is_told_and_its_return_is_noticed(
    radio: Radio, air: Air, reason: str, state: RadioState, told: Fault
) -> None:
    air.scan_start = failing(unavailable(BleakBluetoothNotAvailableReason[reason]))
    ears = Ears()
    radio.watch(ears)
    assert ears.next() is state
    assert radio.state is state
    assert fault(radio.run(ADDRESS, battery, seconds=WAIT)) is told
    air.scan_start = None
    assert ears.next() is RadioState.READY
    assert isinstance(ears.next(), Sighting)


def test_a_scan_that_hangs_leaves_the_state_unknown(radio: Radio, air: Air) -> None:
    air.scan_start = forever
    assert fault(radio.run(ADDRESS, battery, seconds=WAIT)) is Fault.NOT_FOUND
    assert radio.state is RadioState.UNKNOWN


def test_a_radio_switched_off_under_way_is_noticed_at_the_visit(radio: Radio, air: Air) -> None:
    air.connect = failing(unavailable(BleakBluetoothNotAvailableReason.POWERED_OFF))
    ears = Ears()
    radio.watch(ears)
    assert fault(radio.run(ADDRESS, battery, seconds=WAIT)) is Fault.RADIO_OFF
    ears.until(RadioState.OFF)


def test_closing_while_a_scan_will_not_stop(radio: Radio, air: Air) -> None:
    ears = Ears()
    air.scan_stop = forever
    radio.watch(ears)
    assert ears.next() is RadioState.READY
    radio.close()
