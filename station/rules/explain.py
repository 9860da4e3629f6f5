"""Why a reading did or did not alert: every rule tried, its numbers, and what held it back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from station.rules.alerts import Sample, State, raises_nothing
from station.rules.combining import Series, derive, derive_then, judge_combination, parts_at
from station.rules.findings import answer_rule, beyond_rule, limit_rule
from station.rules.force import Force
from station.rules.ground import HOUR_MS, Ground
from station.rules.limits import Level, Limit, Side
from station.rules.readings import Excluded, Reading
from station.rules.replay import Closing, Grounds, combination_of, judge, muted, numbers, samples
from station.rules.rulebook import COMBINATION, Combination, PlanRule
from station.rules.why import (
    ANSWER_RULE,
    BEYOND_RULE,
    COMBINATION_RULE,
    HOURS_RULE,
    LIMIT_RULE,
    Part,
    Used,
    Why,
)
from station.rules.windows import Watch


class Held(StrEnum):
    """What kept a finding, or the whole reading, from raising an alert."""

    NOTHING = ""
    FAILED = "failed"
    NO_PLAN = "no_plan"
    EXCLUDED = "excluded"
    HISTORY = "history"
    PAUSED = "paused"
    SETTLED = "settled"
    OPEN_ALREADY = "open_already"


@dataclass(frozen=True, slots=True)
class Tried:
    """One rule that was tried on a reading: on which numbers, and with what outcome.

    `found` may be held back; `why` has the numbers also where nothing was found, and is None where
    there was too little to go by. A reading that no rule was tried on gives one with only `held`.
    """

    rule: str
    component: str
    side: Side | None = None
    level: Level = Level.GREEN
    limit: Limit | None = None
    plan_rule: PlanRule | None = None
    used: tuple[Used, ...] = ()
    found: bool = False
    held: Held = Held.NOTHING
    why: Why | None = None
    version_id: str = ""
    approved: bool = True


def explain(
    reading: Reading,
    component: str,
    grounds: Grounds,
    ordered: Sequence[Sample],
    closings: Sequence[Closing] = (),
) -> tuple[Tried, ...]:
    """Give every rule tried on one component of `reading`, in the order tried.

    `ordered` are the component's samples in the order measured, as the engine is given them. One
    that was left out is tried as if it counted, and everything found is held back.
    """
    sample, whole = _placed(reading, component, ordered)
    if sample is None:
        return (Tried("", component, held=Held.FAILED),)
    here = grounds.at(sample.taken_at)
    if here is None:
        return (Tried("", component, held=Held.NO_PLAN),)
    earlier = whole[: whole.index(sample)]
    past = [*numbers(earlier, grounds), (sample.taken_at, sample.value)]
    judged = muted(ordered, grounds, closings)
    settled = next((each for each in judged if each.reading_id == sample.reading_id), sample)
    before = [each for each in judged if _key(each) < _key(sample)]
    state, _ = judge(State(), grounds, before)
    return tuple(
        replace(tried, held=_held(tried, settled, state, reading)) if tried.found else tried
        for tried in _all(here, past)
    )


def explain_combination(
    reading: Reading,
    identifier: str,
    force: Force,
    series: Series,
    closings: Sequence[Closing] = (),
) -> tuple[Tried, ...]:
    """Give how a combination was tried at the moment of one of its constituents' readings."""
    component = COMBINATION + identifier
    reign = force.at(reading.taken_at)
    rule = None if reign is None else combination_of(identifier, reign.version.content)
    if reign is None or rule is None:
        return (Tried("", component, held=Held.NO_PLAN),)
    grounds = Grounds(component, force)
    derived = derive(identifier, force, series)
    at = next((each for each in derived if each.taken_at == reading.taken_at), None)
    if at is None:
        held = Held.FAILED if reading.excluded == Excluded.NO else Held.EXCLUDED
        return (Tried("", component, held=held),)
    earlier = {
        code: [each for each in known if each.taken_at < at.taken_at]
        for code, known in series.items()
    }
    state, _ = judge_combination(State(), identifier, force, earlier, closings)
    known = muted(
        derived, grounds, closings, lambda moment: derive_then(identifier, force, series, moment)
    )
    settled = next(each for each in known if each.taken_at == at.taken_at)
    tried = _combined(rule, parts_at(rule, series, at.taken_at), at, reign.version.id)
    tried = replace(tried, approved=reign.approved)
    return (replace(tried, held=_held(tried, settled, state, reading)) if tried.found else tried,)


def _placed(
    reading: Reading, component: str, ordered: Sequence[Sample]
) -> tuple[Sample | None, list[Sample]]:
    """The reading's sample among the others; one that was left out is put where it would stand."""
    found = next((each for each in ordered if each.reading_id == reading.id), None)
    if found is not None:
        return found, list(ordered)
    made = samples(component, [replace(reading, excluded=Excluded.NO)])
    if not made:
        return None, list(ordered)
    return made[0], sorted((*ordered, made[0]), key=_key)


def _key(sample: Sample) -> tuple[int, str]:
    return sample.taken_at, sample.reading_id


def _held(tried: Tried, sample: Sample, state: State, reading: Reading) -> Held:
    side = tried.side or Side.HIGH
    if reading.excluded != Excluded.NO:
        return Held.EXCLUDED
    if sample.silent:
        return Held.HISTORY
    if raises_nothing(sample._replace(muted=()), side, tried.level):
        return Held.PAUSED
    if raises_nothing(sample, side, tried.level):
        return Held.SETTLED
    episode = state.low if side is Side.LOW else state.high
    if episode is not None and not episode.receded and episode.level >= tried.level:
        return Held.OPEN_ALREADY
    return Held.NOTHING


def _all(here: Ground, past: Sequence[Used]) -> Iterable[Tried]:
    watch = Watch(here, past[:-1])
    watch.look(past[-1])
    base = Tried("", here.component, version_id=here.version_id, approved=here.approved)
    for side in Side:
        why = beyond_rule(here, past, side)
        if why is not None:
            yield _found(replace(base, rule=BEYOND_RULE), why)
    if here.answers:
        why = answer_rule(here, past, Side.HIGH)
        tried = replace(base, rule=ANSWER_RULE, side=Side.HIGH, used=tuple(past[-1:]))
        yield tried if why is None else _found(tried, why)
    for limit in here.limits:
        why = limit_rule(replace(here, limits=(limit,)), past, limit.side)
        tried = replace(
            base,
            rule=HOURS_RULE if limit.hours else LIMIT_RULE,
            side=limit.side,
            level=limit.level,
            limit=limit,
            used=_looked_at(limit, past),
        )
        yield tried if why is None else _found(tried, why)
    for rule, (measured, found) in zip(here.rules, watch.measured(), strict=True):
        tried = replace(base, side=rule.side, level=rule.level, plan_rule=rule, why=measured)
        name = type(rule).__name__.lower()
        used = measured.used if measured else tuple(past[-1:])
        yield replace(tried, rule=name, used=used, found=found)


def _found(tried: Tried, why: Why) -> Tried:
    return replace(tried, side=why.side, level=why.level, used=why.used, found=True, why=why)


def _looked_at(limit: Limit, past: Sequence[Used]) -> tuple[Used, ...]:
    if not limit.hours:
        return tuple(past[-limit.n :])
    since = past[-1][0] - limit.hours * HOUR_MS
    return tuple(used for used in past if used[0] >= since)


def _combined(rule: Combination, parts: tuple[Part, ...], at: Sample, version_id: str) -> Tried:
    held = sum(part.holds for part in parts)
    used = ((at.taken_at, at.value),)
    why = Why(
        COMBINATION_RULE,
        rule.component,
        rule.side,
        rule.level,
        used,
        held,
        version_id=version_id,
        plan_rule=rule,
        parts=parts,
    )
    return Tried(
        COMBINATION_RULE,
        rule.component,
        rule.side,
        rule.level,
        plan_rule=rule,
        used=used,
        found=held >= rule.at_least,
        why=why,
        version_id=version_id,
    )
