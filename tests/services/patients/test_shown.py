"""From stored rows to what screens show."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.models.queries.patients import PatientListRow
from station.rules.status import FOLLOWED, Status
from station.services.patients.shown import age_on, consent_is_due, hit_of
from station.services.patients.values import Mark


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1940, 1, 1), date(2026, 1, 1), 86),
        (date(1940, 1, 2), date(2026, 1, 1), 85),
        (date(1940, 2, 29), date(2026, 2, 28), 85),
        (date(1940, 2, 29), date(2026, 3, 1), 86),
        (None, date(2026, 1, 1), None),
    ],
)
def test_age_in_whole_years(born: date | None, day: date, age: int | None) -> None:
    assert age_on(born, day) == age


days = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@given(days, days, days)
def test_nobody_grows_younger(born: date, one: date, other: date) -> None:
    first, second = age_on(born, min(one, other)), age_on(born, max(one, other))
    assert first is not None
    assert second is not None
    assert first <= second


def test_a_missing_consent_stands_out_from_the_start_on() -> None:
    due = {status for status in Status if consent_is_due(status)}
    assert due == {Status.STARTING, *FOLLOWED}


def row(**more: Any) -> PatientListRow:  # noqa: ANN401  (columns of several types)
    values: dict[str, Any] = {
        "id": "p",
        "given_name": "",
        "family_name": "Elg",
        "national_number": None,
        "birth_date": None,
        "phone": "",
        "protection": "",
        "address": "",
        "city": "Fjellsund",
        "diagnosis": "",
        "status": "starting",
        "deceased_on": None,
        "responsible_name": None,
        "paused_until": None,
        "paused": False,
        "consented": False,
    }
    return PatientListRow(**(values | more))


def test_a_line_says_what_stands_out_in_order() -> None:
    hit = hit_of(row(protection="strict", paused=True, deceased_on="2026-11-20"))
    assert hit.marks == (
        Mark.DECEASED,
        Mark.STRICT,
        Mark.PAUSED,
        Mark.NO_CONSENT,
        Mark.NO_NUMBER,
    )
    assert (hit.name, hit.number_masked, hit.birth_date) == ("Elg", "", None)


def test_a_line_with_nothing_to_say_is_quiet() -> None:
    hit = hit_of(row(consented=True, national_number="01814049996", birth_date="1940-01-01"))
    assert hit.marks == ()
    assert (hit.number_masked, hit.place) == ("018140•••••", "Fjellsund")
