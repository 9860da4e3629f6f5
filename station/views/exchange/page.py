"""«Utveksling uten nett»: a file in, a file out, codes; one step shows at a time."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.stick.exchanging import SUFFIX, Overview, WriteJob, exchanging_of
from station.services.stick.reading_codes import CodesMade, CodesRead, CodesTaken, ReadingCodes
from station.views.bridge import Bridge
from station.views.context import Context
from station.views.exchange.asking import LaneAsk
from station.views.exchange.begin import BeginPanel, CodePanel
from station.views.exchange.codes import CodesShown, CodesWish, MissingPanel
from station.views.exchange.done import DonePanel, codes_panel, taken_panel, written_panel
from station.views.exchange.home import HomePanel
from station.views.inbox.words import thousands
from station.views.page import Page
from station.views.stage import Stage
from station.views.style import StateView, button, current, heading, scrolled
from station.views.style.drop import file_of

_LOOK_MS = 100
Panel = BeginPanel | CodePanel | HomePanel | DonePanel | CodesWish | CodesShown | MissingPanel


class ExchangePage(Page):
    """Files are read and written on the lane of files; what touches the record, on its lane."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.setAcceptDrops(True)
        self._exchanging = exchanging_of(context.station.record)
        self._codes = ReadingCodes(context.station.record)
        self.front: QWidget | None = None
        self._ask = LaneAsk(context.bridge)
        self._running = [self._ask]
        self._files = Bridge(context.station.files)
        self._files.setParent(self)
        self._files.broken.connect(context.bridge.broken)
        self._files.troubled.connect(context.bridge.troubled)
        self._tick = QTimer(self)
        self._tick.setInterval(_LOOK_MS)
        self._tick.timeout.connect(self._show_progress)
        # However the page ends, nobody waits for a file any more.
        self.destroyed.connect(partial(_stop_all, self._running))
        column = QVBoxLayout(self)
        side = current().px(3)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(side)
        column.addLayout(self._head())
        self._stage = Stage(context.bridge, self, column)
        self._stage.put_at_once(StateView("loading"))

    def opened(self, subject: str | None) -> None:
        """Comes to the front, where it was left."""
        if self.front is None or isinstance(self.front, HomePanel):
            self.begin()

    def changed(self, changes: ChangeSet) -> None:
        """Shows anew how the others stand, where nothing was begun."""
        if "exchange" in changes.topics and isinstance(self.front, HomePanel):
            job = partial(self._exchanging.overview, self.context.session)
            self.context.bridge.ask(self, job, partial(self._show_newer, self.front))

    def begin(self, wrong: str = "") -> None:
        """Shows the start, with a sentence when a file was not taken in."""
        job = partial(self._exchanging.overview, self.context.session)
        self.context.bridge.ask(self, job, partial(self._show, wrong))

    def take(self, path: Path) -> None:
        """Takes a file in, whatever was dropped or chosen."""
        if path.suffix.lower() != SUFFIX and _is_picture(path):
            self.read_codes((path,))
            return
        self._wait(tr("Taking in «{name}» …", name=path.name))
        ask, session = self._new_ask(), self.context.session
        job = partial(self._exchanging.take, session, path, ask, ask.tell)
        self._on_files(job, lambda taken: self._put(self._done(taken_panel(taken))))

    def write(self, path: Path, to: str) -> None:
        """Writes a file for a station, or for any."""
        self._wait(tr("Writing «{name}» …", name=path.name))
        ask, session = self._new_ask(), self.context.session
        job = partial(self._exchanging.write, session, WriteJob(path, to), ask, ask.tell)
        self._on_files(job, lambda written: self._put(self._done(written_panel(written))))

    def read_codes(self, paths: Sequence[Path], before: CodesRead | None = None) -> None:
        """Reads codes in pictures, and takes the readings in when none is missing."""
        self._wait(tr("Looking for codes …"))
        job = partial(self._codes.look, paths, before)
        self._on_files(job, self._read, partial(self._unread, before))

    # ------------------------------------------------------------------------------- dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes one file of this PC, anywhere on the page."""
        if file_of(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Takes the file in."""
        path = file_of(event)
        if path and isinstance(self.front, HomePanel | DonePanel):
            event.acceptProposedAction()
            self.take(path)

    # ------------------------------------------------------------------------------ the steps

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(heading(tr("Exchange without a network")), 1)
        back = button(tr("To synchronising"), kind="quiet", icon="back")
        back.setObjectName("exchange_leave")
        back.clicked.connect(lambda _checked=False: self.context.go("sync"))
        row.addWidget(back)
        return row

    def _show(self, wrong: str, overview: Overview) -> None:
        if not overview.ready:
            self._show_begin(overview.name, wrong)
            return
        panel = HomePanel(overview, self.context.clock.now(), wrong)
        panel.chosen.connect(self.take)
        panel.wanted.connect(self.write)
        panel.pictures.connect(self.read_codes)
        panel.codes.connect(self._wish)
        panel.code.connect(self._ask_code)
        panel.conflicts.connect(partial(self.context.go, "sync", "conflicts"))
        self.front = panel
        self._stage.put(scrolled(panel), panel.begin, panel.parts())

    def _show_newer(self, panel: HomePanel, overview: Overview) -> None:
        # What was begun or written while the answer was on its way stays.
        if self.front is panel and not panel.busy and panel.overview != overview:
            self._show("", overview)

    def _show_begin(self, name: str, wrong: str = "", wrong_name: str = "") -> None:
        panel = BeginPanel(name, wrong, wrong_name)
        panel.made.connect(self._make)
        panel.joined.connect(self._join)
        self._put(panel)

    def _make(self, name: str) -> None:
        job = partial(self._exchanging.begin, self.context.session, name)
        failed = partial(self._not_begun, name)
        self._wait(tr("Beginning …"))
        self.context.bridge.ask(self, job, self._show_code, failed)

    def _join(self, name: str, code: str) -> None:
        job = partial(self._exchanging.join, self.context.session, name, code)
        failed = partial(self._not_begun, name)
        self._wait(tr("Beginning …"))
        self.context.bridge.ask(self, job, lambda _none: self.begin(), failed)

    def _not_begun(self, name: str, trouble: Trouble) -> None:
        if trouble.code == "exchange_name":
            self._show_begin(name, "", trouble.sentence())
        else:
            self._show_begin(name, trouble.sentence())

    def _ask_code(self) -> None:
        job = partial(self._exchanging.code, self.context.session)
        self.context.bridge.ask(self, job, self._show_code)

    def _show_code(self, code: str) -> None:
        panel = CodePanel(code)
        panel.left.connect(self.begin)
        self._put(panel)

    def _done(self, panel: DonePanel) -> DonePanel:
        panel.gone.connect(self._leave)
        return panel

    def _leave(self, to: str) -> None:
        self.begin()
        if to:
            self.context.go("sync", to)

    # ------------------------------------------------------------------------------- the codes

    def _wish(self) -> None:
        panel = CodesWish(self.context)
        panel.wanted.connect(self._make_codes)
        panel.left.connect(self.begin)
        self._put(panel)

    def _make_codes(self, patient_id: str, days: int) -> None:
        def failed(trouble: Trouble) -> None:
            self.context.toast(trouble.sentence())

        job = partial(self._codes.make, self.context.session, patient_id, days)
        self.context.bridge.ask(self, job, self._show_codes, failed)

    def _show_codes(self, made: CodesMade) -> None:
        panel = CodesShown(made)
        panel.left.connect(self.begin)
        panel.saved.connect(partial(self._save_codes, panel, made))
        self._put(panel)

    def _save_codes(self, panel: CodesShown, made: CodesMade, path: Path) -> None:
        self._files.ask(
            panel,
            partial(self._codes.save, made, path),
            lambda names: panel.say(tr("Saved as {names}.", names=", ".join(names)), "good"),
            lambda trouble: panel.say(trouble.sentence(), "warning"),
        )

    def _read(self, read: CodesRead) -> None:
        if read.missing:
            self._lacking(read)
            return

        def then(taken: tuple[CodesTaken, ...]) -> None:
            self._put(self._done(codes_panel(taken)))

        job = partial(self._codes.take, self.context.session, read)
        self.context.bridge.ask(self, job, then, self._failed)

    def _lacking(self, read: CodesRead, wrong: str = "") -> None:
        panel = MissingPanel(read, wrong)
        panel.more.connect(lambda paths: self.read_codes(paths, read))
        panel.left.connect(self.begin)
        self._put(panel)

    def _unread(self, before: CodesRead | None, trouble: Trouble) -> None:
        if before is None:
            self._failed(trouble)
        else:
            self._tick.stop()
            self._lacking(before, trouble.sentence())

    # -------------------------------------------------------------------------------- the rest

    def _on_files(
        self,
        job: Callable[[], Any],
        then: Callable[[Any], None],
        failed: Callable[[Trouble], None] | None = None,
    ) -> None:
        self._files.ask(self, job, then, failed or self._failed)

    def _failed(self, trouble: Trouble) -> None:
        self._tick.stop()
        if trouble.code == "exchange_stopped":
            self.begin()
            self.context.toast(trouble.sentence())
        else:
            self.begin(trouble.sentence())

    def _put(self, panel: Panel) -> None:
        self._tick.stop()
        self.front = panel
        self._stage.put(scrolled(panel), panel.begin)

    def _new_ask(self) -> LaneAsk:
        self._ask = LaneAsk(self.context.bridge)
        self._running[:] = [self._ask]
        self._tick.start()
        return self._ask

    def _wait(self, words: str) -> None:
        state = StateView("loading", "", words)
        made = state.add_action(tr("Stop"), self._stop)
        made.setObjectName("exchange_stop")
        made.setShortcut("Esc")
        self.front = state
        self._stage.put_at_once(scrolled(state))
        made.setFocus()

    def _stop(self) -> None:
        self._ask.stop()

    def _show_progress(self) -> None:
        bar = self.front.findChild(QProgressBar) if self.front is not None else None
        if bar is None or not self._ask.of:
            return
        if bar.maximum() == 0:
            bar.setRange(0, 100)
            bar.setFixedWidth(current().px(80))
        bar.setValue(round(100 * self._ask.done / self._ask.of))
        far = tr("{done} of {total}", done=thousands(self._ask.done), total=thousands(self._ask.of))
        if isinstance(self.front, StateView):
            self.front.set_text(far)


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in {".jpg", ".jpeg", ".png", ".pdf", ".tif", ".tiff"}


def _stop_all(running: list[LaneAsk], _page: object = None) -> None:
    for each in running:
        each.stop()
