"""Beginning and ending one loan inside a unit of work: what is missing, and what follows of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from station.core.formats import day, near_day
from station.core.i18n import N_
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader, Writer
from station.models.queries import devices as queries
from station.models.queries import store, tablets
from station.models.queries.devices import DeviceRecord, LoanRecord
from station.models.queries.tablets import PAIRED, REVOKED
from station.models.records import loans as records
from station.models.records import tablets as tablet_records
from station.models.records.loans import Terms
from station.rules.equipment import IN_HOUSE, DeviceState, Purpose
from station.rules.equipment_steps import steps_of
from station.rules.status import CLOSED
from station.services.equipment.device_moving import known_device, missing_steps, move
from station.services.equipment.device_words import step_words
from station.services.equipment.ending import settle
from station.services.known import known_patient
from station.services.patients.shown import current_consent

__all__ = [
    "INSTITUTION",
    "PATIENT",
    "Borrower",
    "LoanTerms",
    "Missing",
    "begin_loan",
    "end_loan",
    "lacking",
    "missing_for",
    "not_hers",
    "open_loan",
    "retired_trouble",
]

PATIENT, INSTITUTION = "patient", "institution"
RETURNED, LOST, REPLACED, UNDONE = "", "lost", "replaced", "undone"
"""How a loan ended."""


@dataclass(frozen=True, slots=True)
class Borrower:
    """Who borrows: a PATIENT or an INSTITUTION, by id."""

    kind: str
    id: str

    @property
    def patient_id(self) -> str | None:
        """Give the patient, None for an institution."""
        return self.id if self.kind == PATIENT else None

    @property
    def institution_id(self) -> str | None:
        """Give the institution, None for a patient."""
        return self.id if self.kind == INSTITUTION else None


@dataclass(frozen=True, slots=True)
class LoanTerms:
    """What is agreed of a loan: its last day (None is open-ended) and what goes out with it.

    `condition` is how the device is when it goes out, in words. `handout_id` is the hand-out it is
    part of, `replaces` the loan whose device it stands in for.
    """

    due_on: date | None = None
    accessories: tuple[str, ...] = ()
    condition: str = ""
    handout_id: str | None = None
    replaces: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that stands in the way of a loan; `device_id` "" is about the borrower."""

    code: str
    sentence: str
    device_id: str = ""


NOTHING_AGREED = LoanTerms()


def missing_for(
    reader: Reader, device_id: str, borrower: Borrower, now: int
) -> tuple[Missing, ...]:
    """Give everything that stands in the way of a loan, in the language spoken now.

    Raises Trouble `device_unknown`, `patient_unknown`, `institution_unknown`.
    """
    device = known_device(reader, device_id)
    found = [Missing(each.code, each.sentence()) for each in lacking(reader, borrower)]
    found += [
        Missing(each.code, each.sentence(), device_id)
        for each in _of_device(reader, device, borrower, now)
    ]
    return tuple(found)


def begin_loan(
    writer: Writer, device_id: str, borrower: Borrower, terms: LoanTerms = NOTHING_AGREED
) -> str:
    """Lend a device from now on, and give the loan's id.

    One whose preparing steps are all ticked becomes ready with it. Raises Trouble for the first
    thing that is missing: `device_retired`, `already_lent`, `device_not_here`, `device_reserved`,
    `device_not_ready`, `patient_deceased`, `lend_needs_consent`, `institution_retired`; also
    `due_before` for a last day that is past.
    """
    device = known_device(writer, device_id)
    for trouble in (*lacking(writer, borrower), *_of_device(writer, device, borrower, writer.now)):
        raise trouble
    _future(terms.due_on, writer.clock_now)
    if steps_of(Purpose.PREPARE, device.kind) and device.state != DeviceState.READY:
        move(writer, device, DeviceState.READY)
        device = known_device(writer, device_id)
    loan_id = new_id()
    records.begin(
        writer,
        loan_id,
        device_id,
        borrower.patient_id,
        Terms(
            terms.due_on.isoformat() if terms.due_on else None,
            terms.accessories,
            terms.condition.strip(),
            terms.handout_id,
            terms.replaces,
            terms.note.strip(),
        ),
        institution_id=borrower.institution_id,
    )
    move(writer, device, DeviceState.LENT, loan_id=loan_id)
    _settle(writer, borrower.patient_id)
    return loan_id


def end_loan(
    writer: Writer, loan_id: str, how: str = RETURNED, reason: str = "", *, broken: bool = False
) -> None:
    """End a loan now: the device is returned and waits to be looked over, or it is LOST.

    `broken` is a tablet that came back and cannot be emptied: its key is worth nothing from now
    on, as for a lost one. Raises Trouble `loan_over`, `tablet_not_emptied`, and `move_reason` for
    a loss without a reason.
    """
    loan = open_loan(writer, loan_id)
    device = known_device(writer, loan.device_id)
    if queries.tablet_is_out(writer, loan_id):
        if how != LOST and not broken:
            raise Trouble(
                "tablet_not_emptied",
                N_(
                    "The tablet has not been emptied. Fetch what it holds and empty it, or "
                    "report it lost; then the loan can end."
                ),
            )
        _revoke(writer, loan)
    records.end(writer, loan_id, loan.device_id, loan.patient_id, reason.strip(), how)
    to = DeviceState.LOST if how == LOST else DeviceState.RETURNED
    if to is DeviceState.RETURNED and device.state != DeviceState.LENT:
        # Another station has moved it since: it stays where it was put there.
        _settle(writer, loan.patient_id)
        return
    move(writer, device, to, reason, loan_id=loan_id)
    if to is DeviceState.RETURNED and not steps_of(Purpose.RETURN, device.kind):
        # The patient's own telephone: there is nothing to look over.
        move(writer, known_device(writer, device.id), DeviceState.IN_STORE)
    _settle(writer, loan.patient_id)


def open_loan(reader: Reader, loan_id: str) -> LoanRecord:
    """Give a loan that is not over; Trouble `loan_over` otherwise."""
    loan = queries.loan(reader, loan_id)
    if loan is None or loan.ended_at is not None:
        raise Trouble("loan_over", N_("This loan is over already."))
    return loan


def retired_trouble() -> Trouble:
    """Give the trouble with a device that is out of use."""
    return Trouble("device_retired", N_("The device is out of use."))


def lacking(reader: Reader, borrower: Borrower) -> Iterator[Trouble]:
    """Give what keeps a borrower from borrowing anything: death, no consent, an ended service."""
    if borrower.kind == INSTITUTION:
        yield from _of_institution(reader, borrower.id)
        return
    row = known_patient(reader, borrower.id)
    if row.deceased_on is not None:
        yield Trouble(
            "patient_deceased", N_("The patient is registered as dead. Nothing was lent.")
        )
    if current_consent(reader, borrower.id) is None:
        yield Trouble(
            "lend_needs_consent",
            N_(
                "Step 2.2 is missing: consent. Register form version, day and who informed; then "
                "the device can be lent."
            ),
        )
    if row.status in CLOSED:
        yield Trouble(
            "service_closed",
            N_("The service is ended. Set the status anew first; then equipment can be lent."),
        )


def _of_institution(reader: Reader, institution_id: str) -> Iterator[Trouble]:
    found = store.institution(reader, institution_id)
    if found is None:
        raise Trouble("institution_unknown", N_("This institution is not in the register."))
    name, retired = found
    if retired:
        yield Trouble(
            "institution_retired",
            N_("{name} is out of use. Take it into use again, or choose another one."),
            name=name,
        )


def _of_device(
    reader: Reader, row: DeviceRecord, borrower: Borrower, now: int
) -> Iterator[Trouble]:
    state = DeviceState(row.state)
    if state is DeviceState.SCRAPPED:
        yield retired_trouble()
    elif row.lent_at is not None:
        yield Trouble(
            "already_lent",
            N_("The device has been lent since {day}. Take it back before it is lent again."),
            day=day(row.lent_at),
        )
    elif state not in IN_HOUSE:
        since = near_day(day_of(row.state_since), day_of(now))
        yield Trouble("device_not_here", _NOT_HERE[state], name=row.name, day=since)
    else:
        yield from not_hers(reader, row, borrower)
        yield from _not_prepared(reader, row, borrower, now)


def not_hers(reader: Reader, row: DeviceRecord, borrower: Borrower) -> Iterator[Trouble]:
    """Give what keeps a patient's own device from anybody else."""
    if row.own and queries.borrowed_by_others(
        reader, row.id, borrower.patient_id, borrower.institution_id
    ):
        yield Trouble(
            "device_own",
            N_("{name} is a patient's own device, and is lent to nobody else."),
            name=row.name,
        )


def _not_prepared(
    reader: Reader, row: DeviceRecord, borrower: Borrower, now: int
) -> Iterator[Trouble]:
    reserved = (row.reserved_for, row.reserved_institution)
    if any(reserved) and reserved != (borrower.patient_id, borrower.institution_id):
        yield Trouble(
            "device_reserved",
            N_(
                "{name} has been reserved for somebody else since {day}. Choose another one, or "
                "give up the reservation on its card."
            ),
            name=row.name,
            day=near_day(day_of(row.state_since), day_of(now)),
        )
    ready = row.state == DeviceState.READY
    missing = () if ready else missing_steps(reader, row, Purpose.PREPARE)
    if missing:
        yield Trouble(
            "device_not_ready",
            N_("{name} is not ready to be lent. This is left to do: {steps}."),
            name=row.name,
            steps=step_words(missing),
        )


_NOT_HERE = {
    DeviceState.RETURNED: N_(
        "{name} came back {day} and has not been looked over. Look it over first."
    ),
    DeviceState.CLEANING: N_("{name} has been in cleaning since {day}. Look it over first."),
    DeviceState.REPAIR: N_("{name} has been in repair since {day}. Choose another one."),
    DeviceState.LOST: N_("{name} has been missing since {day}. Is it here? Then note that first."),
}


def _future(due_on: date | None, now: int) -> None:
    if due_on is not None and due_on < day_of(now):
        raise Trouble(
            "due_before",
            N_("The loan cannot end on {day}: that day is past. Choose a later day."),
            day=day(due_on),
        )


def _settle(writer: Writer, patient_id: str | None) -> None:
    """Let the service end with the last device that comes in, if all else is done (S24)."""
    if patient_id is not None:
        settle(writer, patient_id)


def _revoke(writer: Writer, loan: LoanRecord) -> None:
    """Make the key of a tablet worthless that is gone or broken."""
    row = tablets.of_loan(writer, loan.id)
    if row is None or row.state != PAIRED:
        raise RuntimeError("a tablet that is out is paired")
    tablet_records.end(writer, row.id, REVOKED)
    writer.audit("tablet_revoked", "loan", loan.id, loan.patient_id, upto=row.committed)
