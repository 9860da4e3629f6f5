"""Noting what was stored before changes were noted: once for each row, however often it is asked.

A station with years of records can join others so: each row gets the line in the log that it
would have had, had it been added today.
"""

from station.models.database import Writer
from station.models.records.sync_channels import at_backfill
from station.rules.synced import KINDS, Kind

DONE = "done"


def step(writer: Writer, place: str, limit: int) -> str:
    """Note up to `limit` rows from `place` on («kind:rowid», "" is the beginning); give the next.

    Rows that the log knows already are passed over, so a place may be begun again. DONE at the
    end.
    """
    if place == DONE:
        return DONE
    name, _, after = (place or f"{KINDS[0].name}:0").partition(":")
    kind = next(each for each in KINDS if each.name == name)
    last = _last(writer, kind, int(after), limit)
    if last is None:
        following = KINDS[kind.order + 1 : kind.order + 2]
        reached = f"{following[0].name}:0" if following else DONE
    else:
        _note(writer, kind, int(after), last)
        reached = f"{name}:{last}"
    at_backfill(writer, reached)
    return reached


def _last(writer: Writer, kind: Kind, after: int, limit: int) -> int | None:
    rows = writer.raw(
        "SELECT max(rowid) FROM (SELECT rowid FROM "  # noqa: S608  (names of the registry)
        f"{kind.name} WHERE rowid > ? ORDER BY rowid LIMIT ?)",
        (after, limit),
    )
    found = rows[0][0]
    return None if found is None else int(found)


def _note(writer: Writer, kind: Kind, after: int, last: int) -> None:
    image = ", ".join(f"'{name}', t.\"{name}\"" for name in kind.shared)
    patient = f"t.{kind.patient}" if kind.patient else "NULL"
    writer.execute(
        "INSERT INTO sync_log (origin, kind, record_id, patient_id, op, new, at, by) "  # noqa: S608
        f"SELECT (SELECT station FROM sync_hand WHERE id = 1), '{kind.name}', t.{kind.key}, "
        f"{patient}, 'insert', json_object({image}), ?, ? FROM {kind.name} t "
        "WHERE t.rowid > ? AND t.rowid <= ? AND NOT EXISTS (SELECT 1 FROM sync_log l "
        f"WHERE l.kind = '{kind.name}' AND l.record_id = t.{kind.key}) ORDER BY t.rowid",
        (writer.now, writer.actor.user_id, after, last),
    )
