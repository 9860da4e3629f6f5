"""Which version of a template there is, and who made it."""

from station.models.database import Actor, Database
from station.models.queries import templates as queries
from station.models.records import templates as records


def test_versions_come_newest_first_with_who_began_them(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        made = [records.add(writer, "kols", number, "{}") for number in (1, 2)]
        writer.audit("template_begun", "plan_template", made[0])
    with database.read() as reader:
        rows = queries.versions(reader, "kols")
        assert queries.versions(reader, "diabetes") == ()
        assert queries.in_use(reader, "kols") is None
    assert [row.id for row in rows] == made[::-1]
    assert {row.decided_by for row in rows} == {""}
