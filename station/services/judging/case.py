"""One patient's case before the engine: what judging, replaying and explaining load alike."""

from collections.abc import Iterable, Mapping, Sequence

from station.models.database import Reader
from station.models.queries import forms as form_queries
from station.models.queries import judging as queries
from station.models.queries import readings as reading_queries
from station.rules.alerts import Event, Sample, State
from station.rules.combining import combinations_in, judge_combination, reach_ms
from station.rules.force import Force
from station.rules.ground import DAY_MS
from station.rules.kinds import kind_of, place_of
from station.rules.limits import Side
from station.rules.readings import Reading
from station.rules.replay import Closing, Grounds, judge, samples, samples_of
from station.rules.rulebook import COMBINATION
from station.services.judging.plan_conflicts import deciding

LOOKED_BACK_MS = 30 * DAY_MS
"""So far «k of the last n» is looked back, where judging does not begin with the first reading."""


class Case:
    """What decides for one patient, and her readings as the engine sees them.

    Loaded when asked for and kept: a case lives as long as one transaction.
    """

    def __init__(self, reader: Reader, patient_id: str) -> None:
        """Load what decides; Trouble or an error if a plan cannot be read."""
        self._reader = reader
        self._patient_id = patient_id
        self.force = Force(deciding(reader, patient_id))
        self.combinations = combinations_in(self.force)
        self._pauses = queries.pauses(reader, patient_id)
        self._samples: dict[tuple[str, int], list[Sample]] = {}
        self._grounds: dict[str, Grounds] = {}

    def components(self, kinds: Iterable[str]) -> tuple[str, ...]:
        """Give what readings of these kinds are judged by: their components and combinations.

        A combination's component may stand among the kinds itself.
        """
        asked = tuple(dict.fromkeys(kinds))
        plain = [
            part.code
            for kind in asked
            if not kind.startswith(COMBINATION)
            for part in kind_of(kind).components
        ]
        joined = [
            COMBINATION + identifier
            for identifier, parts in self.combinations.items()
            if COMBINATION + identifier in asked or not set(parts).isdisjoint(plain)
        ]
        return (*plain, *joined)

    def grounds(self, component: str) -> Grounds:
        """Give what `component` is judged by at any moment."""
        found = self._grounds.get(component)
        if found is None:
            answers = form_queries.answer_levels(self._reader, component)
            found = self._grounds.setdefault(component, Grounds(component, self.force, answers))
        return found

    def judge_again(self, component: str) -> tuple[State, list[Event]]:
        """Judge a component or a combination from its first reading, with every closing."""
        return self._judge_since(component, 0, self.closings(component))

    def unsettled(self, component: str, since: int) -> State:
        """Give where judging from a moment on (UTC ms) would stand if nobody had closed anything.

        What the rules look back on before that moment is looked at, too.
        """
        earlier = max(LOOKED_BACK_MS, self.grounds(component).window_ms)
        return self._judge_since(component, since - earlier, ())[0]

    def _judge_since(
        self, component: str, moment: int, closings: Sequence[Closing]
    ) -> tuple[State, list[Event]]:
        grounds = self.grounds(component)
        if grounds.first is None:
            return State(), []
        first = max(grounds.first, moment)
        if component.startswith(COMBINATION):
            identifier = component.removeprefix(COMBINATION)
            series = self.series(identifier, first - reach_ms(identifier, self.force))
            return judge_combination(State(), identifier, self.force, series, closings)
        ordered = self.samples(component, first)
        return judge(State(), grounds, ordered, closings)

    def go_on(
        self, component: str, state: State, new: Mapping[str, Sequence[Reading] | None]
    ) -> tuple[State, list[Event]] | None:
        """Judge what `new` readings (by kind) add after `state`; None if that needs a replay."""
        if component.startswith(COMBINATION):
            return self._go_on_together(component.removeprefix(COMBINATION), state, new)
        readings = new[place_of(component)[0].code]
        if readings is None:
            return None
        fresh = samples(component, readings, pauses=self._pauses)
        if not fresh:
            return state, []
        # At the same instant the order is that of the ids, which only a replay can keep.
        if fresh[0].taken_at <= state.up_to:
            return None
        grounds = self.grounds(component)
        before: Sequence[Sample] = ()
        if grounds.window_ms:
            earlier = self.samples(component, fresh[0].taken_at - grounds.window_ms)
            before = [sample for sample in earlier if sample.taken_at <= state.up_to]
        return judge(state, grounds, fresh, before=before)

    def series(self, identifier: str, since: int) -> dict[str, list[Sample]]:
        """Give the samples of a combination's constituents since a moment (UTC ms)."""
        return {part: self.samples(part, since) for part in self.combinations.get(identifier, ())}

    def samples(self, component: str, since: int) -> list[Sample]:
        """Give the samples of a component since a moment (UTC ms), in the order measured."""
        if (component, since) not in self._samples:
            kind, place = place_of(component)
            found = reading_queries.bare(self._reader, self._patient_id, kind.code, place, since)
            self._samples[component, since] = samples_of(found, pauses=self._pauses)
        return self._samples[component, since]

    def count(self, component: str) -> int:
        """Give how many readings a component has; of a combination, at how many moments."""
        if component.startswith(COMBINATION):
            series = self.series(component.removeprefix(COMBINATION), 0)
            return len({each.taken_at for ordered in series.values() for each in ordered})
        return len(self.samples(component, 0))

    def closings(self, component: str) -> list[Closing]:
        """Give when a person closed alerts of a component."""
        found = queries.closings(self._reader, self._patient_id, component)
        return [Closing(Side(side), at) for side, at in found]

    def _go_on_together(
        self, identifier: str, state: State, new: Mapping[str, Sequence[Reading] | None]
    ) -> tuple[State, list[Event]] | None:
        parts = {part: place_of(part)[0].code for part in self.combinations[identifier]}
        if any(new.get(kind, ()) is None for kind in (*parts.values(), COMBINATION + identifier)):
            return None
        fresh = [
            sample
            for part, kind in parts.items()
            for sample in samples(part, new.get(kind) or (), pauses=self._pauses)
        ]
        if not fresh:
            return state, []
        first = min(sample.taken_at for sample in fresh)
        if first <= state.up_to:
            return None
        series = self.series(identifier, first - reach_ms(identifier, self.force))
        return judge_combination(state, identifier, self.force, series)
