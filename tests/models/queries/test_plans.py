"""Reading plans: the version that counts, whose plan it is, and the prints that were made."""

import pytest

from station.core.trouble import Trouble
from station.models.database import Actor, Database
from station.models.queries import plans as queries
from station.models.queries.plans import PlanPerson, PlanPrint
from station.models.records import plans
from station.models.records.plans import Approved
from station.rules.plans import PlanContent
from tests.patients import registered

CONTENT = PlanContent("kols", "nb", review_on="2027-01-01")


def test_the_list_shows_approved_before_draft_and_those_without_a_plan(
    database: Database, actor: Actor
) -> None:
    elg = registered(database, actor)
    registered(database, actor, given="Stille", family="Brygge")
    with database.write(actor) as writer:
        plan_id = plans.add_plan(writer, elg, "kols")
        first = plans.add_draft(writer, plan_id, elg, 1, CONTENT)
        plans.approve(writer, first, Approved("Lege", "2026-11-20", "paper", "", 5))
        second = plans.add_draft(writer, plan_id, elg, 2, CONTENT, first)
        writer.audit("made", "plan", plan_id, elg)
    with database.read() as reader:
        without, row = queries.everyone(reader)
        assert [each.version.id for each in queries.versions(reader, elg)] == [second, first]
    assert (without.name, without.version_id, without.status) == ("Stille Brygge", "", "")
    assert (row.version_id, row.status, row.number, row.has_draft) == (first, "approved", 1, True)
    assert (row.template, row.review_on, row.in_force_from) == ("kols", "2027-01-01", 5)


def test_one_version_that_cannot_be_read_leaves_the_others_readable(
    database: Database, actor: Actor
) -> None:
    elg = registered(database, actor)
    with database.write(actor) as writer:
        plan_id = plans.add_plan(writer, elg, "kols")
        ids = [plans.add_draft(writer, plan_id, elg, number, CONTENT) for number in (1, 2, 3)]
        assert queries.readable(writer, elg)[1]
        writer.execute("UPDATE plan_versions SET content = '{}' WHERE id = ?", (ids[1],))
        found, whole = queries.readable(writer, elg)
        assert ([row.version.id for row in found], whole) == ([ids[2], ids[0]], False)
        with pytest.raises(Trouble) as told:
            queries.versions(writer, elg)
        writer.quiet()
    assert told.value.code == "plan_unreadable"


def test_whose_plan_it_is_says_nothing_of_where_she_lives(database: Database, actor: Actor) -> None:
    elg = registered(database, actor, address="Storgata 1", birth_date="1940-01-01")
    with database.read() as reader:
        found = queries.person(reader, elg)
        assert queries.person(reader, "0" * 32) is None
    assert found == PlanPerson(elg, "Rask Elg", "1940-01-01", "", "", "")


def test_the_newest_print_comes_first(database: Database, actor: Actor) -> None:
    elg = registered(database, actor)
    with database.write(actor) as writer:
        writer.audit("plan_printed", "plan_version", "v1", elg, code="A", content_hash="h")
        writer.audit("plan_print_saved", "plan_version", "v2", elg, status="draft")
        writer.audit("plan_opened", "plan_version", "v2", elg)
        now = writer.now
    with database.read() as reader:
        found = queries.prints(reader, elg)
    assert found == (PlanPrint("v2", now, "", "", "draft"), PlanPrint("v1", now, "A", "h", ""))
