"""Drafts: what a person had begun to write, for that person alone."""

import json
from dataclasses import dataclass
from typing import Any

from station.models.database import Reader


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft: what kind of thing it is about, which one, its content, when it was kept."""

    subject_kind: str
    subject_id: str
    content: dict[str, Any]
    changed_at: int


def of_user(reader: Reader, user_id: str) -> tuple[Draft, ...]:
    """Give all drafts of one user, the newest first."""
    rows = reader.raw(
        "SELECT subject_kind, subject_id, content, changed_at FROM drafts "
        "WHERE user_id = ? ORDER BY changed_at DESC, id",
        (user_id,),
    )
    return tuple(Draft(kind, subject, json.loads(text), at) for kind, subject, text, at in rows)


def one(reader: Reader, user_id: str, subject_kind: str, subject_id: str) -> Draft | None:
    """Give the user's draft about one thing, if there is one."""
    rows = reader.raw(
        "SELECT content, changed_at FROM drafts "
        "WHERE user_id = ? AND subject_kind = ? AND subject_id = ?",
        (user_id, subject_kind, subject_id),
    )
    if not rows:
        return None
    return Draft(subject_kind, subject_id, json.loads(rows[0][0]), rows[0][1])
