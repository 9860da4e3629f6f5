"""What is asked of a device before it is written into the register."""

import re
import unicodedata
from dataclasses import replace
from datetime import date

from station.core.formats import day, number
from station.core.i18n import N_, tr
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries import devices as queries
from station.models.records.devices import NewDevice
from station.rules.equipment import serial_key
from station.rules.labelcode import LONGEST as LONGEST_LABEL
from station.rules.labelcode import is_doubtful, tidy
from station.services.equipment.device_words import CONDITIONS, DEVICE_KINDS, device_kind

FIRST_YEAR, LAST_YEAR = 1990, 2099
"""Days outside of these years are taken for a slip of the keys."""
MOST_ORE = 1_000_000_000
"""Ten million kroner."""
LONGEST, LONGEST_NOTE = 500, 10_000
"""So many letters of a name, number or label, and of a note, and no more."""
_LINE = ("name", "model", "serial", "address", "label", "maker", "owner", "place", "phone")
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
"""Signs without width, as they come along when something is copied from a web page."""
_BREAKS = re.compile("[\t-\r\u0085\u2028\u2029]+")
_NO_SIGNS = frozenset({"Cc", "Cs", "Co"})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DAYS = {
    "bought_on": N_("Bought"),
    "warranty_until": N_("Warranty until"),
    "calibration_due": N_("Calibration due"),
    "battery_due": N_("Battery due"),
}


def clean(new: NewDevice, now: int) -> NewDevice:
    """Give a device as it is stored: trimmed, and sound in itself.

    Raises Trouble `device_kind`, `device_unnamed`, `device_too_long`, `device_signs`,
    `label_doubtful`, `device_day` for a day that cannot be, `device_bought_later`,
    `device_warranty` and `device_price`.
    """
    if new.kind not in DEVICE_KINDS:
        raise Trouble("device_kind", N_("Choose what kind of device this is."))
    said = {field: one_line(getattr(new, field)) for field in _LINE}
    if not said["name"]:
        raise Trouble("device_unnamed", N_("Write what the device is called, as its label says."))
    days = {field: _day(field, getattr(new, field)) for field in _DAYS}
    made = replace(
        new,
        name=said["name"],
        serial=said["serial"],
        model=said["model"],
        address=said["address"].upper(),
        note=new.note.strip(),
        label=tidy(said["label"]),
        maker=said["maker"],
        owner=said["owner"],
        place=said["place"],
        phone=said["phone"],
        own=new.own or new.kind == "own_device",
        condition=new.condition if new.condition in CONDITIONS else "good",
        bought_on=days["bought_on"],
        warranty_until=days["warranty_until"],
        calibration_due=days["calibration_due"],
        battery_due=days["battery_due"],
    )
    _short(made)
    if is_doubtful(made.label):
        raise Trouble(
            "label_doubtful",
            N_("{text} was not read rightly: the last digit does not fit. Scan once more."),
            text=made.label,
        )
    _in_order(made, day_of(now))
    price(made.price_ore)
    return made


def price(ore: int | None) -> None:
    """Raise Trouble `device_price` for a price that cannot be."""
    if ore is not None and not 0 <= ore <= MOST_ORE:
        raise Trouble(
            "device_price",
            N_("A price is from 0 to {most} kroner. Nothing was saved."),
            most=number(MOST_ORE // 100),
        )


def free(reader: Reader, new: NewDevice, device_id: str) -> str:
    """Give the serial number as it is compared, once nothing of the device is taken by another.

    Raises Trouble `address_taken`, `label_taken` and `serial_taken`, each naming the other one.
    """
    free_address(reader, new.address, device_id)
    other = queries.labelled(reader, new.label) if new.label else None
    if other is not None and other.id != device_id:
        raise Trouble(
            "label_taken",
            N_("The label {label} is on {name} already. A label leads to one device only."),
            label=new.label,
            name=other.name,
        )
    key = serial_key(new.serial)
    for each in queries.with_serial(reader, key, new.kind) if key else ():
        if each.id != device_id:
            raise Trouble(
                "serial_taken",
                N_("{kind} with serial number {serial} is in the register already, as {name}."),
                kind=device_kind(new.kind),
                serial=new.serial,
                name=each.name,
            )
    return key


def free_address(reader: Reader, address: str, device_id: str) -> None:
    """Raise Trouble `address_taken` when another device in use has this address."""
    other = queries.at_address(reader, address)
    if other is not None and other.id != device_id:
        raise Trouble(
            "address_taken",
            N_("{name} is registered with this address already. Look at its card first."),
            name=other.name,
        )


def one_line(text: str) -> str:
    """Give a text of one line without signs that nobody sees; Trouble for those that mislead."""
    plain = _BREAKS.sub(" ", _UNSEEN.sub("", text)).strip()
    if any(unicodedata.category(sign) in _NO_SIGNS or sign in _TURNING for sign in plain):
        raise _signs()
    return plain


def _signs() -> Trouble:
    return Trouble(
        "device_signs",
        N_(
            "One of the fields holds a sign that cannot be shown. Write it by hand instead of "
            "pasting it; nothing was saved."
        ),
    )


def _short(new: NewDevice) -> None:
    texts = tuple(getattr(new, field) for field in _LINE)
    if "\x00" in new.note or any(unicodedata.category(sign) == "Cs" for sign in new.note):
        raise _signs()
    most = LONGEST if any(len(each) > LONGEST for each in texts) else 0
    # A code holds so many bytes, and letters of other alphabets are several.
    if len(new.label) > LONGEST_LABEL or len(new.label.encode()) > 2 * LONGEST_LABEL:
        most = LONGEST_LABEL
    if most or len(new.note) > LONGEST_NOTE:
        raise Trouble(
            "device_too_long",
            N_("One of the fields is longer than {most} letters. Shorten it; nothing was saved."),
            most=most or LONGEST_NOTE,
        )


def _in_order(new: NewDevice, today: date) -> None:
    if new.bought_on is None:
        return
    bought = date.fromisoformat(new.bought_on)
    if bought > today:
        raise Trouble(
            "device_bought_later",
            N_("It cannot have been bought on {day}: that day has not come yet."),
            day=day(bought),
        )
    if new.warranty_until is not None and new.warranty_until < new.bought_on:
        raise Trouble(
            "device_warranty",
            N_("The warranty cannot end on {day}, before the device was bought."),
            day=day(date.fromisoformat(new.warranty_until)),
        )


def _day(field: str, text: str | None) -> str | None:
    if text is None or not text.strip():
        return None
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Trouble(
            "device_day",
            N_("{field}: {text} is not a day that can be. Nothing was saved."),
            field=tr(_DAYS[field]),
            text=text.strip()[:20],
        )
    return found.isoformat()
