"""One round over every channel that is switched on; the driver calls it on the network lane."""

from collections.abc import Callable
from threading import Event

from station.core.clock import Clock
from station.core.trouble import Trouble
from station.models.database import Writer
from station.models.records import hand, sync_channels
from station.services.channels.channels import SignerFor, adapter, connect, enabled, errand
from station.services.channels.run import ServiceRun, Work
from station.services.sync.settling import Chance
from station.services.sync.values import Report


def run_all(
    work: Work, clock: Clock, stop: Event, signer: SignerFor, chance: Chance
) -> tuple[Report, ...]:
    """Run each channel once, in a fixed order; what is wrong with one stops no other.

    `work` does jobs on the record lane; `signer` is station.services.sync.line.signer.
    """
    names, station = work(_begin)
    found = []
    for name in names:
        if stop.is_set():
            break
        found.append(run_one(name, work, clock, stop, signer, chance, station))
    return tuple(found)


def run_one(
    name: str,
    work: Work,
    clock: Clock,
    stop: Event,
    signer: SignerFor,
    chance: Chance,
    station: str,
) -> Report:
    """Connect one channel, and run it; a service that cannot be reached is told in the channel."""
    wanted = work(lambda writer: errand(writer, name))
    try:
        wire = connect(wanted, station, clock, stop, signer)
    except Trouble as trouble:
        work(_failed(name, trouble.code))
        return Report(name, "failed", code=trouble.code, sentence=trouble.sentence())
    try:
        return ServiceRun(name, work, adapter(wanted, wire, clock), chance).go(stop.is_set)
    finally:
        wire.close()


def _begin(writer: Writer) -> tuple[tuple[str, ...], str]:
    writer.quiet()
    return enabled(writer), hand.station_id(writer)


def _failed(name: str, code: str) -> Callable[[Writer], None]:
    def note(writer: Writer) -> None:
        sync_channels.tried(writer, name, skew_ms=None)
        sync_channels.failed(writer, name, code, "")
        writer.touch("exchange")

    return note
