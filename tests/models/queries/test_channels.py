"""What the channels ask: who may be told of, which plan is the newest, which meter it was."""

from station.models.database import Actor, Database
from station.models.queries import channels as queries


def test_what_is_not_there_is_nothing(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        writer.quiet()
        assert queries.named(writer, ["x"]) == {}
        assert queries.newest_approved(writer, "x") == ""
        assert queries.sent_plans(writer, "plans", "x") == ()
        assert queries.meter(writer, "x") is None
        assert queries.answered_at(writer, "x", 1) == ""
        assert queries.last_codes(writer, "pmd", [("readings", "x")]) == {}
        assert queries.chosen(writer, "plans", "x") == ""
