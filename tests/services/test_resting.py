"""The sentence that says what is wrong with an end; the rest is in test_snoozing."""

import pytest

from station.core.trouble import Trouble
from station.rules.openinghours import Hours
from station.services.resting import check_rest, hours_of
from tests.cohort import DAY, Cohort


def test_the_longest_time_stands_in_the_sentence() -> None:
    assert check_rest(DAY, 0, "kur", 30) == DAY
    with pytest.raises(Trouble) as refused:
        check_rest(40 * DAY, 0, "kur", 30)
    assert refused.value.sentence() == ("It can last for at most 30 days. Choose an earlier end.")


def test_the_hours_are_the_offices(cohort: Cohort) -> None:
    with cohort.station.record.read() as reader:
        assert hours_of(reader) == Hours()
