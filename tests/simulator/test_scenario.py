"""Scenario files: all that are there can be played, the same seed plays the same."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from bleak.exc import BleakBluetoothNotAvailableError, BleakError

from simulator import __main__ as program
from simulator.backend import backends, backends_at
from simulator.bus import NoBusDaemon, PrivateBus
from simulator.meters.base import Reading
from simulator.scenario import BadScenario, Play, Scenario, load, names
from simulator.world import World
from station.training.equipment import EQUIPMENT
from tests.simulator.visiting import Way, fetch

ROOT = Path(__file__).resolve().parents[2]
NINE = datetime(2026, 11, 20, 9, 0, 0)  # noqa: DTZ001  (a meter's clock has no zone)
GLUCOSE = "F0:00:00:00:01:01"


async def played(scenario: Scenario, rounds: int) -> dict[str, list[Reading]]:
    """What the devices have stored after so many rounds of measuring."""
    world = World()
    waits: list[float] = []
    enough = asyncio.Event()
    devices = sum(script.every_s is not None for script in scenario.devices)

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) > rounds * devices:
            enough.set()
            await asyncio.Event().wait()
        await asyncio.sleep(0)

    play = Play(scenario, world, now=lambda: NINE, sleep=sleep)
    await world.start()
    await play.begin()
    if devices:
        await asyncio.wait_for(enough.wait(), 5)
    await play.end()
    await world.close()
    return {address: list(meter.stored) for address, meter in play.meters.items()}


@pytest.mark.parametrize("name", names())
def test_every_scenario_can_be_played(name: str) -> None:
    scenario = load(name)
    stored = asyncio.run(played(scenario, 1))
    for script in scenario.devices:
        assert len(stored[script.address]) >= script.stored


def test_the_demo_has_the_meters_of_the_training_municipality() -> None:
    played = {device.address: device for device in load("demo").devices}
    for each in EQUIPMENT:
        if each.kind != "tablet":
            assert played[each.address].model == each.model
            assert played[each.address].bonded == bool(each.borrower)


def test_the_meters_of_the_demo_were_paired_long_ago() -> None:
    async def use() -> list[bool]:
        world = World()
        play = Play(load("demo"), world)
        await world.start()
        await play.begin()
        await play.end()
        scanner, client, keywords = backends(world)
        way = Way({"backend": scanner, **keywords}, {"backend": client, **keywords})
        encrypted = []
        for address, meter in play.meters.items():
            if meter.stored:
                async with await way.to(address):
                    assert meter.connection is not None
                    encrypted.append(meter.connection.is_encrypted)
        await world.close()
        return encrypted

    assert asyncio.run(use()) == [True] * 5


def test_the_same_seed_plays_the_same_day() -> None:
    scenario = load("demo")
    one, two = (asyncio.run(played(scenario, 3)) for _ in range(2))
    assert one == two
    assert asyncio.run(played(Scenario(21, scenario.devices), 3)) != one


def test_stored_readings_are_older_than_now_and_wrong_clocks_stay_wrong() -> None:
    slow, fast = load("clocks").devices
    stored = asyncio.run(played(load("clocks"), 0))
    assert [str(each.at) for each in stored[slow.address]] == [
        "2026-11-20 06:20:00",
        "2026-11-20 07:20:00",
    ]
    assert [str(each.at) for each in stored[fast.address]][-1] == "2026-11-21 08:00:00"


def test_failed_measurements_have_no_values() -> None:
    values = [
        reading.values
        for readings in asyncio.run(played(load("failed"), 0)).values()
        for reading in readings
    ]
    failed = [each for each in values if None in each.values()]
    assert 0 < len(failed) < len(values)


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        '[[device]]\naddress = "F0:00:00:00:00:01"',
        '[[device]]\nmodel = "no such"\naddress = "F0:00:00:00:00:01"',
        '[[device]]\nmodel = "omron"\naddress = "F0:00:00:00:00:01"\ncolour = "red"',
        '[[device]]\nmodel = "omron"\naddress = "F0:00:00:00:00:01"\nfaults = { luck = 1 }',
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadScenario, match=r"bad\.toml"):
        load(str(path))
    assert program.main(["--scenario", str(path), "--tcp", "0"]) == 2


@contextmanager
def process(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The simulator as a process of its own, and where it says it is reached."""
    command = [sys.executable, "-m", "simulator", *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as running:
        assert running.stdout is not None
        yield running, running.stdout.readline().strip()
        if running.stdin is not None:
            running.stdin.close()


async def count(way: Way) -> int:
    """Fetch the records of the glucose meter of a scenario with lost links: how many come."""
    async with await way.to(GLUCOSE) as client:
        records, _ = await fetch(client, b"\x01\x05")
        return len(records)


@pytest.mark.skipif("sys.platform != 'linux'", reason="BlueZ is Linux's")
def test_a_process_of_its_own_is_reached_over_its_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    with process("--scenario", "lost_links", "--bus") as (running, address):
        monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", address)
        assert asyncio.run(count(Way())) == 1
    assert running.returncode == 0
    assert not Path(address.removeprefix("unix:path=")).exists()


def test_a_process_of_its_own_is_reached_over_tcp_and_is_missed_when_it_ends() -> None:
    with process("--scenario", "lost_links", "--tcp", "0") as (running, address):
        host, _, port = address.partition(":")
        assert host == "127.0.0.1"
        scanner, client, keywords = backends_at(host, int(port))
        way = Way({"backend": scanner, **keywords}, {"backend": client, **keywords})

        async def use() -> int:
            async with await way.to(GLUCOSE) as open_client:
                records, _ = await fetch(open_client, b"\x01\x05")
                running.communicate("")
                with pytest.raises(BleakError):
                    await open_client.read_gatt_char("2a19")
            with pytest.raises(BleakBluetoothNotAvailableError):
                await way.find(GLUCOSE)
            return len(records)

        assert asyncio.run(use()) == 1
    assert running.returncode == 0


def test_without_a_bus_daemon_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(NoBusDaemon), PrivateBus(tmp_path):
        pass
    assert program.main(["--bus"]) == 2
    assert "dbus-daemon" in capsys.readouterr().err


@pytest.mark.skipif("sys.platform != 'linux'", reason="the daemon is Linux's")
def test_a_daemon_that_does_not_start_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: "/bin/false")
    with pytest.raises(NoBusDaemon, match="did not start"), PrivateBus(tmp_path):
        pass
