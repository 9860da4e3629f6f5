"""Homes: whether there is a network for what is lent, asked once and remembered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from station.core.i18n import N_, tr
from station.core.zone import day_of
from station.models.database import Writer
from station.models.queries import handouts as queries
from station.models.queries.handouts import HomeRow
from station.models.queries.patients import PatientRow
from station.models.records import homes as records
from station.models.records import patients as patient_records
from station.services.known import known_patient
from station.services.patients.values import PatientIncomplete, Protection
from station.services.record import Record
from station.services.rights import Right, may, require
from station.services.session import Session

GOOD, WEAK, NONE, UNKNOWN = "good", "weak", "none", ""
REACH: Final[Mapping[str, str]] = {
    GOOD: N_("Good"),
    WEAK: N_("Weak"),
    NONE: N_("None"),
    UNKNOWN: N_("Not asked yet"),
}
"""How good a network is in a home: the stored code and its words."""

BY_EITHER: Final = frozenset({"tablet", "camera", "own_device"})
"""Kinds that send over the home's own network or the mobile one, whichever there is."""
BY_MOBILE: Final = frozenset({"sim"})
"""Kinds that are of use only where the mobile network reaches."""


@dataclass(frozen=True, slots=True)
class HomeDetails:
    """What a person found out about a home; `wifi` and `mobile` are codes of REACH.

    `way_there` None leaves what is written as it stands, as for somebody who may not see it.
    """

    wifi: str = UNKNOWN
    mobile: str = UNKNOWN
    note: str = ""
    way_there: str | None = None
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """A home as screens show it; with `way_hidden` the way there belongs to a protected address."""

    wifi: str
    mobile: str
    note: str
    way_there: str
    way_hidden: bool
    checked_on: date
    checked_by: str

    @property
    def words(self) -> str:
        """Both networks in words: «Trådløst nett: God · Mobildekning: Svak»."""
        return " · ".join(
            (
                tr("Wireless network: {reach}", reach=reach_words(self.wifi)),
                tr("Mobile coverage: {reach}", reach=reach_words(self.mobile)),
            )
        )


class Homes:
    """What is known of patients' homes."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def of(self, session: Session, patient_id: str) -> Home | None:
        """Give what is known of a home, or None; a protected address keeps its way hidden."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            row = known_patient(reader, patient_id)
            return shown(row, queries.home(reader, patient_id))

    def way_there(self, session: Session, patient_id: str) -> str:
        """Give the way to a home, also a protected one; the log says that it was looked at."""
        require(session, Right.SEE_ADDRESS)
        with self._record.write(session) as writer:
            hidden = known_patient(writer, patient_id).protection != Protection.NONE
            action = "protected_shown" if hidden else "address_shown"
            patient_records.note_seen(writer, patient_id, action)
            row = queries.home(writer, patient_id)
            return row.way_there if row else ""

    def keep(self, session: Session, patient_id: str, details: HomeDetails) -> None:
        """Store what was found; PatientIncomplete where a field is wrong."""
        require(session, Right.EDIT_PATIENTS)
        today = day_of(self._record.clock.now())
        with self._record.write(session) as writer:
            keep_within(writer, session, patient_id, details, today)


def keep_within(
    writer: Writer, session: Session, patient_id: str, details: HomeDetails, today: date
) -> None:
    """Do what Homes.keep() does within a unit of work that is open already."""
    _refuse_wrong(details, today)
    details = _without_hidden_way(session, known_patient(writer, patient_id), details)
    records.keep(
        writer,
        patient_id,
        wifi=details.wifi,
        mobile=details.mobile,
        note=details.note.strip(),
        way_there=None if details.way_there is None else details.way_there.strip(),
        checked_on=(details.checked_on or today).isoformat(),
    )


def shown(patient: PatientRow, row: HomeRow | None) -> Home | None:
    """Give a home as screens show it, or None where nothing is known."""
    if row is None:
        return None
    hidden = Protection(patient.protection) is not Protection.NONE
    return Home(
        row.wifi,
        row.mobile,
        row.note,
        "" if hidden else row.way_there,
        hidden,
        date.fromisoformat(row.checked_on),
        row.checked_by,
    )


def reach_words(code: str) -> str:
    """Say how good a network is."""
    return tr(REACH.get(code, REACH[UNKNOWN]))


def needs_net(kinds: Iterable[str]) -> bool:
    """Tell whether anything of these kinds needs a network in the home."""
    return bool(set(kinds) & (BY_EITHER | BY_MOBILE))


def net_unknown(kind: str, home: HomeRow | None) -> bool:
    """Tell whether it has yet to be asked if this kind would reach a network there."""
    if kind in BY_MOBILE:
        return home is None or home.mobile == UNKNOWN
    if kind not in BY_EITHER:
        return False
    return home is None or (UNKNOWN in (home.wifi, home.mobile) and not _reaches(kind, home))


def net_missing(kind: str, home: HomeRow | None) -> bool:
    """Tell whether it is known that this kind would reach no network there."""
    if home is None or net_unknown(kind, home) or kind not in BY_EITHER | BY_MOBILE:
        return False
    return not _reaches(kind, home)


def _reaches(kind: str, home: HomeRow) -> bool:
    ways = (home.mobile,) if kind in BY_MOBILE else (home.wifi, home.mobile)
    return any(way in (GOOD, WEAK) for way in ways)


def _refuse_wrong(details: HomeDetails, today: date) -> None:
    problems = {}
    if details.wifi not in REACH:
        problems["wifi"] = tr("Choose how good the network is.")
    if details.mobile not in REACH:
        problems["mobile"] = tr("Choose how good the network is.")
    if details.checked_on is not None and details.checked_on > today:
        problems["checked_on"] = tr("This day has not come yet.")
    if problems:
        raise PatientIncomplete(problems)


def _without_hidden_way(session: Session, patient: PatientRow, details: HomeDetails) -> HomeDetails:
    """What somebody may not see, she does not overwrite."""
    hidden = Protection(patient.protection) is not Protection.NONE
    if hidden and not may(session, Right.SEE_ADDRESS):
        return replace(details, way_there=None)
    return details
