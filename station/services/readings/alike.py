"""Readings that may be one measurement, told at two stations or told and measured: only said.

Nothing is put together by a guess: both stay and both are judged, until a person marks one of them.
"""

from collections.abc import Sequence

from station.core.formats import when
from station.core.i18n import tr
from station.models.database import Reader
from station.models.queries import readings as queries
from station.rules.readings import Reading, Source
from station.rules.told import NEAR_MS, told_twice
from station.rules.wording import reading_text


def alike_of(reader: Reader, readings: Sequence[Reading], now: int) -> dict[str, str]:
    """Say of each reading of one patient that may be told twice which other one it may be."""
    said = {}
    for reading in _that_may_be(reader, readings):
        near = queries.same_minute(
            reader, reading.patient_id, reading.kind, reading.taken_at, NEAR_MS + 1
        )
        other = next((each for each in near if told_twice(reading, each)), None)
        if other is not None:
            said[reading.id] = tr(
                "This may be the same measurement as {reading}, {time}. If it is, mark one of them "
                "as a test: then it does not count.",
                reading=reading_text(other),
                time=when(other.taken_at, now),
            )
    return said


def _that_may_be(reader: Reader, readings: Sequence[Reading]) -> list[Reading]:
    """Give those with a typed one near: without it nothing was told."""
    found = []
    for kind in {reading.kind for reading in readings}:
        own = [reading for reading in readings if reading.kind == kind and reading.counts]
        if not own:
            continue
        times = [reading.taken_at for reading in own]
        span = (min(times) - NEAR_MS, max(times) + NEAR_MS)
        typed = [each.taken_at for each in queries.typed(reader, own[0].patient_id, kind, *span)]
        found += [
            reading
            for reading in own
            if reading.source is Source.MANUAL
            or any(abs(at - reading.taken_at) <= NEAR_MS for at in typed)
        ]
    return found
