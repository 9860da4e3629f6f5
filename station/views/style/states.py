"""The drawn states of a view: empty, loading, failed, locked, no right."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from station.core.i18n import N_, tr
from station.views.style.controls import Button, button
from station.views.style.flow import FlowLayout
from station.views.style.frames import IconMark
from station.views.style.text import label
from station.views.style.theme import current

_STATES = {
    "empty": ("empty", N_("Nothing here yet")),
    "loading": ("clock", N_("Fetching …")),
    "failed": ("warning", N_("This could not be shown")),
    "locked": ("lock", N_("Locked")),
    "no_right": ("hidden", N_("Your role does not include this")),
}


class StateView(QWidget):
    """A view's own picture of being empty, loading, failed, locked or not permitted."""

    def __init__(self, state: str, text: str = "", title: str = "") -> None:
        super().__init__()
        icon_name, usual = _STATES[state]
        theme = current()
        self.setObjectName(f"state_{state}")
        column = QVBoxLayout(self)
        side = theme.px(6)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.px(2))
        column.addStretch(1)
        column.addWidget(IconMark(icon_name, 9), 0, Qt.AlignmentFlag.AlignHCenter)
        self._title = label(title or tr(usual), "subheading", wrap=True)
        self._text = label(text, "muted", wrap=True)
        for part in (self._title, self._text):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(part)
        self._text.setVisible(bool(text))
        if state == "loading":
            column.addWidget(self._bar(), 0, Qt.AlignmentFlag.AlignHCenter)
        self._actions = FlowLayout(gap=theme.px(2))
        holder = QHBoxLayout()
        holder.addStretch(1)
        holder.addLayout(self._actions)
        holder.addStretch(1)
        column.addLayout(holder)
        column.addStretch(2)
        self.setAccessibleName(f"{self._title.text()}. {text}".strip())

    def add_action(self, words: str, act: Callable[[], object], *, primary: bool = False) -> Button:
        """Adds a button below the text («Prøv igjen», «Avbryt», «Ny pasient»)."""
        made = button(words, primary=primary)
        made.clicked.connect(lambda _checked=False: act())
        self._actions.addWidget(made)
        return made

    def set_text(self, text: str) -> None:
        """Says something else, for instance what is being done now."""
        self._text.setText(text)
        self._text.setVisible(bool(text))

    def _bar(self) -> QProgressBar:
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedWidth(current().px(50))
        bar.setAccessibleName(self._title.text())
        return bar


class EmptyState(StateView):
    """The drawn picture of having nothing to show."""

    def __init__(self, title: str, text: str = "") -> None:
        super().__init__("empty", text, title)
