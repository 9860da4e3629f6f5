"""How long a person waits after failed sign-ins: five are free, then the wait grows."""

from station.security.keyfile import Tries

FREE_TRIES = 5
FIRST_WAIT_MS = 30_000
LONGEST_WAIT_MS = 15 * 60_000
# The doubling has passed the longest wait long before this.
_MOST_DOUBLINGS = 10


def wait_after(count: int) -> int:
    """Give the wait in milliseconds after the `count`-th failed try in a row."""
    if count < FREE_TRIES:
        return 0
    doublings = min(count - FREE_TRIES, _MOST_DOUBLINGS)
    return min(FIRST_WAIT_MS << doublings, LONGEST_WAIT_MS)


def wait_left(tries: Tries, now: int) -> int:
    """Give the milliseconds left to wait at `now` (UTC milliseconds)."""
    wait = wait_after(tries.count)
    if not wait or not tries.times:
        return 0
    passed = now - tries.times[-1]
    # A clock that was turned back makes the wait begin again, not last for years.
    return wait if passed < 0 else max(wait - passed, 0)
