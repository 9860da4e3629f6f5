"""One question in the builder: how it is asked, answered and judged, and when it is shown."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from station.core.i18n import tr
from station.rules.forms import Branch, Comparison, Form, Item, ItemKind, Words
from station.rules.limits import Level
from station.rules.wording_values import component_name
from station.views.formbuilder.choicerows import ChoiceRows
from station.views.formbuilder.edits import (
    askable,
    first_branch,
    of_kind,
    steps_of,
    threshold,
    worded,
)
from station.views.formbuilder.parts import PartForm
from station.views.formbuilder.words import COMPARISONS, KINDS, part_words
from station.views.steps import Steps
from station.views.style import label


class ItemForm(PartForm):
    """`edited` carries the Item as it is now, `rebuilt` one that needs other inputs too."""

    edited = Signal(object)
    rebuilt = Signal(object)

    def __init__(self, form: Form, at: int, language: str) -> None:
        super().__init__("item_form")
        self._form, self._at, self._language = form, at, language
        self.item = form.items[at]
        self._steps = Steps(self)
        self._steps.add(self._asked, self._answered, self._judged, self._shown, self.finish)

    def begin(self) -> None:
        """Puts the keyboard on the question, as soon as it stands there."""
        self._steps.add(lambda: self.editor("item_text"))

    def editor(self, name: str) -> None:
        """Puts the keyboard on one of the inputs."""
        for each in self.findChildren(QWidget, name):
            each.setFocus()

    # -------------------------------------------------------------------------------- parts

    def _asked(self) -> None:
        item = self.item
        self.choose(
            "item_kind",
            tr("How it is answered"),
            [(tr(words), kind) for kind, words in KINDS.items()],
            item.kind,
            lambda kind: self._again(of_kind(self.item, ItemKind(str(kind)))),
        )
        self.note("item_text", tr("The question"), self._said(item.text), self._words("text"))
        self.line(
            "item_name",
            tr("Short name"),
            self._said(item.name),
            self._words("name"),
            tr("As lists and trends call it. Empty: the question itself."),
        )

    def _answered(self) -> None:
        item = self.item
        self.line(
            "item_help", tr("Help below the question"), self._said(item.help), self._words("help")
        )
        if item.kind is ItemKind.CHOICE:
            rows = ChoiceRows(item.choices, self._language)
            rows.edited.connect(lambda choices: self._put(choices=choices))
            self.column.addWidget(rows)
        elif item.kind is ItemKind.SCALE:
            self.line("item_low", tr("What 0 means"), self._said(item.low), self._words("low"))
            self.line("item_high", tr("What 10 means"), self._said(item.high), self._words("high"))
        elif item.kind is ItemKind.NUMBER:
            self.line("item_unit", tr("Unit"), self._said(item.unit), self._words("unit"))
            self.numbers(
                ("item_least", tr("From"), item.least, lambda value: self._put(least=value)),
                ("item_most", tr("To"), item.most, lambda value: self._put(most=value)),
                ("item_decimals", tr("Decimals"), item.decimals, self._decimals),
            )

    def _judged(self) -> None:
        item = self.item
        if item.kind is ItemKind.SCALE and not item.measures:
            yellow, red = (threshold(item.levels, each) for each in (Level.YELLOW, Level.RED))
            self.numbers(
                ("item_yellow", tr("Yellow from"), yellow, partial(self._step, Level.YELLOW)),
                ("item_red", tr("Red from"), red, partial(self._step, Level.RED)),
            )
        if item.measures:
            words = tr(
                "The answer is stored as a reading of: {name}.", name=component_name(item.measures)
            )
            self.column.addWidget(label(words, "muted", wrap=True))
        self.ticks(
            (
                "item_required",
                tr("Has to be answered"),
                item.required,
                lambda on: self._put(required=on),
            ),
            (
                "item_cannot",
                tr("«Cannot say» is an answer"),
                item.cannot_say,
                lambda on: self._put(cannot_say=on),
            ),
        )

    def _shown(self) -> None:
        asked = askable(self._form, self._at)
        branch = self.item.shown_if
        options: list[tuple[str, object]] = [(tr("always"), None)]
        options += [
            (tr("only if «{question}» …", question=part_words(each, self._language)), each.code)
            for each in asked
        ]
        known = branch.item if branch else None
        self.choose("item_branch", tr("Show the question"), options, known, self._depend)
        on = next((each for each in asked if each.code == known), None)
        if branch is None or on is None:
            return
        self.choose(
            "branch_comparison",
            tr("… and the answer"),
            [(tr(words), each) for each, words in COMPARISONS.items()],
            branch.comparison,
            lambda each: self._compare(comparison=Comparison(str(each))),
        )
        if on.kind is ItemKind.CHOICE:
            said = [
                (each.text.said(self._language) or str(each.value), each.value)
                for each in on.choices
            ]
            self.choose(
                "branch_value",
                tr("… this"),
                said,
                branch.value,
                lambda each: self._compare(value=each),
            )
        else:
            self.numbers(
                (
                    "branch_value",
                    tr("… this"),
                    branch.value,
                    lambda each: self._compare(value=each or 0),
                )
            )

    # -------------------------------------------------------------------------------- edits

    def _said(self, words: Words) -> str:
        return str(getattr(words, self._language))

    def _words(self, name: str) -> Callable[[str], None]:
        def put(text: str) -> None:
            before: Words = getattr(self.item, name)
            self._put(**{name: worded(before, self._language, text)})

        return put

    def _put(self, **values: object) -> None:
        self.item = replace(self.item, **values)  # type: ignore[arg-type]
        self.edited.emit(self.item)

    def _again(self, item: Item) -> None:
        self.item = item
        self.rebuilt.emit(item)

    def _decimals(self, value: float | None) -> None:
        self._put(decimals=int(value or 0))

    def _step(self, level: Level, value: float | None) -> None:
        found = {each: threshold(self.item.levels, each) for each in (Level.YELLOW, Level.RED)}
        found[level] = value
        self._put(levels=steps_of(found[Level.YELLOW], found[Level.RED]))

    def _depend(self, code: object) -> None:
        asked = self._form.item(str(code)) if code else None
        self._again(replace(self.item, shown_if=first_branch(asked) if asked else None))

    def _compare(self, **values: object) -> None:
        branch = self.item.shown_if
        if isinstance(branch, Branch):
            self._put(shown_if=replace(branch, **values))  # type: ignore[arg-type]
