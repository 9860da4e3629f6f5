"""The end of a service: what is still out, and the steps 5.1 to 5.3 that close it (S24).

A service that ends while anything is out becomes «ended, equipment out» by itself. It is ended
when all equipment is in (5.1), the user is archived in the DHO system (5.2) and the service is
ended in the EPJ (5.3): whichever comes last completes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from station.core.i18n import N_, ntr, speaking, tr
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.models.database import Reader, Writer
from station.models.queries import ending as queries
from station.models.queries.ending import OutRow, StepRow
from station.models.queries.patients import PatientRow
from station.models.records import ending as records
from station.models.records import patients
from station.rules.status import ENDING_STEPS, EndingStep, Status, settled
from station.services.equipment.device_words import device_kind
from station.services.known import known_patient
from station.services.patients.values import PatientIncomplete
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session

_STEPS: Final[Mapping[EndingStep, str]] = {
    EndingStep.EQUIPMENT: N_("5.1 All equipment is in"),
    EndingStep.ARCHIVED: N_("5.2 The user is archived in the DHO system"),
    EndingStep.RECORD: N_("5.3 The service is ended in the EPJ"),
}


@dataclass(frozen=True, slots=True)
class OutLine:
    """One device that a patient still has, ready to read; `from_at` UTC ms."""

    loan_id: str
    device_id: str
    words: str
    from_at: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step as a screen shows it; 5.1 ticks itself when the last device is in."""

    step: EndingStep
    words: str
    done: bool
    by_hand: bool
    done_on: date | None
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class EndingState:
    """How far the end of a service has come; `status` is the patient's status now.

    `applies` tells whether the steps are asked for: the service is closing or closed.
    """

    status: Status
    out: tuple[OutLine, ...]
    steps: tuple[StepLine, ...]
    missing: tuple[EndingStep, ...]

    @property
    def applies(self) -> bool:
        """Tell whether the service is closing or closed."""
        return self.status in (Status.ENDED, Status.ENDED_EQUIPMENT_OUT)


class Ending:
    """Shows and ticks what closes a service."""

    def __init__(self, record: Record) -> None:
        """Work on `record`."""
        self._record = record

    def state(self, session: Session, patient_id: str) -> EndingState:
        """Tell how far the end has come; Trouble `patient_unknown` for nobody known."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader, speaking(session.language):
            return _state(reader, known_patient(reader, patient_id))

    def tick(
        self,
        session: Session,
        patient_id: str,
        step: EndingStep,
        on: date | None = None,
        note: str = "",
    ) -> EndingState:
        """Note that 5.2 or 5.3 was done (today unless `on` says when); the last one completes.

        Raises Trouble `ending_not_yet` while the service goes on, `ending_over` when it is over,
        `ending_by_itself` for 5.1, `ending_ticked` for a step that is ticked, and
        PatientIncomplete for a day to come.
        """
        require(session, Right.EDIT_PATIENTS)
        today = day_of(self._record.clock.now())
        if on is not None and on > today:
            raise PatientIncomplete({"done_on": tr("This day has not come yet.")})
        with self._record.write(session) as writer, speaking(session.language):
            row = _closing(writer, patient_id, step)
            if row.status == Status.ENDED:
                raise Trouble("ending_over", N_("The service is over already."))
            if step in _done(writer, patient_id):
                raise Trouble("ending_ticked", N_("This step is ticked already."))
            done_on = (on or today).isoformat()
            records.tick(writer, patient_id, step, done_on=done_on, note=note.strip())
            settle(writer, patient_id)
            return _state(writer, known_patient(writer, row.id))

    def untick(self, session: Session, patient_id: str, step: EndingStep) -> EndingState:
        """Take a tick back; a service that was over by it is so no longer.

        Raises what tick() does, and Trouble `ending_not_ticked`.
        """
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer, speaking(session.language):
            row = _closing(writer, patient_id, step)
            if not records.untick(writer, patient_id, step):
                raise Trouble("ending_not_ticked", N_("This step is not ticked."))
            settle(writer, patient_id)
            return _state(writer, known_patient(writer, row.id))


def settle(writer: Writer, patient_id: str) -> Status | None:
    """Set the status that follows from what is out and what is ticked; None where it stands.

    Called within the unit of work that ended (or took back the end of) a loan, or ticked a step.
    """
    row = known_patient(writer, patient_id)
    before = Status(row.status)
    after = settled(before, held=bool(holds_back(writer, patient_id)))
    if after is before:
        return None
    patients.set_status(writer, row.id, row.revision, row.status, after)
    writer.touch("judging", row.id)
    return after


def missing_steps(reader: Reader, patient_id: str) -> tuple[EndingStep, ...]:
    """Give the steps that are not done, in their order."""
    done = set(_done(reader, patient_id)) - {EndingStep.EQUIPMENT}
    if not queries.out_of(reader, patient_id):
        done.add(EndingStep.EQUIPMENT)
    return tuple(step for step in ENDING_STEPS if step not in done)


def holds_back(reader: Reader, patient_id: str) -> tuple[EndingStep, ...]:
    """Give what keeps a service from being over; nothing for whom nothing was ever lent."""
    return missing_steps(reader, patient_id) if queries.ever_lent(reader, patient_id) else ()


def not_over_yet(reader: Reader, patient_id: str) -> Trouble:
    """Give the trouble that names what is missing before the service is ended."""
    missing = missing_steps(reader, patient_id)
    out = queries.out_of(reader, patient_id)
    steps = "; ".join(tr(_STEPS[step]) for step in missing)
    sentence = N_(
        "The service is not over yet. Missing: {steps}. {out}It stays «ended, equipment still out» "
        "until then, and ends by itself with the last one."
    )
    return Trouble("ending_missing", sentence, steps=steps, out=_out_sentence(out))


def step_words(step: EndingStep) -> str:
    """Give a step with its number, in the language spoken now."""
    return tr(_STEPS[step])


def out_words(row: OutRow) -> str:
    """Say which device it is: «Pulsoksymeter O-12»."""
    return f"{device_kind(row.kind)} {row.name}".strip()


def _out_sentence(out: tuple[OutRow, ...]) -> str:
    if not out:
        return ""
    named = ", ".join(map(out_words, out))
    told = ntr(
        "{n} device is out: {named}.", "{n} devices are out: {named}.", len(out), named=named
    )
    return f"{told} "


def _done(reader: Reader, patient_id: str) -> frozenset[EndingStep]:
    known = set(EndingStep)
    rows = queries.steps_of(reader, patient_id)
    return frozenset(EndingStep(row.step) for row in rows if row.step in known)


def _closing(writer: Writer, patient_id: str, step: EndingStep) -> PatientRow:
    row = known_patient(writer, patient_id)
    if step is EndingStep.EQUIPMENT:
        raise Trouble(
            "ending_by_itself",
            N_("This step ticks itself when the last device is taken back or reported lost."),
        )
    if row.status not in (Status.ENDED, Status.ENDED_EQUIPMENT_OUT):
        raise Trouble(
            "ending_not_yet", N_("The service is not ended. End it first, with a reason.")
        )
    return row


def _state(reader: Reader, row: PatientRow) -> EndingState:
    out = queries.out_of(reader, row.id)
    ticked = {each.step: each for each in queries.steps_of(reader, row.id)}
    missing = missing_steps(reader, row.id)
    return EndingState(
        Status(row.status),
        tuple(map(_out_line, out)),
        tuple(_step_line(step, step not in missing, ticked.get(step)) for step in ENDING_STEPS),
        missing,
    )


def _out_line(row: OutRow) -> OutLine:
    due = date.fromisoformat(row.due_on) if row.due_on else None
    return OutLine(row.loan_id, row.device_id, out_words(row), row.from_at, due)


def _step_line(step: EndingStep, done: bool, row: StepRow | None) -> StepLine:  # noqa: FBT001
    by_hand = step is not EndingStep.EQUIPMENT
    if row is None:
        return StepLine(step, step_words(step), done, by_hand, None, "", "")
    on = date.fromisoformat(row.done_on)
    return StepLine(step, step_words(step), done, by_hand, on, row.by, row.note)
