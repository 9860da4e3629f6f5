"""The numbers of the tablet's protocol, and the one kind of fault that it knows."""

from enum import StrEnum

VERSION = 1
SERVICE = "5a8d0001-6c1e-4f3b-9d27-08b1f4c2a7e0"
INFO = "5a8d0002-6c1e-4f3b-9d27-08b1f4c2a7e0"
TO_TABLET = "5a8d0003-6c1e-4f3b-9d27-08b1f4c2a7e0"
"""The document calls it TX: what the station writes, without response."""
FROM_TABLET = "5a8d0004-6c1e-4f3b-9d27-08b1f4c2a7e0"
"""The document calls it RX: what the tablet notifies."""

ID_BYTES = 16
KEY_BYTES = 32
HASH_BYTES = 32
NONCE_BYTES = 16
MOST_ENTRY = 4096
"""The most bytes of one entry of the log, and of all entries of one batch."""
MOST_BATCH = 4096
MOST_PER_BATCH = 256
MOST_PLAIN = 5500
"""The most bytes of one message before it is encrypted."""
MOST_MESSAGE = MOST_PLAIN + 16
MOST_NUMBER = 2**31 - 1
"""The last entry that a log can have."""
MOST_MOMENT = 2**53 - 1
MOST_PER_VISIT = 50_000
"""So many entries are fetched in one visit; what is left comes in the next."""
MOST_SHIFTS = 64
"""So many settings of a tablet's clock are told; with so many, what lies before has no time."""
MOST_STATION_KEYS = 3
OFFER_MS = 10 * 60_000


class Why(StrEnum):
    """Why a talk with a tablet ended early."""

    SEGMENT = "segment"
    """A segment was missing, doubled, out of order, changed, or no part of a message."""
    MESSAGE = "message"
    """A message that the protocol does not have, or not now."""
    STRANGER = "stranger"
    """Whoever answered has not the right key, or not the right secret."""
    VERSION = "version"
    STATE = "state"
    """The tablet is not in the state that this talk is for."""
    CHAIN = "chain"
    """The log is not the one that was fetched from before."""
    REFUSED = "refused"
    """The tablet said no."""
    DECLINED = "declined"
    """The person here said no."""
    UNSURE = "unsure"
    """The connection was lost when the keys were kept here, perhaps before they were kept there."""
    EXPIRED = "expired"
    """The code on the screen is too old."""


class TabletFault(Exception):  # noqa: N818  (the other side's fault)
    """What came is not what the protocol allows; `detail` is for the technical log only."""

    def __init__(self, why: Why, detail: str = "") -> None:
        """Keep why, and what was seen."""
        super().__init__(f"{why.value} {detail}".strip())
        self.why = why
        self.detail = detail
