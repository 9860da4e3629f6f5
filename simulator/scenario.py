"""Scenario files: which software devices are in a room, and what they do of themselves.

A file is TOML: `seed`, then one `[[device]]` each with `model` and `address`, and if wanted
`name`, `values` (a range or one number each), `every_s`, `stored` (how many readings it has at
first), `stored_every_min`, `clock_error_min`, `battery`, `rssi`, `awake_s`, `advertise_ms`,
`passkey`, `code`, `bonded` (paired with the PC long ago), `fails` (probability of a failed
measurement) and a `[device.faults]` table with the fields of `simulator.faults.Faults`.
"""

import asyncio
import random
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from simulator.faults import Faults
from simulator.meters.base import Meter
from simulator.meters.catalogue import METERS
from simulator.payloads import Number
from simulator.world import World

SCENARIOS = Path(__file__).parent / "scenarios"
_WHOLE = frozenset(("sys", "dia", "pulse", "spo2"))


class BadScenario(Exception):  # noqa: N818  (the file's fault)
    """The file does not say what a scenario says."""


@dataclass(frozen=True, slots=True)
class DeviceScript:
    """One device of a file; ranges as (lowest, highest)."""

    model: str
    address: str
    name: str = ""
    values: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    every_s: float | None = None
    stored: int = 0
    stored_every_min: float = 60.0
    clock_error_min: float = 0.0
    battery: int = 88
    rssi: int = -60
    awake_s: float | None = None
    advertise_ms: float = 100.0
    passkey: int | None = None
    code: int | None = None
    bonded: bool = False
    fails: float = 0.0
    faults: Faults = field(default_factory=Faults)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole file; the same seed gives the same readings and the same faults."""

    seed: int
    devices: tuple[DeviceScript, ...]


def load(name: str) -> Scenario:
    """Read a scenario by its name in the folder of scenarios, or by a path to a .toml file."""
    path = Path(name) if name.endswith(".toml") else SCENARIOS / f"{name}.toml"
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        devices = tuple(_device(each) for each in told.get("device", ()))
        return Scenario(int(told.get("seed", 1)), devices)
    except (OSError, tomllib.TOMLDecodeError, TypeError, ValueError, KeyError) as error:
        raise BadScenario(f"{path}: {error}") from error


def names() -> tuple[str, ...]:
    """Give the scenarios there are."""
    return tuple(sorted(path.stem for path in SCENARIOS.glob("*.toml")))


def _device(told: dict[str, Any]) -> DeviceScript:
    rest = dict(told)
    faults = rest.pop("faults", {})
    if "lose_at" in faults:
        faults = {**faults, "lose_at": tuple(faults["lose_at"])}
    values = {name: _range(value) for name, value in rest.pop("values", {}).items()}
    made = DeviceScript(values=values, faults=Faults(**faults), **rest)
    if made.model not in METERS:
        raise KeyError(f"no such model: {made.model}")
    return made


def _range(told: float | list[float]) -> tuple[float, float]:
    low, high = told if isinstance(told, list) else (told, told)
    return low, high


class Play:
    """A scenario in a room: makes the devices, fills them, lets them measure."""

    def __init__(
        self,
        scenario: Scenario,
        world: World,
        *,
        now: Callable[[], datetime] = datetime.now,
        sleep: Callable[[float], Any] = asyncio.sleep,
    ) -> None:
        """Take the scenario and the room; `now` is the true local time."""
        self._world = world
        self._now = now
        self._sleep = sleep
        self._tasks: list[asyncio.Task[None]] = []
        self.meters = {
            script.address: self._made(script, scenario.seed) for script in scenario.devices
        }
        self._scripts = scenario.devices
        self._chance = {
            script.address: random.Random(f"{scenario.seed}:{script.address}")  # noqa: S311
            for script in scenario.devices
        }

    async def begin(self) -> None:
        """Switch the devices on; those with `every_s` measure until the play ends."""
        for script in self._scripts:
            meter = self.meters[script.address]
            self._fill(script, meter)
            await self._world.add(meter)
            if script.bonded:
                await self._world.bond(meter)
            if script.awake_s is not None and not meter.stored:
                await meter.rest()
            if script.every_s is not None:
                loop = asyncio.get_running_loop()
                self._tasks.append(loop.create_task(self._go_on(script, meter)))

    async def end(self) -> None:
        """Let them measure no more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def reading(self, script: DeviceScript) -> dict[str, Number]:
        """Draw the next reading of a device."""
        chance = self._chance[script.address]
        drawn: dict[str, Number] = {}
        failed = chance.random() < script.fails
        for name, (low, high) in script.values.items():
            value = chance.uniform(low, high)
            drawn[name] = None if failed else round(value, 0 if name in _WHOLE else 1)
        return drawn

    def _made(self, script: DeviceScript, seed: int) -> Meter:
        meter = METERS[script.model](
            script.address,
            script.name,
            faults=script.faults,
            seed=seed,
            now=self._now,
            clock_error=timedelta(minutes=script.clock_error_min),
        )
        meter.battery, meter.rssi = script.battery, script.rssi
        meter.awake_s, meter.advertising_ms = script.awake_s, script.advertise_ms
        if script.passkey is not None:
            meter.passkey = script.passkey
        if script.code is not None and hasattr(meter, "code"):
            meter.code = script.code
        return meter

    def _fill(self, script: DeviceScript, meter: Meter) -> None:
        begun = self._now() + timedelta(minutes=script.clock_error_min)
        for back in range(script.stored, 0, -1):
            at = begun - timedelta(minutes=back * script.stored_every_min)
            meter.take(self.reading(script), at=at.replace(microsecond=0))

    async def _go_on(self, script: DeviceScript, meter: Meter) -> None:
        while script.every_s is not None:
            await self._sleep(script.every_s)
            await meter.measure(self.reading(script))
