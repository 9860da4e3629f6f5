"""Files that belong to the same person."""

from dataclasses import dataclass, fields

from sqlalchemy import or_, select

from station.models.database import Reader
from station.models.tables import patient_links


@dataclass(frozen=True, slots=True)
class LinkRow:
    """Two files said to be of one person, by whom and why, and how that ended if it did."""

    id: str
    patient_a: str
    patient_b: str
    reason: str
    linked_at: int
    linked_by: str
    unlinked_at: int | None
    unlinked_by: str | None
    unlink_reason: str

    def other(self, patient_id: str) -> str:
        """The id of the file at the other end."""
        return self.patient_b if patient_id == self.patient_a else self.patient_a


def links_of(reader: Reader, patient_id: str) -> tuple[LinkRow, ...]:
    """Every link of this file, also those taken apart again, the newest first."""
    wanted = (
        select(*(patient_links.c[field.name] for field in fields(LinkRow)))
        .where(
            or_(
                patient_links.c.patient_a == patient_id,
                patient_links.c.patient_b == patient_id,
            )
        )
        .order_by(patient_links.c.linked_at.desc(), patient_links.c.id)
    )
    return tuple(LinkRow(*row) for row in reader.rows(wanted))


def link(reader: Reader, link_id: str) -> LinkRow | None:
    """The link with this id, or None."""
    wanted = select(*(patient_links.c[field.name] for field in fields(LinkRow))).where(
        patient_links.c.id == link_id
    )
    found = reader.rows(wanted)
    return LinkRow(*found[0]) if found else None
