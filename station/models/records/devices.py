"""Writing devices: what they are, where they are, and what was learnt of them."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, field

from sqlalchemy import ColumnElement, func, update

from station.models.database import Writer
from station.models.records import device_moves
from station.models.records.device_moves import NewMove
from station.models.tables import devices


@dataclass(frozen=True, slots=True)
class NewDevice:
    """A device to be registered; `model` is a model's code, `address` "" is not known yet.

    Days are ISO, the price is in øre, both None where not known. `owner` "" is the municipality;
    `own` is the patient's own device. `condition` is a code of CONDITIONS.
    """

    kind: str
    model: str = ""
    name: str = ""
    serial: str = ""
    address: str = ""
    note: str = ""
    label: str = ""
    maker: str = ""
    owner: str = ""
    own: bool = False
    bought_on: str | None = None
    price_ore: int | None = None
    warranty_until: str | None = None
    calibration_due: str | None = None
    battery_due: str | None = None
    condition: str = "good"
    phone: str = field(default="", repr=False)
    place: str = ""
    import_id: str | None = None


_ADD = (
    "INSERT INTO devices (id, serial_key, state, state_since, added_at, added_by, kind, model, "
    "name, serial, address, note, label, maker, owner, own, bought_on, price_ore, warranty_until, "
    "calibration_due, battery_due, condition, phone, place, import_id) "
    "VALUES (?, ?, 'in_store', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
"""After the first five the fields of NewDevice, in their order."""


def add(writer: Writer, device_id: str, new: NewDevice, serial_key: str = "") -> None:
    """Store a device in the store, and the first move of its chain.

    What another one has is refused by the file itself: an address in use, a label, and a
    `serial_key` of its kind.
    """
    # By hand: an imported list brings thousands, and building each insert would take the longest.
    writer.execute(
        _ADD,
        (
            device_id,
            serial_key,
            writer.now,
            writer.now,
            writer.actor.user_id,
            *astuple(new),
        ),
    )
    device_moves.add(writer, device_id, NewMove("", "in_store", place=new.place))
    writer.audit("device_registered", "device", device_id, kind=new.kind)
    writer.touch("equipment")


def change(writer: Writer, device_id: str, values: Mapping[str, object]) -> None:
    """Change what a person wrote about a device; the log names the fields."""
    _set(writer, device_id, values)
    writer.audit("device_changed", "device", device_id, fields=sorted(values))


def pair(
    writer: Writer, device_id: str, address: str, *, bonded: bool, unencrypted_ok: bool
) -> None:
    """Note where a device was found and paired, and whether it may be read unencrypted."""
    values = {"address": address, "bonded": bonded, "unencrypted_ok": unencrypted_ok}
    _set(writer, device_id, values)
    writer.audit("device_paired", "device", device_id, bonded=bonded, unencrypted_ok=unencrypted_ok)


def learn(writer: Writer, device_id: str, values: Mapping[str, object]) -> None:
    """Keep what the device itself told: battery, firmware, serial, its clock, last contact.

    No row of the log: the caller's unit of work says what it did.
    """
    _set(writer, device_id, values)


def put(writer: Writer, device_id: str, state: str, place: str, *, keep: bool) -> None:
    """Note where a device is now; what is scrapped frees its address, and leaves its kit.

    With `keep` its reservation stands. No row of the log: the move is noted beside this.
    """
    values: dict[str, object] = {"state": state, "state_since": _after(writer), "place": place}
    if not keep:
        values["reserved_for"] = values["reserved_institution"] = None
    if state == "scrapped":
        values["retired_at"] = writer.now
        values["retired_by"] = writer.actor.user_id
        values["kit_id"] = None
    _set(writer, device_id, values)


def reserve(
    writer: Writer, device_id: str, patient_id: str | None, institution_id: str | None
) -> None:
    """Keep a device for a patient or an institution; for nobody if both are None."""
    values = {"reserved_for": patient_id, "reserved_institution": institution_id}
    _set(writer, device_id, values | {"state_since": _after(writer)})
    action = "device_reserved" if patient_id or institution_id else "device_unreserved"
    writer.audit(action, "device", device_id, patient_id)
    writer.touch("equipment", patient_id)


def _after(writer: Writer) -> ColumnElement[int]:
    """Give now, or just after the last change: by it a screen knows that what it shows is old."""
    return func.max(writer.now, func.coalesce(devices.c.state_since, 0) + 1)


def _set(writer: Writer, device_id: str, values: Mapping[str, object]) -> None:
    writer.run(update(devices).where(devices.c.id == device_id).values(**values))
    writer.touch("equipment")
