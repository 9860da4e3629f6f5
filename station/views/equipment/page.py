"""The page of equipment: what is in range and what there is at the left, one device beside it."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from station.core.bus import ChangeSet
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.services.equipment.values import DeviceRow
from station.services.radio.listening_news import Done, InRange, Progress, Seen, Unsaved
from station.views.context import Context
from station.views.equipment.checklist import letters
from station.views.equipment.desk import EquipmentDesk
from station.views.equipment.device_panel import DevicePanel
from station.views.equipment.left import LeftSide
from station.views.equipment.nearby import Nearby
from station.views.equipment.scanning import Scanner, new_with
from station.views.equipment.shelf import Shelf, shelve
from station.views.equipment.wedge import Wedge
from station.views.page import Page
from station.views.style import Card, button, current

NEW = "new"
"""The subject that opens the form for a new device."""

LATEST_MS = 1500
"""So long after something changed the longest register is read again."""
NARROW = 240
"""Below so many grid units the page shows one thing at a time."""


class EquipmentPage(Page):
    """Arrows move, Enter or a click opens, letters find, a scan opens from anywhere.

    The numbers act on what is open.
    """

    claims_digits = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._shelf = Shelf()
        self._near: tuple[Seen, ...] = ()
        self._looking = self._stale = False
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self.look)
        row = QHBoxLayout(self)
        side = current().px(3)
        row.setContentsMargins(side, side, side, side)
        row.setSpacing(side)
        self.left = LeftSide(self)
        self.left.opened.connect(self._open)
        self.left.near.connect(self._open_seen)
        self.left.entered.connect(self._entered)
        self.left.asked.connect(self._asked)
        row.addWidget(self.left, 5)
        self._card = Card()
        self._to_lists = button(tr("Back to the list"), "Alt+Left", kind="quiet", icon="back")
        self._to_lists.setObjectName("back_to_list")
        self.desk = EquipmentDesk(context)
        self._to_lists.clicked.connect(lambda _checked=False: self.desk.rest())
        self.desk.shown.connect(self._stand)
        self.desk.turned.connect(self._arrange)
        self._card.body.addWidget(self._to_lists, 0, Qt.AlignmentFlag.AlignLeft)
        self._card.body.addWidget(self.desk)
        row.addWidget(self._card, 7)
        self._listen(context)
        self._arrange()

    def _listen(self, context: Context) -> None:
        """To the air, to the label scanner, and to what was scanned before."""
        self._nearby = Nearby(self, context)
        self._nearby.seen.connect(self._see)
        self._nearby.radio.connect(self.left.show_radio)
        self._nearby.heard.connect(self._hear)
        self.wedge = Wedge(self, context.clock)
        self.wedge.watch(self.left.search)
        self.wedge.claim("".join(letters()))
        self.wedge.lone.connect(self._answer)
        self.scanner = Scanner(self, context)
        self.wedge.scanned.connect(self.scanner.scan)
        self.scanner.found.connect(self._found)
        self.scanner.unknown.connect(self.left.scans.unknown)
        self.scanner.typed.connect(self._open)
        self.scanner.refused.connect(self._refused)
        self.left.scans.wanted.connect(self._open)
        self.left.scans.new.connect(lambda text: self.desk.register(new_with(text)))
        self.desk.registered.connect(self._registered)

    def opened(self, subject: str | None) -> None:
        """Comes to the front: for a device (its id), for a new one, or with the list alone."""
        self._nearby.begin()
        self.look()
        if subject == NEW:
            self.desk.register()
        elif subject:
            self.desk.open(subject)
        else:
            self.left.begin()

    def changed(self, changes: ChangeSet) -> None:
        """Takes in what was saved, also by others."""
        if changes.topics & {"equipment", "patients"}:
            self.desk.refresh()
            # A long register is read when it has been quiet for a while: a scan must not wait.
            self._later.start(min(LATEST_MS, len(self._shelf.rows) // 4))

    def look(self) -> None:
        """Asks for the register as it is now; while it is on its way, once more afterwards."""
        if self._looking:
            self._stale = True
            return
        self._looking, self._stale = True, False
        equipment, session = self.context.station.equipment, self.context.session
        before, now = self._shelf, self.context.clock.now()

        def job() -> Shelf:
            return shelve(equipment.rows(session), day_of(now), before)

        def show(shelf: Shelf) -> None:
            self._looking, self._shelf = False, shelf
            self.left.show_shelf(shelf, now)
            self.left.show_near(self._near)
            self._stand(self.desk.subject)
            if self._stale:
                self.look()

        def failed(trouble: Trouble) -> None:
            self._looking = False
            self.context.bridge.troubled.emit(trouble)

        self.context.bridge.ask(self, job, show, failed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows list and device side by side only where there is room for both."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """In a narrow window, or with large text, one of the two takes the whole page."""
        narrow = self.width() < current().px(NARROW)
        at_work = not self.desk.resting
        shown = ((self.left, not narrow or not at_work), (self._card, not narrow or at_work))
        # Hides before it shows: the two together would push the window wider for good.
        for part, visible in sorted(shown, key=lambda pair: pair[1]):
            if part.isHidden() == visible:
                part.setVisible(visible)
        self._to_lists.setVisible(narrow)

    # ---------------------------------------------------------------------------------- news

    def _see(self, news: InRange) -> None:
        self._near = news.seen
        self.left.show_near(news.seen)
        self.desk.hear_range(news)

    def _hear(self, news: object) -> None:
        if isinstance(news, Progress):
            self.desk.hear_progress(news)
        elif isinstance(news, Done):
            self.desk.hear_done(news)
        elif isinstance(news, Unsaved):
            self.left.show_unsaved(news)

    # --------------------------------------------------------------------------------- opening

    def _open(self, device_id: str) -> None:
        self.desk.open(device_id)

    def _open_seen(self, seen: Seen) -> None:
        self.desk.open_seen(seen)

    def _stand(self, subject: str) -> None:
        kind, _, key = subject.partition("/")
        self.left.list.stand_on(key if kind == "device" else "")

    def _asked(self, name: str) -> None:
        if name == "new_device":
            self.desk.register()
        else:
            self.context.go(name)

    def _entered(self, typed: str) -> None:
        """Enter in the box: a scan, a number, or the first device that fits."""
        burst = self.wedge.burst()
        if not typed:
            return
        first = self.left.first()
        self.scanner.look(typed, burst, first.id if first is not None else "")

    def _found(self, text: str, row: DeviceRow, newest: bool) -> None:
        """A scan led to a device; the last of several is the one that is opened."""
        self.left.scans.found(text, row.id, row.name)
        if not newest:
            return
        if self.left.search.text():
            self.left.search.selectAll()
        if self.desk.writing:
            # Nobody's words are thrown away for a scan: it waits in the line of scans.
            self.left.scans.keep()
            return
        self.left.scans.opened()
        self._open(row.id)

    def _refused(self, sentence: str) -> None:
        self.context.toast(sentence)

    def _registered(self, label: str, serial: str) -> None:
        for text in (label, serial):
            self.left.scans.settled(text)

    def _answer(self, letter: str) -> None:
        front = self.desk.front
        if isinstance(front, DevicePanel) and front.preparing is not None:
            front.preparing.list.answer(letters()[letter.upper()])
