"""A person before the conflicts of one of two stations."""

from station.core.bus import Bus
from station.services.conflicts.conflicts import Conflicts, Made
from station.services.record import Record
from station.services.session import Session
from tests.services.stations import Place, exchange


def service(station: Place) -> Conflicts:
    """The conflicts of a station."""
    return Conflicts(Record(Bus(), station.clock, station.database))


def session(station: Place, role: str = "nurse") -> Session:
    """Who sits there."""
    return Session(station.actor.user_id, station.actor.name, "X", role, "en")


def only(station: Place) -> str:
    """The id of the only conflict."""
    (row,) = service(station).listed(session(station))
    return row.id


def choose(station: Place, choice: object) -> Made | None:
    """Choose in the only conflict."""
    return service(station).choose(session(station), only(station), choice)  # type: ignore[arg-type]


def settled(*places: Place) -> None:
    """Nothing is left to choose, and both stations say the same."""
    exchange(*places)
    for each in places:
        assert each.conflicts() == []
    ours, theirs = (each.everything() for each in places)
    assert ours == theirs
