"""The top of the page: how it stands, what is true in each direction, and the one thing to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QWidget

from station.core.i18n import tr
from station.services.sync.values import Progress
from station.views.style import Banner, Button, Card, FlowLayout, button, current, label
from station.views.style.text import Label, appear
from station.views.sync.seen import Seen, Standing
from station.views.sync.words import in_words, out_words, progress_words, state_words

NEXT = {
    Standing.OFFLINE: "run",
    Standing.STOPPED: "run",
    Standing.WAITING: "run",
    Standing.WELL: "run",
    Standing.RUNNING: "cancel",
    Standing.OFF: "settings",
}
"""What there is to do where nothing waits for a person."""

_ACTS = ("conflicts", "stuck", "settings", "cancel", "run")
"""The buttons in their order."""
_CALM = (Standing.WELL, Standing.WAITING, Standing.RUNNING, Standing.OFFLINE)
"""Where nothing has to be done: it goes on by itself."""


def next_act(seen: Seen) -> str:
    """The one thing to do now: "conflicts", "stuck", "run", "cancel" or "settings"."""
    if seen.standing is Standing.ATTENTION:
        return "conflicts" if seen.conflicts and seen.patients else "stuck"
    if seen.standing is Standing.STOPPED and seen.centre is not None and seen.centre.in_settings:
        return "settings"
    return NEXT[seen.standing]


class Truth(Card):
    """`acted` carries what was pressed, see next_act(); words change in place."""

    acted = Signal(str)

    def __init__(self) -> None:
        super().__init__(margin=3)
        self.setObjectName("sync_truth")
        self.body.setSpacing(current().px(2))
        self.state = Banner("…", "info")
        self.state.setObjectName("sync_state")
        self.body.addWidget(self.state)
        grid = QGridLayout()
        grid.setHorizontalSpacing(current().px(3))
        grid.setVerticalSpacing(current().px(1))
        grid.setColumnStretch(1, 1)
        self.out = self._line(grid, 0, tr("Out"), "sync_out")
        self.incoming = self._line(grid, 1, tr("In"), "sync_in")
        self.body.addLayout(grid)
        self._progress()
        self._acts = FlowLayout(gap=current().px(2))
        self._buttons: dict[str, Button] = {}
        self.body.addLayout(self._acts)
        for act in _ACTS:
            # All at once, hidden: what there is to do first stands first, whatever came before.
            self._button(act).hide()
        self._wanted: tuple[str, ...] = ()

    def show_seen(self, seen: Seen, now: int, *, settings: bool) -> None:
        """Shows how it stands; `settings` is whether this person may change the settings."""
        words, tone = state_words(seen)
        self.state.show_text(words, tone)
        self.out.setText(out_words(seen, now))
        self.incoming.setText(in_words(seen, now))
        self.show_progress(seen.progress)
        self._offer(seen, settings=settings)

    def begin(self) -> None:
        """Puts the keyboard on the first button."""
        shown = [each for each in self._buttons.values() if each.isVisible()]
        if shown:
            shown[0].setFocus()

    def show_progress(self, progress: Progress | None) -> None:
        """Shows how far a run has come, or nothing."""
        appear(self._running, shown=progress is not None)
        if progress is None:
            return
        self._bar.setRange(0, progress.total)
        self._bar.setValue(progress.done)
        self._far.setText(progress_words(progress))
        self._bar.setAccessibleName(self._far.text())

    def _line(self, grid: QGridLayout, row: int, title: str, name: str) -> Label:
        grid.addWidget(label(title, "strong"), row, 0, Qt.AlignmentFlag.AlignTop)
        made = label("", wrap=True)
        made.setObjectName(name)
        grid.addWidget(made, row, 1)
        return made

    def _progress(self) -> None:
        self._running = QWidget()
        self._running.setObjectName("sync_progress")
        row = QHBoxLayout(self._running)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(3))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._far = label("", "strong")
        self._far.setObjectName("sync_far")
        row.addWidget(self._bar, 1)
        row.addWidget(self._far)
        self._running.hide()
        self.body.addWidget(self._running)

    def _offer(self, seen: Seen, *, settings: bool) -> None:
        first = next_act(seen)
        wanted = [first]
        if first in ("conflicts", "stuck", "settings") and seen.on:
            wanted.append("run")
        wanted = [each for each in wanted if each != "settings" or settings]
        again = seen.standing in (Standing.OFFLINE, Standing.STOPPED)
        for act in wanted:
            made = self._button(act)
            if act == "run":
                made.set_words(tr("Try again now") if again else tr("Sync now"))
            kind = "primary" if act == first and seen.standing not in _CALM else ""
            if made.property("kind") != kind:
                made.set_kind(kind)
        held = any(made.hasFocus() for act, made in self._buttons.items() if act not in wanted)
        if held and wanted:
            # What goes must not take the keyboard with it to somewhere else.
            self._buttons[wanted[0]].show()
            self._buttons[wanted[0]].setFocus()
        for act, made in self._buttons.items():
            appear(made, shown=act in wanted)

    def _button(self, act: str) -> Button:
        if act not in self._buttons:
            made = button(
                {
                    "conflicts": tr("Solve the conflict"),
                    "stuck": tr("See what stands still"),
                    "run": tr("Sync now"),
                    "cancel": tr("Cancel"),
                    "settings": tr("To the settings"),
                }[act]
            )
            made.setObjectName(f"sync_{act}")
            made.clicked.connect(lambda _checked=False: self.acted.emit(act))
            self._buttons[act] = made
            self._acts.addWidget(made)
        return self._buttons[act]
