"""What became of a file is counted."""

from station.services.stick.exchanging import APPLIED, Exchanging
from tests.exchange_office import LEADER, Desks, switched_on


def test_what_a_held_change_became_is_counted(stations: Desks) -> None:
    first, second, _third = stations
    first.add("u1", "u2", "u3")
    first.write()
    answers = iter(("conflict", "held", APPLIED))
    counting = Exchanging(
        second.record, lambda _writer, new: [next(answers) for _ in new], switched_on
    )
    taken = counting.take(LEADER, first.stick / "a.stationx")
    assert (taken.conflicts, taken.held, taken.applied, taken.rows) == (1, 1, 1, 3)
