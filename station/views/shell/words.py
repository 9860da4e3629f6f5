"""The frame's sentences: opening, backup, watching. Pure text from facts."""

import os
from collections.abc import Sequence
from typing import Final

from station.core.formats import clock_time, duration, near_day, weekday, when
from station.core.i18n import tr
from station.core.settings import Profile
from station.core.zone import day_of
from station.rules.openinghours import opening
from station.services.office.clockwatch import ClockFault
from station.services.office.log_words import SETTING_WORDS

_WEEK = 7
_SIMULATORS: Final = ("STATION_SIMULATED", "STATION_SIMULATOR")
"""What stands in the environment when the radio is a program and no radio."""


def opening_words(profile: Profile, now: int) -> tuple[bool, str]:
    """Whether the service is open at `now`, and the sentence that says until or from when."""
    found = opening(profile, now)
    if found.changes_at is None:
        return found.is_open, tr("Always open") if found.is_open else tr(
            "Closed until further notice"
        )
    time = clock_time(found.changes_at)
    if found.is_open:
        return True, tr("Open until {time}", time=time)
    day, today = day_of(found.changes_at), day_of(now)
    if day == today:
        return False, tr("Closed, opens {time}", time=time)
    near = 1 < (day - today).days < _WEEK
    name = weekday(day.weekday()) if near else near_day(day, today)
    return False, tr("Closed, opens {day} {time}", day=name, time=time)


def today_words(now: int) -> str:
    """The day on the top line: «ons. 25. nov.»."""
    return when(now, now - 10 * 86_400_000).rsplit(" ", 1)[0]


def backup_words(made_at: int | None, now: int) -> str:
    """When the newest backup on this PC was made."""
    if made_at is None:
        return tr("No backup yet")
    return tr("Backup {when}", when=when(made_at, now))


def care_words(profile: Profile) -> str:
    """What Station is not, with the municipality's own numbers."""
    return tr(
        "Not an emergency service. Danger to life: {urgent}. Outside opening hours: {out}.",
        urgent=profile.emergency_phone,
        out=profile.out_of_hours_phone,
    )


def clock_words(fault: ClockFault) -> str:
    """That the PC's clock was set while Station was open, what is safe, and what to do."""
    if fault is ClockFault.BACK:
        return tr(
            "The clock of this PC was set back while Station was open. Set it right before you "
            "write more; nothing that was saved is changed by it."
        )
    return tr(
        "The clock of this PC was set far ahead while Station was open. Set it right before you "
        "write more; nothing that was saved is changed by it."
    )


def simulated_words() -> str:
    """That what is in range is no real device; empty where it is."""
    if not any(os.environ.get(name) for name in _SIMULATORS):
        return ""
    return tr("Simulated devices: what is measured here comes from no person.")


def unreadable_words(names: Sequence[str]) -> str:
    """Which settings cannot be read, what goes on meanwhile, and what to do."""
    told = ", ".join(tr(SETTING_WORDS.get(name, name)) for name in names)
    return tr(
        "A setting cannot be read: {settings}. Station goes on with the usual value. "
        "Choose it again in the settings.",
        settings=told,
    )


def silent_words(judged_at: int | None, now: int) -> str:
    """That alerts are not being judged, since when, and what to do."""
    if judged_at is None:
        return tr("Readings are not being judged. Look at each patient yourself.")
    return tr(
        "Readings have not been judged since {time} ({age}). Colours cannot be trusted: "
        "look at each patient yourself.",
        time=clock_time(judged_at),
        age=duration(max(0, now - judged_at)),
    )
