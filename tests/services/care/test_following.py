"""Closer follow-up: no grace, a mark on the row, and an end of its own."""

from datetime import timedelta

import pytest

from station.core.trouble import Trouble
from station.core.zone import day_of
from station.rules.standing import Standing
from tests.cohort import DAY, MINUTE, Cohort
from tests.services.alerts.test_snoozing import row_of


def test_it_runs_until_the_morning_of_its_day_and_gives_no_grace(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 93)
    following, session = cohort.station.following, cohort.session
    following.begin(session, patient, day_of(cohort.clock.now()) + timedelta(days=7), "ny kur")
    row = row_of(cohort, patient)
    assert row.closer
    assert row.marks == ("closer follow-up until Fri 27 Nov",)
    cohort.clock.advance(DAY + MINUTE)
    late = row_of(cohort, patient)
    assert late.standing is Standing.MISSING
    following.end(session, patient)
    assert row_of(cohort, patient).standing is Standing.GREEN, "within the usual grace"
    with pytest.raises(Trouble) as refused:
        following.end(session, patient)
    assert refused.value.code == "not_closer"


def test_it_ends_by_itself(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    following, session = cohort.station.following, cohort.session
    following.begin(session, patient, day_of(cohort.clock.now()) + timedelta(days=1), "ny kur")
    assert following.of_patient(session, patient) is not None
    cohort.clock.advance(DAY)
    assert following.of_patient(session, patient) is None


@pytest.mark.parametrize(
    ("days", "reason", "fault"),
    [
        (None, "ny kur", "no_end"),
        (0, "ny kur", "past"),
        (3650, "ny kur", "too_far"),
        (7, "", "no_reason"),
    ],
)
def test_a_bad_end_or_no_reason_is_refused(
    cohort: Cohort, days: int | None, reason: str, fault: str
) -> None:
    patient = cohort.followed("Rask Elg")
    until = None if days is None else day_of(cohort.clock.now()) + timedelta(days=days)
    with pytest.raises(Trouble) as refused:
        cohort.station.following.begin(cohort.session, patient, until, reason)
    assert refused.value.values["fault"] == fault
