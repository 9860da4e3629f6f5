"""Reading what rests or tightens an alert, and what was acknowledged; no SQLAlchemy here."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from station.models.database import Reader

_DAY_MS = 86_400_000
_LATE_DAYS = 30
"""What is measured longer ago than this and comes in now is history, and no news of the day."""
_SNOOZE = (
    "SELECT s.id, s.patient_id, s.component, s.side, s.from_at, s.until_at, s.reason, "
    "coalesce(u.name, '') FROM snoozes s LEFT JOIN users u ON u.id = s.set_by "
)


@dataclass(frozen=True, slots=True)
class SnoozeRow:
    """One snooze with the name of who set it; times in UTC milliseconds."""

    id: str
    patient_id: str
    component: str
    side: str
    from_at: int
    until_at: int
    reason: str
    set_by: str


@dataclass(frozen=True, slots=True)
class FollowupRow:
    """Closer follow-up of a patient, with the name of who set it; times in UTC milliseconds."""

    id: str
    patient_id: str
    from_at: int
    until_at: int
    reason: str
    set_by: str
    ended_at: int | None = None


@dataclass(frozen=True, slots=True)
class AckRow:
    """The newest acknowledgement of a patient: when, by whom, and how far it reaches (UTC ms)."""

    patient_id: str
    at: int
    up_to: int
    by: str


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round of acknowledging: when, by whose user id, how many patients, and its undoing."""

    at: int
    user_id: str
    patients: tuple[str, ...]
    undone_at: int | None


def snoozes(reader: Reader, now: int, patient_id: str | None = None) -> tuple[SnoozeRow, ...]:
    """Give the snoozes that run now, of everybody or of one patient, the first to end first."""
    # Where the clock was set back behind its beginning a snooze holds nothing back.
    rows = reader.raw(
        f"{_SNOOZE}WHERE s.ended_at IS NULL AND s.from_at <= ?1 AND s.until_at > ?1 "
        "AND (?2 IS NULL OR s.patient_id = ?2) ORDER BY s.until_at, s.id",
        (now, patient_id),
    )
    return tuple(SnoozeRow(*row) for row in rows)


def snooze(reader: Reader, snooze_id: str) -> SnoozeRow | None:
    """Give one snooze, run out or not, or None."""
    rows = reader.raw(f"{_SNOOZE}WHERE s.id = ?", (snooze_id,))
    return SnoozeRow(*rows[0]) if rows else None


def followups(reader: Reader, now: int, patient_id: str | None = None) -> tuple[FollowupRow, ...]:
    """Give the closer follow-ups that run now, of everybody or of one patient."""
    rows = reader.raw(
        "SELECT f.id, f.patient_id, f.from_at, f.until_at, f.reason, coalesce(u.name, ''), "
        "f.ended_at FROM followups f LEFT JOIN users u ON u.id = f.set_by "
        "WHERE f.ended_at IS NULL AND f.from_at <= ?1 AND f.until_at > ?1 "
        "AND (?2 IS NULL OR f.patient_id = ?2) ORDER BY f.until_at",
        (now, patient_id),
    )
    return tuple(FollowupRow(*row) for row in rows)


def rests_of(reader: Reader, patient_id: str) -> tuple[tuple[SnoozeRow, int | None], ...]:
    """Give every snooze of a patient with when it was ended by hand, the newest first."""
    rows = reader.raw(
        "SELECT s.id, s.patient_id, s.component, s.side, s.from_at, s.until_at, s.reason, "
        "coalesce(u.name, ''), s.ended_at FROM snoozes s LEFT JOIN users u ON u.id = s.set_by "
        "WHERE s.patient_id = ? ORDER BY s.from_at DESC",
        (patient_id,),
    )
    return tuple((SnoozeRow(*row[:8]), row[8]) for row in rows)


def followups_of(reader: Reader, patient_id: str) -> tuple[FollowupRow, ...]:
    """Give every closer follow-up of a patient, run out or not, the newest first."""
    rows = reader.raw(
        "SELECT f.id, f.patient_id, f.from_at, f.until_at, f.reason, coalesce(u.name, ''), "
        "f.ended_at FROM followups f LEFT JOIN users u ON u.id = f.set_by "
        "WHERE f.patient_id = ? ORDER BY f.from_at DESC",
        (patient_id,),
    )
    return tuple(FollowupRow(*row) for row in rows)


def acknowledged(reader: Reader, since: int, now: int) -> dict[str, AckRow]:
    """Give the newest acknowledgement from a moment until now of each patient that has one."""
    rows = reader.raw(
        # max() in SQLite carries the other columns of its own row along.
        "SELECT a.patient_id, max(a.at), a.up_to, coalesce(u.initials, '') "
        'FROM acknowledgements a LEFT JOIN users u ON u.id = a."by" '
        # What was ticked off while the clock was years ahead is not of this day.
        "WHERE a.at >= ? AND a.at <= ? AND a.undone_at IS NULL GROUP BY a.patient_id",
        (since, now),
    )
    return {row[0]: AckRow(*row) for row in rows}


def last_up_to(reader: Reader, patient_id: str) -> int:
    """Give how far a patient was acknowledged the last time (UTC ms), 0 if she never was."""
    rows = reader.raw(
        "SELECT max(up_to) FROM acknowledgements WHERE patient_id = ? AND undone_at IS NULL",
        (patient_id,),
    )
    return rows[0][0] or 0


def round_of(reader: Reader, round_id: str) -> RoundRow | None:
    """Give one round of acknowledging, or None."""
    rows = reader.raw(
        'SELECT at, "by", patient_id, undone_at FROM acknowledgements WHERE round_id = ?',
        (round_id,),
    )
    if not rows:
        return None
    return RoundRow(rows[0][0], rows[0][1], tuple(row[2] for row in rows), rows[0][3])


def newest_arrivals(reader: Reader, patients: Iterable[str], now: int) -> dict[str, int]:
    """Give when the newest reading of each patient came in (UTC ms), late ones among them."""
    # From the newest arrival back until one counts, which the first nearly always does.
    rows = reader.raw(
        "SELECT w.value, (SELECT r.arrived_at FROM readings r WHERE r.patient_id = w.value "
        "AND EXISTS (SELECT 1 FROM latest l WHERE l.patient_id = r.patient_id "
        "AND l.kind = r.kind AND r.taken_at >= min(l.taken_at, ?2)) "
        "ORDER BY r.arrived_at DESC LIMIT 1) AS newest FROM json_each(?1) w "
        "WHERE newest IS NOT NULL",
        (json.dumps(list(patients)), now - _LATE_DAYS * _DAY_MS),
    )
    return {row[0]: row[1] for row in rows}


def arrived_between(reader: Reader, patient_id: str, after: int, up_to: int) -> int:
    """Count the readings of a patient that came in after one moment and until another (UTC ms)."""
    rows = reader.raw(
        "SELECT count(*) FROM latest l JOIN readings r ON r.patient_id = l.patient_id "
        "AND r.kind = l.kind AND r.taken_at >= ? WHERE l.patient_id = ? "
        "AND r.arrived_at > ? AND r.arrived_at <= ?",
        (after - _LATE_DAYS * _DAY_MS, patient_id, after, up_to),
    )
    return int(rows[0][0])


def unread_comments(reader: Reader) -> dict[str, int]:
    """Count the answered forms that hold words nobody has read, by patient.

    A comment, or a question answered in words: one with neither is stored as read.
    """
    rows = reader.raw(
        "SELECT patient_id, count(*) FROM form_answers "
        "WHERE comment_read_at IS NULL AND excluded = '' GROUP BY patient_id"
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True)
class PauseNowRow:
    """A pause that holds now, with its cause, reason and who set it; times in UTC milliseconds."""

    id: str
    patient_id: str
    cause: str
    reason: str
    from_at: int
    until_at: int | None
    set_by: str


def pauses_now(reader: Reader, now: int) -> dict[str, PauseNowRow]:
    """Give the pause that holds now of each patient that has one, the one that lasts longest."""
    rows = reader.raw(
        "SELECT p.id, p.patient_id, p.cause, p.reason, p.from_at, p.until_at, "
        "coalesce(u.name, '') FROM pauses p LEFT JOIN users u ON u.id = p.set_by "
        "WHERE p.ended_at IS NULL AND p.from_at <= ?1 "
        "AND (p.until_at IS NULL OR p.until_at > ?1) ORDER BY p.until_at IS NULL, p.until_at",
        (now,),
    )
    return {row[1]: PauseNowRow(*row) for row in rows}
