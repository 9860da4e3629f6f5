"""Writing forms: what was decided stays, an answer is only left out."""

import pytest

from station.models.database import Actor, Database
from station.models.driver import dbapi
from station.models.queries import forms as queries
from station.models.queries.followup import unread_comments
from station.models.records import forms as records
from station.models.records.forms import NewAnswer
from station.rules.forms import FormStatus
from station.rules.readings import Excluded
from tests.forms_rules import FORM
from tests.patients import log_of, registered

ANSWER_ID = "a" * 32


def added(database: Database, actor: Actor, status: FormStatus) -> str:
    with database.write(actor) as writer:
        version_id = records.add_version(writer, FORM, status, actor.user_id)
        writer.audit("form_made_for_test", "form", FORM.code)
    return version_id


def answered(database: Database, actor: Actor, *, read: bool) -> str:
    patient_id = registered(database, actor)
    answer = NewAnswer(
        ANSWER_ID,
        patient_id,
        "day",
        1,
        "nb",
        1000,
        "patient",
        "Klok Elg",
        "tablet",
        {"cough": 1, "amount": None},
        {"day.cough": 1.0, "day.amount": None},
        "Sov dårlig",
        read,
        "k",
    )
    with database.write(actor) as writer:
        records.add_answer(writer, answer)
        writer.audit("answer_made_for_test", "form_answer", ANSWER_ID)
    return patient_id


@pytest.mark.parametrize("status", [FormStatus.IN_USE, FormStatus.OFFERED])
def test_the_file_itself_refuses_to_change_or_drop_what_was_decided(
    database: Database, actor: Actor, status: FormStatus
) -> None:
    added(database, actor, status)
    for statement in (
        "UPDATE form_versions SET content = '{}'",
        "DELETE FROM form_versions",
    ):
        with pytest.raises(dbapi().DatabaseError), database.write(actor) as writer:
            writer.execute(statement)
    with database.write(actor) as writer:
        assert not records.save_draft(writer, FORM, records.hash_of(records.content_text(FORM)))
        assert not records.drop_draft(writer, "day", 1)


def test_a_draft_is_saved_over_what_was_read_and_dropped(database: Database, actor: Actor) -> None:
    added(database, actor, FormStatus.DRAFT)
    with database.write(actor) as writer:
        assert not records.save_draft(writer, FORM, "another")
        assert records.save_draft(writer, FORM, records.hash_of(records.content_text(FORM)))
        assert records.drop_draft(writer, "day", 1)
        assert queries.one(writer, "day", 1) is None
        writer.quiet()


def test_in_use_replaced_retired_and_back(database: Database, actor: Actor) -> None:
    added(database, actor, FormStatus.DRAFT)
    with database.write(actor) as writer:
        assert not records.retire(writer, "day")
        assert records.take_into_use(writer, "day", 1, "Klok Ugle", "2026-01-02")
        assert not records.take_into_use(writer, "day", 1, "Klok Ugle", "2026-01-02")
        assert records.retire(writer, "day")
        assert records.take_into_use(writer, "day", 1, "Klok Ugle", "2026-01-03")
        assert records.replace_in_use(writer, "day") == 1
        assert records.replace_in_use(writer, "day") == 0
        assert not records.take_into_use(writer, "day", 1, "Klok Ugle", "2026-01-03")
        writer.quiet()
    with database.read() as reader:
        row = queries.one(reader, "day", 1)
    assert row is not None
    assert (row.status, row.checked_by, row.checked_on, row.shipped) == (
        FormStatus.REPLACED,
        "Klok Ugle",
        "2026-01-03",
        False,
    )
    assert row.form == FORM


@pytest.mark.parametrize("read", [True, False])
def test_words_are_read_once(database: Database, actor: Actor, *, read: bool) -> None:
    patient_id = answered(database, actor, read=read)
    with database.write(actor) as writer:
        assert unread_comments(writer) == ({} if read else {patient_id: 1})
        assert records.mark_read(writer, ANSWER_ID) is not read
        assert not records.mark_read(writer, ANSWER_ID)
        assert unread_comments(writer) == {}
        writer.quiet()


def test_an_answer_is_left_out_and_taken_back_in(database: Database, actor: Actor) -> None:
    patient_id = answered(database, actor, read=False)
    with database.write(actor) as writer:
        records.exclude(writer, ANSWER_ID, Excluded.TEST, "Opplæring")
        row = queries.answer(writer, ANSWER_ID)
        assert row is not None
        assert (row.excluded, row.excluded_reason) == ("test", "Opplæring")
        assert unread_comments(writer) == queries.last_answered(writer, patient_id) == {}
        assert queries.gaps(writer, patient_id, 0, 9999) == {}
        records.exclude(writer, ANSWER_ID, Excluded.NO, "ignored")
        back = queries.answer(writer, ANSWER_ID)
        assert back is not None
        assert (back.excluded, back.excluded_reason) == ("", "")
        writer.quiet()


def test_a_print_is_in_the_log(database: Database, actor: Actor) -> None:
    patient_id = registered(database, actor)
    with database.write(actor) as writer:
        records.printed(writer, "day/1", "", patient_id, "0" * 64)
        records.printed(writer, "day/1", ANSWER_ID, patient_id, "0" * 64)
    with database.read() as reader:
        assert {"form_printed", "answers_printed"} <= set(log_of(reader, patient_id))
