"""Unsaved words: kept when the screen locks, and given back to their owner only."""

from collections.abc import Mapping
from typing import Any

from station.models.queries import drafts as queries
from station.models.records import drafts as records
from station.services.record import Record
from station.services.session import Session


class Drafts:
    """What people had begun to write; nobody reads another's."""

    def __init__(self, record: Record) -> None:
        """Keep drafts in `record`."""
        self._record = record

    def keep(
        self, session: Session, subject_kind: str, subject_id: str, content: Mapping[str, object]
    ) -> None:
        """Keep the person's draft about one thing, in the place of the one before."""
        with self._record.write(session) as writer:
            records.keep(writer, session.user_id, subject_kind, subject_id, content)

    def find(self, session: Session, subject_kind: str, subject_id: str) -> dict[str, Any] | None:
        """Give the person's own draft about one thing, or None."""
        with self._record.read() as reader:
            found = queries.one(reader, session.user_id, subject_kind, subject_id)
        return found.content if found else None

    def drop(self, session: Session, subject_kind: str, subject_id: str) -> None:
        """Let go of the person's draft about one thing, once it was saved or given up."""
        with self._record.write(session) as writer:
            records.drop(writer, session.user_id, subject_kind, subject_id)
