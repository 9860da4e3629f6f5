"""Ages, deadlines and what a screen reader says of a row."""

from dataclasses import replace

import pytest

from station.core import i18n
from station.rules.standing import Standing
from station.views.today.words import (
    age_words,
    deadlines,
    judged_words,
    real_age_words,
    row_words,
    zone_of,
)
from tests.conftest import FRIDAY_NINE
from tests.views.today.test_rows import row

MINUTE = 60_000
HOUR = 60 * MINUTE
NOW = FRIDAY_NINE + MINUTE


def test_both_ages_are_said_where_they_differ() -> None:
    waiting = replace(
        row(1, Standing.RED),
        since=FRIDAY_NINE,
        measured_at=FRIDAY_NINE - 108 * MINUTE,
        open_age_ms=MINUTE,
    )
    assert age_words(waiting) == "1 min"
    assert real_age_words(waiting, NOW) == "real 1 h 49 min"
    assert real_age_words(replace(waiting, measured_at=FRIDAY_NINE), NOW) == ""


def test_who_waits_for_nobody_has_no_age() -> None:
    calm = replace(row(1), since=FRIDAY_NINE, open_age_ms=HOUR)
    assert (age_words(calm), real_age_words(calm, NOW)) == ("", "")


def test_a_row_is_read_aloud_in_the_order_it_is_drawn() -> None:
    shown = replace(
        row(1, Standing.RED),
        reason="SpO₂ 84 % below 86 · 07:12",
        marks=("unconfirmed, check it",),
        since=FRIDAY_NINE,
        open_age_ms=MINUTE,
        opened_by="MK",
    )
    assert row_words(shown, fresh=True) == (
        "Red, Rask Elg 1, 1948, SpO₂ 84 % below 86 · 07:12, unconfirmed, check it, "
        "waiting 1 min in opening hours, open with MK"
    )


@pytest.mark.parametrize(
    ("standing", "fresh", "zone"),
    [
        (Standing.GREEN, True, "green"),
        (Standing.GREEN, False, "unknown"),
        (Standing.RED, False, "red"),
    ],
)
def test_nothing_is_green_while_nobody_judges(standing: Standing, fresh: bool, zone: str) -> None:
    assert zone_of(row(1, standing), fresh=fresh) == zone


def test_when_it_was_judged() -> None:
    assert judged_words(None, NOW, fresh=True) == "not judged yet"
    assert judged_words(NOW, NOW, fresh=True) == "judged 09:01"
    i18n.use("nb")
    assert judged_words(NOW, NOW + HOUR, fresh=False) == "ikke vurdert siden i dag 09:01"


def test_deadlines_are_still_to_come() -> None:
    i18n.use("nb")
    assert [words for words, _ in deadlines("15:00", NOW)] == [
        "i dag 12:00",
        "i dag 15:00",
        "i morgen 12:00",
        "i morgen 15:00",
    ]
    late = FRIDAY_NINE + 7 * HOUR
    assert [words for words, _ in deadlines("24:00", late)] == ["i morgen 12:00"]
