"""The key file as bytes: who may open the installation, with codes against damage and changes."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.security.passwords import SALT_BYTES, Cost
from station.security.secrets import KEY_BYTES, KEY_FILE, DataKey
from station.security.slots import Owner, Slot

FORMAT = "station keys"
VERSION = 1
_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Tries:
    """Failed sign-ins of one slot since its last good one: how many, and when the latest were."""

    count: int = 0
    times: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The content of a key file.

    `file_salt` is what the database begins with; `generation` grows with every change of a slot;
    `mac` covers all but the failed tries, which are counted before anyone holds a key.
    """

    installation: str
    file_salt: bytes
    generation: int
    slots: tuple[Slot, ...]
    tries: Mapping[str, Tries] = field(default_factory=dict)
    mac: str = ""

    def signed(self, key: DataKey) -> "KeyFile":
        """Give the file with the code of `key` over it."""
        return replace(self, mac=_mac(self, key))

    def genuine(self, key: DataKey) -> bool:
        """Tell whether whoever wrote the file held `key`."""
        return hmac.compare_digest(_mac(self, key).encode(), self.mac.encode())

    def slot(self, slot_id: str) -> Slot:
        """Give the slot called `slot_id`, or Trouble `slot_gone`."""
        for slot in self.slots:
            if slot.owner.slot_id == slot_id:
                return slot
        raise Trouble("slot_gone", N_("This person can no longer sign in on this PC."))


def render(file: KeyFile) -> bytes:
    """Give the bytes of a key file."""
    body = _body(file)
    data = {
        "body": body,
        "check": hashlib.sha256(_text(body)).hexdigest(),
        "mac": file.mac,
        "tries": {
            slot: {"count": tries.count, "times": list(tries.times)}
            for slot, tries in sorted(file.tries.items())
        },
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def parse(content: bytes) -> KeyFile:
    """Read a key file; Trouble `keys_damaged`, or `keys_newer` for one of a newer program.

    Whether it is genuine shows only once someone has opened a slot: ask genuine() then.
    """
    try:
        data = _load(content)
        body = data["body"]
        if body["format"] != FORMAT:
            raise ValueError("another kind of file")  # noqa: TRY301  (told in one place)
        newer = _whole(body["version"]) > VERSION
        file = None if newer else _read(data, body)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Trouble(
            "keys_damaged",
            N_("The key file is damaged. Fetch it from a backup; the records are not touched."),
        ) from error
    if file is None:
        raise Trouble(
            "keys_newer",
            N_("The key file was written by a newer version of Station. It was left untouched."),
        )
    return file


def _load(content: bytes) -> Any:  # noqa: ANN401  (checked field by field)
    if len(content) > _LARGEST:
        raise ValueError("too large for a key file")
    return json.loads(content.decode("utf-8"))


def _read(data: Mapping[str, Any], body: Mapping[str, Any]) -> KeyFile:
    if data["check"] != hashlib.sha256(_text(body)).hexdigest():
        raise ValueError("damaged")
    slots = tuple(_read_slot(entry) for entry in body["slots"])
    if len({slot.owner.slot_id for slot in slots}) != len(slots):
        raise ValueError("two slots of one name")
    return KeyFile(
        installation=_string(body["installation"]),
        file_salt=bytes.fromhex(body["file_salt"]),
        generation=_whole(body["generation"]),
        slots=slots,
        tries={
            _string(slot): Tries(_whole(entry["count"]), tuple(map(_whole, entry["times"])))
            for slot, entry in data["tries"].items()
        },
        mac=_string(data["mac"]),
    )


def _read_slot(data: Mapping[str, Any]) -> Slot:
    cost = data["cost"]
    return Slot(
        owner=Owner(
            slot_id=_string(data["id"]),
            kind=_string(data["kind"]),
            name=_string(data["name"]),
            initials=_string(data["initials"]),
            language=_string(data["language"]),
        ),
        created_at=_whole(data["created_at"]),
        cost=Cost(_whole(cost["memory_kib"]), _whole(cost["iterations"]), _whole(cost["lanes"])),
        salt=_binary(data["salt"], SALT_BYTES),
        public=_binary(data["public"], KEY_BYTES),
        wrapped=_binary(data["wrapped"]),
        sealed=_binary(data["sealed"]),
    )


def _body(file: KeyFile) -> dict[str, object]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "installation": file.installation,
        "file_salt": file.file_salt.hex(),
        "generation": file.generation,
        "slots": [_slot_data(slot) for slot in file.slots],
    }


def _slot_data(slot: Slot) -> dict[str, object]:
    owner, cost = slot.owner, slot.cost
    return {
        "id": owner.slot_id,
        "kind": owner.kind,
        "name": owner.name,
        "initials": owner.initials,
        "language": owner.language,
        "created_at": slot.created_at,
        "cost": {
            "memory_kib": cost.memory_kib,
            "iterations": cost.iterations,
            "lanes": cost.lanes,
        },
        "salt": base64.b64encode(slot.salt).decode(),
        "public": base64.b64encode(slot.public).decode(),
        "wrapped": base64.b64encode(slot.wrapped).decode(),
        "sealed": base64.b64encode(slot.sealed).decode(),
    }


def _text(body: Mapping[str, object]) -> bytes:
    return json.dumps(body, sort_keys=True, separators=(",", ":")).encode()


def _mac(file: KeyFile, key: DataKey) -> str:
    return hmac.new(key.derive(KEY_FILE), _text(_body(file)), hashlib.sha256).hexdigest()


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text expected")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("a whole number expected")
    return value


def _binary(value: object, length: int | None = None) -> bytes:
    found = base64.b64decode(_string(value), validate=True)
    if length is not None and len(found) != length:
        raise ValueError("another number of bytes expected")
    return found
