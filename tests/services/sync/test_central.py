"""The exchange put together: it says records in FHIR, and hangs up nothing that it never opened."""

from station.services.sync.central import syncing
from station.services.sync.setup import SyncSetup
from station.services.sync.values import CENTRE
from tests.cohort import Cohort


def test_no_line_is_opened_before_it_is_needed(cohort: Cohort) -> None:
    opened: list[object] = []

    def connect(*given: object) -> object:
        opened.append(given)
        raise AssertionError

    driver = syncing(cohort.station.record, connect)  # type: ignore[arg-type]
    status = driver.status(cohort.session)
    driver.close()
    assert SyncSetup(cohort.station.record).settings(cohort.session).address == ""
    assert {each.name for each in status.channels} <= {CENTRE}
    assert opened == []
