"""The words of the workshop's screen."""

from collections.abc import Mapping

from station.core.formats import number
from station.core.i18n import N_, ntr, tr
from station.rules.units import decimals_of
from station.rules.wording import level_sign, level_word, limit_sentence, value_text
from station.rules.wording_workshop import trial_text
from station.rules.workshop import Proposal, Usual
from station.services.plans.trying import SPANS, Tried
from station.services.plans.workshop import Held, Span, Trial
from station.services.prints.limits_box import counts_in_short

_SPANS: Mapping[Span, str] = {
    Span.FORTNIGHT: N_("The last 14 days"),
    Span.MONTH: N_("The last 30 days"),
    Span.QUARTER: N_("The last 90 days"),
    Span.ALL: N_("All readings"),
}
_EXCLUDED: Mapping[str, str] = {
    "activity": N_("in activity"),
    "test": N_("a test"),
    "wrong_patient": N_("wrong patient"),
}


def span_choices(trial: Trial | None) -> list[tuple[str, object]]:
    """The spans to choose from; the trial period only where there was one."""
    found: list[tuple[str, object]] = []
    if trial is not None:
        words = ntr("The trial period, {n} day", "The trial period, {n} days", trial.day)
        found.append((words, Span.TRIAL.value))
    return [*found, *((tr(words), span.value) for span, words in _SPANS.items())]


def banner_words(trial: Trial | None) -> str:
    """Prøveperiode dag 9 av 14, while it lasts; else nothing."""
    if trial is None or trial.end is not None:
        return ""
    return f"{trial_text(trial.day, trial.planned)}."


def excluded_words(excluded: Mapping[str, int]) -> str:
    """3 utelatt: 2 i aktivitet, 1 prøve; the hollow rings of the chart."""
    total = sum(excluded.values())
    if not total:
        return tr("None left out")
    parts = ", ".join(
        f"{count} {tr(_EXCLUDED[code])}" for code, count in excluded.items() if code in _EXCLUDED
    )
    said = ntr("{n} left out", "{n} left out", total)
    return f"○ {said}: {parts}" if parts else f"○ {said}"


def statistics(component: str, found: Usual) -> list[tuple[str, str]]:
    """(what, how much) of the counted readings; a number that is unknown is a dash."""

    def shown(value: float | None) -> str:
        return "–" if value is None else value_text(component, value)

    def between(low: float | None, high: float | None) -> str:
        if low is None or high is None:
            return "–"
        return f"{_plain(low)} – {value_text(component, high)}"

    return [
        (tr("Readings"), str(found.readings)),
        (tr("Days with readings"), str(found.days)),
        (tr("Median"), shown(found.median)),
        (tr("Half of them (25–75 %)"), between(found.p25, found.p75)),
        (tr("Nine of ten (5–95 %)"), between(found.p5, found.p95)),
        (tr("Lowest and highest"), between(found.low, found.high)),
        (tr("Usual variation"), "–" if found.spread is None else number(found.spread, 1)),
    ]


def counts_line(tried: Tried) -> str:
    """30 dager: 2 gule · 1 rød dag. 90 dager: …, for those who do not see the table."""
    return " ".join(
        f"{ntr('{n} day', '{n} days', days)}: {counts_in_short(found)}."
        for days, found in zip(SPANS, tried.counts, strict=True)
    )


def proposal_title(proposal: Proposal) -> str:
    """▲ Gul: under 89 %, to målinger på rad."""
    limit = proposal.limit
    return f"{level_sign(limit.level)} {level_word(limit.level)}: {limit_sentence(limit)}"


def held_words(held: Held | None) -> str:
    """Whose limits are compared with: I dag, versjon 3; the draft's own in the trial period."""
    if held is None:
        return tr("No plan decides today")
    if not held.approved:
        return tr("Today, the draft (version {number})", number=held.number)
    return tr("Today, version {number}", number=held.number)


def _plain(value: float) -> str:
    shown = round(value, 1)
    return number(shown, decimals_of(shown, 1))
