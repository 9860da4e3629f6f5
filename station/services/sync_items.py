"""What does not go, or did not get in, by itself: tried again, left here, or written into a file.

Nothing is ever thrown away here: what came is kept until it is worked in, and what is to go until
the other side has it.
"""

import json
from pathlib import Path

from station.core.files import replace_file
from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.database import Reader
from station.models.queries import outbox as queries
from station.models.queries.outbox import Key
from station.models.records import outbox as records
from station.models.records import sync_inbox
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.sync_sealing import Parcel


class SyncItems:
    """Single records that are stuck, by Stuck.key; on the record lane."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def retry(self, session: Session, key: str) -> None:
        """Try a record again in the next run, put together anew; Trouble if it has gone meanwhile.

        What came is tried again together with everything else that came and is held.
        """
        require(session, Right.EDIT_PATIENTS)
        way, channel, name = _parts(key)
        with self._record.write(session) as writer:
            if way == "in":
                sync_inbox.try_again(writer, channel)
                writer.touch("exchange")
                return
            record = _key(name)
            if not records.retry(writer, channel, record, _whose(writer, channel, record)):
                raise _gone()

    def leave(self, session: Session, key: str) -> None:
        """Leave a record that was refused here until somebody changes it; the log says so."""
        require(session, Right.EDIT_PATIENTS)
        way, channel, name = _parts(key)
        if way == "in":
            raise _gone()
        with self._record.write(session) as writer:
            record = _key(name)
            if not records.leave(writer, channel, record, _whose(writer, channel, record)):
                raise _gone()

    def export(self, session: Session, key: str, path: Path) -> None:
        """Write what was refused, and why, into a file (JSON) for those who run the service.

        It holds what the record holds: the person who asks is named in the log.
        """
        require(session, Right.CHANGE_OFFICE)
        way, channel, name = _parts(key)
        with self._record.write(session) as writer:
            if way == "in":
                data, record, whose = _arrived(writer, channel, name), ("inbox", name), None
            else:
                record = _key(name)
                whose = _whose(writer, channel, record)
                data = _waiting(writer, channel, record)
            records.exported(writer, channel, record, whose)
        text = json.dumps(data, ensure_ascii=False, indent=1)
        replace_file(path, text.encode())


def _parts(key: str) -> tuple[str, str, str]:
    way, _, rest = key.partition("/")
    channel, _, name = rest.partition("/")
    return way, channel, name


def _key(name: str) -> Key:
    kind, _, record_id = name.partition("/")
    return kind, record_id


def _whose(reader: Reader, channel: str, key: Key) -> str | None:
    found = queries.one(reader, channel, key)
    return found[1].patient_id if found else None


def _waiting(reader: Reader, channel: str, key: Key) -> dict[str, object]:
    found = queries.one(reader, channel, key)
    if found is None:
        raise _gone()
    state, row, code, reason = found
    resources = Parcel.from_text(row.sealed).resources if row.sealed else ()
    return {
        "kind": row.kind,
        "id": row.record_id,
        "state": state,
        "attempts": row.attempts,
        "reason": code,
        "server_says": reason,
        "resources": [json.loads(each) for each in resources],
    }


def _arrived(reader: Reader, channel: str, inbox_id: str) -> dict[str, object]:
    found = queries.arrived(reader, channel, inbox_id)
    if found is None:
        raise _gone()
    state, code, values, body = found
    return {
        "id": inbox_id,
        "state": state,
        "reason": code,
        "values": json.loads(values) if values else {},
        "resource": json.loads(body) if body else None,
    }


def _gone() -> Trouble:
    return Trouble("sync_item_gone", N_("This is no longer waiting: it has gone, or was changed."))
