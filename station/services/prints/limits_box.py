"""The box of a plan's sheet that the GP decides on: the new limits beside those of today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from station.core.formats import day
from station.core.i18n import ntr, tr
from station.printing.documents import CriticalLimits, LimitRow
from station.rules.counts import Counts
from station.rules.guardrails import limits_of
from station.rules.limits import Level, Limit
from station.rules.wording import component_name, limit_in_short, unit_text, value_text
from station.services.plans.trying import SPANS, Tried

_LINE = "______"
_NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Before:
    """The limits that hold while a draft is written: of which version, and what they gave."""

    number: int
    limits: tuple[Limit, ...]
    tried: Mapping[str, Tried] = field(default_factory=dict)


def decided(limits: Sequence[Limit], asked: Sequence[str], tried: Mapping[str, Tried]) -> str:
    """Say on how much the first row stands: SpO₂: n = 13, median 91 %; nothing without any."""
    found = tried.get(asked[0])
    if found is None or found.counts[0].median is None:
        return ""
    middle = value_text(asked[0], found.counts[0].median, limits)
    name = component_name(asked[0])
    count = found.counts[0].readings
    return tr("{kind}: n = {count}, median {value}", kind=name, count=count, value=middle)


def in_force(
    limits: Sequence[Limit], asked: Sequence[str], tried: Mapping[str, Tried]
) -> CriticalLimits:
    """Give the box of a plan that is decided: its limits, and what they gave in the short span."""
    return CriticalLimits(
        heading=tr("Critical limits"),
        note=decided(limits, asked, tried),
        gave_heading=tr("Gives on own readings, the last {days} days", days=SPANS[0]),
        rows=tuple(_row(limits, code, tried) for code in asked),
    )


def to_decide(
    limits: Sequence[Limit],
    asked: Sequence[str],
    tried: Mapping[str, Tried],
    before: Before | None,
) -> CriticalLimits:
    """Give the box of a draft: each measure's new limits, today's below where they differ.

    Both are tried on the same readings of both spans; the note says which these are.
    """
    held = before.limits if before else ()
    codes = tuple(dict.fromkeys((*asked, *(limit.component for limit in held))))
    rows: list[LimitRow] = []
    for code in codes:
        rows.append(_row(limits, code, tried, long=True))
        if before is not None and limits_of(limits, code) != limits_of(held, code):
            rows.append(_today(before, code))
    judged = {limit.component for limit in (*limits, *held)}
    counted = [_counted(code, tried[code]) for code in codes if code in judged & set(tried)]
    return CriticalLimits(
        heading=tr("Critical limits: the GP decides"),
        note=" ".join([tr("Counted on own readings."), *counted]) if counted else "",
        gave_heading=tr("{days} days", days=SPANS[0]),
        rows=tuple(rows),
        long_heading=tr("{days} days", days=SPANS[-1]),
    )


def counts_text(found: Counts) -> str:
    """Say what limits would have given: 2 gule · 1 rød dag; ingen målinger."""
    if not found.readings:
        return tr("no readings")
    yellow = ntr("{n} yellow day", "{n} yellow days", found.yellow)
    red = ntr("{n} red day", "{n} red days", found.red)
    return f"{yellow} · {red}"


def counts_in_short(found: Counts) -> str:
    """Say the same in a narrow column: 2 gule · 1 rød dag."""
    if not found.readings:
        return tr("no readings")
    yellow = ntr("{n} yellow", "{n} yellow", found.yellow)
    return f"{yellow} · {ntr('{n} red day', '{n} red days', found.red)}"


def counted_text(found: Tried) -> str:
    """Say what was counted: 87 målinger 24.08.2026–22.11.2026, 3 utelatt; or that there is none."""
    left = ntr("{n} left out", "{n} left out", found.left_out) if found.left_out else ""
    if found.first is None or found.last is None:
        return ", ".join(part for part in (tr("no readings"), left) if part)
    start, end = day(found.first), day(found.last)
    span = start if start == end else f"{start}–{end}"
    count = found.counts[-1].readings
    said = ntr("{n} reading {span}", "{n} readings {span}", count, span=span)
    return ", ".join(part for part in (said, left) if part)


def _counted(code: str, found: Tried) -> str:
    said = f"{component_name(code)}: {counted_text(found)}"
    middle = found.counts[-1].median
    if middle is None:
        return f"{said}."
    return f"{said}, {tr('median {value}', value=value_text(code, middle))}."


def _today(before: Before, code: str) -> LimitRow:
    own = limits_of(before.limits, code)
    gave = _gave(own, code, before.tried, long=True)
    return LimitRow(
        tr("today, version {number}", number=before.number),
        _cell(own, Level.YELLOW) or _NOTHING,
        _cell(own, Level.RED) or _NOTHING,
        gave[0],
        gave[-1],
        change=_NOTHING,
    )


def _row(
    limits: Iterable[Limit], code: str, tried: Mapping[str, Tried], *, long: bool = False
) -> LimitRow:
    own = limits_of(limits, code)
    # What nobody has decided yet is a line to write on, with its unit.
    empty = _NOTHING if own else f"{_LINE} {unit_text(code)}"
    gave = _gave(own, code, tried, long=long)
    return LimitRow(
        component_name(code),
        _cell(own, Level.YELLOW) or empty,
        _cell(own, Level.RED) or empty,
        gave[0],
        gave[-1] if long else "",
    )


def _cell(own: Iterable[Limit], level: Level) -> str:
    return "; ".join(limit_in_short(limit) for limit in own if limit.level is level)


def _gave(
    own: Sequence[Limit], code: str, tried: Mapping[str, Tried], *, long: bool
) -> tuple[str, ...]:
    """What limits gave, by span; nothing is said where there are none."""
    if not own or code not in tried:
        return tuple(_NOTHING for _ in SPANS)
    said = counts_in_short if long else counts_text
    return tuple(said(found) for found in tried[code].counts)
