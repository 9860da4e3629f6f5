"""What goes on with a device just now: the stage in words, how far it is, and a way to stop."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from station.core.i18n import ntr, tr
from station.services.radio.listening_news import Done, Progress
from station.views.style import Banner, button, current, label


class Doing(QWidget):
    """Hidden while nothing goes on; `stopped` is told when somebody has had enough."""

    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("device_doing")
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        self._run = QWidget()
        row = QHBoxLayout(self._run)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(3))
        words = QVBoxLayout()
        self._words = label("", "strong", wrap=True)
        self._words.setObjectName("device_stage")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress"))
        words.addWidget(self._words)
        words.addWidget(self._bar)
        row.addLayout(words, 1)
        self.stop = button(tr("Stop"))
        self.stop.setObjectName("device_stop")
        self.stop.clicked.connect(lambda _checked=False: self.stopped.emit())
        row.addWidget(self.stop)
        self._end = Banner("")
        self._end.setObjectName("device_done")
        for part in (self._run, self._end):
            part.hide()
            column.addWidget(part)
        self.hide()

    @property
    def running(self) -> bool:
        """Whether something goes on."""
        return not self._run.isHidden()

    def begin(self, words: str) -> None:
        """Says what has begun."""
        self._words.setText(words)
        self._bar.setRange(0, 0)
        self._end.hide()
        self._run.show()
        self.show()

    def show_progress(self, news: Progress) -> None:
        """Says how far it has come."""
        self._end.hide()
        self._words.setText(came_words(news))
        self._bar.setRange(0, news.expected)
        self._bar.setValue(min(news.came, news.expected))
        self._run.show()
        self.show()

    def show_done(self, news: Done) -> None:
        """Says how it ended."""
        self.say(done_words(news), "good" if news.well else "warning")

    def say(self, words: str, tone: str) -> None:
        """Says a sentence in place of what went on."""
        self._run.hide()
        self._end.show_text(words, tone)
        self._end.show()
        self.show()

    def rest(self) -> None:
        """Says nothing any more."""
        self._run.hide()
        self._end.hide()
        self.hide()


def came_words(news: Progress) -> str:
    """The stage, and how much of it has come."""
    if news.expected:
        return tr("{stage} {came} of {all}", stage=news.words, came=news.came, all=news.expected)
    return f"{news.words} {news.came}" if news.came else news.words


def done_words(news: Done) -> str:
    """How a visit ended, and what became of what came."""
    parts = (
        ntr("{n} reading stored", "{n} readings stored", news.stored) if news.stored else "",
        ntr("{n} was there already", "{n} were there already", news.duplicates)
        if news.duplicates
        else "",
        ntr("{n} held back", "{n} held back", news.held) if news.held else "",
        ntr("{n} failed measurement", "{n} failed measurements", news.failed)
        if news.failed
        else "",
    )
    counts = " · ".join(part for part in parts if part)
    return "\n".join(part for part in (news.sentence, counts) if part) or tr("Done")
