"""While a device is paired: how far it is, the digits it asks for, and how it ended."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.equipment.meter_models import KnownModel
from station.services.radio.listening_news import Done, PasskeyAsked, Progress
from station.views.equipment.big import BigWords
from station.views.equipment.doing import Doing, done_words
from station.views.pairing.choosing import rest_steps
from station.views.pairing.stepcards import StepCards
from station.views.style import (
    Banner,
    Card,
    button,
    check,
    current,
    field,
    heading,
    label,
    text_input,
)

DIGITS: Final = 6
CLEAR: Final = "not_encrypted"
"""The fault that somebody may agree to."""
Action = tuple[str, str]
"""Its name and its words."""


class RunPanel(QWidget):
    """`answered` carries six digits, "yes" or "" for no; `stopped`: somebody has had enough."""

    answered = Signal(str)
    stopped = Signal()

    def __init__(self, device: str, model: KnownModel | None) -> None:
        super().__init__()
        self.setObjectName("pair_run")
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(heading(tr("Pairing {device}", device=device), wrap=True))
        self.doing = Doing()
        self.doing.stopped.connect(self.stopped)
        column.addWidget(self.doing)
        # Only what has a place is shown: it would be a window of its own for a moment.
        self.doing.begin(tr("Connecting …"))
        self._ask_focus: QWidget = self.doing.stop
        self._asked = QVBoxLayout()
        column.addLayout(self._asked)
        steps = rest_steps(model) if model else []
        if steps and model:
            column.addWidget(label(tr("Meanwhile"), "small-strong"))
            column.addWidget(StepCards(model.kind, steps))
        column.addStretch(1)

    def show_progress(self, news: Progress) -> None:
        """Says how far it is."""
        self.doing.show_progress(news)

    def ask(self, news: PasskeyAsked) -> None:
        """Asks for digits, shows some, or asks whether they are the same."""
        while item := self._asked.takeAt(0):
            if part := item.widget():
                part.hide()
                part.deleteLater()
        card = Card()
        card.setObjectName("pair_passkey")
        card.setMaximumWidth(current().px(130))
        if news.asked == "passkey":
            self._typed(card)
        else:
            self._shown(card, news)
        self._asked.addWidget(card)
        self._ask_focus.setFocus()

    def _typed(self, card: Card) -> None:
        self.digits = text_input("123456", longest=DIGITS)
        self.digits.setObjectName("pair_digits")
        self.digits.setValidator(QRegularExpressionValidator(r"[0-9]{0,6}", self.digits))
        self.digits.returnPressed.connect(self._answer)
        self._field = field(
            tr("The six digits on the device"),
            self.digits,
            tr("They stand on its display, or on a label on its back."),
        )
        card.body.addWidget(self._field)
        card.body.addLayout(self._answers(("pair_send", tr("Send the digits"), self._answer)))
        self._ask_focus = self.digits

    def _shown(self, card: Card, news: PasskeyAsked) -> None:
        compare = news.asked == "confirm"
        words = tr("Do these digits stand on the device?")
        card.body.addWidget(
            label(words if compare else tr("Type these digits on the device"), "strong")
        )
        number = BigWords(spaced(news.digits), 16)
        number.setObjectName("pair_shown")
        card.body.addWidget(number)
        if compare:
            row = self._answers(
                ("pair_same", tr("Yes, the same"), partial(self._say, "yes")),
                ("pair_other_digits", tr("No, others"), partial(self._say, "")),
            )
            card.body.addLayout(row)

    def _answers(self, *found: tuple[str, str, Callable[[], None]]) -> QHBoxLayout:
        row = QHBoxLayout()
        for at, (name, words, act) in enumerate(found):
            made = button(words, primary=at == 0)
            made.setObjectName(name)
            made.clicked.connect(lambda _checked=False, act=act: act())
            row.addWidget(made)
            if at == 0:
                self._ask_focus = made
        row.addStretch(1)
        return row

    def _say(self, answer: str) -> None:
        while item := self._asked.takeAt(0):
            if part := item.widget():
                part.hide()
                part.deleteLater()
        self.answered.emit(answer)

    def _answer(self) -> None:
        digits = self.digits.text()
        if len(digits) != DIGITS:
            self._field.set_wrong(tr("Write all six digits."))
            return
        self._say(digits)


def spaced(digits: str) -> str:
    """Six digits in two groups, so that they can be compared: 123 456."""
    return f"{digits[:3]} {digits[3:]}" if len(digits) == DIGITS else digits


class DonePanel(QWidget):
    """How it ended, in words, and what comes next; `wanted` carries an action's name."""

    wanted = Signal(str)

    def __init__(self, news: Done, device: str, patient: str) -> None:
        super().__init__()
        self.setObjectName("pair_done")
        theme = current()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        self._first: QWidget | None = None
        title = tr("{device} is paired", device=device)
        if not (news.well or news.paired):
            title = tr("{device} is not paired", device=device)
        column.addWidget(heading(title, wrap=True))
        if news.well and patient:
            column.addWidget(label(tr("Its readings go to"), "small-strong"))
            column.addWidget(BigWords(patient, 9))
        banner = Banner(done_words(news), "good" if news.well else "warning")
        banner.setObjectName("pair_outcome")
        column.addWidget(banner)
        if news.code == CLEAR:
            self._consent()
        self._add_actions(_next_actions(news, patient), primary=news.code != CLEAR)
        column.addStretch(1)

    def begin(self) -> None:
        """Puts the keyboard on the first action."""
        if self._first is not None:
            self._first.setFocus()

    def _consent(self) -> None:
        """Says what it means to read without encryption; somebody agrees to it, or nobody does."""
        words = tr(
            "Without encryption somebody nearby with the right tools can hear what the device "
            "measures, but not whose it is. Try to pair again first. Only go on without it when "
            "the reading is needed and the device cannot do better."
        )
        banner = Banner(words, "danger")
        banner.setObjectName("pair_clear")
        self._column.addWidget(banner)
        agreed = check(tr("I have understood this, and read it without encryption"))
        agreed.setObjectName("pair_agree")
        go = button(tr("Pair without encryption"), kind="danger")
        go.setObjectName("pair_unencrypted")
        go.setEnabled(False)
        agreed.toggled.connect(go.setEnabled)
        go.clicked.connect(lambda _checked=False: self.wanted.emit("unencrypted"))
        self._column.addWidget(agreed)
        row = QHBoxLayout()
        row.addWidget(go)
        row.addStretch(1)
        self._column.addLayout(row)

    def _add_actions(self, actions: Sequence[Action], *, primary: bool) -> None:
        row = QHBoxLayout()
        row.setSpacing(current().px(2))
        for at, (name, words) in enumerate(actions):
            made = button(words, str(at + 1), primary=primary and at == 0)
            made.setObjectName(f"pair_{name}")
            made.clicked.connect(lambda _checked=False, name=name: self.wanted.emit(name))
            row.addWidget(made)
            self._first = self._first or made
        row.addStretch(1)
        self._column.addLayout(row)


def _next_actions(news: Done, patient: str) -> list[Action]:
    if news.paired:
        return [("card", tr("To the device")), ("another", tr("Pair another"))]
    if not news.well:
        return [("again", tr("Try again")), ("other", tr("Choose another device"))]
    found = [("measure", tr("Measure now …"))] if patient else []
    return [*found, ("another", tr("Pair another")), ("card", tr("To the device"))]
