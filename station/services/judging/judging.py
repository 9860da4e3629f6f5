"""Judging: what a patient's readings mean by the plan in force, written down as alerts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from station.core import log
from station.models.database import Reader, Writer
from station.models.queries import judging as queries
from station.models.queries import readings as reading_queries
from station.models.records import alerts as alert_records
from station.models.records import judging as records
from station.rules.alerts import Event, State, What
from station.rules.limits import Side
from station.rules.readings import Reading
from station.services.judging.case import Case


@dataclass(frozen=True, slots=True)
class Outcome:
    """What judging one component came to, before anything is written.

    On the sides in `out` an alert is open whose values are not back in green, though somebody
    closed another one, which settled them (decision 0161).
    """

    component: str
    state: State
    events: tuple[Event, ...]
    out: frozenset[Side]

    def is_back(self, side: Side) -> bool:
        """Tell whether the values are back in green on `side`, where an alert is open."""
        return side not in self.out and _is_over(self.state, side)


def take_in(
    writer: Writer, patient_id: str, taken: Sequence[Reading], *, more: bool = False
) -> int:
    """Judge readings that were just stored for one patient; give how many levels were reached.

    A fault in a rule leaves the readings stored and the patient marked «kan ikke vurderes»; the
    next judging of anything of hers then judges everything from its first reading. With `more` to
    come at once, readings for which everything after them must be judged again leave her marked
    so, too: catch_up() is for the caller to call.
    """
    by_kind: dict[str, list[Reading]] = {}
    for reading in taken:
        by_kind.setdefault(reading.kind, []).append(reading)
    for kind, readings in by_kind.items():
        newest = max(readings, key=lambda reading: reading.arrived_at)
        if any(reading.counts for reading in readings):
            records.end_missing(writer, patient_id, kind, newest.id, newest.arrived_at)
    return _judge(writer, patient_id, by_kind, more=more)


def catch_up(writer: Writer, patient_id: str = "") -> str:
    """Judge one patient (any, without `patient_id`) of whom more was to come; "" for nobody."""
    waiting = queries.unjudged(writer)
    found = next((each for each in waiting if patient_id in ("", each)), "")
    if found:
        # It was not judged, and so everything of hers is.
        _judge(writer, found, {})
        writer.touch("judging", found)
    return found


def judge_again(writer: Writer, patient_id: str, kinds: Iterable[str]) -> int:
    """Judge whole kinds from their first reading, after a reading was marked or a plan changed.

    The component of a combination («combination.x») may stand among the kinds.
    """
    return _judge(writer, patient_id, dict.fromkeys(kinds))


def forget_closed(writer: Writer, patient_id: str, component: str, side: Side) -> None:
    """Tell the engine that a person has closed an alert, so that the next one is a new episode."""
    state = queries.state(writer, patient_id, component)
    records.keep_state(writer, patient_id, component, state.closed(side))


def _judge(
    writer: Writer,
    patient_id: str,
    by_kind: Mapping[str, Sequence[Reading] | None],
    *,
    more: bool = False,
) -> int:
    try:
        outcomes = _outcomes(writer, patient_id, by_kind, more=more)
    except Exception as error:  # noqa: BLE001  (one patient's trouble must not stop another's)
        log.bug("judging", error)
        records.judged(writer, patient_id, records.FAILED, type(error).__name__)
        return 0
    if outcomes is None:
        records.wait_for_more(writer, patient_id)
        return 0
    reached = sum(_write(writer, patient_id, outcome) for outcome in outcomes)
    records.judged(writer, patient_id)
    return reached


def _outcomes(
    reader: Reader,
    patient_id: str,
    by_kind: Mapping[str, Sequence[Reading] | None],
    *,
    more: bool,
) -> list[Outcome] | None:
    """Judge without writing; None where `more` comes and something must be judged from its first.

    What was judged then would be judged again with the next, and took the longer the more there is.
    """
    if queries.failed(reader, patient_id):
        if more:
            return None
        # What could not be judged then must not be forgotten because something can be now.
        kinds = (*by_kind, *reading_queries.kinds_of(reader, patient_id))
        by_kind = dict.fromkeys(kinds)
    case = Case(reader, patient_id)
    standing = queries.open_alerts(reader, patient_id)
    found = []
    for component in case.components(by_kind):
        state = queries.state(reader, patient_id, component)
        went_on = case.go_on(component, state, by_kind)
        if went_on is None and more:
            return None
        after, events = went_on if went_on is not None else case.judge_again(component)
        since = {event.side: event.sample.taken_at for event in reversed(events)}
        since |= {each.side: each.measured_at for each in standing if each.component == component}
        found.append(
            Outcome(component, after, tuple(events), _still_out(case, component, after, since))
        )
    return found


def _still_out(
    case: Case, component: str, after: State, since: Mapping[Side, int]
) -> frozenset[Side]:
    """Give the sides on which only a closing makes an alert's values look as if back in green.

    `since` has the sides on which an alert is open, and from when.
    """
    over = {side for side in since if _is_over(after, side)}
    closed = {each.side for each in case.closings(component)} if over else set()
    return frozenset(
        side for side in over & closed if not _is_over(case.unsettled(component, since[side]), side)
    )


def _is_over(state: State, side: Side) -> bool:
    episode = state.episode(side)
    return episode is None or episode.receded


def _write(writer: Writer, patient_id: str, outcome: Outcome) -> int:
    # Of an alert that was closed nothing is found again: what was known then is settled.
    known = queries.open_events(writer, patient_id, outcome.component)
    reached = [
        event
        for event in outcome.events
        if event.what is What.REACHED
        and (event.sample.reading_id, event.side.value, int(event.level)) not in known
    ]
    for event in reached:
        _raise(writer, patient_id, event)
    for alert in queries.open_alerts(writer, patient_id):
        if alert.component == outcome.component:
            _propose(writer, patient_id, alert, back_in_green=outcome.is_back(alert.side))
    records.keep_state(writer, patient_id, outcome.component, outcome.state)
    if outcome.events:
        writer.touch("alerts", patient_id)
    return len(reached)


def _raise(writer: Writer, patient_id: str, event: Event) -> None:
    if event.why is None:
        raise ValueError("a level is reached for a reason")
    raised = alert_records.Raised(
        patient_id,
        event.sample.reading_id,
        event.sample.taken_at,
        event.sample.arrived_at,
        event.why,
    )
    current = next(
        (
            alert
            for alert in queries.open_alerts(writer, patient_id)
            if alert.component == event.why.component and alert.side is event.side
        ),
        None,
    )
    if current is None:
        alert_records.open_alert(writer, raised)
    elif event.level > current.level:
        alert_records.escalate(writer, current.id, raised)
    else:
        alert_records.add_event(writer, current.id, raised)


def _propose(
    writer: Writer, patient_id: str, alert: queries.OpenAlert, *, back_in_green: bool
) -> None:
    if back_in_green and not alert.proposed:
        alert_records.propose_closing(writer, patient_id, alert.component, alert.side)
        writer.touch("alerts", patient_id)
    elif not back_in_green and alert.proposed:
        alert_records.withdraw_proposal(writer, patient_id, alert.component, alert.side)
        writer.touch("alerts", patient_id)
