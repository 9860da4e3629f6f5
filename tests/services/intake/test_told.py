"""What was phoned in and comes by itself later is one measurement, and what came is kept."""

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.models.database import Actor, Database
from station.rules.readings import Excluded, Source
from station.services.intake.intake import DUPLICATE, STORED, Incoming, Intake
from station.services.record import Record
from tests.intaking import NURSE
from tests.patients import registered

MINUTE = 60_000


@pytest.fixture
def intake(database: Database, clock: FixedClock) -> Intake:
    return Intake(Record(Bus(), clock, database))


@pytest.fixture
def who(database: Database, actor: Actor) -> str:
    return registered(database, actor)


def reading(who: str, at: int, value: float, source: Source, key: str, **more: object) -> Incoming:
    return Incoming(who, "spo2", at, (value,), source, key, **more)  # type: ignore[arg-type]


def stored(database: Database) -> int:
    return len(database.connection.execute("SELECT 1 FROM readings").fetchall())


def test_what_was_typed_is_not_stored_again_however_often_it_comes(
    database: Database, intake: Intake, clock: FixedClock, who: str
) -> None:
    seven = clock.now() - 120 * MINUTE
    intake.take(NURSE, [reading(who, seven, 93, Source.MANUAL, "m1", said_by="datter")])
    comes = reading(who, seven - 8 * MINUTE, 93, Source.CENTRE, "c1", raw="<93>")
    first, second = (intake.take(NURSE, [comes]) for _ in range(2))
    assert first.outcomes == second.outcomes == (DUPLICATE,)
    assert stored(database) == 1
    ((state, resolution, raw, reading_id),) = database.connection.execute(
        "SELECT state, resolution, raw, reading_id FROM quarantine"
    ).fetchall()
    assert (state, resolution, raw) == ("resolved", "told", "<93>")
    ((typed,),) = database.connection.execute("SELECT id FROM readings").fetchall()
    assert reading_id == typed


def test_one_told_is_one_measured(
    database: Database, intake: Intake, clock: FixedClock, who: str
) -> None:
    seven = clock.now() - 120 * MINUTE
    intake.take(NURSE, [reading(who, seven, 93, Source.MANUAL, "m1")])
    come = [
        reading(who, seven + MINUTE, 93, Source.TABLET, "t1"),
        reading(who, seven + 2 * MINUTE, 93, Source.TABLET, "t2"),
        reading(who, seven + 3 * MINUTE, 92, Source.TABLET, "t3"),
    ]
    assert intake.take(NURSE, come).outcomes == (DUPLICATE, STORED, STORED)
    assert intake.take(NURSE, come).outcomes == (DUPLICATE,) * 3
    assert stored(database) == 3


@pytest.mark.parametrize(
    "more",
    [
        {"source": Source.MANUAL},
        {"record_id": "f" * 32},
        {"excluded": Excluded.ACTIVITY},
        {"refused": "other_user"},
    ],
)
def test_what_another_person_typed_or_another_station_stored_is_its_own(
    database: Database, intake: Intake, clock: FixedClock, who: str, more: dict[str, object]
) -> None:
    seven = clock.now() - 120 * MINUTE
    intake.take(NURSE, [reading(who, seven, 93, Source.MANUAL, "m1")])
    values: dict[str, object] = {"source": Source.CENTRE, **more}
    comes = Incoming(who, "spo2", seven, (93,), source_key="c1", **values)  # type: ignore[arg-type]
    assert intake.take(NURSE, [comes]).outcomes != (DUPLICATE,)


def test_what_was_typed_and_left_out_matches_nothing(
    database: Database, intake: Intake, clock: FixedClock, who: str
) -> None:
    seven = clock.now() - 120 * MINUTE
    typed = reading(who, seven, 93, Source.MANUAL, "m1", excluded=Excluded.TEST)
    intake.take(NURSE, [typed])
    comes = reading(who, seven, 93, Source.DEVICE, "d1")
    assert intake.take(NURSE, [comes]).outcomes == (STORED,)


def test_what_was_measured_after_the_telephone_call_counts(
    database: Database, intake: Intake, clock: FixedClock, who: str
) -> None:
    intake.take(NURSE, [reading(who, clock.now(), 93, Source.MANUAL, "m1")])
    clock.advance(2 * MINUTE)
    comes = reading(who, clock.now(), 93, Source.DEVICE, "d1")
    assert intake.take(NURSE, [comes]).outcomes == (STORED,)
