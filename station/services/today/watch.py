"""The watch: judges every minute what time alone changes, and tells when it last did.

Silence becomes a state of its own here, a pause ends, a deadline passes, and a patient whose rules
failed is tried again. Readings themselves are judged the moment they come in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from station.core import log
from station.core.trouble import Trouble
from station.models.database import Reader, Writer
from station.models.queries import followup
from station.models.queries import judging as queries
from station.models.queries import readings as reading_queries
from station.models.queries import worklist as rows
from station.models.queries.worklist import LatestRow, PatientRow, PlanRow
from station.models.records import alerts as alert_records
from station.models.records import judging as records
from station.rules.overdue import Missing
from station.rules.status import FOLLOWED
from station.services.judging import judging
from station.services.office.clockwatch import ClockFault, ClockWatch
from station.services.record import Record
from station.services.session import Session
from station.services.today.worklist import missing_of

EVERY_MS = 60_000
STATION = Session("", "Station", "", "system", "nb")
"""Who judges by the clock: no person."""


@dataclass(frozen=True, slots=True)
class Watched:
    """When everything was last judged (UTC ms; None: never), and whether the last try failed.

    `clock` says whether the PC's clock was set meanwhile.
    """

    judged_at: int | None
    failed: bool = False
    clock: ClockFault = ClockFault.NONE


class Sweeper:
    """Judges by the clock; one for the whole program, used on the record lane only."""

    def __init__(self, record: Record) -> None:
        """Judge what is in `record`."""
        self._record = record
        self._state = Watched(None)
        self._clock = ClockWatch(record.clock)

    @property
    def state(self) -> Watched:
        """How it stands, without looking at anything but the clock."""
        return replace(self._state, clock=self._clock.look())

    def look(self) -> Watched:
        """Judge if a minute has passed since the last time, and tell how it stands."""
        last, now = self._state.judged_at, self._record.clock.now()
        # A clock that was turned back must not let the judging wait for it.
        if last is None or self._state.failed or not 0 <= now - last < EVERY_MS:
            self.sweep()
        return self.state

    def sweep(self) -> Watched:
        """Judge now; a fault is logged and told by the state. Trouble `locked` without a file."""
        try:
            with self._record.write(STATION) as writer:
                _sweep(writer)
                now = writer.now
        except Trouble as trouble:
            self._state = Watched(self._state.judged_at, failed=True)
            if trouble.code == "locked":
                raise
            log.event("trouble", code=trouble.code)
        except Exception as error:  # noqa: BLE001  (the screen turns grey; the next try comes)
            log.bug("sweep", error)
            self._state = Watched(self._state.judged_at, failed=True)
        else:
            self._state = Watched(now)
        return self.state


@dataclass(frozen=True, slots=True)
class _Known:
    """What silence is judged by, of everybody, read in one look."""

    plans: Mapping[str, PlanRow]
    newest: Mapping[str, Sequence[LatestRow]]
    pauses: Mapping[str, Sequence[tuple[int, int]]]
    closer: frozenset[str]
    noted: Mapping[str, Mapping[str, int]]


def _look(reader: Reader, now: int) -> _Known:
    return _Known(
        rows.plans_in_force(reader, now),
        rows.latest(reader),
        rows.pauses(reader),
        frozenset(row.patient_id for row in followup.followups(reader, now)),
        queries.all_open_missing(reader),
    )


def _sweep(writer: Writer) -> None:
    writer.quiet()
    patients = rows.patients(writer, tuple(sorted(FOLLOWED)), writer.clock_now)
    known = _look(writer, writer.clock_now)
    judged = [patient.patient_id for patient in patients if _judged(writer, patient, known)]
    records.all_judged(writer, judged)
    _end_forgotten(writer, {patient.patient_id for patient in patients})
    _end_waiting(writer)
    writer.touch("judging")


def _judged(writer: Writer, patient: PatientRow, known: _Known) -> bool:
    """Judge one patient; False if her rules fail, which must not stop the others."""
    patient_id = patient.patient_id
    try:
        _note_silence(writer, patient, known)
    except Exception as error:  # noqa: BLE001  (one patient's trouble must not stop another's)
        log.bug("judging", error)
        records.judged(writer, patient_id, records.FAILED, type(error).__name__)
        writer.touch("judging", patient_id)
        return False
    if patient.judged or patient.judged_at is None:
        return True
    return _tried_again(writer, patient_id)


def _tried_again(writer: Writer, patient_id: str) -> bool:
    judging.judge_again(writer, patient_id, reading_queries.kinds_of(writer, patient_id))
    well = rows.judged_well(writer, patient_id)
    if well:
        writer.audit("judged_again", "patient", patient_id, patient_id)
        writer.touch("judging", patient_id)
    return well


def _note_silence(writer: Writer, patient: PatientRow, everything: _Known) -> None:
    patient_id = patient.patient_id
    silent = () if patient.paused else _silence(everything, patient_id, writer.clock_now)
    due = {each.kind: each.due_at for each in silent}
    known = everything.noted.get(patient_id, {})
    for kind in due.keys() - known.keys():
        records.note_missing(writer, patient_id, kind, due[kind])
    for kind in known.keys() - due.keys():
        records.end_missing(writer, patient_id, kind, None, writer.now)
    if due.keys() != known.keys():
        writer.touch("judging", patient_id)


def _silence(known: _Known, patient_id: str, now: int) -> tuple[Missing, ...]:
    plan, newest = known.plans.get(patient_id), known.newest.get(patient_id, ())
    pauses = known.pauses.get(patient_id, ())
    return missing_of(plan, newest, now, pauses, closer=patient_id in known.closer)


def _end_forgotten(writer: Writer, followed: set[str]) -> None:
    """Nobody is missing who is no longer followed."""
    for patient_id in _silent(writer) - followed:
        for kind in queries.open_missing(writer, patient_id):
            records.end_missing(writer, patient_id, kind, None, writer.now)
        writer.touch("judging", patient_id)


def _silent(reader: Reader) -> set[str]:
    return set(queries.silent_patients(reader))


def _end_waiting(writer: Writer) -> None:
    """An alert whose deadline has passed stands open again."""
    for alert_id, patient_id in queries.overdue_waits(writer, writer.clock_now):
        alert_records.end_waiting(writer, alert_id)
        writer.touch("alerts", patient_id)
