"""What stands in the way is named once each, the borrower's first."""

from datetime import date

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.models.queries import handouts as queries
from station.services.equipment.device_moving import known_device
from station.services.handing_out.checks import (
    everything_missing,
    of_borrower,
    refuse_past,
    refuse_wrong,
)
from station.services.handing_out.values import INSTITUTION, PATIENT, Borrower
from tests.handing import HandingOffice, handing_office, wanted

TODAY = date(2026, 11, 20)


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> HandingOffice:
    """An office that hands out."""
    return handing_office(database, clock)


def missing(desk: HandingOffice, borrower: Borrower, *device_ids: str) -> list[tuple[str, str]]:
    with desk.record.read() as reader:
        devices = [known_device(reader, each) for each in device_ids]
        home = queries.home(reader, borrower.id) if borrower.kind == PATIENT else None
        found = everything_missing(reader, borrower, devices, home, desk.clock.now())
        return [(each.code, each.device_id) for each in found]


def test_everything_is_named_once_the_borrowers_first(desk: HandingOffice) -> None:
    dead = desk.person(status="ended", consent=False, deceased_on="2026-11-01")
    tablet, meter = desk.device("tablet"), desk.device()
    desk.out(desk.person("Rev"), meter)
    assert missing(desk, Borrower(PATIENT, dead), tablet, meter) == [
        ("patient_deceased", ""),
        ("lend_needs_consent", ""),
        ("service_closed", ""),
        ("home_unknown", ""),
        ("already_lent", meter),
    ]


def test_an_institution_has_no_consent_and_no_home(desk: HandingOffice) -> None:
    place = Borrower(INSTITUTION, desk.institution())
    assert missing(desk, place, desk.device("tablet")) == []
    with desk.record.read() as reader:
        assert list(of_borrower(reader, place, (), None)) == []


def test_a_sim_needs_coverage_though_the_tablet_has_wireless(desk: HandingOffice) -> None:
    elg = desk.person()
    desk.net(elg, "good", "none")
    found = missing(desk, Borrower(PATIENT, elg), desk.device("tablet"), desk.device("sim"))
    assert found == [("home_no_net", "")]


def test_days_and_receivers_that_cannot_be_are_refused() -> None:
    refuse_past(None, TODAY)
    refuse_past(TODAY, TODAY)
    with pytest.raises(Trouble, match="due_before"):
        refuse_past(date(2026, 11, 19), TODAY)
    now = 1_795_161_600_000
    refuse_wrong(wanted("p", "d", received_by=" Stille Brygge "), now)
    refuse_wrong(wanted("p", "d", received_by="  "), now)
    with pytest.raises(Trouble, match="received_by"):
        refuse_wrong(wanted("i", "d", institution=True, received_by="  "), now)
