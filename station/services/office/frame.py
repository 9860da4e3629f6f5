"""What the window's frame says on every page: the municipality, its hours, the newest backup."""

from dataclasses import dataclass

from station.core.settings import (
    BACKUP_WARN_DAYS,
    DEEP_LOCK_MINUTES,
    LOCK_MINUTES,
    PROFILE,
    Profile,
)
from station.models.queries import settings
from station.services.office.backups import Backups
from station.services.record import Record

TRAINING = "training"
"""The setting that a municipality of invented people carries."""

_DAY_MS = 86_400_000
_SHOWN = (PROFILE, LOCK_MINUTES, DEEP_LOCK_MINUTES, BACKUP_WARN_DAYS)


@dataclass(frozen=True, slots=True)
class FrameFacts:
    """The profile, the newest backup here (UTC ms), lock times, and whether it is practice.

    `unreadable` names settings that cannot be read; the usual value stands in their place.
    """

    profile: Profile
    backup_at: int | None
    backup_late: bool
    lock_minutes: int
    deep_lock_minutes: int
    training: bool
    unreadable: tuple[str, ...] = ()


class Frame:
    """Reads the frame's facts."""

    def __init__(self, record: Record, backups: Backups) -> None:
        """Read from `record`, and ask `backups` for the newest one."""
        self._record = record
        self._backups = backups

    def facts(self) -> FrameFacts:
        """Give the facts as they are now; Trouble `locked` without a file."""
        with self._record.read() as reader:
            stored = settings.stored(reader)
        newest = self._backups.newest()
        made_at = newest.made_at if newest else None
        limit = BACKUP_WARN_DAYS.or_default(stored) * _DAY_MS
        return FrameFacts(
            profile=PROFILE.or_default(stored) or Profile("Station"),
            backup_at=made_at,
            backup_late=made_at is None or self._record.clock.now() - made_at > limit,
            lock_minutes=LOCK_MINUTES.or_default(stored),
            deep_lock_minutes=DEEP_LOCK_MINUTES.or_default(stored),
            training=TRAINING in stored,
            unreadable=tuple(each.name for each in _SHOWN if not each.is_readable(stored)),
        )
