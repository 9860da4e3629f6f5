"""The sentences of the exchange. Pure text from what is known, never more than is true."""

from station.core.formats import clock_time, weekday, when
from station.core.i18n import N_, ntr, tr
from station.core.zone import day_of
from station.services.conflicts.values import Side
from station.services.sync.amounts import amount
from station.services.sync.values import ChannelStatus, Progress, Run, Stuck
from station.views.sync.seen import Seen, Standing

_WEEK = 7
_NAMED = 4
"""So many kinds are named in a sentence; the rest is counted, and listed under the queue."""
_GOING = ("waiting", "sealed", "behind")
_STEPS = {
    "prepare": N_("Making ready: {done} of {total}"),
    "send": N_("Sending: {done} of {total}"),
    "fetch": N_("Fetching: {done} of {total}"),
    "apply": N_("Taking in: {done} of {total}"),
    "compare": N_("Comparing: {done} of {total}"),
}
_STEPS_OPEN = {
    "prepare": N_("Making ready …"),
    "send": N_("Sending …"),
    "fetch": N_("Fetching … {done} so far"),
    "apply": N_("Taking in … {done} so far"),
    "compare": N_("Comparing … {done} so far"),
}
_STEPS_BEGUN = {"fetch": N_("Fetching …"), "apply": N_("Taking in …"), "compare": N_("Comparing …")}
_OUTCOMES = {
    "done": N_("All the way through"),
    "left": N_("Through, but something waits"),
    "failed": N_("Not all the way through"),
    "stopped": N_("Cancelled"),
}
BLOCKED = (Standing.OFFLINE, Standing.STOPPED)


def short_when(ms: int, now: int) -> str:
    """A moment for a narrow line: today the time alone, this week «man. 09:12»."""
    day, days = day_of(ms), (day_of(now) - day_of(ms)).days
    if not days:
        return clock_time(ms)
    if 0 < days < _WEEK:
        return f"{weekday(day.weekday(), short=True)} {clock_time(ms)}"
    return when(ms, now)


def waiting_words(seen: Seen) -> str:
    """How much waits to go out."""
    return ntr("{n} change waits", "{n} changes wait", seen.waiting)


# -------------------------------------------------------------------------------- the top line


def line_words(seen: Seen, now: int, *, narrow: bool = False) -> str:
    """The exchange in a few words; `narrow` leaves out what the page says anyway."""
    standing = seen.standing
    if standing is Standing.NEVER:
        return tr("This PC only")
    if standing is Standing.OFF:
        return _with_waiting(tr("Sync is off"), seen)
    if standing is Standing.RUNNING:
        return progress_words(seen.progress)
    if standing in BLOCKED:
        if narrow:
            return tr("Sync stands still") if standing is Standing.STOPPED else _since(seen, now)
        return _with_waiting(_since(seen, now), seen)
    return _joined(_done(seen, now), *_numbers(seen, narrow=narrow))


def _since(seen: Seen, now: int) -> str:
    since = seen.centre.offline_since if seen.centre is not None else None
    if seen.standing is Standing.OFFLINE:
        if since is None:
            return tr("Offline")
        return tr("Offline since {time}", time=short_when(since, now))
    if since is None:
        return tr("Sync stands still")
    return tr("Sync stands still since {time}", time=short_when(since, now))


def _done(seen: Seen, now: int) -> str:
    if not seen.on:
        return tr("This PC only") if seen.standing is Standing.WELL else ""
    if seen.complete_at is None:
        return tr("Sync not complete yet")
    return tr("Sync {time}", time=short_when(seen.complete_at, now))


def _numbers(seen: Seen, *, narrow: bool) -> list[str]:
    found = []
    runs = seen.status.runs
    if runs and not narrow:
        found += _moved(runs[0])
    if seen.conflicts:
        found.append(_conflicts(seen.conflicts))
    if seen.stuck:
        found.append(_stands(seen.stuck))
    if seen.waiting or (seen.on and not (seen.conflicts or seen.stuck)):
        found.append(ntr("{n} waits", "{n} wait", seen.waiting))
    # A narrow line has room for what needs somebody most: the window must not grow by it.
    return found[:1] if narrow else found


def _moved(run: Run) -> list[str]:
    found = []
    if run.received:
        found.append(ntr("{n} in", "{n} in", run.received))
    if run.sent:
        found.append(ntr("{n} out", "{n} out", run.sent))
    return found


def _conflicts(many: int) -> str:
    return ntr("{n} conflict", "{n} conflicts", many)


def _stands(many: int) -> str:
    return ntr("{n} stands still", "{n} stand still", many)


def _with_waiting(words: str, seen: Seen) -> str:
    return _joined(words, waiting_words(seen)) if seen.waiting else words


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _sentence(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def banner_words(seen: Seen, now: int) -> str:
    """What stands across the window while nothing goes through; empty while it does."""
    if seen.standing not in BLOCKED:
        return ""
    said = _with_waiting(_since(seen, now), seen) + "."
    return _sentence(said, tr("Everything is stored on this PC."))


def progress_words(progress: Progress | None) -> str:
    """How far a run has come."""
    if progress is None:
        return tr("Sync is running …")
    table = _STEPS if progress.total else _STEPS_OPEN
    words = table.get(progress.step)
    if not progress.total and not progress.done:
        words = _STEPS_BEGUN.get(progress.step, words)
    if words is None:
        return tr("Sync is running …")
    return tr(words, done=progress.done, total=progress.total)


# ------------------------------------------------------------------------- the truth per direction


def out_words(seen: Seen, now: int) -> str:
    """What is known of the way out, in a sentence or two."""
    centre, counts = seen.centre, seen.counts
    if centre is None:
        return tr("There is no central service. Changes go out in the files that you write.")
    rests = seen.waiting or counts.held or counts.paused or seen.left_on("out")
    if centre.sent_at is None:
        said = tr("Not everything has been delivered yet.")
    elif rests or seen.standing in BLOCKED:
        said = tr("Everything was last delivered {time}.", time=when(centre.sent_at, now))
    else:
        said = tr("Everything was delivered and confirmed {time}.", time=when(centre.sent_at, now))
    return _sentence(said, _waits(seen, now), *_not_going(seen))


def going_words(seen: Seen) -> str:
    """What it is that waits to go out: «12 målinger, 2 planer, 1 varsel»; empty for nothing."""
    found: dict[str, int] = {}
    for each in seen.kinds:
        if each.why in _GOING:
            found[each.kind] = found.get(each.kind, 0) + each.number
    most = sorted(found, key=lambda kind: -found[kind])
    # One kind more is named as soon as counted.
    named = _NAMED if len(most) > _NAMED + 1 else len(most)
    said = [amount(kind, found[kind]) for kind in most[:named]]
    rest = sum(found[kind] for kind in most[named:])
    if rest:
        said.append(ntr("{n} of another kind", "{n} of other kinds", rest))
    return ", ".join(said)


def _waits(seen: Seen, now: int) -> str:
    oldest = seen.centre.oldest_since if seen.centre is not None else None
    if not seen.waiting:
        return "" if seen.counts.held or seen.counts.paused else tr("Nothing waits.")
    what = going_words(seen)
    told = tr("They are {what}.", what=what) if what else ""
    if oldest is None:
        return _sentence(f"{waiting_words(seen)}.", told)
    since = tr(
        "{waiting}, the oldest since {time}.", waiting=waiting_words(seen), time=when(oldest, now)
    )
    return _sentence(since, told)


def _not_going(seen: Seen) -> list[str]:
    counts, found = seen.counts, []
    if counts.held:
        found.append(
            ntr("{n} was refused and stands still.", "{n} were refused, stand still.", counts.held)
        )
    if counts.paused:
        found.append(
            ntr(
                "{n} is not sent, because a consent was withdrawn.",
                "{n} are not sent, because a consent was withdrawn.",
                counts.paused,
            )
        )
    return [*found, _left(seen.left_on("out"))]


def _left(many: int) -> str:
    return ntr("{n} lies here.", "{n} lie here.", many) if many else ""


def in_words(seen: Seen, now: int) -> str:
    """What is known of the way in, in a sentence or two."""
    centre = seen.centre
    if centre is None:
        said = tr("What others have done comes in with the files that you take in.")
    elif centre.received_at is None:
        said = tr("Not everything has been fetched yet.")
    else:
        said = tr("Everything was last fetched {time}.", time=when(centre.received_at, now))
    unread = conflicts = ""
    came = seen.counts.inbox + seen.status.by_stick
    if came:
        unread = ntr(
            "{n} came and could not be taken in.",
            "{n} came and could not be taken in.",
            came,
        )
    if seen.conflicts:
        conflicts = ntr(
            "{n} conflict waits for you.", "{n} conflicts wait for you.", seen.conflicts
        )
    return _sentence(said, unread, _left(seen.left_on("in")), conflicts)


def state_words(seen: Seen) -> tuple[str, str]:
    """The one sentence on top, and its tone for a banner ("good", "info", "warning")."""
    standing = seen.standing
    if standing in BLOCKED:
        return _why_blocked(seen), "warning"
    if standing is Standing.ATTENTION:
        return attention_words(seen), "warning"
    if standing is Standing.WELL:
        return _well_words(seen)
    return _calm_words(seen), "warning" if seen.failing is not None else "info"


def _well_words(seen: Seen) -> tuple[str, str]:
    """Well means that nothing is left at all: not where somebody has let something lie."""
    if not seen.left:
        return tr("All is well. You need not do anything."), "good"
    said = ntr(
        "Nothing waits for you. {n} lies here because somebody let it lie.",
        "Nothing waits for you. {n} lie here because somebody let them lie.",
        seen.left,
    )
    return said, "info"


def _calm_words(seen: Seen) -> str:
    if seen.standing is Standing.OFF:
        return tr("Sync is switched off. Everything is stored on this PC.")
    if seen.standing is Standing.RUNNING:
        return tr("Sync is running. You can go on working.")
    if seen.failing is not None:
        return service_words(seen.failing)
    if seen.waiting or any(each.counts.going for each in seen.others):
        return tr("Something waits to go out. It goes by itself.")
    return tr("Sync has not been all the way through yet. It goes on by itself.")


def service_words(channel: ChannelStatus) -> str:
    """How another service stands, and why."""
    said = f"{channel.title}: {channel.sentence}"
    return _sentence(said, channel.reason, channel.server_says)


def _why_blocked(seen: Seen) -> str:
    why = seen.centre.reason if seen.centre is not None else ""
    if seen.standing is Standing.OFFLINE:
        said = why or tr("The central service is not reached.")
        return _sentence(said, tr("Station tries again by itself. You need not do anything."))
    said = why or tr("The central service takes nothing from this station just now.")
    says = seen.centre.server_says if seen.centre is not None else ""
    return _sentence(said, tr("The service says: «{words}»", words=says) if says else "")


def attention_words(seen: Seen) -> str:
    """What waits for a person."""
    if seen.conflicts:
        return ntr(
            "In {n} place two have changed the same. Choose what is right.",
            "In {n} places two have changed the same. Choose what is right.",
            seen.conflicts,
        )
    return ntr(
        "{n} change stands still. Everything else goes on.",
        "{n} changes stand still. Everything else goes on.",
        seen.stuck,
    )


# ------------------------------------------------------------------------------------- details


def run_words(run: Run) -> tuple[str, str]:
    """What one run moved, and how it ended."""
    moved = _moved(run)
    if run.conflicts:
        moved.append(_conflicts(run.conflicts))
    if run.held:
        moved.append(_stands(run.held))
    ended = tr(_OUTCOMES.get(run.outcome, _OUTCOMES["failed"]))
    return _joined(*moved) or tr("Nothing new"), _joined(ended, run.reason)


def stuck_words(stuck: Stuck, now: int) -> str:
    """Since when one record stands still, and how often it was tried."""
    since = tr("Since {time}", time=when(stuck.since, now))
    tries = ntr("tried {n} time", "tried {n} times", stuck.attempts) if stuck.attempts else ""
    way = tr("On the way in") if stuck.way == "in" else tr("On the way out")
    return _joined(way, since, tries)


def side_words(side: Side, now: int) -> str:
    """Who changed one side and when; that it is not known where it is not."""
    if side.by and side.at is not None:
        return tr("Changed by {name} {time}", name=side.by, time=when(side.at, now))
    if side.at is not None:
        return tr("Changed {time}", time=when(side.at, now))
    if side.by:
        return tr("Changed by {name}", name=side.by)
    return tr("Not known who changed it")
