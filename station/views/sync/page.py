"""«Synkronisering»: what is true in each direction, and what waits for a person."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.conflicts.values import Chosen, Conflict, ConflictRow, Made
from station.services.rights import Right, may
from station.services.sync.values import STICK, Progress, Stuck
from station.views.context import Context
from station.views.hearing import Hearing
from station.views.page import Page
from station.views.stage import Stage
from station.views.style import (
    EmptyState,
    StateView,
    button,
    current,
    heading,
    label,
    scrolled,
)
from station.views.style.text import appear
from station.views.sync import asking
from station.views.sync.boards import ConflictList, ExportForm, QueueBoard, RunBoard, StuckBoard
from station.views.sync.conflictcard import ConflictCard
from station.views.sync.options import large
from station.views.sync.seen import Seen, Standing
from station.views.sync.tabs import TABS, Tabs
from station.views.sync.truth import Truth
from station.views.sync.words import service_words

Board = ConflictList | StuckBoard | QueueBoard | RunBoard


class SyncPage(Page):
    """The keys 1 to 4 choose the tab; a subject is a tab, or the id of a conflict."""

    claims_digits = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.seen: Seen | None = None
        self.tab = self._wanted = ""
        self._chosen = self._first = self._asking = self._again = self._coming = False
        theme = current()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        side = theme.px(3)
        column = QVBoxLayout(inside)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.px(2))
        whole.addWidget(scrolled(inside) if large() else inside)
        self._head = heading(tr("Synchronising"))
        top = QHBoxLayout()
        top.addWidget(self._head, 1)
        column.addLayout(top)
        self._truth = Truth()
        self._truth.acted.connect(self._act)
        self._truth.hide()
        column.addWidget(self._truth)
        self._others = label("", "small", wrap=True)
        self._others.setObjectName("sync_others")
        self._others.hide()
        column.addWidget(self._others)
        self._tabs = Tabs()
        self._tabs.turned.connect(self.turn)
        self._tabs.hide()
        column.addWidget(self._tabs)
        room = QWidget()
        self._room = QVBoxLayout(room)
        self._room.setContentsMargins(0, 0, 0, 0)
        column.addWidget(room, 1)
        self._by_stick = button(tr("Without a network …"), kind="quiet")
        self._by_stick.setObjectName("sync_by_stick")
        self._by_stick.clicked.connect(lambda _checked=False: context.go("exchange"))
        top.addWidget(self._by_stick)
        self._stage = Stage(context.bridge, room, self._room)
        self._stage.put_at_once(StateView("loading"))
        self._listen()

    @property
    def front(self) -> QWidget | None:
        """What stands below the tabs."""
        return self._stage.here

    def opened(self, subject: str | None) -> None:
        """Comes to the front with a tab, a conflict, or what needs somebody most."""
        names = [name for name, _ in TABS]
        self._wanted = "" if subject is None or subject in names else subject
        self._chosen = subject in names
        if subject in names:
            self.tab = str(subject)
        if isinstance(self.front, Board):
            # Built anew: what stands there was asked for when it was last in front.
            self._at_once(StateView("loading"))
        self.look()

    def changed(self, changes: ChangeSet) -> None:
        """Takes in what was saved and exchanged."""
        if changes.topics & {"exchange", "settings"}:
            self.look()

    def look(self) -> None:
        """Asks how it stands; asked meanwhile, it asks once more."""
        if self._asking:
            self._again = True
            return
        self._asking = True
        job = partial(asking.seen, self.context.station, self.context.session)
        self.context.bridge.ask(self, job, self._show, self._failed)

    def turn(self, tab: str) -> None:
        """Shows a tab."""
        self.tab, self._chosen, self._coming = tab, True, False
        self._tabs.mark(tab)
        self._fill()

    # --------------------------------------------------------------------------------- status

    def _listen(self) -> None:
        service = asking.syncing(self.context.station)
        if service is not None:
            heard = Hearing(self, service.watch, frozenset({Progress}))
            heard.heard.connect(self._hear)

    def _hear(self, news: object) -> None:
        if isinstance(news, Progress) and self.seen is not None and self.seen.progress is not None:
            self._truth.show_progress(news)
        else:
            self.look()

    def _show(self, seen: Seen) -> None:
        before, self.seen, self._asking = self.seen, seen, False
        if self._again:
            self._again = False
            self.look()
        if seen.standing is Standing.NEVER:
            self._never()
            return
        may_set = may(self.context.session, Right.CHANGE_OFFICE)
        self._truth.show_seen(seen, self.context.clock.now(), settings=may_set)
        self._others.setText("\n".join(map(service_words, seen.others)))
        self._frame(shown=not self._busy)
        self._tabs.show_seen(seen)
        self._choose_tab()
        if self._wanted and seen.patients:
            wanted, self._wanted = self._wanted, ""
            self._open(wanted)
        elif not self._busy and (before != seen or not isinstance(self.front, Board)):
            self._fill()

    def _failed(self, trouble: Trouble) -> None:
        self._asking = self._again = False
        self._frame(shown=False)
        view = StateView("failed", trouble.sentence())
        view.add_action(tr("Try again"), self.look)
        self._at_once(view)

    def _at_once(self, view: QWidget) -> None:
        self._coming = False
        self._stage.put_at_once(view)

    def _never(self) -> None:
        self._frame(shown=False)
        view = EmptyState(
            tr("No central service"),
            tr(
                "Everything is stored on this PC. With a central service several stations can "
                "share patients, plans and readings."
            ),
        )
        view.setObjectName("sync_never")
        if may(self.context.session, Right.CHANGE_OFFICE):
            way = view.add_action(tr("To the settings"), self._to_settings, primary=True)
            way.setObjectName("sync_to_settings")
            self.context.bridge.soon(way, way.setFocus)
        self._at_once(view)

    @property
    def _busy(self) -> bool:
        """Whether somebody chooses, or writes, below the tabs, or opens what is on its way."""
        return self._coming or isinstance(self.front, ConflictCard | ExportForm)

    def _frame(self, *, shown: bool) -> None:
        """Shows or hides what stands above the room: an open conflict has the page to itself."""
        for part in (self._truth, self._tabs):
            appear(part, shown=shown)
            part.setVisible(shown)
        self._head.setVisible(not self._busy)
        self._by_stick.setVisible(not self._busy)
        self._others.setVisible(shown and bool(self._others.text()))

    # ----------------------------------------------------------------------------------- tabs

    def _choose_tab(self) -> None:
        seen = self.seen
        if seen is not None and (not self._chosen or self.tab not in self._tabs.names):
            if seen.conflicts and seen.patients:
                self.tab = "conflicts"
            elif seen.stuck and seen.patients:
                self.tab = "stuck"
            else:
                self.tab = "queue"
        self._tabs.mark(self.tab)

    def _fill(self) -> None:
        seen, now = self.seen, self.context.clock.now()
        if seen is None:
            return
        if self.tab == "conflicts":
            self._list()
        elif self.tab == "stuck":
            board = StuckBoard(seen, now, asking.allowed(self.context.session))
            board.acted.connect(self._on_stuck)
            self._stage.put(board, board.begin if self._chosen else self._rest)
        elif self.tab == "queue":
            self._stage.put(QueueBoard(seen, now), self._rest)
        else:
            self._stage.put(RunBoard(seen.status.runs, now), self._rest)

    def _rest(self) -> None:
        """Puts the keyboard on the one thing to do, unless it stands on something already."""
        at: QWidget | None = QApplication.focusWidget()
        if at is None or not self.isAncestorOf(at) or self._by_chance(at):
            self._truth.begin()

    def _by_chance(self, at: QWidget) -> bool:
        """Whether Qt chose what has the keyboard: the first of a page, or the next one."""
        return at is self._by_stick or (not self._chosen and self._tabs.isAncestorOf(at))

    # ------------------------------------------------------------------------------ conflicts

    def _list(self) -> None:
        service, session = asking.conflicts(self.context.station), self.context.session

        def job() -> tuple[ConflictRow, ...]:
            return tuple(service.listed(session)) if service is not None else ()

        self.context.bridge.ask(self, job, self._listed, self._failed)

    def _listed(self, rows: tuple[ConflictRow, ...]) -> None:
        if self.tab != "conflicts" or self._busy:
            return
        if self._first and rows:
            self._first = False
            self._open(rows[0].id)
            return
        made = ConflictList(rows, self.context.clock.now())
        made.opened.connect(self._open)
        self._stage.put(made, made.begin if rows else self._rest)

    def _open(self, conflict_id: str) -> None:
        service, session = asking.conflicts(self.context.station), self.context.session
        if service is None:
            return
        self._coming = True
        job = partial(service.one, session, conflict_id)
        self.context.bridge.ask(self, job, self._opened, self._gone)

    def _gone(self, trouble: Trouble) -> None:
        self.context.toast(trouble.sentence())
        self._back()

    def _opened(self, conflict: Conflict) -> None:
        if not self._coming:
            return
        made = ConflictCard(conflict, self.context.clock.now())
        made.left.connect(self._back)
        made.chosen.connect(partial(self._take, made))

        def stands() -> None:
            self._coming = False
            self._frame(shown=False)
            made.begin()

        self._stage.put(made, stands, made.parts())

    def _take(self, card: ConflictCard, choice: Chosen) -> None:
        service, session = asking.conflicts(self.context.station), self.context.session
        if service is None:
            return

        def failed(trouble: Trouble) -> None:
            card.refuse(trouble.sentence())

        job = partial(service.choose, session, card.conflict.id, choice)
        self.context.bridge.ask(card, job, self._taken, failed)

    def _taken(self, made: Made | None) -> None:
        if made is None:
            self.context.toast(tr("Somebody has chosen already. Nothing was changed."))
        else:
            said = tr("Chosen. It goes out with the next sync.")
            if self.seen is not None and not self.seen.on:
                said = tr("Chosen. It goes out with the next file that you write.")
            self.context.toast(said, None if made.final else partial(self._untake, made))
            # What needs somebody most comes to the front, now that this is done.
            self._chosen = False
        self._back()

    def _untake(self, made: Made) -> None:
        service, session = asking.conflicts(self.context.station), self.context.session
        if service is None:
            return

        def undone(_result: object) -> None:
            self.context.toast(tr("The choice is undone. The conflict waits again."))
            if self._busy:
                # Somebody stands in the next one: it is not taken away.
                self.look()
            else:
                self._back()

        self.context.bridge.ask(self, partial(service.undo, session, made), undone)

    def _back(self) -> None:
        """Shows the tabs again, with what is true now."""
        self._at_once(StateView("loading"))
        self.look()

    # ---------------------------------------------------------------------------------- deeds

    def _act(self, act: str) -> None:
        service = asking.syncing(self.context.station)
        if act == "settings":
            self._to_settings()
        elif act in ("conflicts", "stuck"):
            self._first = act == "conflicts"
            self.turn(act if self.seen is not None and self.seen.patients else "queue")
        elif service is not None and act == "cancel":
            service.cancel()
        elif service is not None:
            begin = partial(service.now, self.context.session)
            self.context.bridge.ask(self, begin, lambda _none: self.look())

    def _to_settings(self) -> None:
        self.context.go("settings", "central")

    def _on_stuck(self, act: str, stuck: Stuck) -> None:
        service, session = asking.items(self.context.station), self.context.session
        if act == "choose":
            self._act("conflicts")
        elif act == "open":
            self.context.go("patients", stuck.patient_id)
        elif act == "export":
            form = ExportForm(stuck)
            form.cancelled.connect(self._back)
            form.saved.connect(partial(self._export, form, stuck))
            self._stage.put(form, form.begin)
        elif service is not None and act == "leave":
            undo = partial(self._do, partial(service.unleave, session, stuck.key), tr("Undone"))
            leave = partial(service.leave, session, stuck.key)
            self._do(leave, tr("It lies here. Nothing of it is lost."), undo=undo)
        elif service is not None:
            again = service.take_up if act == "take_up" else service.retry
            later = tr("It is tried again with the next sync")
            said = tr("It was tried again") if stuck.channel == STICK else later
            self._do(partial(again, session, stuck.key), said)

    def _export(self, form: ExportForm, stuck: Stuck, path: Path) -> None:
        service, session = asking.items(self.context.station), self.context.session
        if service is not None:
            save = partial(service.export, session, stuck.key, path)
            self._do(save, tr("The file is saved"), form)

    def _do(
        self,
        job: Callable[[], object],
        said: str,
        owner: QWidget | None = None,
        undo: Callable[[], object] | None = None,
    ) -> None:
        def done(_result: object) -> None:
            self.context.toast(said, undo)
            self._back()

        self.context.bridge.ask(owner or self, job, done)
