"""Which of the records that wait are put together for sending now, and which wait for others.

A record goes only when the other side has those it leads to (its patient, its plan, its device):
servers refuse it otherwise, and within one delivery nothing is certain about the order.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from station.rules.synced import NAMES

Parent = tuple[str, str]
"""The kind and id of a record."""

AUDIT = "audit"
"""The kind under which rows of the audit log wait; they lead to nothing."""
HEAVY = {"documents": 50, "plan_versions": 4, "form_versions": 10}
"""What a record weighs in a delivery; others weigh one."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One record that is due; `seq` is the first change of it that is not with the other side."""

    kind: str
    record_id: str
    patient_id: str | None
    seq: int
    parents: tuple[Parent, ...] = ()

    @property
    def key(self) -> Parent:
        """Give what the record is known by."""
        return self.kind, self.record_id


@dataclass(frozen=True, slots=True)
class Chosen:
    """What goes now, in order; what waits behind which record; the rest simply comes later."""

    go: tuple[Waiting, ...]
    behind: tuple[tuple[Waiting, Parent], ...]


def order_of(kind: str) -> int:
    """Give the place of a kind among all that is sent: after those that it leads to."""
    return NAMES.index(kind) if kind in NAMES else len(NAMES)


def choose(rows: Iterable[Waiting], present: Collection[Parent], room: int) -> Chosen:
    """Choose among rows that are due: parents first, then the oldest change, `room` at most.

    `present` names the parents that the other side has. A row that leads to anything else waits
    behind that one, and nobody else does. One row always goes, however heavy.
    """
    go: list[Waiting] = []
    behind: list[tuple[Waiting, Parent]] = []
    filled = 0
    for row in sorted(rows, key=lambda each: (order_of(each.kind), each.seq)):
        missing = next((each for each in row.parents if each not in present), None)
        weight = HEAVY.get(row.kind, 1)
        if missing is not None:
            behind.append((row, missing))
        elif not go or filled + weight <= room:
            go.append(row)
            filled += weight
    return Chosen(tuple(go), tuple(behind))
