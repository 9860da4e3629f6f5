"""What the door needs from the services; every method runs on the record lane."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who can sign in on this PC, as the key file names her before anything is opened."""

    slot_id: str
    name: str
    initials: str
    language: str = "nb"


class Gate(Protocol):
    """Opens the installation for a person; what it gives back is the session."""

    def sign_in(self, slot_id: str, password: str) -> object:
        """Opens with a password; Trouble `password_wrong`, `too_many_tries` (seconds) and more."""

    def recover(self, code: str, slot_id: str, new_password: str) -> object:
        """Opens with the recovery code and gives the person a new password."""
