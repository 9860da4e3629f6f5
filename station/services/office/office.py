"""The office: its profile and its locks as they are, what this person may do, and changing them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from station.core.i18n import N_
from station.core.settings import (
    BACKUP_WARN_DAYS,
    DEEP_LOCK_MINUTES,
    LOCK_MINUTES,
    PROFILE,
    Profile,
    Setting,
)
from station.core.trouble import Trouble
from station.models.queries import settings as queries
from station.models.records import settings as records
from station.services.record import Record
from station.services.rights import Right, may_here, require
from station.services.session import Session

T = TypeVar("T")
_PHONE = re.compile(r"\+?[0-9][0-9 ]{1,18}")
_OFFICE = (
    Right.CHANGE_OFFICE,
    Right.MAKE_BACKUPS,
    Right.MANAGE_STAFF,
    Right.SEE_LOG,
    Right.SEE_PATIENTS,
)


@dataclass(frozen=True, slots=True)
class Locks:
    """Minutes until the screen locks and until the file closes; days until a backup is old."""

    lock_minutes: int
    deep_lock_minutes: int
    backup_warn_days: int


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """The office as it is; `unreadable` names settings that show their usual value instead."""

    profile: Profile
    locks: Locks
    rights: frozenset[Right]
    unreadable: tuple[str, ...] = ()


class OfficeIncomplete(Trouble):
    """Something typed cannot be stored: an English sentence to translate for each field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("office_incomplete", N_("Something is missing. Nothing was saved."))
        self.problems = dict(problems)


class Office:
    """Reads and changes what holds for everybody in the office; every change is in the log."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def facts(self, session: Session) -> OfficeFacts:
        """Give the office as it is, for everybody."""
        unreadable: list[str] = []
        with self._record.read() as reader:
            stored = queries.stored(reader)
            rights = frozenset(right for right in _OFFICE if may_here(reader, session, right))
        return OfficeFacts(
            _value(PROFILE, stored, unreadable) or Profile("Station"),
            Locks(
                _value(LOCK_MINUTES, stored, unreadable),
                _value(DEEP_LOCK_MINUTES, stored, unreadable),
                _value(BACKUP_WARN_DAYS, stored, unreadable),
            ),
            rights,
            tuple(unreadable),
        )

    def change_profile(self, session: Session, values: Mapping[str, object]) -> bool:
        """Change these fields of the profile; tell whether anything was different.

        Raises OfficeIncomplete, with a sentence by field, if something cannot be stored.
        """
        require(session, Right.CHANGE_OFFICE)
        if problems := profile_problems(values):
            raise OfficeIncomplete(problems)
        with self._record.write(session) as writer:
            # A profile that cannot be read is replaced by what stands in the form.
            before = _value(PROFILE, queries.stored(writer), [])
            after = replace(before or Profile("Station"), **values)  # type: ignore[arg-type]
            if after == before:
                return False
            records.store(writer, PROFILE, after)
        return True

    def change_locks(self, session: Session, wanted: Locks) -> bool:
        """Change the locks; tell whether anything was different. OfficeIncomplete as above."""
        require(session, Right.CHANGE_OFFICE)
        if wanted.deep_lock_minutes <= wanted.lock_minutes:
            sentence = N_("The file closes later than the screen locks.")
            raise OfficeIncomplete({"deep_lock_minutes": sentence})
        changed = False
        with self._record.write(session) as writer:
            stored = queries.stored(writer)
            for setting in (LOCK_MINUTES, DEEP_LOCK_MINUTES, BACKUP_WARN_DAYS):
                value: int = getattr(wanted, setting.name)
                if stored.get(setting.name, str(setting.default)) != str(value):
                    records.store(writer, setting, value)
                    changed = True
        return changed


def profile_problems(values: Mapping[str, object]) -> dict[str, str]:
    """What is wrong with values typed for a profile: an English sentence by field."""
    found: dict[str, str] = {}
    if not str(values.get("name", "-")).strip():
        found["name"] = N_("Write the municipality's name.")
    for key in ("phone", "out_of_hours_phone", "emergency_phone"):
        if key in values and not _PHONE.fullmatch(str(values[key]).strip()):
            found[key] = N_("Write a telephone number, with digits only.")
    if str(values.get("open_from", "00:00")) >= str(values.get("open_to", "24:00")):
        found["open_to"] = N_("Choose a time after opening.")
    if not values.get("open_weekdays", True):
        found["open_weekdays"] = N_("Choose at least one day.")
    return found


def _value(setting: Setting[T], stored: Mapping[str, str], unreadable: list[str]) -> T:
    """The value of a setting; one that cannot be read must not close the way to mend it."""
    if not setting.is_readable(stored):
        unreadable.append(setting.name)
    return setting.or_default(stored)
