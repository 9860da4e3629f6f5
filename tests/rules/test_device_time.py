"""Which time a reading gets, and that nothing is guessed where nothing tells it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.core.zone import candidates, local, resolve_local
from station.rules.device_time import (
    AMBIGUOUS,
    CLOCK_WRONG,
    CLOCK_WRONG_LIVE,
    FUTURE,
    HOUR_TWICE,
    NONEXISTENT,
    SLACK_MS,
    TIME_UNKNOWN,
    UNKNOWN_STORED,
    UNREAD_MS,
    Chosen,
    choose,
)
from station.rules.quality import Quality

NOW = 1_795_161_600_000  # 20 November 2026 09:00 in Oslo
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
WRONG = (Quality.CLOCK_OFFSET,)
AUTUMN = datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001  (twice that night)
SPRING = datetime(2026, 3, 29, 2, 30)  # noqa: DTZ001  (never that night)


def chosen(
    told: str | int,
    *,
    known: bool = True,
    arrived_at: int = NOW,
    offset: int | None = None,
    stored: bool = False,
) -> Chosen:
    """Choose for a time that a clock in Norway shows at `told`, or shows as text."""
    text = told if isinstance(told, str) else local(told).replace(tzinfo=None).isoformat()
    return choose(
        text, clock_known=known, arrived_at=arrived_at, offset_ms=offset, from_storage=stored
    )


def test_a_clock_that_is_right_is_believed() -> None:
    for stored in (False, True):
        found = chosen(NOW - 5 * MINUTE, stored=stored)
        assert (found.taken_at, found.reason, found.flags, found.refused) == (
            NOW - 5 * MINUTE,
            "",
            (),
            "",
        )
    assert chosen(NOW - 3 * DAY, stored=True).taken_at == NOW - 3 * DAY
    assert chosen(NOW - 3 * DAY, offset=MINUTE).taken_at == NOW - 3 * DAY


def test_a_clock_a_little_ahead_may_have_measured_a_little_earlier() -> None:
    found = chosen(NOW - DAY, offset=10 * MINUTE)
    assert (found.taken_at, found.earliest) == (NOW - DAY, NOW - DAY - 10 * MINUTE)
    behind = chosen(NOW - DAY, offset=-10 * MINUTE)
    assert behind.earliest == NOW - DAY


def test_a_clock_that_nobody_reads_may_have_measured_an_hour_and_a_quarter_earlier() -> None:
    for ago, earlier in ((3 * UNREAD_MS, UNREAD_MS), (SLACK_MS - 60_000, 0)):
        moment = NOW - ago - NOW % 1000
        shown = local(moment).replace(tzinfo=None).isoformat()
        found = choose(shown, clock_known=True, arrived_at=NOW, offset_ms=None, from_storage=True)
        assert (found.taken_at, found.taken_at - found.earliest) == (moment, earlier)


@pytest.mark.parametrize("offset", [3 * HOUR, -3 * HOUR, -16 * 365 * DAY])
def test_a_clock_that_was_found_wrong_is_corrected(offset: int) -> None:
    told = chosen(NOW - DAY + offset, offset=offset, stored=True)
    # Sixteen years ago the same wall clock was the same distance from ours.
    assert told.taken_at == pytest.approx(NOW - DAY, abs=HOUR)
    assert (told.reason, told.flags, told.refused) == (CLOCK_WRONG, WRONG, "")


def test_what_is_ahead_even_when_corrected_is_refused() -> None:
    assert chosen(NOW + 5 * HOUR, offset=3 * HOUR).refused == FUTURE
    assert chosen(NOW + HOUR, stored=True).refused == FUTURE
    assert chosen(NOW + HOUR, offset=0).refused == FUTURE
    assert chosen("2027-11-21T08:30:00").refused == FUTURE


@pytest.mark.parametrize(
    ("told", "known", "flags"),
    [
        ("", True, ()),
        ("0000-11-21T08:30:00", False, (Quality.CLOCK_UNSET,)),
        ("2010-01-01T00:00:05", False, (Quality.CLOCK_UNSET,)),
        ("1970-01-01T00:00:05", True, (Quality.CLOCK_UNSET,)),
        ("9999-12-31T23:59:59", True, (Quality.CLOCK_UNSET,)),
        ("2026-11-20T09:00:00+01:00", True, (Quality.CLOCK_UNSET,)),
        ("yesterday", True, (Quality.CLOCK_UNSET,)),
    ],
)
def test_without_a_time_the_arrival_counts_for_what_is_measured_now(
    told: str, known: bool, flags: tuple[Quality, ...]
) -> None:
    now = chosen(told, known=known)
    assert (now.taken_at, now.reason, now.flags, now.refused) == (NOW, TIME_UNKNOWN, flags, "")
    assert chosen(told, known=known, stored=True).refused == UNKNOWN_STORED


def test_what_is_measured_now_by_a_wrong_clock_gets_the_time_of_arrival() -> None:
    for apart in (-3 * HOUR, 3 * HOUR):
        found = chosen(NOW + apart)
        assert (found.taken_at, found.reason, found.flags) == (NOW, CLOCK_WRONG_LIVE, WRONG)
        assert found.earliest == min(NOW, NOW + apart)


def test_the_hour_that_never_was() -> None:
    after = resolve_local(datetime(2026, 3, 29, 3, 30))  # noqa: DTZ001
    assert chosen(SPRING.isoformat(), arrived_at=after, stored=True).refused == NONEXISTENT
    now = chosen(SPRING.isoformat(), arrived_at=after)
    assert (now.taken_at, now.reason) == (after, CLOCK_WRONG_LIVE)
    # A clock that nobody set to summer time is an hour behind, and its hour is counted through.
    found = chosen(SPRING.isoformat(), arrived_at=after, offset=-HOUR, stored=True)
    assert (found.taken_at, found.reason) == (after, CLOCK_WRONG)


def test_the_hour_that_came_twice() -> None:
    first, second = candidates(AUTUMN)
    text = AUTUMN.isoformat()
    assert chosen(text, arrived_at=second + DAY, stored=True).refused == AMBIGUOUS
    early = chosen(text, arrived_at=first + 20 * MINUTE, stored=True)
    assert (early.taken_at, early.reason) == (first, HOUR_TWICE)
    for moment in (first, second):
        now = chosen(text, arrived_at=moment + MINUTE)
        assert (now.taken_at, now.reason) == (moment, HOUR_TWICE)
    # It counts on while ours goes back: an hour ahead then, and no hour comes twice to it.
    ahead = chosen(text, arrived_at=second + DAY, offset=HOUR, stored=True)
    assert (ahead.taken_at, ahead.refused) == (first, "")


def test_a_clock_that_only_counts_on_is_right_on_both_sides_of_the_change() -> None:
    before = resolve_local(datetime(2026, 3, 28, 10, 0))  # noqa: DTZ001
    after = resolve_local(datetime(2026, 3, 30, 12, 0))  # noqa: DTZ001
    found = chosen("2026-03-28T10:00:00", arrived_at=after, offset=-HOUR, stored=True)
    assert found.taken_at == before


MOMENTS = st.integers(NOW - 400 * DAY, NOW)
OFFSETS = st.integers(-500 * DAY, 500 * DAY).filter(lambda offset: abs(offset) > SLACK_MS)


@given(taken_at=MOMENTS, waits=st.integers(0, 40 * DAY), offset=OFFSETS)
def test_a_wrong_clock_that_was_read_never_moves_a_reading(
    taken_at: int, waits: int, offset: int
) -> None:
    taken_at -= taken_at % 1000
    offset -= offset % 1000
    arrived_at = taken_at + waits
    # The device counts on from what it showed: no summer time inside.
    apart = local(arrived_at).utcoffset()
    assert apart is not None
    epoch = datetime(1970, 1, 1)  # noqa: DTZ001
    shown = epoch + timedelta(milliseconds=taken_at + offset) + apart
    found = choose(
        shown.isoformat(),
        clock_known=True,
        arrived_at=arrived_at,
        offset_ms=offset,
        from_storage=True,
    )
    assert (found.taken_at, found.reason, found.refused) == (taken_at, CLOCK_WRONG, "")


@given(
    text=st.one_of(
        st.text(max_size=25),
        st.datetimes(datetime(1900, 1, 1), datetime(2199, 1, 1)).map(datetime.isoformat),  # noqa: DTZ001
    ),
    known=st.booleans(),
    offset=st.none() | st.integers(-(10**12), 10**12),
    stored=st.booleans(),
)
def test_it_chooses_or_refuses_and_never_looks_ahead(
    text: str, known: bool, offset: int | None, stored: bool
) -> None:
    found = choose(text, clock_known=known, arrived_at=NOW, offset_ms=offset, from_storage=stored)
    if not found.refused:
        assert found.taken_at <= NOW + SLACK_MS
        assert found.earliest <= found.taken_at
        told_own = not found.reason or found.reason == HOUR_TWICE
        assert told_own or found.reason in {CLOCK_WRONG, CLOCK_WRONG_LIVE, TIME_UNKNOWN}
    if stored and not known:
        assert found.refused == UNKNOWN_STORED
    assert datetime.fromtimestamp(found.taken_at / 1000, UTC).year > 0 or found.refused
