"""What is filled in before something goes out: borrower and devices left, what is agreed right."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.services.equipment.values import DeviceRow
from station.services.handing_out.replacing import ToReplace
from station.services.handing_out.values import (
    PATIENT,
    Borrower,
    HandedOut,
    HandOut,
    Prepared,
)
from station.views.context import Context
from station.views.handout.borrowing import BorrowerPart
from station.views.handout.devices import DevicesPart
from station.views.handout.homenet import HomePart
from station.views.handout.needs import NeedsPart
from station.views.handout.teaching import TeachingPart
from station.views.handout.terms import TermsPart
from station.views.steps import Steps, unless_written
from station.views.style import Banner, Panes, button, current


class FillPanel(QWidget):
    """`handed_out` carries HandedOut; the others ask for a form."""

    handed_out = Signal(object)
    place_wanted = Signal()
    own_wanted = Signal()

    def __init__(
        self,
        context: Context,
        borrower: Borrower | None = None,
        replaces: ToReplace | None = None,
    ) -> None:
        """With `replaces` it is a device in another's place, for the same borrower."""
        super().__init__()
        self.setObjectName("handout_fill")
        self._context, self._replaces = context, replaces
        self._asked = 0
        self._waiting: list[DeviceRow] = []
        self._borrower: Borrower | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, current().px(2), 0)
        self.said = Banner("", "warning")
        self.said.setObjectName("handout_said")
        self.said.hide()
        if replaces is not None:
            column.addWidget(Banner(_replacing(replaces), "info"))
        column.addWidget(self.said)
        left, self._left = _pane()
        right, self._right = _pane()
        column.addWidget(Panes(left, right, (6, 5), scrolls=False), 1)
        self._first = borrower if replaces is None else replaces.borrower
        self._built = False
        # Each part comes in a turn of its own, so that the window never stands still.
        left_parts = (self._who_part, self._devices_part)
        right_parts = (self._needs_part, self._terms_part, self._home_part, self._teaching_part)
        Steps(self, (*left_parts, *right_parts, self._finish))

    def _who_part(self) -> None:
        self.who = BorrowerPart(self._context)
        self.who.chosen.connect(self._turned)
        self.who.new_wanted.connect(self.place_wanted)
        self._left.addWidget(self.who)
        if self._first is not None:
            self.who.take(self._first)
        if self._replaces is not None:
            self.who.fix()

    def _devices_part(self) -> None:
        self.devices = DevicesPart(self._context)
        self.devices.changed.connect(self.look)
        if self._replaces is not None:
            self.devices.prefer(self._replaces.kind)
        self._left.addWidget(self.devices)
        self._own = button(tr("The patient's own tablet or telephone …"), kind="quiet")
        self._own.setObjectName("own_device")
        self._own.clicked.connect(lambda _checked=False: self.own_wanted.emit())
        self._own.setVisible(False)
        self._left.addWidget(self._own, 0, Qt.AlignmentFlag.AlignLeft)
        self._left.addStretch(1)

    def _needs_part(self) -> None:
        go = self._context.go
        self.needs = NeedsPart()
        self.needs.patient_wanted.connect(lambda patient: go("patients", patient))
        self.needs.device_wanted.connect(lambda device: go("equipment", device))
        self._right.addWidget(self.needs)

    def _terms_part(self) -> None:
        self.terms = TermsPart()
        if self._replaces is not None and self._replaces.due_on is not None:
            self.terms.offer_due(self._replaces.due_on)
        self._right.addWidget(self.terms)

    def _home_part(self) -> None:
        self.home = HomePart()
        self._right.insertWidget(1, self.home)

    def _teaching_part(self) -> None:
        self.teaching = TeachingPart()
        self._right.addWidget(self.teaching)

    def _finish(self) -> None:
        self._out = button(tr("Hand out"), "Ctrl+S", primary=True)
        self._out.setObjectName("hand_out")
        self._out.clicked.connect(lambda _checked=False: self._hand_out())
        # Below what is missing, so that it is seen without scrolling.
        self._right.insertWidget(1, self._out, 0, Qt.AlignmentFlag.AlignLeft)
        self._right.addStretch(1)
        self._built = True
        for row in self._waiting:
            self.devices.add(row)
        self._turned()
        unless_written(self, self.begin)

    def add(self, row: DeviceRow) -> None:
        """Puts a device among those that go out, as soon as there is room for it."""
        if self._built:
            self.devices.add(row)
        else:
            self._waiting.append(row)

    def begin(self) -> None:
        """Puts the cursor where something is missing first."""
        if self._first is None and self.who.borrower is None:
            self.who.begin()
        else:
            self.devices.box.setFocus()

    def look(self) -> None:
        """Asks what is missing, and takes in the register as it is now."""
        if not self._built:
            return
        self._asked += 1
        number, borrower, ids = self._asked, self.who.borrower, self.devices.ids
        station, session = self._context.station, self._context.session

        def job() -> tuple[tuple[DeviceRow, ...], Prepared | None]:
            rows = station.equipment.rows(session)
            if borrower is None:
                return rows, None
            return rows, station.handing_out.prepare(session, borrower, ids)

        def show(found: tuple[tuple[DeviceRow, ...], Prepared | None]) -> None:
            if number == self._asked:
                self._show(*found)

        self._context.bridge.ask(self, job, show, self._refused)

    def _turned(self) -> None:
        if not self._built:
            return
        if self.who.borrower != self._borrower:
            self._borrower = self.who.borrower
            self.teaching.clear()
        patient = self._borrower is not None and self._borrower.kind == PATIENT
        self.teaching.know(self.who.name if patient else "")
        self._own.setVisible(patient and self._replaces is None)
        self.look()

    def _show(self, rows: tuple[DeviceRow, ...], prepared: Prepared | None) -> None:
        self.devices.take_rows(rows)
        if prepared is None or not prepared.devices:
            self.needs.show_nothing(someone=prepared is not None)
            return
        self.needs.show_prepared(prepared)
        self.home.show_prepared(prepared)

    def _hand_out(self) -> None:
        borrower = self.who.borrower
        if borrower is None:
            self._say(tr("Choose who borrows it."), self.who.begin)
            return
        try:
            due = self.terms.due_on
        except Trouble as trouble:
            self.terms.fields["due"].set_wrong(trouble.sentence())
            self.terms.fields["due"].editor.setFocus()
            return
        self.terms.fields["due"].set_wrong("")
        wanted = HandOut(
            borrower,
            self.devices.items,
            due,
            self.terms.received_by,
            self.terms.note,
            self.home.details,
            self.teaching.trainings,
            self.home.despite,
            self._replaces.loan_id if self._replaces else "",
        )
        handing, session = self._context.station.handing_out, self._context.session
        self._out.setEnabled(False)
        job = partial(handing.hand_out, session, wanted)
        self._context.bridge.ask(self, job, self._went, self._refused)

    def _went(self, handed: HandedOut) -> None:
        self.handed_out.emit(handed)

    def _refused(self, trouble: Trouble) -> None:
        self._out.setEnabled(True)
        sentence = sentence_of(trouble)
        if trouble.code == "home_no_net":
            self._say(sentence, self.home.show_no_net)
        elif trouble.code == "due_before":
            self._say(sentence, self.terms.fields["due"].editor.setFocus)
        elif trouble.code == "handout_empty":
            self._say(sentence, self.devices.box.setFocus)
        elif not self.teaching.begin():
            # The button was out of reach for a moment: the keyboard is to stand on it again.
            self._say(sentence, self._out.setFocus)
        else:
            self._say(sentence)

    def _say(self, sentence: str, then: Callable[[], object] | None = None) -> None:
        self.said.show_text(sentence, "warning")
        self.said.show()
        if then is not None:
            then()


def sentence_of(trouble: Trouble) -> str:
    """What is wrong in a sentence: of several fields the first."""
    problems = getattr(trouble, "problems", None)
    return str(next(iter(problems.values()))) if problems else trouble.sentence()


def _pane() -> tuple[QWidget, QVBoxLayout]:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current().px(4))
    return holder, column


def _replacing(found: ToReplace) -> str:
    return tr("In place of {device}, which {name} had.", device=found.device, name=found.name)
