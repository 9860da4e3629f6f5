"""Small inputs of the rules' forms: a whole number, a number, a component, a level, an operator."""

from collections.abc import Iterable

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from station.core.i18n import N_, tr
from station.rules.kinds import COMPONENTS
from station.rules.limits import Level, Operator, Side
from station.rules.numbers import Refusal, parse_number
from station.rules.wording import component_name, level_sign, level_word
from station.rules.wording_entry import refusal_text
from station.views.style import Label, choice, current, label, text_input

OPERATORS = {
    Side.LOW: ((N_("below"), Operator.BELOW), (N_("at or below"), Operator.AT_MOST)),
    Side.HIGH: ((N_("above"), Operator.ABOVE), (N_("at or above"), Operator.AT_LEAST)),
}
"""The two operators of each side, with their words."""
WORKSHOP_KEY = "Ctrl+Shift+G"
"""Opens the threshold workshop from a plan."""


class NotNumberError(ValueError):
    """What is typed is no number; the message is the sentence beside the field."""


class NumberInput(QLineEdit):
    """A number typed with comma or point."""

    def __init__(self, name: str, words: str, value: float | None = None) -> None:
        super().__init__()
        self.setMaxLength(15)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setFixedWidth(current().px(18))
        if value is not None:
            self.setText(typed(value))

    def number(self) -> float:
        """What is typed; NotNumberError with the sentence if it is none."""
        found = parse_number(self.text())
        if isinstance(found, Refusal):
            # It says what is wrong with the text alone, so any component will do.
            raise NotNumberError(refusal_text(found, COMPONENTS[0]))
        return found

    def whole(self) -> int:
        """What is typed, where only a whole number makes sense."""
        found = self.number()
        if found != int(found):
            raise NotNumberError(tr("Write a whole number."))
        return int(found)


def level_choice(name: str, level: Level) -> QComboBox:
    """Yellow or red, with its shape."""
    made = choice(
        *(
            (f"{level_sign(each)} {level_word(each)}", int(each))
            for each in (Level.YELLOW, Level.RED)
        )
    )
    return _named(made, name, tr("Level"), int(level))


def component_choice(name: str, words: str, known: Iterable[str], chosen: str) -> QComboBox:
    """Everything that can be measured, and the scores of forms in `known`."""
    codes = dict.fromkeys((*(part.code for part in COMPONENTS), *known, chosen))
    made = choice(*((component_name(code), code) for code in codes if code))
    return _named(made, name, words, chosen)


def side_choice(name: str, low: str, high: str, side: Side) -> QComboBox:
    """Down or up."""
    made = choice((low, Side.LOW.value), (high, Side.HIGH.value))
    return _named(made, name, tr("direction"), side.value)


def operator_choice(name: str, operator: Operator) -> QComboBox:
    """All four operators."""
    pairs = [pair for side in Side for pair in OPERATORS[side]]
    made = choice(*((tr(words), code.value) for words, code in pairs))
    return _named(made, name, tr("operator"), operator.value)


def beside(words: str) -> Label:
    """Words between the inputs of a line, as high as they are."""
    made = label(words, "body")
    made.setFixedHeight(current().px(8.5))
    return made


def small_input(name: str, words: str, text: str, longest: int = 300) -> QLineEdit:
    """A line of words."""
    made = text_input(words, longest=longest)
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setText(text)
    return made


def typed(value: float) -> str:
    """A number as it is typed: 8,5."""
    return f"{value:g}".replace(".", ",")


def listen(widget: QWidget, act: object) -> None:
    """Calls `act` at every edit of an input."""
    if not callable(act):
        raise TypeError("something to call is expected")
    if isinstance(widget, QLineEdit):
        widget.textEdited.connect(lambda _text: act())
    elif isinstance(widget, QComboBox):
        widget.currentIndexChanged.connect(lambda _at: act())


def _named(made: QComboBox, name: str, words: str, chosen: object) -> QComboBox:
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setCurrentIndex(max(0, made.findData(chosen)))
    return made
