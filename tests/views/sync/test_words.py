"""The sentences of the exchange: never more than is true."""

from dataclasses import replace

import pytest

from station.core import i18n
from station.rules.synced import NAMES
from station.services.conflicts.values import Side
from station.services.sync.values import (
    CENTRE,
    ChannelStatus,
    Counts,
    OfKind,
    Progress,
    Standing,
    Status,
)
from station.views.sync import seen as views
from station.views.sync.seen import Seen
from station.views.sync.words import (
    banner_words,
    going_words,
    in_words,
    line_words,
    out_words,
    progress_words,
    run_words,
    short_when,
    side_words,
    state_words,
)
from tests.conftest import FRIDAY_NINE
from tests.sync_desk import DAY, held, never, offline, only, well

NOW = FRIDAY_NINE


def test_a_station_that_shares_nothing_has_no_banner_and_no_times() -> None:
    seen = Seen(never())
    assert line_words(seen, NOW) == "This PC only"
    assert banner_words(seen, NOW) == ""
    off = Status("", (ChannelStatus(CENTRE, "", Standing.OFF, ""),))
    assert line_words(Seen(off), NOW) == "This PC only"


def test_the_line_after_two_days_tells_what_came_and_went_and_the_conflict() -> None:
    seen = Seen(replace(well(NOW), conflicts=1))
    assert line_words(seen, NOW) == "Sync 08:57 · 214 in · 40 out · 1 conflict"
    assert line_words(seen, NOW, narrow=True) == "Sync 08:57 · 1 conflict"
    assert line_words(Seen(held(NOW)), NOW, narrow=True) == "Sync 08:57 · 2 stand still"


def test_the_line_and_the_banner_while_offline_in_norwegian() -> None:
    i18n.use("nb")
    seen = Seen(offline(NOW))
    assert line_words(seen, NOW) == "Frakoblet siden ons. 09:00 · 40 endringer venter"
    assert banner_words(seen, NOW) == (
        "Frakoblet siden ons. 09:00 · 40 endringer venter. Alt er lagret på denne PC-en."
    )


def test_a_channel_that_rests_is_never_called_offline() -> None:
    rests = only(
        offline(NOW), standing=Standing.RESTS, reason="The clock is wrong.", offline_since=None
    )
    assert line_words(Seen(rests), NOW) == "Sync stands still · 40 changes wait"
    assert line_words(Seen(rests), NOW, narrow=True) == "Sync stands still"
    assert state_words(Seen(rests)) == ("The clock is wrong.", "warning")
    unsaid = Seen(only(rests, reason=""))
    assert "takes nothing from this station" in state_words(unsaid)[0]


def test_offline_without_a_known_beginning_names_none() -> None:
    seen = Seen(only(offline(NOW), offline_since=None, counts=Counts()))
    assert line_words(seen, NOW) == "Offline"
    since = Seen(only(offline(NOW), standing=Standing.RESTS, counts=Counts()))
    assert line_words(since, NOW) == "Sync stands still since Wed 09:00"


def test_well_is_only_what_went_through_both_ways_with_nothing_left() -> None:
    good = well(NOW)
    assert Seen(good).standing is views.Standing.WELL
    for changes in ({"sent_at": None}, {"received_at": None}, {"counts": Counts(waiting=1)}):
        less = Seen(only(good, **changes))
        assert less.standing is views.Standing.WAITING
        assert "All is well" not in state_words(less)[0]
    assert Seen(only(good, counts=Counts(inbox=1))).standing is views.Standing.ATTENTION
    assert Seen(replace(good, conflicts=1)).standing is views.Standing.ATTENTION


def test_never_through_is_said_as_such() -> None:
    new = Seen(only(well(NOW), standing=Standing.NEVER, sent_at=None, received_at=None))
    assert out_words(new, NOW) == "Not everything has been delivered yet. Nothing waits."
    assert in_words(new, NOW) == "Not everything has been fetched yet."
    assert line_words(new, NOW).startswith("Sync not complete yet")


def test_the_way_out_tells_of_all_that_does_not_go() -> None:
    seen = Seen(only(well(NOW), counts=Counts(held=2, paused=1)))
    assert out_words(seen, NOW) == (
        "Everything was last delivered today 08:57. 2 were refused, stand still. "
        "1 is not sent, because a consent was withdrawn."
    )
    unknown = Seen(only(well(NOW), counts=Counts(waiting=1)))
    assert "1 change waits." in out_words(unknown, NOW)


def test_the_way_in_tells_of_what_could_not_be_taken_in_and_of_conflicts() -> None:
    seen = Seen(replace(held(NOW), conflicts=2))
    assert in_words(seen, NOW) == (
        "Everything was last fetched today 08:57. 1 came and could not be taken in. "
        "2 conflicts wait for you."
    )


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (None, "Sync is running …"),
        (Progress("send", 3, 40), "Sending: 3 of 40"),
        (Progress("fetch", 200, 0), "Fetching … 200 so far"),
        (Progress("new", 1, 2), "Sync is running …"),
    ],
)
def test_progress_says_what_is_known(progress: Progress | None, words: str) -> None:
    assert progress_words(progress) == words
    running = Seen(only(offline(NOW), running=True, progress=progress))
    assert line_words(running, NOW) == words


def test_a_moment_is_short_within_a_week() -> None:
    assert short_when(NOW, NOW) == "09:00"
    assert short_when(NOW - 3 * DAY, NOW) == "Tue 09:00"
    assert short_when(NOW - 9 * DAY, NOW) == "Wed 11 Nov 09:00"
    assert short_when(NOW + 9 * DAY, NOW) == "Sun 29 Nov 09:00"


def test_a_run_that_left_something_says_so() -> None:
    run = replace(well(NOW).runs[0], outcome="left", held=1, reason="1 was refused.")
    assert run_words(run) == (
        "214 in · 40 out · 1 conflict · 1 stands still",
        "Through, but something waits · 1 was refused.",
    )


def test_who_changed_a_side_is_said_as_far_as_it_is_known() -> None:
    assert side_words(Side("Even Lyng", NOW), NOW) == "Changed by Even Lyng today 09:00"
    assert side_words(Side("", NOW), NOW) == "Changed today 09:00"
    assert side_words(Side("Even Lyng"), NOW) == "Changed by Even Lyng"
    assert side_words(Side(), NOW) == "Not known who changed it"


def test_switched_off_with_changes_waiting_counts_them() -> None:
    off = Seen(only(offline(NOW), standing=Standing.OFF))
    assert line_words(off, NOW) == "Sync is off · 40 changes wait"
    assert banner_words(off, NOW) == ""


def test_many_kinds_are_named_as_far_as_a_sentence_holds_them() -> None:
    kinds = tuple(OfKind("waiting", name, 9 - at) for at, name in enumerate(NAMES[:7]))
    made = only(well(NOW), counts=Counts(waiting=42), kinds=(*kinds, OfKind("held", "loans", 1)))
    said = going_words(Seen(made))
    assert said.startswith("9 employees, 8 institutions, ")
    assert said.endswith(", 12 of other kinds")
    assert "loan" not in said
