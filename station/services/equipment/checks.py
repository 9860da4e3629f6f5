"""Going a device over, step by step and by name: before it is lent, and after it came back."""

from dataclasses import dataclass, field

from station.core.formats import when
from station.core.i18n import N_, speaking, tr
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.models.database import Reader, Writer
from station.models.queries import store, tablets
from station.models.queries.devices import DeviceRecord
from station.models.queries.store import RoundRecord, StepRecord
from station.models.queries.tablets import WIPED
from station.models.records import checks as records
from station.rules.equipment import NEXT, ROUND_AT, DeviceState, Purpose
from station.rules.equipment_steps import TABLET, Outcome, steps_of, undone
from station.services.equipment.device_moving import known_device, move, moved_meanwhile
from station.services.equipment.device_words import STEPS, clock_words, state_words, step_words
from station.services.equipment.register_checks import price
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

__all__ = ["CheckRound", "CheckStep", "Checks", "Outcome", "Purpose"]

WIPED_STEP = "wiped"


@dataclass(frozen=True, slots=True)
class CheckStep:
    """One step as a screen shows it: `outcome` is None until somebody ticked it.

    `evidence` is what Station knows that speaks for it, in words; it never ticks by itself.
    """

    step: str
    words: str
    outcome: Outcome | None
    note: str
    at: int | None
    by: str
    evidence: str


@dataclass(frozen=True, slots=True)
class CheckRound:
    """One going-over: open while `closed_at` is None; `missing` are the steps not done.

    `to` are the states that close() can bring the device to now.
    """

    id: str
    device_id: str
    purpose: Purpose
    loan_id: str | None
    begun_at: int
    begun_by: str
    closed_at: int | None
    closed_by: str
    outcome: str
    cost_ore: int
    note: str
    steps: tuple[CheckStep, ...]
    missing: tuple[str, ...]
    to: tuple[DeviceState, ...] = field(default=())


class Checks:
    """Keeps what was done with each device, and lets it through when all of it is done."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def begin(self, session: Session, device_id: str, purpose: Purpose) -> CheckRound:
        """Begin to go a device over, or go on with the round that is open for the same.

        Raises Trouble `check_no_steps` for a kind without steps, and `check_not_here` when the
        device is not where it is gone over for that.
        """
        require(session, Right.EDIT_PATIENTS)
        with speaking(session.language):
            with self._record.write(session) as writer:
                device = known_device(writer, device_id)
                begin_round(writer, device, purpose)
            with self._record.read() as reader:
                return _shown(reader, _open(reader, device_id), self._record.clock.now())

    def round(self, session: Session, device_id: str) -> CheckRound | None:
        """Give the open round of a device, or None."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            found = store.open_round(reader, device_id)
            return _shown(reader, found, self._record.clock.now()) if found else None

    def rounds(self, session: Session, device_id: str) -> tuple[CheckRound, ...]:
        """Give every round of a device, the newest first."""
        require(session, Right.SEE_PATIENTS)
        now = self._record.clock.now()
        with self._record.read() as reader, speaking(session.language):
            return tuple(_shown(reader, each, now) for each in store.rounds_of(reader, device_id))

    def tick(
        self,
        session: Session,
        check_id: str,
        step: str,
        outcome: Outcome | None,
        note: str = "",
    ) -> CheckRound:
        """Note what came of a step; None takes the tick away. Gives the round as it is then.

        Raises Trouble `check_over` on a closed round, `check_step` for a step that it does not
        have, `check_note` for NOT_OK without a note, and `check_wipe` for a tablet that is said to
        be emptied without a receipt and without a note of how.
        """
        require(session, Right.EDIT_PATIENTS)
        with speaking(session.language):
            with self._record.write(session) as writer:
                found = _still_open(writer, check_id)
                _may_tick(writer, found, step, outcome, note.strip())
                if outcome is None:
                    records.untick(writer, check_id, step)
                else:
                    records.tick(writer, check_id, step, outcome, note.strip())
            with self._record.read() as reader:
                return _shown(reader, found, self._record.clock.now())

    def close(
        self,
        session: Session,
        check_id: str,
        to_state: DeviceState,
        cost_ore: int | None = None,
        note: str | None = None,
    ) -> None:
        """End a round by moving the device: into use, or to cleaning or repair, or scrapped.

        `note` is the reason of a move that needs one. To cleaning, the round goes on. Raises
        Trouble `check_over`, `move_steps` and what else device_moving.move() does.
        """
        right = Right.MANAGE_EQUIPMENT if to_state is DeviceState.SCRAPPED else Right.EDIT_PATIENTS
        require(session, right)
        price(cost_ore)
        with speaking(session.language), self._record.write(session) as writer:
            found = _still_open(writer, check_id)
            device = known_device(writer, found.device_id)
            records.note(writer, check_id, cost_ore, note.strip() if note else None)
            move(writer, device, to_state, note or "")


def begin_round(writer: Writer, device: DeviceRecord, purpose: Purpose) -> str:
    """Begin a round inside a unit of work, or go on with the open one; give its id."""
    if not steps_of(purpose, device.kind):
        raise Trouble(
            "check_no_steps",
            N_("{name} is not gone over: nothing is asked of it."),
            name=device.name,
        )
    if DeviceState(device.state) not in ROUND_AT[purpose]:
        raise Trouble(
            "check_not_here", _NOT_HERE[purpose], name=device.name, state=_state_of(device)
        )
    found = store.open_round(writer, device.id)
    if found is not None:
        writer.quiet()
        return found.id
    check_id = new_id()
    loan_id = store.last_loan(writer, device.id) if purpose is Purpose.RETURN else None
    records.begin(writer, check_id, device.id, purpose, loan_id)
    return check_id


def _state_of(device: DeviceRecord) -> str:
    return state_words(DeviceState(device.state))


def _open(reader: Reader, device_id: str) -> RoundRecord:
    found = store.open_round(reader, device_id)
    if found is None:
        raise moved_meanwhile(known_device(reader, device_id), 0)
    return found


def _still_open(writer: Writer, check_id: str) -> RoundRecord:
    found = store.round_of(writer, check_id)
    if found is None:
        raise Trouble("check_unknown", N_("This going-over is not in the register."))
    if found.closed_at is not None:
        raise Trouble(
            "check_over",
            N_(
                "This going-over was ended {when} by {name}. Nothing was changed; look at the "
                "device again."
            ),
            when=when(found.closed_at, writer.now),
            name=found.closed_by,
        )
    return found


def _may_tick(
    writer: Writer, found: RoundRecord, step: str, outcome: Outcome | None, note: str
) -> None:
    if step not in _steps(found):
        raise Trouble("check_step", N_("This step does not belong to the device."))
    if outcome is Outcome.NOT_OK and not note:
        raise Trouble(
            "check_note", N_("Write what is not in order: {step}."), step=step_words([step])
        )
    wiped = step == WIPED_STEP and outcome is not None and outcome is not Outcome.NOT_OK
    if wiped and found.kind == TABLET and not note and not _receipt(writer, found):
        raise Trouble(
            "check_wipe",
            N_(
                "There is no receipt of the tablet being emptied. Empty it from here, or write how "
                "it was emptied otherwise."
            ),
        )


def _receipt(reader: Reader, found: RoundRecord) -> bool:
    """Tell whether there is nothing on a tablet: it was never handed out since it was emptied."""
    newest = tablets.newest(reader, found.device_id)
    return newest is None or newest.state == WIPED


def _steps(found: RoundRecord) -> tuple[str, ...]:
    return steps_of(Purpose(found.purpose), found.kind, store.accessories(found))


def _shown(reader: Reader, found: RoundRecord, now: int) -> CheckRound:
    steps, noted = _steps(found), {row.step: row for row in store.steps_of(reader, found.id)}
    device = known_device(reader, found.device_id)
    missing = undone(steps, {step: Outcome(row.outcome) for step, row in noted.items()})
    fresh = store.round_of(reader, found.id) or found
    return CheckRound(
        fresh.id,
        fresh.device_id,
        Purpose(fresh.purpose),
        fresh.loan_id,
        fresh.begun_at,
        fresh.begun_by,
        fresh.closed_at,
        fresh.closed_by,
        fresh.outcome,
        fresh.cost_ore,
        fresh.note,
        tuple(_step(each, noted.get(each), _evidence(reader, device, each, now)) for each in steps),
        missing,
        _leads_to(fresh, device, missing),
    )


def _leads_to(
    found: RoundRecord, device: DeviceRecord, missing: tuple[str, ...]
) -> tuple[DeviceState, ...]:
    """Give where the round can bring the device: into use only when nothing is missing."""
    if found.closed_at is not None:
        return ()
    through = DeviceState.READY if found.purpose == Purpose.PREPARE else DeviceState.IN_STORE
    away = (DeviceState.CLEANING, DeviceState.REPAIR, DeviceState.SCRAPPED)
    wanted = away if missing else (through, *away)
    return tuple(each for each in wanted if each in NEXT[DeviceState(device.state)])


def _step(step: str, noted: StepRecord | None, evidence: str) -> CheckStep:
    words = tr(STEPS[step])
    if noted is None:
        return CheckStep(step, words, None, "", None, "", evidence)
    outcome = Outcome(noted.outcome)
    return CheckStep(step, words, outcome, noted.note, noted.at, noted.by, evidence)


def _evidence(reader: Reader, device: DeviceRecord, step: str, now: int) -> str:
    if step == "clock_set" and device.clock_at is not None:
        words = clock_words(device.clock_offset_ms)
        return tr("{words}, looked at {when}", words=words, when=when(device.clock_at, now))
    if step == "charged" and device.battery is not None and device.battery_at is not None:
        return tr(
            "Battery {percent} %, {when}",
            percent=device.battery,
            when=when(device.battery_at, now),
        )
    if step == WIPED_STEP and device.kind == TABLET:
        newest = tablets.newest(reader, device.id)
        if newest is not None and newest.state == WIPED and newest.ended_at is not None:
            return tr("Emptied {when}, with a receipt", when=when(newest.ended_at, now))
    if step == "test_reading":
        at = store.last_test(reader, device.id)
        return tr("Last heard {when}", when=when(at, now)) if at else ""
    return ""


_NOT_HERE = {
    Purpose.PREPARE: N_("{name} is prepared when it is in the store. Now: {state}."),
    Purpose.RETURN: N_("{name} is looked over when it has come back. Now: {state}."),
}
