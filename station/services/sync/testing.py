"""Testing the connection from the settings: on a thread of its own, while everybody works on."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread

from station.core import log
from station.core.i18n import speaking
from station.models.queries.exchange import secret
from station.models.records import hand
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.sync.check import OpenLine, Step, check
from station.services.sync.setup import settings_of


@dataclass(frozen=True, slots=True)
class Tested:
    """The test is over; `well` if every step was."""

    well: bool


class SyncTesting:
    """Walks the way to the central service and tells each step."""

    def __init__(self, record: Record, connect: OpenLine, types: tuple[str, ...]) -> None:
        """Open lines with `connect` (station.services.sync.line.Line)."""
        self._record = record
        self._connect = connect
        self._types = types

    def begin(
        self, session: Session, listener: Callable[[Step | Tested], None]
    ) -> Callable[[], None]:
        """Begin, on the record lane; `listener` hears each Step and then Tested, on a thread.

        The function given back ends the telling.
        """
        require(session, Right.CHANGE_OFFICE)
        with self._record.read() as reader:
            settings, station = settings_of(reader), hand.station_id(reader)
            coded = secret(reader) is not None
        left = Event()

        def tell(news: Step | Tested) -> None:
            if not left.is_set():
                listener(news)

        def walk() -> None:
            well = False
            try:
                with speaking(session.language):
                    steps = check(
                        self._connect, settings, station, self._types, coded=coded, tell=tell
                    )
                well = all(step.well for step in steps)
            except Exception as error:  # noqa: BLE001  (nobody waits for this thread)
                log.bug("sync_testing", error)
            tell(Tested(well))

        Thread(target=walk, name="sync-test", daemon=True).start()
        return left.set
