"""Writing the places that borrow equipment: GP offices, nursing homes and others."""

from collections.abc import Mapping

from sqlalchemy import insert, update

from station.models.database import Writer
from station.models.tables import institutions


def add(writer: Writer, institution_id: str, values: Mapping[str, str]) -> None:
    """Store an institution: `values` are its kind, name, contact, phone, address and note."""
    writer.run(
        insert(institutions).values(
            id=institution_id,
            **values,
            created_at=writer.now,
            created_by=writer.actor.user_id,
        )
    )
    writer.audit("institution_added", "institution", institution_id, kind=values["kind"])
    writer.touch("equipment")


def change(writer: Writer, institution_id: str, values: Mapping[str, str]) -> None:
    """Change what was written about an institution; the log says which fields."""
    writer.run(update(institutions).where(institutions.c.id == institution_id).values(**values))
    writer.audit("institution_changed", "institution", institution_id, fields=sorted(values))
    writer.touch("equipment")


def set_retired(writer: Writer, institution_id: str, *, retired: bool) -> bool:
    """Lend nothing more to an institution, or take it into use again; False if it is so already."""
    touched = writer.run(
        update(institutions)
        .where(institutions.c.id == institution_id, institutions.c.retired.is_(not retired))
        .values(retired=retired)
    )
    if not touched:
        return False
    action = "institution_retired" if retired else "institution_brought_back"
    writer.audit(action, "institution", institution_id)
    writer.touch("equipment")
    return True
