"""Photos in the file: kept with their device, and gone when they are taken away."""

from station.models.database import Actor, Database
from station.models.queries import store
from station.models.records import devices, photos
from station.models.records.devices import NewDevice
from station.models.records.photos import NewPhoto


def test_a_photo_is_kept_and_taken_away(database: Database, actor: Actor) -> None:
    with database.write(actor) as writer:
        devices.add(writer, "d1", NewDevice("scale", name="Vekt 1"))
        new = NewPhoto("d1", "image/jpeg", 4, 3, "ab", b"jpeg", note="sprekk")
        photos.add(writer, "f1", new)
    assert "jpeg" not in repr(new).replace("image/jpeg", "")
    with database.read() as reader:
        (line,) = store.photos_of(reader, "d1")
        picture = store.picture(reader, "f1")
        assert store.photo(reader, "f1") == line
    assert (line.width, line.height, line.note) == (4, 3, "sprekk")
    assert picture is not None
    assert (picture.picture, picture.sha256) == (b"jpeg", "ab")
    with database.write(actor) as writer:
        photos.remove(writer, "f1", "d1")
    with database.read() as reader:
        assert (store.photo(reader, "f1"), store.picture(reader, "f1")) == (None, None)
        actions = reader.raw("SELECT action FROM audit ORDER BY seq DESC LIMIT 2")
    assert actions == [("device_photo_removed",), ("device_photo_added",)]
