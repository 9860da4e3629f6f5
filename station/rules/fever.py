"""Fever under chemotherapy: the limit that is shipped, and the one that can be chosen instead."""

from collections.abc import Iterable

from station.rules.limits import Level, Limit, Operator, Side

FEVER_ONCE = (Limit("temp", Level.RED, Side.HIGH, Operator.AT_LEAST, 38.0),)
"""38.0 °C once is red: what many Norwegian patient leaflets say, and the safer of the two."""
FEVER_STAGED = (
    Limit("temp", Level.RED, Side.HIGH, Operator.AT_LEAST, 38.3),
    Limit("temp", Level.RED, Side.HIGH, Operator.AT_LEAST, 38.0, hours=1),
)
"""38.3 °C once, or 38.0 °C for at least an hour (Norwegian society of infectious diseases)."""


def with_fever(limits: Iterable[Limit], chosen: tuple[Limit, ...]) -> tuple[Limit, ...]:
    """Give the limits with `chosen` (one of the two) for red fever in place of what stood there."""
    places = {(each.component, each.level, each.side) for each in chosen}
    kept = (each for each in limits if (each.component, each.level, each.side) not in places)
    return (*kept, *chosen)
