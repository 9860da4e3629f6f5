"""Keys with which Station signs in to services: made here, kept by the operating system.

They never lie in a file of Station's, so a copied file cannot sign in anywhere. How they are cut up
for Windows stands in docs/decisions/0132-keys-for-services-lie-with-the-system.md.
"""

import json
from contextlib import suppress
from typing import Protocol

import keyring
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringError, PasswordDeleteError

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.security import jose
from station.security.jose import KeyFault, ServiceKey

TRUSTED = ("Windows", "macOS", "SecretService", "libsecret", "kwallet")
"""The modules of keyring whose keyrings the operating system itself guards."""
_OWNER = "Station"
_PART = 1_000
"""Characters of one entry: Windows takes 2560 bytes, and keeps two for each character."""

_NO_KEYRING = N_(
    "This PC has no safe place for Station's key: its own keyring is missing or switched off. "
    "No key was made or stored. Ask the IT department to switch on the keyring for this user."
)
_FAILED = N_(
    "The PC's keyring did not do as it was asked. Nothing was sent. "
    "Sign in to the PC again and try once more; ask the IT department if it goes on."
)
_MISSING = N_(
    "Station's key for this service is not on this PC. "
    "Make a new key under the service's settings and have it registered with the service."
)
_DAMAGED = N_(
    "Station's key for this service cannot be read any more. "
    "Make a new key under the service's settings and have it registered with the service."
)


class Keyring(Protocol):
    """What is asked of a keyring; what it keeps is found by service and user name."""

    def get_password(self, service: str, username: str) -> str | None:
        """Give what is kept there, None if nothing is."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget it; PasswordDeleteError if nothing is kept there."""


def system_keyring() -> Keyring:
    """Give the operating system's keyring; Trouble if there is none, or one that is a mere file."""
    try:
        found = keyring.get_keyring()
        choices = list(found.backends) if isinstance(found, ChainerBackend) else [found]
    except (KeyringError, RuntimeError) as error:
        raise Trouble("keyring_missing", _NO_KEYRING) from error
    for choice in choices:
        package, _, module = type(choice).__module__.rpartition(".")
        if package == "keyring.backends" and module in TRUSTED:
            return choice
    raise Trouble("keyring_missing", _NO_KEYRING)


class ServiceKeys:
    """The keys of one service: the one in use, and perhaps a next one that waits to be known there.

    `service` tells services and stations apart ("centre-" and the file's id); every method asks
    the keyring anew, and gives Trouble when the keyring cannot do it.
    """

    def __init__(self, ring: Keyring, service: str) -> None:
        """Keep the keys of `service` in `ring`."""
        self._ring = ring
        self._service = service

    def make(self, algorithm: str = "ES256") -> ServiceKey:
        """Make the first key and use it from now on; a key that was there before is gone."""
        self.delete()
        return self._store("now", jose.make(algorithm))

    def prepare(self, algorithm: str = "ES256") -> ServiceKey:
        """Make the next key, to be registered; the old one stays in use until `switch`."""
        return self._store("next", jose.make(algorithm))

    def switch(self) -> ServiceKey:
        """Use the next key from now on and forget the old one; Trouble if there is no next one."""
        following = self._load("next")
        if following is None:
            raise Trouble("key_missing", _MISSING)
        self._store("now", following)
        self._remove("next")
        return following

    def current(self) -> ServiceKey:
        """Give the key in use; Trouble if there is none."""
        found = self._load("now")
        if found is None:
            raise Trouble("key_missing", _MISSING)
        return found

    def following(self) -> ServiceKey | None:
        """Give the key that waits to be used, None if there is none."""
        return self._load("next")

    def delete(self) -> None:
        """Forget every key of this service."""
        self._remove("now")
        self._remove("next")

    def _store(self, role: str, key: ServiceKey) -> ServiceKey:
        """Keep a key: the first part last, since it tells how many there are.

        Where the program was stopped between, the parts do not fit and the key is told as damaged.
        """
        text = json.dumps(key.private(), separators=(",", ":"), sort_keys=True)
        parts = [text[at : at + _PART] for at in range(0, len(text), _PART)]
        self._remove(role)
        for number in reversed(range(len(parts))):
            head = f"{len(parts)}:" if number == 0 else ""
            self._put(f"{role}/{number}", head + parts[number])
        if self._load(role) is None:
            raise Trouble("keyring_failed", _FAILED)
        return key

    def _load(self, role: str) -> ServiceKey | None:
        first = self._get(f"{role}/0")
        if first is None:
            return None
        count, _, text = first.partition(":")
        rest = [self._get(f"{role}/{number}") for number in range(1, _number(count))]
        try:
            return jose.load(_object(text + "".join(part or "" for part in rest)))
        except (KeyFault, ValueError) as error:
            raise Trouble("key_damaged", _DAMAGED) from error

    def _remove(self, role: str) -> None:
        first = self._get(f"{role}/0")
        count = max(1, _number((first or "").partition(":")[0]))
        for number in range(count):
            self._forget(f"{role}/{number}")

    # Every entry has a name of its own and the same user: keyring moves entries of one name
    # about on Windows when their users differ.

    def _get(self, entry: str) -> str | None:
        try:
            return self._ring.get_password(self._name(entry), _OWNER)
        except Exception as error:
            raise Trouble("keyring_failed", _FAILED) from error

    def _put(self, entry: str, text: str) -> None:
        try:
            self._ring.set_password(self._name(entry), _OWNER, text)
        except Exception as error:
            raise Trouble("keyring_failed", _FAILED) from error

    def _forget(self, entry: str) -> None:
        try:
            with suppress(PasswordDeleteError):
                self._ring.delete_password(self._name(entry), _OWNER)
        except Exception as error:
            raise Trouble("keyring_failed", _FAILED) from error

    def _name(self, entry: str) -> str:
        return f"{_OWNER}/{self._service}/{entry}"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 1 else 0


def _object(text: str) -> dict[str, object]:
    data = json.loads(text)
    if not isinstance(data, dict):
        raise KeyFault("damaged")
    return data
