"""Writing devices: what they are, where they are found, and what was learnt of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import insert, update

from station.models.database import Writer
from station.models.tables import devices


@dataclass(frozen=True, slots=True)
class NewDevice:
    """A device to be registered; `model` is a model's code, `address` "" is not known yet."""

    kind: str
    model: str = ""
    name: str = ""
    serial: str = ""
    address: str = ""
    note: str = ""


def add(writer: Writer, device_id: str, new: NewDevice) -> None:
    """Store a device; an address that another one in use has is refused by the file itself."""
    writer.run(
        insert(devices).values(
            id=device_id,
            kind=new.kind,
            model=new.model,
            name=new.name,
            serial=new.serial,
            address=new.address,
            note=new.note,
            added_at=writer.now,
            added_by=writer.actor.user_id,
        )
    )
    writer.audit("device_registered", "device", device_id, kind=new.kind)
    writer.touch("equipment")


def change(writer: Writer, device_id: str, values: Mapping[str, object]) -> None:
    """Change what a person wrote about a device: name, model, serial, address, note."""
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


def retire(writer: Writer, device_id: str) -> bool:
    """Take a device out of use; False if it was already. Its address is free again."""
    touched = writer.run(
        update(devices)
        .where(devices.c.id == device_id, devices.c.retired_at.is_(None))
        .values(retired_at=writer.now, retired_by=writer.actor.user_id)
    )
    if not touched:
        return False
    writer.audit("device_retired", "device", device_id)
    writer.touch("equipment")
    return True


def _set(writer: Writer, device_id: str, values: Mapping[str, object]) -> None:
    writer.run(update(devices).where(devices.c.id == device_id).values(**values))
    writer.touch("equipment")
