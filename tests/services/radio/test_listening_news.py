"""What is under way can be stopped, once it can be stopped, from anywhere."""

from station.services.radio.listening_news import Busy, Done


def test_what_is_cancelled_before_it_can_be_stopped_is_stopped_then() -> None:
    busy, stopped = Busy(), []
    busy.cancel()
    assert busy.cancelled
    busy.stops(lambda: stopped.append(1))
    assert stopped == [1]


def test_the_newest_way_to_stop_counts_and_cancelling_twice_does_no_harm() -> None:
    busy, stopped = Busy(), []
    busy.stops(lambda: stopped.append("first try"))
    busy.stops(lambda: stopped.append("second try"))
    assert stopped == []
    busy.cancel()
    busy.cancel()
    assert stopped == ["second try", "second try"]


def test_a_visit_went_well_when_it_has_no_code() -> None:
    assert Done("", "", "fetch", "", "Nothing new.").well
    assert not Done("", "", "fetch", "lost", "The connection was lost.").well
