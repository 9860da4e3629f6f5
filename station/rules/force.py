"""Which plan version decides at a given moment."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from station.rules.plans import PlanStatus, PlanVersion


@dataclass(frozen=True, slots=True)
class Reign:
    """A version and the span in which it decides, [start, end) in UTC milliseconds.

    `approved` is False in the trial period, before any doctor had approved a version.
    """

    version: PlanVersion
    start: int
    end: int | None
    approved: bool = True


class Force:
    """The versions of one patient's plans in the order in which they decide."""

    def __init__(self, versions: Iterable[PlanVersion]) -> None:
        """Sort out which of `versions` decide.

        Those that were approved do, each over its own span. Before the first of them the newest
        draft does, from the day the first one was begun: the trial period is not left unwatched.
        """
        known = sorted(versions, key=lambda version: (version.created_at, version.number))
        reigns = sorted(
            (
                Reign(version, version.in_force_from, version.in_force_to)
                for version in known
                if version.in_force_from is not None and version.status is not PlanStatus.DRAFT
            ),
            key=lambda reign: reign.start,
        )
        trial = _trial(known, reigns[0] if reigns else None)
        self.reigns: tuple[Reign, ...] = (*((trial,) if trial else ()), *reigns)
        self._starts = [reign.start for reign in self.reigns]

    def at(self, moment: int) -> Reign | None:
        """Give the reign that holds at `moment`, or None if no plan decided then."""
        place = bisect_right(self._starts, moment) - 1
        if place < 0:
            return None
        reign = self.reigns[place]
        return reign if reign.end is None or moment < reign.end else None

    @property
    def first(self) -> int | None:
        """Give when the first version began to decide, or None if none ever did."""
        return self._starts[0] if self._starts else None


def _trial(known: list[PlanVersion], first: Reign | None) -> Reign | None:
    if not known:
        return None
    start = known[0].created_at
    if first is None:
        drafts = [version for version in known if version.status is PlanStatus.DRAFT]
        return Reign(drafts[-1], start, None, approved=False) if drafts else None
    if start >= first.start:
        return None
    return Reign(first.version, start, first.start, approved=False)
