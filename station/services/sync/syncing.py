"""Exchanging with the central service while Station is open: when a run begins, and how it ends.

Two lanes meet here. A run goes on the network lane; what it needs of the file is handed to the
record lane and waited for. The record lane never waits for the network.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event, Lock, Thread, Timer
from typing import Protocol, TypeVar

from station.core import log
from station.core.bus import ChangeSet
from station.core.i18n import N_
from station.core.lanes import Lane
from station.core.listeners import Listeners
from station.core.trouble import Trouble
from station.models.database import Writer
from station.models.queries import sync_status
from station.models.records import hand
from station.rules.backoff import wait_ms
from station.services.record import Record
from station.services.rights import Right, require
from station.services.session import Session
from station.services.sync import status, steps
from station.services.sync.items import SyncItems
from station.services.sync.lane import OnLane, Submit
from station.services.sync.run import Parts, Run, Stopped, Work
from station.services.sync.run_seams import Open
from station.services.sync.setup import ChannelSettings, settings_of
from station.services.sync.values import CENTRE, Progress, Report, Status
from station.services.today.watch import STATION

T = TypeVar("T")
DEBOUNCE_S = 2.0
"""A change made here goes out so long after the first of several."""
FIRST_S = 5.0
"""The first run after signing in: the window comes first."""
CARD_EVERY_MS = 300_000
"""So often a mark is written on the station's card though nothing went or came."""
COMPARE_EVERY_MS = 24 * 3_600_000
CLOSING_S = 3.0
"""So long a run that goes on is waited for when the program ends; what is under way is safe."""

Connect = Callable[[ChannelSettings, str, Event], Open]
"""Opens a line by the settings and the station's id; the event ends what goes on."""
Others = Callable[["Work", Event], Sequence[Report]]
"""Runs the channels to other services once, after the centre's; a report each."""
Later = Callable[[float, Callable[[], None]], "Alarm"]
"""Calls something after so many seconds, unless it is cancelled."""
Listener = Callable[[Progress | Report], None]


class Alarm(Protocol):
    """Something that will be called later."""

    def cancel(self) -> None:
        """Do not call it."""


@dataclass(frozen=True, slots=True)
class _Errand:
    """What a run begins with."""

    settings: ChannelSettings
    station: str
    compare: bool


class Syncing:
    """One for the whole program: a run every minute, and soon after something was changed here."""

    def __init__(
        self,
        record: Record,
        connect: Connect,
        parts: Parts,
        later: Later | None = None,
        others: Others | None = None,
    ) -> None:
        """Rest until begin(); `connect` opens a line when the first run begins."""
        self._others = others or (lambda _work, _stop: ())
        self._record = record
        self._items = SyncItems(record)
        self._connect = connect
        self._parts = parts
        self._later = later or _timer
        self._lock = Lock()
        self._lane: Lane | None = None
        self._submit: Submit | None = None
        self._alarm: Alarm | None = None
        self._due_at: float | None = None
        self._stop = Event()
        self._leaving = Event()
        self._closed = False
        self._running = False
        self._asked = False
        self._ours = False
        self._failures = 0
        self._card_at: int | None = None
        self._progress: Progress | None = None
        self._listeners = Listeners[Progress | Report]("sync_listener")
        self._leave_bus = record.bus.subscribe(self._changed)

    # ------------------------------------------------------------------------ comings, goings

    def begin(self, session: Session, submit: Submit) -> None:
        """Exchange from now on; on the record lane, when somebody has signed in.

        It goes on under a locked screen, and pauses while the file is closed.
        """
        require(session, Right.SEE_PATIENTS)
        self._submit, self._leaving = submit, Event()
        if not self._closed:
            self._plan(FIRST_S)

    def end(self) -> None:
        """Begin no run any more, and break off the one that goes on: the file is to be closed."""
        self._submit = None
        self._leaving.set()
        self._cancel_alarm()
        self.cancel()

    def close(self) -> None:
        """Let go of everything; on the record lane. What is under way is sent again next time."""
        self._closed = True
        self.end()
        self._leave_bus()
        with self._lock:
            lane, self._lane = self._lane, None
        if lane is not None:
            # Not joined for good: a network that says nothing must not keep the program open.
            leaving = Thread(target=lane.close, daemon=True)
            leaving.start()
            leaving.join(CLOSING_S)

    # ----------------------------------------------------------------------------- for people

    def now(self, session: Session) -> None:
        """Begin a run at once, whatever is waited for; Trouble `sync_off` where it is off."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            writer.quiet()
            if not any(row.enabled for row in sync_status.channels(writer)):
                raise _off()
            steps.hurry(writer)
        with self._lock:
            self._asked = self._running
        self._plan(0.0)

    def cancel(self) -> None:
        """Break off the run that goes on; what it has done stays done."""
        with self._lock:
            if self._running:
                self._stop.set()

    def watch(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` Progress while a run goes on and its Report, on the network lane."""
        return self._listeners.add(listener)

    def status(self, session: Session) -> Status:
        """Give how the exchange stands; on the record lane."""
        require(session, Right.SEE_PATIENTS)
        with self._record.read() as reader:
            return status.status(
                reader, self._record.clock.now(), session, self._progress, running=self._running
            )

    def run_once(self, session: Session, tell: Callable[[Progress], None] | None = None) -> Report:
        """Run here and now, without lanes: for commands. Trouble `sync_off` where it is off."""
        require(session, Right.EDIT_PATIENTS)
        with self._record.write(session) as writer:
            steps.hurry(writer)
        report = self._go(self._here, tell or (lambda _: None), compare=None, card=None)
        others = self._others(self._here, self._stop)
        if report is None and not others:
            raise _off()
        # The centre's is told where there is one; how the others went stands in the status.
        return report or others[0]

    def compare_now(self, session: Session) -> Report:
        """Run here and now and hold all ids against the server's, without lanes."""
        require(session, Right.EDIT_PATIENTS)
        report = self._go(self._here, lambda _: None, compare=True, card=True)
        if report is None:
            raise _off()
        return report

    # ---------------------------------------------------------------------------------- inside

    def _here(self, job: Callable[[Writer], T]) -> T:
        self._ours = True
        try:
            with self._record.write(STATION) as writer:
                return job(writer)
        finally:
            # Only now: what was touched is told when the unit of work is committed.
            self._ours = False

    def _changed(self, changes: ChangeSet) -> None:  # noqa: ARG002  (whatever it was)
        """Send what was changed here soon; what a run itself has changed it sends itself."""
        if self._submit is None or self._ours:
            return
        with self._lock:
            self._asked = self._running
            near = self._due_at is not None and (
                self._due_at - self._record.clock.monotonic() <= DEBOUNCE_S
            )
        if not (near or self._failures):
            self._plan(DEBOUNCE_S)

    def _plan(self, seconds: float) -> None:
        """Let a run begin in so many seconds, instead of when it was to begin before."""
        self._cancel_alarm()
        with self._lock:
            if self._closed or self._submit is None:
                return
            self._due_at = self._record.clock.monotonic() + seconds
            self._alarm = self._later(seconds, self._wake)

    def _cancel_alarm(self) -> None:
        with self._lock:
            alarm, self._alarm, self._due_at = self._alarm, None, None
        if alarm is not None:
            alarm.cancel()

    def _wake(self) -> None:
        with self._lock:
            if self._closed or self._submit is None or self._running:
                return
            self._alarm = self._due_at = None
            self._running = True
            self._stop = Event()
            self._lane = self._lane or Lane("network")
            lane = self._lane
        try:
            lane.submit(self._run_on_lane)
        except RuntimeError:
            self._running = False

    def _run_on_lane(self) -> None:
        submit, wait_s = self._submit, 60.0
        reports: list[Report] = []
        try:
            if submit is not None:
                lane = OnLane(submit, self._leaving)
                wait_s = self._one_run(lambda job: lane.do(lambda: self._here(job)), reports)
        except Exception as error:  # noqa: BLE001  (nobody waits for this future)
            log.bug("syncing", error)
        finally:
            with self._lock:
                self._running, asked, self._asked = False, self._asked, False
                self._progress = None
        # Only now: whoever hears of it asks how it stands, and must not be told that it runs.
        for report in reports:
            self._listeners.tell(report)
        self._plan(DEBOUNCE_S if asked and not self._failures else wait_s)

    def _one_run(self, work: Work, reports: list[Report]) -> float:
        """Run once, and give after how many seconds to run again; add what it came to."""
        usual = 60.0
        try:
            settings = work(_settings)
            usual = float(settings.every_s)
            report = self._go(work, self._tell, compare=None, card=None)
            reports += [report] if report is not None else []
            reports += self._others(work, self._stop)
        except Stopped:
            return usual
        except Trouble as trouble:
            # The file is closed, or cannot be written: nothing of the exchange is wrong.
            log.event("sync_rests", code=trouble.code)
            return usual
        if report is None:
            return usual
        if report.outcome != "failed":
            self._failures = 0
            return usual
        self._failures += 1
        wait = max(wait_ms(self._failures, self._parts.chance()), int(usual * 1000))
        work(lambda writer: steps.rest(writer, writer.now + wait))
        return wait / 1000

    def _go(
        self,
        work: Work,
        tell: Callable[[Progress], None],
        *,
        compare: bool | None,
        card: bool | None,
    ) -> Report | None:
        """Run once; None where the channel is off. What is None is done when it is due."""
        errand = work(self._errand)
        if errand is None:
            return None
        now = self._record.clock.now()
        card = card or self._card_at is None or now - self._card_at >= CARD_EVERY_MS
        try:
            line = self._connect(errand.settings, errand.station, self._stop)
        except Trouble as trouble:
            return self._not_connected(work, trouble)
        try:
            run = Run(work, line, self._parts, errand.settings.batch, self._stop, tell)
            report = run.go(compare=errand.compare if compare is None else compare, card=card)
        finally:
            line.close()
        if report.outcome not in ("done", "left"):
            # What went before it broke off stands behind no mark yet.
            self._card_at = None
        elif card:
            self._card_at = now
        return report

    def _not_connected(self, work: Work, trouble: Trouble) -> Report:
        def note(writer: Writer) -> None:
            ended = steps.Ended(steps.begin(writer), "failed", trouble.code, "", 0, None)
            steps.end(writer, ended, {}, ())

        work(note)
        return Report(CENTRE, "failed", code=trouble.code, sentence=trouble.sentence())

    def _errand(self, writer: Writer) -> _Errand | None:
        writer.quiet()
        row = sync_status.channel(writer, CENTRE)
        if row is None or not row.enabled:
            return None
        cursors = sync_status.cursors(writer, CENTRE)
        last = [cursors[name][2] for name in self._parts.types if name in cursors]
        # A station that never fetched has nothing to compare; a day later it has.
        first = [cursors[name][1] or 0 for name in self._parts.types if name in cursors]
        since = min((each or first[place] for place, each in enumerate(last)), default=writer.now)
        compare = len(last) == len(self._parts.types) and writer.now - since >= COMPARE_EVERY_MS
        return _Errand(settings_of(writer), hand.station_id(writer), compare)

    def _tell(self, progress: Progress) -> None:
        self._progress = progress
        self._listeners.tell(progress)


def _settings(writer: Writer) -> ChannelSettings:
    writer.quiet()
    return settings_of(writer)


def _off() -> Trouble:
    return Trouble("sync_off", N_("The exchange with the central service is switched off."))


def _timer(seconds: float, job: Callable[[], None]) -> Timer:
    timer = Timer(seconds, job)
    timer.daemon = True
    timer.start()
    return timer
