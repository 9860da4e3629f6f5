"""How things stand with a lent tablet, and how a talk with it ended, in words."""

from collections.abc import Mapping
from typing import Final

from station.core.formats import day
from station.core.i18n import N_, tr
from station.devices.tablet.limits import Why
from station.models.queries.tablets import DROPPED, OFFERED, PAIRED, REVOKED, WIPED, PairingRow

_STATES: Final[Mapping[str, str]] = {
    OFFERED: N_("The code is on the screen. Scan it with the tablet."),
    WIPED: N_("Emptied {day}. The loan can end."),
    REVOKED: N_("Reported lost {day}. Its key is worth nothing any more."),
    DROPPED: N_("The hand-out did not come about."),
}
_WHY: Final[Mapping[Why, str]] = {
    Why.SEGMENT: N_(
        "The connection to the tablet was disturbed. Nothing is lost; it is tried again."
    ),
    Why.MESSAGE: N_(
        "The tablet said something that Station does not understand. Nothing is lost. "
        "Restart the tablet and try again."
    ),
    Why.STRANGER: N_("This is not the tablet that was handed out, so nothing was fetched from it."),
    Why.VERSION: N_(
        "The tablet's program speaks another version than Station. One of the two needs an update."
    ),
    Why.STATE: N_(
        "The tablet does not wait for this just now. Scan the code with it and try again."
    ),
    Why.CHAIN: N_(
        "The tablet's log does not follow from what was fetched before. What is stored here stays. "
        "Keep the tablet and tell whoever supplies it."
    ),
    Why.REFUSED: N_("The tablet refused. What it holds stays on it, and is tried again next time."),
    Why.DECLINED: N_("The digits were not the same. Nothing was handed out; begin again."),
    Why.UNSURE: N_(
        "The connection was lost at the last moment. Look at the tablet: unless it says that it is "
        "handed out, show a new code."
    ),
    Why.EXPIRED: N_("The code on the screen is no longer valid. Show a new one and try again."),
}


def state_sentence(row: PairingRow | None, now: int) -> str:
    """Tell how things stand with a tablet, by its newest hand-out."""
    if row is None:
        return tr("Never handed out")
    if row.state != PAIRED:
        return tr(_STATES[row.state], day=day(row.ended_at or now))
    if row.wipe_nonce:
        return tr("It will be emptied when it is next in range.")
    if row.lease_until is not None and row.lease_until <= now:
        return tr("It has locked itself, as it was not in range for long. Fetch from it.")
    return tr("Handed out {day}", day=day(row.paired_at or now))


def why_sentence(why: Why) -> str:
    """Tell why a talk with a tablet ended early, and what to do."""
    return tr(_WHY[why])
