"""«Hvorfor»: for any alert, or any reading that gave none, the rules tried and the numbers used.

Nothing is judged here: the same rules are tried once more, on the same readings, to be told.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from station.core import log
from station.core.i18n import N_, speaking, tr
from station.core.trouble import Trouble
from station.models.database import Reader
from station.models.queries import alerts as alert_queries
from station.models.queries import readings as reading_queries
from station.models.queries.alerts import EventRow
from station.models.queries.judging import failed as judging_failed
from station.rules.combining import reach_ms
from station.rules.explain import Held, Tried, explain, explain_combination
from station.rules.limits import Level
from station.rules.readings import Reading
from station.rules.rulebook import COMBINATION
from station.rules.stored_why import whole_words
from station.services.judging.case import Case
from station.services.known import known_patient
from station.services.patients.checks import parse_day
from station.services.readings.entry import Line, lines
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.why.words import (
    Context,
    RuleLine,
    nearest_words,
    plan_words,
    rest_words,
    rule_lines,
    summary_words,
)

__all__ = ["Explained", "Explaining", "RuleLine", "Told"]


@dataclass(frozen=True, slots=True)
class Told:
    """A level that an alert reached by this reading, as it was told then."""

    alert_id: str
    component: str
    side: str
    level: Level
    sentence: str


@dataclass(frozen=True, slots=True)
class Explained:
    """Why one reading did or did not alert, in the language of the one who asks.

    `summary` says it in one sentence; `told` is what was raised by it, `rules` every rule tried
    now, `plan` who decided at the time of the reading, `rests` what holds back, `nearest` what it
    would have taken. `tried` are the rules as values. `readable` is False where the patient
    cannot be judged.
    """

    patient_id: str
    name: str
    born: str
    line: Line
    arrived_at: int
    now: int
    summary: str
    plan: str = ""
    told: tuple[Told, ...] = ()
    rules: tuple[RuleLine, ...] = ()
    rests: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    tried: tuple[Tried, ...] = ()
    readable: bool = True


class Explaining:
    """Explains readings and alerts; reads only, but for the row in the log that says so."""

    def __init__(self, record: Record) -> None:
        """Read from `record`."""
        self._record = record

    def reading(self, session: Session, reading_id: str) -> Explained:
        """Explain one reading; Trouble `reading_unknown` if it is gone."""
        require(session, Right.SEE_PATIENTS)
        with self._record.write(session) as writer, speaking(session.language):
            found = _explained(writer, reading_id, writer.now)
            writer.audit("why_opened", "reading", reading_id, found.patient_id)
        return found

    def alert(self, session: Session, alert_id: str) -> Explained:
        """Explain the reading that raised an alert to where it stands.

        Raises Trouble `alert_unknown`, and `reading_unknown` if its reading is gone.
        """
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            row = alert_queries.one(reader, alert_id)
        if row is None:
            raise Trouble("alert_unknown", N_("This alert is not in the file any more."))
        return self.reading(session, row.reading_id)


def _explained(reader: Reader, reading_id: str, now: int) -> Explained:
    reading = reading_queries.one(reader, reading_id)
    if reading is None:
        raise Trouble("reading_unknown", N_("This reading is not in the file any more."))
    patient = known_patient(reader, reading.patient_id)
    tried, context = _tried(reader, reading, now)
    told = _told(reader, reading)
    judged = context.case is not None and not judging_failed(reader, reading.patient_id)
    return Explained(
        reading.patient_id,
        f"{patient.given_name} {patient.family_name}".strip(),
        _born(patient.birth_date or ""),
        lines(reader, [reading], now)[0],
        reading.arrived_at,
        now,
        summary_words(reading, tried, [each.level for each in told], judged=judged),
        plan_words(context),
        told,
        rule_lines(context, tried),
        rest_words(context, tried),
        nearest_words(tried),
        tried,
        readable=context.case is not None,
    )


def _born(text: str) -> str:
    born = parse_day(text)
    return "" if born is None else tr("born {day}", day=f"{born:%d.%m.%Y}")


def _tried(reader: Reader, reading: Reading, now: int) -> tuple[tuple[Tried, ...], Context]:
    """Try every rule; what cannot be tried is told as such and never stops the rest."""
    try:
        case = Case(reader, reading.patient_id)
        components = case.components((reading.kind,))
    except Exception as error:  # noqa: BLE001  (a plan that cannot be read is to be told)
        log.bug("explaining", error)
        return (), Context(reader, reading, None, now)
    found = tuple(
        tried for component in components for tried in _component(case, reading, component)
    )
    return found, Context(reader, reading, case, now)


def _component(case: Case, reading: Reading, component: str) -> Sequence[Tried]:
    try:
        grounds = case.grounds(component)
        closings = case.closings(component)
        if not component.startswith(COMBINATION):
            ordered = case.samples(component, grounds.first or 0)
            return explain(reading, component, grounds, ordered, closings)
        identifier = component.removeprefix(COMBINATION)
        since = (grounds.first or 0) - reach_ms(identifier, case.force)
        tried = explain_combination(
            reading, identifier, case.force, case.series(identifier, since), closings
        )
        # A rule that the plan did not have then was not tried.
        return [each for each in tried if each.held is not Held.NO_PLAN]
    except Exception as error:  # noqa: BLE001  (one rule's fault must not hide the others)
        log.bug("explaining", error)
        return (Tried("", component, held=Held.FAILED),)


def _told(reader: Reader, reading: Reading) -> tuple[Told, ...]:
    at = reading.taken_at
    events = alert_queries.events(reader, reading.patient_id, at, at + 1)
    return tuple(_event(event) for event in events if event.reading_id == reading.id)


def _event(event: EventRow) -> Told:
    said = whole_words(event.why)
    return Told(event.alert_id, event.component, event.side, Level(event.level), said)
