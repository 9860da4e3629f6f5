"""Judging everything again beside what is stored, without changing anything."""

from dataclasses import dataclass

from station.core.i18n import N_
from station.core.trouble import Trouble
from station.models.database import Reader
from station.models.queries import imports
from station.models.queries import judging as queries
from station.models.queries import readings as reading_queries
from station.rules.limits import Level
from station.rules.replay import unseen
from station.services.judging.case import Case
from station.services.record import Record


@dataclass(frozen=True, slots=True)
class Replayed:
    """One component of one patient: the levels that are stored, and what a replay adds to them.

    `unseen` counts the levels that the replay reaches and nobody was ever told of.
    """

    patient_id: str
    component: str
    readings: int
    yellow: int
    red: int
    unseen: int

    @property
    def differs(self) -> bool:
        """Tell whether the replay finds something that was never raised."""
        return self.unseen > 0


def replay_all(record: Record, patient: str = "") -> tuple[Replayed, ...]:
    """Replay one patient (by id or identity number) or everybody."""
    with record.read() as reader:
        ids = _ids(reader, patient, record.clock.now())
        return tuple(each for patient_id in ids for each in _replay(reader, patient_id))


def patient_id_of(record: Record, named: str) -> str:
    """Find a patient by id or identity number; Trouble `patient_unknown`."""
    with record.read() as reader:
        return _id(reader, named, record.clock.now())


def _ids(reader: Reader, patient: str, now: int) -> tuple[str, ...]:
    if patient:
        return (_id(reader, patient, now),)
    return tuple(each.patient_id for each in queries.followed(reader, now))


def _id(reader: Reader, named: str, now: int) -> str:
    found = imports.patient_by_number(reader, named) or named
    if not queries.followed(reader, now, found):
        raise Trouble("patient_unknown", N_("This patient is not in the register."))
    return found


def _replay(reader: Reader, patient_id: str) -> list[Replayed]:
    case = Case(reader, patient_id)
    kinds = reading_queries.kinds_of(reader, patient_id)
    return [_component(reader, patient_id, component, case) for component in case.components(kinds)]


def _component(reader: Reader, patient_id: str, component: str, case: Case) -> Replayed:
    _, events = case.judge_again(component)
    known = queries.known_events(reader, patient_id, component)
    levels = [level for _, _, level in known]
    return Replayed(
        patient_id,
        component,
        case.count(component),
        levels.count(Level.YELLOW),
        levels.count(Level.RED),
        len(unseen(events, known)),
    )
