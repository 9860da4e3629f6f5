"""The forecast of the store says what each number is made of."""

from dataclasses import replace
from datetime import date

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.rules.forecast import CHECK_DAYS, DECIDED_DAYS, RETURN_DAYS, STARTING_DAYS, WEEKS
from station.services.stock.forecast import KindForecast, StockForecasts
from tests.intaking import BENEFIT, plan_in_force, spo2_plan
from tests.stock_office import DAY, StockOffice, stock_office


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> StockOffice:
    """An empty office."""
    return stock_office(database, clock)


def kind_of(desk: StockOffice, kind: str) -> KindForecast:
    """Give the forecast of one kind."""
    found = StockForecasts(desk.record).forecast(desk.session)
    return next(each for each in found.kinds if each.kind == kind)


def coming(found: KindForecast) -> list[tuple[str, str, bool]]:
    """Give what comes back in all weeks: which, why, and whether it is counted on."""
    return [(line.device, line.words, line.sure) for week in found.weeks for line in week.back]


def test_where_each_device_stands_today(desk: StockOffice) -> None:
    patient_id = desk.person()
    for at, state in enumerate(
        ("in_store", "ready", "reserved", "repair", "returned", "cleaning", "lost", "scrapped")
    ):
        desk.device(f"Oksymeter {at}", state=state)
    desk.device("Oksymeter 9", state="ready", reserved_for=patient_id)
    desk.device("Egen", "own_device", own=True)
    desk.lent("Oksymeter 10", patient_id)
    found = kind_of(desk, "oximeter")
    assert (found.free, found.spoken_for, found.repair, found.away) == (2, 2, 1, 1)
    assert found.kind_words == "Pulse oximeter"
    looked_over = [words for _, words, _ in coming(found)]
    assert looked_over == [f"{20 + CHECK_DAYS} Nov 2026: is being looked over"] * 2
    assert len(found.weeks) == WEEKS
    assert (found.weeks[0].left, found.weeks[1].left, found.weeks[1].sure) == (2, 4, 2)
    kinds = [each.kind for each in StockForecasts(desk.record).forecast(desk.session).kinds]
    assert "own_device" not in kinds


def test_why_a_device_comes_back(desk: StockOffice) -> None:
    now = desk.clock.now()
    desk.lent("Due", desk.person(status="active"), due_on=desk.day(5))
    desk.lent("Late", desk.person("Ås", status="active"), due_on=desk.day(-1))
    desk.lent("Ended", desk.person("Li", status="ended_equipment_out"))
    desk.lent("Judged", desk.person("Dal", status="evaluation", status_since=now - 20 * DAY))
    reviewed = desk.person("Hov", status="active")
    desk.lent("Reviewed", reviewed)
    plan = replace(spo2_plan(), review_on="2026-12-01")
    plan_in_force(desk.database, desk.session.actor, reviewed, now - DAY, plan)
    # A plan whose day of review is no day says nothing.
    odd = desk.person("Vik", status="active")
    desk.lent("Odd", odd)
    plan = replace(spo2_plan(), review_on="snart")
    plan_in_force(desk.database, desk.session.actor, odd, now - DAY, plan)
    house = desk.device("House")
    desk.loan(house, institution_id=desk.house())
    found = kind_of(desk, "oximeter")
    assert coming(found) == [
        ("Late", "20 Nov 2026: should have been back already", False),
        ("Due", "25 Nov 2026: the loan ends", True),
        ("Judged", "28 Nov 2026: the service is being evaluated", False),
        ("Reviewed", "1 Dec 2026: the plan is to be reviewed", False),
        ("Ended", f"{20 + RETURN_DAYS - 30} Dec 2026: the service has ended", True),
    ]
    assert (found.away, found.lowest, found.short_from) == (2, 0, None)
    assert (found.weeks[2].left, found.weeks[2].hoped) == (2, 5)


def test_who_waits_and_for_what(desk: StockOffice) -> None:
    now = desk.clock.now()
    decided = desk.person("Elg", status="decided")
    starting = desk.person("Ås", status="starting", status_since=now - 30 * DAY)
    desk.person("Li", status="starting", deceased_on="2026-11-01")
    desk.person("Dal", status="active")
    plan_in_force(desk.database, desk.session.actor, starting, now, spo2_plan())
    desk.lent("Vekt 1", starting, "scale")
    desk.device("Nettbrett 1", "tablet", "reserved", reserved_for=starting)
    found = StockForecasts(desk.record).forecast(desk.session)
    assert found.without_plan == ("Rask Elg",)
    assert found.today == date(2026, 11, 20)
    waits = {
        each.kind: [(line.patient_id, line.words) for week in each.weeks for line in week.waits]
        for each in found.kinds
    }
    assert waits == {
        # Her plan measures SpO2; the scale and the tablet she has.
        "oximeter": [(starting, "start begun 21 Oct 2026")],
        "tablet": [(decided, "decided 20 Nov 2026")],
        "scale": [],
    }
    # What is missing soonest comes first.
    assert [each.kind for each in found.kinds] == ["oximeter", "tablet", "scale"]
    assert found.kinds[0].short_from == date(2026, 11, 20)
    weeks = found.kinds[1].weeks
    at = next(number for number, week in enumerate(weeks) if week.waits)
    assert weeks[at].first <= date(2026, 12, 20 + DECIDED_DAYS - 30) <= weeks[at].last
    assert (weeks[at].left, found.kinds[1].spoken_for) == (-1, 1)
    assert STARTING_DAYS < DECIDED_DAYS


def test_an_unknown_kind_of_an_older_file_is_foreseen_too(desk: StockOffice) -> None:
    desk.device("Rar", "gadget")
    assert kind_of(desk, "gadget").free == 1


def test_the_benefit_role_sees_no_forecast(desk: StockOffice) -> None:
    with pytest.raises(Trouble, match="not_allowed"):
        StockForecasts(desk.record).forecast(BENEFIT)
