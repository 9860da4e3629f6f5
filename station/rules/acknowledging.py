"""«Kvitter grønne»: whom a nurse may tick off together, and why the others are left out.

Only somebody about whom nothing is open, unread, old or unsure can be taken; when in doubt she is
left out and looked at.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from station.core.i18n import N_
from station.rules.standing import Standing


class LeftOut(StrEnum):
    """Why somebody is not taken, the first that holds in this order."""

    ALERT = "alert"
    UNKNOWN = "unknown"
    MISSING = "missing"
    PAUSE = "pause"
    COMMENT = "comment"
    CLOSER = "closer"
    UNCONFIRMED = "unconfirmed"
    NEWER = "newer"
    DONE = "done"


LEFT_OUT_WORDS = {
    LeftOut.ALERT: N_("has an open alert"),
    LeftOut.UNKNOWN: N_("cannot be judged"),
    LeftOut.MISSING: N_("a reading is missing or old"),
    LeftOut.PAUSE: N_("is paused"),
    LeftOut.COMMENT: N_("has an unread comment"),
    LeftOut.CLOSER: N_("is in closer follow-up"),
    LeftOut.UNCONFIRMED: N_("has an unconfirmed reading"),
    LeftOut.NEWER: N_("something new has come meanwhile"),
    LeftOut.DONE: N_("is acknowledged already"),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """What decides about one patient; times in UTC milliseconds.

    `alerts` and `comments` are counts of what is open and unread, put off or not. `arrived_at` is
    when her newest reading came in (0: none ever), `shown_at` the moment of the list that was
    looked at, `up_to` how far she is acknowledged today (None: not at all).
    """

    standing: Standing
    alerts: int = 0
    comments: int = 0
    closer: bool = False
    confirmed: bool = True
    arrived_at: int = 0
    shown_at: int = 0
    up_to: int | None = None


def left_out(who: Candidate) -> LeftOut | None:
    """Give why somebody is not taken, or None: she may be acknowledged."""
    return next((why for why, holds in _hindrances(who) if holds), None)


def acknowledged(up_to: int | None, arrived_at: int) -> bool:
    """Tell whether somebody acknowledged up to a moment still is: what came later is unread."""
    return up_to is not None and arrived_at <= up_to


def _hindrances(who: Candidate) -> Iterable[tuple[LeftOut, bool]]:
    standing = who.standing
    return (
        (LeftOut.ALERT, who.alerts > 0 or standing in (Standing.RED, Standing.YELLOW)),
        (LeftOut.UNKNOWN, standing is Standing.UNKNOWN),
        (LeftOut.MISSING, standing is Standing.MISSING or not who.arrived_at),
        (LeftOut.PAUSE, standing is Standing.PAUSE),
        (LeftOut.COMMENT, who.comments > 0),
        (LeftOut.CLOSER, who.closer),
        (LeftOut.UNCONFIRMED, not who.confirmed),
        (LeftOut.NEWER, who.arrived_at > who.shown_at),
        (LeftOut.DONE, acknowledged(who.up_to, who.arrived_at)),
    )
