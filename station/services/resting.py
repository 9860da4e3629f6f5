"""What all that rests has in common: the sentence for what is wrong with its end or its reason."""

from station.core.i18n import N_
from station.core.settings import PROFILE
from station.core.trouble import Trouble
from station.models.database import Reader
from station.models.queries.worklist import settings
from station.rules.openinghours import Hours
from station.rules.resting import RestFault, rest_fault

_FAULTS = {
    RestFault.NO_END: N_("Choose when it ends. Nothing rests without an end."),
    RestFault.PAST: N_("That moment has passed already. Choose a later one."),
    RestFault.TOO_FAR: N_("It can last for at most {days} days. Choose an earlier end."),
    RestFault.TOO_LONG: N_("The reason is too long. Write it in one or two sentences."),
    RestFault.NO_REASON: N_("Write the reason; those who come after you need it."),
}


def check_rest(until: int | None, now: int, reason: str, longest_days: int) -> int:
    """Give the end (UTC ms) if something may rest until then; Trouble `rest_refused` says why not.

    Its value `fault` is a code of station.rules.resting.RestFault.
    """
    fault = rest_fault(until, now, reason, longest_days)
    if fault is not None or until is None:
        fault = fault or RestFault.NO_END
        raise Trouble("rest_refused", _FAULTS[fault], days=longest_days, fault=fault.value)
    return until


def hours_of(reader: Reader) -> Hours:
    """Give the service's opening hours, the usual ones where none are set or readable."""
    profile = PROFILE.or_default(settings(reader))
    return Hours() if profile is None else Hours.of(profile)
