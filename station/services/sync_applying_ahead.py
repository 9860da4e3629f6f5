"""Reading ahead in the inbox: what is worked in next, decoded, so that a patient's readings meet.

Only the reading ahead is kept in mind, and only a little of it: what was worked in is in the file.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from station.core import log
from station.models.database import Reader
from station.models.queries import sync_inbox as queries
from station.models.queries.sync_inbox import Item
from station.models.records import sync_inbox as records
from station.rules.synced import NAMES
from station.services.sync_applying_runs import runs
from station.services.sync_applying_values import Became, Result
from station.services.sync_receiving import GONE
from station.sync.values import Decoded, Resource

STEP = 25
"""So many readings of one patient are worked in before anybody looks at the clock."""
MOST_CHARS = 4_000_000
"""So much text is kept in mind at most, however few things that are; always one."""
Decode = Callable[[Resource], Decoded]
Spent = Callable[[], bool]
"""Tells that the time of a unit of work is over."""


@dataclass(frozen=True, slots=True)
class Read:
    """An item that was read: the record it is about, and its `result` where it needs no more."""

    item: Item
    about: tuple[str, str]
    result: Result | None
    decoded: Decoded | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """What was read ahead, in the order it came; `looked` were read now, `whole` if all were."""

    items: tuple[Read, ...]
    looked: int
    whole: bool


class Ahead:
    """Reads ahead among what is new in the inbox; `decode` reads a resource."""

    def __init__(self, decode: Decode) -> None:
        """Have read nothing."""
        self._decode = decode
        self._read: dict[str, Read] = {}

    def forget(self) -> None:
        """Read all of it anew: what stands in the inbox may have been replaced."""
        self._read.clear()

    def new(self, reader: Reader, channel: str, limit: int, spent: Spent) -> Window:
        """Give up to `limit` that are new; some of them when the time is over before."""
        ids = queries.ahead(reader, channel, records.NEW, limit, MOST_CHARS)
        self._read = {each: self._read[each] for each in ids if each in self._read}
        missing = [each for each in ids if each not in self._read]
        looked = 0
        while missing[looked:] and not (looked and spent()):
            some = missing[looked : looked + STEP]
            self._read |= {item.id: self.read(item) for item in queries.items(reader, some)}
            looked += len(some)
        found = tuple(self._read[each] for each in ids if each in self._read)
        return Window(found, looked, whole=looked >= len(missing))

    def read(self, item: Item) -> Read:
        """Read one item: what it says about which record, or what becomes of it without that."""
        about = (item.kind, item.record_id)
        if item.body == GONE:
            if about[0] not in NAMES:
                return Read(item, about, Result(Became.SAME))
            return Read(item, about, None, Decoded(*about, {}))
        try:
            decoded = self._decode(json.loads(item.body))
        except Exception as error:  # noqa: BLE001  (one bad row must not stop the others)
            return Read(item, about, _unreadable(error))
        if item.kind and item.kind != decoded.kind:
            # What is known as one record says that it is a record of another kind.
            return Read(item, about, Result(Became.HELD, "other_kind", {"kind": decoded.kind}))
        about = (decoded.kind, decoded.record_id)
        if decoded.kind not in NAMES:
            return Read(item, about, Result(Became.HELD, "unknown_kind", {"kind": decoded.kind}))
        return Read(item, about, None, decoded)


def batches(items: Sequence[Read]) -> Iterator[list[Read]]:
    """Give what goes in together: readings of one patient, a few at a time, or one of all else.

    Readings that follow each other are sorted by patient: each is another record, and those of one
    patient keep their order. Nothing else changes its place.
    """
    for run in runs(sorted(items, key=_order), _marks):
        whose: dict[object, list[Read]] = {}
        for each in run:
            patient = each.decoded.fields.get("patient_id") if each.decoded else None
            whose.setdefault(patient, []).append(each)
        for mine in whose.values():
            yield from (mine[at : at + STEP] for at in range(0, len(mine), STEP))


def _order(read: Read) -> int:
    kind = read.item.kind
    return NAMES.index(kind) if kind in NAMES else len(NAMES)


def _marks(read: Read) -> tuple[str, ...]:
    """Give what a reading that may be new goes by; nothing for all else."""
    decoded = read.decoded
    if decoded is None or decoded.deleted or read.item.body == GONE:
        return ()
    return (decoded.record_id,) if decoded.kind == "readings" else ()


def _unreadable(error: Exception) -> Result:
    code = getattr(error, "code", "")
    values = getattr(error, "values", {})
    if not isinstance(code, str) or not code:
        log.bug("decoding", error)
        return Result(Became.HELD, "unreadable", {"error": type(error).__name__})
    if code == "derived":
        return Result(Became.SAME, code)
    return Result(Became.HELD, code, values if isinstance(values, Mapping) else {})
