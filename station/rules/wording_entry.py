"""What the program says about a typed number or a limit that it did not take, or asks about."""

from station.core.formats import number
from station.core.i18n import N_, tr
from station.rules.guardrails import FaultyLimit, LimitFault
from station.rules.kinds import SCORES, Component, component_of
from station.rules.limits import Limit
from station.rules.numbers import Fault, Question, Refusal
from station.rules.plausibility import Doubt, Finding
from station.rules.rule_guardrails import (
    BASELINE_DAYS,
    BASELINE_READINGS,
    DAYS,
    MOST_RULES,
    RECENT_DAYS,
    FaultyRule,
    RuleFault,
)
from station.rules.rulebook import Baseline, PlanRule
from station.rules.units import decimals_of
from station.rules.wording import component_name, limit_phrase, value_text
from station.rules.wording_rules import rule_sentence

_REFUSALS = {
    Fault.EMPTY: N_("Write the value."),
    Fault.TOO_LONG: N_("That is too long for a number. Write the value only."),
    Fault.CHARACTER: N_("Only digits and one decimal comma can stand here."),
    Fault.MARK: N_("The comma is not in place. Write for example 8,5."),
    Fault.AMBIGUOUS: N_(
        "This number can be read in two ways. Write it without a thousands separator."
    ),
    Fault.FORGOTTEN_COMMA: N_("Did you mean {suggestion}?"),
    Fault.OTHER_UNIT: N_("Did you mean {suggestion} {unit}?"),
    Fault.NOT_WHOLE: N_("Write a whole number."),
}
_LIMIT_FAULTS = {
    LimitFault.UNKNOWN: N_("Station does not know this measurement."),
    LimitFault.LEVEL: N_("A limit leads to yellow or red."),
    LimitFault.OPERATOR: N_("A low limit needs «below», a high limit needs «above»."),
    LimitFault.PERSISTENCE: N_("Choose how many readings it takes, from 1 to 10."),
    LimitFault.HOURS: N_("Choose either hours (1 to 168) or a number of readings, not both."),
    LimitFault.IMPOSSIBLE: N_("{limit} lies outside what can be measured."),
    LimitFault.NEEDS_REASON: N_("{limit} is unusual. Write why it is right for this person."),
    LimitFault.TWICE: N_("There is already a limit for this level: {other}."),
    LimitFault.RED_INSIDE_YELLOW: N_("Red ({limit}) must lie further out than yellow ({other})."),
    LimitFault.LOW_ABOVE_HIGH: N_("The low limit ({limit}) must lie under the high one ({other})."),
}
_RULE_FAULTS = {
    RuleFault.UNKNOWN: N_("Station does not know this measurement."),
    RuleFault.LEVEL: N_("A rule leads to yellow or red."),
    RuleFault.BY: N_("Write how much it must differ: a number above 0."),
    RuleFault.DAYS: N_("Choose from {least} to {most} days."),
    RuleFault.RECENT: N_("The recent days are from {least} to {most}."),
    RuleFault.READINGS: N_("The normal must stand on {least} to {most} readings."),
    RuleFault.SPREADS: N_("The usual variation counts from 0 to 10 times."),
    RuleFault.NAME: N_("Give the combination a short name of small letters and digits."),
    RuleFault.CONDITIONS: N_("A combination has at least two conditions, each of them once."),
    RuleFault.AT_LEAST: N_("Choose how many of its conditions it takes."),
    RuleFault.WITHIN: N_("Choose from 1 to 168 hours."),
    RuleFault.IMPOSSIBLE: N_("One of its numbers lies outside what can be measured."),
    RuleFault.NEVER: N_("So many of its conditions can never hold at the same time."),
    RuleFault.TWICE: N_("This rule is in the plan already."),
    RuleFault.RED_INSIDE_YELLOW: N_("Red must take more than yellow ({other})."),
    RuleFault.OVERLAPS: N_("Another rule finds the same before it: {other}."),
    RuleFault.OVERLAPS_LIMIT: N_("A limit alerts before it: {other}."),
    RuleFault.TOO_MANY: N_("A plan takes at most {most} rules beside its limits."),
}


def refusal_text(refusal: Refusal, component: Component) -> str:
    """Give the sentence beside the field for typed text that was not taken."""
    if refusal.fault is Fault.IMPOSSIBLE:
        return _impossible(component)
    return tr(
        _REFUSALS[refusal.fault],
        suggestion=_suggested(refusal.suggestion),
        unit=tr(refusal.suggested_unit),
    )


def question_text(question: Question, component: Component) -> str:
    """Give the question that is asked before a believable but doubtful number is saved."""
    if isinstance(question.doubt, Fault):
        meant = Refusal(question.doubt, 0, question.suggestion, question.suggested_unit)
        return refusal_text(meant, component)
    return tr("The value is unusual. Is it right?")


def finding_text(finding: Finding) -> str:
    """Give the sentence for a doubt about a measured value."""
    component = component_of(finding.component)
    if finding.doubt is Doubt.IMPOSSIBLE:
        return _impossible(component)
    if finding.doubt is Doubt.PAIR_REVERSED:
        return tr("The upper pressure must be higher than the lower one.")
    if finding.doubt is Doubt.PAIR_NARROW:
        return tr("The two pressures lie unusually close. Are they right?")
    if finding.doubt is Doubt.JUMP and finding.other is not None:
        before = value_text(finding.component, finding.other)
        return tr("A large change from {before} in a short time. Is it right?", before=before)
    texts = {
        Doubt.NOT_WHOLE: N_("Write a whole number."),
        Doubt.NO_VALUE: N_("The device gave no value. Measure once more."),
        Doubt.NO_RANGE: N_("LO and HI are only used for glucose."),
    }
    return tr(texts.get(finding.doubt, N_("The value is unusual. Is it right?")))


def limit_fault_text(faulty: FaultyLimit) -> str:
    """Give the sentence for a limit that is refused."""
    if faulty.fault is LimitFault.UNKNOWN:
        return tr(_LIMIT_FAULTS[faulty.fault])
    text = tr(
        _LIMIT_FAULTS[faulty.fault],
        limit=limit_phrase(faulty.limit),
        other=limit_phrase(faulty.other) if faulty.other else "",
    )
    return f"{component_name(faulty.limit.component)}: {text}"


def rule_fault_text(faulty: FaultyRule) -> str:
    """Give the sentence for a rule that is refused: what it is, and what is wrong with it."""
    rule, other = faulty.rule, faulty.other
    spans = {RuleFault.RECENT: RECENT_DAYS, RuleFault.READINGS: BASELINE_READINGS}
    span = spans.get(faulty.fault, BASELINE_DAYS if isinstance(rule, Baseline) else DAYS)
    most = MOST_RULES if faulty.fault is RuleFault.TOO_MANY else span[-1]
    text = tr(_RULE_FAULTS[faulty.fault], least=span[0], most=most, other=_other_text(other))
    if faulty.fault in (RuleFault.UNKNOWN, RuleFault.CONDITIONS, RuleFault.TOO_MANY):
        return text
    return f"{rule_sentence(rule)}: {text}"


def _other_text(other: PlanRule | Limit | None) -> str:
    if other is None:
        return ""
    if isinstance(other, Limit):
        return f"{component_name(other.component)} {limit_phrase(other)}"
    return rule_sentence(other)


def _impossible(component: Component) -> str:
    low, high = component.reject.low, component.reject.high
    if low is None or high is None:
        raise ValueError("every component has outer bounds")
    unit = "" if component.code in SCORES else tr(component.unit)
    return tr(
        "{what} lies between {low} and {high}. Check the value.",
        what=tr(component.name),
        low=number(low, decimals_of(low)),
        high=f"{number(high, decimals_of(high))} {unit}".strip(),
    )


def _suggested(value: float | None) -> str:
    return "" if value is None else number(value, decimals_of(value))
