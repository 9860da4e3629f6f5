"""A colleague has the patient: who and since when, and taking over with a reason."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from station.core.formats import clock_time
from station.core.i18n import tr
from station.services.today.card import Card
from station.views.style import button, current, field, label, restyle, text_input


def held_words(card: Card) -> str:
    """Who has the patient or one of her alerts, in a sentence; "" if nobody else does."""
    if card.opened_by is not None:
        return tr(
            "{name} has had this patient open since {time}.",
            name=card.opened_by.name,
            time=clock_time(card.opened_by.since),
        )
    for box in card.alerts:
        if box.taken_by and not box.mine:
            at = clock_time(box.taken_at) if box.taken_at is not None else ""
            return tr("{name} took this alert at {time}.", name=box.taken_by, time=at)
    return ""


class TakeOver(QFrame):
    """The sentence and a way to take over; `wanted` carries the reason."""

    wanted = Signal(str)

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setObjectName("held")
        self.setProperty("surface", "banner")
        self.setProperty("tone", "warning")
        self.setAccessibleName(words)
        theme = current()
        column = QVBoxLayout(self)
        side = theme.px(3)
        column.setContentsMargins(side, theme.px(2), side, theme.px(2))
        line = QHBoxLayout()
        line.addWidget(label(words, "strong", wrap=True), 1)
        self._begin = button(tr("Take over …"))
        self._begin.setObjectName("take_over")
        self._begin.clicked.connect(lambda _checked=False: self._open())
        line.addWidget(self._begin)
        column.addLayout(line)
        self.reason = text_input()
        self.reason.setObjectName("take_over_reason")
        self.reason.returnPressed.connect(self._send)
        self._field = field(tr("Why you take over"), self.reason)
        self._send_it = button(tr("Take over"), primary=True)
        self._send_it.setObjectName("take_over_now")
        self._send_it.clicked.connect(lambda _checked=False: self._send())
        low = QHBoxLayout()
        low.addWidget(self._field, 1)
        low.addWidget(self._send_it, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(low)
        self._field.hide()
        self._send_it.hide()
        restyle(self)

    def say_wrong(self, sentence: str) -> None:
        """Shows what is missing."""
        self._field.set_wrong(sentence)

    def _open(self) -> None:
        self._begin.hide()
        self._field.show()
        self._send_it.show()
        self.reason.setFocus()

    def _send(self) -> None:
        self.wanted.emit(self.reason.text())
