"""Judging again beside what is stored."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.services.office.headless import Look, looking, slot_of
from station.services.why.replaying import Replayed, patient_id_of, replay_all
from station.training import door
from station.training.day import morning
from station.wiring import build
from tests.municipality import CHEAP, copy_home


@pytest.fixture
def look(municipality: Path, tmp_path: Path) -> Iterator[Look]:
    """A look into the training municipality, in which one alert event was lost."""
    home, clock = copy_home(municipality, tmp_path / "home"), FixedClock(morning())
    owner = slot_of(home, clock, door.USER)
    station = build(home, clock, CHEAP)
    session = station.door.sign_in(owner.slot_id, door.PASSWORD)
    with station.record.write(session) as writer:
        writer.execute(
            "DELETE FROM alert_events WHERE id = (SELECT e.id FROM alert_events e "
            "JOIN patients p ON p.id = e.patient_id WHERE p.family_name = 'Brygge' LIMIT 1)"
        )
        writer.audit("tried", "alert", "")
    station.close()
    with looking(home, clock, owner.slot_id, door.PASSWORD) as made:
        yield made


def named(look: Look, family: str) -> tuple[str, str]:
    with look.record.read() as reader:
        sql = "SELECT id, national_number FROM patients WHERE family_name = ?"
        ((patient_id, number),) = reader.raw(sql, (family,))
    return str(patient_id), str(number)


def test_what_nobody_was_told_of_is_found(look: Look) -> None:
    lost, _ = named(look, "Brygge")
    found = replay_all(look.record)
    assert {each.patient_id for each in found if each.differs} == {lost}
    assert sum(each.unseen for each in found) == 1


def test_one_patient_is_judged_by_id_or_number(look: Look) -> None:
    patient_id, number = named(look, "Elg")
    found = replay_all(look.record, number)
    assert found == replay_all(look.record, patient_id)
    spo2 = next(each for each in found if each.component == "spo2")
    assert spo2.patient_id == patient_id
    assert spo2.red > 0
    assert spo2.readings > 60
    assert not spo2.differs


def test_an_unknown_patient_is_trouble(look: Look) -> None:
    with pytest.raises(Trouble) as caught:
        patient_id_of(look.record, "00000000000")
    assert caught.value.code == "patient_unknown"


def test_only_unseen_levels_are_a_difference() -> None:
    assert not Replayed("p", "spo2", 10, 2, 1, 0).differs
    assert Replayed("p", "spo2", 10, 2, 1, 1).differs
