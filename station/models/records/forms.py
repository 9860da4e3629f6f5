"""Writing forms: a decided version never changes, and an answer is only ever left out.

Without SQLAlchemy, because the forms of the program are put in place at the first sign-in.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from station.core.ids import new_id
from station.models.database import Writer
from station.rules.form_data import form_data
from station.rules.forms import Form, FormStatus
from station.rules.readings import Excluded


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """Answers to one version of a form, as they are kept; times in UTC milliseconds.

    `answers` and `scores` are by item and by component. `read` says that whoever stored it has
    seen every word of it, or that there are none.
    """

    id: str
    patient_id: str
    form_code: str
    form_version: int
    language: str
    answered_at: int
    answered_by: str
    answered_name: str
    source: str
    answers: Mapping[str, object]
    scores: Mapping[str, float | None]
    comment: str
    read: bool
    source_key: str
    raw: str = ""


def content_text(form: Form) -> str:
    """Give the JSON text of a form, always the same for the same content."""
    return json.dumps(form_data(form), ensure_ascii=False, sort_keys=True)


def hash_of(text: str) -> str:
    """Give the hash by which two contents are told apart."""
    return hashlib.sha256(text.encode()).hexdigest()


def add_version(writer: Writer, form: Form, status: FormStatus, made_by: str) -> str:
    """Add a version of a form, and give its id."""
    version_id, text = new_id(), content_text(form)
    decided = status in (FormStatus.IN_USE, FormStatus.OFFERED)
    writer.execute(
        "INSERT INTO form_versions (id, code, version, status, content, content_hash, "
        "created_at, created_by, decided_at, decided_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            version_id,
            form.code,
            form.version,
            status.value,
            text,
            hash_of(text),
            writer.now,
            made_by,
            writer.now if decided else None,
            made_by if decided else None,
        ),
    )
    return version_id


def save_draft(writer: Writer, form: Form, before: str) -> bool:
    """Store a draft's content if it still is the draft with the hash `before`; else False."""
    text = content_text(form)
    touched = writer.execute(
        "UPDATE form_versions SET content = ?, content_hash = ? "
        "WHERE code = ? AND version = ? AND status = 'draft' AND content_hash = ?",
        (text, hash_of(text), form.code, form.version, before),
    )
    return touched == 1


def drop_draft(writer: Writer, code: str, version: int) -> bool:
    """Delete a draft; False if it is none (any more)."""
    touched = writer.execute(
        "DELETE FROM form_versions WHERE code = ? AND version = ? AND status = 'draft'",
        (code, version),
    )
    return touched == 1


def replace_in_use(writer: Writer, code: str) -> int:
    """End the use of the version in use, as another follows; give how many there were (0 or 1)."""
    return writer.execute(
        "UPDATE form_versions SET status = 'replaced' WHERE code = ? AND status = 'in_use'", (code,)
    )


def take_into_use(writer: Writer, code: str, version: int, by: str, on: str) -> bool:
    """Put a draft, an offered or a retired version in use, quality-checked by a person on a day.

    False if it is none of these (any more).
    """
    touched = writer.execute(
        "UPDATE form_versions SET status = 'in_use', checked_by = ?, checked_on = ?, "
        "decided_at = ?, decided_by = ? WHERE code = ? AND version = ? "
        "AND status IN ('draft', 'offered', 'retired')",
        (by, on, writer.now, writer.actor.user_id, code, version),
    )
    return touched == 1


def retire(writer: Writer, code: str) -> bool:
    """Take a form out of use; what was answered stays. False if none was in use."""
    touched = writer.execute(
        "UPDATE form_versions SET status = 'retired', decided_at = ?, decided_by = ? "
        "WHERE code = ? AND status = 'in_use'",
        (writer.now, writer.actor.user_id, code),
    )
    return touched == 1


def add_answer(writer: Writer, answer: NewAnswer) -> None:
    """Store answers; their scores become readings by intake."""
    read_at = writer.now if answer.read else None
    read_by = writer.actor.user_id if answer.read else None
    writer.execute(
        "INSERT INTO form_answers (id, patient_id, form_code, form_version, language, "
        "answered_at, arrived_at, answered_by, answered_name, source, answers, scores, comment, "
        "comment_read_at, comment_read_by, entered_by, source_key, raw) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            answer.id,
            answer.patient_id,
            answer.form_code,
            answer.form_version,
            answer.language,
            answer.answered_at,
            writer.now,
            answer.answered_by,
            answer.answered_name,
            answer.source,
            json.dumps(dict(answer.answers), ensure_ascii=False),
            json.dumps(dict(answer.scores)),
            answer.comment,
            read_at,
            read_by,
            writer.actor.user_id,
            answer.source_key,
            answer.raw,
        ),
    )


def mark_read(writer: Writer, answer_id: str) -> bool:
    """Note that the words of an answer were read; False if they were already."""
    touched = writer.execute(
        "UPDATE form_answers SET comment_read_at = ?, comment_read_by = ? "
        "WHERE id = ? AND comment_read_at IS NULL",
        (writer.now, writer.actor.user_id, answer_id),
    )
    return touched == 1


def exclude(writer: Writer, answer_id: str, excluded: Excluded, reason: str) -> None:
    """Leave an answer out (a test, the wrong patient), or take it back in; its words stay."""
    out = excluded is not Excluded.NO
    writer.execute(
        "UPDATE form_answers SET excluded = ?, excluded_reason = ?, excluded_by = ?, "
        "excluded_at = ? WHERE id = ?",
        (
            excluded.value,
            reason if out else "",
            writer.actor.user_id if out else None,
            writer.now if out else None,
            answer_id,
        ),
    )


def printed(writer: Writer, code: str, answer_id: str, patient_id: str | None, digest: str) -> None:
    """Enter that a form was printed, empty or answered: its SHA-256."""
    if answer_id:
        writer.audit("answers_printed", "form_answer", answer_id, patient_id, hash=digest)
    else:
        writer.audit("form_printed", "form", code, patient_id, hash=digest)
