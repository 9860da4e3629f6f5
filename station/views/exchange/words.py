"""What became of a file, and how the other stations stand, in plain words."""

from collections.abc import Iterable

from station.core.formats import when
from station.core.i18n import ntr, tr
from station.services.stick.exchanging import Gap, PeerRow, Taken
from station.views.overview.lines import Line


def gap_words(gaps: Iterable[Gap]) -> str:
    """Which changes are missing, and what to do about it."""
    return "\n".join(
        tr(
            "Changes {first} to {last} from {name} are missing. Write a file to {name}: it asks "
            "for them, and the next file from {name} brings them.",
            first=gap.span.first,
            last=gap.span.last,
            name=gap.name,
        )
        for gap in gaps
    )


def taken_words(taken: Taken) -> str:
    """The sentence above the counts."""
    if taken.waits:
        return tr("The file from {name} is kept until an earlier one has come.", name=taken.name)
    if not taken.rows and not taken.gaps:
        return tr("Nothing new from {name}. Both know how far the other has come.", name=taken.name)
    return tr("The file from {name} is taken in.", name=taken.name)


def odd_words(taken: Taken) -> str:
    """What else a person should know: two stations with one number; "" for nothing."""
    if taken.renewed:
        return tr(
            "This station and another one had the same number, as after a backup was put back. "
            "This one has got a new number; nothing is lost."
        )
    if taken.doubled:
        return tr(
            "Two stations have the same number as {name}. Everything was kept. Take a file from "
            "one of them to the other: then it gets a new number.",
            name=taken.name,
        )
    return ""


def peer_line(row: PeerRow, now: int) -> Line:
    """One other station in the list."""
    came = when(row.received_at, now) if row.received_at is not None else tr("never")
    wrote = when(row.written_at, now) if row.written_at is not None else tr("never")
    parts = [tr("Taken in: {came}", came=came), tr("Written: {wrote}", wrote=wrote)]
    parts += [
        tr("lacks changes {first} to {last} from there", first=gap.first, last=gap.last)
        for gap in row.gaps
    ]
    if row.waiting:
        parts.append(ntr("{n} file waits", "{n} files wait", row.waiting))
    if row.gaps:
        side = tr("Something from there is missing")
    elif row.lacks:
        side = ntr("{n} change to send", "{n} changes to send", row.lacks)
    else:
        side = tr("Has everything")
    return Line(row.name, " · ".join(parts), side, loud=bool(row.gaps), key=row.station)
