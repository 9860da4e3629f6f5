"""What may be one measurement told twice is said of both, and neither is taken away."""

from dataclasses import replace

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.models.queries import readings as queries
from station.services.readings.alike import alike_of
from station.services.readings.entry import Entry, doubtful
from station.services.readings.manual import Manual, Typed
from station.services.record import Record
from tests.intaking import NURSE
from tests.patients import registered

OTHER = replace(NURSE, user_id="0" * 31 + "2", name="Stille Brygge", initials="SB")
MINUTE = 60_000


@pytest.fixture
def record(database: Database, clock: FixedClock) -> Record:
    return Record(Bus(), clock, database)


def test_two_people_were_told_the_same(
    record: Record, database: Database, actor: Actor, clock: FixedClock
) -> None:
    patient_id = registered(database, actor)
    now = clock.now()
    for session, value, before in ((NURSE, "91", 9), (OTHER, "91", 4), (OTHER, "93", 2)):
        form = Typed(patient_id, "spo2", (value,), "", now - before * MINUTE)
        Manual(record).save(session, form, asked=True)
    with database.read() as reader:
        newest = queries.newest(reader, patient_id, 9)
        said = alike_of(reader, newest, now)
        assert sorted(said) == sorted(each.id for each in newest if each.values == (91.0,))
        words = [each for each in doubtful(reader, patient_id, now) if "may be the same" in each]
        assert len(words) == 1
        assert words[0].startswith("SpO₂ 91 %, today 08:56: This may be the same measurement as ")
        assert alike_of(reader, (), now) == {}
    lines = Entry(record).refresh(NURSE, patient_id).newest
    assert [bool(line.twin) for line in lines] == [False, True, True]
    assert len(lines) == 3
