"""Reading ahead in the inbox: what is worked in next, decoded, so that a patient's readings meet.

Only the reading ahead is kept in mind, and only a little of it: what was worked in is in the file.
"""

import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from station.core import log
from station.models.database import Reader
from station.models.queries import sync_inbox as queries
from station.models.queries.sync_inbox import Item
from station.models.records import sync_inbox as records
from station.rules.synced import NAMES
from station.services.sync.applying.runs import runs
from station.services.sync.applying.values import Became, Result
from station.services.sync.receiving import GONE
from station.sync.values import Decoded, Resource

STEP = 20
"""So many readings of one patient are worked in before anybody looks at the clock."""
FEW = 5
"""So many are read between two looks at the clock: a document may be large."""
MOST_CHARS = 4_000_000
"""When so much text is kept in mind no more is read, however few things that are."""
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


class Ahead:
    """Reads ahead among what is new in the inbox; `decode` reads a resource."""

    def __init__(self, decode: Decode) -> None:
        """Have read nothing."""
        self._decode = decode
        self._channel = ""
        self._ids: deque[str] = deque()
        self._read: list[Read] = []
        self._chars = 0
        self._batches: deque[list[Read]] = deque()
        self._given = ""

    def forget(self) -> None:
        """Read all of it anew: what stands in the inbox may have been replaced."""
        self._ids.clear()
        self._read, self._given, self._chars = [], "", 0
        self._batches.clear()

    def read_on(self, reader: Reader, channel: str, limit: int, spent: Spent) -> int:
        """Read up to `limit` that are new, until the time is over; give how many were read now.

        Nothing is read while there is something left of what was read before.
        """
        if channel != self._channel or self._undone(reader):
            self.forget()
            self._channel = channel
        if self._batches:
            return 0
        if not self._ids and not self._read:
            self._ids.extend(queries.ahead(reader, channel, records.NEW, limit))
        looked = 0
        while self._ids and not (looked and spent()):
            some = [self._ids.popleft() for _ in range(min(FEW, len(self._ids)))]
            for item in queries.items(reader, some):
                self._read.append(self.read(item))
                self._chars += len(item.body)
            looked += len(some)
            if self._chars > MOST_CHARS:
                self._ids.clear()
        if not self._ids:
            self._batches.extend(batches(self._read))
            self._read, self._chars = [], 0
        return looked

    def batch(self, reader: Reader) -> list[Read]:
        """Give what is to be worked in next; nothing if there is none, or not all is read."""
        while self._batches:
            some = self._batches.popleft()
            still = _new(reader, some)
            # Somebody else may have dealt with some of it.
            if found := [each for each in some if each.item.id in still]:
                self._given = found[0].item.id
                return found
        return []

    def more(self) -> bool:
        """Tell whether what is given next are readings that may be new."""
        return bool(self._batches) and bool(_marks(self._batches[0][0]))

    def _undone(self, reader: Reader) -> bool:
        """Tell whether what was given last was not worked in after all: that unit was undone."""
        return bool(self._given and queries.among(reader, [self._given], records.NEW))

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


def _new(reader: Reader, items: Sequence[Read]) -> frozenset[str]:
    return queries.among(reader, [each.item.id for each in items], records.NEW)


def batches(items: Sequence[Read]) -> Iterator[list[Read]]:
    """Give what goes in together: readings of one patient, a few at a time, or one of all else.

    Readings that follow each other are sorted by patient: each is another record, and those of one
    patient keep their order. Nothing else changes its place.
    """
    for run in runs(sorted(items, key=_order), _marks):
        whose: dict[str, list[Read]] = {}
        for each in run:
            patient = each.decoded.fields.get("patient_id") if each.decoded else None
            whose.setdefault(str(patient), []).append(each)
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
