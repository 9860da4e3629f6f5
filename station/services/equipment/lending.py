"""Devices lent to one person at a time, as the radio and the tablets need it.

The register itself is services.equipment, and several devices at a time are handed out elsewhere.
"""

from dataclasses import replace

from station.core.i18n import N_, speaking, tr
from station.core.trouble import Trouble
from station.models.queries import devices as queries
from station.models.records import loans as loan_records
from station.models.records.devices import NewDevice
from station.rules.equipment import DeviceState
from station.services.equipment.device_history import ContactLine, EventLine, LoanLine, loan_line
from station.services.equipment.device_moving import known_device, move
from station.services.equipment.device_words import DEVICE_KINDS, IN_STORE, LENT, RETIRED
from station.services.equipment.loaning import (
    NOTHING_AGREED,
    PATIENT,
    Borrower,
    LoanTerms,
    begin_loan,
    end_loan,
    open_loan,
    retired_trouble,
)
from station.services.equipment.register import Equipment
from station.services.equipment.register_checks import free_address
from station.services.equipment.values import DeviceCard, DeviceRow, tells_users_apart
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

__all__ = [
    "DEVICE_KINDS",
    "IN_STORE",
    "LENT",
    "RETIRED",
    "ContactLine",
    "DeviceCard",
    "DeviceRow",
    "EventLine",
    "Lending",
    "LoanLine",
    "LoanTerms",
    "NewDevice",
    "free_address",
    "known_device",
    "retired_trouble",
    "tells_users_apart",
]

MOST_USERS, MOST_CODE = 8, 9999
"""Of a scale that tells people apart: so many users, and the greatest code."""


class Lending:
    """Lends devices and takes them back, one at a time."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record
        self._equipment = Equipment(record)

    def devices(self, session: Session) -> tuple[DeviceRow, ...]:
        """Give every device: those in use by kind and name, the scrapped ones last."""
        return self._equipment.rows(session)

    def device(self, session: Session, device_id: str) -> DeviceCard:
        """Give one device with its history; Trouble `device_unknown` if there is none."""
        return self._equipment.card(session, device_id)

    def register(self, session: Session, new: NewDevice) -> str:
        """Register a device and give its id; raises what Equipment.register() does."""
        return self._equipment.register(session, new)

    def change(self, session: Session, device_id: str, new: NewDevice) -> None:
        """Change what was written about a device; raises what Equipment.change() does."""
        self._equipment.change(session, device_id, new)

    def lend(
        self,
        session: Session,
        device_id: str,
        patient_id: str,
        note: str = "",
        terms: LoanTerms = NOTHING_AGREED,
    ) -> str:
        """Lend a device to a patient from now on, and give the loan's id.

        Raises Trouble as loaning.begin_loan() does: the first thing that is missing.
        """
        require(session, Right.EDIT_PATIENTS)
        agreed = replace(terms, note=note) if note else terms
        with speaking(session.language), self._record.write(session) as writer:
            return begin_loan(writer, device_id, Borrower(PATIENT, patient_id), agreed)

    def set_scale_user(self, session: Session, loan_id: str, index: int, code: int) -> None:
        """Note under which number and code a scale that several people use knows the borrower.

        Raises Trouble `loan_over`, `scale_user_none` for a device that does not ask for them, and
        `scale_user` for numbers that cannot be.
        """
        require(session, Right.EDIT_PATIENTS)
        if not (1 <= index <= MOST_USERS and 0 <= code <= MOST_CODE):
            raise Trouble(
                "scale_user",
                N_(
                    "Write the user number from 1 to 8 and the code from 0 to 9999 that the scale "
                    "shows."
                ),
            )
        with self._record.write(session) as writer:
            loan = open_loan(writer, loan_id)
            if not tells_users_apart(loan.model):
                raise Trouble(
                    "scale_user_none",
                    N_("This device does not tell its users apart by number and code."),
                )
            user = (index, code)
            loan_records.set_user(writer, loan_id, loan.device_id, loan.patient_id, user)

    def take_back(self, session: Session, loan_id: str, note: str = "") -> None:
        """Note that a device came back now: it waits to be looked over.

        Raises Trouble `loan_over` if it did already, and `tablet_not_emptied` for a tablet that
        was neither emptied nor reported lost.
        """
        require(session, Right.EDIT_PATIENTS)
        with speaking(session.language), self._record.write(session) as writer:
            end_loan(writer, loan_id, reason=note)

    def retire(self, session: Session, device_id: str, reason: str = "") -> None:
        """Take a device out of use for good.

        Raises Trouble `device_unknown`, `device_retired`, and `still_lent` while it is out.
        """
        require(session, Right.MANAGE_EQUIPMENT)
        with speaking(session.language), self._record.write(session) as writer:
            row = known_device(writer, device_id)
            if row.loan_id is not None:
                raise Trouble("still_lent", N_("The device is lent. Take it back first."))
            if row.state == DeviceState.SCRAPPED:
                raise retired_trouble()
            why = reason or tr("Taken out of use")
            for state in _ON_THE_WAY.get(DeviceState(row.state), ()):
                move(writer, known_device(writer, device_id), state, why)
            move(writer, known_device(writer, device_id), DeviceState.SCRAPPED, why)

    def loans_of(self, session: Session, patient_id: str) -> tuple[LoanLine, ...]:
        """Give a patient's loans: the open ones first, then the newest."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return tuple(map(loan_line, queries.loans_of_patient(reader, patient_id)))


_ON_THE_WAY = {
    DeviceState.READY: (DeviceState.IN_STORE,),
    DeviceState.RESERVED: (DeviceState.IN_STORE,),
    DeviceState.CLEANING: (DeviceState.RETURNED,),
    DeviceState.LOST: (DeviceState.RETURNED,),
}
"""Where a device passes by when it is taken out of use from a state without a way there."""
