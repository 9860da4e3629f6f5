"""Photos of devices: damage seen at a return, what was sent to repair."""

from pathlib import Path

from station.core.i18n import N_, speaking
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.files.photos import Photo, take
from station.models.queries import store
from station.models.records import photos as records
from station.models.records.photos import NewPhoto
from station.services.equipment.device_moving import known_device
from station.services.equipment.move_lines import photo_line
from station.services.equipment.values import PhotoLine
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

__all__ = ["DevicePhotos", "Photo", "PhotoLine", "read_photo"]

MOST_PHOTOS = 40
"""Of one device; each is some hundred kilobytes of the encrypted file."""


def read_photo(path: Path) -> Photo:
    """Read a photo and make it small; on the files lane, it touches no record."""
    return take(path)


class DevicePhotos:
    """Keeps the photos of devices."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def add(
        self,
        session: Session,
        device_id: str,
        photo: Photo,
        *,
        check_id: str | None = None,
        case_id: str | None = None,
        note: str = "",
    ) -> str:
        """Keep a photo of a device and give its id.

        `check_id` is the going-over, `case_id` the support case it belongs to. Raises Trouble
        `device_unknown`, `photo.many`, and `check_unknown` for the going-over of another device.
        """
        require(session, Right.EDIT_PATIENTS)
        photo_id = new_id()
        with speaking(session.language), self._record.write(session) as writer:
            device = known_device(writer, device_id)
            if len(store.photos_of(writer, device_id)) >= MOST_PHOTOS:
                raise Trouble(
                    "photo.many",
                    N_("{name} has {most} photos already. Take one of them away first."),
                    name=device.name,
                    most=MOST_PHOTOS,
                )
            going_over = store.round_of(writer, check_id) if check_id else None
            if check_id and (going_over is None or going_over.device_id != device_id):
                raise Trouble("check_unknown", N_("This going-over is not in the register."))
            new = NewPhoto(
                device_id,
                photo.media,
                photo.width,
                photo.height,
                photo.sha256,
                photo.picture,
                check_id,
                case_id,
                note.strip(),
            )
            records.add(writer, photo_id, new)
        return photo_id

    def of(self, session: Session, device_id: str) -> tuple[PhotoLine, ...]:
        """Give the photos of a device, the newest first."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return tuple(map(photo_line, store.photos_of(reader, device_id)))

    def picture(self, session: Session, photo_id: str) -> bytes:
        """Give the picture of a photo, a JPEG; Trouble `photo.gone` if it was taken away."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            found = store.picture(reader, photo_id)
        if found is None:
            raise _gone()
        return found.picture

    def remove(self, session: Session, photo_id: str) -> None:
        """Take a photo away for good; Trouble `photo.gone` if it was already."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            found = store.photo(writer, photo_id)
            if found is None:
                raise _gone()
            records.remove(writer, photo_id, found.device_id)


def _gone() -> Trouble:
    return Trouble("photo.gone", N_("This photo was taken away meanwhile."))
