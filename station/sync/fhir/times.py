"""Times and days between Station's columns and FHIR's texts."""

from datetime import UTC, date, datetime, timedelta

from station.core.trouble import Trouble
from station.core.zone import zone

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_FIRST, _LAST = -2_208_988_800_000, 32_503_680_000_000
"""1900 to 3000: what lies outside is no moment, whatever it is, and stands as it was found."""
_DAY_LETTERS = 10


def is_moment(value: object) -> bool:
    """Tell whether `value` is UTC milliseconds that a date can be made of."""
    return type(value) is int and _FIRST <= value <= _LAST


def instant(ms: int, zone_name: str = "") -> str:
    """Give UTC milliseconds as FHIR's instant, in Norwegian or `zone_name`'s offset if named."""
    moment = _EPOCH + ms * _MILLISECOND
    if not zone_name:
        return f"{moment:%Y-%m-%dT%H:%M:%S}.{ms % 1000:03d}Z"
    return _there(moment, zone_name).isoformat(timespec="milliseconds")


def _there(moment: datetime, zone_name: str) -> datetime:
    try:
        return moment.astimezone(zone(zone_name))
    except Trouble:
        return moment


def moment(text: object) -> int:
    """Give the UTC milliseconds of a dateTime with time and offset; ValueError otherwise."""
    if not isinstance(text, str) or len(text) <= _DAY_LETTERS:
        raise ValueError("no moment")
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a time without an offset is no moment")
    return (found - _EPOCH) // _MILLISECOND


def is_day(value: object) -> bool:
    """Tell whether `value` is a day as FHIR's date has it."""
    if not isinstance(value, str) or len(value) != _DAY_LETTERS or value[4] != "-":
        return False
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
