"""The page of patients: the list at the left, one patient or one form at the right."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.i18n import ntr, tr
from station.services.patients.values import PatientHit
from station.views.context import Context
from station.views.page import Draft, Page
from station.views.patients.desk import Desk
from station.views.patients.filling import Filling
from station.views.patients.rows import PatientList
from station.views.patients.statuses import STATUSES, status_word
from station.views.style import (
    Card,
    EmptyState,
    button,
    choice,
    current,
    heading,
    label,
    text_input,
)

NEW = "new"
"""The subject that opens the form for a new patient."""

SEARCH_MS = 120
MOST = 200
NARROW = 240
"""Below so many grid units the page shows one thing at a time."""


class PatientsPage(Page):
    """Finds while one types; Enter or a click opens, Ctrl+N registers."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._asked = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_MS)
        self._pause.timeout.connect(self.look)
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
        self.desk = Desk(context)
        self._to_lists.clicked.connect(lambda _checked=False: self.desk.rest())
        self.desk.register_wanted.connect(self.register)
        self.desk.shown.connect(self.list.stand_on)
        self.desk.turned.connect(self._arrange)
        self._card.body.addWidget(self._to_lists, 0, Qt.AlignmentFlag.AlignLeft)
        self._card.body.addWidget(self.desk)
        row.addWidget(self._card, 7)
        self._arrange()

    def opened(self, subject: str | None) -> None:
        """Comes to the front: for a patient, for a new one, or with the list alone."""
        self.look()
        if subject == NEW:
            self.register()
        elif subject:
            self.desk.open(subject)
        else:
            self.search.setFocus()

    def changed(self, changes: ChangeSet) -> None:
        """Takes in what was saved, also by others."""
        if changes.topics & {"patients", "users"}:
            self.look()
            self.desk.changed(changes.patients)

    def draft_key(self) -> tuple[str, str] | None:
        """Unsaved words belong to the patient in the form, or to a new one."""
        front = self.desk.front
        # Another patient may be on her way while the form still stands.
        subject = front.subject if isinstance(front, Filling) else self.desk.subject
        return "patient", subject or NEW

    def draft(self) -> Draft | None:
        """The unsaved words of the form."""
        return self.desk.draft()

    def restore(self, draft: Draft) -> None:
        """Opens the form again with the unsaved words."""
        self.desk.restore(draft)

    def register(self) -> None:
        """Opens the form for a new patient."""
        self.desk.register()

    def look(self) -> None:
        """Asks for the list as it should be now."""
        self._pause.stop()
        self._asked += 1
        number, text, status = self._asked, self.search.text(), self._status.currentData()
        statuses = frozenset({str(status)}) if status else None
        patients, session = self.context.station.patients, self.context.session
        self.context.bridge.ask(
            self,
            lambda: patients.search(session, text, statuses, MOST),
            lambda hits: self._show(number, hits),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows list and patient side by side only where there is room for both."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """In a narrow window, or with large text, one of the two takes the whole page."""
        narrow = self.width() < current().px(NARROW)
        at_work = not self.desk.resting
        shown = ((self._lists, not narrow or not at_work), (self._card, not narrow or at_work))
        # Hides before it shows: the two together would push the window wider for good.
        for part, visible in sorted(shown, key=lambda pair: pair[1]):
            part.setVisible(visible)
        self._to_lists.setVisible(narrow)

    def _left(self) -> QWidget:
        theme = current()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        top = QHBoxLayout()
        top.addWidget(heading(tr("Patients")))
        self._count = label("", "muted")
        self._count.setObjectName("patient_count")
        top.addWidget(self._count)
        top.addStretch(1)
        new = button(tr("New patient"), "Ctrl+N", primary=True)
        new.setObjectName("new_patient")
        new.clicked.connect(lambda _checked=False: self.register())
        top.addWidget(new)
        column.addLayout(top)
        column.addLayout(self._filters())
        self.list = PatientList()
        self.list.setAccessibleName(tr("Patients"))
        self.list.activated.connect(self._open_index)
        self.list.clicked.connect(self._open_index)
        column.addWidget(self.list, 1)
        self._nothing = EmptyState(tr("Nobody found"), tr("Try a part of the name, or clear it."))
        self._none = EmptyState(tr("No patients yet"), tr("Register the first one with Ctrl N."))
        for each in (self._nothing, self._none):
            each.hide()
            column.addWidget(each, 1)
        return holder

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.search = text_input(tr("Name, national identity number or telephone"))
        self.search.setObjectName("patient_search")
        self.search.setAccessibleName(tr("Find a patient"))
        self.search.setClearButtonEnabled(True)
        self.search.textEdited.connect(lambda _text: self._pause.start())
        self.search.textChanged.connect(lambda text: None if text else self._pause.start())
        self.search.returnPressed.connect(self._open_first)
        down = QShortcut(QKeySequence(Qt.Key.Key_Down), self.search)
        down.setContext(Qt.ShortcutContext.WidgetShortcut)
        down.activated.connect(self._to_list)
        every = [(tr("All statuses"), ""), *((status_word(code), code) for code in STATUSES)]
        self._status = choice(*every)
        self._status.setObjectName("status_filter")
        self._status.setAccessibleName(tr("Status"))
        self._status.currentIndexChanged.connect(lambda _at: self.look())
        row.addWidget(self.search, 3)
        row.addWidget(self._status, 2)
        return row

    def _show(self, number: int, hits: tuple[PatientHit, ...]) -> None:
        if number != self._asked:
            return
        standing = self.list.chosen()
        self.list.rows.show_lines(hits)
        self.list.stand_on(self.desk.subject or (standing.id if standing else None))
        self._count.setText(ntr("{n} patient", "{n} patients", len(hits)))
        self.list.setVisible(bool(hits))
        asked = bool(self.search.text() or self._status.currentData())
        self._nothing.setVisible(not hits and asked)
        self._none.setVisible(not hits and not asked)

    def _open_index(self, index: QModelIndex) -> None:
        hit = self.list.rows.lines[index.row()]
        self.desk.open(hit.id)

    def _open_first(self) -> None:
        """Enter in the search box opens the first one found, once the answer is there."""
        patients, session = self.context.station.patients, self.context.session
        text = self.search.text()

        def opened(hits: tuple[PatientHit, ...]) -> None:
            if hits:
                self.desk.open(hits[0].id)

        self.look()
        find: Callable[[], tuple[PatientHit, ...]] = partial(
            patients.search, session, text, None, 1
        )
        self.context.bridge.ask(self, find, opened)

    def _to_list(self) -> None:
        self.list.setFocus()
        if self.list.rows.lines and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.list.rows.index(0))
