"""Rounds and visits of the training municipality: one driven last week, one planned for today."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from station.core.clock import FixedClock
from station.core.zone import day_of
from station.rules.driving import Purpose
from station.rules.routing import OFFICE
from station.services.session import Session
from station.services.visits.visits import NewVisit
from station.training.people import Invented
from station.wiring import Station

DRIVEN_DAYS: Final = 7
"""So many days before the training day a round was driven."""
_MINUTE_MS: Final = 60_000
ALONG_THE_ROAD: Final[Mapping[str, int]] = {
    "Rask Elg": 6,
    "Stille Brygge": 11,
    "Klar Nordavind": 18,
    "Glad Holme": 24,
    "Varm Ås": 31,
}
"""Who lives so many kilometres from the office, all along one road."""
_LAST_WEEK: Final = (
    ("Rask Elg", Purpose.TRAINING, "Oksymeter og spørsmål på nettbrettet"),
    ("Stille Brygge", Purpose.CALIBRATION, "Vekten viste for lite"),
    ("Glad Holme", Purpose.BATTERY, ""),
)
_TODAY: Final = (
    ("Varm Ås", Purpose.OTHER, "Gå gjennom egenbehandlingsplanen"),
    ("Klar Nordavind", Purpose.OTHER, "Se hvordan hun måler"),
    ("Stille Brygge", Purpose.OTHER, "Ta med ny strikk til vekten"),
)
_LIST: Final = ("Rask Elg", Purpose.OTHER, "Lever måleskjema")


class Rounds:
    """Plans, drives and closes rounds on their days."""

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

    def day(self, days_ago: int) -> None:
        """Do what belongs to one morning."""
        if days_ago == DRIVEN_DAYS:
            self._distances()
            self._drive(self._plan(_LAST_WEEK))
        elif days_ago == 0:
            self._plan(_TODAY)
            self._errand(*_LIST)

    def _distances(self) -> None:
        far = {OFFICE: 0, **{f"patient:{self._ids[who]}": km for who, km in ALONG_THE_ROAD.items()}}
        names = list(far)
        ways = [
            ((one, other), abs(far[one] - far[other]) * 1000, abs(far[one] - far[other]))
            for at, one in enumerate(names)
            for other in names[at + 1 :]
        ]
        self._station.driving.keep_ways(self._session, ways)

    def _errand(self, who: str, purpose: Purpose, note: str) -> str:
        new = NewVisit(purpose, self._ids[who], note=note)
        return self._station.visits.add(self._session, new)

    def _plan(self, errands: tuple[tuple[str, Purpose, str], ...]) -> str:
        today: date = day_of(self._clock.now())
        ids = [self._errand(*each) for each in errands]
        return self._station.visits.plan(self._session, ids, today)

    def _drive(self, round_id: str) -> None:
        stops = self._station.driving.round(self._session, round_id).stops
        for stop in stops:
            self._clock.advance(20 * _MINUTE_MS)
            self._station.visits.done(self._session, stop.errand.id, round_id, 25)
        self._clock.advance(20 * _MINUTE_MS)
        self._station.driving.close(self._session, round_id, 51_000, 62)
