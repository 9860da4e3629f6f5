"""When a reading was taken: now, unless a person writes another day or time of day."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.readings.entry_time import TypedTime, read_time, shown
from station.views.style import FlowLayout, button, choice, current, field, label, text_input

_REFRESH_MS = 10_000


class MomentFields(QWidget):
    """Day and time of day in Norwegian time; the hour that comes twice in autumn is asked about.

    `edited` says that a person has changed something.
    """

    edited = Signal()

    def __init__(self, now: Callable[[], int]) -> None:
        super().__init__()
        self._now = now
        self._touched = False
        self._day, self._time = text_input(longest=20), text_input(longest=8)
        self._day.setObjectName("reading_day")
        self._time.setObjectName("reading_time")
        self._fold = choice((tr("Choose …"), None), (tr("First time (summer time)"), 0))
        self._fold.addItem(tr("Second time (winter time)"), 1)
        self._fold.setObjectName("reading_fold")
        self._day_field = field(tr("Day"), self._day)
        self._time_field = field(tr("Time of day"), self._time)
        self._fold_field = field(tr("Which of the two"), self._fold)
        self._to_now = button(tr("Now"), kind="quiet")
        self._to_now.setObjectName("reading_now")
        self._to_now.clicked.connect(lambda _checked=False: self._back_to_now())
        self._arrange()
        for editor in (self._day, self._time):
            editor.textEdited.connect(lambda _text: self._touch())
        self._fold.activated.connect(lambda _at: self._touch())
        self._tick = QTimer(self)
        self._tick.setInterval(_REFRESH_MS)
        self._tick.timeout.connect(self._follow)
        self._tick.start()
        self.reset()

    def reset(self) -> None:
        """Goes back to «now»."""
        self._touched = False
        self._follow()
        self._show_wrong(TypedTime())

    def show_moment(self, moment: int) -> None:
        """Shows a moment that is known, in UTC milliseconds."""
        self._touched = True
        day_text, time_text = shown(moment)
        self._day.setText(day_text)
        self._time.setText(time_text)

    def clear(self) -> None:
        """Empties both fields: the time is not known and must be written."""
        self._touched = True
        self._day.clear()
        self._time.clear()
        # An empty day would mean today.
        self._day.setText("–")

    def read(self) -> int | None:
        """Gives the moment in UTC milliseconds; what is wrong is shown, and gives None."""
        if not self._touched:
            self._show_wrong(TypedTime())
            return self._now()
        found = read_time(self._day.text(), self._time.text(), self._now(), self._chosen_fold())
        self._show_wrong(found)
        return found.moment

    def to_first_wrong(self) -> None:
        """Puts the cursor into the field with the sentence."""
        for each in (self._day_field, self._time_field):
            if each.wrong:
                each.editor.setFocus()
                return

    def show_future(self, sentence: str) -> None:
        """Shows a sentence about the time that came from the service."""
        self._time_field.set_wrong(sentence)

    def draft(self) -> dict[str, str] | None:
        """What a person has written, or None while it is «now»."""
        return {"day": self._day.text(), "time": self._time.text()} if self._touched else None

    def restore(self, draft: object) -> None:
        """Puts a draft back."""
        if isinstance(draft, dict):
            self._touched = True
            self._day.setText(str(draft["day"]))
            self._time.setText(str(draft["time"]))
            self.read()

    def _arrange(self) -> None:
        theme = current()
        flow = FlowLayout(self, gap=theme.px(3))
        for each, units in ((self._day_field, 40), (self._time_field, 36), (self._fold_field, 56)):
            each.setFixedWidth(theme.px(units))
            flow.addWidget(each)
        beside = QWidget()
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(1))
        column.addWidget(label(" ", "strong"))
        column.addWidget(self._to_now)
        flow.addWidget(beside)

    def _follow(self) -> None:
        if not self._touched:
            self._day.setText(shown(self._now())[0])
            self._time.setText(shown(self._now())[1])

    def _touch(self) -> None:
        self._touched = True
        self.edited.emit()

    def _back_to_now(self) -> None:
        self.reset()
        self.edited.emit()

    def _chosen_fold(self) -> int | None:
        found = self._fold.currentData()
        return found if isinstance(found, int) else None

    def _show_wrong(self, found: TypedTime) -> None:
        self._day_field.set_wrong(found.day_wrong)
        self._time_field.set_wrong(found.time_wrong)
        self._fold_field.setVisible(len(found.choices) > 1)
        if len(found.choices) < 2:
            self._fold.setCurrentIndex(0)
