"""How much of a kind waits, as people say it: «12 målinger», «2 planversjoner»."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from station.core.i18n import ntr
from station.models.queries.sync_status import KindRow
from station.services.sync.values import OfKind

_AMOUNTS: Final[Mapping[str, Callable[[int], str]]] = {
    "users": lambda n: ntr("{n} employee", "{n} employees", n),
    "institutions": lambda n: ntr("{n} institution", "{n} institutions", n),
    "patients": lambda n: ntr("{n} patient", "{n} patients", n),
    "relatives": lambda n: ntr("{n} relative", "{n} relatives", n),
    "consents": lambda n: ntr("{n} consent", "{n} consents", n),
    "pauses": lambda n: ntr("{n} pause", "{n} pauses", n),
    "plans": lambda n: ntr("{n} plan", "{n} plans", n),
    "plan_versions": lambda n: ntr("{n} version of a plan", "{n} versions of plans", n),
    "plan_answers": lambda n: ntr("{n} doctor's answer", "{n} doctors' answers", n),
    "form_versions": lambda n: ntr("{n} form", "{n} forms", n),
    "form_answers": lambda n: ntr("{n} answered form", "{n} answered forms", n),
    "devices": lambda n: ntr("{n} device", "{n} devices", n),
    "readings": lambda n: ntr("{n} reading", "{n} readings", n),
    "alerts": lambda n: ntr("{n} alert", "{n} alerts", n),
    "contacts": lambda n: ntr("{n} contact", "{n} contacts", n),
    "loans": lambda n: ntr("{n} loan", "{n} loans", n),
    "documents": lambda n: ntr("{n} document", "{n} documents", n),
    "openings": lambda n: ntr("{n} note of who has whom open", "{n} notes of who has whom open", n),
    "audit": lambda n: ntr("{n} line of the log", "{n} lines of the log", n),
}
_WHY: Final = {"stale": "waiting", "new": "inbox"}
_OUT: Final = frozenset({"waiting", "sealed", "behind", "held", "differs", "paused", "left"})


def amount(kind: str, number: int) -> str:
    """Say how much of a kind there is; of what is no kind of ours, that it is something else."""
    said = _AMOUNTS.get(kind)
    return said(number) if said else ntr("{n} other record", "{n} other records", number)


def told(out: Iterable[KindRow], arrived: Iterable[KindRow]) -> tuple[OfKind, ...]:
    """Give what waits by why and kind, the most first; rows of the audit log and openings apart."""
    found: dict[tuple[str, str], tuple[int, int | None]] = {}
    going = [(_WHY.get(row.state, row.state), row) for row in out]
    came = [("left" if row.state == "left" else "inbox", row) for row in arrived]
    for why, row in [*(each for each in going if each[0] in _OUT), *came]:
        number, since = found.get((why, row.kind), (0, None))
        oldest = min((at for at in (since, row.since) if at is not None), default=None)
        found[why, row.kind] = (number + row.number, oldest)
    rows = [OfKind(why, kind, number, since) for (why, kind), (number, since) in found.items()]
    return tuple(sorted(rows, key=lambda each: (-each.number, each.kind)))
