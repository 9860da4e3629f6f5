"""Filling the outbox of a channel from the log of changes, and waking what rested in it.

Each step is one short unit of work on the record lane.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Final

from station.models.database import Reader, Writer
from station.models.queries import outbox as queries
from station.models.queries import sync_status
from station.models.queries.outbox import Change, Key
from station.models.records import outbox as records
from station.models.records.hand import CENTRE
from station.rules.sending import AUDIT

STEP: Final = 300
"""So many changes are gathered at a time: a few milliseconds."""
AUDIT_ROOM: Final = 500
"""So many rows of the audit log wait in the outbox at most; the rest waits in the log itself."""
CONSENTS: Final = "consents"
"""The only kind that goes for a patient who has withdrawn: the others must hear of it."""

Blocked = Callable[[Reader, Iterable[str]], frozenset[str]]
"""Which of these patients nothing may be sent about."""


def gather(writer: Writer, channel: str, kinds: Collection[str] | None = None) -> bool:
    """Take the next changes into the outbox; False when the end of the log is reached.

    What came from the central service does not go back to it. With `kinds`, only those go.
    """
    row = sync_status.channel(writer, channel)
    if row is None:
        return False
    found, position = queries.changes_after(writer, row.position, STEP)
    if not found:
        return False
    origin = CENTRE if channel == CENTRE else ""
    mine = [
        change
        for whose, change in found
        if whose != origin and (kinds is None or change.kind in kinds)
    ]
    records.gather(writer, channel, mine, position)
    return len(found) == STEP


def gather_audit(writer: Writer, channel: str) -> int:
    """Take the next rows of the audit log into the outbox, as far as there is room; give how many.

    The log goes whole, whatever a patient has agreed to: who has read her file is hers to know.
    """
    row = sync_status.channel(writer, channel)
    room = AUDIT_ROOM - queries.count(writer, channel, AUDIT)
    if row is None or room <= 0:
        return 0
    found: tuple[Change, ...] = queries.audit_after(writer, row.audit_position, min(room, STEP))
    if found:
        records.gather_audit(writer, channel, found, found[-1].seq)
    return len(found)


def wake(writer: Writer, channel: str, blocked: Blocked = queries.withdrawn) -> None:
    """Let go on what rested for a reason that is no more.

    A withdrawn consent was given anew, who was deleted there is to be there again, a difference
    was decided, the other side's version is
    worked in, the record that another waited for has arrived.
    """
    paused = queries.resting(writer, channel, "paused")
    whose = {patient for _, patient, _ in paused if patient}
    still = blocked(writer, whose) | queries.deleted_there(writer, channel, whose)
    differing = [key for key, _, _ in queries.resting(writer, channel, "differs")]
    open_ones = queries.in_conflict(writer, channel, differing)
    records.wake(
        writer,
        channel,
        {
            "paused": [key for key, patient, _ in paused if patient not in still],
            "differs": [key for key in differing if key not in open_ones],
            "stale": queries.to_be_worked_in(writer, channel),
            "behind": _free(writer, channel),
        },
    )


def _free(reader: Reader, channel: str) -> list[Key]:
    rows = queries.resting(reader, channel, "behind")
    parents = {reason: _parent(reason) for _, _, reason in rows}
    there = queries.present(reader, channel, tuple(parents.values()))
    return [key for key, _, reason in rows if parents[reason] in there]


def _parent(reason: str) -> Key:
    kind, _, record_id = reason.partition("/")
    return kind, record_id
