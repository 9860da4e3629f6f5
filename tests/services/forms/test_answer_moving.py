"""An answered form is moved whole: its scores with it, never one alone, never twice."""

import pytest

from station.core.trouble import Trouble
from station.models.queries import forms as form_queries
from station.models.queries import moves
from station.models.queries import readings as queries
from station.rules.readings import Excluded
from station.services.forms.answers import Answered, AnsweredBy, AnswerSource
from tests.cohort import Cohort


@pytest.fixture
def two(cohort: Cohort) -> tuple[str, str]:
    return cohort.patient("Stille Brygge"), cohort.patient("Lun Hylle")


def answer(cohort: Cohort, patient: str) -> str:
    """Store answers to the daily questions for COPD and give their id."""
    station, session = cohort.station, cohort.session
    station.forms.ready(session)
    with station.record.read() as reader:
        (row,) = form_queries.in_use(reader, "mmrc")
    item = row.form.items[0]
    given = Answered(
        "mmrc",
        row.version,
        {item.code: item.choices[2].value},
        AnsweredBy.PATIENT,
        AnswerSource.PAPER,
        cohort.clock.now(),
        comment="sagt på telefon",
    )
    return station.answers.answer(session, patient, given).answer_id


def scores(cohort: Cohort, patient: str) -> list[str]:
    with cohort.station.record.read() as reader:
        kinds = queries.kinds_of(reader, patient)
        found = [each for kind in kinds for each in queries.history(reader, patient, kind)]
    return [each.kind for each in found if each.counts]


def test_answers_are_moved_whole_and_back(cohort: Cohort, two: tuple[str, str]) -> None:
    wrong, right = two
    moving, session = cohort.station.moving, cohort.session
    answer_id = answer(cohort, wrong)
    before = scores(cohort, wrong)
    with cohort.station.record.read() as reader:
        reading = queries.newest(reader, wrong, 1)[0].id
    assert moving.preview(session, reading).answer_id == answer_id
    with pytest.raises(Trouble, match="reading_of_form"):
        moving.move(session, reading, right, "hans")
    moved = moving.move_answer(session, answer_id, right, "hans")
    assert (scores(cohort, wrong), scores(cohort, right)) == ([], before)
    (copy,) = cohort.station.answers.listing(session, right)
    assert copy.id == moved.answer[1]
    with cohort.station.record.read() as reader:
        assert moves.moved_away(reader, [reading]) == {reading}
    for again in (
        lambda: moving.move_answer(session, answer_id, right, "hans"),
        lambda: cohort.station.answers.take_back(session, answer_id),
        lambda: cohort.station.manual.mark(session, reading, Excluded.NO),
    ):
        with pytest.raises(Trouble, match=r"move_again|reading_moved"):
            again()
    moving.undo(session, moved)
    assert (scores(cohort, wrong), scores(cohort, right)) == (before, [])
    with pytest.raises(Trouble, match="move_undone"):
        moving.undo(session, moved)
    assert moving.move_answer(session, answer_id, right, "igjen").answer == moved.answer


def test_a_score_is_marked_with_its_whole_answer(cohort: Cohort, two: tuple[str, str]) -> None:
    patient, _ = two
    manual, session = cohort.station.manual, cohort.session
    answer(cohort, patient)
    before = scores(cohort, patient)
    with cohort.station.record.read() as reader:
        reading = queries.newest(reader, patient, 1)[0].id
    with pytest.raises(Trouble, match="reading_of_form"):
        manual.mark(session, reading, Excluded.ACTIVITY)
    manual.mark(session, reading, Excluded.TEST, "prøve")
    assert scores(cohort, patient) == []
    manual.mark(session, reading, Excluded.NO)
    assert scores(cohort, patient) == before
