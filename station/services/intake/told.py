"""Readings that were told by telephone and come by themselves later: matched, not doubled.

The one that was typed stays: it was judged, and what was done about it stands with it. The one
that came is kept beside it, as it came, in the quarantine's settled part.
"""

from collections.abc import Iterable
from dataclasses import replace

from station.models.database import Writer
from station.models.queries import readings as queries
from station.models.records import quarantine as records
from station.models.records.quarantine import Held
from station.rules.readings import Source
from station.rules.told import NEAR_MS, Told, told_before
from station.services.intake.incoming import Incoming


class ToldBefore:
    """Knows what was typed in for one patient and kind near the times that come."""

    def __init__(
        self, writer: Writer, patient_id: str, kind: str, group: Iterable[Incoming]
    ) -> None:
        """Look around the times of `group`; nothing is asked where nothing could match."""
        times = [each.taken_at for each in group if _comes_by_itself(each)]
        self._told: list[Told] = []
        self._keys: frozenset[str] = frozenset()
        if times:
            span = (min(times) - NEAR_MS, max(times) + NEAR_MS)
            typed = queries.typed(writer, patient_id, kind, *span)
            self._told = [_as_told(each, writer.clock_now) for each in typed]
        if times and self._told:
            matched = queries.matched(writer, patient_id, kind)
            self._keys = frozenset(matched.values())
            self._told = [each for each in self._told if each.id not in matched]

    def came_again(self, each: Incoming) -> bool:
        """Tell whether this one was matched when it came before."""
        return each.source_key in self._keys

    def match(self, each: Incoming) -> str:
        """Give the typed reading that this one is, "" for none; each is matched once."""
        if not self._told or not _comes_by_itself(each):
            return ""
        first, second = (*each.values, None, None)[:2]
        beyond = "" if each.beyond is None else each.beyond.value
        found = told_before(self._told, each.taken_at, (first, second), beyond)
        if found is None:
            return ""
        self._told.remove(found)
        return found.id


def keep(writer: Writer, item: Held, reading_id: str) -> None:
    """Keep what was matched as it came, settled: nobody has to do anything about it."""
    records.keep_matched(writer, item, reading_id)


def _as_told(told: Told, now: int) -> Told:
    """Take it for told when it was taken, if the clock was ahead when it was typed in."""
    return told if told.told_at <= now else replace(told, told_at=told.taken_at)


def _comes_by_itself(each: Incoming) -> bool:
    # What another station has stored already keeps the id that it has there.
    from_station = bool(each.record_id) and not each.strict
    return each.source is not Source.MANUAL and not from_station and not each.excluded
