"""The left side of the page of visits: what is to be done and on no round yet."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import ntr, tr
from station.services.visits.visits import Errand
from station.views.style import FlowLayout, button, current, heading, label, text_input
from station.views.visits.errands import ErrandList


class LeftSide(QWidget):
    """The list with its search; `wanted` carries the name of the button that was pressed."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._errands: tuple[Errand, ...] = ()
        self._now = 0
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        top = QHBoxLayout()
        top.addWidget(heading(tr("Visits")))
        self._count = label("", "muted")
        self._count.setObjectName("errand_count")
        top.addWidget(self._count)
        top.addStretch(1)
        column.addLayout(top)
        self.search = text_input(tr("Name, place or what for"))
        self.search.setObjectName("errand_search")
        self.search.setAccessibleName(tr("Find an errand"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._show())
        self.search.returnPressed.connect(self._to_list)
        column.addWidget(self.search)
        self.list = ErrandList()
        column.addWidget(self.list, 1)
        self._nothing = label("", "muted", wrap=True)
        self._nothing.setObjectName("errand_nothing")
        column.addWidget(self._nothing)
        flow = FlowLayout(gap=theme.px(2))
        for name, words, key, primary in (
            ("errand_send", tr("Put on the round"), None, True),
            ("errand_new", tr("New errand"), "Ctrl+N", False),
            ("errand_off", tr("Call off …"), None, False),
        ):
            made = button(words, key, primary=primary)
            made.setObjectName(name)
            made.setProperty("dense", True)
            made.clicked.connect(lambda _checked=False, name=name: self.wanted.emit(name))
            flow.addWidget(made)
        column.addLayout(flow)

    def show_errands(self, errands: tuple[Errand, ...], now: int) -> None:
        """Takes in what is to be done, as seen from `now` (UTC ms)."""
        self._errands, self._now = errands, now
        self._count.setText(ntr("{n} errand", "{n} errands", len(errands)))
        self._show()

    def _show(self) -> None:
        words = self.search.text().casefold().split()
        found = tuple(
            each for each in self._errands if all(word in each.haystack for word in words)
        )
        self.list.show_errands(found, self._now)
        said = ""
        if not self._errands:
            said = tr("Everything is planned. What falls due comes here by itself.")
        elif not found:
            said = tr("Nothing found")
        if said != self._nothing.text():
            self._nothing.setText(said)
        self._nothing.setVisible(bool(said))

    def _to_list(self) -> None:
        self.list.setFocus()
        if self.list.chosen() is None and self.list.rows.lines:
            self.list.stand_at(0)
