"""Below the worklist: acknowledging, what is held back, and alerts in figures."""

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import ntr, tr
from station.services.today.acknowledging import can_be_taken
from station.services.today.worklist import WorkList
from station.views.style import Button, FlowLayout, button, current

UNDO_MS: Final = 60_000
"""So long a round of acknowledging can be taken back from here."""
ACKNOWLEDGE, HELD, FIGURES = "acknowledge", "held_back", "figures"
_KEYS: Final = {ACKNOWLEDGE: "Ctrl+G", HELD: "Ctrl+H", FIGURES: "Ctrl+I"}


class Below(QWidget):
    """Three ways to panels, and the way back from a round; `wanted` carries the panel's name."""

    wanted = Signal(str)
    undo_wanted = Signal()
    list_wanted = Signal()
    """The day's list is to be printed."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, current().px(2.5), 0)
        flow = FlowLayout(gap=current().px(1.25))
        column.addLayout(flow)
        self._buttons: dict[str, Button] = {}
        for name, words in (
            (ACKNOWLEDGE, tr("Acknowledge green …")),
            (HELD, tr("Held back: {n}", n=0)),
            (FIGURES, tr("Alerts in figures")),
        ):
            made = button(words, _KEYS[name])
            made.setProperty("dense", True)
            made.setObjectName(f"open_{name}")
            made.clicked.connect(lambda _checked=False, name=name: self.wanted.emit(name))
            self._buttons[name] = made
            flow.addWidget(made)
        printed = button(tr("Day list …"))
        printed.setProperty("dense", True)
        printed.setObjectName("print_day_list")
        printed.clicked.connect(lambda _checked=False: self.list_wanted.emit())
        flow.addWidget(printed)
        self._undo = button(tr("Undo the acknowledging"))
        self._undo.setProperty("dense", True)
        self._undo.setObjectName("undo_acknowledging")
        self._undo.clicked.connect(lambda _checked=False: self.undo_wanted.emit())
        self._undo.hide()
        flow.addWidget(self._undo)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(UNDO_MS)
        self._clock.timeout.connect(self._undo.hide)

    def show_list(self, made: WorkList, *, fresh: bool) -> None:
        """Takes in how many can be acknowledged about, and how much is held back."""
        green = sum(map(can_be_taken, made.rows))
        self._say(ACKNOWLEDGE, ntr("Acknowledge {n} green …", "Acknowledge {n} green …", green))
        # Nobody is green while nobody judges.
        self._buttons[ACKNOWLEDGE].setEnabled(bool(green) and fresh)
        self._say(HELD, tr("Held back: {n}", n=made.held_back))

    def offer_undo(self, offered: bool) -> None:
        """Shows for a minute the way back from the round just made, or takes it away."""
        self._undo.setVisible(offered)
        if offered:
            self._clock.start()
        else:
            self._clock.stop()

    def focus(self, name: str) -> None:
        """Puts the keyboard on one of the ways."""
        self._buttons[name].setFocus()

    def _say(self, name: str, words: str) -> None:
        if self._buttons[name].accessibleName() != words:
            self._buttons[name].set_words(words)
