"""Moving an answered form to the right patient: the answers whole, with every score of theirs."""

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.database import Writer
from station.models.queries import forms as queries
from station.models.queries import moves
from station.models.queries.forms import AnswerRow
from station.models.records import moves as records
from station.rules.readings import Excluded
from station.services.forms.answers import (
    Answered,
    AnsweredBy,
    AnswerSource,
    known_answer,
    mark_whole,
    store,
)
from station.services.forms.forms import known_version


def move_answer(writer: Writer, row: AnswerRow, to_patient: str, reason: str) -> str:
    """Leave answers out where they are and store them with the right patient; give the new id.

    Answers that were moved from there before are taken back in instead of being stored twice.
    """
    mark_whole(writer, row, Excluded.WRONG_PATIENT, reason)
    before = queries.answer_of_key(writer, to_patient, row.form_code, row.source_key)
    if before is not None:
        mark_whole(writer, known_answer(writer, before), Excluded.NO, "")
        return before
    form = known_version(writer, row.form_code, row.form_version).form
    receipt = store(writer, to_patient, form, _answered(row, moves.raw_answer(writer, row.id)))
    originals = {kind: reading for reading, kind in queries.readings_of(writer, row)}
    copied = known_answer(writer, receipt.answer_id)
    for reading_id, kind in queries.readings_of(writer, copied):
        # The same answers to the same version give the same scores.
        records.came_from(writer, reading_id, originals[kind])
    return receipt.answer_id


def undo_answer(writer: Writer, original_id: str, copy_id: str) -> None:
    """Take answers back to where they were; Trouble `move_undone` if that was done already."""
    copy = known_answer(writer, copy_id)
    if copy.excluded == Excluded.WRONG_PATIENT:
        raise Trouble("move_undone", N_("This was undone or moved on meanwhile."))
    original = known_answer(writer, original_id)
    mark_whole(writer, copy, Excluded.WRONG_PATIENT, original.excluded_reason)
    mark_whole(writer, original, Excluded.NO, "")


def _answered(row: AnswerRow, raw: str) -> Answered:
    return Answered(
        row.form_code,
        row.form_version,
        row.answers,
        AnsweredBy(row.answered_by),
        AnswerSource(row.source),
        row.answered_at,
        name=row.answered_name,
        comment=row.comment,
        language=row.language,
        source_key=row.source_key,
        raw=raw,
    )
