"""The value that was measured just now: large, with whether it is kept beside it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.rules.limits import Level
from station.services.measuring.measuring import LiveReading, LiveValue
from station.views.equipment.big import BigWords, Kept, KeptMark
from station.views.style import Banner, ZoneBadge, current, heading, label

_ZONE = {Level.GREEN: "green", Level.YELLOW: "yellow", Level.RED: "red"}


class ValueView(QWidget):
    """One reading: its name, its number from across the desk, and where it would lie."""

    def __init__(self, reading: LiveReading) -> None:
        super().__init__()
        self.setObjectName(f"live_{reading.kind}")
        said = (reading.name, reading.text, reading.level_words, reading.doubts, reading.time)
        self.setAccessibleName(", ".join(part for part in said if part))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(1))
        top = QHBoxLayout()
        top.addStretch(1)
        top.addWidget(heading(reading.name, "subheading"))
        if reading.level is not None:
            top.addWidget(ZoneBadge(_ZONE[reading.level]))
        top.addStretch(1)
        column.addLayout(top)
        number = BigWords(reading.text, 20)
        number.setObjectName("live_text")
        column.addWidget(number)
        for words, role in (
            (reading.level_words, "body"),
            (reading.doubts, "strong"),
            (reading.time, "muted"),
        ):
            if words:
                told = label(words, role, wrap=True)
                told.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                column.addWidget(told)


class ValuePanel(QWidget):
    """The values or that there is none yet, what is wrong in a sentence, and the mark for both."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("measure_values")
        theme = current()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        self.mark = KeptMark()
        """Whose panel this is places the mark."""
        self._values = QHBoxLayout()
        self._values.setSpacing(theme.px(6))
        column.addLayout(self._values)
        self.banner = Banner("", "warning")
        self.banner.setObjectName("measure_sentence")
        self.banner.hide()
        column.addWidget(self.banner)

    def wait(self, words: str) -> None:
        """Says what is waited for."""
        self._clear()
        self._values.addWidget(BigWords(words, 8, "muted"))
        self.mark.show_kept(Kept.WAITING)
        self.say("", "info")

    def show_live(self, value: LiveValue) -> None:
        """Shows what was measured and is not kept."""
        self._clear()
        for reading in value.readings:
            self._values.addWidget(ValueView(reading))
        if value.failed:
            self.mark.show_kept(Kept.FAILED)
            self.say(value.failed, "danger")
        else:
            self.mark.show_kept(Kept.LIVE)
            self.say(value.refused, "warning")

    def settle(self, kept: Kept, words: str, tone: str) -> None:
        """Says what became of it; the value stays where it can be read."""
        self.mark.show_kept(kept)
        self.say(words, tone)

    def say(self, words: str, tone: str) -> None:
        """Shows a sentence below the values; an empty one takes it away."""
        self.banner.setVisible(bool(words))
        if words:
            self.banner.show_text(words, tone)

    def _clear(self) -> None:
        while item := self._values.takeAt(0):
            if part := item.widget():
                part.hide()
                part.deleteLater()


def kept_words(patient: str) -> str:
    """That a value now stands with a patient."""
    return tr("It stands with {name} now.", name=patient)
