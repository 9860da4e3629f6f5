"""The single units of work of a run with the central service, each short; on the record lane."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from station.core.ids import new_id
from station.models.database import Writer
from station.models.queries import outbox as queries
from station.models.queries import sync_status
from station.models.queries.outbox import Key
from station.models.records import hand, sync_channels, sync_runs
from station.models.records import outbox as records
from station.rules.sending import AUDIT
from station.rules.synced import NAMES
from station.services.sync import gathering, restamping, setup
from station.services.sync.applying import alerts
from station.services.sync.gathering import Blocked
from station.services.sync.values import CENTRE, Progress
from station.sync.central_card import Card, Holder, next_mark
from station.sync.values import Found

LOCKED = "locked"
"""The code of the trouble that the file is closed: no failure of the exchange."""
COMPARED = 500
"""So many ids are held against each other at a time."""
_UNSENT = ("waiting", "sealed", "behind", "stale", "held", "differs")
_UNTAKEN = ("new", "waiting", "held")


@dataclass(frozen=True, slots=True)
class Known:
    """A record that the server had when it was last seen."""

    kind: str
    record_id: str
    resource_type: str
    resource_id: str


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: `outcome` "" is for steps.end() to say; `wait_ms` as the server asked."""

    run_id: str
    outcome: str
    code: str
    reason: str
    wait_ms: int
    skew_ms: int | None


class Takes(Protocol):
    """Stores one resource in the inbox."""

    def found(self, writer: Writer, channel: str, found: Found, key: Key) -> None:
        """Store it."""
        ...


def begin(writer: Writer) -> str:
    """Note that a run begins, and give its id; what a killed one left open is closed."""
    run_id = new_id()
    sync_runs.died(writer, CENTRE)
    sync_runs.begin(writer, run_id, CENTRE)
    return run_id


def marks(writer: Writer) -> tuple[str, str, str]:
    """Give the station's id, the mark on its card, and the next one, stored before it is sent."""
    kept, _, fresh = hand.nonce(writer).partition(" ")
    if not fresh:
        fresh = next_mark(kept)
        hand.keep_nonce(writer, f"{kept} {fresh}")
    writer.quiet()
    return hand.station_id(writer), kept, fresh


def keep_mark(writer: Writer, card: Card) -> None:
    """Remember what the card bears now; another's mark on it gives this station a new id."""
    writer.quiet()
    if card.holder is Holder.ANOTHER:
        hand.renew(writer)
        writer.touch("exchange")
    elif card.holder is not Holder.UNKNOWN:
        hand.keep_nonce(writer, card.mark)
    if card.holder is Holder.BACK:
        records.begin_anew(writer, CENTRE)
        records.audit_again(writer, CENTRE)


def prepare(writer: Writer) -> bool:
    """Note the next rows of what was stored before changes were noted; False at the end.

    Then vouch for those that bear no stamp by the code that the stations share now.
    """
    return setup.prepare(writer) or restamping.step(writer)


def prepared(writer: Writer) -> Progress | None:
    """Give how far that is."""
    writer.quiet()
    return setup.prepared(writer)


def wake(writer: Writer, blocked: Blocked) -> None:
    """Let go on what rested for a reason that is no more."""
    gathering.wake(writer, CENTRE, blocked)


def gather(writer: Writer) -> bool:
    """Take the next changes into the outbox; False at the end of the log."""
    writer.quiet()
    alerts.settle(writer)
    return gathering.gather(writer, CENTRE)


def gather_audit(writer: Writer) -> bool:
    """Take the next rows of the audit log into the outbox; False when none was taken."""
    writer.quiet()
    return bool(gathering.gather_audit(writer, CENTRE))


def due(writer: Writer) -> int:
    """Give about how many records will be sent now."""
    counts = sync_status.counts(writer, CENTRE)
    return sum(counts.get(state, 0) for state in ("waiting", "sealed", "behind", AUDIT))


def cursor(writer: Writer, resource_type: str) -> str:
    """Give how far a type was read."""
    found = sync_status.cursors(writer, CENTRE).get(resource_type)
    return found[0] if found else ""


def fetched_all(writer: Writer, resource_type: str) -> None:
    """Note that all of a type was fetched."""
    sync_channels.fetched_all(writer, CENTRE, resource_type)


def compared(writer: Writer, resource_type: str) -> None:
    """Note that the ids of a type were compared."""
    sync_channels.compared(writer, CENTRE, resource_type)


def known(writer: Writer, resource_type: str, after: str) -> list[Known]:
    """Give the next records that the server is thought to have, by resource id."""
    rows = queries.known_ids(writer, CENTRE, resource_type, after, COMPARED)
    return [Known(kind, record_id, resource_type, name) for kind, record_id, name, _ in rows]


def send_again(writer: Writer, lost: Iterable[Known]) -> None:
    """Let go out again what the server lost, as if it had never had it."""
    writer.quiet()
    for each in lost:
        records.forget_head(writer, CENTRE, (each.kind, each.record_id))
        if each.kind in NAMES:
            whose = queries.patient_of(writer, each.kind, each.record_id)
            records.send_again(writer, CENTRE, each.kind, each.record_id, whose)


def unknown(writer: Writer, resource_type: str, ids: Iterable[str]) -> list[str]:
    """Give those of these resources that were never fetched."""
    writer.quiet()
    return queries.unknown_ids(writer, CENTRE, resource_type, ids)


def take(writer: Writer, inbox: Takes, found: Found) -> None:
    """Store one resource that was lacking."""
    inbox.found(writer, CENTRE, found, ("", ""))


def end(
    writer: Writer, ended: Ended, counts: dict[str, int], types: Iterable[str]
) -> tuple[str, int]:
    """Note how the run ended and how the channel stands; give the outcome, and how many are left.

    "done" only where nothing at all is left in either direction; else "left".
    """
    standing = sync_status.counts(writer, CENTRE)
    row = sync_status.channel(writer, CENTRE)
    behind = sync_status.audit_behind(writer, row.audit_position) if row else 0
    unsent = sum(standing.get(state, 0) for state in _UNSENT)
    arrived = sync_status.inbox(writer, CENTRE)
    untaken = sum(arrived.get(state, 0) for state in _UNTAKEN)
    well = ended.outcome == ""
    cursors = sync_status.cursors(writer, CENTRE)
    read = well and all(name in cursors for name in types)
    sent_all = well and not unsent and not standing.get(AUDIT, 0) and not behind
    outcome = ended.outcome or ("done" if sent_all and read and not untaken else "left")
    sync_channels.tried(writer, CENTRE, skew_ms=ended.skew_ms)
    sync_channels.complete(writer, CENTRE, sent=sent_all, pulled=read and not untaken)
    if ended.outcome == "failed":
        sync_channels.failed(writer, CENTRE, ended.code, ended.reason)
    elif well:
        sync_channels.reached(writer, CENTRE)
    sync_runs.end(writer, ended.run_id, outcome, counts, ended.code, ended.reason)
    return outcome, unsent + untaken


def rest(writer: Writer, until: int) -> None:
    """Note when the channel is tried again."""
    sync_channels.rest(writer, CENTRE, until)


def hurry(writer: Writer) -> None:
    """Let everything that waits for its next try be tried now: a person asked."""
    records.hurry(writer, CENTRE)
    sync_channels.rest(writer, CENTRE, None)
