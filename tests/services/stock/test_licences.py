"""Licences are added, ended and archived; what cannot be is refused, and a day is paid once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.rules.licences import USUAL_ORE, Period
from station.services.stock.licences import (
    MOST_DAYS_AHEAD,
    Licences,
    NewLicence,
    cost_of,
    not_archived,
)
from tests.intaking import BENEFIT
from tests.stock_office import StockOffice, stock_office

NEW = NewLicence("Vendorapp", None, "", "2026-11-01", None, USUAL_ORE, "month")
TODAY = date(2026, 11, 20)


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> StockOffice:
    """An empty office."""
    return stock_office(database, clock)


@pytest.fixture
def licences(desk: StockOffice) -> Licences:
    """Its licences."""
    return Licences(desk.record)


def test_a_licence_costs_by_the_day_until_it_ends(desk: StockOffice, licences: Licences) -> None:
    patient_id = desk.person()
    new = replace(NEW, patient_id=patient_id, product="  Vendor  app ", external_user=" u-17 ")
    licence_id = licences.add(desk.session, new)
    found = licences.all(desk.session)
    (line,) = found.lines
    assert (line.product, line.external_user, line.to) == ("Vendor app", "u-17", "Rask Elg")
    assert (line.runs, line.forgotten, found.running, found.forgotten) == (True, False, 1, 0)
    # Twenty of the thirty days of November: two thirds of 720 kroner.
    assert (found.first, found.last) == (date(2026, 1, 1), TODAY)
    assert line.cost_ore == found.cost_ore == 48_000
    assert (found.usual_price, found.usual_period) == (USUAL_ORE, Period.MONTH)
    assert found.usual_product == "Vendor app"
    licences.end(desk.session, licence_id, date(2026, 11, 10))
    (line,) = licences.of_patient(desk.session, patient_id)
    assert (line.cost_ore, line.runs, line.to_on) == (24_000, False, date(2026, 11, 10))
    november = licences.all(desk.session, date(2026, 11, 10), date(2026, 12, 31))
    assert november.cost_ore == 2_400
    with pytest.raises(Trouble, match="licence_over") as refused:
        licences.end(desk.session, licence_id, TODAY)
    assert "10 Nov 2026" in refused.value.sentence()
    licences.run_again(desk.session, licence_id)
    licences.run_again(desk.session, licence_id)
    assert licences.of_patient(desk.session, patient_id)[0].runs


def test_the_first_licence_has_the_usual_price_and_no_usual_period(
    desk: StockOffice, licences: Licences
) -> None:
    found = licences.all(desk.session)
    assert (found.lines, found.cost_ore, found.usual_price) == ((), 0, USUAL_ORE)
    assert (found.usual_period, found.usual_product) == (None, "")


def test_archiving_is_noted_when_it_is_done(desk: StockOffice, licences: Licences) -> None:
    patient_id = desk.person()
    licence_id = licences.add(desk.session, replace(NEW, patient_id=patient_id))
    with desk.record.read() as reader:
        assert [row.id for row in not_archived(reader, patient_id)] == [licence_id]
    for wrong in (TODAY + timedelta(1), date(2026, 10, 31)):
        with pytest.raises(Trouble, match="licence_day"):
            licences.archive(desk.session, licence_id, wrong)
    licences.archive(desk.session, licence_id, TODAY)
    (line,) = licences.of_patient(desk.session, patient_id)
    # Archived is not ended: the vendor is paid until the last day that was agreed.
    assert (line.archived_on, line.runs) == (TODAY, True)
    with desk.record.read() as reader:
        assert not_archived(reader, patient_id) == ()
    licences.archive(desk.session, licence_id, None)
    assert licences.of_patient(desk.session, patient_id)[0].archived_on is None


def test_a_licence_that_runs_on_after_the_service_is_shown(
    desk: StockOffice, licences: Licences
) -> None:
    over = desk.person(status="ended")
    licence_id = licences.add(desk.session, replace(NEW, patient_id=over))
    licences.add(desk.session, replace(NEW, patient_id=desk.person("Ås", status="active")))
    assert licences.all(desk.session).forgotten == 1
    licences.end(desk.session, licence_id, TODAY - timedelta(1))
    found = licences.all(desk.session)
    assert (found.forgotten, found.running) == (0, 1)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"product": "  "}, "licence_product"),
        ({"period": "week"}, "licence_period"),
        ({"from_on": "1.11.26"}, "licence_day"),
        ({"from_on": ""}, "licence_day"),
        ({"from_on": "1999-12-31"}, "licence_day"),
        ({"to_on": "2026-10-31"}, "licence_day"),
        (
            {"to_on": (TODAY + timedelta(MOST_DAYS_AHEAD + 1)).isoformat()},
            "licence_day",
        ),
        ({"price_ore": -1}, "licence_price"),
        ({"price_ore": 10**9}, "licence_price"),
        ({"patient_id": "0" * 32}, "patient_unknown"),
    ],
)
def test_what_cannot_be_is_refused(
    desk: StockOffice, licences: Licences, wrong: dict[str, object], code: str
) -> None:
    with pytest.raises(Trouble, match=code):
        licences.add(desk.session, replace(NEW, **wrong))  # type: ignore[arg-type]
    assert desk.rows("SELECT count(*) FROM licences") == [(0,)]


def test_nobody_has_a_product_twice_on_a_day(desk: StockOffice, licences: Licences) -> None:
    patient_id = desk.person()
    first = licences.add(desk.session, replace(NEW, patient_id=patient_id))
    again = replace(NEW, patient_id=patient_id, product="VENDORAPP", from_on="2027-01-01")
    with pytest.raises(Trouble, match="licence_twice") as refused:
        licences.add(desk.session, again)
    assert "Vendorapp" in refused.value.sentence()
    licences.add(desk.session, replace(again, product="Something else"))
    licences.end(desk.session, first, date(2026, 12, 31))
    licences.add(desk.session, again)
    with pytest.raises(Trouble, match="licence_twice"):
        licences.run_again(desk.session, first)
    # For nobody in particular there may be as many as are paid.
    licences.add(desk.session, NEW)
    licences.add(desk.session, NEW)


def test_a_user_id_is_one_persons(desk: StockOffice, licences: Licences) -> None:
    new = replace(NEW, external_user="U-17")
    mine = licences.add(desk.session, replace(new, patient_id=desk.person()))
    other = replace(new, patient_id=desk.person("Ås"), external_user="u-17")
    with pytest.raises(Trouble, match="licence_user_taken") as refused:
        licences.add(desk.session, other)
    assert "Elg" not in refused.value.sentence()
    licences.add(desk.session, replace(other, product="Something else"))
    licences.end(desk.session, mine, TODAY)
    licences.add(desk.session, replace(other, from_on="2026-11-21"))


def test_a_licence_nobody_knows_and_roles_without_the_right(
    desk: StockOffice, licences: Licences
) -> None:
    unknown: list[Callable[[], object]] = [
        lambda: licences.end(desk.session, "x", TODAY),
        lambda: licences.run_again(desk.session, "x"),
        lambda: licences.archive(desk.session, "x", TODAY),
    ]
    for act in unknown:
        with pytest.raises(Trouble, match="licence_unknown"):
            act()
    for forbidden in (
        lambda: licences.all(BENEFIT),
        lambda: licences.of_patient(BENEFIT, "x"),
        lambda: licences.add(BENEFIT, NEW),
        lambda: licences.end(BENEFIT, "x", TODAY),
        lambda: licences.run_again(BENEFIT, "x"),
        lambda: licences.archive(BENEFIT, "x", TODAY),
    ):
        with pytest.raises(Trouble, match="not_allowed"):
            forbidden()


def test_the_sum_of_a_list_is_the_sum_of_its_lines() -> None:
    assert cost_of((), TODAY, TODAY) == 0
