"""The register of equipment: what there is, where it is, every move, kits and reservations."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from station.core.i18n import N_, speaking, tr
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader, Writer
from station.models.queries import devices as queries
from station.models.queries import store
from station.models.queries.devices import DeviceRecord
from station.models.records import devices as records
from station.models.records.devices import NewDevice
from station.rules.equipment import IN_HOUSE, NEXT, DeviceState, Purpose, serial_key
from station.rules.equipment_steps import steps_of
from station.rules.labelcode import Said, scanned
from station.services.equipment import register_checks as checking
from station.services.equipment.device_history import contacts_of, events_of, loans_of_device
from station.services.equipment.device_moving import known_device, move, moved_meanwhile
from station.services.equipment.device_undo import undo, undoable
from station.services.equipment.device_words import CONDITIONS, DEVICE_KINDS, STANDINGS
from station.services.equipment.kits import Kits
from station.services.equipment.loaning import INSTITUTION, PATIENT, Borrower, lacking, not_hers
from station.services.equipment.move_lines import move_lines, photo_line
from station.services.equipment.values import (
    DeviceCard,
    DeviceRow,
    KitRow,
    MoveLine,
    PhotoLine,
    Teller,
    Undo,
)
from station.services.record import Record
from station.services.rights import Right, may, require
from station.services.session import Session

__all__ = [
    "CONDITIONS",
    "DEVICE_KINDS",
    "INSTITUTION",
    "PATIENT",
    "STANDINGS",
    "Borrower",
    "DeviceCard",
    "DeviceRow",
    "DeviceState",
    "Equipment",
    "KitRow",
    "MoveLine",
    "NewDevice",
    "PhotoLine",
    "Undo",
    "add_device",
]

_CHANGEABLE = (
    "model",
    "name",
    "serial",
    "address",
    "note",
    "label",
    "maker",
    "owner",
    "bought_on",
    "price_ore",
    "warranty_until",
    "calibration_due",
    "battery_due",
    "condition",
    "phone",
    "place",
)


class Equipment(Kits):
    """Keeps the register: all that is known of each device, where it is and where it was."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    # ------------------------------------------------------------------------------- looking

    def rows(self, session: Session) -> tuple[DeviceRow, ...]:
        """Give every device: those in use by kind and name, the scrapped ones last."""
        with self._reading(session) as (reader, teller):
            return tuple(teller.row(each) for each in queries.every(reader))

    def card(self, session: Session, device_id: str) -> DeviceCard:
        """Give one device with its history; Trouble `device_unknown` if there is none."""
        with self._reading(session) as (reader, teller):
            row = known_device(reader, device_id)
            return DeviceCard(
                teller.row(row),
                loans_of_device(reader, device_id),
                contacts_of(reader, device_id),
                events_of(reader, device_id),
                move_lines(store.moves_of(reader, device_id)),
                tuple(map(photo_line, store.photos_of(reader, device_id))),
                _ways(session, row),
                undoable(reader, row, session.user_id, self._record.clock.now()),
            )

    def moves(self, session: Session, device_id: str) -> tuple[MoveLine, ...]:
        """Give every move of a device, the newest first."""
        with self._reading(session) as (reader, _teller):
            return move_lines(store.moves_of(reader, device_id))

    def find(self, session: Session, text: str) -> DeviceRow | None:
        """Give the device with this label or serial number, as a scanner sends it, or None.

        Raises Trouble `two_scans` for two labels at once, and `scan_several` for a serial number
        that devices of several kinds have.
        """
        with self._reading(session) as (reader, teller):
            found = _found(reader, text)
            return teller.row(found) if found else None

    def scan(self, session: Session, text: str) -> DeviceRow:
        """Give what find() does; Trouble `scan_nothing`, `label_doubtful` or `label_unknown`."""
        found = self.find(session, text)
        if found is None:
            raise _not_found(text)
        return found

    # ------------------------------------------------------------------------------- writing

    def register(self, session: Session, new: NewDevice) -> str:
        """Register a device in the store and give its id.

        Raises Trouble as equipment_checking.clean() and free() do: nothing is stored then.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._writing(session) as writer:
            return add_device(writer, new)

    def change(
        self,
        session: Session,
        device_id: str,
        new: NewDevice,
        *,
        seen: int | None = None,
        shown: NewDevice | DeviceRow | None = None,
    ) -> None:
        """Change what was written about a device; its kind stays. Raises what register() does.

        `seen` is the `state_since` of the row that was shown: Trouble `moved_meanwhile` if the
        device was moved after that. `shown` is what stood in the form: only what differs from it
        is written, and Trouble `device_changed_meanwhile` if somebody else changed that too.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._writing(session) as writer:
            before = _as_seen(writer, device_id, seen)
            made = checking.clean(replace(new, kind=before.kind), writer.now)
            made = made if shown is None else _over(before, made, shown)
            key = checking.free(writer, made, device_id)
            changed: dict[str, object] = {
                field: getattr(made, field)
                for field in _CHANGEABLE
                if getattr(before, field) != getattr(made, field)
            }
            if "serial" in changed:
                changed["serial_key"] = key
            if made.address != before.address:
                # The keys were agreed with the device that was there before.
                changed["bonded"] = changed["unencrypted_ok"] = False
            if changed:
                records.change(writer, device_id, changed)
            else:
                writer.quiet()

    def change_many(
        self,
        session: Session,
        device_ids: Sequence[str],
        *,
        owner: str | None = None,
        price_ore: int | None = None,
    ) -> None:
        """Say of many devices at once who owns them or what each cost; None leaves what stands."""
        require(session, Right.MANAGE_EQUIPMENT)
        checking.price(price_ore)
        values: dict[str, object] = {}
        if owner is not None:
            values["owner"] = owner.strip()
        if price_ore is not None:
            values["price_ore"] = price_ore
        with self._writing(session) as writer:
            for device_id in device_ids if values else ():
                records.change(writer, known_device(writer, device_id).id, values)
            if not writer.accounted:
                writer.quiet()

    def move(
        self,
        session: Session,
        device_id: str,
        to: DeviceState,
        reason: str = "",
        place: str = "",
        *,
        seen: int | None = None,
    ) -> None:
        """Move a device by hand; what is lent is moved by hand-outs and returns only.

        `seen` is as in change(). Raises Trouble `not_allowed` (scrapping asks for
        MANAGE_EQUIPMENT), `moved_meanwhile`, and what device_moving.move() does.
        """
        right = Right.MANAGE_EQUIPMENT if to is DeviceState.SCRAPPED else Right.EDIT_PATIENTS
        require(session, right)
        with self._writing(session) as writer:
            move(writer, _as_seen(writer, device_id, seen), to, reason, place=place)

    def undo(self, session: Session, device_id: str) -> None:
        """Take back the newest move of a device; raises what device_undo.undo() does."""
        require(session, Right.EDIT_PATIENTS)
        with self._writing(session) as writer:
            undo(writer, known_device(writer, device_id))

    def reserve(
        self, session: Session, device_id: str, borrower: Borrower | None, reason: str = ""
    ) -> None:
        """Keep a device for somebody; None gives the reservation up.

        What is ready stays ready. Raises Trouble `move_no_way` for a device that is not in the
        house, `device_reserved` when it is kept for somebody else, and what hinders the borrower.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._writing(session) as writer:
            device = known_device(writer, device_id)
            if borrower is None:
                _give_up(writer, device, reason)
            else:
                _keep_for(writer, device, borrower, reason)

    # ---------------------------------------------------------------------------- inside

    @contextmanager
    def _reading(self, session: Session) -> Iterator[tuple[Reader, Teller]]:
        require(session, Right.SEE_PATIENTS)
        now = self._record.clock.now()
        with self._record.read() as reader, speaking(session.language):
            yield reader, Teller(now, day_of(now))

    @contextmanager
    def _writing(self, session: Session) -> Iterator[Writer]:
        with speaking(session.language), self._record.write(session) as writer:
            yield writer


def add_device(writer: Writer, new: NewDevice) -> str:
    """Store a new device inside a unit of work, and give its id; raises what register() does."""
    made = checking.clean(new, writer.now)
    device_id = new_id()
    records.add(writer, device_id, made, checking.free(writer, made, device_id))
    return device_id


def _as_seen(writer: Writer, device_id: str, seen: int | None) -> DeviceRecord:
    device = known_device(writer, device_id)
    if seen is not None and device.state_since != seen:
        raise moved_meanwhile(device, writer.now)
    return device


def _over(before: DeviceRecord, made: NewDevice, shown: NewDevice | DeviceRow) -> NewDevice:
    """Give what a form changes on top of what stands; what it left alone stays as it stands."""
    said = {field: getattr(made, field) for field in _CHANGEABLE}
    mine = {field for field in _CHANGEABLE if said[field] != getattr(shown, field)}
    stands = {field: getattr(before, field) for field in _CHANGEABLE}
    if any(stands[field] not in {getattr(shown, field), said[field]} for field in mine):
        raise Trouble(
            "device_changed_meanwhile",
            N_(
                "Somebody else has changed {name} meanwhile. Nothing of yours was saved; look at "
                "it again."
            ),
            name=before.name,
        )
    return replace(made, **{field: stands[field] for field in _CHANGEABLE if field not in mine})


def _ways(session: Session, row: DeviceRecord) -> tuple[DeviceState, ...]:
    """Where a person can move a device by hand; handing out and taking back are other things."""
    state = DeviceState(row.state)
    if state is DeviceState.LENT:
        return ()
    hidden = {DeviceState.LENT, DeviceState.RESERVED}
    if not may(session, Right.MANAGE_EQUIPMENT):
        hidden.add(DeviceState.SCRAPPED)
    if not steps_of(Purpose.PREPARE, row.kind):
        hidden.add(DeviceState.READY)
    return tuple(each for each in DeviceState if each in NEXT[state] - hidden)


def _found(reader: Reader, text: str) -> DeviceRecord | None:
    said = scanned(text)
    if said.said is Said.SEVERAL:
        raise _two_scans()
    for spelling in said.spellings:
        found = queries.labelled(reader, spelling) or _with_serial(reader, spelling)
        if found is not None:
            return found
    if said.said is Said.OTHER and _are_two(queries.labels(reader), said.spellings):
        raise _two_scans()
    return None


def _with_serial(reader: Reader, text: str) -> DeviceRecord | None:
    found = queries.with_serial(reader, serial_key(text))
    if len(found) > 1:
        raise Trouble(
            "scan_several",
            N_("Several devices have the serial number {text}: {names}. Choose one in the list."),
            text=text,
            names=", ".join(each.name for each in found),
        )
    return found[0] if found else None


def _are_two(labels: frozenset[str], texts: Sequence[str]) -> bool:
    """Tell whether a text is two labels, one right after the other."""
    whole = [text.upper() for text in texts]
    return any(
        text[:at] in labels and text[at:] in labels for text in whole for at in range(1, len(text))
    )


def _two_scans() -> Trouble:
    return Trouble(
        "two_scans", N_("Two labels came at once, so none was taken. Scan one at a time.")
    )


def _not_found(text: str) -> Trouble:
    said = scanned(text).said
    if said in {Said.EMPTY, Said.LONG}:
        return Trouble("scan_nothing", N_("Nothing was read. Scan the label once more."))
    shown = text.strip()[:40]
    if said is Said.DOUBTFUL:
        return Trouble(
            "label_doubtful",
            N_("{text} was not read rightly: the last digit does not fit. Scan once more."),
            text=shown,
        )
    return Trouble(
        "label_unknown",
        N_("No device has the label or serial number {text}. Scan again, or register the device."),
        text=shown,
    )


def _keep_for(writer: Writer, device: DeviceRecord, borrower: Borrower, reason: str) -> None:
    for trouble in lacking(writer, borrower):
        if trouble.code != "lend_needs_consent":
            raise trouble
    for trouble in not_hers(writer, device, borrower):
        raise trouble
    wanted = (borrower.patient_id, borrower.institution_id)
    before = (device.reserved_for, device.reserved_institution)
    if any(before) and before != wanted:
        raise Trouble(
            "device_reserved",
            N_("{name} is reserved for somebody else already. Give up that reservation first."),
            name=device.name,
        )
    if before == wanted:
        writer.quiet()
        return
    if DeviceState(device.state) in IN_HOUSE:
        records.reserve(writer, device.id, *wanted)
    if device.state != DeviceState.READY:
        move(writer, device, DeviceState.RESERVED, reason)


def _give_up(writer: Writer, device: DeviceRecord, reason: str) -> None:
    if DeviceState(device.state) is DeviceState.RESERVED:
        move(writer, device, DeviceState.IN_STORE, reason or tr("The reservation was given up"))
    elif device.reserved_for or device.reserved_institution:
        records.reserve(writer, device.id, None, None)
    else:
        writer.quiet()
