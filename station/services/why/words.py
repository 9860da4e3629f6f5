"""What a rule tried on a reading is told as: its sentence, its numbers, and what held it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isfinite, isinf, isnan

from station.core.formats import day, when
from station.core.i18n import N_, ntr, tr
from station.models.database import Reader
from station.models.queries import alerts as alert_queries
from station.models.queries import followup as followup_queries
from station.models.queries.alerts import AlertRow
from station.rules.contacts import VERDICT_WORDS, Verdict
from station.rules.explain import Held, Tried
from station.rules.limits import Level, Limit, Side
from station.rules.readings import Excluded, Reading
from station.rules.replay import HISTORY_DAYS
from station.rules.rulebook import Combination
from station.rules.why import ANSWER_RULE, BEYOND_RULE, LIMIT_RULE, Part, Used
from station.rules.wording import component_name, level_word, render
from station.rules.wording_rules import rule_sentence
from station.rules.wording_values import beyond_text, limit_phrase, limit_sentence, value_text
from station.services.judging.case import Case

FOUND, KEPT, NOT_FOUND, UNTRIED = "found", "held", "not", "untried"
"""How trying a rule went: it counts, it was held back, it did not hold, it could not be tried."""
LEFT_OUT = {
    Excluded.ACTIVITY: N_("measured in activity"),
    Excluded.TEST: N_("test"),
    Excluded.WRONG_PATIENT: N_("wrong patient"),
}
_MOST_NUMBERS = 6


@dataclass(frozen=True, slots=True)
class Context:
    """What is told about: the reading, and the case it was judged in (None: not readable)."""

    reader: Reader
    reading: Reading
    case: Case | None
    now: int


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule in words: what it says, how it went (FOUND …), why, and the numbers it used."""

    level: Level
    sentence: str
    outcome: str
    verdict: str
    numbers: tuple[str, ...] = ()


def rule_lines(context: Context, tried: Sequence[Tried]) -> tuple[RuleLine, ...]:
    """Tell every rule tried: those that found something first, the rest in the order tried."""
    told = [_line(context, each, tried) for each in tried]
    order = {FOUND: 0, KEPT: 1, UNTRIED: 2, NOT_FOUND: 3}
    return tuple(sorted(told, key=lambda line: (order[line.outcome], -line.level)))


def summary_words(
    reading: Reading, tried: Sequence[Tried], raised: Sequence[Level], *, judged: bool
) -> str:
    """Say in one sentence why a reading alerted or did not."""
    if reading.excluded is not Excluded.NO:
        why = tr(LEFT_OUT[reading.excluded])
        return tr("The reading is left out ({why}) and raises nothing.", why=why)
    if reading.failed:
        return tr("The measurement gave no value, so there is nothing to judge.")
    if raised:
        level = level_word(max(raised)).lower()
        return tr("This reading raised a {level} alert.", level=level)
    silent = (
        (
            not judged,
            N_("The patient's readings cannot be judged now, so nothing is certain here."),
        ),
        (
            bool(tried) and all(each.held is Held.NO_PLAN for each in tried),
            N_("No plan decided at the time of the reading, so it was not judged."),
        ),
        (
            any(each.found for each in tried),
            N_("A rule holds, but it raised no alert. Below it is told why."),
        ),
        (
            not any(each.rule for each in tried),
            N_("The plan has no limits or rules for this, so it raises nothing."),
        ),
        (True, N_("No rule holds, so it raised no alert.")),
    )
    return next(tr(words) for holds, words in silent if holds)


def plan_words(context: Context) -> str:
    """Say which plan version decided at the time of the reading, and who approved it."""
    if context.case is None:
        return tr("The plan cannot be read. Open it under «Plans».")
    reign = context.case.force.at(context.reading.taken_at)
    if reign is None:
        return tr("No plan decided at that time.")
    version = reign.version
    if not reign.approved:
        return tr("Plan v{number}, a draft that is not approved, decided.", number=version.number)
    if not version.approved_by:
        return tr("Plan v{number}, approved, decided.", number=version.number)
    return tr(
        "Plan v{number} decided, approved {day} by {who}.",
        number=version.number,
        day=_approved_day(version.approved_on, reign.start),
        who=version.approved_by,
    )


def rest_words(context: Context, tried: Sequence[Tried]) -> tuple[str, ...]:
    """Say what rests for this patient now and has to do with what was found."""
    if context.case is None:
        return ()
    found = {(each.component, (each.side or Side.HIGH).value) for each in tried if each.found}
    rows = followup_queries.snoozes(context.reader, context.now, context.reading.patient_id)
    said = [
        tr(
            "Yellow for {what} is put off until {time} by {who}. The alert is kept, red is shown.",
            what=component_name(row.component),
            time=when(row.until_at, context.now),
            who=row.set_by,
        )
        for row in rows
        if (row.component, row.side) in found
    ]
    pause = followup_queries.pauses_now(context.reader, context.now).get(context.reading.patient_id)
    if pause is not None:
        until = when(pause.until_at, context.now) if pause.until_at else tr("no end is set")
        said.append(tr("The follow-up is paused ({until}). Red breaks through.", until=until))
    return tuple(said)


def nearest_words(tried: Sequence[Tried]) -> tuple[str, ...]:
    """Say what it would have taken: for each value the nearest limit that was not reached."""
    said = []
    for component in dict.fromkeys(each.component for each in tried):
        open_limits = [
            (abs(each.limit.value - each.used[-1][1]), each.limit, each.used)
            for each in tried
            if each.component == component
            and each.rule == LIMIT_RULE
            and each.limit is not None
            and each.used
            and not each.found
            and isfinite(each.used[-1][1])
        ]
        if open_limits:
            _, limit, used = min(open_limits, key=lambda found: (found[0], found[1].level))
            said.append(_nearest(limit, used))
    return tuple(said)


def _nearest(limit: Limit, used: Sequence[Used]) -> str:
    what, level = component_name(limit.component), level_word(limit.level).lower()
    hits = sum(limit.hit(value) for _, value in used)
    if limit.hit(used[-1][1]):
        more = limit.k - hits
        return ntr(
            "{what}: {n} more reading {phrase} gives {level}",
            "{what}: {n} more readings {phrase} give {level}",
            more,
            what=what,
            phrase=limit_phrase(limit),
            level=level,
        )
    return tr("{what}: {level} {phrase}", what=what, level=level, phrase=limit_sentence(limit))


def _line(context: Context, tried: Tried, every: Sequence[Tried]) -> RuleLine:
    if not tried.rule:
        return RuleLine(Level.GREEN, component_name(tried.component), UNTRIED, _untried(tried))
    numbers = _numbers(tried, context.now)
    if not tried.found:
        return RuleLine(tried.level, _sentence(tried), NOT_FOUND, _not_found(tried), numbers)
    if tried.held is Held.NOTHING:
        return RuleLine(tried.level, _sentence(tried), FOUND, _found(tried, every), numbers)
    return RuleLine(tried.level, _sentence(tried), KEPT, _held(context, tried), numbers)


def _sentence(tried: Tried) -> str:
    what = component_name(tried.component)
    if tried.rule == BEYOND_RULE:
        return tr("{what}: the meter shows LO or HI", what=what)
    if tried.rule == ANSWER_RULE:
        return tr("{what}: the level that the form gives the answer", what=what)
    if tried.limit is not None:
        return f"{what} {limit_sentence(tried.limit)}"
    return what if tried.plan_rule is None else rule_sentence(tried.plan_rule)


def _untried(tried: Tried) -> str:
    if tried.held is Held.NO_PLAN:
        return tr("No plan decided at the time of the reading.")
    if tried.held is Held.EXCLUDED:
        return tr("The reading does not count, so the rule was not tried on it.")
    return tr("There is no value that a rule can be tried on.")


def _not_found(tried: Tried) -> str:
    rule = tried.plan_rule
    if isinstance(rule, Combination) and tried.why is not None:
        return tr("Holds for {hits}, takes {n}.", hits=tried.why.hits, n=rule.at_least)
    limit = tried.limit
    if limit is not None and limit.hours:
        return tr("Has not lasted for so long.")
    if limit is not None and limit.n > 1:
        hits = sum(limit.hit(value) for _, value in tried.used)
        return tr("Holds for {hits} of {n}, takes {k}.", hits=hits, n=limit.n, k=limit.k)
    if rule is not None and tried.why is None:
        return tr("There are too few readings to tell.")
    return tr("Does not hold.")


def _found(tried: Tried, every: Sequence[Tried]) -> str:
    worse = [
        other
        for other in every
        if other.found and other.component == tried.component and other.side == tried.side
    ]
    if any(other.level > tried.level for other in worse):
        return tr("Holds. The worse one goes before it.")
    return _said(tried)


def _said(tried: Tried) -> str:
    text = tr("Holds.") if tried.why is None else tr("Holds: {text}.", text=render(tried.why))
    return text if tried.approved else f"{text} {tr('The plan was not approved then.')}"


def _held(context: Context, tried: Tried) -> str:
    now = context.now
    if tried.held is Held.EXCLUDED:
        why = tr(LEFT_OUT.get(context.reading.excluded, ""))
        return tr("Holds, but the reading is left out: {why}.", why=why)
    if tried.held is Held.HISTORY:
        return tr(
            "Holds, but a file's readings older than {days} days raise nothing.", days=HISTORY_DAYS
        )
    if tried.held is Held.PAUSED:
        return tr("Holds, but the follow-up was paused then. Only red breaks through.")
    rows = [
        row
        for row in alert_queries.of_patient(context.reader, context.reading.patient_id)
        if row.component == tried.component and row.side == (tried.side or Side.HIGH).value
    ]
    if tried.held is Held.SETTLED:
        return _settled(rows, context.reading.arrived_at, now)
    open_row = next((row for row in rows if row.opened_at <= context.reading.arrived_at), None)
    if open_row is None:
        return tr("Holds, and an alert about it was open already.")
    since = when(open_row.opened_at, now)
    return tr("Holds, and an alert about it was open already, since {time}.", time=since)


def _settled(rows: Sequence[AlertRow], arrived_at: int, now: int) -> str:
    # There is one: only such a closing settles what had arrived by then.
    closed = [row for row in rows if row.closed_at is not None and row.closed_at >= arrived_at]
    last = max(closed, key=lambda row: row.closed_at or 0)
    return tr(
        "Holds, but {who} closed an alert about it {time} ({verdict}).",
        who=last.closed_by,
        time=when(last.closed_at or 0, now),
        verdict=tr(VERDICT_WORDS[Verdict(last.verdict)]),
    )


def _numbers(tried: Tried, now: int) -> tuple[str, ...]:
    """Each number with its time, the newest last; of many only the first and the newest."""
    if tried.why is not None and tried.why.parts:
        return tuple(_part(part, now) for part in tried.why.parts)
    limits = () if tried.limit is None else (tried.limit,)
    used = tried.used
    if len(used) > _MOST_NUMBERS:
        used = (used[0], *used[1 - _MOST_NUMBERS :])
    return tuple(f"{_value(tried.component, value, limits)}, {when(at, now)}" for at, value in used)


def _part(part: Part, now: int) -> str:
    words = f"{component_name(part.component)} {_value(part.component, part.value)}"
    holds = tr("holds") if part.holds else tr("does not hold")
    return f"{words}, {when(part.at, now)}: {holds}"


def _value(component: str, value: float, limits: Sequence[Limit] = ()) -> str:
    if isinf(value):
        return beyond_text(Side.LOW if value < 0 else Side.HIGH)
    return "–" if isnan(value) else value_text(component, value, limits)


def _approved_day(text: str, start: int) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return day(start)
