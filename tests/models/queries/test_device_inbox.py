"""What waits for a meter's clock is read by device; an empty inbox has none."""

from station.models.database import Database
from station.models.queries import device_inbox


def test_an_empty_inbox_has_no_device(database: Database) -> None:
    with database.read() as reader:
        assert device_inbox.waiting(reader) == {}
