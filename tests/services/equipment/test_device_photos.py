"""Photos are kept with their device, shown, and taken away."""

import io
from pathlib import Path

import pytest
from PIL import Image

from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.rules.equipment import Purpose
from station.services.equipment.checks import Checks
from station.services.equipment.device_photos import MOST_PHOTOS, DevicePhotos, Photo, read_photo
from station.services.equipment.lending import NewDevice
from tests.intaking import BENEFIT
from tests.lent import LendingOffice, lending_office


@pytest.fixture
def desk(database: Database, clock: FixedClock) -> LendingOffice:
    """An empty office that lends devices."""
    return lending_office(database, clock)


def a_photo(tmp_path: Path) -> Photo:
    """A photo that was read from a file."""
    Image.new("RGB", (30, 20), "red").save(tmp_path / "a.png")
    return read_photo(tmp_path / "a.png")


def test_a_photo_of_damage_is_kept_and_taken_away(desk: LendingOffice, tmp_path: Path) -> None:
    photos, session, photo = DevicePhotos(desk.record), desk.session, a_photo(tmp_path)
    device, other = (
        desk.device(),
        desk.lending.register(session, NewDevice("charger", name="Lader 1")),
    )
    check = Checks(desk.record).begin(session, other, Purpose.PREPARE)
    kept = photos.add(session, other, photo, check_id=check.id, note=" sprekk ")
    (line,) = photos.of(session, other)
    assert (line.id, line.check_id, line.note, line.width) == (kept, check.id, "sprekk", 30)
    assert Image.open(io.BytesIO(photos.picture(session, kept))).size == (30, 20)
    assert desk.lending.device(session, other).photos == (line,)
    with pytest.raises(Trouble, match="check_unknown"):
        photos.add(session, device, photo, check_id=check.id)
    with pytest.raises(Trouble, match="check_unknown"):
        photos.add(session, device, photo, check_id="0" * 32)
    photos.remove(session, kept)
    for again in (lambda: photos.remove(session, kept), lambda: photos.picture(session, kept)):
        with pytest.raises(Trouble, match=r"photo\.gone"):
            again()


def test_a_device_has_no_end_of_photos_but_forty(desk: LendingOffice, tmp_path: Path) -> None:
    photos, photo, device = DevicePhotos(desk.record), a_photo(tmp_path), desk.device()
    for _ in range(MOST_PHOTOS):
        photos.add(desk.session, device, photo)
    with pytest.raises(Trouble, match=r"photo\.many"):
        photos.add(desk.session, device, photo)
    with pytest.raises(Trouble, match="not_allowed"):
        photos.of(BENEFIT, device)
