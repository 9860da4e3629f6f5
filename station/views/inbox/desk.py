"""An import from the file to its report: one step shows at a time, and nothing is lost between."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.core.zone import HOME_ZONE
from station.services.readings.importing import (
    BatchRow,
    ImportProfile,
    ImportReport,
    Matched,
    Parsed,
    Preview,
)
from station.views.context import Context
from station.views.inbox.look import LookPanel
from station.views.inbox.people import PeoplePanel
from station.views.inbox.reader import FileReader, Progress
from station.views.inbox.report import ReportPanel
from station.views.inbox.start import StartPanel
from station.views.inbox.words import thousands
from station.views.stage import Stage
from station.views.style import StateView, current, scrolled

_LOOK_MS = 100


class ImportDesk(QWidget):
    """Drops, looks, reads, asks whose, stores, reports; `quarantine_wanted` leads on."""

    quarantine_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._path = Path()
        self._assumed = False
        self._looks = 0
        self._units: dict[str, tuple[str, ...]] = {}
        self._profiles: tuple[ImportProfile, ...] = ()
        self._files = FileReader(context, self)
        self._progress: Progress | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(_LOOK_MS)
        self._tick.timeout.connect(self._show_progress)
        self._front: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._stage = Stage(context.bridge, self, column)
        # In a turn of its own, where the page stands already: tables are styled where they are.
        context.bridge.soon(self, self.begin)

    @property
    def front(self) -> QWidget | None:
        """The step now shown."""
        return self._front

    @property
    def files(self) -> FileReader:
        """The reader of files, whose bridge tells what is still on its way."""
        return self._files

    def begin(self, wrong: str = "") -> None:
        """Shows the start, with a sentence when a file could not be read."""
        start = StartPanel()
        start.chosen.connect(self.open)
        start.show_wrong(wrong)

        def stands() -> None:
            start.begin()
            self.refresh()

        self._put(start, stands, start.parts)

    def focus(self) -> None:
        """Puts the cursor where one begins."""
        if isinstance(self.front, StartPanel):
            self.front.begin()

    def refresh(self) -> None:
        """Shows what was read meanwhile, where that is what stands in front."""
        start = self.front
        if not isinstance(start, StartPanel):
            return
        importing, session = self._context.station.importing, self._context.session

        def show(batches: tuple[BatchRow, ...]) -> None:
            start.show_batches(batches, self._context.clock.now())

        self._context.bridge.ask(start, partial(importing.batches, session), show)

    def open(self, path: Path) -> None:
        """Looks at a file with the likeliest profile."""
        self._path, self._assumed = path, False
        self._units.clear()
        importing = self._context.station.importing

        def known(profiles: tuple[ImportProfile, ...]) -> None:
            self._profiles = profiles
            self._look(None)

        self._wait(tr("Looking at «{name}» …", name=path.name))
        self._files.ask(importing.profiles, known)

    # --------------------------------------------------------------------------------- the steps

    def _look(self, profile: ImportProfile | None) -> None:
        # Only the newest look is shown: an older one would bring back an older choice.
        self._looks += 1
        show = partial(self._show_look, self._looks)
        self._files.look(self._path, profile, show, self._failed)

    def _show_look(self, number: int, preview: Preview) -> None:
        if number != self._looks:
            return
        if "zone" in preview.missing and preview.profile is not None:
            # Most devices here show Norwegian time: proposed, and said to be a proposal.
            self._assumed = True
            self._look(preview.profile.with_choices(zone_name=HOME_ZONE))
            return
        name = preview.profile.name if preview.profile is not None else ""
        if preview.units:
            self._units[name] = preview.units
        panel = LookPanel(
            preview,
            self._profiles,
            units=self._units.get(name, ()),
            assumed_zone=self._assumed,
        )
        panel.changed.connect(self._look)
        panel.wanted.connect(self._read)
        panel.left.connect(self.begin)
        self._put(panel, panel.begin, panel.parts())

    def _read(self, profile: ImportProfile) -> None:
        # A look that is on its way does not take the place of what is read now.
        self._looks += 1
        state = self._wait(tr("Reading «{name}» …", name=self._path.name))
        self._progress = self._files.read(self._path, profile, self._match, self._failed)
        stop = state.add_action(tr("Stop"), self._progress.stop)
        stop.setObjectName("import_stop")
        stop.setShortcut("Esc")
        stop.setFocus()
        self._tick.start()

    def _match(self, parsed: Parsed) -> None:
        self._tick.stop()
        importing, session = self._context.station.importing, self._context.session
        job = partial(importing.match, session, parsed)
        show = partial(self._show_people, parsed)
        self._context.bridge.ask(self, job, show, self._failed)

    def _show_people(self, parsed: Parsed, matched: Matched) -> None:
        panel = PeoplePanel(self._context, parsed, matched)
        panel.wanted.connect(partial(self._store, parsed))
        panel.left.connect(self.begin)
        self._put(panel, panel.begin, panel.parts())

    def _store(self, parsed: Parsed, people: dict[str, str | None]) -> None:
        count = thousands(sum(parsed.people.values()))
        self._wait(tr("Storing {n} readings, all of them or none …", n=count))
        importing, session = self._context.station.importing, self._context.session
        job = partial(importing.store, session, parsed, people)
        show = partial(self._show_report, parsed)
        self._context.bridge.ask(self, job, show, self._failed)

    def _show_report(self, parsed: Parsed, report: ImportReport) -> None:
        panel = ReportPanel(parsed.path.name, report)
        panel.done.connect(self.begin)
        panel.quarantine_wanted.connect(self.quarantine_wanted)
        panel.saved.connect(partial(self._save, panel, report))
        panel.kept.connect(partial(self._keep, panel, parsed.profile))
        self._put(panel, panel.begin, panel.parts)

    # ----------------------------------------------------------------------------------- the rest

    def _save(self, panel: ReportPanel, report: ImportReport, path: Path) -> None:
        importing, session = self._context.station.importing, self._context.session

        def saved(_none: None) -> None:
            self._context.toast(tr("The report is saved as «{name}».", name=path.name))

        job = partial(importing.save_report, session, report, path)
        self._context.bridge.ask(
            panel, job, saved, lambda trouble: panel.say(trouble.sentence(), "warning")
        )

    def _keep(self, panel: ReportPanel, profile: ImportProfile, words: str) -> None:
        importing = self._context.station.importing

        def kept(found: ImportProfile) -> None:
            said = tr("The choices are kept as «{name}».", name=found.label)
            self._context.toast(said)

        job = partial(importing.keep_profile, profile, words)
        self._context.bridge.ask(
            panel, job, kept, lambda trouble: panel.say(trouble.sentence(), "warning")
        )

    def _failed(self, trouble: Trouble) -> None:
        self._tick.stop()
        stopped = trouble.code == "import_cancelled"
        self.begin("" if stopped else trouble.sentence())
        if stopped:
            self._context.toast(trouble.sentence())

    def _wait(self, words: str) -> StateView:
        state = StateView("loading", "", words)
        self._front = state
        self._stage.put_at_once(scrolled(state))
        return state

    def _show_progress(self) -> None:
        bar = self.front.findChild(QProgressBar) if self.front is not None else None
        if self._progress is None or bar is None or not self._progress.share:
            return
        if bar.maximum() == 0:
            bar.setRange(0, 100)
            bar.setFixedWidth(current().px(80))
        bar.setValue(round(self._progress.share * 100))

    def _put(
        self,
        panel: QWidget,
        begin: Callable[[], object] | None = None,
        parts: Iterable[Callable[[], object]] = (),
    ) -> None:
        self._front = panel
        # On a small screen or at 200 % a step scrolls rather than being clipped.
        self._stage.put(scrolled(panel), begin, parts)
