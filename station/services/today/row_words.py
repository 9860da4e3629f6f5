"""The words of a row of the worklist: why somebody stands where she stands, and more to see."""

from collections.abc import Sequence
from dataclasses import replace

from station.core.formats import clock_time, near_day, when
from station.core.i18n import ntr, tr
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries.followup import AckRow, FollowupRow, PauseNowRow, SnoozeRow
from station.models.queries.worklist import AlertRow, LatestRow, PatientRow
from station.rules.kinds import place_of
from station.rules.overdue import Missing
from station.rules.resting import CAUSE_WORDS, Cause
from station.rules.status import FOLLOWED
from station.rules.stored_why import read_why, short_words
from station.rules.why import Why
from station.rules.wording import component_name, kind_name, marks, value_text
from station.services.patients import claims

_LATE_MS = 12 * 3_600_000
_JUST_NOW_MS = 3_600_000


def alert_words(top: AlertRow, now: int) -> str:
    """Say why an alert was raised, and when it was measured."""
    return f"{short_words(top.why)} · {at_words(top.measured_at, now)}"


def at_words(moment: int, now: int) -> str:
    """The time alone today, so that a narrow row has room for what it says."""
    return clock_time(moment) if day_of(moment) == day_of(now) else when(moment, now)


def silence_words(silent: Sequence[Missing], now: int) -> str:
    """Say what has not come."""
    first = min(silent, key=lambda each: each.due_at)
    kinds = ", ".join(kind_name(each.kind) for each in silent)
    last = max((each.last for each in silent if each.last is not None), default=None)
    if last is None:
        return tr("{kinds}: no readings yet", kinds=kinds)
    if first.stale:
        return tr("{kinds}: last value is old, {when}", kinds=kinds, when=when(last, now))
    return tr("{kinds}: nothing since {when}", kinds=kinds, when=when(last, now))


def pause_words(pause: PauseNowRow | None, now: int) -> str:
    """Say until when a pause lasts, and why it was set."""
    if pause is None or pause.until_at is None:
        words = tr("Paused")
    else:
        words = tr("Paused until {day}", day=near_day(day_of(pause.until_at), day_of(now)))
    cause = "" if pause is None else cause_words(pause.cause, pause.reason)
    return f"{words} · {cause}" if cause else words


def cause_words(cause: str, reason: str) -> str:
    """Say why a pause was set: the cause, and what was written about it."""
    known = cause in set(Cause) and cause != Cause.OTHER
    parts = (tr(CAUSE_WORDS[Cause(cause)]) if known else "", reason.strip())
    return ": ".join(part for part in parts if part)


def calm_words(ack: AckRow | None) -> str:
    """Say that all is well, and when somebody acknowledged it today."""
    calm = tr("All within own limits")
    if ack is None:
        return calm
    seen = tr("acknowledged {time} {who}", time=clock_time(ack.at), who=ack.by).strip()
    return f"{calm} · {seen}"


def newer_than(component: str, measured_at: int, latest: Sequence[LatestRow]) -> LatestRow | None:
    """Give a newer counting reading than an alert's, or None.

    An episode that is red already keeps its first reading: what came after must be seen as well.
    """
    kind, _ = place_of(component)
    for row in latest:
        newer = row.kind == kind.code and row.taken_at > measured_at
        if newer and value_of(component, row) is not None:
            return row
    return None


def value_of(component: str, row: LatestRow) -> float | None:
    """Give one component's number of a newest reading."""
    return row.value2 if place_of(component)[1] else row.value


def newest_words(component: str, row: LatestRow, at: str) -> str:
    """Write what was measured after an alert: nå 64 % 09:01, ubekreftet."""
    words = tr(
        "now {value} {when}", value=value_text(component, value_of(component, row) or 0), when=at
    )
    return words if row.confirmed else f"{words}, {tr('unconfirmed, check it')}"


def unfollowed_marks(patient: PatientRow) -> tuple[str, ...]:
    """What must be read of somebody with an alert whose follow-up has ended."""
    return () if patient.status in FOLLOWED else (tr("not in follow-up now"),)


def alert_marks(
    top: AlertRow, latest: Sequence[LatestRow], now: int, *, paused: bool
) -> tuple[str, ...]:
    """What must be read beside the reason of an alert."""
    why = read_why(top.why)
    found = [] if why is None else list(open_marks(why, confirmed=top.confirmed))
    if (newer := newer_than(top.component, top.measured_at, latest)) is not None:
        found.append(newest_words(top.component, newer, at_words(newer.taken_at, now)))
    late = top.arrived_at - top.measured_at
    if late > _LATE_MS:
        just_now = now - top.arrived_at < _JUST_NOW_MS
        found.append(tr("came in now") if just_now else tr("came in late"))
    if paused and tr("paused") not in found:
        found.append(tr("paused"))
    if top.waiting_until is not None:
        found.append(tr("waiting until {time}", time=at_words(top.waiting_until, now)))
    if top.proposed:
        found.append(tr("back in green, may be closed"))
    return tuple(found)


def elsewhere(reader: Reader, now: int) -> dict[str, tuple[str, ...]]:
    """Give the mark of each patient whom somebody at another station has open."""
    return {key: (said,) for key, said in claims.words_now(reader, now).items()}


def open_marks(why: Why, *, confirmed: bool) -> tuple[str, ...]:
    """Give an open alert's marks: what somebody has confirmed meanwhile is unconfirmed no more."""
    return marks(replace(why, confirmed=confirmed))


def rest_marks(
    snoozes: Sequence[SnoozeRow], closer: FollowupRow | None, comments: int, now: int
) -> tuple[str, ...]:
    """What is put off, who is followed closer, and what nobody has read."""
    found = [snooze_words(row, now) for row in snoozes]
    if closer is not None:
        found.insert(0, closer_words(closer, now))
    if comments:
        found.append(ntr("{n} unread comment", "{n} unread comments", comments))
    return tuple(found)


def snooze_words(row: SnoozeRow, now: int) -> str:
    """Say what is put off and until when: SpO₂ utsatt til man. 23. nov. 09:00."""
    return tr(
        "{what} put off until {when}",
        what=component_name(row.component),
        when=when(row.until_at, now),
    )


def closer_words(row: FollowupRow, now: int) -> str:
    """Say until when somebody is followed closer."""
    day = near_day(day_of(row.until_at), day_of(now))
    return tr("closer follow-up until {day}", day=day)
