"""Finding the patient that something is about, or saying that she is not in the register."""

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.database import Reader
from station.models.queries import patients as rows
from station.models.queries.patients import PatientRow


def known_patient(reader: Reader, patient_id: str) -> PatientRow:
    """Give the patient with this id; Trouble `patient_unknown` if there is none."""
    row = rows.patient(reader, patient_id)
    if row is None:
        raise Trouble("patient_unknown", N_("This patient is not in the register."))
    return row
