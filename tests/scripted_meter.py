"""A meter on loan at a desk whose radio and record lane the test moves."""

from dataclasses import dataclass
from typing import Any, cast

from station.devices.news import Packet
from station.services.measuring.measuring import DeviceFacts, Target
from station.services.radio.listening_news import Busy, Done
from station.services.radio.meter_desk import MeterDesk
from tests.lent import HOUR, glucose, shown_at, spot
from tests.scripted_radio import ScriptedDesk

ADDRESS = "F0:00:00:00:00:01"


@dataclass
class Lent:
    """A glucose meter or oximeter on loan, and the desk that visits it."""

    steps: ScriptedDesk
    meters: MeterDesk
    patient_id: str
    device_id: str

    @property
    def target(self) -> Target:
        """What the radio is told of it."""
        return self.steps.office.measuring.targets(self.steps.office.session)[0]

    def fetch(self) -> Busy:
        """Begin to fetch, and let the lane run."""
        busy = self.meters.fetch(self.steps.office.session, self.target)
        self.steps.lane.go()
        return busy

    def spot(self, spo2: int = 93) -> None:
        """The oximeter sends a measurement of this minute."""
        self.steps.office.clock.advance(2 * 60_000)
        packet = spot(self.steps.office.clock.now(), spo2)
        told = Packet(packet.characteristic, packet.payload, packet.arrived_at)
        self.steps.radio.last.tell(told)

    def record(self, number: int) -> None:
        """The glucose meter sends a record."""
        now = self.steps.office.clock.now()
        packet = glucose(now, number, shown_at(now - (30 - number) * 60_000))
        told = Packet(packet.characteristic, packet.payload, packet.arrived_at)
        self.steps.radio.last.tell(told)

    def ends(self, **how: Any) -> None:  # noqa: ANN401  (as Call.end)
        """The visit ends, and the lane runs."""
        self.steps.radio.last.end(**how)
        self.steps.lane.go()

    def done(self) -> Done:
        """The newest end."""
        return cast("Done", self.steps.of(Done)[-1])

    def contacts(self) -> list[tuple[object, ...]]:
        """What was noted of contacts."""
        return self.steps.office.rows("SELECT outcome, came FROM device_contacts ORDER BY rowid")

    def count(self) -> int:
        """How many readings are stored."""
        return int(str(self.steps.office.rows("SELECT count(*) FROM readings")[0][0]))


def lent(steps: ScriptedDesk, kind: str = "oximeter", model: str = "") -> Lent:
    """Lend a meter and let the desk know it."""
    office = steps.office
    patient_id = office.person()
    device_id = office.device(kind, model or f"generic_{kind}")
    office.measuring.paired(
        office.session, device_id, ADDRESS, DeviceFacts(), bonded=False, unencrypted_ok=True
    )
    office.lending.lend(office.session, device_id, patient_id)
    office.clock.advance(9 * HOUR)
    meters = MeterDesk(steps.desk, office.measuring, office.lending)
    return Lent(steps, meters, patient_id, device_id)
