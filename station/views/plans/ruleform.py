"""Writing a rule of a plan: a change, a person's own normal, or several signs at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.core.ids import new_id
from station.rules.limits import Level, Operator, Side
from station.rules.rulebook import Baseline, Change, Combination, Condition, PlanRule
from station.rules.wording import component_name
from station.views.plans.parts import (
    NotNumberError,
    NumberInput,
    beside,
    component_choice,
    level_choice,
    listen,
    operator_choice,
    side_choice,
    small_input,
)
from station.views.steps import let_go
from station.views.style import FlowLayout, button, current, label

_CHECK_MS = 250
MOST_CONDITIONS = 8
NEW_CHANGE = Change("weight", Level.YELLOW, Side.HIGH, 2, 3)
NEW_BASELINE = Baseline("weight", Level.YELLOW, Side.HIGH, 1.5)


def new_combination() -> Combination:
    """A combination to begin from, under an id of its own."""
    conditions = (
        Condition("spo2", Operator.BELOW, 90),
        Condition("pulse", Operator.ABOVE, 100),
    )
    return Combination(f"own_{new_id()[:8]}", Level.YELLOW, 2, conditions)


@dataclass(slots=True)
class TypedRule:
    """What came of the form: a rule, or the sentence that says what is not a number yet."""

    rule: PlanRule | None
    wrong: str = ""


class RuleForm(QWidget):
    """One rule in place; `checked` carries TypedRule a moment after every edit."""

    checked = Signal(object)

    def __init__(self, rule: PlanRule, scores: Sequence[str] = ()) -> None:
        """Shows a rule; `scores` are the form scores that can be chosen beside measurements."""
        super().__init__()
        self.setObjectName("rule_form")
        self._was, self._scores = rule, tuple(scores)
        self._parts: list[QWidget] = []
        theme = current()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme.px(1), 0, 0)
        self._column.setSpacing(theme.px(1.5))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_CHECK_MS)
        self._pause.timeout.connect(self.look)
        self._level = level_choice("rule_level", rule.level)
        self._reason = small_input(
            "rule_reason", tr("Why it is right for this person"), rule.reason
        )
        self._build(rule)
        self._reason.setMinimumWidth(theme.px(80))
        self._line(self._level, self._reason)

    def begin(self) -> None:
        """Puts the cursor into the first input."""
        self._parts[0].setFocus()

    def look(self) -> None:
        """Reads what is written and tells it."""
        self._pause.stop()
        self.checked.emit(self.typed())

    def typed(self) -> TypedRule:
        """What now stands in the form."""
        try:
            return TypedRule(self._read())
        except NotNumberError as wrong:
            return TypedRule(None, str(wrong))

    def _build(self, rule: PlanRule) -> None:
        match rule:
            case Change():
                self._change(rule)
            case Baseline():
                self._baseline(rule)
            case Combination():
                self._combination(rule)

    def _line(self, *parts: QWidget) -> None:
        row = FlowLayout(gap=current().px(1.5))
        for part in parts:
            row.addWidget(part)
            if isinstance(part, QLineEdit | QComboBox):
                self._parts.append(part)
                listen(part, self._pause.start)
        self._column.addLayout(row)

    # ------------------------------------------------------------------------ one component

    def _about(self, rule: Change | Baseline, low: str, high: str) -> tuple[QWidget, ...]:
        what = tr("What is measured")
        self._component = component_choice("rule_component", what, self._scores, rule.component)
        self._side = side_choice("rule_side", low, high, rule.side)
        return self._component, self._side

    def _change(self, rule: Change) -> None:
        about = self._about(rule, tr("down"), tr("up"))
        self._by = NumberInput("rule_by", tr("by how much"), rule.by)
        self._days = NumberInput("rule_days", tr("in how many days"), rule.days)
        self._line(*about, self._by, beside(tr("or more in")), self._days, beside(tr("days")))
        self._read: Callable[[], PlanRule] = self._typed_change

    def _typed_change(self) -> Change:
        return Change(
            str(self._component.currentData()),
            Level(self._level.currentData()),
            Side(self._side.currentData()),
            self._by.number(),
            self._days.whole(),
            self._reason.text().strip(),
        )

    def _baseline(self, rule: Baseline) -> None:
        about = self._about(rule, tr("below own normal"), tr("above own normal"))
        self._by = NumberInput("rule_by", tr("by how much"), rule.least)
        self._line(*about, beside(tr("by")), self._by, beside(tr("or more")))
        self._recent = NumberInput("rule_recent", tr("the mean of how many days"), rule.recent_days)
        self._days = NumberInput("rule_days", tr("compared with how many days"), rule.days)
        self._line(
            beside(tr("The mean of")),
            self._recent,
            beside(tr("days beside the median of")),
            self._days,
            beside(tr("days before")),
        )
        self._spreads = NumberInput("rule_spreads", tr("how many spreads"), rule.spreads)
        self._least = NumberInput("rule_readings", tr("how many readings"), rule.at_least)
        self._line(
            beside(tr("and at least")),
            self._spreads,
            beside(tr("times the usual variation, of at least")),
            self._least,
            beside(tr("readings")),
        )
        self._read = self._typed_baseline

    def _typed_baseline(self) -> Baseline:
        return Baseline(
            str(self._component.currentData()),
            Level(self._level.currentData()),
            Side(self._side.currentData()),
            self._by.number(),
            self._spreads.number(),
            self._days.whole(),
            self._recent.whole(),
            self._least.whole(),
            self._reason.text().strip(),
        )

    # ------------------------------------------------------------------- several conditions

    def _combination(self, rule: Combination) -> None:
        self._conditions: list[ConditionRow] = []
        self._at_least = NumberInput("rule_at_least", tr("how many of them"), rule.at_least)
        self._hours = NumberInput("rule_hours", tr("within how many hours"), rule.within_hours)
        self._line(
            beside(tr("At least")),
            self._at_least,
            beside(tr("of these within")),
            self._hours,
            beside(tr("hours")),
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(current().px(1))
        self._column.addLayout(self._list)
        for condition in rule.conditions:
            self._add(condition)
        more = button(tr("One more condition"), kind="quiet", icon="plus")
        more.setObjectName("add_condition")
        more.clicked.connect(lambda _checked=False: self._more())
        self._column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self._read = self._typed_combination

    def _more(self) -> None:
        if len(self._conditions) < MOST_CONDITIONS:
            self._add(Condition("temp", Operator.AT_LEAST, 38))
            self._pause.start()

    def _add(self, condition: Condition) -> None:
        row = ConditionRow(condition, self._scores, len(self._conditions))
        row.edited.connect(self._pause.start)
        row.removed.connect(lambda: self._away(row))
        self._conditions.append(row)
        self._parts.append(row.component)
        self._list.addWidget(row)

    def _away(self, row: "ConditionRow") -> None:
        self._conditions.remove(row)
        self._parts.remove(row.component)
        let_go(row)
        self._pause.start()

    def _typed_combination(self) -> Combination:
        if not isinstance(self._was, Combination):
            raise TypeError("this form was made for another rule")
        return Combination(
            self._was.id,
            Level(self._level.currentData()),
            self._at_least.whole(),
            tuple(row.condition() for row in self._conditions),
            self._hours.whole(),
            self._reason.text().strip(),
        )


class ConditionRow(QWidget):
    """One condition of a combination: what, which way, and the number."""

    edited = Signal()
    removed = Signal()

    def __init__(self, condition: Condition, scores: Sequence[str], at: int) -> None:
        super().__init__()
        row = FlowLayout(self, gap=current().px(1.5))
        what, code = tr("What is measured"), condition.component
        self.component = component_choice(f"condition_{at}_component", what, scores, code)
        self.operator = operator_choice(f"condition_{at}_operator", condition.operator)
        number = tr("number")
        self.number = NumberInput(f"condition_{at}_number", number, condition.value)
        for part in (self.component, self.operator, self.number):
            listen(part, self.edited.emit)
            row.addWidget(part)
        away = button("", kind="quiet", icon="close")
        away.setObjectName(f"condition_{at}_away")
        away.setAccessibleName(tr("Take away {kind}", kind=component_name(code)))
        away.clicked.connect(lambda _checked=False: self.removed.emit())
        row.addWidget(away)

    def condition(self) -> Condition:
        """What is written; NotNumberError if the number is none."""
        return Condition(
            str(self.component.currentData()),
            Operator(self.operator.currentData()),
            self.number.number(),
        )


def rule_title(rule: PlanRule) -> str:
    """What kind of rule it is."""
    match rule:
        case Change():
            return tr("A change")
        case Baseline():
            return tr("Away from own normal")
        case Combination():
            return tr("Several signs at once")


def source_label(source: str) -> QWidget:
    """Where a proposal comes from."""
    return label(tr("Source: {source}", source=source), "small", wrap=True)
