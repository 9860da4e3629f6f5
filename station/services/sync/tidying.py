"""Letting go of what was worked in long ago: the rows of the inbox that nothing is asked of.

What waits, is held, or was left lying stays for ever, and so do the log of changes (a stick may
still ask for it), what came on a stick, and what is known of each record at the other side.
"""

from typing import Final

from station.models.database import Writer
from station.models.queries import sync_inbox as queries
from station.models.records import sync_arrivals as records
from station.models.records.sync_inbox import DONE, SAME
from station.services.sync.setup import settings_of

STEP: Final = 300
"""So many rows are looked at in a unit of work: a few milliseconds."""
DAY_MS: Final = 86_400_000


class Tidying:
    """Goes once through what came on a channel and is over."""

    def __init__(self, channel: str) -> None:
        """Begin with the oldest."""
        self._channel = channel
        self._states = [DONE, SAME]
        self._after = 0

    def tidy(self, writer: Writer) -> bool:
        """Let go of some that are older than the days they are to be kept; False at the end.

        A resource that no record came of (a score beside its answers) keeps its row: without it
        every comparison would fetch it anew.
        """
        writer.quiet()
        if not self._states:
            return False
        before = writer.now - settings_of(writer).keep_days * DAY_MS
        place = (self._channel, self._states[0], self._after)
        rows = queries.over(writer, *place, before, STEP)
        records.let_go(writer, [row for row, is_known in rows if is_known])
        if rows:
            self._after = rows[-1][0]
        else:
            self._states.pop(0)
            self._after = 0
        return True
