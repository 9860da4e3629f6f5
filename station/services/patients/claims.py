"""Who has a patient open at another station: told on the card and the list, blocks nothing."""

from dataclasses import dataclass

from station.core.i18n import speaking, tr
from station.models.database import Reader
from station.models.queries import claims as queries
from station.models.queries.claims import Claim
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

FRESH_MS = 12 * 3_600_000
"""A claim that is older was left behind: its station has not been heard of since."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody at another station has the patient open since a moment (UTC ms), in words too."""

    patient_id: str
    name: str
    since: int
    words: str


class Claims:
    """Reads who has whom open elsewhere."""

    def __init__(self, record: Record) -> None:
        """Read from `record`."""
        self._record = record

    def of_patient(self, session: Session, patient_id: str) -> Opened | None:
        """Give who has the patient open elsewhere, or None."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            found = queries.of_patient(reader, patient_id, self._since())
        return None if found is None else _opened(found)

    def listed(self, session: Session) -> dict[str, Opened]:
        """Give everybody who is open elsewhere, by patient."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            return _all(reader, self._since())

    def _since(self) -> int:
        return self._record.clock.now() - FRESH_MS


def words_now(reader: Reader, now: int) -> dict[str, str]:
    """Give the words of everybody who is open elsewhere at `now`, by patient."""
    return {key: each.words for key, each in _all(reader, now - FRESH_MS).items()}


def _all(reader: Reader, since: int) -> dict[str, Opened]:
    found = queries.all_since(reader, since)
    return {patient_id: _opened(claim) for patient_id, claim in found.items()}


def _opened(claim: Claim) -> Opened:
    words = (
        tr("opened by {name} (another station)", name=claim.user_name)
        if claim.user_name
        else tr("opened at another station")
    )
    return Opened(claim.patient_id, claim.user_name, claim.since, words)
