"""The suggested limits and rules of a template, each with where it comes from."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from station.core.i18n import tr
from station.rules.limits import Limit, Operator, Side
from station.rules.numbers import Refusal, parse_number
from station.rules.template_sets import TemplateSet, with_limits, with_rules
from station.rules.templates import SuggestedLimit, SuggestedRule
from station.rules.wording import level_sign, level_word
from station.rules.wording_rules import rule_sentence
from station.rules.wording_values import component_name, limit_sentence, number_text

WHAT, NUMBER, SAID, SOURCE = range(4)
_OPERATORS = {"low": Operator.BELOW, "high": Operator.ABOVE}


class NumberTable(QTableWidget):
    """A row a limit, then a row a rule; `edited` carries the set as it is then, `refused` words."""

    edited = Signal(object)
    refused = Signal(str)

    def __init__(self, *, editable: bool) -> None:
        super().__init__(0, 4)
        self.setObjectName("template_numbers")
        self.setAccessibleName(tr("Limits and rules of the template"))
        self.setHorizontalHeaderLabels([tr("What"), tr("Number"), tr("Meaning"), tr("Source")])
        self.verticalHeader().hide()
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setProperty("kind", "airy")
        self._editable = editable
        if not editable:
            self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in (WHAT, NUMBER):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        for column in (SAID, SOURCE):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self._filling = False
        self._content: TemplateSet | None = None
        self.itemChanged.connect(self._changed)

    def show_set(self, content: TemplateSet, language: str) -> None:
        """Takes a template in; sources are said in `language`."""
        self._content, self._filling = content, True
        said = content.spoken(language)
        self.setRowCount(len(said.limits) + len(said.rules))
        for row, each in enumerate(said.limits):
            self._limit(row, each)
        for row, rule in enumerate(said.rules, len(said.limits)):
            self._rule(row, rule)
        self._filling = False
        if self.isVisible():
            self.resizeRowsToContents()

    def remove_current(self) -> None:
        """Takes the row in front out of the template."""
        content, row = self._content, self.currentRow()
        if content is None or row < 0:
            return
        limits = len(content.first.limits)
        if row < limits:
            made = with_limits(content, lambda all_: (*all_[:row], *all_[row + 1 :]))
        else:
            at = row - limits
            made = with_rules(content, lambda all_: (*all_[:at], *all_[at + 1 :]))
        self.edited.emit(made)

    def showEvent(self, event: QShowEvent) -> None:
        """Wraps what changed while another part stood in front."""
        super().showEvent(event)
        self.resizeRowsToContents()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wraps the words anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.resizeRowsToContents()

    def _limit(self, row: int, suggested: SuggestedLimit) -> None:
        level = f"{level_sign(suggested.level)} {level_word(suggested.level)}"
        number, said = "", tr("the doctor is asked")
        if (limit := suggested.limit) is not None:
            number = number_text(suggested.component, limit.value)
            said = limit_sentence(limit)
        elif suggested.side == Side.LOW:
            said = tr("the doctor is asked, downwards")
        elif suggested.side == Side.HIGH:
            said = tr("the doctor is asked, upwards")
        texts = (f"{level} · {component_name(suggested.component)}", number, said, suggested.source)
        self._put(row, texts, writable=(NUMBER, SOURCE))

    def _rule(self, row: int, suggested: SuggestedRule) -> None:
        rule = suggested.rule
        level = f"{level_sign(rule.level)} {level_word(rule.level)}"
        texts = (f"{level} · {tr('Rule')}", tr("proposed"), rule_sentence(rule), suggested.source)
        self._put(row, texts, writable=(SOURCE,))
        item = QTableWidgetItem(tr("proposed"))
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self._editable:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        item.setFlags(flags)
        item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        state = Qt.CheckState.Checked if suggested.taken else Qt.CheckState.Unchecked
        item.setCheckState(state)
        self.setItem(row, NUMBER, item)

    def _put(self, row: int, texts: tuple[str, ...], *, writable: tuple[int, ...]) -> None:
        for column, text in enumerate(texts):
            made = QTableWidgetItem(text)
            made.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            if self._editable and column in writable:
                flags |= Qt.ItemFlag.ItemIsEditable
            made.setFlags(flags)
            self.setItem(row, column, made)

    def _changed(self, item: QTableWidgetItem) -> None:
        content = self._content
        if self._filling or content is None:
            return
        row, limits = item.row(), len(content.first.limits)
        text = " ".join(item.text().split())
        if row >= limits:
            self.edited.emit(_ruled(content, row - limits, item, text))
        elif item.column() == SOURCE:
            self.edited.emit(_at(content, row, lambda each: replace(each, source=text)))
        else:
            self._renumbered(content, row, text)

    def _renumbered(self, content: TemplateSet, row: int, text: str) -> None:
        if not text:
            self.edited.emit(_at(content, row, lambda each: replace(each, limit=None)))
            return
        number = parse_number(text)
        if isinstance(number, Refusal):
            self.refused.emit(tr("«{text}» is no number. Nothing was changed.", text=text))
            return
        self.edited.emit(_at(content, row, lambda each: _numbered(each, number)))


def _numbered(suggested: SuggestedLimit, number: float) -> SuggestedLimit:
    if suggested.limit is not None:
        return replace(suggested, limit=replace(suggested.limit, value=number))
    side = Side(suggested.side)
    made = Limit(suggested.component, suggested.level, side, _OPERATORS[side.value], number)
    return replace(suggested, limit=made)


def _at(
    content: TemplateSet, row: int, edit: Callable[[SuggestedLimit], SuggestedLimit]
) -> TemplateSet:
    def edited(limits: tuple[SuggestedLimit, ...]) -> tuple[SuggestedLimit, ...]:
        return (*limits[:row], edit(limits[row]), *limits[row + 1 :])

    return with_limits(content, edited)


def _ruled(content: TemplateSet, at: int, item: QTableWidgetItem, text: str) -> TemplateSet:
    def edited(rules: tuple[SuggestedRule, ...]) -> tuple[SuggestedRule, ...]:
        if item.column() == SOURCE:
            changed = replace(rules[at], source=text)
        else:
            changed = replace(rules[at], taken=item.checkState() is Qt.CheckState.Checked)
        return (*rules[:at], changed, *rules[at + 1 :])

    return with_rules(content, edited)
