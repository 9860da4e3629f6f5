"""Meters and tablets: registered, lent to one person at a time, taken back, taken out of use."""

from dataclasses import dataclass, replace

from station.core.formats import day
from station.core.i18n import N_, speaking
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.devices.models import MODELS
from station.models.database import Reader, Writer
from station.models.queries import devices as queries
from station.models.queries.devices import DeviceRecord, LoanRecord
from station.models.records import devices as records
from station.models.records import loans as loan_records
from station.models.records.devices import NewDevice
from station.rules.ground import DAY_MS
from station.services.device_history import (
    ContactLine,
    EventLine,
    LoanLine,
    contacts_of,
    events_of,
    loan_line,
    loans_of_device,
)
from station.services.device_words import (
    DEVICE_KINDS,
    IN_STORE,
    LENT,
    RETIRED,
    clock_words,
    device_kind,
    silence_words,
    state_words,
)
from station.services.known import known_patient
from station.services.patient_reading import current_consent
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
    "NewDevice",
]

SILENT_DAYS = 3
"""A lent device that was not heard from for so many days is shown as silent."""
LOW_BATTERY = 20
"""Percent; at most so much is shown as low."""
MOST_USERS, MOST_CODE = 8, 9999
"""Of a scale that tells people apart: so many users, and the greatest code."""


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device as a list shows it; moments UTC ms, `state` IN_STORE, LENT or RETIRED.

    `kind_words`, `state_words`, `silent` and `clock` are sentences in the reader's language, the
    last two empty where there is nothing to say. `to` names the borrower. `wants_user` says that it
    is lent, and read only once it is known under which `user_index` it knows the borrower.
    """

    id: str
    kind: str
    kind_words: str
    model: str
    name: str
    serial: str
    address: str
    bonded: bool
    unencrypted_ok: bool
    firmware: str
    state: str
    state_words: str
    loan_id: str | None
    patient_id: str | None
    to: str
    lent_at: int | None
    wants_user: bool
    user_index: int | None
    battery: int | None
    battery_at: int | None
    battery_low: bool
    last_contact_at: int | None
    silent_days: int
    silent: str
    clock_offset_ms: int | None
    clock: str
    note: str


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """One device with its whole history, each part the newest first."""

    row: DeviceRow
    loans: tuple[LoanLine, ...]
    contacts: tuple[ContactLine, ...]
    events: tuple[EventLine, ...]


class Lending:
    """Keeps the register of devices and who has them."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def devices(self, session: Session) -> tuple[DeviceRow, ...]:
        """Give every device: those in use by kind and name, the retired ones last."""
        require(session, Right.SEE_PATIENTS)
        now = self._record.clock.now()
        with self._record.read() as reader, speaking(session.language):
            return tuple(row_of(each, now) for each in queries.every(reader))

    def device(self, session: Session, device_id: str) -> DeviceCard:
        """Give one device with its history; Trouble `device_unknown` if there is none."""
        require(session, Right.SEE_PATIENTS)
        now = self._record.clock.now()
        with self._record.read() as reader, speaking(session.language):
            row = row_of(known_device(reader, device_id), now)
            return DeviceCard(
                row,
                loans_of_device(reader, device_id),
                contacts_of(reader, device_id),
                events_of(reader, device_id),
            )

    def register(self, session: Session, new: NewDevice) -> str:
        """Register a device and give its id.

        Raises Trouble `device_kind` for a kind that is not in DEVICE_KINDS, `device_unnamed`
        without a name, and `address_taken` when another device in use has the address.
        """
        require(session, Right.EDIT_PATIENTS)
        clean = _clean(new)
        device_id = new_id()
        with self._record.write(session) as writer:
            free_address(writer, clean.address, device_id)
            records.add(writer, device_id, clean)
        return device_id

    def change(self, session: Session, device_id: str, new: NewDevice) -> None:
        """Change what was written about a device; its kind stays. Raises what register() does."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            before = known_device(writer, device_id)
            clean = _clean(replace(new, kind=before.kind))
            free_address(writer, clean.address, device_id)
            after = {
                "model": clean.model,
                "name": clean.name,
                "serial": clean.serial,
                "address": clean.address,
                "note": clean.note,
            }
            changed: dict[str, object] = {
                key: each for key, each in after.items() if getattr(before, key) != each
            }
            if clean.address != before.address:
                # The keys were agreed with the device that was there before.
                changed["bonded"] = changed["unencrypted_ok"] = False
            if changed:
                records.change(writer, device_id, changed)
            else:
                writer.quiet()

    def lend(self, session: Session, device_id: str, patient_id: str, note: str = "") -> str:
        """Lend a device to a patient from now on, and give the loan's id.

        Raises Trouble `device_unknown`, `device_retired`, `already_lent` (since when, never to
        whom), `patient_unknown`, `patient_deceased`, and `lend_needs_consent`.
        """
        require(session, Right.EDIT_PATIENTS)
        loan_id = new_id()
        with self._record.write(session) as writer:
            _lendable(writer, device_id)
            _may_borrow(writer, patient_id)
            loan_records.begin(writer, loan_id, device_id, patient_id, note=note.strip())
        return loan_id

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
            loan = _open_loan(writer, loan_id)
            if not tells_users_apart(loan.model):
                raise Trouble(
                    "scale_user_none",
                    N_("This device does not tell its users apart by number and code."),
                )
            user = (index, code)
            loan_records.set_user(writer, loan_id, loan.device_id, loan.patient_id, user)

    def take_back(self, session: Session, loan_id: str, note: str = "") -> None:
        """Note that a device came back now.

        Raises Trouble `loan_over` if it did already, and `tablet_not_emptied` for a tablet that
        was neither emptied nor reported lost.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            loan = _open_loan(writer, loan_id)
            if queries.tablet_is_out(writer, loan_id):
                raise Trouble(
                    "tablet_not_emptied",
                    N_(
                        "The tablet has not been emptied. Fetch what it holds and empty it, or "
                        "report it lost; then the loan can end."
                    ),
                )
            loan_records.end(writer, loan_id, loan.device_id, loan.patient_id, note.strip())

    def retire(self, session: Session, device_id: str) -> None:
        """Take a device out of use.

        Raises Trouble `device_unknown`, `device_retired`, and `still_lent` while it is out.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            row = known_device(writer, device_id)
            if row.loan_id is not None:
                raise Trouble("still_lent", N_("The device is lent. Take it back first."))
            if not records.retire(writer, device_id):
                raise retired_trouble()

    def loans_of(self, session: Session, patient_id: str) -> tuple[LoanLine, ...]:
        """Give a patient's loans: the open ones first, then the newest."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return tuple(map(loan_line, queries.loans_of_patient(reader, patient_id)))


def tells_users_apart(model: str) -> bool:
    """Tell whether a model measures several people and is read with a user's number and code."""
    return any(each.code == model and each.consent_code for each in MODELS)


def _open_loan(reader: Reader, loan_id: str) -> LoanRecord:
    loan = queries.loan(reader, loan_id)
    if loan is None or loan.ended_at is not None:
        raise Trouble("loan_over", N_("This loan is over already."))
    return loan


def known_device(reader: Reader, device_id: str) -> DeviceRecord:
    """Give the device with this id; Trouble `device_unknown` if there is none."""
    row = queries.one(reader, device_id)
    if row is None:
        raise Trouble("device_unknown", N_("This device is not in the register."))
    return row


def row_of(row: DeviceRecord, now: int) -> DeviceRow:
    """Tell one device in the language spoken now."""
    state = RETIRED if row.retired_at is not None else LENT if row.loan_id else IN_STORE
    to = row.patient.strip() or row.borrower
    heard = max(row.last_contact_at or 0, row.lent_at or 0)
    days = max(0, now - heard) // DAY_MS if state == LENT else 0
    return DeviceRow(
        id=row.id,
        kind=row.kind,
        kind_words=device_kind(row.kind),
        model=row.model,
        name=row.name,
        serial=row.serial,
        address=row.address,
        bonded=row.bonded,
        unencrypted_ok=row.unencrypted_ok,
        firmware=row.firmware,
        state=state,
        state_words=state_words(state, to),
        loan_id=row.loan_id,
        patient_id=row.patient_id,
        to=to,
        lent_at=row.lent_at,
        wants_user=state == LENT and tells_users_apart(row.model),
        user_index=row.user_index,
        battery=row.battery,
        battery_at=row.battery_at,
        battery_low=row.battery is not None and row.battery <= LOW_BATTERY,
        last_contact_at=row.last_contact_at,
        silent_days=days,
        silent=silence_words(days) if days >= SILENT_DAYS else "",
        clock_offset_ms=row.clock_offset_ms,
        clock=clock_words(row.clock_offset_ms),
        note=row.note,
    )


def _clean(new: NewDevice) -> NewDevice:
    if new.kind not in DEVICE_KINDS:
        raise Trouble("device_kind", N_("Choose what kind of device this is."))
    if not new.name.strip():
        raise Trouble("device_unnamed", N_("Write what the device is called, as its label says."))
    return replace(
        new,
        name=new.name.strip(),
        serial=new.serial.strip(),
        address=new.address.strip().upper(),
        note=new.note.strip(),
    )


def free_address(writer: Writer, address: str, device_id: str) -> None:
    """Raise Trouble `address_taken` when another device in use has this address."""
    other = queries.at_address(writer, address)
    if other is not None and other.id != device_id:
        raise Trouble(
            "address_taken",
            N_("{name} is registered with this address already. Look at its card first."),
            name=other.name,
        )


def _lendable(writer: Writer, device_id: str) -> None:
    row = known_device(writer, device_id)
    if row.retired_at is not None:
        raise retired_trouble()
    if row.lent_at is not None:
        raise Trouble(
            "already_lent",
            N_("The device has been lent since {day}. Take it back before it is lent again."),
            day=day(row.lent_at),
        )


def _may_borrow(writer: Writer, patient_id: str) -> None:
    row = known_patient(writer, patient_id)
    if row.deceased_on is not None:
        raise Trouble(
            "patient_deceased", N_("The patient is registered as dead. Nothing was lent.")
        )
    if current_consent(writer, patient_id) is None:
        raise Trouble(
            "lend_needs_consent",
            N_(
                "Step 2.2 is missing: consent. Register form version, day and who informed; then "
                "the device can be lent."
            ),
        )


def retired_trouble() -> Trouble:
    """Give the trouble with a device that is out of use."""
    return Trouble("device_retired", N_("The device is out of use."))
