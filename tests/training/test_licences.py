"""The training municipality pays for licences, and has cases to look at."""

from station.core.clock import FixedClock
from station.core.paths import Home
from station.core.zone import day_start
from station.models.database import Database
from station.services.equipment.support_cases import SupportCases
from station.services.stock.licences import Licences
from station.training.day import DAY
from station.training.equipment import EQUIPMENT
from station.training.licences import LICENSED, PRODUCT, add_licences
from station.training.people import PEOPLE
from station.wiring import build
from tests.stock_office import stock_office


def test_licences_and_cases_as_they_stand_on_the_training_day(
    home: Home, database: Database, clock: FixedClock
) -> None:
    clock.set(day_start(DAY) + 8 * 3_600_000)
    desk = stock_office(database, clock)
    station = build(home, clock)
    station.record.database = database
    for each in EQUIPMENT:
        desk.device(each.name, each.kind)
    people = {desk.person(f"Nr{at}"): person for at, person in enumerate(PEOPLE[:8])}
    add_licences(station, clock, desk.session, people)
    found = Licences(desk.record).all(desk.session)
    assert {line.product for line in found.lines} == {PRODUCT}
    assert (len(found.lines), found.running) == (LICENSED, LICENSED - 1)
    (over,) = (line for line in found.lines if not line.runs)
    assert over.archived_on == over.to_on
    station.files.close()
    cases = SupportCases(desk.record).all(desk.session)
    assert [case.closed_at is None for case in cases] == [True, False]
