"""Training in the use of equipment (process step 2.6): who was trained, by whom, in what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from station.core.i18n import N_, speaking, tr
from station.core.ids import new_id
from station.core.zone import day_of
from station.models.database import Reader, Writer
from station.models.queries import handouts as queries
from station.models.queries.handouts import TrainingLine
from station.models.records import trainings as records
from station.models.records.trainings import TrainingRow
from station.rules.names import NameRefusal, clean_name
from station.services.handing_out.institutions import known_institution
from station.services.known import known_patient
from station.services.patients.values import PatientIncomplete
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

PATIENT, RELATIVE, STAFF = "patient", "relative", "staff"
TRAINED: Final[Mapping[str, str]] = {
    PATIENT: N_("The patient"),
    RELATIVE: N_("A relative"),
    STAFF: N_("Somebody on the staff"),
}
"""Who was trained: the stored code and its words."""

TOPICS: Final = (
    N_("Measuring with the meter"),
    N_("Answering questions on the tablet"),
    N_("Charging and batteries"),
    N_("Cleaning"),
    N_("What to do when something does not work"),
)
"""What is usually gone through; anything else is written."""


@dataclass(frozen=True, slots=True)
class TrainingDetails:
    """One person's training as it is filled in; without `held_on` it was held today."""

    person: str = ""
    role: str = PATIENT
    topics: tuple[str, ...] = ()
    held_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Training:
    """One training as screens show it."""

    id: str
    person: str
    role: str
    role_words: str
    topics: tuple[str, ...]
    held_on: date
    by: str
    note: str
    handout_id: str | None


class Trainings:
    """Notes and lists trainings."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def register(
        self,
        session: Session,
        kind: str,
        borrower_id: str,
        details: TrainingDetails,
        handout_id: str | None = None,
    ) -> str:
        """Note a training around a patient or an institution (`kind`), and give its id.

        Raises PatientIncomplete where a field is wrong, Trouble `patient_unknown` and
        `institution_unknown`.
        """
        require(session, Right.EDIT_PATIENTS)
        today = day_of(self._record.clock.now())
        refuse_wrong(details, today)
        with self._record.write(session) as writer:
            return store(writer, kind, borrower_id, details, today, handout_id)

    def of(self, session: Session, kind: str, borrower_id: str) -> tuple[Training, ...]:
        """Give the trainings around a patient or an institution, the newest first."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            _known(reader, kind, borrower_id)
            return tuple(map(shown, queries.trainings_of(reader, kind, borrower_id)))


def refuse_wrong(details: TrainingDetails, today: date) -> None:
    """Raise PatientIncomplete with a sentence for each field that is wrong."""
    problems = {}
    if isinstance(clean_name(details.person), NameRefusal):
        problems["person"] = tr("Write the name of the person who was trained.")
    if details.role not in TRAINED:
        problems["role"] = tr("Choose who was trained.")
    if details.held_on is not None and details.held_on > today:
        problems["held_on"] = tr("This day has not come yet.")
    if problems:
        raise PatientIncomplete(problems)


def store(
    writer: Writer,
    kind: str,
    borrower_id: str,
    details: TrainingDetails,
    today: date,
    handout_id: str | None,
) -> str:
    """Store a training within an open unit of work; raises what register() raises."""
    refuse_wrong(details, today)
    _known(writer, kind, borrower_id)
    training_id = new_id()
    row = TrainingRow(
        patient_id=borrower_id if kind == PATIENT else None,
        institution_id=borrower_id if kind != PATIENT else None,
        handout_id=handout_id,
        person=str(clean_name(details.person)),
        role=details.role,
        topics="\n".join(filter(None, (topic.strip() for topic in details.topics))),
        held_on=(details.held_on or today).isoformat(),
        note=details.note.strip(),
    )
    records.add(writer, training_id, row)
    return training_id


def shown(row: TrainingLine) -> Training:
    """Give a training as screens show it, in the language spoken now."""
    return Training(
        row.id,
        row.person,
        row.role,
        tr(TRAINED.get(row.role, TRAINED[STAFF])),
        tuple(tr(topic) for topic in row.topics.split("\n") if topic),
        date.fromisoformat(row.held_on),
        row.by,
        row.note,
        row.handout_id,
    )


def _known(reader: Reader, kind: str, borrower_id: str) -> None:
    if kind == PATIENT:
        known_patient(reader, borrower_id)
    else:
        known_institution(reader, borrower_id)
