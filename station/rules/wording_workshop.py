"""The words of the threshold workshop: what a proposal stands on, or why there is none."""

from station.core.formats import number
from station.core.i18n import N_, ntr, tr
from station.rules.limits import Side
from station.rules.units import decimals_of
from station.rules.wording_values import component_name, value_text
from station.rules.workshop import (
    LEAST_DAYS,
    LEAST_READINGS,
    Basis,
    Proposal,
    Usual,
    is_proposed,
)

_AWAY = {
    Side.LOW: N_("Median {median} of {n} readings; the limit lies {distance} below it"),
    Side.HIGH: N_("Median {median} of {n} readings; the limit lies {distance} above it"),
}


def proposal_text(proposal: Proposal) -> str:
    """Say in one sentence what a proposed limit stands on."""
    if proposal.basis is Basis.PUBLISHED:
        return tr("Published, the same for everybody: ADA Standards of Care.")
    component = proposal.limit.component
    said = [
        tr(
            _AWAY[proposal.limit.side],
            median=value_text(component, proposal.median),
            n=proposal.readings,
            distance=_size(proposal.distance),
        )
    ]
    if proposal.spreads:
        times = number(proposal.spreads, 1)
        said.append(tr("{times} times the usual variation", times=times))
    if proposal.moved:
        said.append(tr("put outside the yellow limit that stands"))
    return ", ".join(said) + "."


def lack_text(component: str, found: Usual) -> str:
    """Say why nothing is proposed from the patient's own readings."""
    if not is_proposed(component):
        return tr("Station proposes no limits for {kind}.", kind=component_name(component))
    if found.readings < LEAST_READINGS:
        return tr(
            "Too few readings for a proposal: {n} of at least {least}.",
            n=found.readings,
            least=LEAST_READINGS,
        )
    if found.days < LEAST_DAYS:
        return tr(
            "Readings on too few days for a proposal: {n} of at least {least}.",
            n=found.days,
            least=LEAST_DAYS,
        )
    return tr("What is usual here gives no limit that would be believable.")


def trial_text(day: int, planned: int) -> str:
    """Say how far a trial period has come: Prøveperiode dag 9 av 14; dag 17 (planlagt 14)."""
    if day > planned:
        return ntr(
            "Trial period day {day} (planned: {n} day)",
            "Trial period day {day} (planned: {n} days)",
            planned,
            day=day,
        )
    return tr("Trial period day {day} of {planned}", day=day, planned=planned)


def _size(distance: float) -> str:
    return number(distance, decimals_of(round(distance, 2)))
