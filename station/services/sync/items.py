"""What does not go, or did not get in, by itself: tried again, left here, or written into a file.

Nothing is ever thrown away here: what came is kept until it is worked in, and what is to go until
the other side has it.
"""

import json
from collections.abc import Callable
from pathlib import Path

from station.core.files import replace_file
from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.database import Reader, Writer
from station.models.queries import outbox as queries
from station.models.queries.outbox import Key
from station.models.records import outbox as records
from station.models.records import sync_inbox
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.sync.applying.stick import try_again
from station.services.sync.sealing import Parcel
from station.services.sync.values import STICK

_Out = Callable[[Writer, str, Key, str | None], bool]
_In = Callable[[Writer, str, str], bool]


class SyncItems:
    """Single records that are stuck, by Stuck.key; on the record lane."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def retry(self, session: Session, key: str) -> None:
        """Try a record again in the next run, put together anew; Trouble if it has gone meanwhile.

        What came is tried again together with everything else that came the same way and is held:
        from the central service with the next run, from a stick at once.
        """
        require(session, Right.EDIT_PATIENTS)
        way, channel, name = _parts(key)
        with self._record.write(session) as writer:
            if way == "in":
                _again(writer, channel)
                return
            record = _key(name)
            if not records.retry(writer, channel, record, _whose(writer, channel, record)):
                raise _gone()

    def leave(self, session: Session, key: str) -> None:
        """Let a record that was refused lie here until it is changed, here or there; logged."""
        self._turn(session, key, records.leave, sync_inbox.leave)

    def unleave(self, session: Session, key: str) -> None:
        """Let what was left stand as it did before that: leave() undone."""
        self._turn(session, key, records.take_up, sync_inbox.take_up)

    def take_up(self, session: Session, key: str) -> None:
        """Try again what was left."""
        self.unleave(session, key)
        self.retry(session, key)

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

    def _turn(self, session: Session, key: str, out: _Out, into: _In) -> None:
        require(session, Right.EDIT_PATIENTS)
        way, channel, name = _parts(key)
        with self._record.write(session) as writer:
            if way == "in":
                turned = into(writer, channel, name)
            else:
                record = _key(name)
                turned = out(writer, channel, record, _whose(writer, channel, record))
            if not turned:
                raise _gone()


def _again(writer: Writer, channel: str) -> None:
    if channel == STICK:
        try_again(writer)
    else:
        sync_inbox.try_again(writer, channel)
    writer.touch("exchange")


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
