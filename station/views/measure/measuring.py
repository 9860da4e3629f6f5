"""Measuring: the patient named large, the live value, and what is to become of it."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.equipment.lending import DeviceRow
from station.services.measuring.measuring import Delivered
from station.services.radio.listening_news import Done, Live, Progress
from station.views.equipment.big import BigWords, Kept
from station.views.equipment.card import DeviceMark
from station.views.equipment.doing import Doing, came_words, done_words
from station.views.measure.values import ValuePanel, kept_words
from station.views.style import Button, FlowLayout, button, current, label, scrolled

_LARGE = 1.5
"""From this scale on the buttons stand below what scrolls."""
_READ_MS = 700
"""So long it takes to see what became of a value."""
SAVE, TEST, DROP, NEXT, CARD, STOP = "save", "test", "drop", "next", "card", "stop"


class MeasurePanel(QWidget):
    """`wanted` carries what somebody wants: save, test, drop, next, card, stop."""

    wanted = Signal(str)

    def __init__(self, row: DeviceRow, patient: str, name: str) -> None:
        super().__init__()
        self.setObjectName("measure_panel")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.row, self.patient, self.name = row, patient, name
        self.live: Live | None = None
        """What is shown and not kept, or None."""
        theme = current()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.px(2))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, theme.px(2), 0)
        column.setSpacing(theme.px(3))
        self.values = ValuePanel()
        if theme.scale >= _LARGE:
            column.addWidget(self.values.mark)
            row_of_two = QHBoxLayout()
            row_of_two.addLayout(self._whose(row, name), 2)
            row_of_two.addWidget(self.values, 3)
            column.addLayout(row_of_two)
        else:
            column.addLayout(self._whose(row, name))
            column.addWidget(self.values.mark)
            column.addWidget(self.values)
        self.doing = Doing()
        self.doing.stopped.connect(partial(self.wanted.emit, STOP))
        column.addWidget(self.doing)
        # What is to be decided stays in sight, however large the text is.
        below = whole if theme.scale >= _LARGE else column
        holder = QWidget()
        self._flow = FlowLayout(holder, gap=theme.px(2))
        self._buttons: dict[str, Button] = {}
        for what, words, key in (
            (SAVE, tr("Save with {name}", name=name), "1"),
            (TEST, tr("This is a test measurement"), "2"),
            (DROP, tr("Discard"), "3"),
            (NEXT, tr("Next measurement"), "4"),
            (CARD, tr("To the patient"), "5"),
        ):
            self._add_button(what, words, key)
        self._hint = label(tr("Enter saves. Nothing is kept before that."), "small", wrap=True)
        whole.addWidget(scrolled(content), 1)
        for part in (holder, self._hint):
            below.addWidget(part)
        column.addStretch(1)
        self.begin()

    @property
    def kept(self) -> Kept:
        """How the value that is shown stands."""
        return self.values.mark.kept

    def begin(self) -> None:
        """Waits for a value."""
        self.live = None
        self.values.wait(tr("Measure now"))
        self.doing.begin(tr("Looking for {name} …", name=self.row.name))
        self._offer(CARD)

    def show_progress(self, news: Progress) -> None:
        """Says what goes on."""
        if self.kept is Kept.WAITING:
            self.doing.begin(came_words(news))

    def show_live(self, live: Live) -> None:
        """Shows a value; one that somebody has decided on stays until the next is asked for."""
        if self.kept not in (Kept.WAITING, Kept.LIVE, Kept.FAILED):
            return
        self.doing.rest()
        self.live = live
        self.values.show_live(live.value)
        if live.value.saveable:
            self._offer(SAVE, TEST, DROP)
            self._buttons[SAVE].setFocus()
        elif live.value.readings:
            self._offer(TEST, DROP, NEXT)
        else:
            self.live = None
            self._offer(NEXT, CARD)

    def show_done(self, news: Done) -> None:
        """The device has hung up: without a value that is said, with one the value counts."""
        if self.kept is Kept.WAITING:
            self.doing.say(done_words(news), "info" if news.well else "warning")
            self._offer(NEXT, CARD)

    def take_up(self) -> Live | None:
        """Gives what is to be decided on; it is asked for once."""
        live, self.live = self.live, None
        for made in self._buttons.values():
            made.setEnabled(False)
        return live

    def saved(self, result: Delivered) -> None:
        """Says that the value is kept, or that it is held back, or was there already."""
        if result.held and not result.stored:
            words = tr("It is held back in quarantine, with the reason.")
            self.values.settle(Kept.DISCARDED, words, "warning")
        elif result.stored:
            self.values.settle(Kept.SAVED, kept_words(self.name), "good")
        else:
            self.values.settle(Kept.SAVED, tr("It was stored before."), "good")
        self._offer(NEXT, CARD)

    def laid_aside(self, *, test: bool) -> None:
        """Says that the value does not count."""
        words = tr("It is kept in quarantine as a test, and counts nowhere.")
        self.values.settle(Kept.TEST if test else Kept.DISCARDED, words, "info")
        self._offer(NEXT, CARD)

    def refused(self, live: Live, sentence: str) -> None:
        """Says why it could not be kept; it is still there to be tried again."""
        self.live = live
        self.values.settle(Kept.LIVE, sentence, "danger")
        self._offer(SAVE, TEST, DROP)

    def _whose(self, row: DeviceRow, name: str) -> QVBoxLayout:
        """The patient named large, and below her the device."""
        column = QVBoxLayout()
        column.setSpacing(current().px(2))
        named = BigWords(name, 13)
        named.setObjectName("measure_patient")
        column.addWidget(named)
        column.addLayout(self._device(row))
        return column

    def _device(self, row: DeviceRow) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(current().px(2))
        line.addStretch(1)
        line.addWidget(DeviceMark(row.kind, 10))
        wide = current().scale < _LARGE
        parts = (row.name, row.serial, row.kind_words if wide else "")
        told = label(" · ".join(part for part in parts if part), "strong")
        told.setObjectName("measure_device")
        line.addWidget(told)
        line.addStretch(1)
        return line

    def _add_button(self, what: str, words: str, key: str) -> None:
        made = button(words, key, primary=what in (SAVE, NEXT))
        made.setObjectName(f"measure_{what}")
        made.clicked.connect(lambda _checked=False: self.wanted.emit(what))
        self._flow.addWidget(made)
        self._buttons[what] = made

    def _offer(self, *what: str) -> None:
        for name, made in self._buttons.items():
            made.setEnabled(True)
            made.setVisible(name in what)
        self._hint.setVisible(SAVE in what and current().scale < _LARGE)
        if NEXT in what:
            # A second Enter, pressed out of habit, must not take «SAVED» away unread.
            self.setFocus()
            QTimer.singleShot(_READ_MS, self, self._stand_on_next)

    def _stand_on_next(self) -> None:
        if self.hasFocus() and self._buttons[NEXT].isVisibleTo(self):
            self._buttons[NEXT].setFocus()
