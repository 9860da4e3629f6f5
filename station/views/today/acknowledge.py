"""«Kvitter grønne»: whom the round takes, whom it leaves out and why, before anything is done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from station.core.i18n import ntr, tr
from station.core.trouble import Trouble
from station.rules.acknowledging import LEFT_OUT_WORDS, LeftOut
from station.services.session import Session
from station.services.today.acknowledging import Line, Offer
from station.views.style import Button, FlowLayout, button, current, label
from station.views.today.side import SidePanel, column_of
from station.wiring import Station


class AcknowledgePanel(SidePanel):
    """Shows an Offer; `take_wanted` carries it, `open_wanted` the id of a patient to look at."""

    take_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(
            "acknowledge",
            tr("Acknowledge green"),
            tr(
                "Green means that everything agreed has come and is within own limits. Who has "
                "something open, unread, missing or unsure is left out."
            ),
        )
        self.take: Button | None = None
        self.offer: Offer | None = None

    def ask(self, station: Station, session: Session) -> Offer:
        """Gives whom a round would take now."""
        return station.acknowledging.offer(session)

    def show_found(self, offer: Offer) -> None:
        """Shows whom the round takes and whom it leaves out."""
        self.offer = offer
        body = QWidget()
        column = column_of(body, 2)
        n = len(offer.taken)
        words = ntr("Acknowledge {n} patient", "Acknowledge {n} patients", n)
        self.take = button(words, "Ctrl+Return", primary=True)
        self.take.setObjectName("acknowledge_now")
        self.take.setEnabled(bool(n))
        self.take.clicked.connect(lambda _checked=False: self.take_wanted.emit(offer))
        row = QHBoxLayout()
        row.addWidget(self.take)
        row.addStretch(1)
        column.addLayout(row)
        self._wrong = label("", "error", wrap=True)
        self._wrong.setObjectName("acknowledge_wrong")
        self._wrong.hide()
        column.addWidget(self._wrong)
        if not n:
            column.addWidget(label(tr("Nobody can be acknowledged just now."), "strong"))
        for title, lines in _groups(offer):
            column.addWidget(label(title, "strong"))
            named = any(line.why is not None for line in lines)
            column.addLayout(self._grid(lines) if named else self._flow(lines))
        self.show_body(body)

    def say_refused(self, trouble: Trouble) -> None:
        """Says why nothing was done."""
        self._wrong.setText(trouble.sentence())
        self._wrong.show()

    def begin(self) -> None:
        """Puts the keyboard on the verb."""
        if self.take is not None and self.take.isEnabled():
            self.take.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().begin()

    def _name(self, line: Line) -> Button:
        name = button(line.name, kind="quiet")
        name.setProperty("tight", True)
        name.setObjectName("acknowledge_name")
        name.clicked.connect(lambda _checked=False: self.open_wanted.emit(line.patient_id))
        return name

    def _flow(self, lines: tuple[Line, ...]) -> FlowLayout:
        flow = FlowLayout(gap=current().px(1))
        for line in lines:
            flow.addWidget(self._name(line))
        return flow

    def _grid(self, lines: tuple[Line, ...]) -> QGridLayout:
        grid = QGridLayout()
        theme = current()
        grid.setHorizontalSpacing(theme.px(3))
        grid.setVerticalSpacing(theme.px(0.5))
        grid.setColumnStretch(1, 1)
        for at, line in enumerate(lines):
            grid.addWidget(self._name(line), at, 0, Qt.AlignmentFlag.AlignLeft)
            if line.why is not None:
                grid.addWidget(label(tr(LEFT_OUT_WORDS[line.why]), "body", wrap=True), at, 1)
        return grid


def _groups(offer: Offer) -> list[tuple[str, tuple[Line, ...]]]:
    done = tuple(line for line in offer.left if line.why is LeftOut.DONE)
    left = tuple(line for line in offer.left if line.why is not LeftOut.DONE)
    named = (
        (ntr("Takes {n}", "Takes {n}", len(offer.taken)), offer.taken),
        (ntr("Leaves out {n}", "Leaves out {n}", len(left)), left),
        (ntr("Acknowledged before: {n}", "Acknowledged before: {n}", len(done)), done),
    )
    return [(title, lines) for title, lines in named if lines]
