"""The mark of the training municipality stays on the file."""

from pathlib import Path

from station.core.clock import FixedClock
from station.services.office import training_mark
from station.wiring import build
from tests.municipality import CHEAP, FIRST, PASSWORD, Office, copy_home


def test_a_marked_file_says_so_in_the_frame(
    office: Office, tmp_path: Path, clock: FixedClock
) -> None:
    station = build(copy_home(office.root, tmp_path / "home"), clock, CHEAP)
    slot = next(each.slot_id for each in station.door.people() if each.name == FIRST)
    session = station.door.sign_in(slot, PASSWORD)
    assert not station.frame.facts().training
    training_mark.set_mark(station.record, session)
    assert station.frame.facts().training
    station.close()
