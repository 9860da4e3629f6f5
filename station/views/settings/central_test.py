"""The test of the connection: step by step, each with how it went and what to do."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import N_, tr
from station.views.context import Context
from station.views.hearing import Hearing
from station.views.settings import central_asking as asking
from station.views.settings.central_asking import TestEnd, TestStep, Tried
from station.views.settings.section import large, side_by_side
from station.views.style import Banner, Card, IconMark, appear, button, current, heading, label

LOOKS = {
    Tried.RUNNING: ("clock", "muted", N_("Trying …")),
    Tried.OK: ("done", "accent", N_("OK")),
    Tried.FAILED: ("close", "danger", N_("FAILED")),
    Tried.SKIPPED: ("empty", "muted", N_("Not tried")),
}
"""Icon, ink and word of each way a step can go."""


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
        self._steps: dict[str, tuple[TestStep, QWidget]] = {}
        self._hearing: Hearing | None = None

    def begin(self) -> None:
        """Begins anew."""
        service = asking.testing(self._context.station)
        if service is None or self._hearing is not None:
            return
        for _, line in self._steps.values():
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._steps.clear()
        appear(self.news, shown=False)
        self._running(running=True)
        self._hearing = Hearing(self, service.begin)
        self._hearing.heard.connect(self._hear)

    def stop(self) -> None:
        """Listens no more, and says so."""
        if self._hearing is not None:
            self._hearing.stop()
            self._hearing = None
            self._running(running=False)
            self._say(tr("The test was cancelled."), "info")

    def _hear(self, news: object) -> None:
        if isinstance(news, TestStep):
            self._show(news)
        elif isinstance(news, TestEnd):
            self._end()

    def _show(self, step: TestStep) -> None:
        line = _line(step)
        if step.name in self._steps:
            old = self._steps[step.name][1]
            self._lines.replaceWidget(old, line)
            old.hide()
            old.deleteLater()
        else:
            self._lines.addWidget(line)
        self._steps[step.name] = (step, line)

    def _end(self) -> None:
        if self._hearing is not None:
            self._hearing.stop()
            self._hearing = None
        self._running(running=False)
        failed = any(step.tried is not Tried.OK for step, _ in self._steps.values())
        if failed:
            self._say(tr("Not everything works yet. Begin with the first that failed."), "warning")
        else:
            self._say(tr("The connection works."), "good")

    def _say(self, words: str, tone: str) -> None:
        self.news.show_text(words, tone)
        appear(self.news, shown=True)

    def _running(self, *, running: bool) -> None:
        self._begin.setEnabled(not running)
        self._stop.setVisible(running)


def _line(step: TestStep) -> QWidget:
    icon, ink, word = LOOKS[step.tried]
    holder = QWidget()
    holder.setObjectName(f"test_{step.name}")
    holder.setAccessibleName(f"{step.words}: {tr(word)}. {step.sentence}".strip())
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(current().px(2))
    row.addWidget(IconMark(icon, 5, ink))
    said = label(tr(word), "strong")
    if not large():
        said.setFixedWidth(current().px(22))
    row.addWidget(said)
    text = QVBoxLayout()
    text.setSpacing(0)
    text.addWidget(label(step.words, wrap=True))
    if step.sentence:
        text.addWidget(label(step.sentence, "small", wrap=True))
    row.addLayout(text, 1)
    return holder
