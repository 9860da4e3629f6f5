"""What became of a file is counted."""

from collections.abc import Sequence

from station.models.database import Writer
from station.services.stick.exchanging import APPLIED, Exchanging
from station.sync.exchange import LogRow
from tests.exchange_office import LEADER, Desks, switched_on


def test_what_a_held_change_became_is_counted(stations: Desks) -> None:
    first, second, _third = stations
    first.add("u1", "u2", "u3")
    first.write()
    answers = iter(("conflict", "held", APPLIED))

    def told(writer: Writer, changes: Sequence[LogRow], *, more: bool = False) -> list[str]:
        return [next(answers) for _ in changes]

    counting = Exchanging(second.record, told, switched_on)
    taken = counting.take(LEADER, first.stick / "a.stationx")
    assert (taken.conflicts, taken.held, taken.applied, taken.rows) == (1, 1, 1, 3)
