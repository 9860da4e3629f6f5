"""From the packets of a meter to readings of the right patient: one unit of work, all or nothing.

The loan decides whose they are. What is not certain is held back with its bytes; a failed
measurement is noted as such and never becomes a number.
"""

from collections.abc import Sequence
from dataclasses import replace

from station.core.i18n import speaking
from station.models.database import Writer
from station.models.queries import device_inbox as inbox
from station.models.queries import devices as queries
from station.models.queries.devices import DeviceRecord
from station.models.records import device_inbox as inbox_records
from station.models.records import device_log as log_records
from station.models.records import devices as records
from station.models.records.device_log import NewContact
from station.services.equipment.lending import free_address, known_device
from station.services.known import known_patient
from station.services.measuring.live import is_fresh, shown
from station.services.measuring.packets import Heard, read
from station.services.measuring.sorting import TEST_RUN, Case, Sorted, sort
from station.services.measuring.storing import (
    case_of,
    joined,
    lay_aside,
    learn,
    learnt_of,
    may_read,
    model_for,
    note,
    store,
    target,
    told,
    usable,
)
from station.services.measuring.values import (
    FETCH,
    LIVE,
    TEST,
    ClockFacts,
    ContactFacts,
    Delivered,
    DeviceFacts,
    LiveReading,
    LiveValue,
    RawPacket,
    Target,
)
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

__all__ = [
    "FETCH",
    "LIVE",
    "TEST",
    "ClockFacts",
    "ContactFacts",
    "Delivered",
    "DeviceFacts",
    "LiveReading",
    "LiveValue",
    "Measuring",
    "RawPacket",
    "Target",
]


def _bare(packet: RawPacket) -> inbox_records.Packet:
    return packet.characteristic, packet.payload, packet.arrived_at


class Measuring:
    """Takes in what meters sent."""

    def __init__(self, record: Record) -> None:
        """Write to `record`."""
        self._record = record

    def targets(self, session: Session) -> tuple[Target, ...]:
        """Give the devices that are to be read when they are seen.

        They lie on the open loan of a living patient with a valid consent, and have an address.
        """
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            found = queries.on_loan(reader)
            return tuple(target(each) for each in found if may_read(reader, each.patient_id))

    def take(
        self,
        session: Session,
        device_id: str,
        packets: Sequence[RawPacket],
        clock: ClockFacts | None = None,
        purpose: str = FETCH,
    ) -> Delivered:
        """Store what a lent device sent, in one unit of work; safe to repeat.

        The open loan decides whose it is; what a device sends that nobody has on loan is held.
        With the purpose TEST all of it is held. Trouble `device_unknown` if it is not registered.
        """
        require(session, Right.EDIT_PATIENTS)
        if not packets:
            return Delivered()
        with self._record.write(session) as writer, speaking(session.language):
            device = known_device(writer, device_id)
            heard = read(device.id, model_for(device), packets, clock, device.user_index)
            case = case_of(writer, device, test=purpose == TEST)
            found = sort(writer, case, heard, heard.values)
            inbox_records.let_go(writer, device.id, map(_bare, packets))
            return _stored(writer, case, found, (heard, clock, packets))

    def keep(self, session: Session, device_id: str, packets: Sequence[RawPacket]) -> None:
        """Keep packets that wait for the device's clock, so that they outlive a killed program.

        take() lets them go; take_kept() takes those in that nobody came back for.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            inbox_records.keep(writer, device_id, map(_bare, packets))

    def take_kept(self, session: Session) -> int:
        """Take in what a program that died had kept, without the device's clock; give how many."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.read() as reader:
            found = inbox.waiting(reader)
        for device_id, packets in found.items():
            self.take(session, device_id, [RawPacket(*each) for each in packets])
        return sum(len(packets) for packets in found.values())

    def live(
        self,
        session: Session,
        device_id: str,
        patient_id: str,
        packets: Sequence[RawPacket],
        clock: ClockFacts | None = None,
    ) -> LiveValue:
        """Say what was measured at the office; nothing is stored.

        Raises Trouble `device_unknown`, `device_retired`, `lent_to_other`, `patient_unknown`.
        """
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            device = usable(reader, device_id, patient_id)
            row = known_patient(reader, patient_id)
            name = f"{row.given_name} {row.family_name}".strip()
            heard = read(device.id, model_for(device), packets, clock, device.user_index)
            return shown(reader, device, (patient_id, name), heard)

    def confirm(
        self,
        session: Session,
        device_id: str,
        patient_id: str,
        packets: Sequence[RawPacket],
        clock: ClockFacts | None = None,
    ) -> Delivered:
        """Store what live() showed, since a person said that it is this patient's.

        What came out of the meter's memory at the same time goes the way of take(). Raises what
        live() raises.
        """
        return self._decided(session, (device_id, patient_id), packets, clock, kept=True)

    def discard(
        self,
        session: Session,
        device_id: str,
        patient_id: str,
        packets: Sequence[RawPacket],
        clock: ClockFacts | None = None,
    ) -> Delivered:
        """Lay what live() showed aside as a test; it never counts, also when it is sent again.

        It lies among what is discarded in the quarantine, from where it can be taken back.
        """
        return self._decided(session, (device_id, patient_id), packets, clock, kept=False)

    def contact(self, session: Session, facts: ContactFacts) -> None:
        """Note that a contact with a device ended, however it did."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            device = known_device(writer, facts.device_id)
            if learnt := learnt_of(writer, facts):
                records.learn(writer, device.id, learnt)
            log_records.add_contact(writer, _contact(device, facts))
            writer.audit(
                "device_contacted",
                "device",
                device.id,
                device.patient_id,
                purpose=facts.purpose,
                outcome=facts.outcome,
            )

    def paired(
        self,
        session: Session,
        device_id: str,
        address: str,
        facts: DeviceFacts,
        *,
        bonded: bool = True,
        unencrypted_ok: bool = False,
    ) -> None:
        """Note that a device was paired at an address.

        Raises Trouble `device_unknown`, and `address_taken` when another one has the address.
        """
        require(session, Right.EDIT_PATIENTS)
        place = address.strip().upper()
        with self._record.write(session) as writer:
            device = known_device(writer, device_id)
            free_address(writer, place, device.id)
            records.pair(writer, device.id, place, bonded=bonded, unencrypted_ok=unencrypted_ok)
            learn(writer, device, facts)

    def facts(self, session: Session, device_id: str, facts: DeviceFacts) -> None:
        """Keep what a device told about itself."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            learn(writer, known_device(writer, device_id), facts)
            # The state of a thing, no part of anybody's record; contact() leaves its row.
            writer.quiet()

    def _decided(
        self,
        session: Session,
        whose: tuple[str, str],
        packets: Sequence[RawPacket],
        clock: ClockFacts | None,
        *,
        kept: bool,
    ) -> Delivered:
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer, speaking(session.language):
            device = usable(writer, *whose)
            known_patient(writer, whose[1])
            heard = read(device.id, model_for(device), packets, clock, device.user_index)
            fresh = [each for each in heard.values if is_fresh(each)]
            old = [each for each in heard.values if not is_fresh(each)]
            refused = "" if kept else TEST_RUN
            case = Case(device, whose[1], device.loan_id, refused=refused, asked=True)
            found = joined(
                sort(writer, case, heard, fresh),
                sort(writer, case_of(writer, device), Heard(), old),
            )
            return _stored(writer, case, found, (heard, clock, packets))


_Came = tuple[Heard, ClockFacts | None, Sequence[RawPacket]]


def _stored(writer: Writer, case: Case, found: Sorted, came: _Came) -> Delivered:
    heard, clock, packets = came
    device = case.device
    delivered, receipt = store(writer, device, found)
    if case.refused == TEST_RUN and case.asked:
        lay_aside(writer, found, receipt)
    note(writer, device, heard, clock)
    counts = {
        name: int(getattr(delivered, name)) for name in ("stored", "duplicates", "held", "failed")
    }
    writer.audit(
        "device_read", "device", device.id, case.patient_id, packets=len(packets), **counts
    )
    return replace(
        told(writer, delivered, receipt), patient_id=case.patient_id, packets=len(packets)
    )


def _contact(device: DeviceRecord, facts: ContactFacts) -> NewContact:
    return NewContact(
        device.id,
        facts.purpose,
        facts.begun_at,
        facts.outcome,
        device.loan_id,
        device.patient_id,
        facts.came,
        facts.stored,
        facts.duplicates,
        facts.held,
        facts.failed,
        facts.battery,
        facts.clock_offset_ms,
    )
