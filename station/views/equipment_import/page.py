"""A list of equipment from the file to its report: one step shows at a time."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from station.core.i18n import ntr, tr
from station.core.trouble import Trouble
from station.services.stock.importing import (
    Choices,
    Fate,
    ImportDone,
    ImportPlan,
    ImportRow,
    Known,
    Listed,
)
from station.views.bridge import Bridge
from station.views.context import Context
from station.views.equipment_import.done import DonePanel
from station.views.equipment_import.look import LookPanel
from station.views.equipment_import.start import StartPanel
from station.views.inbox.reader import Progress
from station.views.page import Page
from station.views.stage import Stage
from station.views.style import StateView, current, scrolled

_LOOK_MS = 100


class EquipmentImportPage(Page):
    """Choose a file, look at what would become of it, take in what is good."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._imports = context.station.equipment_import
        self._path, self._choices, self._number = Path(), Choices(), 0
        self.front: QWidget | None = None
        self._progress = Progress()
        self._files = Bridge(context.station.files)
        self._files.setParent(self)
        self._files.broken.connect(context.bridge.broken)
        self._files.troubled.connect(context.bridge.troubled)
        self._tick = QTimer(self)
        self._tick.setInterval(_LOOK_MS)
        self._tick.timeout.connect(self._show_progress)
        column = QVBoxLayout(self)
        side = current().px(3)
        column.setContentsMargins(side, side, side, side)
        self._stage = Stage(context.bridge, self, column)
        running = [self._progress]
        self._running = running
        # However the page ends, nobody waits for a file any more.
        self.destroyed.connect(partial(_stop_all, running))

    def opened(self, subject: str | None) -> None:
        """Comes to the front, where it was left."""
        if self.front is None:
            self.begin()

    def begin(self, wrong: str = "") -> None:
        """Shows the start, with a sentence when a file could not be read."""
        start = StartPanel(wrong)
        start.chosen.connect(self.open)
        start.left.connect(partial(self.context.go, "equipment"))

        def show(rows: tuple[ImportRow, ...]) -> None:
            start.show_before(rows, self.context.clock.now())

        self._put(start)
        job = partial(self._imports.imports, self.context.session)
        self.context.bridge.ask(start, job, show)

    def open(self, path: Path) -> None:
        """Reads a list as it explains itself."""
        self._path, self._choices = path, Choices()
        self._wait(tr("Reading «{name}» …", name=path.name))
        self._read(Choices())

    # --------------------------------------------------------------------------------- the steps

    def _read(self, choices: Choices) -> None:
        """Reads the file and holds it against the register; only the newest wish is shown."""
        self._number += 1
        number, progress = self._number, self._begin_progress()
        imports, session = self._imports, self.context.session

        def known(listed: Listed) -> None:
            if number == self._number:
                job = partial(imports.known, session, listed)
                self.context.bridge.ask(self, job, partial(plan, listed), failed)

        def plan(listed: Listed, found: Known) -> None:
            self._files.ask(self, partial(imports.plan, session, listed, found), show, failed)

        def show(found: ImportPlan) -> None:
            if number == self._number:
                self._tick.stop()
                self._show(found, choices)

        def failed(trouble: Trouble) -> None:
            if number == self._number:
                self._failed(trouble)

        job = partial(imports.read, self._path, choices, progress.watch)
        self._files.ask(self, job, known, failed)

    def _show(self, plan: ImportPlan, choices: Choices, said: str = "") -> None:
        before = self.front
        self._choices = choices
        same = isinstance(before, LookPanel) and not said
        if isinstance(before, LookPanel) and same:
            before.show_plan(plan, choices)
            return
        panel = LookPanel(plan, choices, said)
        panel.chosen.connect(partial(self._choose, panel))
        panel.wanted.connect(partial(self._take_in, panel))
        panel.left.connect(self.begin)
        self.front = panel
        self._stage.put(scrolled(panel), panel.begin, panel.parts())

    def _choose(self, panel: LookPanel, choices: Choices) -> None:
        panel.wait()
        self._read(choices)

    def _take_in(self, panel: LookPanel) -> None:
        plan = panel.plan
        count = plan.counts[Fate.NEW] + plan.counts[Fate.CHANGED]
        words = ntr(
            "Taking in {n} device, all at once or not at all …",
            "Taking in {n} devices, all of them or none …",
            count,
        )
        self._wait(words)
        progress = self._begin_progress()
        job = partial(self._imports.take_in, self.context.session, plan, progress.watch)
        refused = partial(self._not_taken, plan)
        self.context.bridge.ask(self, job, self._done, refused)

    def _not_taken(self, plan: ImportPlan, trouble: Trouble) -> None:
        """Shows the list again with what stood in the way; nothing was stored."""
        self._tick.stop()
        if trouble.code == "equipment_changed_meanwhile":
            self.context.toast(trouble.sentence())
            self._wait(tr("Reading «{name}» …", name=self._path.name))
            self._read(self._choices)
            return
        self._show(plan, self._choices, trouble.sentence())

    def _done(self, done: ImportDone) -> None:
        self._tick.stop()
        panel = DonePanel(done)
        panel.again.connect(self.begin)
        panel.gone.connect(self._leave)
        panel.report_wanted.connect(partial(self._save, panel, done.import_id, False))
        panel.refused_wanted.connect(partial(self._save, panel, done.import_id, True))
        self.front = panel
        self._stage.put(scrolled(panel), panel.begin)

    # ----------------------------------------------------------------------------------- the rest

    def _save(self, panel: DonePanel, import_id: str, refused: bool, path: Path) -> None:
        imports, session = self._imports, self.context.session
        save = imports.save_refused if refused else imports.save_report

        def saved(_none: None) -> None:
            panel.say(tr("Saved as «{name}».", name=path.name), "good")

        self.context.bridge.ask(
            panel,
            partial(save, session, import_id, path),
            saved,
            lambda trouble: panel.say(trouble.sentence(), "warning"),
        )

    def _leave(self, page: str) -> None:
        self.begin()
        self.context.go(page)

    def _failed(self, trouble: Trouble) -> None:
        self._tick.stop()
        if trouble.code == "import_cancelled":
            self.begin()
            self.context.toast(trouble.sentence())
        else:
            self.begin(trouble.sentence())

    def _put(self, panel: StartPanel) -> None:
        self.front = panel
        self._stage.put(scrolled(panel), panel.begin)

    def _wait(self, words: str) -> None:
        state = StateView("loading", "", words)
        made = state.add_action(tr("Stop"), self._stop)
        made.setObjectName("list_stop")
        made.setShortcut("Esc")
        self.front = state
        self._stage.put_at_once(scrolled(state))
        made.setFocus()

    def _begin_progress(self) -> Progress:
        self._progress.stop()
        self._progress = Progress()
        self._running[:] = [self._progress]
        self._tick.start()
        return self._progress

    def _stop(self) -> None:
        self._progress.stop()

    def _show_progress(self) -> None:
        bar = self.front.findChild(QProgressBar) if self.front is not None else None
        if bar is None or not self._progress.share:
            return
        if bar.maximum() == 0:
            bar.setRange(0, 100)
            bar.setFixedWidth(current().px(80))
        bar.setValue(round(self._progress.share * 100))


def _stop_all(running: list[Progress], _page: object = None) -> None:
    for progress in running:
        progress.stop()
