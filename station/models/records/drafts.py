"""Writing drafts: encrypted like all else, for their owner, and no part of the record."""

import json
from collections.abc import Mapping

from sqlalchemy.dialects.sqlite import insert

from station.core.ids import same_id
from station.models.database import Writer
from station.models.tables import drafts


def keep(
    writer: Writer,
    user_id: str,
    subject_kind: str,
    subject_id: str,
    content: Mapping[str, object],
) -> None:
    """Keep the user's draft about one thing, in the place of the one before."""
    text = json.dumps(dict(content), ensure_ascii=False)
    row = {"content": text, "changed_at": writer.now}
    statement = insert(drafts).values(
        id=same_id("draft", user_id, subject_kind, subject_id),
        user_id=user_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        **row,
    )
    writer.run(
        statement.on_conflict_do_update(
            index_elements=["user_id", "subject_kind", "subject_id"], set_=row
        )
    )
    writer.quiet()


def drop(writer: Writer, user_id: str, subject_kind: str, subject_id: str) -> None:
    """Let go of the user's draft about one thing, if there is one."""
    writer.run(
        drafts.delete().where(
            drafts.c.user_id == user_id,
            drafts.c.subject_kind == subject_kind,
            drafts.c.subject_id == subject_id,
        )
    )
    writer.quiet()
