"""How the exchange stands, in words: what waits, for how long, why, and what is stuck."""

from station.core.formats import duration
from station.core.i18n import speaking
from station.models.database import Reader
from station.models.queries import sync_status as queries
from station.models.queries.exchange import secret
from station.models.queries.sync_status import ChannelRow, StuckRow
from station.models.records import hand
from station.models.records.sync_backfill import DONE
from station.services.session import Session
from station.services.sync import amounts, words
from station.services.sync.setup import prepared
from station.services.sync.values import (
    CENTRE,
    STICK,
    ChannelStatus,
    Counts,
    OfKind,
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
_MAY_GO = frozenset({"waiting", "sealed", "behind", "held", "differs"})
_COUNTED = (*_MAY_GO, "paused", "left", "inbox")
_AT_REST = ("paused", "left")
_ACTS = {
    ("out", "held"): ("retry", "leave", "export"),
    ("in", "held"): ("retry", "leave", "export"),
    ("out", "left"): ("take_up", "export"),
    ("in", "left"): ("take_up", "export"),
    ("out", "differs"): ("choose",),
    ("in", "waiting"): ("export",),
}
"""What can be done about what is stuck; what waits for its parent comes by itself."""


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
        came = (*(row.name for row in rows), STICK)
        inboxes = {name: queries.inbox(reader, name) for name in came}
        arrived = [
            _arrived(name, each)
            for name in came
            for each in queries.stuck_inbox(reader, name, MOST_STUCK)
        ]
        number = sum(queries.stuck_count(reader, row.name) for row in rows) + sum(
            _untaken(each, "held", "waiting", "left") for each in inboxes.values()
        )
        shown = tuple(sorted((*stuck, *arrived), key=_rests)[:MOST_STUCK])
        return Status(
            hand.station_id(reader)[:SHORT],
            tuple(_channel(reader, row, now, progress, running=running) for row in rows),
            shown,
            number - len(shown),
            queries.open_conflicts(reader),
            tuple(map(_run, queries.runs(reader, MOST_RUNS))),
            _untaken(inboxes[STICK], "new", "held", "waiting"),
            words.believed() if secret(reader) is None else "",
        )


def _channel(
    reader: Reader, row: ChannelRow, now: int, progress: Progress | None, *, running: bool
) -> ChannelStatus:
    """Give how one channel stands; only the one to the centre has runs of its own here."""
    central = row.name == CENTRE
    running, progress = running and central, progress if central else None
    preparing = queries.backfill(reader) not in (None, DONE)
    kinds, audit = _kinds(reader, row, central=central)
    counts, oldest = _counts(kinds, audit), _oldest(kinds)
    standing = _standing(row, counts, preparing=preparing and central)
    return ChannelStatus(
        row.name,
        words.title(row.name),
        standing,
        words.standing(standing, counts, row.reason_code),
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
        kinds,
        words.in_settings(row.reason_code),
    )


def _kinds(reader: Reader, row: ChannelRow, *, central: bool) -> tuple[tuple[OfKind, ...], int]:
    """Give what waits by why and kind, and how many rows of the audit log."""
    out = queries.kinds(reader, row.name)
    audit = sum(each.number for each in out if each.state == "audit")
    if central:
        out += queries.ungathered(reader, row.position)
        audit += queries.audit_behind(reader, row.audit_position)
    return amounts.told(out, queries.inbox_kinds(reader, row.name)), audit


def _counts(kinds: tuple[OfKind, ...], audit: int) -> Counts:
    found = dict.fromkeys(_COUNTED, 0)
    for each in kinds:
        found[each.why] += each.number
    return Counts(audit=audit, **found)


def _oldest(kinds: tuple[OfKind, ...]) -> int | None:
    """Since when the oldest change waits that may go out."""
    going = (each for each in kinds if each.why in _MAY_GO and each.kind != "openings")
    return min((each.since for each in going if each.since is not None), default=None)


def _standing(row: ChannelRow, counts: Counts, *, preparing: bool) -> Standing:
    """Say in one word how a channel stands; WELL only where nothing at all is left."""
    never = row.sent_at is None or row.pulled_at is None
    found = {
        Standing.OFF: not row.enabled,
        Standing.RESTS: row.failing_since is not None and words.rests(row.reason_code),
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
        _ACTS.get(("out", row.state), ()),
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
        acts=_ACTS[("in", str(state))],
    )


def _rests(stuck: Stuck) -> bool:
    """Whether nobody has to do anything about it: such stand last."""
    return stuck.state in _AT_REST


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
