"""What the door needs from the services; every method runs on the record lane."""

import json
from pathlib import Path
from typing import NamedTuple, Protocol


class Person(NamedTuple):
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


def glance(keys: Path) -> tuple[Person, ...]:
    """The people named in the key file, read without any cryptography; () if that is not simple.

    Only for the first picture: the services read the file again, and check it.
    """
    try:
        slots = json.loads(keys.read_bytes())["body"]["slots"]
        people = [
            Person(slot["id"], slot["name"], slot["initials"], slot["language"])
            for slot in slots
            if slot["kind"] == "person"
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(sorted(people, key=lambda person: person.name))
