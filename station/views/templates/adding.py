"""A new suggested limit: where, which way, how far, how often, and where the number comes from."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from station.core.i18n import tr
from station.rules.kinds import COMPONENTS, component_of
from station.rules.limits import Level, Limit, Operator, Side
from station.rules.numbers import Refusal, parse_number
from station.rules.templates import SuggestedLimit
from station.rules.wording import level_word
from station.rules.wording_values import component_name
from station.views.style import FlowLayout, button, choice, current, field, text_input

_SIDES = {Side.LOW: Operator.BELOW, Side.HIGH: Operator.ABOVE}


class NewLimit(QWidget):
    """A row of fields; `made` carries a SuggestedLimit."""

    made = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        row = FlowLayout(gap=current().px(2))
        self.setLayout(row)
        kinds = sorted((component_name(each.code), each.code) for each in COMPONENTS)
        self._what = choice(*kinds)
        self._what.setObjectName("limit_what")
        self._level = choice(*((level_word(each), each) for each in (Level.YELLOW, Level.RED)))
        self._level.setObjectName("limit_level")
        self._side = choice((tr("under"), Side.LOW), (tr("over"), Side.HIGH))
        self._side.setObjectName("limit_side")
        self._number = text_input(longest=15)
        self._number.setObjectName("limit_number")
        self._often = choice((tr("once"), 1), (tr("2 of 2"), 2))
        self._often.setObjectName("limit_often")
        self._source = text_input(longest=300)
        self._source.setObjectName("limit_source")
        self._fields = {
            "number": field(tr("Number"), self._number, tr("Empty asks the doctor.")),
            "source": field(tr("Source"), self._source),
        }
        for part in (
            field(tr("What"), self._what),
            field(tr("Level"), self._level),
            field(tr("Side"), self._side),
            self._fields["number"],
            field(tr("How often"), self._often),
            self._fields["source"],
        ):
            row.addWidget(part)
        add = button(tr("Add the limit"))
        add.setObjectName("add_limit")
        add.clicked.connect(lambda _checked=False: self._add())
        row.addWidget(add)

    def _add(self) -> None:
        code, level = str(self._what.currentData()), Level(self._level.currentData())
        side, often = Side(self._side.currentData()), int(self._often.currentData())
        number = parse_number(self._number.text()) if self._number.text().strip() else None
        wrong = isinstance(number, Refusal)
        self._fields["number"].set_wrong(tr("Write a number, as 38,5.") if wrong else "")
        source = self._source.text().strip()
        missing = "" if source else tr("Write where the number comes from.")
        self._fields["source"].set_wrong(missing)
        if isinstance(number, Refusal) or missing:
            return
        limit = None
        if number is not None:
            limit = Limit(component_of(code).code, level, side, _SIDES[side], number, often, often)
        self._number.clear()
        self.made.emit(SuggestedLimit(code, level, side.value, limit, source))
