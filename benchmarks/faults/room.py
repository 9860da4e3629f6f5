"""A room of software meters around an office: fetched from until nothing is left to come."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial, partialmethod
from queue import Queue
from typing import Any
from unittest.mock import patch

from bumble.keys import PairingKeys

from benchmarks.faults.office import Eye, office, strays, watched
from benchmarks.faults.tally import Faced
from simulator.central import Open
from simulator.faults import Air, Faults
from simulator.meters.base import Meter, Reading
from simulator.meters.glucose import GlucoseMeter
from simulator.meters.oximeter import Oximeter
from simulator.meters.scale import Scale
from simulator.payloads import Number
from simulator.world import World, WorldThread
from station.devices.interpretation import interpret
from station.devices.models import model_of
from station.devices.packets import MalformedPacket
from station.devices.profiles import decode
from station.devices.racp_fetch import Pace
from station.devices.visit import meter_visit
from station.services.measuring.measuring import DeviceFacts, Measuring
from station.services.radio import meter_desk
from station.services.radio.listening_news import Done, News
from tests.bluetooth import VirtualRadio
from tests.lent import HOUR, LendingOffice
from tests.listening_office import ListeningOffice, listening_office

QUIET_S, PACE = 0.25, Pace(answer=1.0, stall=1.5, settle=0.3)
"""Shorter than the program's own patience, so that the table takes minutes: only waits shrink."""
TOGETHER = 3
"""As many meters at once as the radio has connections."""
MOST_VISITS, WAIT_S = 40, 60.0
FAILED = "failed"
Entry = tuple[str, float]
"""A reading as the meter's list has it: the time it showed, and its first value."""
MODELS: dict[type[Meter], tuple[str, str]] = {
    GlucoseMeter: ("generic_glucose_meter", "glucose"),
    Scale: ("generic_scale", "weight"),
    Oximeter: ("generic_oximeter", "spo2"),
}


class ToldAir(Air):
    """An air that remembers what it swallowed and what it changed."""

    def __init__(self, faults: Faults, seed: str) -> None:
        """Begin with nothing remembered."""
        super().__init__(faults, seed)
        self.swallowed: list[bytes] = []
        self.changed: list[tuple[bytes, bytes]] = []
        self.heard = True
        """Whether somebody has subscribed in this connection; what is sent before is for nobody."""

    def connected(self) -> None:
        """Count a connection; what was held back for the last one never arrives."""
        self.swallowed += self._held
        self.heard = False
        super().connected()

    def pass_on(self, packet: bytes, *, spared: bool = False) -> list[bytes]:
        """Give what arrives in place of this packet."""
        arriving = super().pass_on(packet, spared=spared)
        if not self.heard:
            self.swallowed += arriving
        return arriving

    def _struck(self, packet: bytes) -> list[bytes]:
        before = len(self.changed)
        arriving = super()._struck(packet)
        sent = self.changed[-1][1] if len(self.changed) > before else packet
        if sent not in arriving and sent not in self._held:
            self.swallowed.append(packet)
        return arriving

    def _corrupted(self, packet: bytes) -> bytes:
        after = super()._corrupted(packet)
        self.changed.append((packet, after))
        return after


@dataclass
class Case:
    """One meter, lent to a patient of its own, and everything that it ever measured."""

    meter: Meter
    air: ToldAir
    device_id: str
    patient_id: str
    model: str
    kind: str
    measured: list[Reading] = field(default_factory=list)
    visits: int = 0
    bond: bool = True

    @property
    def list(self) -> Counter[Entry]:
        """Give the meter's own list."""
        return Counter(map(self._entry, self.measured))

    @property
    def losses(self) -> int:
        """Give how often the link was lost."""
        return min(len(self.air.faults.lose_at), self.meter.connections)

    @property
    def gone(self) -> Counter[Entry]:
        """Give what the meter no longer has, because it thinks that it sent it."""
        return Counter(filter(None, map(self.entry_of, self.air.swallowed)))

    @property
    def altered(self) -> Counter[Entry]:
        """Give what was changed on its way into something that can be read all the same."""
        return Counter(
            entry
            for before, after in self.air.changed
            if self.entry_of(after) and (entry := self.entry_of(before))
        )

    @property
    def pushes(self) -> bool:
        """Tell whether it sends by itself, and forgets what it sent."""
        return not isinstance(self.meter, GlucoseMeter)

    @property
    def waits(self) -> bool:
        """Tell whether it still has something to send by itself."""
        return self.pushes and bool(self.meter.stored)

    @property
    def read_as(self) -> Counter[Entry]:
        """Give what it was changed into."""
        return Counter(filter(None, (self.entry_of(after) for _, after in self.air.changed)))

    def entry_of(self, packet: bytes) -> Entry | None:
        """Give what a packet of this meter says, None if it says nothing of the kind."""
        try:
            decoded = decode(int(self.meter.measurement), packet)
        except MalformedPacket:
            return None
        for each in interpret(decoded, model_of(self.model)):
            if each.kind == self.kind and each.values[0] is not None:
                return each.device_time, round(each.values[0], 3)
        return None

    def _entry(self, reading: Reading) -> Entry:
        first = next(iter(reading.values.values()))
        return (reading.at.isoformat() if reading.at else "", round(float(str(first)), 3))


@dataclass
class Room:
    """An office that listens, and what is told of visits that end."""

    desk: ListeningOffice
    eye: Eye
    done: "Queue[Done]" = field(default_factory=Queue)
    count: int = 0
    airs: dict[str, ToldAir] = field(default_factory=dict)

    def case(
        self,
        make: type[Meter],
        records: int,
        faults: Faults | None = None,
        *,
        bond: bool = True,
    ) -> Case:
        """Lend a meter with so many records to somebody new; it is not switched on yet.

        Without a `bond` it is read in clear, as somebody has allowed.
        """
        self.count += 1
        number = f"{self.count:06X}"
        address = f"F0:00:00:{number[:2]}:{number[2:4]}:{number[4:]}"
        model, kind = MODELS[next(each for each in MODELS if issubclass(make, each))]
        place = self.desk.office
        patient_id = self.desk.do(lambda: place.person(f"Elg {self.count}"))
        device_id = self.desk.lend(address, model, model.removeprefix("generic_"), patient_id)
        meter = make(address, now=self.desk.now)
        meter.air = air = ToldAir(faults or Faults(), f"{self.count}:{address}")
        made = Case(meter, air, device_id, patient_id, model, kind, bond=bond)
        if not bond:
            clear = partial(
                place.measuring.paired, bonded=False, unencrypted_ok=True, facts=DeviceFacts()
            )
            self.desk.do(lambda: clear(place.session, device_id, address))
        self.airs[address] = air
        self.measure(made, records)
        return made

    def measure(self, case: Case, records: int) -> None:
        """Let so many hours pass, and a meter measure in each of them; no two are alike."""
        self.desk.office.clock.advance((records + 1) * HOUR)
        now = self.desk.now().replace(microsecond=0)
        for back in range(records, 0, -1):
            taken = values(case.kind, len(case.measured))
            case.measured.append(case.meter.take(taken, at=now - timedelta(hours=back)))

    def fetch(self, cases: Sequence[Case]) -> None:
        """Switch meters on and fetch until all is well with each; then they are off again."""
        for case in cases:
            self.switch_on(case.meter, bond=case.bond)
        self.wait(cases)
        for case in cases:
            self.desk.air.run(case.meter.switch_off())

    def switch_on(self, meter: Meter, *, bond: bool = True) -> None:
        """Put a meter on the air, one that this PC was paired with unless there is no `bond`."""
        world = self.desk.air.world
        self.desk.air.run(bonded(world, meter) if bond else world.add(meter))

    def wait(self, cases: Sequence[Case]) -> None:
        """Wait until a visit to each went well, and begin anew where it did not."""
        waiting = {case.device_id: case for case in cases}
        while waiting:
            done = self.done.get(timeout=WAIT_S)
            case = waiting.get(done.device_id)
            if case is None:
                continue
            case.visits += 1
            if done.code == FAILED:
                self.eye.seen.append(f"visit: {done.sentence}")
            if (done.well and not case.waits) or case.visits >= MOST_VISITS:
                del waiting[done.device_id]
            else:
                self.ask(case)

    def ask(self, case: Case) -> None:
        """Fetch now from a meter that is on."""
        self.desk.listening.fetch(self.desk.office.session, case.device_id)

    def settled(self) -> None:
        """Wait until the record lane has done what it was given."""
        self.desk.do(lambda: None)

    def stored(self, case: Case) -> Counter[Entry]:
        """Give what the file has of a meter."""
        read = self.desk.office.rows(
            "SELECT device_time, value FROM readings WHERE device_id = ? AND kind = ?",
            case.device_id,
            case.kind,
        )
        return Counter((str(at), round(float(str(value)), 3)) for at, value in read)

    def held(self, case: Case) -> Counter[Entry]:
        """Give what of a meter lies in quarantine, for a person to look at."""
        rows = self.desk.office.rows(
            "SELECT json_extract(reason_values, '$.device_time'), "
            "json_extract(reason_values, '$.values[0]') FROM quarantine "
            "WHERE json_extract(reason_values, '$.device') = ? AND kind = ?",
            case.device_id,
            case.kind,
        )
        return Counter((str(at), round(float(str(value)), 3)) for at, value in rows if value)

    def faced(self, what: str, cases: Sequence[Case], tried: int) -> Faced:
        """Compare the file with the meters' own lists.

        What a meter let go of because the air swallowed it is told beside, and so is what the air
        changed into something that can be read: nobody can tell that from a measurement.
        """
        self.settled()
        total: Counter[str] = Counter()
        beside: Counter[str] = Counter()
        for case in cases:
            want, have = case.list, self.stored(case)
            missing, more = want - have, have - want
            beside["held back"] += (missing & self.held(case)).total()
            missing -= self.held(case)
            if case.pushes:
                beside["deleted by the meter, never arrived"] += (missing & case.gone).total()
                missing -= case.gone
            total["lost"] += (missing - case.altered).total()
            total["doubled"] += (more - case.read_as).total()
            beside["altered on the air and read as sent"] += (more & case.read_as).total()
            beside["replaced by an altered one"] += (missing & case.altered).total()
            beside["records"] += want.total()
        wrong = strays(self.desk.office)
        seen = len(self.eye.seen)
        self.eye.seen.clear()
        return Faced(what, tried, total["lost"], total["doubled"], wrong, seen, +beside)

    def hear(self, news: News) -> None:
        """Keep what is told of visits that end."""
        if isinstance(news, Done):
            self.done.put(news)


async def _subscribed(
    opened: Open,
    subscribe: Callable[..., Awaitable[None]],
    airs: dict[str, ToldAir],
    *given: Any,  # noqa: ANN401  (what the software radio passes on)
) -> None:
    # From here on the PC hears: what is sent now and does not come to the file is lost.
    if opened.address in airs:
        airs[opened.address].heard = True
    await subscribe(opened, *given)


async def bonded(world: World, meter: Meter) -> None:
    """Switch a meter on with a bond between it and the PC of the room."""
    keys = PairingKeys()
    keys.ltk = PairingKeys.Key(value=meter.address.encode()[:16], authenticated=False)
    pc, store = world.central.device, world.central.device.keystore
    assert store is not None  # noqa: S101  (software radios keep keys in memory)
    await store.update(meter.address, keys)
    await world.add(meter)
    theirs = getattr(meter, "_device").keystore  # noqa: B009  (a bond is the meter's own affair)
    await theirs.update(str(pc.random_address), keys)


def values(kind: str, number: int) -> dict[str, Number]:
    """Give plausible values, never the same twice in a row."""
    match kind:
        case "glucose":
            return {"glucose": (40 + number % 97) / 10}
        case "weight":
            return {"weight": 80 + number % 13 / 20}
        case _:
            return {"spo2": 88 + number % 11, "pulse": 70}


@contextmanager
def room(
    make: Callable[[LendingOffice], Measuring] | None = None, there: LendingOffice | None = None
) -> Iterator[Room]:
    """Give a room around an office on a new file, or around one that is `there`.

    `make` gives another way to store.
    """
    quick = partial(meter_visit, pace=PACE)
    airs: dict[str, ToldAir] = {}
    with (
        watched() as eye,
        office() if there is None else nullcontext(there) as place,
        WorldThread() as thread,
        patch.object(meter_desk, "QUIET_S", QUIET_S),
        patch.object(meter_desk, "STAY_S", QUIET_S),
        patch.object(meter_desk, "meter_visit", quick),
        patch.object(Open, "subscribe", partialmethod(_subscribed, Open.subscribe, airs)),
    ):
        if make is not None:
            place.measuring = make(place)
        with contextmanager(listening_office)(place, VirtualRadio(thread)) as desk:
            made = Room(desk, eye, airs=airs)
            desk.listening.watch(made.hear)
            desk.begin()
            yield made


def threes(cases: Sequence[Case]) -> Iterator[Sequence[Case]]:
    """Give cases by as many as are visited at once."""
    for at in range(0, len(cases), TOGETHER):
        yield cases[at : at + TOGETHER]
