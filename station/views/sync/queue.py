"""The lines of the queue: what waits for what, a line for each kind, and since when."""

from collections.abc import Iterator

from station.core.formats import number, when
from station.core.i18n import tr
from station.services.sync.amounts import amount
from station.services.sync.values import ChannelStatus
from station.views.overview.lines import Line
from station.views.sync.options import large
from station.views.sync.seen import Seen


def queue_lines(seen: Seen, now: int) -> list[Line]:
    """What waits, under a heading for each reason; none where nothing waits."""
    lines: list[Line] = []
    centre = (seen.centre,) if seen.centre is not None else ()
    for channel in (*centre, *seen.others):
        lines += _of_channel(channel, now, named=channel is not seen.centre)
    if seen.status.by_stick:
        came = tr("Came in a file, and could not be taken in yet")
        lines.append(Line(came, "", number(seen.status.by_stick)))
    return lines


def _of_channel(channel: ChannelStatus, now: int, *, named: bool) -> Iterator[Line]:
    for why, words, more in _reasons():
        rows = [each for each in channel.kinds if each.why == why]
        if not rows:
            continue
        # In large text a heading has room for no more than what it is.
        title = words if large() or not more else f"{words}. {more}"
        yield Line(f"{channel.title}: {title}" if named else title, heading=True)
        for each in rows:
            since = when(each.since, now) if each.since is not None else ""
            side = tr("Since {time}", time=since) if since else ""
            yield Line(amount(each.kind, each.number), "", side)
    if channel.counts.audit:
        yield Line(tr("Who has seen and done what. Goes last."), heading=True)
        yield Line(tr("Lines of the log"), "", number(channel.counts.audit))


def _reasons() -> tuple[tuple[str, str, str], ...]:
    """The reasons to wait in their order: the name of the count, its words, and what follows."""
    return (
        ("waiting", tr("Goes with the next sync"), ""),
        ("sealed", tr("On the way now"), ""),
        (
            "behind",
            tr("Waits for another that stands still"),
            tr("Goes when the one before has gone."),
        ),
        ("held", tr("Refused by the service"), tr("See the reason under what stands still.")),
        ("differs", tr("Two have changed the same"), tr("Goes when somebody has chosen.")),
        ("paused", tr("Not sent: a consent was withdrawn"), tr("Stays on this PC.")),
        ("left", tr("Let lie here"), tr("Stays on this PC.")),
        ("inbox", tr("Came, and could not be taken in yet"), tr("Nothing of it is lost.")),
    )
