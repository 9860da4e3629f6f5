"""Consent: registered with form version, day and who informed; withdrawn, never deleted."""

from dataclasses import dataclass
from datetime import date

from station.core.i18n import N_, tr
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.queries import patients as rows
from station.models.records import consents as records
from station.models.records import patients
from station.rules.status import Status, without_consent
from station.services.known import known_patient
from station.services.patients.shown import consent_of
from station.services.patients.values import Consent, PatientIncomplete
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session


@dataclass(frozen=True, slots=True)
class ConsentDetails:
    """What a person fills in about a consent; `given_on` None is a day not yet typed."""

    form_version: str = ""
    given_on: date | None = None
    informed_by: str = ""
    note: str = ""


class Consents:
    """Registering and withdrawing consent."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def of(self, session: Session, patient_id: str) -> tuple[Consent, ...]:
        """Every consent of a patient, the newest first."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return tuple(consent_of(row) for row in rows.consents_of(reader, patient_id))

    def register(self, session: Session, patient_id: str, details: ConsentDetails) -> str:
        """Store a consent and give its id; PatientIncomplete names what is not filled in."""
        require(session, Right.EDIT_PATIENTS)
        problems = self._problems(details)
        if problems or details.given_on is None:
            raise PatientIncomplete(problems)
        consent_id = new_id()
        with self._record.write(session) as writer:
            known_patient(writer, patient_id)
            records.add(
                writer,
                consent_id,
                patient_id,
                form_version=details.form_version.strip(),
                given_on=details.given_on.isoformat(),
                informed_by=details.informed_by.strip(),
                note=details.note.strip(),
            )
        return consent_id

    def withdraw(self, session: Session, patient_id: str, consent_id: str, day: date) -> bool:
        """Mark a consent as withdrawn on `day`; tell whether the follow-up stopped by it.

        Without another valid consent, a patient who is followed goes back to «starting».
        """
        require(session, Right.EDIT_PATIENTS)
        if day > day_of(self._record.clock.now()):
            raise PatientIncomplete({"withdrawn_on": tr("This day has not come yet.")})
        with self._record.write(session) as writer:
            row = known_patient(writer, patient_id)
            valid = [
                each.id
                for each in rows.consents_of(writer, patient_id)
                if each.withdrawn_on is None
            ]
            if consent_id not in valid:
                raise Trouble(
                    "consent_gone", N_("This consent is not there, or was withdrawn already.")
                )
            records.withdraw(writer, consent_id, patient_id, day.isoformat())
            left = without_consent(Status(row.status))
            if valid == [consent_id] and left != row.status:
                patients.set_status(writer, patient_id, row.revision, row.status, left)
                writer.touch("judging", patient_id)
                return True
        return False

    def _problems(self, details: ConsentDetails) -> dict[str, str]:
        found = {}
        if not details.form_version.strip():
            found["form_version"] = tr("Write which version of the form was signed.")
        if details.given_on is None:
            found["given_on"] = tr("This is not a date. Write it as 07.03.1948.")
        elif details.given_on > day_of(self._record.clock.now()):
            found["given_on"] = tr("This day has not come yet.")
        if not details.informed_by.strip():
            found["informed_by"] = tr("Write who informed the patient.")
        return found
