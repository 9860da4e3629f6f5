"""Shared records as they stand now: their shared columns by name, one by one or page by page."""

from station.models.database import Reader
from station.rules.synced import Kind

Fields = dict[str, object]


def one(reader: Reader, kind: Kind, record_id: str) -> Fields | None:
    """Give a record's shared columns, None if there is no such record."""
    found = reader.raw(f"{_select(kind)} WHERE {kind.key} = ?", (record_id,))
    return _fields(kind, found[0]) if found else None


def page(
    reader: Reader, kind: Kind, *, patient_id: str | None = None, after: str = "", limit: int = 500
) -> list[Fields]:
    """Give up to `limit` records whose key comes after `after`, in the order of their keys.

    Of one patient only if `patient_id` is given; then a kind that is of no patient gives none.
    """
    if patient_id is not None and not kind.patient:
        return []
    whose = "" if patient_id is None else f"{kind.patient} = ? AND "
    values = (after,) if patient_id is None else (patient_id, after)
    sql = f"{_select(kind)} WHERE {whose}{kind.key} > ?"
    found = reader.raw(f"{sql} ORDER BY {kind.key} LIMIT ?", (*values, limit))
    return [_fields(kind, row) for row in found]


def count(reader: Reader, kind: Kind) -> int:
    """Give how many records of a kind there are."""
    return int(reader.raw(f"SELECT count(*) FROM {kind.name}")[0][0])  # noqa: S608  (names of rules/synced)


def document_content(reader: Reader, document_id: str) -> bytes:
    """Give the pages of a document, empty if there is none of this id."""
    found = reader.raw("SELECT content FROM documents WHERE id = ?", (document_id,))
    return bytes(found[0][0]) if found else b""


def _select(kind: Kind) -> str:
    columns = ", ".join(f'"{name}"' for name in kind.shared)
    return f"SELECT {columns} FROM {kind.name}"  # noqa: S608  (names of rules/synced only)


def _fields(kind: Kind, row: tuple[object, ...]) -> Fields:
    return dict(zip(kind.shared, row, strict=True))
