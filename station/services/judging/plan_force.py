"""Which version of a patient's plan decides, for what must go on though a plan cannot be read."""

from station.core.trouble import Trouble
from station.models.database import Reader
from station.rules.force import Force
from station.services.judging.plan_conflicts import deciding


def force_of(reader: Reader, patient_id: str) -> Force:
    """Give who decides when; nobody where one of the plans cannot be read.

    Judging itself never asks here: an unreadable plan makes its patient «kan ikke vurderes».
    """
    try:
        return Force(deciding(reader, patient_id))
    except Trouble:
        return Force(())
