"""Reading what was done with a patient's file at other stations."""

import json
from dataclasses import dataclass

from station.models.database import Reader
from station.models.queries.audit import OF_EVERYBODY


@dataclass(frozen=True, slots=True)
class ForeignLine:
    """One row of another station's log: when (UTC ms), who, what; `details` as it was told."""

    station: str
    seq: int
    at: int
    user_id: str
    user_name: str
    action: str
    subject_kind: str
    subject_id: str
    patient_id: str | None
    details: dict[str, object]


def of_patient(reader: Reader, patient_id: str) -> tuple[ForeignLine, ...]:
    """Give what others did with a patient's file, or with everybody's, the newest first."""
    marks = ", ".join("?" * len(OF_EVERYBODY))
    rows = reader.raw(
        "SELECT station, seq, at, user_id, user_name, action, subject_kind, subject_id, "  # noqa: S608
        "patient_id, details FROM sync_audit WHERE patient_id = ? OR (patient_id IS NULL "
        f"AND action IN ({marks}) AND instr(details, ?) = 0 "
        "AND at >= (SELECT created_at FROM patients WHERE id = ?)) ORDER BY at DESC, seq DESC",
        (patient_id, *OF_EVERYBODY, f'"{patient_id}"', patient_id),
    )
    told = ((*row[:9], _details(row[9])) for row in rows)
    return tuple(ForeignLine(*each) for each in told)


def _details(text: object) -> dict[str, object]:
    try:
        found = json.loads(str(text))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
