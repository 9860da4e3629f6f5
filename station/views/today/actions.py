"""What one does about a patient, as buttons with the keys 1 to 9."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import N_, tr
from station.rules.contacts import CLOSING, Action
from station.rules.limits import Level
from station.services.today.card import AlertBox
from station.views.style import FlowLayout, button, current
from station.views.today.forms import CLOSE
from station.views.today.restform import CLOSER, PAUSE, RESTS, SNOOZE

IN_ACTIVITY: Final = "in_activity"


@dataclass(frozen=True, slots=True)
class _Entry:
    """One button: its code, its words, and whether it only makes sense with an alert."""

    what: str
    words: str
    needs_alert: bool = False


ENTRIES: Final = (
    _Entry(Action.CALL.value, N_("Call the patient")),
    _Entry(Action.ADVICE.value, N_("Advice by the plan")),
    _Entry(Action.GP.value, N_("Contact the GP …")),
    _Entry(Action.LEGEVAKT.value, N_("Out-of-hours service")),
    _Entry(IN_ACTIVITY, N_("Measured in activity"), needs_alert=True),
    _Entry(CLOSE, N_("Close …"), needs_alert=True),
    _Entry(SNOOZE, N_("Put off …"), needs_alert=True),
    _Entry(PAUSE, N_("Pause …")),
    _Entry(CLOSER, N_("Follow closer …")),
)


class ActionBar(QWidget):
    """The buttons; `wanted` carries the code of the one pressed."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("actions")
        self.setAccessibleName(tr("What to do"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        flow = FlowLayout(gap=current().px(1.25))
        column.addLayout(flow)
        self._buttons = {}
        for number, entry in enumerate(ENTRIES, 1):
            made = button(tr(entry.words), str(number))
            made.setProperty("dense", True)
            made.setObjectName(f"act_{entry.what}")
            made.clicked.connect(lambda _=False, what=entry.what: self.wanted.emit(what))
            self._buttons[entry.what] = made
            flow.addWidget(made)

    def show_alert(self, alert: AlertBox | None, *, free: bool) -> None:
        """Fits the buttons to an alert (None: there is none); not `free`: nothing can be done."""
        first = self._first(alert)
        for entry in ENTRIES:
            made = self._buttons[entry.what]
            made.setVisible(alert is not None or not entry.needs_alert)
            made.setEnabled(free)
            usual = "quiet" if entry.what in RESTS else ""
            kind = "primary" if entry.what == first and free else usual
            if made.property("kind") != kind:
                made.set_kind(kind)
        if alert is not None and alert.left_out:
            self._buttons[IN_ACTIVITY].setEnabled(False)
        if alert is not None and alert.level is Level.RED:
            # Red is never put off.
            self._buttons[SNOOZE].hide()

    def focus(self, what: str) -> None:
        """Puts the keyboard on one of the buttons."""
        self._buttons[what].setFocus()

    def _first(self, alert: AlertBox | None) -> str:
        """What comes next: a call as long as nothing was done, then the closing."""
        if alert is None:
            return ""
        done = any(kind in CLOSING for kind in alert.done)
        return CLOSE if done or alert.proposed else Action.CALL.value
