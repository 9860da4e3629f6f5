"""Testing the connection: every step is told, then that it is over, on a thread of its own."""

from queue import SimpleQueue

import pytest

from station.core.trouble import Trouble
from station.services.session import Session
from station.services.sync.check import Step
from station.services.sync.testing import SyncTesting
from station.services.sync.testing import Tested as Over
from tests.cohort import Cohort


def refuse(*_: object) -> object:
    raise AssertionError("nothing is asked before the address is right")


def walked(cohort: Cohort, session: Session) -> list[Step | Over]:
    heard: SimpleQueue[Step | Over] = SimpleQueue()
    testing = SyncTesting(cohort.station.record, refuse, ("Patient",))  # type: ignore[arg-type]
    testing.begin(session, heard.put)
    found: list[Step | Over] = []
    while not found or not isinstance(found[-1], Over):
        found.append(heard.get(timeout=30))
    return found


def test_each_step_is_told_and_then_the_end(cohort: Cohort) -> None:
    *steps, last = walked(cohort, cohort.session)
    assert steps
    assert all(isinstance(each, Step) for each in steps)
    assert last == Over(well=False)


def test_only_who_may_change_the_office_tests(cohort: Cohort) -> None:
    substitute = Session("0" * 31 + "9", "Blid Rogn", "BR", "substitute", "en")
    with pytest.raises(Trouble) as error:
        walked(cohort, substitute)
    assert error.value.code == "not_allowed"


def test_who_has_left_hears_no_more(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Step | Over] = []
    begun: SimpleQueue[str] = SimpleQueue()
    go_on: SimpleQueue[str] = SimpleQueue()

    def check(*_: object, tell: object, coded: bool) -> list[Step]:
        assert not coded
        begun.put("begun")
        go_on.get(timeout=30)
        assert callable(tell)
        tell(Step("settings", "Settings", well=True, sentence=""))
        begun.put("over")
        raise OSError("gone")

    monkeypatch.setattr("station.services.sync.testing.check", check)
    testing = SyncTesting(cohort.station.record, refuse, ())  # type: ignore[arg-type]
    leave = testing.begin(cohort.session, heard.append)
    begun.get(timeout=30)
    leave()
    go_on.put("go")
    assert begun.get(timeout=30) == "over"
    assert heard == []
