"""What the screens of the exchange show: the services' frozen rows, seen as one whole."""

from dataclasses import dataclass
from enum import StrEnum

from station.services.sync_values import CENTRE, ChannelStatus, Counts, Progress, Status
from station.services.sync_values import Standing as Stands


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
    def others(self) -> tuple[ChannelStatus, ...]:
        """The other services, as far as they are switched on."""
        return tuple(
            each
            for each in self.status.channels
            if each.name != CENTRE and each.standing is not Stands.OFF
        )

    @property
    def counts(self) -> Counts:
        """How much waits, by why."""
        return self.centre.counts if self.centre is not None else Counts()

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
        """How many records stand still until somebody looks at them, both ways."""
        return self.counts.held + self.counts.inbox

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
        if centre is None:
            return Standing.NEVER
        if centre.standing is Stands.OFF:
            ever = centre.sent_at is not None or centre.received_at is not None
            return Standing.OFF if ever or self.waiting else Standing.NEVER
        if centre.running:
            return Standing.RUNNING
        if (direct := _DIRECT.get(centre.standing)) is not None:
            return direct
        if self.conflicts or self.stuck:
            return Standing.ATTENTION
        # Never WELL on the word of another: nothing may wait, and both ways must have been through.
        well = centre.standing is Stands.WELL and not self.waiting and self.complete_at is not None
        return Standing.WELL if well else Standing.WAITING


_DIRECT = {Stands.OFFLINE: Standing.OFFLINE, Stands.RESTS: Standing.STOPPED}
