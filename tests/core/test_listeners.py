"""Listeners: each is told, none stands in another's way."""

import logging

import pytest

from station.core.listeners import Listeners


def test_everybody_is_told_until_they_stop() -> None:
    heard: list[str] = []
    listeners = Listeners[str]("odd_listener")
    stop = listeners.add(heard.append)
    listeners.add(lambda news: heard.append(news.upper()))
    listeners.tell("a")
    stop()
    stop()
    listeners.tell("b")
    assert heard == ["a", "A", "B"]


def test_one_who_stops_while_being_told_is_told_no_more() -> None:
    heard: list[str] = []
    listeners = Listeners[str]("odd_listener")

    def once(news: str) -> None:
        heard.append(news)
        stop()

    stop = listeners.add(once)
    listeners.tell("a")
    listeners.tell("b")
    assert heard == ["a"]


def test_who_asks_twice_is_told_twice_and_stops_twice() -> None:
    heard: list[str] = []
    listeners = Listeners[str]("odd_listener")
    first = listeners.add(heard.append)
    listeners.add(heard.append)
    first()
    listeners.tell("a")
    assert heard == ["a"]


def test_one_who_fails_is_logged_and_the_others_are_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    heard: list[str] = []
    listeners = Listeners[str]("odd_listener")

    def fails(_news: str) -> None:
        raise ValueError("x")

    listeners.add(fails)
    listeners.add(heard.append)
    with caplog.at_level(logging.ERROR, "station"):
        listeners.tell("a")
    assert heard == ["a"]
    assert "bug odd_listener ValueError" in caplog.text
