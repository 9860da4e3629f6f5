"""What a device in another's place needs to know: who had the one that left, and until when."""

from dataclasses import dataclass
from datetime import date

from station.core.i18n import N_, speaking
from station.core.trouble import Trouble
from station.models.queries import devices as queries
from station.services.handing_out.shown import borrower_name
from station.services.handing_out.values import INSTITUTION, PATIENT, Borrower
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session


@dataclass(frozen=True, slots=True)
class ToReplace:
    """One loan, over or not, in whose place another device goes out to the same borrower.

    `due_on` is its last day, None where it has none; `kind` is that of its device.
    """

    loan_id: str
    device_id: str
    device: str
    kind: str
    borrower: Borrower
    name: str
    due_on: date | None
    over: bool


class Replacing:
    """Looks up what is to be replaced."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def of(self, session: Session, loan_id: str) -> ToReplace:
        """Give the loan in whose place another device goes; Trouble `loan_unknown` if none is."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            loan = queries.loan(reader, loan_id)
            if loan is None:
                raise Trouble("loan_unknown", N_("This loan is not in the register."))
            kind = PATIENT if loan.patient_id else INSTITUTION
            borrower = Borrower(kind, loan.patient_id or loan.institution_id or "")
            return ToReplace(
                loan.id,
                loan.device_id,
                loan.device,
                loan.kind,
                borrower,
                borrower_name(reader, borrower),
                date.fromisoformat(loan.due_on) if loan.due_on else None,
                loan.ended_at is not None,
            )
