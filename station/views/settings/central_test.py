"""The test of the connection: step by step, each with how it went and what to do."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import N_, tr
from station.core.trouble import Trouble
from station.services.sync.check import NOTED, Step
from station.services.sync.testing import SyncTesting, Tested
from station.views.context import Context
from station.views.hearing import Hearing
from station.views.settings import central_asking as asking
from station.views.settings.section import large, reveal, side_by_side
from station.views.style import Banner, Card, IconMark, appear, button, current, heading, label

LOOKS = {True: ("done", "accent", N_("OK")), False: ("close", "danger", N_("FAILED"))}
"""Icon, ink and word of a step that is well, and of one that is not."""
LOOK_OF_NOTE = ("warning", "ink", N_("Note"))


class TestCard(Card):
    """A button, the steps as they come, and what it came to."""

    __test__ = False

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("central_test")
        self._context = context
        self.body.setSpacing(current().px(3))
        self.body.addWidget(heading(tr("Test the connection"), "subheading"))
        about = tr("Tries what you have saved, one step at a time. No patient is sent.")
        self.body.addWidget(label(about, "muted", wrap=True))
        self._begin = button(tr("Test now"))
        self._begin.setObjectName("central_test_now")
        self._begin.clicked.connect(lambda _checked=False: self.begin())
        self._stop = button(tr("Cancel"))
        self._stop.setObjectName("central_test_stop")
        self._stop.clicked.connect(lambda _checked=False: self.stop())
        self._stop.hide()
        self.body.addLayout(side_by_side(self._begin, self._stop, end=True))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(current().px(2))
        self.body.addLayout(self._lines)
        self.news = Banner("", "good")
        self.news.setObjectName("central_test_news")
        self.news.hide()
        self.body.addWidget(self.news)
        self._hearing: Hearing | None = None

    def begin(self) -> None:
        """Begins anew."""
        service = asking.testing(self._context.station)
        if service is None or self._hearing is not None:
            return
        while item := self._lines.takeAt(0):
            if old := item.widget():
                old.hide()
                old.deleteLater()
        self._running(running=True)
        self._say(tr("Trying …"), "info")
        self._hearing = Hearing(self, partial(self._ask, service))
        self._hearing.heard.connect(self._hear)

    def stop(self) -> None:
        """Listens no more, and says so."""
        self._leave(tr("The test was cancelled."), "info")

    def _ask(self, service: SyncTesting, listener: Callable[[object], None]) -> Callable[[], None]:
        """Begins on the record lane, where the settings are read; gives what ends the telling."""
        stops: list[Callable[[], None]] = []
        ended: list[bool] = []

        def begun(stop: Callable[[], None]) -> None:
            stops.append(stop)
            if ended:
                stop()

        def end() -> None:
            ended.append(True)
            for stop in stops:
                stop()

        job = partial(service.begin, self._context.session, listener)
        self._context.bridge.ask(self, job, begun, self._failed)
        return end

    def _hear(self, news: object) -> None:
        if isinstance(news, Step):
            self._lines.addWidget(_line(news))
        elif isinstance(news, Tested) and news.well:
            self._leave(tr("The connection works."), "good")
        elif isinstance(news, Tested):
            words = tr("Not everything works yet. Begin with the first that failed.")
            self._leave(words, "warning")

    def _failed(self, trouble: Trouble) -> None:
        self._leave(trouble.sentence(), "danger")

    def _leave(self, words: str, tone: str) -> None:
        if self._hearing is not None:
            self._hearing.stop()
            self._hearing = None
        self._running(running=False)
        self._say(words, tone)
        # What it came to stands below the steps: out of sight on a small screen.
        self._context.bridge.soon(self, partial(reveal, self.news))

    def _say(self, words: str, tone: str) -> None:
        self.news.show_text(words, tone)
        appear(self.news, shown=True)

    def _running(self, *, running: bool) -> None:
        # What is switched off loses the keyboard: it goes on to the other button, and back.
        first, second = (self._begin, self._stop) if running else (self._stop, self._begin)
        held = first.hasFocus()
        self._stop.setVisible(running)
        self._begin.setEnabled(True)
        if held:
            second.setFocus()
        self._begin.setEnabled(not running)


def _line(step: Step) -> QWidget:
    icon, ink, word = LOOK_OF_NOTE if step.code == NOTED else LOOKS[step.well]
    holder = QWidget()
    holder.setObjectName(f"test_{step.code}")
    holder.setAccessibleName(f"{step.name}: {tr(word)}. {step.sentence}".strip())
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(current().px(2))
    row.addWidget(IconMark(icon, 5, ink))
    said = label(tr(word), "strong")
    if not large():
        said.setFixedWidth(current().px(18))
    row.addWidget(said)
    text = QVBoxLayout()
    text.setSpacing(0)
    text.addWidget(label(step.name, "strong", wrap=True))
    text.addWidget(label(step.sentence, "body", wrap=True))
    row.addLayout(text, 1)
    return holder
