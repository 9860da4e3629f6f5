"""What came is stored with its cursor, before anything is made of it."""

import pytest

from station.core.trouble import Trouble
from station.models.queries import sync_inbox as queries
from station.sync.values import Found, Page
from tests.services.stations import CENTRE, RASK, Place


def test_the_cursor_comes_with_the_page_or_not_at_all(north: Place) -> None:
    page = Page("Patient", (Found("Patient", "x", "1", {}),), "c1", last=False)

    def killed() -> None:
        with north.database.write(RASK) as writer:
            north.inbox.receive(writer, CENTRE, page)
            raise Trouble("stop", "stop")

    with pytest.raises(Trouble):
        killed()
    with north.database.read() as reader:
        assert queries.cursor(reader, CENTRE, "Patient") == ""
        assert queries.counts(reader, CENTRE) == {}
    with north.database.write(RASK) as writer:
        assert north.inbox.receive(writer, CENTRE, page) == 1
        assert north.inbox.receive(writer, CENTRE, page) == 0
    with north.database.read() as reader:
        assert queries.cursor(reader, CENTRE, "Patient") == "c1"
        assert queries.counts(reader, CENTRE) == {"new": 1}
