"""Writing templates of the municipality's own: drafts may change, one in use never does."""

from dataclasses import dataclass

from sqlalchemy import delete, update
from sqlalchemy.dialects.sqlite import insert

from station.core.ids import new_id
from station.models.database import Writer
from station.models.queries.templates import DRAFT, IN_USE, REPLACED
from station.models.records.plans import hash_of
from station.models.tables import plan_templates


@dataclass(frozen=True, slots=True)
class Checked:
    """Who read the wording for those who use the service; `on` is an ISO date."""

    by: str
    on: str
    note: str = ""


def add(writer: Writer, code: str, version: int, text: str) -> str:
    """Begin a version from the JSON `text`, and give its id."""
    version_id = new_id()
    writer.run(
        insert(plan_templates).values(
            id=version_id,
            code=code,
            version=version,
            status=DRAFT,
            content=text,
            content_hash=hash_of(text),
            created_at=writer.now,
            created_by=writer.actor.user_id,
        )
    )
    return version_id


def save(writer: Writer, version_id: str, text: str, before: str) -> bool:
    """Store a draft that still has the hash `before`; else False."""
    touched = writer.run(
        update(plan_templates)
        .where(
            plan_templates.c.id == version_id,
            plan_templates.c.status == DRAFT,
            plan_templates.c.content_hash == before,
        )
        .values(content=text, content_hash=hash_of(text))
    )
    return touched == 1


def drop(writer: Writer, version_id: str) -> bool:
    """Delete a draft; False if it is none (any more)."""
    touched = writer.run(
        delete(plan_templates).where(
            plan_templates.c.id == version_id, plan_templates.c.status == DRAFT
        )
    )
    return touched == 1


def take_into_use(writer: Writer, version_id: str, checked: Checked) -> bool:
    """Let a draft be what new plans begin from; False if it is none (any more)."""
    touched = writer.run(
        update(plan_templates)
        .where(plan_templates.c.id == version_id, plan_templates.c.status == DRAFT)
        .values(
            status=IN_USE,
            checked_by=checked.by,
            checked_on=checked.on,
            note=checked.note,
            decided_at=writer.now,
            decided_by=writer.actor.user_id,
        )
    )
    return touched == 1


def replace(writer: Writer, code: str) -> bool:
    """Let no version of the municipality's own be in use for `code`; False if none was."""
    touched = writer.run(
        update(plan_templates)
        .where(plan_templates.c.code == code, plan_templates.c.status == IN_USE)
        .values(status=REPLACED)
    )
    return touched > 0
