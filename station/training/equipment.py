"""The devices of the training municipality: lent, heard now and then, and in store."""

from collections.abc import Mapping
from dataclasses import dataclass

from station.core.clock import FixedClock
from station.services.lending import NewDevice
from station.services.measuring import FETCH, ContactFacts, RawPacket
from station.services.session import Session
from station.training.people import Invented
from station.wiring import Station

LENT_DAYS = 14
"""So many days before the training day the devices were lent."""
_MINUTE_MS = 60_000
_FAILED = bytes.fromhex("00ff07ff07")
"""A spot check of an oximeter that found neither oxygen nor pulse."""
_SPOT_CHECK = 0x2A5E


@dataclass(frozen=True, slots=True)
class Equipment:
    """One device: who has it ("" for the store), and its battery at each contact, by days ago."""

    kind: str
    model: str
    name: str
    serial: str
    place: int
    borrower: str = ""
    contacts: tuple[tuple[int, int], ...] = ()
    failed_days_ago: int = 0

    @property
    def address(self) -> str:
        """Give its address on the air, one that no real device has."""
        return f"F0:00:00:00:00:{self.place:02X}"


EQUIPMENT = (
    Equipment(
        "oximeter",
        "generic_oximeter",
        "Oksymeter 1",
        "OX-1001",
        1,
        "Klar Nordavind",
        ((9, 82), (4, 80), (1, 79)),
        failed_days_ago=1,
    ),
    Equipment(
        "oximeter", "generic_oximeter", "Oksymeter 2", "OX-1002", 17, "Rask Elg", ((8, 61), (2, 58))
    ),
    Equipment("scale", "and_uc_352ble", "Vekt 1", "VE-2001", 2, "Stille Brygge", ((3, 66),)),
    Equipment(
        "cuff", "and_ua_651ble", "Blodtrykksmåler 1", "BT-3001", 3, "Glad Holme", ((6, 18), (5, 17))
    ),
    Equipment(
        "glucose_meter", "accu_chek_instant", "Blodsukkerapparat 1", "BS-4001", 4, "Varm Ås", ()
    ),
    Equipment("thermometer", "beurer_ft95", "Termometer 1", "TE-5001", 5),
    Equipment("heart_rate", "generic_heart_rate", "Pulsbelte 1", "PB-6001", 6),
    Equipment("tablet", "", "Nettbrett 1", "NB-7001", 7, "Blid Trapp"),
)


class Storeroom:
    """Lends the devices on their day, and lets them be heard afterwards."""

    def __init__(
        self,
        station: Station,
        clock: FixedClock,
        session: Session,
        people: Mapping[str, Invented],
    ) -> None:
        """Work through the services of `station`; `people` are the patients by id."""
        self._station, self._clock, self._session = station, clock, session
        self._ids = {f"{each.given_name} {each.family_name}": key for key, each in people.items()}
        self._devices: dict[str, Equipment] = {}

    def day(self, days_ago: int) -> None:
        """Do what belongs to one morning."""
        if days_ago == LENT_DAYS:
            for each in EQUIPMENT:
                self._devices[self._add(each)] = each
        for device_id, each in self._devices.items():
            battery = dict(each.contacts).get(days_ago)
            if battery is not None:
                self._hear(device_id, each, battery, failed=days_ago == each.failed_days_ago)

    def _add(self, equipment: Equipment) -> str:
        new = NewDevice(
            equipment.kind, equipment.model, equipment.name, equipment.serial, equipment.address
        )
        device_id = self._station.lending.register(self._session, new)
        if equipment.borrower:
            borrower = self._ids[equipment.borrower]
            self._station.lending.lend(self._session, device_id, borrower)
        return device_id

    def _hear(self, device_id: str, equipment: Equipment, battery: int, *, failed: bool) -> None:
        now = self._clock.now()
        if failed:
            packet = RawPacket(_SPOT_CHECK, _FAILED, now)
            self._station.measuring.take(self._session, device_id, [packet])
        came = int(failed)
        facts = ContactFacts(
            device_id,
            FETCH,
            now - _MINUTE_MS,
            "complete",
            came=came,
            failed=came,
            battery=battery,
            clock_offset_ms=2_000 * equipment.place,
        )
        self._station.measuring.contact(self._session, facts)
