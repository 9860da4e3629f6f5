"""Writing photos of devices; they lie in the encrypted file like everything else."""

from dataclasses import dataclass, field

from station.models.database import Writer


@dataclass(frozen=True, slots=True)
class NewPhoto:
    """A photo as it is kept: `width` and `height` in pixels, `sha256` of `picture`."""

    device_id: str
    media: str
    width: int
    height: int
    sha256: str
    picture: bytes = field(repr=False)
    check_id: str | None = None
    case_id: str | None = None
    note: str = ""


def add(writer: Writer, photo_id: str, new: NewPhoto) -> None:
    """Store a photo."""
    writer.execute(
        "INSERT INTO device_photos (id, device_id, check_id, case_id, added_at, added_by, note, "
        "media, width, height, sha256, picture) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            photo_id,
            new.device_id,
            new.check_id,
            new.case_id,
            writer.now,
            writer.actor.user_id,
            new.note,
            new.media,
            new.width,
            new.height,
            new.sha256,
            new.picture,
        ),
    )
    writer.audit("device_photo_added", "device", new.device_id, bytes=len(new.picture))
    writer.touch("equipment")


def remove(writer: Writer, photo_id: str, device_id: str) -> None:
    """Take a photo away for good; the log keeps that there was one."""
    writer.execute("DELETE FROM device_photos WHERE id = ?", (photo_id,))
    writer.audit("device_photo_removed", "device", device_id)
    writer.touch("equipment")
