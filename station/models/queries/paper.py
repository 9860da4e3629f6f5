"""Reading the paper bridge: prints of plans, what came back, kept sheets, and the station's key."""

import json
from dataclasses import dataclass

from station.models.database import Reader
from station.models.driver import Row
from station.rules.papercode import ShortCode
from station.rules.plans import PlanContent

STATION_KEY = "paper_key"


@dataclass(frozen=True, slots=True)
class PrintRow:
    """A print that was made of a version; `printed_at` in UTC ms, `code` as people read it."""

    id: str
    version_id: str
    sheet: str
    code: str
    content_hash: str
    language: str
    pages: int
    printed_at: int
    printed_by: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What a GP answered on paper: "approved", "changed" or "returned"; `answered_on` is ISO."""

    id: str
    version_id: str
    number: int
    answer: str
    by_name: str
    answered_on: str
    channel: str
    note: str
    new_version_id: str
    registered_at: int
    registered_by: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A kept file without its content; `size` in bytes, `digest` SHA-256, `added_at` in UTC ms."""

    id: str
    patient_id: str
    subject_kind: str
    subject_id: str
    kind: str
    file_name: str
    media_type: str
    pages: int
    size: int
    digest: str
    note: str
    added_at: int
    added_by: str


def station_key(reader: Reader) -> bytes | None:
    """Give the key of this station's seal on paper, or None before the first print."""
    rows = reader.raw("SELECT value FROM meta WHERE key = ?", (STATION_KEY,))
    return bytes.fromhex(rows[0][0]) if rows else None


def prints(reader: Reader, patient_id: str) -> tuple[PrintRow, ...]:
    """Give the prints made of a patient's plans, the newest first."""
    rows = reader.raw(
        "SELECT p.id, p.version_id, p.sheet, p.code, p.content_hash, p.language, p.pages, "
        "p.printed_at, coalesce(u.name, '') FROM plan_prints p LEFT JOIN users u "
        "ON u.id = p.printed_by WHERE p.patient_id = ? ORDER BY p.printed_at DESC, p.rowid DESC",
        (patient_id,),
    )
    return tuple(PrintRow(*row) for row in rows)


def printed_id(reader: Reader, version_id: str, checksum: str) -> str:
    """Give the newest print of a version whose content's hash begins so, or ""."""
    rows = reader.raw(
        "SELECT id FROM plan_prints WHERE version_id = ? AND substr(content_hash, 1, ?) = ? "
        "ORDER BY printed_at DESC, rowid DESC LIMIT 1",
        (version_id, len(checksum), checksum),
    )
    return str(rows[0][0]) if rows else ""


def printed_content(reader: Reader, version_id: str, checksum: str) -> PlanContent | None:
    """Give what a version said when it was printed, by how that content's hash begins."""
    rows = reader.raw(
        "SELECT content FROM plan_prints WHERE version_id = ? "
        "AND substr(content_hash, 1, ?) = ? AND content <> '' LIMIT 1",
        (version_id, len(checksum), checksum),
    )
    return PlanContent.from_data(json.loads(rows[0][0])) if rows else None


def by_short_code(reader: Reader, short: ShortCode) -> tuple[str, ...]:
    """Give the ids of the versions that a short code may mean (nearly always one)."""
    rows = reader.raw(
        "SELECT id FROM plan_versions WHERE id >= ? AND id < ? AND number = ? ORDER BY id",
        (short.version.lower(), short.version.lower() + "g", short.number),
    )
    return tuple(str(row[0]) for row in rows)


def answers(reader: Reader, patient_id: str) -> tuple[AnswerRow, ...]:
    """Give what came back about a patient's plans, the newest first."""
    rows = reader.raw(
        "SELECT a.id, a.version_id, v.number, a.answer, a.by_name, coalesce(a.answered_on, ''), "
        "a.channel, a.note, coalesce(a.new_version_id, ''), a.registered_at, "
        "coalesce(u.name, '') FROM plan_answers a JOIN plan_versions v ON v.id = a.version_id "
        "LEFT JOIN users u ON u.id = a.registered_by WHERE a.patient_id = ? "
        "ORDER BY a.registered_at DESC, a.rowid DESC",
        (patient_id,),
    )
    return tuple(AnswerRow(*row) for row in rows)


_DOCUMENT = (
    "SELECT d.id, d.patient_id, d.subject_kind, d.subject_id, d.kind, d.file_name, d.media_type, "
    "d.pages, d.size, d.digest, d.note, d.added_at, coalesce(u.name, '') FROM documents d "
    "LEFT JOIN users u ON u.id = d.added_by "
)


def documents(reader: Reader, patient_id: str) -> tuple[DocumentRow, ...]:
    """Give the files kept about a patient, the newest first."""
    rows = reader.raw(
        f"{_DOCUMENT}WHERE d.patient_id = ? ORDER BY d.added_at DESC, d.rowid DESC", (patient_id,)
    )
    return tuple(_document(row) for row in rows)


def document(reader: Reader, document_id: str) -> tuple[DocumentRow, bytes] | None:
    """Give one kept file with its content, or None."""
    rows = reader.raw(f"{_DOCUMENT}WHERE d.id = ?", (document_id,))
    if not rows:
        return None
    content = reader.raw("SELECT content FROM documents WHERE id = ?", (document_id,))
    return _document(rows[0]), bytes(content[0][0])


def _document(row: Row) -> DocumentRow:
    return DocumentRow(*row)
