"""An alert from elsewhere about what is open here already is the same alert."""

from tests.conftest import FRIDAY_NINE
from tests.services.stations import Place, exchange
from tests.services.sync_cases import PATIENT, add, add_version, close_alert, measure


def test_two_alerts_about_the_same_are_one_and_a_closing_closes_both(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    plan_id = add(north, "plans", patient_id=PATIENT, template="kols", created_at=1)
    add_version(north, plan_id, 1, 88.0)
    exchange(north, south)
    measure(north, 84.0, "one")
    measure(south, 85.0, "two", taken_at=FRIDAY_NINE - 500_000)
    exchange(north, south)
    for each in both:
        assert each.rows("SELECT count(*) FROM alerts WHERE state <> 'closed'") == [(1,)]
    alert = str(south.rows("SELECT id FROM alerts WHERE state <> 'closed'")[0][0])
    south.clock.advance(600_000)
    close_alert(south, alert)
    exchange(north, south)
    for each in both:
        assert each.rows("SELECT count(*) FROM alerts WHERE state <> 'closed'") == [(0,)]
        assert each.rows("SELECT DISTINCT verdict FROM alerts") == [("right",)]


def test_a_reading_that_a_closer_had_not_seen_is_not_settled_by_the_closing(
    both: tuple[Place, Place],
) -> None:
    north, south = both
    plan_id = add(north, "plans", patient_id=PATIENT, template="kols", created_at=1)
    add_version(north, plan_id, 1, 88.0)
    exchange(north, south)
    measure(north, 84.0, "one")
    exchange(north, south)
    measure(south, 80.0, "two")
    north.clock.advance(600_000)
    alert = str(north.rows("SELECT id FROM alerts")[0][0])
    close_alert(north, alert)
    exchange(north, south)
    open_here = north.rows("SELECT count(*) FROM alerts WHERE state <> 'closed'")
    assert open_here == [(1,)]
    assert south.rows("SELECT count(*) FROM alerts WHERE state <> 'closed'") == [(1,)]
