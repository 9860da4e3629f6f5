"""How long to wait before trying again: longer each time, and never all stations at once."""

FIRST_MS = 5_000
LONGEST_MS = 15 * 60_000
MOST_ASKED_MS = 24 * 3_600_000
"""A server that asks for more than a day is asked again after a day."""


def wait_ms(attempts: int, chance: float, asked_ms: int = 0) -> int:
    """Give how long to wait after so many failed tries (1 or more), in milliseconds.

    Full jitter: anything from nothing to a ceiling that doubles with each try, by `chance` (0 to
    1, handed in). What the server asked for (Retry-After) comes first, and the jitter is put on
    top: else all stations of a region would come back at the same moment.
    """
    doublings = min(max(attempts, 1) - 1, 20)
    ceiling = min(FIRST_MS << doublings, LONGEST_MS)
    jitter = int(ceiling * min(max(chance, 0.0), 1.0))
    return min(max(asked_ms, 0), MOST_ASKED_MS) + jitter
