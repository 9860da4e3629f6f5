"""What a tablet keeps when its battery is taken out: keys, state, and the log."""

from dataclasses import dataclass, field
from typing import Any

from simulator.tablet.wire import (
    BLOCKED,
    EMPTY,
    MOST_ENTRY,
    ON_LOAN,
    WAITING,
    WIPED,
    chained,
    dump,
    head_zero,
)

MOST_SHIFTS = 64
TEN_MINUTES_MS = 600_000


@dataclass(slots=True)
class Disk:
    """All that lasts. Each method changes it in one step that a lost battery cannot halve."""

    state: int = EMPTY
    loan: bytes = b""
    key: bytes = b""
    station_keys: tuple[bytes, ...] = ()
    lease: int = 0
    tries: int = 0
    expected_key: bytes = b""
    secret: bytes = b""
    secret_until: float = 0.0
    before: "Disk | None" = None
    entries: dict[int, bytes] = field(default_factory=dict)
    shifts: dict[int, int | None] = field(default_factory=dict)
    last: int = 0
    head: bytes = b""
    released: int = 0
    released_head: bytes = b""
    wiped: bytes = b""
    digits: str = ""

    def write(self, kind: str, at: int, /, **values: Any) -> int:  # noqa: ANN401  (what CBOR can hold)
        """Add an entry to the log, and give its number."""
        number = self.last + 1
        self.write_raw(dump({"n": number, "k": kind, "at": at, **values}))
        if kind == "clock":
            was = values.get("was")
            self.shifts[number] = None if was is None else at - was
        return number

    def write_raw(self, entry: bytes) -> None:
        """Add an entry as bytes; a faulty tablet may write anything."""
        if not 0 < len(entry) <= MOST_ENTRY:
            raise ValueError("an entry has 1 to 4096 bytes")
        self.last += 1
        self.entries[self.last] = entry
        self.head = chained(self.head, [entry])

    def told_shifts(self) -> list[list[int | None]]:
        """Give how the clock was set since the first entry that is kept."""
        kept: list[list[int | None]] = [
            [number, by] for number, by in self.shifts.items() if number > self.released
        ]
        return kept[-MOST_SHIFTS:]

    def batch(self, first: int, most: int) -> tuple[list[bytes], bytes]:
        """Give entries from `first` on, and the chain after the last of them."""
        taken: list[bytes] = []
        number, size = first, 0
        while number <= self.last and len(taken) < 256:  # noqa: PLR2004  (the document's)
            size += len(self.entries[number])
            if taken and size > most:
                break
            taken.append(self.entries[number])
            number += 1
        return taken, self.head_at(number - 1)

    def head_at(self, number: int) -> bytes:
        """Give the chain after an entry that is kept, or after the last that was let go."""
        passed = [self.entries[n] for n in range(self.released + 1, number + 1)]
        return chained(self.released_head, passed)

    def release(self, upto: int) -> None:
        """Let go of everything up to `upto`."""
        self.released_head = self.head_at(upto)
        for number in range(self.released + 1, upto + 1):
            del self.entries[number]
        self.released = upto

    def scan(self, bundle: bytes, key: bytes, now: float) -> bool:
        """Take a code, with a new key of one's own; False if it is none, or not now.

        `now` is a clock that cannot be set (ms).
        """
        if len(bundle) != 87 or bundle[:3] != b"ST\x01":  # noqa: PLR2004  (the document's)
            return False
        loan = bundle[3:19]
        again = self.state == ON_LOAN and loan == self.loan and not self.released
        if self.state not in (EMPTY, WAITING, WIPED) and not again:
            return False
        if self.state == WAITING:
            self.give_up()
        if self.state == WIPED:
            self.forget()
        self.before = self.copy()
        if not again:
            self.loan, self.last, self.released, self.entries = loan, 0, 0, {}
            self.head = self.released_head = head_zero(loan)
        self.state, self.key, self.tries = WAITING, key, 0
        self.expected_key, self.secret = bundle[19:51], bundle[51:83]
        self.secret_until = now + TEN_MINUTES_MS
        return True

    def keep(self, keys: tuple[bytes, ...], lease: int) -> None:
        """Keep a station's keys: the loan begins."""
        self.state, self.station_keys, self.lease = ON_LOAN, keys, lease
        self.secret, self.before = b"", None

    def give_up(self) -> None:
        """Forget a code, and be as before it was scanned."""
        if self.before is not None:
            self.take_over(self.before)
            self.before = None

    def failed(self) -> None:
        """Count a failed hand-out; the third blocks the tablet."""
        self.tries += 1
        if self.tries >= 3:  # noqa: PLR2004  (the document's)
            self.give_up()
            self.before, self.state = self.copy(), BLOCKED

    def unlock(self) -> None:
        """Let a person end the blocking."""
        if self.state == BLOCKED:
            self.give_up()

    def empty(self, nonce: bytes) -> None:
        """Forget everything about the person; the keys stay until the receipt is kept."""
        self.state, self.wiped = WIPED, nonce
        self.entries, self.shifts = {}, {}
        self.released, self.released_head = self.last, self.head

    def forget(self) -> None:
        """Forget the loan and its keys."""
        self.take_over(Disk())

    def copy(self) -> "Disk":
        """Give a copy of everything."""
        made = Disk()
        made.take_over(self)
        return made

    def take_over(self, other: "Disk") -> None:
        """Become the same as another."""
        for name in self.__slots__:
            value = getattr(other, name)
            setattr(self, name, dict(value) if isinstance(value, dict) else value)
