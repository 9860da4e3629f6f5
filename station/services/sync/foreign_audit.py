"""The audit logs of other stations, as the centre brings them: kept as they are, never worked in.

A patient who asks who has read her file is told of all stations.
"""

from station.models.database import Writer
from station.models.queries.exchange import Audited
from station.models.records import foreign_audit, hand
from station.models.records import sync_inbox as records
from station.sync.fhir import Unreadable, audit_row
from station.sync.values import Fields, Found, Page

AUDIT_EVENT = "AuditEvent"


def receive_audit(writer: Writer, channel: str, page: Page) -> int:
    """Keep a page of other stations' rows with its cursor in one unit; give how many are new.

    What other programs note of themselves is theirs, and what this station sent is known.
    """
    here = hand.station_id(writer)
    rows = [row for found in page.items if (row := _row(found)) is not None]
    new = sum(
        foreign_audit.keep(writer, str(row["station"]), _audited(row))
        for row in rows
        if row["station"] not in ("", here)
    )
    records.keep_cursor(writer, channel, AUDIT_EVENT, page.cursor, complete=page.last)
    return new


def _row(found: Found) -> Fields | None:
    if found.gone:
        # What a station has noted is not taken back by a server that deletes it.
        return None
    try:
        return audit_row(found.body)
    except Unreadable:
        return None


def _audited(row: Fields) -> Audited:
    patient_id = row.get("patient_id")
    return Audited(
        int(str(row["seq"])),
        int(str(row["at"])),
        str(row["user_id"]),
        str(row["user_name"]),
        str(row["action"]),
        str(row["subject_kind"]),
        str(row["subject_id"]),
        None if patient_id is None else str(patient_id),
        str(row["details"]),
        str(row["mac"]),
    )
