"""Taking a form into use: who has quality-checked the wording, and on which day."""

from PySide6.QtCore import Signal

from station.core.clock import Clock
from station.core.i18n import tr
from station.core.zone import day_of
from station.views.patients.inplace import InPlace
from station.views.style import Banner, label, text_input


class Taking(InPlace):
    """`decided` carries (name, ISO date)."""

    decided = Signal(object)

    def __init__(self, clock: Clock) -> None:
        super().__init__("taking_form", tr("Take this version into use"))
        words = tr(
            "From now on this version is answered. What was answered before keeps the words that "
            "were asked. Somebody who knows the subject has checked the wording first."
        )
        self.column.addWidget(label(words, "muted", wrap=True))
        self.news = Banner("", "danger")
        self.news.setObjectName("taking_faults")
        self.news.hide()
        self.column.addWidget(self.news)
        self._by, self._on = text_input(longest=120), text_input(longest=10)
        self._by.setObjectName("checked_by")
        self._on.setObjectName("checked_on")
        self._on.setText(f"{day_of(clock.now()):%d.%m.%Y}")
        self.column.addWidget(self.field(tr("Who has checked the wording"), self._by, key="by"))
        self.column.addWidget(
            self.field(tr("On which day"), self._on, tr("As 25.11.2026."), key="on")
        )
        self._by.returnPressed.connect(self._decide)
        self._on.returnPressed.connect(self._decide)
        self.finish(tr("Take into use"), self._decide)

    def say(self, words: str) -> None:
        """Says what keeps the form from being taken into use."""
        self.news.show_text(words, "danger")
        self.news.show()

    def _decide(self) -> None:
        parts = self._on.text().strip().split(".")
        iso = "-".join(reversed(parts)) if len(parts) == len("dmy") else ""
        self.decided.emit((self._by.text().strip(), iso))


class NewForm(InPlace):
    """The title of a new form. `decided` carries it."""

    decided = Signal(str)

    def __init__(self) -> None:
        super().__init__("new_form", tr("New form"))
        words = tr("It begins as a draft. Nobody is asked before it is taken into use.")
        self.column.addWidget(label(words, "muted", wrap=True))
        self._title = text_input(longest=120)
        self._title.setObjectName("new_form_title")
        self.column.addWidget(self.field(tr("Title"), self._title, key="title"))
        self._title.returnPressed.connect(self._decide)
        self.finish(tr("Begin the form"), self._decide)

    def _decide(self) -> None:
        title = self._title.text().strip()
        self.show_problems({} if title else {"title": tr("Give the form a title.")})
        if title:
            self.decided.emit(title)
