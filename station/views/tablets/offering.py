"""Handing a tablet out: the code for its camera, how long it holds, and the six digits."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.clock import Clock
from station.core.i18n import tr
from station.services.radio.listening_news import Progress
from station.services.tablets.tablet_code import Squares as Matrix
from station.views.equipment.big import BigWords
from station.views.equipment.doing import came_words
from station.views.style import Banner, Panes, button, current, heading, label
from station.views.tablets.squares import Squares

_SOON_MS = 60_000
_SECOND_MS = 1000


class OfferPanel(QWidget):
    """`answered` carries whether the digits are the same; `wanted` "new" or "leave"."""

    answered = Signal(bool)
    wanted = Signal(str)

    def __init__(self, matrix: Matrix, patient: str, expires_at: int, clock: Clock) -> None:
        super().__init__()
        self.setObjectName("tablet_offer")
        self._clock, self._expires_at = clock, expires_at
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(3))
        column.addWidget(label(tr("The tablet is for"), "small-strong"))
        named = heading(patient, "display", wrap=True)
        named.setObjectName("tablet_patient")
        column.addWidget(named)
        self._code = Squares(matrix)
        column.addWidget(Panes(self._left(), self._right(), (5, 6), scrolls=False), 1)
        self._timer = QTimer(self)
        self._timer.setInterval(_SECOND_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        self.tick()

    @property
    def over(self) -> bool:
        """Whether the code is worth nothing any more."""
        return self._clock.now() >= self._expires_at

    def tick(self) -> None:
        """Says how long the code holds; one that does not is taken off the screen."""
        left = max(0, self._expires_at - self._clock.now())
        self._left_words.setText(left_words(left))
        self._left_words.set_role("error" if left < _SOON_MS else "strong")
        if left == 0:
            self._timer.stop()
            self._code.show_matrix(())
            self._new.show()
            self._digits.hide()
            self.say(tr("The code is no longer valid. Nothing was handed out."), "warning")

    def show_progress(self, news: Progress) -> None:
        """Says what the tablet does."""
        self.say(came_words(news), "info")

    def say(self, words: str, tone: str) -> None:
        """Says a sentence below the steps."""
        self._news.show_text(words, tone)
        self._news.show()

    def show_digits(self, digits: str) -> None:
        """Asks whether the same digits stand on the tablet."""
        self._number.set_text(f"{digits[:3]} {digits[3:]}")
        self._number.setAccessibleName(" ".join(digits))
        self._steps.hide()
        self._news.hide()
        self._code.show_matrix(())
        self._beside.hide()
        self._digits.show()
        self._same.setFocus()

    def begin(self) -> None:
        """Puts the keyboard on the way out."""
        self._leave.setFocus()

    # ------------------------------------------------------------------------------- building

    def _left(self) -> QWidget:
        holder = self._beside = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(2))
        column.addWidget(self._code, 0, Qt.AlignmentFlag.AlignLeft)
        self._left_words = label("", "strong")
        self._left_words.setObjectName("tablet_left")
        column.addWidget(self._left_words)
        column.addStretch(1)
        return holder

    def _right(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(3))
        self._steps = self._add_steps()
        column.addWidget(self._steps)
        self._digits = self._add_digits()
        self._digits.hide()
        column.addWidget(self._digits)
        self._news = Banner("")
        self._news.setObjectName("tablet_news")
        self._news.hide()
        column.addWidget(self._news)
        row = QHBoxLayout()
        self._new = button(tr("Show a new code"), primary=True)
        self._new.setObjectName("tablet_new_code")
        self._new.hide()
        self._new.clicked.connect(lambda _checked=False: self.wanted.emit("new"))
        self._leave = button(tr("Cancel"), "Esc")
        self._leave.setObjectName("tablet_cancel")
        self._leave.clicked.connect(lambda _checked=False: self.wanted.emit("leave"))
        row.addWidget(self._new)
        row.addWidget(self._leave)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        return holder

    def _add_steps(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(2))
        for number, words in enumerate(
            (
                tr("Switch the tablet on, and open its program."),
                tr("Choose to connect it to a station."),
                tr("Hold its camera towards this code."),
                tr("Compare the six digits that show on both screens."),
            ),
            1,
        ):
            column.addWidget(label(f"{number}.  {words}", "subheading", wrap=True))
        column.addWidget(label(tr("The code says nothing about the patient."), "small", wrap=True))
        return holder

    def _add_digits(self) -> QWidget:
        holder = QWidget()
        holder.setObjectName("tablet_digits")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(3))
        column.addWidget(heading(tr("Are the digits the same?"), wrap=True))
        self._number = BigWords("", 26)
        self._number.setObjectName("tablet_number")
        column.addWidget(self._number)
        words = tr("They must be the same on the tablet. If not, another device is in between.")
        column.addWidget(label(words, "body", wrap=True))
        row = QHBoxLayout()
        self._same = button(tr("Yes, the same"), "1", primary=True)
        self._same.setObjectName("tablet_same")
        self._same.clicked.connect(lambda _checked=False: self._answer(same=True))
        other = button(tr("No, others"), "2", kind="danger")
        other.setObjectName("tablet_other")
        other.clicked.connect(lambda _checked=False: self._answer(same=False))
        row.addWidget(self._same)
        row.addWidget(other)
        row.addStretch(1)
        column.addLayout(row)
        return holder

    def _answer(self, *, same: bool) -> None:
        self._digits.hide()
        self._timer.stop()
        self._left_words.setText("")
        self.say(tr("Finishing …") if same else tr("Stopping …"), "info")
        self.answered.emit(same)


def left_words(left_ms: int) -> str:
    """How long a code holds: 9:05."""
    minutes, seconds = divmod((left_ms + _SECOND_MS - 1) // _SECOND_MS, 60)
    if not left_ms:
        return tr("No longer valid")
    return tr("Valid for {time}", time=f"{minutes}:{seconds:02}")
