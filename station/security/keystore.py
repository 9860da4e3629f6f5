"""The key file on disk: who can sign in, opening with a password, and changing slots safely."""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from station.core.clock import Clock
from station.core.files import replace_file
from station.core.i18n import N_
from station.core.trouble import Trouble
from station.security import recovery
from station.security.delays import wait_left
from station.security.keyfile import KeyFile, Tries, parse, render
from station.security.passwords import Cost, check_new_password
from station.security.secrets import KEY_BYTES, DataKey
from station.security.slots import PERSON, RECOVERY, Owner, Slot, make_slot, open_slot

_KEPT_TIMES = 50
_RECOVERY_NAME = "recovery sheet"


@dataclass(frozen=True, slots=True)
class Opened:
    """A slot that was opened: the data key, and when sign-ins with it failed before (UTC ms)."""

    key: DataKey
    owner: Owner
    failed: Tries


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new installation's key, the recovery code to print, and the slots that open it."""

    key: DataKey
    code: str
    slots: tuple[Slot, ...]


class KeyStore:
    """All that is done with one key file; every change replaces the file in one durable step."""

    def __init__(self, path: Path, clock: Clock, cost: Cost | None = None) -> None:
        """Work on the file at `path`; new slots are made at `cost`."""
        self._path = path
        self._clock = clock
        self._cost = cost or Cost()
        self._lock = Lock()

    def exists(self) -> bool:
        """Tell whether there is a key file."""
        return self._path.exists()

    def read(self) -> KeyFile:
        """Read the file; Trouble `keys_missing`, `keys_damaged` or `keys_newer`."""
        try:
            return parse(self._path.read_bytes())
        except FileNotFoundError as error:
            raise Trouble(
                "keys_missing",
                N_("The key file is missing. Fetch it from a backup; nobody can sign in without."),
            ) from error

    def people(self) -> tuple[Owner, ...]:
        """Give the people who can sign in, by name; the database stays closed."""
        owners = (slot.owner for slot in self.read().slots)
        return tuple(
            sorted((owner for owner in owners if owner.kind == PERSON), key=lambda o: o.name)
        )

    def wait_left(self, slot_id: str) -> int:
        """Give the milliseconds this person has to wait before the next try."""
        return wait_left(self.read().tries.get(slot_id, Tries()), self._clock.now())

    # ------------------------------------------------------------------------------- making

    def begin(self, owner: Owner, password: str) -> Fresh:
        """Make a new data key, the slot of its first person and the recovery slot; writes nothing.

        Raises Trouble if the password is too easily guessed.
        """
        check_new_password(password)
        key = DataKey(bytearray(os.urandom(KEY_BYTES)))
        code = recovery.new_code()
        slots = (self._slot(owner, password, key), self._recovery_slot(code, key))
        return Fresh(key, code, slots)

    def save_first(self, fresh: Fresh, file_salt: bytes) -> None:
        """Write a first key file; it never replaces one that is there (Trouble `keys_exist`)."""
        if self.exists():
            raise Trouble("keys_exist", N_("There is already a key file. Nothing was changed."))
        file = KeyFile(
            installation=uuid.uuid4().hex, file_salt=file_salt, generation=1, slots=fresh.slots
        )
        self._write(file.signed(fresh.key))

    # ------------------------------------------------------------------------------ opening

    def open(self, slot_id: str, password: str) -> Opened:
        """Open a person's slot with a password.

        Raises Trouble `password_wrong` (counted in the file), `too_many_tries` (with the seconds
        left), `slot_gone`, `slot_damaged`, or `keys_changed` for a file that was changed by
        someone without a key.
        """
        with self._lock:
            file = self.read()
            slot = file.slot(slot_id)
            return self._open(file, (slot,), password)

    def open_with_code(self, code: str) -> Opened:
        """Open the recovery slot with the code on the sheet; Trouble as open(), or about typos."""
        secret = recovery.read_code(code)
        with self._lock:
            file = self.read()
            # Two only where a program died while it made a new sheet: each of them opens.
            slots = tuple(slot for slot in file.slots if slot.owner.kind == RECOVERY)
            if not slots:
                raise Trouble("no_recovery", N_("This installation has no recovery sheet."))
            try:
                return self._open(file, slots, secret.hex())
            except Trouble as trouble:
                if trouble.code != "password_wrong":
                    raise
                raise Trouble(
                    "recovery_wrong",
                    N_("The code is well formed, but belongs to another sheet. Is there a newer?"),
                ) from trouble

    def forget_tries(self, slot_id: str) -> None:
        """Begin the count of failed tries anew, once the log has them."""
        with self._lock:
            file = self.read()
            if slot_id in file.tries:
                left = {slot: tries for slot, tries in file.tries.items() if slot != slot_id}
                self._write(replace(file, tries=left))

    # ----------------------------------------------------------------------------- changing

    def add(self, key: DataKey, owner: Owner, password: str) -> None:
        """Give a new person a slot."""
        check_new_password(password)
        slot = self._slot(owner, password, key)
        self._change(key, lambda slots: (*slots, slot))

    def remove(self, key: DataKey, slot_id: str) -> None:
        """Take a person's slot away; the last one that can sign in stays (Trouble `last_slot`)."""

        def without(slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
            left = tuple(slot for slot in slots if slot.owner.slot_id != slot_id)
            if not any(slot.owner.kind == PERSON for slot in left):
                raise Trouble(
                    "last_slot", N_("This is the only person who can sign in, so the slot stays.")
                )
            return left

        self._change(key, without)

    def set_password(self, key: DataKey, owner: Owner, password: str) -> None:
        """Give a person a new password (and the name, initials and language of `owner`)."""
        check_new_password(password)
        self.read().slot(owner.slot_id)
        slot = self._slot(owner, password, key)
        self._change(key, lambda slots: _exchanged(slots, slot))

    def rename(self, key: DataKey, owner: Owner) -> None:
        """Show a person by the name, initials and language of `owner`; the password stays."""
        slot = replace(self.read().slot(owner.slot_id), owner=owner)
        self._change(key, lambda slots: _exchanged(slots, slot))

    def add_recovery(self, key: DataKey) -> str:
        """Make a new recovery code beside the one that counts; both open until one is dropped."""
        code = recovery.new_code()
        slot = self._recovery_slot(code, key)
        self._change(key, lambda slots: (*_with_recovery(slots, 0), slot))
        return code

    def keep_new_recovery(self, key: DataKey) -> None:
        """Let the newest recovery code be the only one."""
        self._change(key, lambda slots: _with_recovery(slots, -1))

    def keep_old_recovery(self, key: DataKey) -> int | None:
        """Drop a new recovery code that was never shown; None if there is none.

        Gives when the code that goes on counting was made (UTC ms).
        """
        sheets = [slot for slot in self.read().slots if slot.owner.kind == RECOVERY]
        if len(sheets) <= 1:
            return None
        self._change(key, lambda slots: _with_recovery(slots, 0))
        return sheets[0].created_at

    @contextmanager
    def undone_by_failure(self, key: DataKey) -> Iterator[None]:
        """Put the slots back as they were when what else belongs to a change was not saved."""
        before = self.read().slots
        try:
            yield
        except BaseException:
            if self.read().slots != before:
                self._change(key, lambda _: before)
            raise

    # ------------------------------------------------------------------------------ within

    def _open(self, file: KeyFile, slots: tuple[Slot, ...], secret: str) -> Opened:
        """Open the first of `slots` that the secret fits; tries are counted on the first."""
        slot_id = slots[0].owner.slot_id
        tries = file.tries.get(slot_id, Tries())
        if left := wait_left(tries, self._clock.now()):
            raise Trouble(
                "too_many_tries",
                N_("Too many tries. Wait {seconds} seconds; others can sign in meanwhile."),
                seconds=-(-left // 1000),
            )
        try:
            slot, key = _first_opened(slots, secret)
        except Trouble as trouble:
            if trouble.code == "password_wrong":
                self._count(file, slot_id, tries)
            raise
        if not file.genuine(key):
            key.wipe()
            raise _changed()
        return Opened(key, slot.owner, tries)

    def _count(self, file: KeyFile, slot_id: str, tries: Tries) -> None:
        times = (*tries.times, self._clock.now())[-_KEPT_TIMES:]
        counted = {**file.tries, slot_id: Tries(tries.count + 1, times)}
        self._write(replace(file, tries=counted))

    def _change(self, key: DataKey, change: Callable[[tuple[Slot, ...]], tuple[Slot, ...]]) -> None:
        with self._lock:
            file = self.read()
            if not file.genuine(key):
                # Signing it again would make the stranger's change ours.
                raise _changed()
            slots = change(file.slots)
            # A slot that was made anew begins its count of failed tries anew too.
            left = {slot.owner.slot_id for slot in slots if slot in file.slots}
            tries = {slot: count for slot, count in file.tries.items() if slot in left}
            changed = replace(file, slots=slots, generation=file.generation + 1, tries=tries)
            self._write(changed.signed(key))

    def _slot(self, owner: Owner, password: str, key: DataKey) -> Slot:
        return make_slot(owner, password, key, now=self._clock.now(), cost=self._cost)

    def _recovery_slot(self, code: str, key: DataKey) -> Slot:
        owner = Owner(uuid.uuid4().hex, RECOVERY, _RECOVERY_NAME, "", "nb")
        return self._slot(owner, recovery.read_code(code).hex(), key)

    def _write(self, file: KeyFile) -> None:
        try:
            replace_file(self._path, render(file))
        except OSError as error:
            raise Trouble(
                "keys_unwritten",
                N_("The key file could not be written. Nothing was changed. Is the disk full?"),
            ) from error


def _first_opened(slots: tuple[Slot, ...], secret: str) -> tuple[Slot, DataKey]:
    for slot in slots[:-1]:
        try:
            return slot, open_slot(slot, secret)
        except Trouble as trouble:
            if trouble.code != "password_wrong":
                raise
    return slots[-1], open_slot(slots[-1], secret)


def _with_recovery(slots: tuple[Slot, ...], at: int) -> tuple[Slot, ...]:
    """All slots, of the recovery slots only the one `at` this place in their order."""
    kept = tuple(slot for slot in slots if slot.owner.kind == RECOVERY)[at:][:1]
    return tuple(slot for slot in slots if slot.owner.kind != RECOVERY or slot in kept)


def _exchanged(slots: tuple[Slot, ...], new: Slot) -> tuple[Slot, ...]:
    return tuple(new if slot.owner.slot_id == new.owner.slot_id else slot for slot in slots)


def _changed() -> Trouble:
    return Trouble(
        "keys_changed",
        N_(
            "The key file was changed by something other than Station. "
            "Fetch the key file from a backup."
        ),
    )
