"""What a meter says of itself: battery, maker, model, serial number, versions, abilities."""

from station.devices.packets import Decoded, MalformedPacket
from station.devices.profiles.cursor import Cursor
from station.devices.profiles.text import plain_text

BATTERY = 0x2A19
MODEL, SERIAL, FIRMWARE, HARDWARE, SOFTWARE, MAKER = range(0x2A24, 0x2A2A)
TEXTS = (MODEL, SERIAL, FIRMWARE, HARDWARE, SOFTWARE, MAKER)
CUFF_FEATURE, GLUCOSE_FEATURE, OXIMETER_FEATURE, SCALE_FEATURE = 0x2A49, 0x2A51, 0x2A60, 0x2A9E
_MOST_PER_CENT = 100
_SIZES = {CUFF_FEATURE: 2, GLUCOSE_FEATURE: 2, OXIMETER_FEATURE: 2, SCALE_FEATURE: 4}
_OXIMETER_STATUS, _OXIMETER_SENSOR = 0x01, 0x02


def read_battery(payload: bytes) -> Decoded:
    """Read the charge of the battery in per cent (`number`)."""
    cursor = Cursor(payload)
    percent = cursor.whole()
    if percent > _MOST_PER_CENT:
        raise MalformedPacket(f"reserved: battery {percent}")
    return Decoded(BATTERY, number=percent, rest=cursor.rest())


def read_text(characteristic: int, payload: bytes) -> Decoded:
    """Read a line of device information; bytes that are no UTF-8 become the replacement sign."""
    return Decoded(characteristic, text=plain_text(payload.decode("utf-8", "replace")))


def read_feature(characteristic: int, payload: bytes) -> Decoded:
    """Read the bits of what a meter can do (`number`), as they are: newer releases add bits."""
    cursor = Cursor(payload)
    abilities = cursor.whole(_SIZES[characteristic])
    if characteristic == OXIMETER_FEATURE:
        cursor.take(2 if abilities & _OXIMETER_STATUS else 0)
        cursor.take(3 if abilities & _OXIMETER_SENSOR else 0)
    return Decoded(characteristic, number=abilities, rest=cursor.rest())
