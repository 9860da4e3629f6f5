"""Who borrows: a patient that is looked for, or an institution that is chosen."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.handing_out.institutions import Institution
from station.services.handing_out.values import INSTITUTION, PATIENT, Borrower
from station.views.context import Context
from station.views.equipment.who import Who
from station.views.style import button, choice, current, field


class BorrowerPart(QWidget):
    """`chosen` says that somebody else borrows; `new_wanted` asks for the form of a new place."""

    chosen = Signal()
    new_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("borrower")
        self._context = context
        self._wanted = ""
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        self._kind = choice((tr("A patient"), PATIENT), (tr("An institution"), INSTITUTION))
        self._kind.setObjectName("borrower_kind")
        column.addWidget(field(tr("Who borrows it?"), self._kind))
        self.who = Who(context, tr("The patient"))
        self.who.chosen.connect(lambda _id: self.chosen.emit())
        column.addWidget(self.who)
        self._place = self._place_part()
        column.addWidget(self._place)
        self._place.hide()
        self._kind.currentIndexChanged.connect(lambda _at: self._turn())

    @property
    def borrower(self) -> Borrower | None:
        """Who was chosen, or None."""
        if self._kind.currentData() == PATIENT:
            return Borrower(PATIENT, self.who.patient) if self.who.patient else None
        found = str(self._places.currentData() or "")
        return Borrower(INSTITUTION, found) if found else None

    @property
    def name(self) -> str:
        """What the borrower is called, "" for nobody."""
        if self._kind.currentData() == PATIENT:
            return self.who.name
        return self._places.currentText() if self.borrower else ""

    def take(self, borrower: Borrower) -> None:
        """Chooses a borrower."""
        self._kind.setCurrentIndex(self._kind.findData(borrower.kind))
        if borrower.kind == PATIENT:
            self.who.take(borrower.id)
            return
        self._wanted = borrower.id
        self._look()

    def fix(self) -> None:
        """Lets nobody choose another one."""
        self._kind.setEnabled(False)
        self._places.setEnabled(False)
        self._new.hide()
        self.who.fix()

    def begin(self) -> None:
        """Puts the cursor where a borrower is found."""
        if self._kind.currentData() == PATIENT:
            self.who.picker.box.setFocus()
        else:
            self._places.setFocus()

    def _place_part(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current().px(2))
        self._places = choice((tr("Choose a place"), ""))
        self._places.setObjectName("borrower_place")
        self._places.setAccessibleName(tr("The institution"))
        self._places.currentIndexChanged.connect(lambda _at: self.chosen.emit())
        self._new = button(tr("New place …"), kind="quiet")
        self._new.setObjectName("new_place")
        self._new.clicked.connect(lambda _checked=False: self.new_wanted.emit())
        row.addWidget(self._places, 1)
        row.addWidget(self._new)
        return holder

    def _turn(self) -> None:
        patient = self._kind.currentData() == PATIENT
        for part, shown in ((self.who, patient), (self._place, not patient)):
            if not shown:
                part.hide()
        (self.who if patient else self._place).show()
        if not patient and self._places.count() == 1:
            self._look()
        self.chosen.emit()

    def _look(self) -> None:
        institutions, session = self._context.station.institutions, self._context.session
        self._context.bridge.ask(self, partial(institutions.every, session), self._show)

    def _show(self, found: tuple[Institution, ...]) -> None:
        wanted = self._wanted or str(self._places.currentData() or "")
        self._places.blockSignals(True)
        while self._places.count() > 1:
            self._places.removeItem(1)
        for each in found:
            if not each.retired:
                self._places.addItem(each.name, each.id)
        self._places.setCurrentIndex(max(0, self._places.findData(wanted)))
        self._places.blockSignals(False)
        self._wanted = ""
        self.chosen.emit()
