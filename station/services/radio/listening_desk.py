"""What every errand of the radio needs: who is signed in, the lane, the radio, who listens."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import TYPE_CHECKING, Protocol, TypeVar

from station.core import log
from station.core.clock import Clock
from station.core.i18n import speaking
from station.core.listeners import Listeners
from station.core.trouble import Trouble
from station.devices.link import Fault, LinkFault
from station.services.radio.listening_news import Busy, Done, News
from station.services.session import Session

if TYPE_CHECKING:
    from station.devices.radio import Radio

T = TypeVar("T")
NewsListener = Callable[[News], None]


class Submit(Protocol):
    """Runs a job on the record lane."""

    def __call__(self, job: Callable[[], object]) -> "Future[object]":
        """Queue the job and give its future; RuntimeError when the lane is closed."""


class Desk:
    """Shared by all errands; safe to use from the radio's thread and the record lane."""

    def __init__(self, clock: Clock) -> None:
        """Begin with nobody signed in and no radio."""
        self.clock = clock
        self.session: Session | None = None
        self.radio: Radio | None = None
        self._submit: Submit | None = None
        self._lock = Lock()
        self._listeners = Listeners[News]("listening_listener")
        self._busy: dict[str, Busy] = {}

    # ------------------------------------------------------------------------ comings, goings

    def open(self, session: Session, submit: Submit) -> None:
        """Work for the person who signed in."""
        self.session, self._submit = session, submit

    def leave(self) -> None:
        """Begin nothing new, and end what is under way; what has arrived is still stored."""
        self.session = None
        with self._lock:
            under_way = tuple(self._busy.values())
        for busy in under_way:
            busy.cancel()

    def close(self) -> None:
        """Take no job to the lane any more."""
        self._submit = None

    def on_lane(self, job: Callable[[], object]) -> bool:
        """Queue a job on the record lane; False when there is none any more."""
        submit = self._submit
        if submit is None:
            return False

        def run() -> None:
            try:
                job()
            except Trouble as trouble:
                # The file was closed meanwhile; whatever waits is kept by its visit.
                log.event("listening_refused", code=trouble.code)
            except Exception as error:  # noqa: BLE001  (nobody waits for this future)
                log.bug("listening", error)

        try:
            submit(run)
        except RuntimeError:
            return False
        return True

    def asked_of_lane(self, job: Callable[[], T]) -> "Future[T]":
        """Do a job on the record lane, and give its future; its exception is the asker's."""
        done: Future[T] = Future()

        def run() -> None:
            try:
                done.set_result(job())
            except BaseException as error:  # noqa: BLE001  (belongs to whoever asked)
                done.set_exception(error)

        if not self.on_lane(run):
            done.set_exception(LinkFault(Fault.CANCELLED, "the lane is closed"))
        return done

    # ------------------------------------------------------------------------------- news

    def watch(self, listener: NewsListener) -> Callable[[], None]:
        """Tell `listener` every news until the function given back is called."""
        return self._listeners.add(listener)

    def say(self, news: News) -> None:
        """Tell everyone who listens, on the caller's thread."""
        self._listeners.tell(news)

    def say_trouble(
        self, session: Session, address: str, device_id: str, purpose: str, trouble: Trouble
    ) -> None:
        """Tell that an errand ended, or did not begin, for a reason that has a sentence."""
        with speaking(session.language):
            sentence = trouble.sentence()
        self.say(Done(address, device_id, purpose, trouble.code, sentence))

    # ------------------------------------------------------------------------------- busy

    def begin(self, address: str) -> Busy | None:
        """Take an address for one errand; None if something is going on with it already."""
        with self._lock:
            if address.upper() in self._busy:
                return None
            return self._busy.setdefault(address.upper(), Busy())

    def ended(self, address: str) -> None:
        """Let an address go."""
        with self._lock:
            self._busy.pop(address.upper(), None)

    @property
    def busy(self) -> frozenset[str]:
        """Give the addresses (upper case) with which something is going on."""
        with self._lock:
            return frozenset(self._busy)
