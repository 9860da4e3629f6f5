"""Writing rows of other stations' audit logs, each once: a patient may ask who read her file."""

from station.models.database import Writer
from station.models.queries.exchange import Audited


def keep(writer: Writer, station: str, row: Audited) -> bool:
    """Keep a row of another station's log; tell whether it was new. It is never changed."""
    came = writer.execute(
        "INSERT OR IGNORE INTO sync_audit (station, seq, at, user_id, user_name, action, "
        "subject_kind, subject_id, patient_id, details, mac) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            station,
            row.seq,
            row.at,
            row.user_id,
            row.user_name,
            row.action,
            row.subject_kind,
            row.subject_id,
            row.patient_id,
            row.details,
            row.mac,
        ),
    )
    writer.quiet()
    return came == 1
