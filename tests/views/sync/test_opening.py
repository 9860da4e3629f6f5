"""A conflict that was opened comes, whatever is told of the exchange while it is on its way."""

from dataclasses import replace

from station.services.sync.values import Counts, Standing
from station.views.sync.options import Choice
from station.views.sync.page import SyncPage
from tests.sync_desk import only, well
from tests.views.sync.conftest import SyncDesk


def test_a_conflict_that_was_opened_comes_though_news_come_meanwhile(desk: SyncDesk) -> None:
    status = only(well(desk.now), standing=Standing.PERSON, counts=Counts(differs=2))
    desk.turn(replace(status, conflicts=2))
    found = desk.page
    assert isinstance(found, SyncPage)
    found._open("c1")
    desk.sync.turn(well(desk.now))
    desk.calm()
    assert desk.shows(Choice, "choice_phone")
    found._back()
    found._open("c1")
    found.turn("queue")
    desk.calm()
    assert not desk.shows(Choice, "choice_phone")
