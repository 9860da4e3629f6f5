"""News inside the program."""

import logging

import pytest

from station.core.bus import Bus, ChangeSet

PLANS = ChangeSet(frozenset({"plans"}), frozenset({"p1"}))


def test_everyone_who_asked_is_told_until_they_no_longer_ask() -> None:
    bus, first, second = Bus(), list[ChangeSet](), list[ChangeSet]()
    stop = bus.subscribe(first.append)
    bus.subscribe(second.append)
    bus.publish(PLANS)
    stop()
    stop()
    bus.publish(PLANS)
    assert (first, second) == ([PLANS], [PLANS, PLANS])


def test_a_listener_that_fails_is_logged_and_the_others_are_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bus, told = Bus(), list[ChangeSet]()

    def fail(changes: ChangeSet) -> None:
        raise ValueError("Rask Elg")

    bus.subscribe(fail)
    bus.subscribe(told.append)
    with caplog.at_level(logging.ERROR, "station"):
        bus.publish(PLANS)
    assert told == [PLANS]
    assert "bug bus_listener ValueError" in caplog.text
    assert "Elg" not in caplog.text


def test_two_change_sets_make_one() -> None:
    other = ChangeSet(frozenset({"alerts"}), frozenset({"p2"}))
    assert PLANS | other == ChangeSet(frozenset({"plans", "alerts"}), frozenset({"p1", "p2"}))


def test_a_topic_nobody_can_listen_to_is_a_bug() -> None:
    with pytest.raises(ValueError, match="patiens"):
        ChangeSet(frozenset({"patiens"}))
