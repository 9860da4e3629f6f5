"""Reading forms: the newest says what answers mean, the older ones what only they know."""

from dataclasses import replace

from station.models.database import Actor, Database
from station.models.queries import forms as queries
from station.models.records import forms as records
from station.rules.forms import SHIPPED, Choice, Form, FormStatus
from station.rules.limits import Level
from tests.forms_rules import COUGH, FORM, said
from tests.models.records.test_forms import ANSWER_ID, answered

NEWER = replace(
    FORM,
    version=2,
    totals=(),
    items=(
        replace(COUGH, choices=(*COUGH.choices[:1], Choice(2, said("Mye"), Level.YELLOW))),
        *FORM.items[1:],
    ),
)


def add(database: Database, actor: Actor, *versions: tuple[Form, FormStatus]) -> None:
    with database.write(actor) as writer:
        for form, status in versions:
            records.add_version(writer, form, status, SHIPPED)
        writer.audit("form_made_for_test", "form", "day")


def test_levels_of_the_newest_and_what_only_an_older_one_has(
    database: Database, actor: Actor
) -> None:
    draft = replace(FORM, version=3, items=(replace(COUGH, levels=(), choices=()),), totals=())
    add(
        database,
        actor,
        (FORM, FormStatus.REPLACED),
        (NEWER, FormStatus.IN_USE),
        (draft, FormStatus.DRAFT),
    )
    with database.read() as reader:
        assert queries.answer_levels(reader, "day.cough") == {
            0: Level.GREEN,
            1: Level.RED,
            2: Level.YELLOW,
        }
        assert queries.answer_levels(reader, "day.answered") == {}
        assert queries.answer_levels(reader, "sys") == {}
        assert [form.version for form in queries.decided_versions(reader)] == [1, 2]
        assert [row.version for row in queries.versions(reader, "day")] == [3, 2, 1]
        assert [row.version for row in queries.in_use(reader)] == [2]
        assert set(queries.hashes(reader)["day"]) == {1, 2, 3}
        assert all(row.shipped for row in queries.versions(reader))


def test_answers_of_one_patient(database: Database, actor: Actor) -> None:
    patient_id = answered(database, actor, read=False)
    with database.read() as reader:
        row = queries.answer(reader, ANSWER_ID)
        assert row is not None
        assert queries.answers(reader, patient_id) == queries.answers(reader, patient_id, "day")
        assert queries.answers(reader, patient_id, "mmrc") == ()
        assert queries.answers(reader, patient_id) == (row,)
        assert (row.answers["cough"], row.scores, row.unread) == (
            1,
            {"day.cough": 1, "day.amount": None},
            True,
        )
        assert queries.answer_of_key(reader, patient_id, "day", "k") == ANSWER_ID
        assert queries.answer_of_key(reader, patient_id, "day", "other") is None
        assert queries.answer(reader, "0" * 32) is None
        assert queries.last_answered(reader, patient_id) == {"day": 1000}
        assert queries.gaps(reader, patient_id, 0, 2000) == {"day.amount": (1000,)}
        assert queries.gaps(reader, patient_id, 1001, 2000) == {}
        assert queries.readings_of(reader, row) == ()
