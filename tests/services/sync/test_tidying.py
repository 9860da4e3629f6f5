"""What was worked in long ago is let go of; what waits, is held, or is not known stays for ever."""

from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries.outbox import Head
from station.models.records import outbox, sync_inbox
from station.services.sync.tidying import DAY_MS, Tidying

CENTRE = "centre"


def test_only_what_is_over_and_known_goes(
    database: Database, actor: Actor, clock: FixedClock
) -> None:
    with database.write(actor) as writer:
        for state in ("done", "same", "waiting", "held", "left", "new"):
            for known in ("known", "derived"):
                name = f"{state}-{known}"
                about = ("pauses", name)
                sync_inbox.add(writer, CENTRE, ("Flag", name, "1"), "{}", about)
                item = writer.raw("SELECT id FROM sync_inbox ORDER BY rowid DESC LIMIT 1")[0][0]
                sync_inbox.settle(writer, item, state, about)
                if known == "known":
                    outbox.keep_head(writer, CENTRE, about, Head("Flag", name, "1", "{}"))
    assert _tidied(database, actor) == 12
    clock.advance(30 * DAY_MS)
    assert _tidied(database, actor) == 12
    clock.advance(DAY_MS)
    assert _tidied(database, actor) == 10
    with database.read() as reader:
        gone = {"done-known", "same-known"}
        left = {row[0] for row in reader.raw("SELECT resource_id FROM sync_inbox")}
        assert not left & gone


def _tidied(database: Database, actor: Actor) -> int:
    tidying, more = Tidying(CENTRE), True
    while more:
        with database.write(actor) as writer:
            more = tidying.tidy(writer)
    with database.read() as reader:
        return int(reader.raw("SELECT count(*) FROM sync_inbox")[0][0])
