"""How a person and an organisation are named to the services: by number, in bodies only."""

from dataclasses import dataclass
from uuid import UUID

from station.sync.fhir.codes import NUMBER_SYSTEMS, ORGANISATION

NATIONAL = frozenset({"F", "D", "FH"})
"""Kinds of number that mean the same everywhere; an H-number belongs to one hospital."""


@dataclass(frozen=True, slots=True)
class Person:
    """A patient as a service knows one: the national number and its kind ("F", "D", "FH")."""

    number: str
    number_kind: str
    name: str = ""

    @property
    def nameable(self) -> bool:
        """Tell whether a national service can know whom this is about."""
        return bool(self.number) and self.number_kind in NATIONAL


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: the municipality's organisation number and name, and its number of four digits."""

    organisation_number: str
    name: str
    municipality: str = ""


def identified(person: Person, *, named: bool = False) -> dict[str, object]:
    """Give the logical reference to a person; KeyError for a number of an unknown kind."""
    system = NUMBER_SYSTEMS[person.number_kind]
    found: dict[str, object] = {"identifier": {"system": system, "value": person.number}}
    if named and person.name:
        found["display"] = person.name
    return found


def organisation(sender: Sender) -> dict[str, object]:
    """Give the logical reference to the organisation that answers for what is sent."""
    return {
        "type": "Organization",
        "identifier": {"system": ORGANISATION, "value": sender.organisation_number},
        "display": sender.name,
    }


def dashed(record_id: str) -> str:
    """Give a record's id as the UUID that services want: 8-4-4-4-12."""
    return str(UUID(record_id))
