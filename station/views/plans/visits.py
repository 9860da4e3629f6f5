"""The GP's appointment after the start: a reminder that stands until a day is noted."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.core.zone import day_of
from station.services.plans.values import Visit, visit_words
from station.views.context import Context
from station.views.plans.days import DayField
from station.views.style import Banner, Card, FlowLayout, button, current, field, text_input


class VisitBar(QWidget):
    """The reminder with its ways: note the day, not needed, or booked after all."""

    noted = Signal()

    def __init__(self, context: Context, patient_id: str, visit: Visit) -> None:
        super().__init__()
        self.setObjectName("gp_visit")
        self._context, self._patient = context, patient_id
        now = context.clock.now()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.banner = Banner(visit_words(visit, day_of(now)), "warning" if visit.late else "info")
        column.addWidget(self.banner)
        self._form = Card(margin=3)
        self._form.hide()
        column.addWidget(self._form)
        if visit.on is None:
            note = self.banner.add_action(tr("Note the day"), self._open)
            note.setObjectName("note_visit")
        else:
            back = self.banner.add_action(tr("Not booked after all"), self._take_back)
            back.setObjectName("take_back_visit")

    def _open(self) -> None:
        if self._form.isVisible():
            return
        row = FlowLayout(gap=current().px(3))
        self._day = DayField(tr("Day of the appointment"), "", "visit_day")
        self._why = text_input(tr("Why no appointment is needed"), longest=300)
        self._why.setObjectName("visit_reason")
        book = button(tr("It is booked"), primary=True)
        book.setObjectName("book_visit")
        book.clicked.connect(lambda _checked=False: self._book())
        waive = button(tr("Not needed"))
        waive.setObjectName("waive_visit")
        waive.clicked.connect(lambda _checked=False: self._waive())
        reason = field(tr("Or why it is not needed"), self._why)
        for part in (self._day, book, reason, waive):
            row.addWidget(part)
        self._form.body.addLayout(row)
        self._form.show()
        self._day.line.setFocus()

    def _book(self) -> None:
        on = self._day.day
        if on is None:
            self._day.set_wrong(tr("This is not a date. Write it as 07.03.1948."))
            return
        visits, session = self._context.station.gp_visits, self._context.session
        self._send(partial(visits.book, session, self._patient, on))

    def _waive(self) -> None:
        visits, session = self._context.station.gp_visits, self._context.session
        self._send(partial(visits.waive, session, self._patient, self._why.text()))

    def _take_back(self) -> None:
        visits, session = self._context.station.gp_visits, self._context.session
        self._send(partial(visits.take_back, session, self._patient))

    def _send(self, job: Callable[[], None]) -> None:
        self._context.bridge.ask(self, job, lambda _none: self.noted.emit(), self._told)

    def _told(self, trouble: Trouble) -> None:
        self.banner.show_text(trouble.sentence(), "warning")
