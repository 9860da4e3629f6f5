"""The left side of the page of equipment: search and scan, filters, what is near, the register."""

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import ntr, tr
from station.services.equipment.values import DeviceRow
from station.services.radio.listening_news import RadioNews, Seen, Unsaved
from station.views.equipment.filters import Filters
from station.views.equipment.near_box import NearBox
from station.views.equipment.radioline import RadioLine
from station.views.equipment.register_list import RegisterList
from station.views.equipment.scans import Scans
from station.views.equipment.shelf import Shelf, narrow
from station.views.equipment.standings import IN_USE
from station.views.steps import Steps
from station.views.style import (
    Banner,
    FlowLayout,
    button,
    current,
    heading,
    label,
    text_input,
)


class LeftSide(QWidget):
    """Everything there is, narrowed as somebody types, scans or presses a filter.

    `opened` carries a device's id, `near` a Seen, `entered` what was typed before Enter, `asked`
    the name of a button at the top.
    """

    opened = Signal(str)
    near = Signal(object)
    entered = Signal(str)
    asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.shelf = Shelf()
        self._now = 0
        self._steps = Steps(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current().px(2))
        self._add_top()
        self._add_news()
        self._add_search()
        self.filters = Filters()
        self.filters.chosen.connect(lambda _code: self.narrow())
        self._column.addWidget(self.filters)
        self.near_box = NearBox()
        self.near_box.opened.connect(self.near)
        self._column.addWidget(self.near_box)
        self.list = RegisterList()
        self.list.activated.connect(self._open_index)
        self.list.clicked.connect(self._open_index)
        self.list.typed.connect(self._type)
        self._nothing = label("", "muted", wrap=True)
        self._nothing.setObjectName("equipment_nothing")
        self._nothing.hide()
        self._column.addWidget(self._nothing)
        self._column.addWidget(self.list, 1)
        Steps(self).add(self._add_ways)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(0)
        self._typing.timeout.connect(self.narrow)

    def _add_top(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(current().px(2))
        top.addWidget(heading(tr("Equipment")))
        self._count = label("", "muted")
        self._count.setObjectName("equipment_count")
        top.addWidget(self._count)
        top.addStretch(1)
        for name, words, key, primary in (
            ("take_back", tr("Take in"), "Ctrl+I", False),
            ("new_device", tr("New device"), "Ctrl+N", False),
            ("pair_device", tr("Pair …"), "Ctrl+B", True),
        ):
            made = button(words, key, primary=primary)
            made.setObjectName(name)
            made.setProperty("dense", True)
            made.clicked.connect(lambda _checked=False, name=name: self.asked.emit(name))
            top.addWidget(made)
        self._column.addLayout(top)

    def _add_ways(self) -> None:
        """The ways to what is about more than one device."""
        holder = QWidget(self)
        flow = FlowLayout(holder, gap=current().px(1))
        for page, words in (
            ("hand_out", tr("Handing out")),
            ("equipment_overview", tr("All equipment")),
            ("labels", tr("Labels")),
            ("equipment_import", tr("Take in a list of equipment")),
        ):
            made = button(words, kind="quiet")
            made.setProperty("tight", True)
            made.setObjectName(f"to_{page}")
            made.clicked.connect(lambda _checked=False, page=page: self.asked.emit(page))
            flow.addWidget(made)
        self._column.addWidget(holder)

    def _add_news(self) -> None:
        self.radio = RadioLine()
        self._unsaved = Banner("", "danger")
        self._unsaved.setObjectName("equipment_unsaved")
        self._unsaved.hide()
        self.scans = Scans()
        for part in (self.radio, self._unsaved, self.scans):
            self._column.addWidget(part)

    def _add_search(self) -> None:
        self.search = text_input(tr("Scan a label, or type name, number or borrower"))
        self.search.setObjectName("equipment_search")
        self.search.setAccessibleName(tr("Find equipment"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.search.returnPressed.connect(lambda: self.entered.emit(self.search.text().strip()))
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self.search)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self._to_list)
        self._column.addWidget(self.search)

    # -------------------------------------------------------------------------------- showing

    def show_shelf(self, shelf: Shelf, now: int) -> None:
        """Takes the register in, as seen from `now` (UTC ms)."""
        self.shelf, self._now = shelf, now
        self._steps.drop()
        self._steps.add(self._show_counts, self.narrow)

    def _show_counts(self) -> None:
        self.filters.show_counts(self.shelf)
        # What is the patient's own stands in the list, but is no equipment of the municipality.
        ours = sum(not row.own for row in self.shelf.parts.get(IN_USE, ()))
        self._count.setText(ntr("{n} device", "{n} devices", ours))

    def show_near(self, seen: tuple[Seen, ...]) -> None:
        """Takes in what is in range."""
        self.near_box.show_seen(seen, self.shelf.rows)

    def show_radio(self, news: RadioNews) -> None:
        """Says how the radio stands."""
        self.radio.show_radio(news)

    def show_unsaved(self, news: Unsaved) -> None:
        """Says what could not be stored, until it is."""
        self._unsaved.show_text(news.sentence, "danger")
        self._unsaved.setVisible(bool(news.count))

    def narrow(self) -> None:
        """Shows what the filter and the words let through."""
        self._typing.stop()
        text = self.search.text()
        rows = narrow(self.shelf, self.filters.code, text)
        self.list.show_rows(rows, self._now)
        self.near_box.narrow(text)
        said = "" if rows else self._empty_words(text)
        if said != self._nothing.text():
            self._nothing.setText(said)
        self._nothing.setVisible(bool(said))

    def first(self) -> DeviceRow | None:
        """The first device that the filter and the words let through."""
        self.narrow()
        return self.list.rows.lines[0] if self.list.rows.lines else None

    def begin(self) -> None:
        """Puts the keyboard where a scan or a word is typed."""
        self.search.setFocus()
        self.search.selectAll()

    def _empty_words(self, text: str) -> str:
        if not self.shelf.rows:
            return tr("Nothing is registered yet.")
        return tr("Nothing found") if text.strip() else tr("Nothing stands like this now.")

    def _open_index(self, index: QModelIndex) -> None:
        self.opened.emit(self.list.rows.lines[index.row()].id)

    def _type(self, letters: str) -> None:
        self.search.setFocus()
        self.search.insert(letters)

    def _to_list(self) -> None:
        self.list.setFocus()
        if self.list.chosen() is None and self.list.rows.lines:
            self.list.stand_at(0)
