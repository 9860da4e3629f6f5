"""The list itself: arrows move, Enter or a click opens, letters search, and nothing jumps."""

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView

from station.core.i18n import tr
from station.services.today.worklist import WorkRow
from station.views.style import current
from station.views.today.line import HEIGHT, WorkLine
from station.views.today.rows import ROW_ROLE, WorkRows

_OPENS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


class WorkListView(QListView):
    """Shows WorkRows; `open_wanted` carries a patient's id, `typed` a letter meant for the search.

    The row one stands on belongs to a patient: when the list is made anew the view finds her
    again, and when she is gone it stands on nobody rather than on somebody else.
    """

    open_wanted = Signal(str)
    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows = WorkRows(self)
        self.line = WorkLine(self.rows, self)
        self._standing_on = ""
        self.setModel(self.rows)
        self.setItemDelegate(self.line)
        self.setObjectName("worklist")
        self.setAccessibleName(tr("Worklist"))
        self.setProperty("kind", "rows")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.verticalScrollBar().setSingleStep(current().px(HEIGHT) // 2)
        self.rows.modelAboutToBeReset.connect(self._remember)
        self.rows.rebuilt.connect(self._return)
        self.clicked.connect(self._open)

    @property
    def standing_on(self) -> str:
        """The patient whose row the keyboard stands on, or "" for none."""
        row = self.currentIndex().data(ROW_ROLE)
        return row.patient_id if isinstance(row, WorkRow) else ""

    def stand_on(self, patient_id: str) -> None:
        """Moves the keyboard to a patient's row, or to none."""
        place = self.rows.row_of(patient_id) if patient_id else -1
        self.setCurrentIndex(self.rows.index(place) if place >= 0 else QModelIndex())

    def show_opened(self, patient_id: str) -> None:
        """Marks the patient whose card stands beside the list."""
        self.line.opened = patient_id
        self.viewport().update()

    def show_now(self, now: int) -> None:
        """Tells the moment from which ages count."""
        self.line.now = now
        self.viewport().update()

    def keyboardSearch(self, search: str) -> None:
        """Letters never move to another patient."""

    def event(self, event: QEvent) -> bool:
        """Keeps letters for the search, whatever they mean elsewhere in the window."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and _letter(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; a letter goes to the search; arrows begin at the top."""
        if event.key() in _OPENS:
            if self.currentIndex().isValid():
                self._open(self.currentIndex())
            return
        if _letter(event):
            self.typed.emit(event.text())
            return
        if not self.currentIndex().isValid() and event.key() == Qt.Key.Key_Down:
            self.setCurrentIndex(self.rows.index(0))
            return
        super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, WorkRow):
            self.open_wanted.emit(row.patient_id)

    def _remember(self) -> None:
        self._standing_on = self.standing_on
        self._offset = self.verticalScrollBar().value()

    def _return(self) -> None:
        self.stand_on(self._standing_on)
        self.verticalScrollBar().setValue(self._offset)


def _letter(event: QKeyEvent) -> bool:
    return event.modifiers() in _PLAIN and event.text().isalpha()
