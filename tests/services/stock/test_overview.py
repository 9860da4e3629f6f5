"""Every number of the overview is as many as the list behind it, and leads to the right things."""

from collections.abc import Mapping

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.rules.equipment import DeviceState
from station.services.equipment.support_cases import CaseClosing, Outcome, SupportCases
from station.services.equipment.values import SILENT_DAYS
from station.services.stock.licences import Licences, NewLicence
from station.services.stock.overview import (
    CARE_DAYS,
    WARRANTY_DAYS,
    Figure,
    Overview,
    Overviews,
)
from tests.intaking import BENEFIT
from tests.stock_office import DAY, StockOffice, stock_office


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> StockOffice:
    """An empty office."""
    return stock_office(database, clock)


def look(desk: StockOffice) -> Overview:
    """Give the overview."""
    return Overviews(desk.record).overview(desk.session)


def figures(found: Overview) -> Mapping[str, Figure]:
    """Give all numbers by code."""
    return {each.code: each for each in (*found.due, *found.missing, *found.value)}


def titles(figure: Figure) -> list[str]:
    """Give what stands in the list behind a number."""
    return [line.title for line in figure.lines]


def test_an_empty_office(desk: StockOffice) -> None:
    found = look(desk)
    assert found.kinds == ()
    assert all(not each.count and not each.loud for each in figures(found).values())
    assert (found.open_cases, found.licences_running, found.licence_ore) == (0, 0, 0)
    assert (found.own.count, found.now) == (0, desk.clock.now())


def test_what_is_where(desk: StockOffice) -> None:
    patient_id = desk.person()
    for state in DeviceState:
        if state is not DeviceState.LENT:
            desk.device(f"Oksymeter {state}", state=state.value, place="Skap 2")
    lent = desk.lent("Oksymeter 1", patient_id)
    house = desk.device("Kamera 1", "camera", label="ST-00042-7")
    desk.loan(house, institution_id=desk.house())
    desk.device("Rar", "gadget")
    own = desk.device("Telefon", "own_device", own=True)
    desk.loan(own, patient_id)
    desk.device("Gammel telefon", "own_device", own=True)
    found = look(desk)
    assert [(each.kind, each.count) for each in found.kinds] == [
        ("oximeter", 8),
        ("camera", 1),
        ("gadget", 1),
    ]
    places = found.kinds[0].places
    # What is scrapped is not there any more.
    assert set(places) == set(DeviceState) - {DeviceState.SCRAPPED}
    assert all(each.count == 1 for each in places.values())
    (line,) = places[DeviceState.LENT].lines
    assert (line.page, line.subject, line.title) == ("equipment", lent, "Oksymeter 1")
    assert line.detail == "Lent to Rask Elg · Since 20 Nov 2026"
    (line,) = found.kinds[1].places[DeviceState.LENT].lines
    assert (line.title, line.detail) == (
        "Kamera 1 · ST-00042-7",
        "Lent to Øvelsesbygda legekontor · Since 20 Nov 2026",
    )
    assert places[DeviceState.REPAIR].lines[0].detail == "In repair · Skap 2"
    assert titles(found.own) == ["Telefon"]
    # Nobody counts what is the patient's own.
    assert "Telefon" not in str(found.kinds) + str(figures(found))


def test_what_is_due(desk: StockOffice) -> None:
    patient_id = desk.person()
    desk.lent("A", patient_id, due_on=desk.day(-1))
    desk.lent("B", patient_id, due_on=desk.day(0))
    desk.lent("C", patient_id, due_on=desk.day(7))
    desk.lent("D", patient_id, due_on=desk.day(8))
    desk.device("E", calibration_due=desk.day(CARE_DAYS), battery_due=desk.day(-400))
    desk.device("F", calibration_due=desk.day(CARE_DAYS + 1), warranty_until=desk.day(0))
    desk.device("G", warranty_until=desk.day(WARRANTY_DAYS))
    desk.device("H", warranty_until=desk.day(-1), battery=5)
    desk.device("I", warranty_until=desk.day(WARRANTY_DAYS + 1))
    desk.device("J", state="lost", calibration_due=desk.day(0))
    desk.device("K", state="scrapped", calibration_due=desk.day(0))
    weak = desk.lent("L", patient_id)
    desk.change("devices", weak, battery=20)
    strong = desk.lent("M", patient_id)
    desk.change("devices", strong, battery=21)
    found = figures(look(desk))
    assert {code: titles(found[code]) for code in found if found[code].count} == {
        "loans_overdue": ["A"],
        "loans_due": ["B", "C"],
        "calibration": ["E"],
        "battery_due": ["E"],
        "battery_low": ["L"],
        "warranty": ["F", "G"],
        "lost": ["J"],
        "unpriced": list("ABCDEFGHIJLM"),
    }
    assert found["loans_overdue"].lines[0].detail == "Rask Elg · Due 19 Nov 2026"
    assert found["battery_low"].lines[0].detail == "Rask Elg · Battery 20 %"
    assert found["loans_overdue"].loud
    assert not found["loans_due"].loud


def test_what_is_missing(desk: StockOffice) -> None:
    now = desk.clock.now()
    desk.device("Lost", state="lost", place="Sist sett på bussen")
    desk.device("Unchecked", state="returned")
    hers = desk.person("Ås", status="ended_equipment_out", status_since=now - DAY)
    desk.lent("Out", hers)
    quiet = desk.person(status="active")
    desk.lent("Silent", quiet, from_at=now - SILENT_DAYS * DAY)
    desk.lent("Charger", quiet, "charger", from_at=now - 90 * DAY)
    heard = desk.lent("Heard", quiet, from_at=now - 90 * DAY)
    desk.change("devices", heard, last_contact_at=now - DAY)
    patients = desk.handout(1, patient_id=quiet)
    houses = desk.handout(2, institution_id=desk.house())
    signed = desk.handout(3, patient_id=quiet, signed_on=desk.day())
    for number, handout in enumerate((patients, patients, houses, signed)):
        desk.lent(f"Given {number}", quiet, "sim", handout_id=handout)
    back = desk.device("Back")
    desk.loan(back, quiet, handout_id=desk.handout(4, patient_id=quiet), ended_at=now)
    found = figures(look(desk))
    assert {code: titles(found[code]) for code in found if found[code].loud} == {
        "lost": ["Lost"],
        "silent": ["Silent"],
        "service_ended": ["Out"],
    }
    assert found["lost"].lines[0].detail == "Since 20 Nov 2026 · Sist sett på bussen"
    assert found["service_ended"].lines[0].detail == "Rask Ås · The service ended 19 Nov 2026"
    assert "3" in found["silent"].lines[0].detail
    assert titles(found["unchecked"]) == ["Unchecked"]
    unsigned = [(line.title, line.page, line.subject) for line in found["unsigned"].lines]
    assert unsigned == [("Receipt 1", "patients", quiet), ("Receipt 2", "equipment", "")]


def test_what_it_is_worth(desk: StockOffice) -> None:
    patient_id = desk.person()
    lent = desk.lent("A", patient_id)
    desk.change("devices", lent, price_ore=250_000)
    desk.device("B", price_ore=1_050)
    desk.device("C", state="repair", price_ore=99_000)
    desk.device("D", state="lost", price_ore=50_000)
    desk.device("E", state="scrapped", price_ore=1)
    desk.device("F")
    desk.device("G", own=True, price_ore=1)
    found = figures(look(desk))
    assert {code: (found[code].ore, titles(found[code])) for code in found if "value" in code} == {
        "value_out": (250_000, ["A"]),
        "value_in": (100_050, ["B", "C"]),
        "value_lost": (50_000, ["D"]),
    }
    assert (found["unpriced"].ore, titles(found["unpriced"])) == (None, ["F"])
    assert found["value_in"].lines[0].detail == "10.50 kr · In the store".replace(
        " kr", "\N{NO-BREAK SPACE}kr"
    )


def test_cases_and_licences_are_counted(desk: StockOffice) -> None:
    cases, licences = SupportCases(desk.record), Licences(desk.record)
    device_id = desk.device("A")
    done = cases.open(desk.session, device_id, "Viser 0")
    cases.close(desk.session, done, CaseClosing("Byttet", Outcome.REPAIRED))
    cases.open(desk.session, device_id, "Viser 0 igjen")
    over = desk.person(status="ended")
    licences.add(desk.session, NewLicence("App", over, "", "2026-11-01", None, 72_000, "month"))
    found = look(desk)
    assert (found.open_cases, found.licences_running, found.licences_forgotten) == (1, 1, 1)
    assert found.licence_ore == 48_000


def test_the_benefit_role_sees_nothing_of_it(desk: StockOffice) -> None:
    with pytest.raises(Trouble, match="not_allowed"):
        Overviews(desk.record).overview(BENEFIT)
