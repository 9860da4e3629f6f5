"""What is on its way by itself, and what waits for a person."""

from station.services.sync.values import Counts, Standing


def test_what_goes_by_itself_and_what_waits_for_a_person() -> None:
    counts = Counts(1, 2, 4, held=8, differs=16, paused=32, inbox=64, audit=128)
    assert counts.going == 7
    assert counts.person == 24


def test_standings_are_stored_by_their_word() -> None:
    assert Standing("well") is Standing.WELL
    assert len({each.value for each in Standing}) == len(Standing)
