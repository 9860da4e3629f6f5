"""Which day, and which of its rounds: a step back, a step on, today, another round."""

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.formats import long_day, near_day
from station.core.i18n import tr
from station.services.visits.driving import Round
from station.views.style import FlowLayout, button, choice, current, heading


class DayHead(QWidget):
    """`turned` carries the day that is wanted, `picked` a round's id ("" for a new one)."""

    turned = Signal(object)
    picked = Signal(str)

    def __init__(self, parent: QWidget, day: date, today: date) -> None:
        super().__init__(parent)
        self.day, self._today = day, today
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        self._title = heading("", wrap=True)
        self._title.setObjectName("visit_day")
        column.addWidget(self._title)
        flow = FlowLayout(gap=theme.px(2))
        for name, words, key, by in (
            ("day_before", tr("Day before"), "Ctrl+Left", -1),
            ("day_after", tr("Day after"), "Ctrl+Right", 1),
        ):
            made = button(words, key)
            made.setObjectName(name)
            made.setProperty("dense", True)
            made.clicked.connect(lambda _checked=False, by=by: self._step(by))
            flow.addWidget(made)
        self._to_today = button(tr("Today"), kind="quiet")
        self._to_today.setObjectName("day_today")
        self._to_today.setProperty("dense", True)
        self._to_today.clicked.connect(lambda _checked=False: self.turned.emit(self._today))
        flow.addWidget(self._to_today)
        self._rounds = choice()
        self._rounds.setObjectName("day_rounds")
        self._rounds.setAccessibleName(tr("Which round of the day"))
        self._rounds.activated.connect(
            lambda _at: self.picked.emit(str(self._rounds.currentData()))
        )
        self._rounds.hide()
        flow.addWidget(self._rounds)
        self._another = button(tr("Another round"), kind="quiet")
        self._another.setObjectName("day_another")
        self._another.setProperty("dense", True)
        self._another.clicked.connect(lambda _checked=False: self.picked.emit(""))
        self._another.hide()
        flow.addWidget(self._another)
        column.addLayout(flow)
        self._title.setText(self._words())

    def show_day(self, day: date, today: date, rounds: tuple[Round, ...], here: str) -> None:
        """Shows a day with its rounds, of which `here` is the one shown."""
        self.day, self._today = day, today
        self._title.setText(self._words())
        self._to_today.setEnabled(day != today)
        self._rounds.blockSignals(True)
        self._rounds.clear()
        for each in rounds:
            self._rounds.addItem(tr("Round {number}", number=each.number), each.id)
        self._rounds.setCurrentIndex(max(0, self._rounds.findData(here)))
        self._rounds.blockSignals(False)
        self._rounds.setVisible(len(rounds) > 1)
        self._another.setVisible(bool(rounds))

    def _step(self, by: int) -> None:
        self.turned.emit(self.day + timedelta(days=by))

    def _words(self) -> str:
        near = near_day(self.day, self._today)
        whole = long_day(self.day)
        return (
            near.capitalize() + f" · {whole}"
            if abs((self.day - self._today).days) <= 1
            else (whole.capitalize())
        )
