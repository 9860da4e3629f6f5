"""A person who gets a place at this installation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person who gets a place: name, initials, role ("nurse", "leader", "benefit"), language."""

    name: str
    initials: str
    role: str = "nurse"
    language: str = "nb"
