"""Handing equipment out and taking it back: several devices at once, all of them or none (S9)."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from station.core.formats import day
from station.core.i18n import N_, speaking
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader, Writer
from station.models.queries import handouts as queries
from station.models.queries.devices import LoanRecord
from station.models.records import devices as device_records
from station.models.records import handouts as records
from station.models.records import loans as loan_records
from station.models.records.devices import NewDevice
from station.rules.names import NameRefusal, clean_name
from station.rules.receiptcode import receipt_number
from station.rules.status import Status
from station.services.equipment import register_checks as checking
from station.services.equipment.device_moving import known_device
from station.services.equipment.loaning import (
    LOST,
    REPLACED,
    RETURNED,
    LoanTerms,
    begin_loan,
    end_loan,
    open_loan,
)
from station.services.handing_out import homes, trainings
from station.services.handing_out.checks import (
    NO_NET,
    of_borrower,
    refuse_past,
    refuse_wrong,
)
from station.services.handing_out.shown import (
    borrower_name,
    home_row,
    known_handout,
    prepared_for,
    shown,
)
from station.services.handing_out.values import (
    INSTITUTION,
    PATIENT,
    Borrower,
    HandedOut,
    HandOut,
    HandOutItem,
    HandoutLine,
    HandoutView,
    OwnDevice,
    Prepared,
    TakenBack,
    handout_line,
)
from station.services.known import known_patient
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

OWN_DEVICE = "own_device"


class HandingOut:
    """Hands out, extends, replaces and takes back; each in one unit of work."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def prepare(
        self, session: Session, borrower: Borrower, device_ids: Sequence[str] = ()
    ) -> Prepared:
        """Tell everything that stands in the way, and what is known; nothing is stored.

        Raises Trouble `device_unknown`, `patient_unknown` and `institution_unknown`.
        """
        require(session, Right.SEE_PATIENTS)
        now = self._record.clock.now()
        with self._record.read() as reader, speaking(session.language):
            return prepared_for(reader, borrower, device_ids, now)

    def hand_out(self, session: Session, wanted: HandOut) -> HandedOut:
        """Lend every device of a hand-out from now on, and number its receipt: all or nothing.

        Raises Trouble `handout_empty`, `handout_twice` (one device in it twice), `due_before`,
        `received_by` (an institution's receipt names a person), what begin_loan() raises for the
        first thing that is missing, `service_closed`, `home_unknown`, `home_no_net`, and
        `loan_unknown` for a loan to replace that is somebody else's;
        PatientIncomplete for a training or a home that is not filled in rightly.
        """
        require(session, Right.EDIT_PATIENTS)
        refuse_wrong(wanted, self._record.clock.now())
        with self._record.write(session) as writer:
            return self._out(writer, session, wanted)

    def own_device(
        self,
        session: Session,
        patient_id: str,
        own: OwnDevice,
        *,
        home: homes.HomeDetails | None = None,
        taught: tuple[trainings.TrainingDetails, ...] = (),
    ) -> HandedOut:
        """Note that the app is on a device of the patient's own («app på eget nettbrett», R19).

        It stands in the register as hers, never in the store. Raises Trouble `device_unnamed`, what
        registering a device raises, and what hand_out() raises.
        """
        require(session, Right.EDIT_PATIENTS)
        if isinstance(clean_name(own.name), NameRefusal):
            raise Trouble(
                "device_unnamed", N_("Write what the device is called, as its label says.")
            )
        device_id = new_id()
        new = NewDevice(
            OWN_DEVICE,
            own.model.strip(),
            str(clean_name(own.name)),
            own.serial.strip(),
            note=own.note.strip(),
            maker=own.maker.strip(),
            own=True,
        )
        item = HandOutItem(device_id)
        wanted = HandOut(Borrower(PATIENT, patient_id), (item,), home=home, trainings=taught)
        refuse_wrong(wanted, self._record.clock.now())
        with self._record.write(session) as writer:
            known_patient(writer, patient_id)
            made = checking.clean(new, writer.now)
            key = checking.free(writer, made, device_id)
            device_records.add(writer, device_id, made, key)
            return self._out(writer, session, wanted)

    def extend(self, session: Session, loan_id: str, due_on: date | None, reason: str = "") -> None:
        """Give a loan another last day; None is until the service ends.

        Raises Trouble `loan_over`, and `due_before` for a day that is past.
        """
        require(session, Right.EDIT_PATIENTS)
        refuse_past(due_on, day_of(self._record.clock.now()))
        with self._record.write(session) as writer:
            loan = open_loan(writer, loan_id)
            after = due_on.isoformat() if due_on else None
            loan_records.set_due(
                writer, loan_id, loan.device_id, loan.patient_id, after, reason.strip()
            )

    def replace(
        self,
        session: Session,
        loan_id: str,
        new_device_id: str,
        reason: str,
        *,
        broken: bool = False,
        lost: bool = False,
        item: HandOutItem | None = None,
    ) -> HandedOut:
        """Take one device back and lend another in its place, with a receipt of its own (S23).

        The last day stays as it was, unless it is past: then it goes until the service ends.
        `broken` is a tablet that cannot be emptied, `lost` one that did not come back. `item`
        says what goes with the new device. Raises Trouble `replace_reason`, `replace_same`, and
        what take_back() and hand_out() raise.
        """
        require(session, Right.EDIT_PATIENTS)
        if not reason.strip():
            raise Trouble("replace_reason", N_("Write why it is replaced. Nothing was changed."))
        with self._record.write(session) as writer:
            loan = open_loan(writer, loan_id)
            if loan.device_id == new_device_id:
                raise Trouble("replace_same", N_("Choose another device than the one to replace."))
            wanted = _instead(
                writer, loan, item or _like(loan, new_device_id), day_of(writer.clock_now)
            )
            how = LOST if lost else REPLACED
            # The new one first: nothing may say for a moment that the last device is in.
            handed = self._out(writer, session, wanted)
            end_loan(writer, loan_id, how, reason, broken=broken)
            return handed

    def lost(self, session: Session, loan_id: str, reason: str) -> TakenBack:
        """Note that a lent device is lost; a tablet's keys are worth nothing from now on.

        Raises Trouble `loan_over`, and `move_reason` without a reason.
        """
        return self._end(session, (loan_id,), LOST, reason, frozenset())

    def take_back(
        self,
        session: Session,
        loan_ids: Collection[str],
        note: str = "",
        *,
        broken: Collection[str] = (),
    ) -> TakenBack:
        """Note that devices came back, one or several of a hand-out; all of them or none.

        `broken` are the loans of tablets that cannot be emptied. Raises Trouble `return_empty`,
        `loan_over` and `tablet_not_emptied`.
        """
        require(session, Right.EDIT_PATIENTS)
        if not loan_ids:
            raise Trouble("return_empty", N_("Choose what came back."))
        return self._end(session, tuple(dict.fromkeys(loan_ids)), RETURNED, note, frozenset(broken))

    def signed(self, session: Session, handout_id: str, on: date | None) -> None:
        """Note that the receipt came back signed on a day; None takes that back.

        Raises Trouble `handout_unknown`, and `signed_day` for a day before the hand-out or to come.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = known_handout(writer, handout_id)
            if on is not None and not day_of(row.at) <= on <= day_of(writer.now):
                raise Trouble(
                    "signed_day",
                    N_("The receipt was signed on a day from {day} until today."),
                    day=day(row.at),
                )
            records.sign(writer, handout_id, row.patient_id, on.isoformat() if on else None)

    def handout(self, session: Session, handout_id: str) -> HandoutView:
        """Give one hand-out; Trouble `handout_unknown` if there is none."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            return shown(reader, known_handout(reader, handout_id))

    def find(self, session: Session, text: str) -> HandoutView | None:
        """Give the hand-out whose receipt has this code, as scanned or typed; None if none has."""
        require(session, Right.SEE_PATIENTS)
        number = receipt_number(text)
        if number is None:
            return None
        with self._record.read() as reader, speaking(session.language):
            row = queries.numbered(reader, number)
            return None if row is None else shown(reader, row)

    def handouts(self, session: Session, borrower: Borrower) -> tuple[HandoutView, ...]:
        """Give every hand-out to somebody, the newest first."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            borrower_name(reader, borrower)
            rows = queries.of_borrower(reader, borrower.kind, borrower.id)
            return tuple(shown(reader, row) for row in rows)

    def open_handouts(self, session: Session, borrower: Borrower) -> tuple[HandoutView, ...]:
        """Give the hand-outs of which something is still out, the newest first."""
        return tuple(each for each in self.handouts(session, borrower) if each.out)

    def lines(self, session: Session, borrower: Borrower) -> tuple[HandoutLine, ...]:
        """Give every loan to somebody, also those without a receipt: open ones first."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            borrower_name(reader, borrower)
            rows = queries.lines_of_borrower(reader, borrower.kind, borrower.id)
            return tuple(map(handout_line, rows))

    def _out(self, writer: Writer, session: Session, wanted: HandOut) -> HandedOut:
        borrower, today = wanted.borrower, day_of(writer.clock_now)
        borrower_name(writer, borrower)
        _refuse_replacing(writer, wanted)
        if wanted.home is not None and borrower.kind == PATIENT:
            homes.keep_within(writer, session, borrower.id, wanted.home, today)
        devices = [known_device(writer, item.device_id) for item in wanted.items]
        for trouble in of_borrower(writer, borrower, devices, home_row(writer, borrower)):
            if trouble.code != NO_NET or not wanted.despite_no_net.strip():
                raise trouble
        handout_id = new_id()
        number = records.add(
            writer,
            handout_id,
            patient_id=borrower.patient_id,
            institution_id=borrower.institution_id,
            received_by=wanted.received_by.strip(),
            note="\n".join(filter(None, (wanted.note.strip(), wanted.despite_no_net.strip()))),
        )
        loans = tuple(
            begin_loan(
                writer,
                item.device_id,
                borrower,
                _terms(wanted, item, handout_id),
            )
            for item in wanted.items
        )
        for each in wanted.trainings:
            trainings.store(writer, borrower.kind, borrower.id, each, today, handout_id)
        return HandedOut(handout_id, number, loans)

    def _end(
        self,
        session: Session,
        loan_ids: Iterable[str],
        how: str,
        note: str,
        broken: frozenset[str],
    ) -> TakenBack:
        require(session, Right.EDIT_PATIENTS)
        ended = []
        over = False
        with self._record.write(session) as writer:
            for loan_id in loan_ids:
                loan = open_loan(writer, loan_id)
                before = _closed(writer, loan.patient_id)
                end_loan(writer, loan_id, how, note, broken=loan_id in broken)
                over = over or (not before and _closed(writer, loan.patient_id))
                ended.append(loan_id)
        return TakenBack(tuple(ended), over)


def _instead(reader: Reader, loan: LoanRecord, item: HandOutItem, today: date) -> HandOut:
    """Give the hand-out of one device in place of another's loan."""
    due = date.fromisoformat(loan.due_on) if loan.due_on else None
    if due is not None and due < today:
        due = None
    before = queries.one(reader, loan.handout_id) if loan.handout_id else None
    kind = PATIENT if loan.patient_id else INSTITUTION
    borrower = Borrower(kind, loan.patient_id or loan.institution_id or "")
    receiver = before.received_by if before else ""
    return HandOut(borrower, (item,), due, receiver, replaces=loan.id)


def _refuse_replacing(reader: Reader, wanted: HandOut) -> None:
    """Raise Trouble `loan_unknown` for a loan to replace that is none of this borrower's."""
    if not wanted.replaces:
        return
    row = queries.line(reader, wanted.replaces)
    whose = (wanted.borrower.patient_id, wanted.borrower.institution_id)
    if row is None or (row.patient_id, row.institution_id) != whose:
        raise Trouble("loan_unknown", N_("This loan is not in the register."))


def _like(loan: LoanRecord, device_id: str) -> HandOutItem:
    return HandOutItem(device_id, tuple(json.loads(loan.accessories)))


def _terms(wanted: HandOut, item: HandOutItem, handout_id: str) -> LoanTerms:
    due_on = item.due_on or wanted.due_on
    accessories = tuple(filter(None, (each.strip() for each in item.accessories)))
    replaces = wanted.replaces or None
    return LoanTerms(due_on, accessories, item.condition, handout_id, replaces, item.note)


def _closed(reader: Reader, patient_id: str | None) -> bool:
    """Tell whether a patient's service is over."""
    return patient_id is not None and known_patient(reader, patient_id).status == Status.ENDED
