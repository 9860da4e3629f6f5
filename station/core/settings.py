"""Settings declared as data: a name, a default and how its stored text is read."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Generic, TypeVar

from station.core.i18n import LANGUAGES, N_
from station.core.trouble import Trouble

T = TypeVar("T")
_TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_WHOLE_DAY = "24:00"


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One setting: `parse` reads stored text (ValueError if it cannot), `text` writes it."""

    name: str
    default: T
    parse: Callable[[str], T]
    text: Callable[[T], str] = str

    def read(self, stored: Mapping[str, str]) -> T:
        """Give the stored value, the default if there is none, or Trouble `setting_unreadable`."""
        if self.name not in stored:
            return self.default
        try:
            return self.parse(stored[self.name])
        except ValueError as error:
            raise Trouble(
                "setting_unreadable",
                N_("The setting «{name}» cannot be read. Choose it again in the settings."),
                name=self.name,
            ) from error

    def is_readable(self, stored: Mapping[str, str]) -> bool:
        """Tell whether read() gives a value."""
        try:
            self.read(stored)
        except Trouble:
            return False
        return True

    def or_default(self, stored: Mapping[str, str]) -> T:
        """Give the stored value, or the default where there is none that can be read."""
        return self.read(stored) if self.is_readable(stored) else self.default


def whole(low: int, high: int) -> Callable[[str], int]:
    """Give a parser of whole numbers from `low` to `high`."""

    def parse(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise ValueError("outside its range")
        return value

    return parse


@dataclass(frozen=True, slots=True)
class Profile:
    """A municipality's own facts: opening hours as local "HH:MM", weekdays 0 (Monday) to 6."""

    name: str
    language: str = "nb"
    open_from: str = "09:00"
    open_to: str = "15:00"
    open_weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    phone: str = ""
    out_of_hours_phone: str = "116117"
    emergency_phone: str = "113"
    service_name: str = ""
    organisation_number: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError for a profile that no service could work by."""
        if not self.name.strip():
            raise ValueError("a municipality has a name")
        if self.language not in LANGUAGES:
            raise ValueError("Station speaks nb, nn and en")
        if _minutes(self.open_from) >= _minutes(self.open_to):
            raise ValueError("a day opens before it closes")
        if not set(self.open_weekdays) <= set(range(7)):
            raise ValueError("weekdays are 0 to 6")

    def to_text(self) -> str:
        """Give the profile as JSON text."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> "Profile":
        """Read a profile from JSON text; ValueError if it is none; unknown fields are left out."""
        known = {field.name for field in fields(cls)}
        try:
            values = {key: value for key, value in json.loads(text).items() if key in known}
            if "open_weekdays" in values:
                values["open_weekdays"] = tuple(values["open_weekdays"])
            return cls(**values)
        except (AttributeError, TypeError) as error:
            raise ValueError("not a profile") from error


def _minutes(text: str) -> int:
    if text != _WHOLE_DAY and not _TIME_OF_DAY.fullmatch(text):
        raise ValueError("a time of day is HH:MM")
    return int(text[:2]) * 60 + int(text[3:])


PROFILE: Setting[Profile | None] = Setting(
    "profile",
    None,
    Profile.from_text,
    lambda profile: profile.to_text() if profile else "",
)
LOCK_MINUTES = Setting("lock_minutes", 5, whole(1, 60))
DEEP_LOCK_MINUTES = Setting("deep_lock_minutes", 60, whole(5, 600))
BACKUP_WARN_DAYS = Setting("backup_warn_days", 7, whole(1, 90))
MISSING_GRACE_MINUTES = Setting("missing_grace_minutes", 0, whole(0, 1440))
ALL_SETTINGS: tuple[Setting[int] | Setting[Profile | None], ...] = (
    PROFILE,
    LOCK_MINUTES,
    DEEP_LOCK_MINUTES,
    BACKUP_WARN_DAYS,
    MISSING_GRACE_MINUTES,
)
