"""Reading templates of the municipality's own: every version, one of them, the one in use."""

from dataclasses import dataclass

from station.models.database import Reader
from station.models.driver import Row

DRAFT, IN_USE, REPLACED = "draft", "in_use", "replaced"


@dataclass(frozen=True, slots=True)
class OwnTemplate:
    """One version as it is stored; `content` is JSON text, `checked_on` an ISO date or empty."""

    id: str
    code: str
    version: int
    status: str
    content: str
    content_hash: str
    checked_by: str
    checked_on: str
    note: str
    created_at: int
    created_by: str
    decided_at: int | None
    decided_by: str


_OWN = (
    "SELECT t.id, t.code, t.version, t.status, t.content, t.content_hash, t.checked_by, "
    "coalesce(t.checked_on, ''), t.note, t.created_at, coalesce(c.name, ''), t.decided_at, "
    "coalesce(d.name, '') FROM plan_templates t LEFT JOIN users c ON c.id = t.created_by "
    "LEFT JOIN users d ON d.id = t.decided_by "
)


def versions(reader: Reader, code: str = "") -> tuple[OwnTemplate, ...]:
    """Give every version of one template (of all without `code`), the newest first."""
    rows = reader.raw(f"{_OWN}WHERE ?1 IN ('', t.code) ORDER BY t.code, t.version DESC", (code,))
    return tuple(_own(row) for row in rows)


def one(reader: Reader, version_id: str) -> OwnTemplate | None:
    """Give one version, or None."""
    rows = reader.raw(f"{_OWN}WHERE t.id = ?", (version_id,))
    return _own(rows[0]) if rows else None


def numbered(reader: Reader, code: str, version: int) -> OwnTemplate | None:
    """Give the version of this number, or None."""
    rows = reader.raw(f"{_OWN}WHERE t.code = ? AND t.version = ?", (code, version))
    return _own(rows[0]) if rows else None


def in_use(reader: Reader, code: str) -> OwnTemplate | None:
    """Give the version of the municipality's own that new plans begin from, or None."""
    rows = reader.raw(
        f"{_OWN}WHERE t.code = ? AND t.status = 'in_use' ORDER BY t.version DESC LIMIT 1", (code,)
    )
    return _own(rows[0]) if rows else None


def _own(row: Row) -> OwnTemplate:
    return OwnTemplate(*row)
