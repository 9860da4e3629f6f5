"""How a device stands, as screens say it: the word, the tone, the order, and the filters."""

from typing import Final, NamedTuple

from station.core.i18n import N_, tr
from station.rules.equipment import Standing

_WORDS: Final = {
    Standing.OVERDUE: N_("Overdue"),
    Standing.RETURNED: N_("To be looked over"),
    Standing.DUE: N_("Due soon"),
    Standing.RESERVED: N_("Reserved"),
    Standing.REPAIR: N_("In repair"),
    Standing.CLEANING: N_("In cleaning"),
    Standing.READY: N_("Ready"),
    Standing.LENT: N_("Lent"),
    Standing.IN_STORE: N_("In the store"),
    Standing.LOST: N_("Lost"),
    Standing.SCRAPPED: N_("Scrapped"),
}
_TONES: Final = {
    Standing.OVERDUE: "danger",
    Standing.RETURNED: "warning",
    Standing.DUE: "warning",
    Standing.LOST: "warning",
    Standing.READY: "good",
}
ORDER: Final = {standing: place for place, standing in enumerate(_WORDS)}
"""What somebody should act on stands first."""


class Filter(NamedTuple):
    """One way to narrow the list: its code, its words, and the standings it lets through."""

    code: str
    words: str
    standings: frozenset[Standing]


_S = Standing
IN_USE: Final = "in_use"
FILTERS: Final = (
    Filter(IN_USE, N_("All in use"), frozenset(Standing) - {_S.LOST, _S.SCRAPPED}),
    Filter("overdue", N_("Overdue"), frozenset({_S.OVERDUE})),
    Filter("returned", N_("To be looked over"), frozenset({_S.RETURNED})),
    Filter("due", N_("Due soon"), frozenset({_S.DUE})),
    Filter("reserved", N_("Reserved"), frozenset({_S.RESERVED})),
    Filter("mending", N_("Cleaning and repair"), frozenset({_S.CLEANING, _S.REPAIR})),
    Filter("ready", N_("Ready"), frozenset({_S.READY})),
    Filter("lent", N_("Lent"), frozenset({_S.LENT, _S.DUE, _S.OVERDUE})),
    Filter("in_store", N_("In the store"), frozenset({_S.IN_STORE})),
    Filter("lost", N_("Lost"), frozenset({_S.LOST})),
    Filter("scrapped", N_("Scrapped"), frozenset({_S.SCRAPPED})),
)


def standing_word(standing: Standing) -> str:
    """The word for how a device stands."""
    return tr(_WORDS[standing])


def tone_of(standing: Standing) -> str:
    """How loudly a standing is drawn: "" (calm), "good", "warning" or "danger"."""
    return _TONES.get(standing, "")
