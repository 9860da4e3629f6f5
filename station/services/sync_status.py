"""How the exchange stands, in words: what waits, for how long, why, and what is stuck."""

from station.core.formats import duration
from station.core.i18n import speaking
from station.models.database import Reader
from station.models.queries import sync_status as queries
from station.models.queries.sync_status import ChannelRow, StuckRow
from station.models.records import hand
from station.models.records.sync_backfill import DONE
from station.services import sync_words as words
from station.services.session import Session
from station.services.sync_setup import prepared
from station.services.sync_values import (
    CENTRE,
    ChannelStatus,
    Counts,
    Progress,
    Run,
    Standing,
    Status,
    Stuck,
)

__all__ = ["ChannelStatus", "Counts", "Progress", "Run", "Standing", "Status", "Stuck", "status"]

MOST_STUCK = 100
MOST_RUNS = 20
SHORT = 8
"""So many characters of a station's id tell it from the few others."""
_RESTS = "clock", "sign", "pin", "certificate", "tls", "address", "key", "keyring", "station"
"""How the codes begin of what stands still until something is put right by a person."""


def status(
    reader: Reader, now: int, session: Session, progress: Progress | None, *, running: bool
) -> Status:
    """Give how all channels stand at `now`, in the language of the session."""
    with speaking(session.language):
        rows = queries.channels(reader)
        stuck = [
            _stuck(row.name, each)
            for row in rows
            for each in queries.stuck(reader, row.name, MOST_STUCK)
        ]
        arrived = [
            _arrived(row.name, each)
            for row in rows
            for each in queries.stuck_inbox(reader, row.name, MOST_STUCK)
        ]
        number = sum(queries.stuck_count(reader, row.name) for row in rows) + sum(
            _untaken(queries.inbox(reader, row.name), "held", "waiting") for row in rows
        )
        shown = tuple((*stuck, *arrived)[:MOST_STUCK])
        return Status(
            hand.station_id(reader)[:SHORT],
            tuple(_channel(reader, row, now, progress, running=running) for row in rows),
            shown,
            number - len(shown),
            queries.open_conflicts(reader),
            tuple(map(_run, queries.runs(reader, MOST_RUNS))),
        )


def _channel(
    reader: Reader, row: ChannelRow, now: int, progress: Progress | None, *, running: bool
) -> ChannelStatus:
    """Give how one channel stands; only the one to the centre has runs of its own here."""
    central = row.name == CENTRE
    running, progress = running and central, progress if central else None
    preparing = queries.backfill(reader) not in (None, DONE)
    counts, since = _counts(reader, row), queries.oldest(reader, row.name)
    ungathered, first = queries.ungathered(reader, row.position) if central else (0, None)
    oldest = min((at for at in (since, first) if at is not None), default=None)
    counts = Counts(
        counts.waiting + ungathered,
        counts.sealed,
        counts.behind,
        counts.held,
        counts.differs,
        counts.paused,
        counts.inbox,
        counts.audit,
    )
    standing = _standing(row, counts, preparing=preparing and central)
    return ChannelStatus(
        row.name,
        words.title(row.name),
        standing,
        words.standing(standing, counts),
        counts,
        oldest,
        "" if oldest is None else duration(now - oldest),
        row.sent_at,
        row.pulled_at,
        row.failing_since,
        row.last_try_at,
        row.paused_until,
        row.reason_code,
        words.reason(row.reason_code, row.settings, row.clock_skew_ms) if row.reason_code else "",
        row.reason,
        row.clock_skew_ms,
        progress or (prepared(reader) if standing is Standing.PREPARING else None),
        running,
    )


def _counts(reader: Reader, row: ChannelRow) -> Counts:
    found = queries.counts(reader, row.name)
    central = row.name == CENTRE
    return Counts(
        found.get("waiting", 0) + found.get("stale", 0),
        found.get("sealed", 0),
        found.get("behind", 0),
        found.get("held", 0),
        found.get("differs", 0),
        found.get("paused", 0) + found.get("left", 0),
        _untaken(queries.inbox(reader, row.name), "new", "waiting", "held"),
        found.get("audit", 0)
        + (queries.audit_behind(reader, row.audit_position) if central else 0),
    )


def _standing(row: ChannelRow, counts: Counts, *, preparing: bool) -> Standing:
    """Say in one word how a channel stands; WELL only where nothing at all is left."""
    never = row.sent_at is None or row.pulled_at is None
    rests = row.reason_code.partition("_")[0] in _RESTS
    found = {
        Standing.OFF: not row.enabled,
        Standing.RESTS: row.failing_since is not None and rests,
        Standing.OFFLINE: row.failing_since is not None,
        Standing.PREPARING: preparing,
        Standing.PERSON: counts.person > 0,
        Standing.NEVER: row.last_try_at is None,
        Standing.WAITING: counts.going > 0 or counts.inbox > 0 or never,
        Standing.WELL: True,
    }
    return next(each for each, holds in found.items() if holds)


def _untaken(found: dict[str, int], *states: str) -> int:
    return sum(found.get(state, 0) for state in states)


def _stuck(channel: str, row: StuckRow) -> Stuck:
    return Stuck(
        f"out/{channel}/{row.kind}/{row.record_id}",
        "out",
        channel,
        row.kind,
        row.record_id,
        row.patient_id,
        words.kind(row.kind),
        f"{row.given_name} {row.family_name}".strip(),
        row.state,
        row.since,
        row.attempts,
        row.reason_code,
        words.held(row.state, row.reason_code),
        row.reason,
    )


def _arrived(channel: str, row: tuple[object, ...]) -> Stuck:
    inbox_id, kind, record_id, resource_type, since, state, code, _ = row
    return Stuck(
        f"in/{channel}/{inbox_id}",
        "in",
        channel,
        str(kind),
        str(record_id),
        None,
        words.kind(str(kind)) if kind else str(resource_type),
        "",
        str(state),
        int(str(since)),
        0,
        str(code),
        words.held(f"in_{state}", str(code)),
    )


def _run(row: tuple[object, ...]) -> Run:
    channel, begun_at, ended_at, outcome, *numbers, code, reason = row
    sent, received, applied, conflicts, held = (int(str(each)) for each in numbers)
    told = words.reason(str(code), "", None) if code else ""
    return Run(
        str(channel),
        int(str(begun_at)),
        int(str(ended_at)),
        str(outcome),
        sent,
        received,
        applied,
        conflicts,
        held,
        f"{told} {reason}".strip() if code else "",
    )
