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


_PRINT = (
    "SELECT p.id, p.version_id, p.sheet, p.code, p.content_hash, p.language, p.pages, "
    "p.printed_at, coalesce(u.name, '') FROM plan_prints p LEFT JOIN users u "
    "ON u.id = p.printed_by "
)


def newest_print(reader: Reader, version_id: str, checksum: str) -> PrintRow | None:
    """Give the newest print of a version whose content's hash begins so ("" for any), or None."""
    rows = reader.raw(
        f"{_PRINT}WHERE p.version_id = ? AND substr(p.content_hash, 1, ?) = ? "
        "ORDER BY p.printed_at DESC, p.rowid DESC LIMIT 1",
        (version_id, len(checksum), checksum),
    )
    return PrintRow(*rows[0]) if rows else None


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
