"""How a list is read: what each column is, what unknown words mean, which way dates are written."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from station.core.i18n import ntr, tr
from station.services.stock.importing import (
    DEVICE_KINDS,
    FIELD_WORDS,
    Choices,
    Field,
    ImportPlan,
    ListColumn,
    chosen,
)
from station.views.steps import Steps
from station.views.style import check, choice, current, field, heading, label

OWN_DEVICE = "own_device"
MOST_WORDS = 12
"""Unknown words for kinds that are asked about at a time; the commonest come first."""


class ColumnsPanel(QWidget):
    """`chosen` carries the Choices to read the list with."""

    chosen = Signal(object)

    def __init__(self, plan: ImportPlan, choices: Choices) -> None:
        super().__init__()
        self._plan, self._choices = plan, choices
        self._boxes: dict[int, QComboBox] = {}
        self._asked: tuple[str, ...] = ()
        self._kinds = QWidget()
        self._first = True
        theme = current()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, theme.px(2), 0)
        self._column.setSpacing(theme.px(3))
        self._column.addWidget(heading(tr("How the list is read"), "subheading"))

    def parts(self) -> Iterator[Callable[[], object]]:
        """What it is built of, each in a turn of its own."""
        yield self._add_order
        yield self._add_kinds
        yield self._ask
        yield self._add_headings
        for column in self._plan.listed.listing.columns:
            yield partial(self._add_column, column)
        yield lambda: self._column.addStretch(1)

    def show_plan(self, plan: ImportPlan, choices: Choices) -> None:
        """Takes in how the list was read with other choices."""
        self._plan, self._choices = plan, choices
        for column in plan.listed.listing.columns:
            if (box := self._boxes.get(column.place)) is not None:
                _stand(box, column.field.value if column.field else "")
        self._ask()

    # ------------------------------------------------------------------------------------ layout

    def _add_order(self) -> None:
        self._order = choice(
            (tr("Choose …"), None), (tr("Day first"), True), (tr("Month first"), False)
        )
        self._order.setObjectName("list_order")
        self._order.activated.connect(lambda _at: self._emit(day_first=self._order.currentData()))
        self._order_field = field(tr("Days such as 03/04/2024"), self._order)
        self._order_field.hide()
        self._column.addWidget(self._order_field)

    def _add_kinds(self) -> None:
        self._above: QCheckBox = check(tr("Empty kinds mean the same as above"))
        self._above.setObjectName("list_above")
        self._above.clicked.connect(lambda on: self._emit(kind_from_above=bool(on)))
        self._all = choice((tr("Choose …"), ""), *_kinds())
        self._all.setObjectName("list_kind_for_all")
        self._all.activated.connect(
            lambda _at: self._emit(kind_for_all=str(self._all.currentData()))
        )
        self._all_field = field(tr("Kind of rows that name none"), self._all)
        for part in (self._above, self._all_field):
            part.hide()
            self._column.addWidget(part)
        self._column.addWidget(self._kinds)

    def _add_headings(self) -> None:
        words = tr("What the columns are. What is not read stays in your file.")
        self._column.addWidget(label(words, "muted", wrap=True))

    def _add_column(self, column: ListColumn) -> None:
        options = [(tr(words), each.value) for each, words in FIELD_WORDS.items()]
        box = choice((tr("Not read"), ""), *options)
        box.setObjectName(f"list_column_{column.place}")
        _narrow(box)
        _stand(box, column.field.value if column.field else "")
        box.activated.connect(lambda _at: self._turn(column.place))
        self._boxes[column.place] = box
        name = column.heading or tr("Column {n}", n=column.place + 1)
        self._column.addWidget(field(name, box, _samples(column)))

    def _ask(self) -> None:
        """Shows the questions that this list leads to, and hides the others."""
        listing, choices = self._plan.listed.listing, self._choices
        unclear = bool(listing.unclear_days) or choices.day_first is not None
        self._order_field.setVisible(unclear)
        _stand(self._order, choices.day_first)
        said = ntr("{n} row waits for this.", "{n} rows wait for this.", listing.unclear_days)
        self._order_field.set_wrong(said if listing.unclear_days else "")
        self._above.setVisible(bool(listing.below_kind))
        self._above.setChecked(choices.kind_from_above)
        nameless = any(line.reason == "kind_missing" for line in listing.refused)
        self._all_field.setVisible(nameless or bool(choices.kind_for_all))
        _stand(self._all, choices.kind_for_all)
        words = tuple(dict.fromkeys([*choices.kinds, *listing.unknown_kinds]))[:MOST_WORDS]
        if words != self._asked or self._first:
            self._asked, self._first = words, False
            self._show_kinds(words, listing.unknown_kinds)

    def _show_kinds(self, words: tuple[str, ...], unknown: Mapping[str, int]) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(2))
        self._column.replaceWidget(self._kinds, holder)
        self._kinds.hide()
        self._kinds.deleteLater()
        self._kinds = holder
        add = [partial(self._add_word, column, at, word, unknown) for at, word in enumerate(words)]
        Steps(holder, add)

    def _add_word(
        self, column: QVBoxLayout, at: int, word: str, unknown: Mapping[str, int]
    ) -> None:
        box = choice((tr("Choose …"), ""), *_kinds())
        box.setObjectName(f"list_kind_{at}")
        _narrow(box)
        _stand(box, self._choices.kinds.get(word, ""))
        box.activated.connect(partial(self._name, word, box))
        rows = unknown.get(word, 0)
        help_text = ntr("{n} row", "{n} rows", rows) if rows else ""
        column.addWidget(field(tr("«{word}» is", word=word), box, help_text))

    # ----------------------------------------------------------------------------------- choosing

    def _turn(self, place: int) -> None:
        code = str(self._boxes[place].currentData())
        self.chosen.emit(chosen(self._choices, place, Field(code) if code else None))

    def _name(self, word: str, box: QComboBox, _at: int) -> None:
        kinds = {**self._choices.kinds, word: str(box.currentData())}
        self._emit(kinds={each: code for each, code in kinds.items() if code})

    def _emit(self, **changed: object) -> None:
        # Each key is a field of Choices with what its widget holds.
        self.chosen.emit(replace(self._choices, **changed))  # type: ignore[arg-type]


def _kinds() -> list[tuple[str, object]]:
    return [(tr(words), code) for code, words in DEVICE_KINDS.items() if code != OWN_DEVICE]


def _stand(box: QComboBox, data: object) -> None:
    box.setCurrentIndex(max(0, box.findData(data)))


def _narrow(box: QComboBox) -> None:
    box.setMinimumContentsLength(12)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)


def _samples(column: ListColumn) -> str:
    said = ", ".join(column.samples)
    return said if len(said) <= 60 else f"{said[:59]}…"
