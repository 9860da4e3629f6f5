"""The rest of the training municipality's store: a device in every state that there is."""

from collections.abc import Mapping
from dataclasses import dataclass

from station.rules.equipment import DeviceState, Purpose
from station.rules.equipment_steps import Outcome
from station.rules.labelcode import label_of
from station.services.equipment.lending import NewDevice
from station.services.handing_out.institutions import InstitutionDetails
from station.services.handing_out.values import (
    INSTITUTION,
    PATIENT,
    Borrower,
    HandOut,
    HandOutItem,
)
from station.services.session import Session
from station.wiring import Station

BOUGHT_DAYS = 13
"""So many days before the training day the rest of the store is registered."""
FIRST_LABEL = 9
_KIT = "Koffert 1"
_OFFICE = "Fjellsund legekontor"
"""The one place that has something on loan."""


@dataclass(frozen=True, slots=True)
class Stocked:
    """One device, and what became of it: what is done, by days before the training day.

    What is done is "ready", "lend <name>", "place <name>", "reserve <name>", "back", or the state
    it is moved to.
    """

    kind: str
    maker: str
    name: str
    serial: str
    kroner: int
    place: str = "Skap 1"
    done: tuple[tuple[int, str], ...] = ()
    reason: str = ""
    in_kit: bool = False


STOCK = (
    Stocked("oximeter", "Nonin", "Oksymeter 3", "OX-1003", 3490, done=((6, "ready"),), in_kit=True),
    Stocked("oximeter", "Nonin", "Oksymeter 4", "OX-1004", 3490),
    Stocked("oximeter", "Nonin", "Oksymeter 5", "OX-1005", 3490, done=((2, "reserve Snill Li"),)),
    Stocked("tablet", "Samsung", "Nettbrett 2", "NB-7002", 4200, done=((5, "ready"),), in_kit=True),
    Stocked(
        "tablet",
        "Samsung",
        "Nettbrett 3",
        "NB-7003",
        4200,
        done=((12, "ready"), (12, "lend Tålmodig Sund"), (1, "back")),
    ),
    Stocked(
        "tablet",
        "Samsung",
        "Nettbrett 4",
        "NB-7004",
        4200,
        done=((12, "ready"), (12, "lend Ærlig Urd"), (4, "lost")),
        reason="Glemt igjen på bussen. Meldt til rutebilselskapet.",
    ),
    Stocked(
        "cuff",
        "A&D",
        "Blodtrykksmåler 2",
        "BT-3002",
        1150,
        done=((11, "ready"), (11, "lend Rund Lykt"), (3, "back"), (2, "cleaning")),
    ),
    Stocked(
        "scale",
        "A&D",
        "Vekt 2",
        "VE-2002",
        1290,
        done=((7, "repair"),),
        reason="Viser 0,0 kg uansett. Sendt til leverandøren.",
    ),
    Stocked(
        "thermometer",
        "Beurer",
        "Termometer 2",
        "TE-5002",
        490,
        done=((8, "scrapped"),),
        reason="Batteriet har lekket.",
    ),
    Stocked("spirometer", "MIR", "Spirometer 1", "SP-8001", 5900),
    Stocked("charger", "", "Lader 1", "", 249, place="Skuff 2", done=((5, "ready"),), in_kit=True),
    Stocked("charger", "", "Lader 2", "", 249, place="Skuff 2"),
    Stocked("sim", "", "SIM-kort 1", "SIM-9001", 0, place="Skuff 2"),
    Stocked(
        "camera", "", "Kamera 1", "KA-9101", 2390, "Skap 2", ((9, "ready"), (9, f"place {_OFFICE}"))
    ),
    Stocked("amplifier", "Bellman", "Samtaleforsterker 1", "SF-9201", 1890, place="Skap 2"),
)


class Shelf:
    """Fills the store, and does with each device what its story says, day by day."""

    def __init__(self, station: Station, session: Session, people: Mapping[str, str]) -> None:
        """Work through the services of `station`; `people` are the patients' ids by name."""
        self._station, self._session, self._people = station, session, people
        self._ids: dict[str, str] = {}

    def day(self, days_ago: int) -> None:
        """Do what belongs to one morning."""
        if days_ago == BOUGHT_DAYS:
            self._register()
        for each in STOCK if self._ids else ():
            for at, what in each.done:
                if at == days_ago:
                    self._do(each, what)

    def _register(self) -> None:
        kit = self._station.equipment.make_kit(self._session, _KIT, "Til KOLS: nettbrett og måler")
        for place, each in enumerate(STOCK):
            new = NewDevice(
                each.kind,
                name=each.name,
                serial=each.serial,
                label=label_of(FIRST_LABEL + place),
                maker=each.maker,
                price_ore=100 * each.kroner,
                bought_on="2026-01-12",
                warranty_until="2028-01-12",
                calibration_due="2026-12-15" if each.kind == "spirometer" else None,
                place=each.place,
            )
            self._ids[each.name] = self._station.equipment.register(self._session, new)
            if each.in_kit:
                self._station.equipment.put_in_kit(self._session, self._ids[each.name], kit)

    def _do(self, stocked: Stocked, what: str) -> None:
        station, session, device_id = self._station, self._session, self._ids[stocked.name]
        verb, _, name = what.partition(" ")
        if verb == "ready":
            go_over(station, session, device_id, Purpose.PREPARE, DeviceState.READY)
        elif verb == "lend":
            station.lending.lend(session, device_id, self._people[name])
        elif verb == "place":
            self._to_place(device_id, name)
        elif verb == "reserve":
            station.equipment.reserve(session, device_id, Borrower(PATIENT, self._people[name]))
        elif verb == "back":
            station.lending.take_back(session, self._loan(device_id))
        elif loan_id := self._loan(device_id):
            station.handing_out.lost(session, loan_id, stocked.reason)
        else:
            station.equipment.move(session, device_id, DeviceState(verb), stocked.reason)

    def _to_place(self, device_id: str, name: str) -> None:
        details = InstitutionDetails(name=name, contact="Mild Kystvei", phone="68 05 02 00")
        place = self._station.institutions.add(self._session, details)
        wanted = HandOut(
            Borrower(INSTITUTION, place), (HandOutItem(device_id),), received_by="Mild Kystvei"
        )
        self._station.handing_out.hand_out(self._session, wanted)

    def _loan(self, device_id: str) -> str:
        return self._station.equipment.card(self._session, device_id).row.loan_id or ""


def go_over(
    station: Station, session: Session, device_id: str, purpose: Purpose, to: DeviceState
) -> None:
    """Go a device over, find everything in order, and move it on."""
    found = station.checks.begin(session, device_id, purpose)
    for step in found.steps:
        station.checks.tick(session, found.id, step.step, Outcome.OK)
    station.checks.close(session, found.id, to)
