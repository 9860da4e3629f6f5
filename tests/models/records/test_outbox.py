"""Rows of the outbox: one a record, awake or at rest, and never lost by being added again."""

import pytest

from station.models.database import Database
from station.models.queries import outbox as queries
from station.models.records import outbox as records
from station.services.watch import STATION
from tests.outbox_office import CENTRE, Sender
from tests.outbox_rows import patient

KEY = ("patients", "p")


@pytest.fixture
def sender(database: Database) -> Sender:
    made = Sender(database)
    made.begin()
    return made


def state(sender: Sender) -> tuple[str, queries.Due, str, str]:
    with sender.database.read() as reader:
        found = queries.one(reader, CENTRE, KEY)
    assert found is not None
    return found


def test_a_refused_row_awakes_by_a_change_and_one_under_way_keeps_its_bytes(
    sender: Sender,
) -> None:
    with sender.database.write(STATION.actor) as writer:
        records.send_again(writer, CENTRE, *KEY, None)
        records.seal(writer, CENTRE, KEY, "bytes", 1, "7")
        records.send_again(writer, CENTRE, *KEY, None)
    kept = state(sender)
    assert (kept[0], kept[1].sealed, kept[1].etag) == ("sealed", "bytes", "7")
    with sender.database.write(STATION.actor) as writer:
        records.refused(writer, CENTRE, KEY, "http_422", "no")
    assert state(sender)[0] == "held"
    with sender.database.write(STATION.actor) as writer:
        records.send_again(writer, CENTRE, *KEY, None)
    awake = state(sender)
    assert (awake[0], awake[1].sealed, awake[1].attempts, awake[2]) == ("waiting", None, 0, "")


def test_children_awake_only_behind_what_has_arrived(sender: Sender) -> None:
    with sender.database.write(STATION.actor) as writer:
        records.send_again(writer, CENTRE, *KEY, None)
        records.rest(writer, CENTRE, KEY, "behind", "parent", records.behind(("plans", "x")))
        records.wake_children(writer, CENTRE, [("plans", "y")])
    assert state(sender)[0] == "behind"
    with sender.database.write(STATION.actor) as writer:
        records.wake_children(writer, CENTRE, [("plans", "x")])
    assert state(sender)[0] == "waiting"


def test_what_is_under_way_is_not_put_together_anew_by_hand(sender: Sender) -> None:
    elg = patient(sender)
    sender.gather()
    sender.seal()
    with sender.database.write(STATION.actor) as writer:
        assert not records.retry(writer, CENTRE, ("patients", elg), elg)
        assert not records.leave(writer, CENTRE, ("patients", elg), elg)
