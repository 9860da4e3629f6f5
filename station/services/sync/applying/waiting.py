"""What waits in the inbox: tried again once the record that it waits for is here."""

import json
from collections.abc import Sequence

from station.models.database import Reader
from station.models.queries import sync_inbox as queries
from station.models.queries.sync_inbox import Waiting
from station.services.sync.applying.ahead import STEP
from station.services.sync.applying.clashes import is_here

AT_ONCE = 500
"""So many that wait are looked at together."""


class Waits:
    """Goes through what waits, a little in each unit of work, again as long as that moves any."""

    def __init__(self) -> None:
        """Begin at the first."""
        self._after: dict[str, int] = {}
        self._moved: set[str] = set()

    def next(self, reader: Reader, channel: str) -> list[Waiting]:
        """Give the next that can be tried, a few; none at the end."""
        while rows := queries.waiting(reader, channel, self._after.get(channel, 0), AT_ONCE):
            found = _free(reader, rows)
            if found:
                return found[:STEP]
            self._after[channel] = rows[-1].row
        return []

    def tried(self, channel: str, row: int, *, moved: bool) -> None:
        """Note that all up to a row were tried, and whether any of them was worked in."""
        self._after[channel] = row
        if moved:
            self._moved.add(channel)

    def over(self, channel: str) -> bool:
        """Begin anew; tell whether what was worked in may let go of others that wait."""
        self._after.pop(channel, None)
        again = channel in self._moved
        self._moved.discard(channel)
        return again


def _free(reader: Reader, rows: Sequence[Waiting]) -> list[Waiting]:
    """Give those that do not wait for a record that is not here yet."""
    parents = {each.id: _parent(each) for each in rows}
    wanted = {parent for parent in parents.values() if parent is not None}
    there = {parent for parent in wanted if is_here(reader, *parent)}
    return [each for each in rows if parents[each.id] is None or parents[each.id] in there]


def _parent(waiting: Waiting) -> tuple[str, str] | None:
    if waiting.reason_code != "parent":
        return None
    told = json.loads(waiting.reason_values)
    return str(told["kind"]), str(told["id"])
