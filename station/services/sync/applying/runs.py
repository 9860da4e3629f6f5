"""Working in several versions at a time: new readings that follow each other go in together."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from station.models.database import Writer
from station.models.queries import outbox as queries
from station.models.records import sync_rows as records
from station.services.sync.applying import readings
from station.services.sync.applying.guard import guarded, together
from station.services.sync.applying.one import work_in
from station.services.sync.applying.values import Arrived, Effects, Result

T = TypeVar("T")


def runs(each: Iterable[T], marks: Callable[[T], Collection[str]]) -> Iterator[list[T]]:
    """Give what comes in runs: those that have marks follow each other, no mark twice in a run.

    What has none stands alone.
    """
    run: list[T] = []
    seen: set[str] = set()
    for one in each:
        mine = set(marks(one))
        if run and (not mine or mine & seen):
            yield run
            run, seen = [], set()
        if not mine:
            yield [one]
            continue
        run.append(one)
        seen |= mine
    if run:
        yield run


def readings_in(writer: Writer, coming: Sequence[Arrived], effects: Effects) -> list[Result]:
    """Work in readings that nothing was known of: together, or one by one if that fails.

    Those that are here after all are merged; the caller gives no record twice.
    """
    ids = [arrived.record_id for arrived in coming]
    here = queries.fields_of(writer, readings.READINGS.name, ids)
    new = [arrived for arrived in coming if arrived.record_id not in here]
    found = _together(writer, new, effects)
    return [
        found.get(each.record_id) or guarded(writer, partial(work_in, writer, each, effects))
        for each in coming
    ]


def _together(writer: Writer, new: Sequence[Arrived], effects: Effects) -> dict[str, Result]:
    if not new:
        return {}
    apart = Effects(more=effects.more)
    results = together(writer, lambda: readings.take_in(writer, _fitting(new), apart))
    if results is None:
        return {}
    effects.add(apart)
    return {each.record_id: result for each, result in zip(new, results, strict=True)}


def _fitting(new: Iterable[Arrived]) -> list[readings.Coming]:
    kind = readings.READINGS
    return [
        (each, records.fitting(kind, {**each.fields, kind.key: each.record_id})) for each in new
    ]
