"""The table of packets that came from a meter and wait for its clock: nothing dies with the PC."""

from sqlalchemy import Column, LargeBinary, Table, UniqueConstraint

from station.models.tables.columns import METADATA, moment, of_row, whole

device_inbox = Table(
    "device_inbox",
    METADATA,
    of_row("device_id", "devices.id"),
    whole("characteristic"),
    Column("payload", LargeBinary, nullable=False),
    moment("arrived_at"),
    UniqueConstraint("device_id", "characteristic", "payload", "arrived_at"),
)
