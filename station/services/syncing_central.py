"""The exchange with the central service, put together: how records are said, taken in, and sent."""

import random

from station.models.database import Writer
from station.models.queries import outbox
from station.models.queries.outbox import Key
from station.services import sync_receiving
from station.services.record import Record
from station.services.sync_steps import Worked
from station.services.syncing import Connect, Later, Syncing
from station.services.syncing_run import Parts
from station.sync import fhir
from station.sync.values import Found, Page


class Taking:
    """The inbox: stores what comes as it came, and works it in."""

    def receive(self, writer: Writer, channel: str, page: Page) -> int:
        """Store a page and its cursor; give how many of its rows are new."""
        return sync_receiving.receive(writer, channel, page)

    def found(self, writer: Writer, channel: str, found: Found, key: Key) -> None:
        """Store one resource that another version was found of."""
        sync_receiving.store(writer, channel, found, key)

    def apply(self, writer: Writer, channel: str, limit: int) -> Worked:  # noqa: ARG002
        """Work in up to so many."""
        writer.quiet()
        return Worked()


def syncing(record: Record, connect: Connect, later: Later | None = None) -> Syncing:
    """Make the driver of the exchange; `connect` opens the line when it is first needed."""
    parts = Parts(fhir, Taking(), fhir.TYPES, outbox.withdrawn, random.random)
    return Syncing(record, connect, parts, later)
