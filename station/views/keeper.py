"""Who is in and what is shown: from the door to the pages, and back at every lock."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from station.core import i18n, log
from station.core.clock import Clock
from station.core.formats import clock_time
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.office.clockwatch import ClockFault
from station.services.office.frame import FrameFacts
from station.services.office.signin import Owner
from station.services.rights import Right, may
from station.services.session import Session
from station.services.today.watch import Watched
from station.views import clipboard
from station.views.bridge import Bridge
from station.views.idle import Idle
from station.views.memory import Memory
from station.views.pages import PAGES, SEARCH, PageEntry, SearchSource
from station.views.qtwords import speak_norwegian
from station.views.rescue import refuse
from station.views.shell.frame import Shell
from station.views.shell.watch import Watch
from station.views.signin.gate import Person
from station.views.signin.view import SignInView
from station.views.style.states import StateView
from station.views.window import Window
from station.wiring import Station

LISTEN_AFTER_MS = 1_500
"""The radio's libraries are loaded when the first page is there: the list comes before."""


class Keeper(QObject):
    """Keeps the way between the sign-in screen and the pages; `left` when all is closed."""

    left = Signal()

    def __init__(
        self,
        window: Window,
        bridge: Bridge,
        station: Station,
        *,
        pages: Sequence[PageEntry] = PAGES,
        searches: Sequence[SearchSource] = SEARCH,
        watch: Callable[[], Watched] | None = None,
    ) -> None:
        super().__init__()
        self._window, self._bridge, self._station = window, bridge, station
        self._clock: Clock = station.clock
        self._pages, self._searches = pages, searches
        self._session: Session | None = None
        self._shell: Shell | None = None
        self._place: tuple[str, str, str | None] | None = None
        self._locked_at = 0
        self._slot_id = ""
        self._people: Sequence[Person] = ()
        self.idle = Idle(self._clock)
        self.idle.idle.connect(self.lock)
        self.idle.long_idle.connect(self.deep_lock)
        self.memory = Memory(self.idle.seconds)
        self.watch = Watch(bridge, self._clock, watch or station.sweeper.look)
        self.watch.fresh_changed.connect(self._watch_changed)
        self.watch.clock_changed.connect(self._clock_changed)
        window.close_asked.connect(self.leave)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            speak_norwegian(app, self)

    @property
    def session(self) -> Session | None:
        """Who is signed in."""
        return self._session

    @property
    def shell(self) -> Shell | None:
        """The pages and their frame while somebody is signed in."""
        return self._shell

    # --------------------------------------------------------------------------------- doors

    def begin(self, view: SignInView, people: Sequence[Person]) -> None:
        """Takes over the sign-in screen that already stands in the window."""
        self._people = people
        self._open_door(view)

    def show_door(self, people: Sequence[Person]) -> None:
        """Shows a sign-in screen for these people."""
        self._people = people
        self._show_door("")

    def _open_door(self, view: SignInView) -> None:
        view.signed_in.connect(lambda session: self.enter(session, view.slot_id))
        view.closed_out.connect(self._refused)

    def enter(self, session: object, slot_id: str) -> None:
        """Shows the pages to the person who came in by this slot."""
        if not isinstance(session, Session):
            raise TypeError("the door gives a session")
        i18n.use(session.language)
        self._session, self._slot_id = session, slot_id
        self._window.may_close = False
        page, subject = self._first_place(session)
        # Judged first, then listed, both on the lane while the window is being built here.
        self.watch.start()
        shell = Shell(
            self._bridge, self._station, session, self._clock, self._pages, self._searches, page
        )
        self._shell = shell
        shell.lock_asked.connect(self.lock)
        shell.switch_asked.connect(self.switch)
        shell.leave_asked.connect(self.leave)
        shell.facts_known.connect(self._facts_known)
        self._bridge.listen(self._station.bus)
        self.idle.listen_to(self._window.windowHandle())
        self.idle.touched()
        shell.show_watch(fresh=self.watch.fresh, judged_at=self.watch.judged_at)
        for notice in self._station.door.notices:
            shell.banners.show_banner(notice.code, notice.trouble.sentence(), closable=True)
        # Built and styled out of sight, shown in a turn of its own.
        shell.hide()
        shell.setParent(self._window)
        self._bridge.soon(self, partial(self._show_shell, shell, page, subject))
        QTimer.singleShot(LISTEN_AFTER_MS, shell, partial(self._listen, session))

    def _show_shell(self, shell: Shell, page: str, subject: str | None) -> None:
        """Puts the frame in front, unless the screen was locked before it came so far."""
        if shell is not self._shell:
            shell.deleteLater()
            return
        self._window.show_screen(shell)
        if page:
            # The frame is laid out and painted first; then its page is built.
            self._bridge.soon(shell, partial(shell.go, page, subject))

    def _listen(self, session: Session) -> None:
        """Begins to listen for lent devices and to exchange, when the first page has been shown."""
        if not may(session, Right.SEE_PATIENTS):
            return
        for service in (self._station.listening, self._station.syncing):
            begin = partial(service.begin, session, self._bridge.submit)
            self._bridge.ask(self, begin, lambda _: None)

    def _first_place(self, session: Session) -> tuple[str, str | None]:
        """The page to begin with, "" for none, and its subject: where this person was last."""
        allowed = [page.name for page in self._pages if session.role in page.roles]
        place, self._place = self._place, None
        if place is not None and place[0] == session.user_id:
            return place[1], place[2]
        return (allowed[0] if allowed else ""), None

    # --------------------------------------------------------------------------------- locks

    def lock(self) -> None:
        """Locks the screen: unsaved words are kept for their owner, the pages are destroyed."""
        self._go_out(keep_place=True)

    def switch(self) -> None:
        """Lets another person in: the screen locks, and nobody is chosen at the door."""
        self._go_out(keep_place=False)

    def deep_lock(self) -> None:
        """Closes the file and lets go of the key; the lock screen says that nothing is judged."""
        self._go_out(keep_place=True)
        self.watch.stop()
        # Under the screen lock it went on, so that the list is current when she is back.
        self._station.syncing.end()
        self._bridge.ask(self, self._station.door.deep_lock, lambda _: self._deeply_locked())
        log.event("deep_lock")

    def _go_out(self, *, keep_place: bool) -> None:
        shell, session = self._shell, self._session
        if shell is None or session is None:
            return
        self._keep_drafts(shell, session)
        self._station.listening.end()
        self._shell = self._session = None
        self._window.may_close = True
        self._locked_at = self._clock.now()
        page, subject = shell.place
        self._place = (session.user_id, page, subject) if keep_place else None
        clipboard.clear_if_ours()
        self._bridge.drop(shell)
        self._show_door(self._slot_id if keep_place else "")
        self._bridge.ask(self, self._station.door.lock, lambda _: None)
        # In a breath of its own, when what was on the screen has been destroyed.
        self._bridge.soon(self, self.memory.collect)
        log.event("locked")

    def _show_door(self, slot_id: str) -> None:
        view = SignInView(self._people)
        view.lead_to(self._bridge, self._station.door)
        self._open_door(view)

        def settle(people: Sequence[Person]) -> None:
            self._people = people
            view.set_people(people)
            if slot_id:
                view.show_locked(slot_id, _locked_words(self._locked_at))
            view.start()

        # Settled first: what stands in the window already is laid out for every change.
        settle(self._people)
        self._window.show_screen(view, partial(self._bridge.soon, self._window))
        view.start()
        self._bridge.ask(view, self._station.door.people, lambda owners: settle(persons(owners)))

    def _keep_drafts(self, shell: Shell, session: Session) -> None:
        drafts = self._station.drafts
        for kind, subject, words in shell.drafts():
            self._bridge.ask(
                self, partial(drafts.keep, session, kind, subject, words), lambda _: None
            )

    def _deeply_locked(self) -> None:
        view = self._window.screen_now
        if isinstance(view, SignInView) and self._locked_at:
            view.say(_unjudged_words(self._locked_at))

    # --------------------------------------------------------------------------------- leaving

    def leave(self) -> None:
        """Makes a backup, signs out, closes the file, and tells `left`."""
        shell, session = self._shell, self._session
        if shell is None or session is None:
            self._close()
            return
        self._keep_drafts(shell, session)
        self._shell = None
        clipboard.clear_if_ours()
        self._window.show_screen(StateView("loading", "", tr("Making a backup …")))
        self._bridge.ask(
            self,
            partial(self._station.backups.make, session),
            lambda _: self._close(),
            self._no_backup,
        )

    def _no_backup(self, trouble: Trouble) -> None:
        view = StateView("failed", trouble.sentence(), tr("The backup was not made"))
        view.add_action(tr("Try again"), self._backup_again, primary=True)
        view.add_action(tr("Close without a backup"), self._close)
        self._window.show_screen(view)

    def _backup_again(self) -> None:
        if self._session is not None:
            backups = self._station.backups
            self._bridge.ask(
                self,
                partial(backups.make, self._session),
                lambda _: self._close(),
                self._no_backup,
            )

    def _close(self) -> None:
        self._session = None
        self.watch.stop()
        self._bridge.ask(self, self._station.close, lambda _: self._closed())

    def _closed(self) -> None:
        self._window.may_close = True
        self.left.emit()

    def _refused(self, trouble: Trouble) -> None:
        home = self._station.home
        refuse(self._window, self._bridge, home, self._clock, trouble, lambda: self._show_door(""))

    # -------------------------------------------------------------------------------- the watch

    def _watch_changed(self, fresh: bool) -> None:
        view = self._window.screen_now
        if self._shell is not None:
            self._shell.show_watch(fresh=fresh, judged_at=self.watch.judged_at)
        elif isinstance(view, SignInView) and self._locked_at:
            since = self.watch.judged_at or self._locked_at
            view.say(_locked_words(self._locked_at) if fresh else _unjudged_words(since))

    def _clock_changed(self, fault: str) -> None:
        if self._shell is not None:
            self._shell.show_clock(ClockFault(fault))

    def _facts_known(self, facts: FrameFacts) -> None:
        self.idle.lock_after_s = facts.lock_minutes * 60
        self.idle.deep_after_s = facts.deep_lock_minutes * 60


def persons(owners: Sequence[Owner]) -> tuple[Person, ...]:
    """The people of the key file as the sign-in screen shows them."""
    return tuple(Person(o.slot_id, o.name, o.initials, o.language) for o in owners)


def _locked_words(at: int) -> str:
    return tr("Locked at {time}. Nobody has looked at the list since.", time=clock_time(at))


def _unjudged_words(at: int) -> str:
    return tr(
        "Not judged since {time}. What comes in is judged when somebody signs in.",
        time=clock_time(at),
    )
