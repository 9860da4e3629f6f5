"""Reading what a move to the right patient needs: keys, files, copies, and what was raised."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from station.models.database import Reader

_OF_ANSWER = "form:"


@dataclass(frozen=True, slots=True)
class Trace:
    """What a stored reading can be traced by; empty texts for what it has not.

    `answer_id` is set on the score of an answered form, `batch_id` and `file_name` on what a file
    brought, `copy_id` on one that counts at another patient since it was moved there.
    """

    reading_id: str
    source_key: str
    raw: str
    batch_id: str
    file_name: str
    row_number: int | None
    moved_from: str
    copy_id: str

    @property
    def answer_id(self) -> str:
        """Give the answered form that the reading is a score of, or an empty text."""
        return self.source_key[len(_OF_ANSWER) :] if self.source_key.startswith(_OF_ANSWER) else ""


def trace(reader: Reader, reading_id: str) -> Trace | None:
    """Give what one reading can be traced by, or None if there is none with that id."""
    rows = reader.raw(
        "SELECT r.id, r.source_key, r.raw, coalesce(r.batch_id, ''), coalesce(b.file_name, ''), "
        "r.row_number, coalesce(r.moved_from, ''), coalesce((SELECT c.id FROM readings c "
        "WHERE c.moved_from = r.id AND c.excluded <> 'wrong_patient' LIMIT 1), '') "
        "FROM readings r LEFT JOIN import_batches b ON b.id = r.batch_id WHERE r.id = ?",
        (reading_id,),
    )
    return Trace(*rows[0]) if rows else None


def origins(reader: Reader, reading_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Give of each reading which one it was moved from, and the answered form it is a score of."""
    rows = reader.raw(
        "SELECT r.id, coalesce(r.moved_from, ''), CASE WHEN r.source_key LIKE 'form:%' "
        "THEN substr(r.source_key, 6) ELSE '' END FROM json_each(?) w "
        "JOIN readings r ON r.id = w.value",
        (json.dumps(list(reading_ids)),),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def moved_away(reader: Reader, reading_ids: Iterable[str]) -> set[str]:
    """Give those of the readings that count at another patient since they were moved there."""
    rows = reader.raw(
        "SELECT DISTINCT c.moved_from FROM json_each(?) w JOIN readings c "
        "ON c.moved_from = w.value WHERE c.excluded <> 'wrong_patient'",
        (json.dumps(list(reading_ids)),),
    )
    return {row[0] for row in rows}


def in_batch(reader: Reader, batch_id: str, patient_id: str) -> tuple[str, ...]:
    """Give the readings that a file brought one patient and that are hers still, oldest first."""
    rows = reader.raw(
        "SELECT id FROM readings WHERE batch_id = ? AND patient_id = ? "
        "AND excluded <> 'wrong_patient' ORDER BY taken_at, id",
        (batch_id, patient_id),
    )
    return tuple(row[0] for row in rows)


def held_in_batch(reader: Reader, batch_id: str, patient_id: str) -> tuple[tuple[str, str], ...]:
    """Give what of a file waits in quarantine for one patient, as (item, reason)."""
    rows = reader.raw(
        "SELECT id, reason_code FROM quarantine WHERE batch_id = ? AND patient_id = ? "
        "AND state = 'open' ORDER BY row_number, id",
        (batch_id, patient_id),
    )
    return tuple((row[0], row[1]) for row in rows)


def alerts_by(reader: Reader, patient_id: str, reading_ids: Iterable[str]) -> int:
    """Count the open alerts of a patient that these readings raised or went on."""
    rows = reader.raw(
        "SELECT count(DISTINCT a.id) FROM json_each(?) w JOIN alert_events e "
        "ON e.reading_id = w.value AND e.patient_id = ? JOIN alerts a ON a.id = e.alert_id "
        "WHERE a.state <> 'closed'",
        (json.dumps(list(reading_ids)), patient_id),
    )
    return int(rows[0][0])


def raw_answer(reader: Reader, answer_id: str) -> str:
    """Give what an answered form came as, before it was read; empty for one typed in."""
    rows = reader.raw("SELECT raw FROM form_answers WHERE id = ?", (answer_id,))
    return str(rows[0][0]) if rows else ""
