"""The page of equipment: what is in range and what there is at the left, one device beside it."""

from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.i18n import ntr, tr
from station.services.lending import RETIRED, DeviceRow
from station.services.listening_news import Done, InRange, Progress, RadioNews, Seen, Unsaved
from station.views.context import Context
from station.views.equipment.desk import EquipmentDesk
from station.views.equipment.nearby import Nearby
from station.views.equipment.radioline import RadioLine
from station.views.equipment.rows import EquipmentList, Line, Near, Section, matches, near_lines
from station.views.page import Page
from station.views.style import Banner, Card, button, check, current, heading, label, text_input

NEW = "new"
"""The subject that opens the form for a new device."""

NARROW = 240
"""Below so many grid units the page shows one thing at a time."""


class EquipmentPage(Page):
    """Arrows move, Enter or a click opens, letters find; the numbers act on what is open."""

    claims_digits = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._near: tuple[Seen, ...] = ()
        self._rows: tuple[DeviceRow, ...] = ()
        self._asked = 0
        self._ready = True
        theme = current()
        row = QHBoxLayout(self)
        side = theme.px(3)
        row.setContentsMargins(side, side, side, side)
        row.setSpacing(side)
        self._lists = self._left()
        row.addWidget(self._lists, 5)
        self._card = Card()
        self._to_lists = button(tr("Back to the list"), "Alt+Left", kind="quiet", icon="back")
        self._to_lists.setObjectName("back_to_list")
        self.desk = EquipmentDesk(context)
        self._to_lists.clicked.connect(lambda _checked=False: self.desk.rest())
        self.desk.shown.connect(self.list.stand_on)
        self.desk.turned.connect(self._arrange)
        self._card.body.addWidget(self._to_lists, 0, Qt.AlignmentFlag.AlignLeft)
        self._card.body.addWidget(self.desk)
        row.addWidget(self._card, 7)
        self._nearby = Nearby(self, context)
        self._nearby.seen.connect(self._see)
        self._nearby.radio.connect(self._hear_radio)
        self._nearby.heard.connect(self._hear)
        self._arrange()

    def opened(self, subject: str | None) -> None:
        """Comes to the front: for a device (its id), for a new one, or with the list alone."""
        self._nearby.begin()
        self.look()
        if subject == NEW:
            self.desk.register()
        elif subject:
            self.desk.open(subject)
        else:
            self.list.setFocus()

    def changed(self, changes: ChangeSet) -> None:
        """Takes in what was saved, also by others."""
        if changes.topics & {"equipment", "patients"}:
            self.look()
            self.desk.refresh()

    def look(self) -> None:
        """Asks for the register as it is now."""
        self._asked += 1
        number = self._asked
        lending, session = self.context.station.lending, self.context.session

        def show(rows: tuple[DeviceRow, ...]) -> None:
            if number == self._asked:
                self._rows = rows
                self._show()

        self.context.bridge.ask(self, partial(lending.devices, session), show)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows list and device side by side only where there is room for both."""
        super().resizeEvent(event)
        self._arrange()

    # ------------------------------------------------------------------------------- building

    def _left(self) -> QWidget:
        theme = current()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        top = QHBoxLayout()
        top.addWidget(heading(tr("Equipment")))
        self._count = label("", "muted")
        self._count.setObjectName("equipment_count")
        top.addWidget(self._count)
        top.addStretch(1)
        for name, words, key, primary, act in (
            ("new_device", tr("New device"), "Ctrl+N", False, partial(self.desk_register)),
            ("pair_device", tr("Pair …"), "Ctrl+B", True, partial(self._go_pair)),
        ):
            made = button(words, key, primary=primary)
            made.setObjectName(name)
            made.clicked.connect(lambda _checked=False, act=act: act())
            top.addWidget(made)
        column.addLayout(top)
        self.radio = RadioLine()
        column.addWidget(self.radio)
        self._unsaved = Banner("", "danger")
        self._unsaved.setObjectName("equipment_unsaved")
        self._unsaved.hide()
        column.addWidget(self._unsaved)
        column.addLayout(self._filters())
        self.list = EquipmentList()
        self.list.setAccessibleName(tr("Equipment"))
        self.list.activated.connect(self._open_index)
        self.list.clicked.connect(self._open_index)
        column.addWidget(self.list, 1)
        return holder

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.search = text_input(tr("Name, serial number, model or borrower"))
        self.search.setObjectName("equipment_search")
        self.search.setAccessibleName(tr("Find equipment"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda _text: self._show())
        self.search.returnPressed.connect(self._open_first)
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self.search)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self._to_list)
        self._retired = check(tr("Also out of use"))
        self._retired.setObjectName("equipment_retired")
        self._retired.toggled.connect(lambda _on: self._show())
        row.addWidget(self.search, 1)
        row.addWidget(self._retired)
        return row

    def _arrange(self) -> None:
        """In a narrow window, or with large text, one of the two takes the whole page."""
        narrow = self.width() < current().px(NARROW)
        at_work = not self.desk.resting
        shown = ((self._lists, not narrow or not at_work), (self._card, not narrow or at_work))
        # Hides before it shows: the two together would push the window wider for good.
        for part, visible in sorted(shown, key=lambda pair: pair[1]):
            part.setVisible(visible)
        self._to_lists.setVisible(narrow)

    # -------------------------------------------------------------------------------- showing

    def _see(self, news: InRange) -> None:
        self._near = news.seen
        self._show()
        self.desk.hear_range(news)

    def _hear_radio(self, news: RadioNews) -> None:
        self.radio.show_radio(news)
        self._ready = news.ready
        self._show()

    def _hear(self, news: object) -> None:
        if isinstance(news, Progress):
            self.desk.hear_progress(news)
        elif isinstance(news, Done):
            self.desk.hear_done(news)
        elif isinstance(news, Unsaved):
            self._unsaved.show_text(news.sentence, "danger")
            self._unsaved.setVisible(bool(news.count))

    def _show(self) -> None:
        text, also = self.search.text(), self._retired.isChecked()
        near = [each for each in near_lines(self._near, self._rows) if matches(each, text)]
        rows = [
            each for each in self._rows if matches(each, text) and (also or each.state != RETIRED)
        ]
        lines = _parts(near, rows, searching=bool(text), ready=self._ready)
        self.list.show_parts(lines, self.context.clock.now())
        in_use = sum(each.state != RETIRED for each in self._rows)
        self._count.setText(ntr("{n} device", "{n} devices", in_use))

    def desk_register(self) -> None:
        """Opens the form for a new device."""
        self.desk.register()

    def _go_pair(self) -> None:
        self.context.go("pair_device")

    def _open_index(self, index: QModelIndex) -> None:
        self._open(self.list.rows.lines[index.row()])

    def _open(self, line: Line) -> None:
        if isinstance(line, Near):
            self.desk.open_seen(line.seen)
        elif isinstance(line, DeviceRow):
            self.desk.open(line.id)

    def _open_first(self) -> None:
        self.list.stand_first()
        if (line := self.list.chosen()) is not None:
            self._open(line)

    def _to_list(self) -> None:
        self.list.setFocus()
        if self.list.chosen() is None:
            self.list.stand_first()


def _parts(near: list[Near], rows: list[DeviceRow], *, searching: bool, ready: bool) -> list[Line]:
    """The lines of the list, each part below its heading, with what to do where it is empty."""
    nobody = tr("Switch a device on, and it shows up here.")
    if not ready:
        nobody = tr("Nothing can be seen without Bluetooth.")
    nothing = tr("Nothing is registered yet.")
    if searching:
        nobody = nothing = tr("Nothing found")
    return [
        Section(tr("In range now"), "" if near else nobody),
        *near,
        Section(tr("Lent and in the store"), "" if rows else nothing),
        *rows,
    ]
