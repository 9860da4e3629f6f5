"""The devices of the training municipality: lent and heard now and then, or in the store.

What else there is, in every state that a device can be in, stands in stock.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from station.core.clock import FixedClock
from station.core.zone import day_of
from station.rules.equipment import DeviceState, Purpose
from station.rules.labelcode import label_of
from station.services.equipment.lending import NewDevice
from station.services.handing_out.homes import GOOD, WEAK, HomeDetails
from station.services.handing_out.trainings import TOPICS, TrainingDetails
from station.services.handing_out.values import PATIENT, Borrower, HandOut, HandOutItem
from station.services.measuring.measuring import FETCH, ContactFacts, RawPacket
from station.services.session import Session
from station.training.day import DAY
from station.training.people import Invented
from station.training.stock import Shelf, go_over
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
    kroner: int = 0
    due_in: int | None = None
    """So many days after the training day the loan is to end; it is overdue where negative."""

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
        kroner=3_490,
        due_in=60,
    ),
    Equipment(
        "oximeter",
        "generic_oximeter",
        "Oksymeter 2",
        "OX-1002",
        17,
        "Rask Elg",
        ((8, 61), (2, 58)),
        kroner=3_490,
        due_in=4,
    ),
    Equipment(
        "scale",
        "and_uc_352ble",
        "Vekt 1",
        "VE-2001",
        2,
        "Stille Brygge",
        ((3, 66),),
        kroner=1_290,
        due_in=-3,
    ),
    Equipment(
        "cuff",
        "and_ua_651ble",
        "Blodtrykksmåler 1",
        "BT-3001",
        3,
        "Glad Holme",
        ((6, 18), (5, 17)),
        kroner=1_150,
        due_in=90,
    ),
    Equipment(
        "glucose_meter",
        "accu_chek_instant",
        "Blodsukkerapparat 1",
        "BS-4001",
        4,
        "Varm Ås",
        kroner=390,
    ),
    Equipment("thermometer", "beurer_ft95", "Termometer 1", "TE-5001", 5, kroner=490),
    Equipment("heart_rate", "generic_heart_rate", "Pulsbelte 1", "PB-6001", 6, kroner=690),
    Equipment("tablet", "", "Nettbrett 1", "NB-7001", 7, "Blid Trapp", kroner=4_200, due_in=45),
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
        self._shelf = Shelf(station, session, self._ids)

    def day(self, days_ago: int) -> None:
        """Do what belongs to one morning."""
        if days_ago == LENT_DAYS:
            for each in EQUIPMENT:
                self._devices[self._add(each)] = each
        self._shelf.day(days_ago)
        for device_id, each in self._devices.items():
            battery = dict(each.contacts).get(days_ago)
            if battery is not None:
                self._hear(device_id, each, battery, failed=days_ago == each.failed_days_ago)

    def _add(self, equipment: Equipment) -> str:
        new = NewDevice(
            equipment.kind,
            equipment.model,
            equipment.name,
            equipment.serial,
            equipment.address,
            label=label_of(1 + EQUIPMENT.index(equipment)),
            price_ore=100 * equipment.kroner,
            bought_on="2025-03-03",
            warranty_until="2027-03-03",
            place="" if equipment.borrower else "Skap 1",
        )
        device_id = self._station.equipment.register(self._session, new)
        if equipment.borrower:
            go_over(self._station, self._session, device_id, Purpose.PREPARE, DeviceState.READY)
            self._hand_out(device_id, equipment)
        return device_id

    def _hand_out(self, device_id: str, equipment: Equipment) -> None:
        """Hand it out with a receipt; with a tablet, who uses it was shown how."""
        due_on = None if equipment.due_in is None else DAY + timedelta(days=equipment.due_in)
        tablet = equipment.kind == "tablet"
        item = HandOutItem(device_id, ("charger",) if tablet else (), "", due_on)
        taught = (TrainingDetails(equipment.borrower, topics=TOPICS[:3]),) if tablet else ()
        borrower = Borrower(PATIENT, self._ids[equipment.borrower])
        wanted = HandOut(borrower, (item,), home=HomeDetails(GOOD, WEAK), trainings=taught)
        handing = self._station.handing_out
        handed = handing.hand_out(self._session, wanted)
        if equipment.kind != "scale":
            handing.signed(self._session, handed.id, day_of(self._clock.now()))

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
