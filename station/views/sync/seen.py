"""What the screens of the exchange show: the services' frozen rows, seen as one whole."""

from dataclasses import dataclass
from enum import StrEnum

from station.services.sync.values import (
    CENTRE,
    ChannelStatus,
    Counts,
    OfKind,
    Progress,
    Status,
)
from station.services.sync.values import Standing as Stands


class Standing(StrEnum):
    """How the exchange with the central service stands; the first that is true, from the top."""

    NEVER = "never"
    """It was never switched on: nothing is said of it."""
    OFF = "off"
    RUNNING = "running"
    OFFLINE = "offline"
    """The network does not reach the central service."""
    STOPPED = "stopped"
    """It is reached, but takes nothing: sign-in, certificate, clock, a service that is paused."""
    ATTENTION = "attention"
    """All that could go went; something waits for a person."""
    WAITING = "waiting"
    WELL = "well"


RESTING = ("paused", "left")
"""The states of what is listed, though nobody has to do anything about it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """How all stands; `patients` is whether patients may be named to the person signed in."""

    status: Status
    patients: bool = True

    @property
    def centre(self) -> ChannelStatus | None:
        """The channel to the central service, None if there never was one."""
        return next((each for each in self.status.channels if each.name == CENTRE), None)

    @property
    def on(self) -> bool:
        """Whether anything is exchanged over a network."""
        return any(each.standing is not Stands.OFF for each in self.status.channels)

    @property
    def others(self) -> tuple[ChannelStatus, ...]:
        """The other services, as far as they are switched on."""
        return tuple(
            each
            for each in self.status.channels
            if each.name != CENTRE and each.standing is not Stands.OFF
        )

    @property
    def failing(self) -> ChannelStatus | None:
        """The first of the other services that is not reached, or stands still."""
        return next((each for each in self.others if each.standing in _DIRECT), None)

    @property
    def counts(self) -> Counts:
        """How much waits, by why."""
        return self.centre.counts if self.centre is not None else Counts()

    @property
    def kinds(self) -> tuple[OfKind, ...]:
        """What waits on the channel to the central service, by why and kind."""
        return self.centre.kinds if self.centre is not None else ()

    @property
    def waiting(self) -> int:
        """How many changes go out by themselves."""
        return self.counts.going

    @property
    def conflicts(self) -> int:
        """In how many places two have changed the same."""
        return self.status.conflicts

    @property
    def stuck(self) -> int:
        """How many records stand still until somebody looks at them, both ways, on any channel."""
        on = [each for each in self.status.channels if each.standing is not Stands.OFF]
        return sum(each.counts.held + each.counts.inbox for each in on) + self.status.by_stick

    @property
    def left(self) -> int:
        """How many somebody has let lie, both ways."""
        return self.left_on("out") + self.left_on("in")

    def left_on(self, way: str) -> int:
        """How many of those that are listed somebody has let lie on the way "out" or "in"."""
        return sum((each.state, each.way) == ("left", way) for each in self.status.stuck)

    @property
    def listed(self) -> int:
        """How much stands in the queue, whatever it waits for; lines of the log apart."""
        on = (each for each in (self.centre, *self.others) if each is not None)
        return sum(kind.number for each in on for kind in each.kinds) + self.status.by_stick

    @property
    def progress(self) -> Progress | None:
        """How far the run under way has come."""
        centre = self.centre
        return centre.progress if centre is not None and centre.running else None

    @property
    def complete_at(self) -> int | None:
        """When both directions were last through, the earlier of the two; None if one never was."""
        centre = self.centre
        if centre is None or centre.sent_at is None or centre.received_at is None:
            return None
        return min(centre.sent_at, centre.received_at)

    @property
    def standing(self) -> Standing:
        """How it stands, in one word."""
        centre = self.centre
        if centre is None or centre.standing is Stands.OFF:
            return self._without_centre(centre)
        if centre.running:
            return Standing.RUNNING
        if (direct := _DIRECT.get(centre.standing)) is not None:
            return direct
        if self.conflicts or self.stuck:
            return Standing.ATTENTION
        # Never WELL on the word of another: nothing may wait, and both ways must have been through.
        through = centre.standing is Stands.WELL and self.complete_at is not None
        return Standing.WELL if through and self._quiet else Standing.WAITING

    @property
    def _quiet(self) -> bool:
        """Whether nothing waits to go out anywhere, and no service fails."""
        on = (each for each in self.status.channels if each.standing is not Stands.OFF)
        return self.failing is None and not any(each.counts.going for each in on)

    def _without_centre(self, centre: ChannelStatus | None) -> Standing:
        """What stands with the other services, and what a stick brought, where no centre is on."""
        if self.conflicts or self.stuck:
            return Standing.ATTENTION
        ever = centre is not None and (centre.sent_at or centre.received_at or self.waiting)
        if ever:
            return Standing.OFF
        if self.others or self.status.stuck:
            return Standing.WELL if self._quiet else Standing.WAITING
        return Standing.NEVER


_DIRECT = {Stands.OFFLINE: Standing.OFFLINE, Stands.RESTS: Standing.STOPPED}
