"""From a label to its device: what a scanner typed, or the codes in a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from station.core.i18n import N_, speaking, tr
from station.core.zone import day_of
from station.files.label_pictures import labels_in
from station.models.database import Reader
from station.models.queries import devices as queries
from station.models.queries.devices import DeviceRecord
from station.rules.equipment import serial_key
from station.rules.labelcode import Said, Scanned, scanned
from station.services.equipment.values import DeviceRow, Teller
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

_SHOWN = 40
_SENTENCES = {
    Said.EMPTY: N_("Nothing was read. Scan again."),
    Said.LONG: N_("This is longer than any label, so it was not looked for. Scan again."),
    Said.DOUBTFUL: N_(
        "«{text}» looks like one of Station's labels, but its last digit does not fit. "
        "Scan again, or look at the label."
    ),
    Said.SEVERAL: N_("Two labels came at once: {text}. Scan one at a time."),
    Said.OURS: N_("No device in the register has the label «{text}»."),
    Said.OTHER: N_("No device in the register has the label or the serial number «{text}»."),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What one text led to: a device, or a `sentence` that says why there is none."""

    text: str
    device: DeviceRow | None
    sentence: str = ""


class LabelFinding:
    """Finds devices by what stands on them."""

    def __init__(self, record: Record) -> None:
        """Look in `record`."""
        self._record = record

    def find(self, session: Session, text: str) -> Found:
        """Find the device that a scanner's or a person's text names."""
        return self.find_all(session, (text,))[0]

    def find_all(self, session: Session, texts: Sequence[str]) -> tuple[Found, ...]:
        """Find a device for each text, in their order; a device comes once."""
        require(session, Right.SEE_PATIENTS)
        now = self._record.clock.now()
        with self._record.read() as reader, speaking(session.language):
            teller = Teller(now, day_of(now))
            found = [_found(reader, teller, text) for text in texts]
        once: dict[str, Found] = {}
        for each in found:
            once.setdefault(each.device.id if each.device else each.text, each)
        return tuple(once.values())

    def read_picture(self, session: Session, path: Path) -> tuple[str, ...]:
        """Give the texts of all codes in a picture; slow, touches no record.

        Raises Trouble `scan.*` for what is no picture, or one too large to be opened.
        """
        require(session, Right.SEE_PATIENTS)
        return labels_in(path)


def _found(reader: Reader, teller: Teller, text: str) -> Found:
    read = scanned(text)
    device = None if read.said is Said.SEVERAL else _device(reader, read)
    if device is not None:
        return Found(text.strip()[:_SHOWN], teller.row(device))
    said = ", ".join(read.spellings[:2]) if read.said is Said.SEVERAL else _first(read, text)
    return Found(said, None, tr(_SENTENCES[read.said], text=said))


def _first(read: Scanned, text: str) -> str:
    return (read.spellings[0] if read.spellings else text.strip())[:_SHOWN]


def _device(reader: Reader, read: Scanned) -> DeviceRecord | None:
    """Give the device with this label in one of its spellings, or the one with this serial."""
    for spelling in read.spellings:
        if (device := queries.labelled(reader, spelling)) is not None:
            return device
    for spelling in read.spellings:
        known = queries.with_serial(reader, serial_key(spelling))
        if len(known) == 1:
            return known[0]
    return None
