"""Reading what people said of alerts when they closed them; for counting."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from station.models.database import Reader


@dataclass(frozen=True, slots=True)
class ClosedRow:
    """One closed alert: the rule that found it, and what was done and said of it.

    `proposed` says that its values were back in green when it was closed (UTC ms).
    """

    patient_id: str
    level: int
    rule: str
    action: str
    verdict: str
    proposed: bool
    closed_at: int


def closed(reader: Reader, since: int, patient_id: str | None = None) -> list[ClosedRow]:
    """Give the alerts closed since a moment (UTC ms), of one patient or of everybody."""
    rows = reader.raw(
        "SELECT patient_id, level, "
        "coalesce(iif(json_valid(why), json_extract(why, '$.rule'), ''), ''), action, verdict, "
        "proposed_at IS NOT NULL, closed_at FROM alerts "
        "WHERE state = 'closed' AND closed_at >= ?1 AND (?2 IS NULL OR patient_id = ?2) "
        "ORDER BY closed_at",
        (since, patient_id),
    )
    return [
        ClosedRow(patient, level, rule, action, verdict, bool(proposed), closed_at)
        for patient, level, rule, action, verdict, proposed, closed_at in rows
    ]


def names(reader: Reader, patients: Iterable[str]) -> dict[str, str]:
    """Give the names of patients by their ids."""
    rows = reader.raw(
        "SELECT id, trim(given_name || ' ' || family_name) FROM patients "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(patients)),),
    )
    return {row[0]: row[1] for row in rows}
