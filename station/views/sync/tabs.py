"""The tabs of the page, each with how much stands behind it."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from station.core.i18n import N_, tr
from station.views.style import Button, FlowLayout, button, current
from station.views.sync.seen import Seen

TABS: Final = (
    ("conflicts", N_("Conflicts")),
    ("stuck", N_("Stands still")),
    ("queue", N_("Queue")),
    ("runs", N_("Earlier runs")),
)
"""The tabs: the subject that opens each, and its words."""
_NAMED = ("conflicts", "stuck")
"""Tabs that name patients."""


class Tabs(QWidget):
    """A row of tabs; `turned` carries the name of the one that was pressed."""

    turned = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout(self, gap=current().px(2))
        self._tabs: dict[str, Button] = {}

    @property
    def names(self) -> frozenset[str]:
        """Those that this person sees."""
        return frozenset(self._tabs)

    def show_seen(self, seen: Seen) -> None:
        """Writes on each how much stands behind it."""
        many = {"conflicts": seen.conflicts, "stuck": seen.stuck, "queue": seen.listed}
        allowed = [each for each in TABS if seen.patients or each[0] not in _NAMED]
        for at, (name, title) in enumerate(allowed, 1):
            words = tr(title)
            if many.get(name):
                words = f"{words} ({many[name]})"
            if name not in self._tabs:
                self._add(name, words, at)
            else:
                self._tabs[name].set_words(words)

    def mark(self, chosen: str) -> None:
        """Marks the one that is in front."""
        for name, tab in self._tabs.items():
            tab.setChecked(name == chosen)
            kind = "" if name == chosen else "quiet"
            if tab.property("kind") != kind:
                tab.set_kind(kind)

    def _add(self, name: str, words: str, at: int) -> None:
        made = button(words, str(at), kind="quiet")
        made.setObjectName(f"tab_{name}")
        made.setCheckable(True)
        made.clicked.connect(lambda _checked=False: self.turned.emit(name))
        self._tabs[name] = made
        self._flow.addWidget(made)
