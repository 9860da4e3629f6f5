"""Meters in the room of a journey: lent in the register, switched on in the air, measuring."""

from datetime import datetime

from station.core.zone import local
from station.services.equipment.lending import NewDevice
from station.services.measuring.measuring import DeviceFacts
from tests.bluetooth import PrivateRadio
from tests.journeys.driver import Nurse
from tests.store_room import make_ready


def shown_now(nurse: Nurse) -> datetime:
    """What a right clock shows where the nurse is."""
    return local(nurse.clock.now()).replace(tzinfo=None)


def patient_named(nurse: Nurse, name: str) -> str:
    """The id of a patient, by the name on the screen."""
    session = nurse.keeper.session
    assert session is not None
    found = nurse.ask(lambda: nurse.station.patients.search(session, name))
    return found[0].id


def lend(nurse: Nurse, name: str, address: str, model: str, kind: str, called: str) -> str:
    """Registers a meter and lends it, as was done some other day: without a bond, agreed to."""
    session, patient_id = nurse.keeper.session, patient_named(nurse, name)
    assert session is not None
    new = NewDevice(kind, model, called, address=address)
    lending, measuring = nurse.station.lending, nurse.station.measuring

    def done() -> str:
        device_id = lending.register(session, new)
        facts = DeviceFacts()
        measuring.paired(session, device_id, address, facts, bonded=False, unencrypted_ok=True)
        make_ready(nurse.station.record, session, device_id)
        lending.lend(session, device_id, patient_id)
        return device_id

    device_id = nurse.ask(done)
    nurse.settle()
    return device_id


def listens(nurse: Nurse, air: PrivateRadio) -> None:
    """Waits until the program listens: it begins when the first page has been shown."""
    session = nurse.keeper.session
    assert session is not None
    nurse.until(lambda: nurse.station.listening.radio(session).ready, "the radio")
    assert air.address


def from_device(nurse: Nurse, address: str, kind: str) -> list[tuple[str, float]]:
    """The stored readings of a kind from the device at an address, with whose they are."""

    def read() -> list[tuple[str, float]]:
        sql = (
            "SELECT p.given_name || ' ' || p.family_name, r.value FROM readings r "
            "JOIN patients p ON p.id = r.patient_id JOIN devices d ON d.id = r.device_id "
            "WHERE d.address = ? AND r.kind = ? ORDER BY r.taken_at"
        )
        with nurse.station.record.read() as reader:
            return [
                (str(who), float(str(value))) for who, value in reader.raw(sql, (address, kind))
            ]

    return nurse.ask(read)


def held_back(nurse: Nurse) -> list[tuple[str, str]]:
    """Why something from a lent device is held back, and how that stands; of today only."""

    def read() -> list[tuple[str, str]]:
        sql = (
            "SELECT reason_code, state FROM quarantine WHERE source = 'device' AND received_at > ?"
        )
        with nurse.station.record.read() as reader:
            rows = reader.raw(sql, (nurse.clock.now() - 3_600_000,))
        return [(str(reason), str(state)) for reason, state in rows]

    return nurse.ask(read)
