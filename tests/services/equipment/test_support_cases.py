"""A case is opened about a device, closed once with what was done, and may be opened again."""

from dataclasses import replace

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.services.equipment.support_cases import (
    MOST_MINUTES,
    MOST_ORE,
    OUTCOME_WORDS,
    CaseClosing,
    Outcome,
    SupportCases,
)
from tests.intaking import BENEFIT
from tests.stock_office import StockOffice, stock_office

DONE = CaseClosing("Byttet batteri", Outcome.REPAIRED, 15, 4_900)


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> StockOffice:
    """An empty office."""
    return stock_office(database, clock)


@pytest.fixture
def cases(desk: StockOffice) -> SupportCases:
    """Its support cases."""
    return SupportCases(desk.record)


def test_a_case_from_what_failed_to_what_was_done(desk: StockOffice, cases: SupportCases) -> None:
    patient_id = desk.person()
    device_id = desk.lent("Oksymeter 1", patient_id)
    case_id = cases.open(desk.session, device_id, "  Slår seg ikke på ")
    (line,) = cases.all(desk.session)
    assert (line.id, line.what, line.with_whom) == (case_id, "Slår seg ikke på", "Rask Elg")
    assert (line.patient_id, line.closed_at, line.outcome_words) == (patient_id, None, "")
    desk.clock.advance(1000)
    cases.close(desk.session, case_id, DONE)
    (line,) = cases.of_device(desk.session, device_id)
    assert (line.done, line.outcome_words, line.minutes, line.cost_ore) == (
        "Byttet batteri",
        "Repaired",
        15,
        4_900,
    )
    assert (line.closed_at, line.replacement) == (desk.clock.now(), "")
    with pytest.raises(Trouble, match="case_closed"):
        cases.close(desk.session, case_id, DONE)
    cases.reopen(desk.session, case_id)
    (line,) = cases.all(desk.session)
    assert (line.closed_at, line.done) == (None, "Byttet batteri")
    with pytest.raises(Trouble, match="case_open"):
        cases.reopen(desk.session, case_id)


def test_a_case_remembers_the_house_that_had_the_device(
    desk: StockOffice, cases: SupportCases
) -> None:
    house = desk.house()
    device_id = desk.device("Kamera 1", "camera")
    desk.loan(device_id, institution_id=house)
    cases.open(desk.session, device_id, "Uklart bilde")
    in_store = desk.device("Kamera 2", "camera", "repair")
    cases.open(desk.session, in_store, "Knust linse")
    found = {line.device: line.with_whom for line in cases.all(desk.session)}
    assert found == {"Kamera 1": "Øvelsesbygda legekontor", "Kamera 2": ""}


@pytest.mark.parametrize("text", ["ST-00002-5", "st-00002-5", "ab 77-1", "Oksymeter 2"])
def test_the_other_device_is_found_by_what_stands_on_it(
    desk: StockOffice, cases: SupportCases, text: str
) -> None:
    broken = desk.device("Oksymeter 1", label="ST-00001-7")
    other = desk.device("Oksymeter 2", label="ST-00002-5", serial_key="AB771")
    case_id = cases.open(desk.session, broken, "Viser 0")
    closing = CaseClosing("Byttet", Outcome.REPLACED, replaced_by=f" {text} ")
    cases.close(desk.session, case_id, closing)
    assert cases.find(desk.session, text) == other
    (line,) = cases.all(desk.session)
    assert (line.replaced_by, line.replacement) == (other, "Oksymeter 2")
    assert (line.minutes, line.cost_ore) == (None, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "device_missing"),
        ("ST-99999-9", "device_not_found"),
        ("Vekt", "device_several"),
        ("ST-00001-7", "replacement_itself"),
    ],
)
def test_what_came_instead_is_one_other_device(
    desk: StockOffice, cases: SupportCases, text: str, code: str
) -> None:
    broken = desk.device("Oksymeter 1", label="ST-00001-7")
    desk.device("Vekt", "scale")
    desk.device("Vekt", "scale")
    case_id = cases.open(desk.session, broken, "Viser 0")
    with pytest.raises(Trouble, match=code):
        cases.close(
            desk.session, case_id, CaseClosing("Byttet", Outcome.REPLACED, replaced_by=text)
        )
    assert cases.all(desk.session)[0].closed_at is None
    # Only a case that ended so has another device, whatever stands in the field.
    cases.close(desk.session, case_id, replace(DONE, replaced_by=text))
    assert cases.all(desk.session)[0].replaced_by is None


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"done": " "}, "case_done"),
        ({"outcome": None}, "case_outcome"),
        ({"minutes": -1}, "case_minutes"),
        ({"minutes": MOST_MINUTES + 1}, "case_minutes"),
        ({"cost_ore": -1}, "case_cost"),
        ({"cost_ore": MOST_ORE + 1}, "case_cost"),
    ],
)
def test_what_cannot_be_is_refused(
    desk: StockOffice, cases: SupportCases, wrong: dict[str, object], code: str
) -> None:
    case_id = cases.open(desk.session, desk.device("Vekt 1", "scale"), "Viser 0")
    with pytest.raises(Trouble, match=code):
        cases.close(desk.session, case_id, replace(DONE, **wrong))  # type: ignore[arg-type]
    assert cases.all(desk.session)[0].closed_at is None


def test_a_case_is_about_something_in_use(desk: StockOffice, cases: SupportCases) -> None:
    scrapped = desk.device("Vekt 1", "scale", "scrapped")
    for device_id, what, code in (
        (scrapped, " ", "case_what"),
        (scrapped, "Viser 0", "device_scrapped"),
        ("x", "Viser 0", "device_unknown"),
    ):
        with pytest.raises(Trouble, match=code):
            cases.open(desk.session, device_id, what)
    with pytest.raises(Trouble, match="case_unknown"):
        cases.close(desk.session, "x", DONE)
    with pytest.raises(Trouble, match="case_unknown"):
        cases.reopen(desk.session, "x")


def test_roles_without_the_right(cases: SupportCases) -> None:
    for forbidden in (
        lambda: cases.all(BENEFIT),
        lambda: cases.of_device(BENEFIT, "x"),
        lambda: cases.find(BENEFIT, "x"),
        lambda: cases.open(BENEFIT, "x", "y"),
        lambda: cases.close(BENEFIT, "x", DONE),
        lambda: cases.reopen(BENEFIT, "x"),
    ):
        with pytest.raises(Trouble, match="not_allowed"):
            forbidden()


def test_every_outcome_has_words() -> None:
    assert set(OUTCOME_WORDS) == set(Outcome)
