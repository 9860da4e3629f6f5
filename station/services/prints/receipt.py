"""Receipts for equipment: what went out, and what came back; read back, saved, and in the log."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from station.core.i18n import LANGUAGES, N_, speaking
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader
from station.models.queries import handouts as queries
from station.models.queries.handouts import HandoutRow, LineRow
from station.models.queries.patients import PatientRow
from station.models.records import handouts
from station.printing import press, saving
from station.printing.documents import ReceiptDocument
from station.printing.verify import page_count
from station.services.handing_out.shown import known_handout
from station.services.handing_out.values import INSTITUTION, PATIENT, Borrower, borrower_of
from station.services.known import known_patient
from station.services.prints.receipt_words import gathered, receipt, return_receipt
from station.services.prints.report_parts import profile_of
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session


@dataclass(frozen=True, slots=True)
class WantedReceipt:
    """Which receipt: of a hand-out, or of the loans that came back; language "" is the borrower's.

    Loans of one receipt have one borrower.
    """

    handout_id: str = ""
    loan_ids: tuple[str, ...] = ()
    language: str = ""

    @property
    def returned(self) -> bool:
        """Tell whether it is about what came back."""
        return bool(self.loan_ids)


@dataclass(frozen=True, slots=True)
class PrintedReceipt:
    """A finished receipt: its bytes, a file name that tells nothing of a person, whose it is."""

    pdf: bytes
    file_name: str
    wanted: WantedReceipt
    patient_id: str | None
    language: str
    pages: int

    @property
    def digest(self) -> str:
        """The print's own sum, by which the log tells it from another."""
        return hashlib.sha256(self.pdf).hexdigest()


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a receipt is made from, and whom it is about."""

    document: ReceiptDocument
    patient_id: str | None


class ReceiptPrints:
    """Makes, saves and accounts for receipts."""

    def __init__(self, record: Record) -> None:
        """Read from, and account to, `record`."""
        self._record = record

    def document(self, session: Session, wanted: WantedReceipt) -> ReceiptFacts:
        """Gather what a receipt says, in the borrower's language; nothing is rendered yet.

        Raises Trouble `handout_unknown`, `receipt_empty`, `loan_unknown`, `loan_open`, and
        `receipt_borrowers` for loans of several borrowers.
        """
        require(session, Right.SEE_PATIENTS)
        now = self._record.clock.now()
        with self._record.read() as reader:
            lines, row = _lines(reader, wanted)
            borrower = _borrower(lines, row)
            patient = known_patient(reader, borrower.id) if borrower.patient_id else None
            with speaking(_language(reader, wanted, patient)):
                told = gathered(reader, borrower, lines, row, now)
                document = return_receipt(told) if wanted.returned else receipt(told)
        return ReceiptFacts(document, borrower.patient_id)

    def render(self, wanted: WantedReceipt, facts: ReceiptFacts) -> PrintedReceipt:
        """Lay out, tag and read back; touches no record."""
        pdf = press.render(facts.document)
        stem = "kvittering-innlevert" if wanted.returned else "kvittering-utlaan"
        name = saving.file_name(stem, day_of(self._record.clock.now()).isoformat())
        spoken = facts.document.identity.language
        return PrintedReceipt(pdf, name, wanted, facts.patient_id, spoken, page_count(pdf))

    def make(self, session: Session, wanted: WantedReceipt) -> PrintedReceipt:
        """Gather and render in one; for the thread that also draws the pages."""
        return self.render(wanted, self.document(session, wanted))

    def save(self, session: Session, printed: PrintedReceipt, path: Path) -> None:
        """Save a receipt where a person chose, and note it; Trouble if it cannot be written."""
        require(session, Right.SEE_PATIENTS)
        saving.write(printed.pdf, path)
        self.note(session, printed)

    def note(self, session: Session, printed: PrintedReceipt) -> None:
        """Note in the log that a receipt was printed or saved."""
        require(session, Right.SEE_PATIENTS)
        wanted = printed.wanted
        with self._record.write(session) as writer:
            subject = (
                ("loan", wanted.loan_ids[0]) if wanted.returned else ("handout", wanted.handout_id)
            )
            handouts.printed(writer, subject, printed.patient_id, printed.digest, printed.pages)


def _lines(reader: Reader, wanted: WantedReceipt) -> tuple[tuple[LineRow, ...], HandoutRow | None]:
    """Give the devices of a receipt, and its hand-out where all of them have the same."""
    if not wanted.returned:
        row = known_handout(reader, wanted.handout_id)
        rows = queries.lines_of(reader, wanted.handout_id)
        given = tuple(each for each in rows if each.ended_how != "undone")
        if not given:
            raise Trouble(
                "receipt_empty",
                N_("All of this hand-out was taken back at once, so there is no receipt for it."),
            )
        return given, row
    found = [queries.line(reader, each) for each in dict.fromkeys(wanted.loan_ids)]
    lines = tuple(each for each in found if each is not None)
    if len(lines) < len(found):
        raise Trouble("loan_unknown", N_("This loan is not in the register."))
    if any(each.ended_at is None for each in lines):
        raise Trouble("loan_open", N_("This is still on loan. Take it back first, then print."))
    if len({(each.patient_id, each.institution_id) for each in lines}) > 1:
        raise Trouble("receipt_borrowers", N_("A receipt is for one borrower. Print one for each."))
    parts = {each.handout_id for each in lines}
    one = parts.pop() if len(parts) == 1 else None
    return lines, queries.one(reader, one) if one else None


def _borrower(lines: tuple[LineRow, ...], row: HandoutRow | None) -> Borrower:
    if row is not None:
        return borrower_of(row)
    first = lines[0]
    kind = PATIENT if first.patient_id else INSTITUTION
    return Borrower(kind, first.patient_id or first.institution_id or "")


def _language(reader: Reader, wanted: WantedReceipt, patient: PatientRow | None) -> str:
    """The borrower's own, where Station speaks it; otherwise the municipality's."""
    if wanted.language:
        return wanted.language
    own = patient.language if patient else ""
    return own if own in LANGUAGES else profile_of(reader).language
