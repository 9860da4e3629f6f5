"""Times that no clock showed: a reading from year 1 or year 9999 breaks no screen."""

import pytest

from station.core.trouble import Trouble
from station.core.zone import FIRST_MS
from station.services.readings.entry_time import read_time
from station.services.readings.manual import Typed
from station.services.readings.trends import Trends
from tests.attacks.conftest import Target

ABSURD = (-(2**62), -62_135_596_800_001, -1, 0, FIRST_MS - 1, 253_402_300_800_000, 10**15, 2**62)


def test_an_absurd_time_is_held_back_and_every_screen_still_opens(target: Target) -> None:
    patient_id = target.follow()
    for moment in ABSURD:
        receipt = target.send(patient_id, 80, moment)
        assert (receipt.stored, receipt.quarantined) == (0, 1)
    station, nurse = target.station, target.nurse
    items = station.quarantine.items(nurse)
    assert {item.reason_code for item in items} == {"long_ago", "future"}
    assert len(items) == len(ABSURD)
    assert all(item.prefill.taken_at is None for item in items)
    for item in items:
        assert station.quarantine.retry(nurse, item.id).still == 1
    station.cards.open(nurse, patient_id)
    assert len(station.worklist.rows(nurse).rows) == 1
    assert Trends(station.record).data(nurse, patient_id).events == ()
    assert target.send(patient_id, 80, FIRST_MS).stored == 1


@pytest.mark.parametrize("moment", [-(2**62), 0, FIRST_MS - 1])
def test_nobody_types_a_reading_of_long_ago(target: Target, moment: int) -> None:
    patient_id = target.follow()
    typed = Typed(patient_id, "spo2", ("93",), "", moment)
    assert target.station.manual.check(target.nurse, typed).refused
    with pytest.raises(Trouble) as refused:
        target.station.manual.save(target.nurse, typed, asked=True)
    assert refused.value.code == "reading_refused"


def test_a_year_typed_wrong_is_refused_where_it_stands(target: Target) -> None:
    wrong = read_time("20.11.0226", "07:12", target.clock.now())
    assert (wrong.moment, bool(wrong.day_wrong)) == (None, True)
