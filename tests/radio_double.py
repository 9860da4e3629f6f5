"""A radio that a test speaks for: it notes what it was asked and tells what the test says."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from station.services.radio.listening_news import (
    Busy,
    InRange,
    News,
    PairWish,
    RadioNews,
    Seen,
    Standing,
)
from station.services.session import Session
from station.services.tablets.tablets import Offer

READY = RadioNews(ready=True, sentence="")
NOBODY = InRange(())
NEAR = Seen(
    address="C0:26:DA:00:00:01",
    name="Nonin3230_501",
    model="nonin_3230",
    model_name="Nonin 3230",
    bars=4,
    device_id="",
    patient_id="",
    patient="",
    standing=Standing.UNKNOWN,
    busy=False,
    seen_at=0,
)


def seen(**changes: object) -> Seen:
    """A device in range, unlike NEAR in what is named."""
    return replace(NEAR, **changes)  # type: ignore[arg-type]


@dataclass
class RadioDouble:
    """Stands where Listening stands: `asked` holds what it was asked for, in order."""

    asked: list[tuple[object, ...]] = field(default_factory=list)
    listeners: list[Callable[[News], None]] = field(default_factory=list)
    busy: list[Busy] = field(default_factory=list)
    state: RadioNews = READY
    near: InRange = NOBODY

    def in_range(self) -> InRange:
        """Give what the test says is in range."""
        return self.near

    def radio(self, session: Session) -> RadioNews:
        """Give how the test says the radio stands."""
        return self.state

    def watch(self, listener: Callable[[News], None]) -> Callable[[], None]:
        """Call a listener from now on."""
        self.listeners.append(listener)

        def leave() -> None:
            if listener in self.listeners:
                self.listeners.remove(listener)

        return leave

    def tell(self, *news: News) -> None:
        """Tell news on another thread, as the radio does."""

        def run() -> None:
            for each in news:
                for listener in tuple(self.listeners):
                    listener(each)

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()

    def fetch(self, session: Session, device_id: str) -> Busy:
        """Note a wish to fetch."""
        return self._note("fetch", device_id)

    def pair(self, session: Session, wish: PairWish) -> Busy:
        """Note a wish to pair."""
        return self._note("pair", wish)

    def answer_passkey(self, address: str, digits: str) -> None:
        """Note six digits that were typed."""
        self.asked.append(("passkey", address, digits))

    def measure(self, session: Session, device_id: str, patient_id: str) -> Busy:
        """Note a wish to measure."""
        return self._note("measure", device_id, patient_id)

    def hand_out(self, session: Session, offer: Offer) -> Busy:
        """Note a hand-out."""
        return self._note("hand_out", offer.device_id)

    def answer_code(self, *, same: bool) -> None:
        """Note whether the digits were the same."""
        self.asked.append(("code", same))

    def _note(self, *what: object) -> Busy:
        self.asked.append(what)
        self.busy.append(Busy())
        return self.busy[-1]
