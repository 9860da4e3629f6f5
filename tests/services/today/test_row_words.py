"""What stands on a row: the cause of a pause, and marks that change when somebody has looked."""

import pytest

from station.models.queries.followup import PauseNowRow
from station.services.today.row_words import cause_words, pause_words
from tests.cohort import DAY, Cohort
from tests.services.alerts.test_snoozing import row_of

FRIDAY_NINE = 1_795_161_600_000


@pytest.mark.parametrize(
    ("cause", "reason", "words"),
    [
        ("hospital", "", "In hospital"),
        ("hospital", "Ahus", "In hospital: Ahus"),
        ("other", "flytter", "flytter"),
        ("", "skrevet før", "skrevet før"),
        ("of a later release", "", ""),
    ],
)
def test_the_cause_of_a_pause_stands_before_what_was_written(
    cause: str, reason: str, words: str
) -> None:
    assert cause_words(cause, reason) == words


def test_a_pause_says_its_end_if_it_has_one() -> None:
    def pause(until: int | None) -> PauseNowRow:
        return PauseNowRow("p", "x", "travel", "", 0, until, "")

    assert pause_words(pause(FRIDAY_NINE + DAY), FRIDAY_NINE) == (
        "Paused until tomorrow · Travelling"
    )
    assert pause_words(pause(None), FRIDAY_NINE) == "Paused · Travelling"
    assert pause_words(None, FRIDAY_NINE) == "Paused"


def test_a_confirmed_reading_is_unconfirmed_no_more_on_row_and_card(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 62)
    (reading,) = cohort.station.manual.newest(cohort.session, patient)
    assert not reading.confirmed
    assert "unconfirmed, check it" in row_of(cohort, patient).marks
    (box,) = cohort.station.cards.open(cohort.session, patient).alerts
    assert "unconfirmed, check it" in box.marks
    cohort.station.manual.confirm(cohort.session, reading.id)
    assert "unconfirmed, check it" not in row_of(cohort, patient).marks
    (box,) = cohort.station.cards.open(cohort.session, patient).alerts
    assert "unconfirmed, check it" not in box.marks


def test_a_deadline_of_another_day_names_the_day(cohort: Cohort) -> None:
    patient = cohort.followed("Rask Elg")
    cohort.spo2(patient, 80)
    alert = row_of(cohort, patient).alert_id or ""
    cohort.station.alerts.wait(cohort.session, alert, cohort.clock.now() + DAY)
    assert row_of(cohort, patient).marks == ("waiting until tomorrow 09:01",)
