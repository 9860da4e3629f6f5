"""The alert report: what the shipped rules find on the synthetic cohort, and how often in vain.

Everything comes from the engine that judges real readings. Two people are imagined beside it: one
who takes over the limits that the workshop proposes from the first fourteen days where the
template leaves a limit to the doctor, and one who closes an alert once it is proposed for closing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import inf, isinf
from statistics import median

from station.rules.alerts import Event, Sample, State, What
from station.rules.combining import combinations_in, judge_combination
from station.rules.force import Force
from station.rules.guardrails import limits_of
from station.rules.limits import Level, Limit, Side
from station.rules.plans import PlanContent, PlanStatus, PlanVersion
from station.rules.replay import Grounds, judge
from station.rules.rulebook import COMBINATION
from station.rules.templates import Template, instantiate
from station.rules.workshop import propose, usual
from station.training.cohort import Deterioration, Made, Person, Severity, cohort

AnswerLevels = Mapping[str, Mapping[float, Level]]
"""The levels that shipped forms give their answers, by component."""

MOST_MISSED_REDS = 0
MOST_YELLOW_A_WEEK = 0.1
MOST_DELAY_DAYS = 3.0
"""The goals for everybody together: severe spells, stable weeks, and the median delay."""
TRIAL_DAYS = 14
_MINUTE_MS = 60_000
_DAY_MS = 86_400_000
_BEGIN_MS = 1_672_527_600_000
"""1 January 2023 in Oslo; any day would do."""
_AFTER_DAYS = 3
"""Days after a spell that count neither as stable nor as found."""


@dataclass(frozen=True, slots=True)
class Raised:
    """A level that an alert reached: on which day of the cohort, and of which component."""

    day: int
    component: str
    level: Level


@dataclass(frozen=True, slots=True)
class Group:
    """What was found among the people of one diagnosis, or of all.

    `delays` are the days from the onset of each spell to its first alert, None where none came.
    """

    name: str
    people: int
    readings: int
    moderate: int
    moderate_found: int
    severe: int
    severe_red: int
    delays: tuple[int | None, ...]
    stable_weeks: float
    yellow_in_vain: int
    red_in_vain: int

    @property
    def reached_goals(self) -> bool:
        """Tell whether the goals are met."""
        delay = self.median_delay
        return (
            self.missed_reds <= MOST_MISSED_REDS
            and self.yellow_a_week <= MOST_YELLOW_A_WEEK
            and (delay is None or delay <= MOST_DELAY_DAYS)
        )

    @property
    def missed_reds(self) -> int:
        """Give how many severe spells never became red."""
        return self.severe - self.severe_red

    @property
    def yellow_a_week(self) -> float:
        """Give yellow alerts in vain per stable patient-week; 0 without any week."""
        return self.yellow_in_vain / self.stable_weeks if self.stable_weeks else 0.0

    @property
    def median_delay(self) -> float | None:
        """Give the median days from onset to the first alert; a spell never found took for ever.

        None where nothing was planted, or where less than half was found.
        """
        middle = median([inf if day is None else day for day in self.delays] or [inf])
        return None if isinf(middle) else middle


def report(seed: int, templates: Mapping[str, Template], answers: AnswerLevels) -> list[Group]:
    """Run a seed's cohort through the engine: a group for each diagnosis, then all of them."""
    groups: dict[str, list[tuple[Person, Sequence[Raised]]]] = {}
    for person in cohort(seed):
        template = templates.get(person.diagnosis)
        content = content_for(person, template) if template else None
        groups.setdefault(person.diagnosis, []).append((person, raised(person, content, answers)))
    everybody = [each for people in groups.values() for each in people]
    return [*(summed(name, people) for name, people in groups.items()), summed("all", everybody)]


def content_for(person: Person, template: Template) -> PlanContent:
    """Give the plan of one person: the shipped template, and limits from her own first days.

    Where the template has a number it stands; where it leaves the number to the doctor, the
    workshop's proposal does.
    """
    made = instantiate(template, date(2023, 1, 1))
    limits = list(made.limits)
    for component in dict.fromkeys(each.component for each in template.limits):
        limits += _filling(component, template, limits, person.made)
    return replace(made, limits=tuple(limits))


def raised(person: Person, content: PlanContent | None, answers: AnswerLevels) -> list[Raised]:
    """Judge everything that came of one person, day by day; the levels that were reached."""
    force = Force([] if content is None else [_version(content)])
    series = _series(person.made)
    found: list[Raised] = []
    for component, ordered in series.items():
        grounds = Grounds(component, force, answers.get(component))
        found += _followed(component, ordered, grounds)
    for identifier, parts in combinations_in(force).items():
        known = {code: series[code] for code in parts if code in series}
        found += _combined(identifier, force, known)
    return sorted(found, key=lambda each: each.day)


def summed(name: str, people: Iterable[tuple[Person, Sequence[Raised]]]) -> Group:
    """Hold what was raised against what was planted."""
    known = [(person, alerts) for person, alerts in people if person.made]
    spells = [(spell, alerts) for person, alerts in known for spell in person.planted]
    severe = [each for each in spells if each[0].severity is Severity.SEVERE]
    moderate = [each for each in spells if each[0].severity is Severity.MODERATE]
    firsts = [
        min((each.day for each in alerts if spell.onset <= each.day < spell.end), default=None)
        for spell, alerts in spells
    ]
    vain = [each for person, alerts in known for each in alerts if _stable(person, each.day)]
    return Group(
        name,
        len(known),
        sum(len(person.made) for person, _ in known),
        len(moderate),
        sum(_reached(spell, alerts, Level.YELLOW) for spell, alerts in moderate),
        len(severe),
        sum(_reached(spell, alerts, Level.RED) for spell, alerts in severe),
        tuple(
            None if day is None else day - spell.onset
            for (spell, _), day in zip(spells, firsts, strict=True)
        ),
        sum(_stable_days(person) for person, _ in known) / 7,
        sum(each.level is Level.YELLOW for each in vain),
        sum(each.level is Level.RED for each in vain),
    )


def _filling(
    component: str, template: Template, limits: Sequence[Limit], made: Iterable[Made]
) -> Iterator[Limit]:
    asked = {
        (each.level, each.side)
        for each in template.limits
        if each.component == component and each.limit is None
    }
    trial = [
        each
        for each in made
        if each.kind == component and each.day < TRIAL_DAYS and not each.marked
    ]
    found = usual([each.value for each in trial], len({each.day for each in trial}))
    standing = limits_of(limits, component)
    for proposal in propose(component, found, standing):
        limit = proposal.limit
        fits = all(_beyond(limit, other) for other in standing if other.side is limit.side)
        if (limit.level, limit.side.value) in asked and fits:
            yield limit


def _beyond(limit: Limit, other: Limit) -> bool:
    """Tell whether two limits of one side stand in the right order: red further out."""
    red, yellow = (limit, other) if limit.level > other.level else (other, limit)
    return (red.value < yellow.value) == (red.side is Side.LOW)


def _version(content: PlanContent) -> PlanVersion:
    return PlanVersion(
        "v1", "p1", "", 1, PlanStatus.APPROVED, content, _BEGIN_MS, "", in_force_from=_BEGIN_MS
    )


def _series(made: Sequence[Made]) -> dict[str, list[Sample]]:
    found: dict[str, list[Sample]] = {}
    for at, each in enumerate(made):
        if each.marked:
            continue
        taken = _BEGIN_MS + each.day * _DAY_MS + each.minute * _MINUTE_MS
        sample = Sample(f"{at:06}", taken, taken, each.value)
        found.setdefault(each.kind, []).append(sample)
    return found


def _followed(component: str, ordered: Sequence[Sample], grounds: Grounds) -> Iterator[Raised]:
    state, window = State(), grounds.window_ms
    begin = 0
    for at, sample in enumerate(ordered):
        while ordered[begin].taken_at < sample.taken_at - window:
            begin += 1
        state, events = judge(state, grounds, (sample,), before=ordered[begin:at])
        yield from _reached_levels(component, events)
        state = _settled(state)


def _combined(
    identifier: str, force: Force, series: Mapping[str, Sequence[Sample]]
) -> Iterator[Raised]:
    state = State()
    moments = sorted({sample.taken_at for ordered in series.values() for sample in ordered})
    for day in dict.fromkeys(_day(moment) for moment in moments):
        near = {
            code: [each for each in ordered if day - 8 <= _day(each.taken_at) <= day]
            for code, ordered in series.items()
        }
        state, events = judge_combination(state, identifier, force, near)
        yield from _reached_levels(COMBINATION + identifier, events)
        state = _settled(state)


def _settled(state: State) -> State:
    """The nurse closes what is back in green."""
    for side, episode in ((Side.LOW, state.low), (Side.HIGH, state.high)):
        if episode is not None and episode.receded:
            state = state.closed(side)
    return state


def _reached_levels(component: str, events: Iterable[Event]) -> Iterator[Raised]:
    return (
        Raised(_day(event.sample.taken_at), component, event.level)
        for event in events
        if event.what is What.REACHED
    )


def _day(moment: int) -> int:
    return (moment - _BEGIN_MS) // _DAY_MS


def _reached(spell: Deterioration, alerts: Iterable[Raised], level: Level) -> bool:

    return any(spell.onset <= each.day < spell.end and each.level >= level for each in alerts)


def _stable(person: Person, day: int) -> bool:
    return not any(spell.onset <= day < spell.end + _AFTER_DAYS for spell in person.planted)


def _stable_days(person: Person) -> int:
    last = max(each.day for each in person.made)
    return sum(_stable(person, day) for day in range(last + 1))
