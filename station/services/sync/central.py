"""The exchange with the central service, put together: how records are said, taken in, and sent."""

import random

from station.models.queries import outbox
from station.services.record import Record
from station.services.sync.applying.applying import Inbox
from station.services.sync.run import Parts
from station.services.sync.syncing import Connect, Later, Others, Syncing
from station.sync import fhir


def syncing(
    record: Record,
    connect: Connect,
    later: Later | None = None,
    others: Others | None = None,
) -> Syncing:
    """Make the driver of the exchange; `connect` opens the line when it is first needed."""
    inbox = Inbox(fhir.decode, record.clock.monotonic)
    parts = Parts(fhir, inbox, fhir.TYPES, outbox.withdrawn, random.random)
    return Syncing(record, connect, parts, later, others)
