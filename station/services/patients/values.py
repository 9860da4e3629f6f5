"""What screens give to and get from the services about patients: frozen values, no rows."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from station.core.i18n import N_
from station.core.trouble import Trouble

HIDDEN_DIGITS = "•••••"


class Protection(StrEnum):
    """The address protection of the national register, and what the codes are called there."""

    NONE = ""
    CONFIDENTIAL = "confidential"  # kode 7, fortrolig
    STRICT = "strict"  # kode 6, strengt fortrolig


class Mark(StrEnum):
    """What stands out about a patient, in the order in which it is shown."""

    DECEASED = "deceased"
    STRICT = "strict"
    CONFIDENTIAL = "confidential"
    PAUSED = "paused"
    NO_CONSENT = "no_consent"
    NO_NUMBER = "no_number"
    NEEDS = "needs"
    LINKED = "linked"


@dataclass(frozen=True, slots=True)
class PatientDetails:
    """What a person fills in about a patient; empty text where nothing is known.

    `birth_date` is ISO. The three parts of the address are None in a form that was not shown the
    protected address: such a form cannot change it.
    """

    given_name: str = ""
    family_name: str = ""
    number: str = ""
    birth_date: str = ""
    gender: str = ""
    address: str | None = ""
    postal_code: str | None = ""
    city: str | None = ""
    phone: str = ""
    protection: str = ""
    language: str = "nb"
    diagnosis: str = ""
    responsible_id: str = ""
    gp_name: str = ""
    gp_office: str = ""
    gp_phone: str = ""
    needs: str = ""
    note: str = ""


DETAIL_FIELDS = tuple(field.name for field in fields(PatientDetails))


@dataclass(frozen=True, slots=True)
class Opened:
    """Details as they were when a form was opened, and the revision they belong to."""

    details: PatientDetails
    revision: int
    address_hidden: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What a form needs: (id, name) of those who can be responsible, and the training mark.

    `training` says that the file is of invented people, where only synthetic numbers are right.
    """

    staff: tuple[tuple[str, str], ...]
    training: bool


@dataclass(frozen=True, slots=True)
class PatientHit:
    """One line of a list or of a search; a protected address is never in it."""

    id: str
    name: str
    number_masked: str
    birth_date: date | None
    phone: str
    place: str
    protection: Protection
    diagnosis: str
    status: str
    responsible: str
    marks: tuple[Mark, ...]
    paused_until: int | None


@dataclass(frozen=True, slots=True)
class Matches:
    """Who is registered already: the one with the same number, and those who are like this one.

    `exact_hidden` says that the number is taken by somebody whom this user may not see.
    """

    exact: PatientHit | None = None
    exact_hidden: bool = False
    near: tuple[PatientHit, ...] = ()


@dataclass(frozen=True, slots=True)
class Relative:
    """Someone close to the patient; `reports` says that this person may report readings."""

    id: str
    name: str
    relation: str
    phone: str
    reports: bool
    note: str


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent: form version, day given, who informed, and the day it was withdrawn if it was."""

    id: str
    form_version: str
    given_on: date
    informed_by: str
    note: str
    withdrawn_on: date | None


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause of the follow-up that lasts now (UTC ms; `until` None has no end yet)."""

    id: str
    reason: str
    since: int
    until: int | None


@dataclass(frozen=True, slots=True)
class LinkedFile:
    """Another file of the same person, by whom it was linked and why."""

    link_id: str
    patient_id: str
    name: str
    birth_date: date | None
    reason: str
    linked_at: int


@dataclass(frozen=True, slots=True)
class Address:
    """An address shown to somebody; that it was shown stands in the log when it is protected."""

    street: str
    postal_code: str
    city: str

    def line(self) -> str:
        """The address on one line."""
        place = f"{self.postal_code} {self.city}".strip()
        return ", ".join(part for part in (self.street, place) if part)


@dataclass(frozen=True, slots=True)
class PatientFacts:
    """Everything a card shows of a patient; `address` is None while it is protected."""

    id: str
    revision: int
    given_name: str
    family_name: str
    birth_date: date | None
    age: int | None
    number_masked: str
    number_kind: str
    gender: str
    phone: str
    address: Address | None
    protection: Protection
    language: str
    diagnosis: str
    status: str
    status_since: int
    responsible_id: str
    responsible: str
    gp_name: str
    gp_office: str
    gp_phone: str
    deceased_on: date | None
    needs: str
    note: str
    relatives: tuple[Relative, ...]
    consent: Consent | None
    pause: Pause | None
    links: tuple[LinkedFile, ...]
    marks: tuple[Mark, ...]

    @property
    def name(self) -> str:
        """The whole name as it was typed."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that somebody else saved meanwhile: as it was, and as it is now."""

    field: str
    before: str
    now: str


class PatientIncomplete(Trouble):
    """Something in the details has to be mended first; nothing was saved."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        """Hand over a sentence for each field that is wrong."""
        super().__init__(
            "patient_incomplete",
            N_("Nothing was saved yet: look at the fields with a sentence under them."),
        )
        self.problems = problems


class PatientConflict(Trouble):
    """Somebody else saved the same patient after the form was opened; nothing was overwritten."""

    def __init__(self, who: str, at: int, changes: tuple[FieldChange, ...], newest: Opened) -> None:
        """Tell by whom, when (UTC ms) and what was saved, and hand over how it is now."""
        super().__init__(
            "patient_changed_meanwhile",
            N_("{who} saved changes while you were writing. Nothing of theirs was overwritten."),
            who=who,
        )
        self.who = who
        self.at = at
        self.changes = changes
        self.newest = newest


class PatientExists(Trouble):
    """The national number, or somebody very alike, is registered already; nothing was saved."""

    def __init__(self, matches: Matches) -> None:
        """Hand over who was found."""
        super().__init__(
            "patient_exists",
            N_("Somebody like this is registered already. Nothing was saved; look at them first."),
        )
        self.matches = matches
