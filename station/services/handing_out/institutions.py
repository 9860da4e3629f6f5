"""Places that borrow equipment: GP offices, nursing homes and others, kept in a register."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from station.core.i18n import N_, speaking, tr
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.models.database import Reader
from station.models.queries import institutions as queries
from station.models.queries.institutions import InstitutionRow
from station.models.records import institutions as records
from station.services.patients.values import PatientIncomplete
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

INSTITUTION_KINDS: Final[Mapping[str, str]] = {
    "gp_office": N_("GP office"),
    "nursing_home": N_("Nursing home"),
    "home_care": N_("Home-care service"),
    "hospital": N_("Hospital"),
    "other": N_("Another place"),
}
"""What kind of place it is: the stored code and its words."""


@dataclass(frozen=True, slots=True)
class InstitutionDetails:
    """What a person fills in about an institution; `contact` is who answers there."""

    kind: str = "gp_office"
    name: str = ""
    contact: str = ""
    phone: str = ""
    address: str = ""
    postal_code: str = ""
    city: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Institution:
    """One institution as screens show it; `out` counts what it has on loan now."""

    id: str
    details: InstitutionDetails
    kind_words: str
    retired: bool
    out: int

    @property
    def name(self) -> str:
        """What it is called."""
        return self.details.name


class Institutions:
    """Keeps the register of places that borrow equipment."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def every(self, session: Session) -> tuple[Institution, ...]:
        """Give all of them: those in use by name, the retired ones last."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            return tuple(map(_shown, queries.every(reader)))

    def one(self, session: Session, institution_id: str) -> Institution:
        """Give one; Trouble `institution_unknown` if there is none."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            return _shown(known_institution(reader, institution_id))

    def add(self, session: Session, details: InstitutionDetails) -> str:
        """Register an institution and give its id.

        Raises PatientIncomplete without a name or with an unknown kind, and Trouble
        `institution_twice` for a name that another one in use has.
        """
        require(session, Right.EDIT_PATIENTS)
        values, institution_id = _values(details), new_id()
        with self._record.write(session) as writer:
            _free_name(writer, values["name"], institution_id)
            records.add(writer, institution_id, values)
        return institution_id

    def change(self, session: Session, institution_id: str, details: InstitutionDetails) -> None:
        """Store what is different; raises what add() and one() raise."""
        require(session, Right.EDIT_PATIENTS)
        values = _values(details)
        with self._record.write(session) as writer:
            row = known_institution(writer, institution_id)
            _free_name(writer, values["name"], institution_id)
            new = {name: value for name, value in values.items() if getattr(row, name) != value}
            if new:
                records.change(writer, institution_id, new)

    def retire(self, session: Session, institution_id: str) -> None:
        """Lend nothing more to it; Trouble `institution_has` while it has anything on loan."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = known_institution(writer, institution_id)
            if row.out:
                raise Trouble(
                    "institution_has",
                    N_("{name} still has equipment on loan. Take it back first."),
                    name=row.name,
                )
            if not records.set_retired(writer, institution_id, retired=True):
                raise Trouble(
                    "institution_retired", N_("{name} is out of use already."), name=row.name
                )

    def bring_back(self, session: Session, institution_id: str) -> None:
        """Take a retired institution into use again; nothing happens to one that is in use."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = known_institution(writer, institution_id)
            _free_name(writer, row.name, institution_id)
            records.set_retired(writer, institution_id, retired=False)


def known_institution(reader: Reader, institution_id: str) -> InstitutionRow:
    """Give the institution with this id; Trouble `institution_unknown` if there is none."""
    row = queries.one(reader, institution_id)
    if row is None:
        raise Trouble("institution_unknown", N_("This institution is not in the register."))
    return row


def institution_kind(code: str) -> str:
    """Give the word for a kind of institution in the language spoken now."""
    return tr(INSTITUTION_KINDS.get(code, INSTITUTION_KINDS["other"]))


def _shown(row: InstitutionRow) -> Institution:
    details = InstitutionDetails(
        row.kind,
        row.name,
        row.contact,
        row.phone,
        row.address,
        row.postal_code,
        row.city,
        row.note,
    )
    return Institution(row.id, details, institution_kind(row.kind), row.retired, row.out)


def _values(details: InstitutionDetails) -> dict[str, str]:
    values = {name: " ".join(str(text).split()) for name, text in asdict(details).items()}
    problems = {}
    if values["kind"] not in INSTITUTION_KINDS:
        problems["kind"] = tr("Choose what kind of place this is.")
    if not values["name"]:
        problems["name"] = tr("Write what the place is called.")
    if problems:
        raise PatientIncomplete(problems)
    return values


def _free_name(reader: Reader, name: str, institution_id: str) -> None:
    for other in queries.every(reader):
        taken = other.name.casefold() == name.casefold()
        if taken and not other.retired and other.id != institution_id:
            raise Trouble(
                "institution_twice",
                N_("{name} is in the register already."),
                name=other.name,
            )
