"""Answers that come from elsewhere: taken in like any other, or kept as they came.

What cannot be understood for certain is held back with its raw form; nothing is guessed.
"""

import hashlib
from dataclasses import dataclass

from station.core.i18n import LANGUAGES
from station.models.database import Reader, Writer
from station.models.queries import forms as queries
from station.models.queries import imports as import_queries
from station.models.queries import judging as judging_queries
from station.models.queries.forms import VersionRow
from station.models.records import quarantine as quarantine_records
from station.models.records.quarantine import Held
from station.rules.form_scoring import MOST_TEXT, answered, is_writable
from station.rules.forms import ANSWERED, FormStatus
from station.rules.kinds import is_dotted
from station.services.forms.answers import Answered, age_of, store, time_fault
from station.services.known import known_patient
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

MOST_RAW = 200_000
"""The most letters of a raw form that are kept; its length and hash tell of the rest."""


@dataclass(frozen=True, slots=True)
class Received:
    """Answers from elsewhere: as they were understood, and `raw` as they came.

    Without a patient, `person_key` is whom the sender names. `version` is what the sender says,
    None where it says nothing.
    """

    given: Answered
    raw: str
    patient_id: str | None
    version: int | None
    person_key: str = ""


class AnswerReceiving:
    """Takes in what a tablet or a response centre sends."""

    def __init__(self, record: Record) -> None:
        """Write to `record`."""
        self._record = record

    def receive(self, session: Session, received: Received) -> str:
        """Take in one answered form; give STORED, DUPLICATE or the reason it was held back for.

        The reasons: `unknown_patient`, `deceased`, `form_version_unknown`, `future`, `long_ago`,
        `answers_unfit`.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            return receive(writer, received)


def receive(writer: Writer, received: Received) -> str:
    """Take in one answered form inside the caller's unit of work."""
    row = _version(writer, received)
    reason = _reason(writer, received, row)
    if reason or row is None or received.patient_id is None:
        _hold(writer, received, reason)
        return reason
    return store(writer, received.patient_id, row.form, received.given).outcome


def _version(reader: Reader, received: Received) -> VersionRow | None:
    if received.version is None:
        return None
    row = queries.one(reader, received.given.form_code, received.version)
    known = row is not None and row.status not in (FormStatus.DRAFT, FormStatus.OFFERED)
    return row if known else None


def _reason(reader: Writer, received: Received, row: VersionRow | None) -> str:
    """Why these answers are held back, "" where they are not."""
    given = received.given
    patient = (
        judging_queries.followed(reader, reader.now, received.patient_id)
        if received.patient_id
        else ()
    )
    if not patient or received.patient_id is None:
        return "unknown_patient"
    if patient[0].deceased:
        return "deceased"
    if row is None:
        return "form_version_unknown"
    if reason := time_fault(given, reader.clock_now):
        return reason
    birth_date = known_patient(reader, received.patient_id).birth_date or ""
    age = age_of(birth_date, given.answered_at)
    words = (given.comment, given.name, given.raw, given.source_key)
    unfit = any(len(text) > MOST_TEXT or not is_writable(text) for text in words)
    if unfit or given.language not in LANGUAGES or answered(row.form, given.answers, age):
        return "answers_unfit"
    return ""


def _hold(writer: Writer, received: Received, reason: str) -> None:
    given, raw = received.given, received.raw.encode("utf-8", "replace").decode()
    if import_queries.is_held(writer, reason, raw[:MOST_RAW]):
        writer.quiet()
        return
    named = f"{given.form_code[:100]}.{ANSWERED}"
    digest = hashlib.sha256(raw.encode()).hexdigest()
    held = Held(
        source=given.source.value,
        reason_code=reason,
        raw=raw[:MOST_RAW],
        patient_id=None if reason == "unknown_patient" else received.patient_id,
        kind=named if is_dotted(named) else "",
        reason_values={
            "form": given.form_code[:100],
            "version": received.version,
            "answered_at": given.answered_at,
            "person": received.person_key,
            "length": len(raw),
            "sha256": digest,
        },
    )
    quarantine_records.hold(writer, (held,))
    writer.audit("answers_held", "quarantine", "", held.patient_id, reason=reason, hash=digest)
    writer.touch("quarantine")
