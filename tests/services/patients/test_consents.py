"""Consent without rights; its gate is proved with the status in test_statuses."""

import pytest

from station.core.bus import Bus
from station.core.clock import FixedClock
from station.core.trouble import Trouble
from station.models.database import Database
from station.services.patients.consents import ConsentDetails, Consents
from station.services.record import Record
from station.services.session import Session

BENEFIT = Session("4" * 32, "Blid Trapp", "BT", "benefit", "nb")


def test_a_role_without_patients_neither_sees_nor_registers(
    database: Database, clock: FixedClock
) -> None:
    consents = Consents(Record(Bus(), clock, database))
    with pytest.raises(Trouble) as seen:
        consents.of(BENEFIT, "p")
    with pytest.raises(Trouble) as made:
        consents.register(BENEFIT, "p", ConsentDetails())
    assert {seen.value.code, made.value.code} == {"not_allowed"}
