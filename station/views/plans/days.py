"""A field for a day, typed as 07.03.2027."""

from datetime import date

from station.views.plans.words import day_of_text
from station.views.style import Field, current, text_input


class DayField(Field):
    """A day with its name; `day` is None where the text is none."""

    def __init__(self, words: str, shown: str, name: str, help_text: str = "") -> None:
        self.line = text_input("07.03.2027", longest=10)
        super().__init__(words, self.line, help_text)
        self.line.setText(shown)
        self.line.setObjectName(name)
        self.line.setFixedWidth(current().px(34))

    @property
    def day(self) -> date | None:
        """The day that is written."""
        return day_of_text(self.line.text())
