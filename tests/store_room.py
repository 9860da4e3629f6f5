"""The store for tests: devices made ready and looked over with every step ticked, all at once."""

from station.models.database import Writer
from station.models.queries import devices, store
from station.models.records import checks
from station.rules.equipment import DeviceState, Purpose
from station.rules.equipment_steps import Outcome, steps_of
from station.services.equipment.checks import begin_round
from station.services.equipment.device_moving import known_device, move
from station.services.record import Record
from station.services.session import Session


def tick_all(record: Record, session: Session, device_id: str, purpose: Purpose) -> str:
    """Go a device over, find everything in order, and give the open round's id."""
    with record.write(session) as writer:
        return _ticked(writer, device_id, purpose)


def make_ready(record: Record, session: Session, device_id: str) -> str:
    """Make a device in the store ready to be lent, and give its id."""
    with record.write(session) as writer:
        _through(writer, device_id, Purpose.PREPARE, DeviceState.READY)
    return device_id


def look_over(record: Record, session: Session, device_id: str) -> str:
    """Look a device over that came back, bring it into the store, and give its id."""
    with record.write(session) as writer:
        _through(writer, device_id, Purpose.RETURN, DeviceState.IN_STORE)
    return device_id


def ready_again(record: Record, session: Session, device_id: str) -> str:
    """Look a device over that came back, and make it ready for the next one."""
    return make_ready(record, session, look_over(record, session, device_id))


def back_and_ready(record: Record, session: Session, loan_id: str) -> str:
    """Make the device of a loan that is over ready for the next one, and give its id."""
    with record.read() as reader:
        loan = devices.loan(reader, loan_id)
    assert loan is not None
    return ready_again(record, session, loan.device_id)


def _through(writer: Writer, device_id: str, purpose: Purpose, to: DeviceState) -> None:
    _ticked(writer, device_id, purpose)
    move(writer, known_device(writer, device_id), to)


def _ticked(writer: Writer, device_id: str, purpose: Purpose) -> str:
    device = known_device(writer, device_id)
    check_id = begin_round(writer, device, purpose)
    going_over = store.round_of(writer, check_id)
    assert going_over is not None
    for step in steps_of(purpose, device.kind, store.accessories(going_over)):
        checks.tick(writer, check_id, step, Outcome.OK, "for hånd")
    return check_id
