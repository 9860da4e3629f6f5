"""Words about equipment that only a screen needs: signal, battery, and who a device is with."""

from typing import Final

from station.core.formats import when
from station.core.i18n import N_, tr
from station.rules.equipment import DeviceState
from station.services.equipment.values import DeviceRow
from station.services.radio.listening_news import Seen, Standing

_SIGNALS: Final = (
    N_("very weak signal"),
    N_("weak signal"),
    N_("fair signal"),
    N_("good signal"),
    N_("strong signal"),
)


def signal_word(bars: int) -> str:
    """The signal in words, from 0 to 4 bars."""
    return tr(_SIGNALS[max(0, min(bars, len(_SIGNALS) - 1))])


def seen_title(seen: Seen) -> str:
    """What a device in range calls itself, or that it does not say."""
    return seen.name or tr("Device without a name")


def seen_whose(seen: Seen) -> str:
    """Who has a device in range, as far as Station knows."""
    if seen.standing is Standing.LENT:
        return tr("Lent to {name}", name=seen.patient)
    if seen.standing is Standing.IN_STORE:
        return tr("In the store")
    return tr("Not known here")


def seen_act(seen: Seen) -> str:
    """The first thing to do with a device in range."""
    if seen.busy:
        return tr("Busy …")
    return {
        Standing.LENT: tr("Fetch"),
        Standing.IN_STORE: tr("Open"),
        Standing.UNKNOWN: tr("Pair"),
    }[seen.standing]


def battery_words(row: DeviceRow, now: int) -> str:
    """How full the battery was when it last told, and when that was; empty if it never did."""
    if row.battery is None:
        return ""
    if row.battery_at is None:
        return tr("{percent} %", percent=row.battery)
    return tr("{percent} % · told {when}", percent=row.battery, when=when(row.battery_at, now))


def battery_short(row: DeviceRow) -> str:
    """The battery in a list."""
    return "" if row.battery is None else tr("Battery {percent} %", percent=row.battery)


def contact_words(row: DeviceRow, now: int) -> str:
    """When a device was last heard from; a retired one needs no such words."""
    if row.state is DeviceState.SCRAPPED:
        return ""
    if row.last_contact_at is None:
        return tr("Never heard from") if row.state is DeviceState.LENT else ""
    return tr("Heard from {when}", when=when(row.last_contact_at, now))


def device_title(row: DeviceRow) -> str:
    """What a device is called, with its serial number if it has one."""
    return " · ".join(part for part in (row.name, row.serial) if part)
