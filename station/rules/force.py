"""Which plan version decides at a given moment."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from station.rules.plans import PlanStatus, PlanVersion


@dataclass(frozen=True, slots=True)
class Reign:
    """A version that decides from `start` (UTC milliseconds) until the next reign begins.

    `approved` tells whether a doctor had approved it then: a draft decides in the trial period.
    """

    version: PlanVersion
    start: int
    approved: bool


class Force:
    """The versions of one patient's plans in the order in which they decide."""

    def __init__(self, versions: Iterable[PlanVersion]) -> None:
        """Sort out which of `versions` decide.

        Those that were approved do, from the moment they came into force until the next one does:
        neither an overdue review nor a newer draft silences them. Before the first approval each
        draft decides from when it was begun, so that the trial period is not left unwatched; a
        withdrawn one never did.
        """
        known = sorted(
            (each for each in versions if each.status is not PlanStatus.WITHDRAWN),
            key=lambda version: (version.created_at, version.number),
        )
        approved = [
            Reign(version, version.in_force_from, approved=True)
            for version in known
            if version.in_force_from is not None and version.status is not PlanStatus.DRAFT
        ]
        first = min((reign.start for reign in approved), default=None)
        closed = min(
            (
                version.created_at
                for version in known
                if version.status is PlanStatus.REPLACED and version.in_force_from is None
            ),
            default=None,
        )
        trial = [
            Reign(version, version.created_at, approved=False)
            for version in known
            if (first is None or version.created_at < first)
            and (closed is None or version.created_at <= closed)
        ]
        self.reigns: tuple[Reign, ...] = tuple(
            sorted((*trial, *approved), key=lambda reign: reign.start)
        )
        self._starts = [reign.start for reign in self.reigns]

    def at(self, moment: int) -> Reign | None:
        """Give the reign that holds at `moment`, or None if no plan decided then."""
        place = bisect_right(self._starts, moment) - 1
        return self.reigns[place] if place >= 0 else None

    @property
    def first(self) -> int | None:
        """Give when the first version began to decide, or None if none ever did."""
        return self._starts[0] if self._starts else None
