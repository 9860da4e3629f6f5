"""A station in a program of its own, which is killed while it exchanges with a real server.

`python -m tests.contracts.killed_sync <home> <point>` says on its output when it may die.
"""

import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event

from station.core.clock import FixedClock, SystemClock
from station.core.paths import Home
from station.models.database import Writer
from station.models.queries import outbox
from station.services.session import Session
from station.services.sync.applying.applying import Inbox
from station.services.sync.line import Line
from station.services.sync.run import Parts
from station.services.sync.setup import ChannelSettings, SyncSetup
from station.services.sync.syncing import Syncing
from station.sync import fhir
from station.sync.values import Outcome, Page, Sealed
from station.wiring import Station, build
from tests.municipality import CHEAP, FIRST, OPENED, PASSWORD

NOW = "now"
POINTS = ("sealed", "sent", "page")
"""After the commit and before it is sent; after the answer and before it is settled; between a page
that is stored and its commit with the cursor."""


def die_here() -> None:
    """Say that it may be killed, and wait for that."""
    sys.stdout.write(f"{NOW}\n")
    sys.stdout.flush()
    time.sleep(600)


class Dying(Inbox):
    """Dies in the unit of work that stores a page with rows."""

    def receive(self, writer: Writer, channel: str, page: Page) -> int:
        new = super().receive(writer, channel, page)
        if new:
            die_here()
        return new


def driver(station: Station, point: str = "") -> Syncing:
    """Give a driver that dies at `point`, in its second delivery where it sends."""

    def connect(settings: ChannelSettings, name: str, stop: Event) -> Line:
        line = Line(settings, name, SystemClock(), stop)
        if point in {"sealed", "sent"}:
            line.central.upload = _dying(line.central.upload, point)  # type: ignore[method-assign]
        return line

    inbox = Dying(fhir.decode) if point == "page" else Inbox(fhir.decode)
    parts = Parts(fhir, inbox, fhir.TYPES, outbox.withdrawn, random.random)
    return Syncing(station.record, connect, parts)


Upload = Callable[..., tuple[Outcome, ...]]


def _dying(upload: Upload, point: str) -> Upload:
    deliveries = []

    def instead(batch: Sequence[Sealed], *more: object) -> tuple[Outcome, ...]:
        deliveries.append(batch)
        if len(deliveries) > 1 and point == "sealed":
            die_here()
        answered = upload(batch, *more)
        if len(deliveries) > 1:
            die_here()
        return answered

    return instead


def opened(home: Home) -> tuple[Station, Session]:
    """Open a home and sign in."""
    station = build(home, FixedClock(OPENED), CHEAP)
    slot = next(owner.slot_id for owner in station.door.people() if owner.name == FIRST)
    return station, replace(station.door.sign_in(slot, PASSWORD), language="en")


def share(station: Station, session: Session, base_url: str) -> None:
    """Switch the exchange on."""
    setup = SyncSetup(station.record)
    setup.keep(session, ChannelSettings(base_url, sign_in="none"))
    setup.switch_on(session)


def main(root: str, point: str) -> None:
    """Exchange until it is killed."""
    station, session = opened(Home(Path(root)))
    driver(station, point).run_once(session)


if __name__ == "__main__":
    main(*sys.argv[1:3])
