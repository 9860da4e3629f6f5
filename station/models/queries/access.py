"""Who has seen or changed one patient's file, from the audit log."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from station.models.database import Reader
from station.models.tables import audit, users


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One row of the audit log about a patient; `role` is the person's role as it is today."""

    seq: int
    at: int
    user_id: str
    user_name: str
    role: str
    action: str
    subject_kind: str
    details: Mapping[str, object]


def access_to(
    reader: Reader, patient_id: str, *, before: int | None = None, limit: int = 200
) -> tuple[AccessRow, ...]:
    """The newest `limit` rows about this patient, or those before row number `before`."""
    wanted = (
        select(
            audit.c.seq,
            audit.c.at,
            audit.c.user_id,
            audit.c.user_name,
            users.c.role,
            audit.c.action,
            audit.c.subject_kind,
            audit.c.details,
        )
        .select_from(audit)
        .outerjoin(users, users.c.id == audit.c.user_id)
        .where(audit.c.patient_id == patient_id)
        .order_by(audit.c.seq.desc())
        .limit(limit)
    )
    if before is not None:
        wanted = wanted.where(audit.c.seq < before)
    return tuple(
        AccessRow(row[0], row[1], row[2], row[3], row[4] or "", row[5], row[6], json.loads(row[7]))
        for row in reader.rows(wanted)
    )
