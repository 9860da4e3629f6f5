"""Who has whom open at another station: in words, for as long as it is fresh."""

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Actor, Database
from station.models.queries.claims import Claim
from station.models.records import claims as records
from station.services.patients.claims import FRESH_MS, Claims, words_now
from station.services.record import Record
from station.services.session import Session

NURSE = Session("0" * 31 + "1", "Rask Elg", "RE", "nurse", "en")


def test_it_is_told_until_it_is_old(database: Database, actor: Actor, clock: FixedClock) -> None:
    now = clock.now()
    with database.write(actor) as writer:
        records.claim(writer, Claim("p1", "north", "u1", "Stille Brygge", now))
        records.claim(writer, Claim("p2", "north", "u2", "", now))
    service = Claims(Record(Bus(), clock, database))
    found = service.of_patient(NURSE, "p1")
    assert found is not None
    assert (found.words, found.since) == ("opened by Stille Brygge (another station)", now)
    assert service.of_patient(NURSE, "p3") is None
    assert set(service.listed(NURSE)) == {"p1", "p2"}
    with database.read() as reader:
        assert words_now(reader, now)["p2"] == "opened at another station"
        assert words_now(reader, now + FRESH_MS + 1) == {}
    clock.advance(FRESH_MS + 1)
    assert service.of_patient(NURSE, "p1") is None
    assert service.listed(NURSE) == {}


def test_who_may_see_no_patient_is_told_nothing(database: Database, clock: FixedClock) -> None:
    service = Claims(Record(Bus(), clock, database))
    benefit = Session("0" * 31 + "2", "Blid Rogn", "BR", "benefit", "en")
    with pytest.raises(Trouble, match="not_allowed"):
        service.of_patient(benefit, "p1")
    with pytest.raises(Trouble, match="not_allowed"):
        service.listed(benefit)
