"""The form itself, and its totals, in the builder."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from station.core.i18n import LANGUAGES, tr
from station.rules.forms import Form, Method, Words
from station.rules.limits import Level
from station.views.formbuilder.edits import steps_of, summable, threshold, worded
from station.views.formbuilder.parts import PartForm
from station.views.formbuilder.words import LANGUAGE_NAMES, part_words
from station.views.style import current, field, label

_CODE = int(Qt.ItemDataRole.UserRole)


class FrameForm(PartForm):
    """Title, introduction, source, languages and least age. `edited` carries the Form."""

    edited = Signal(object)

    def __init__(self, form: Form, language: str) -> None:
        super().__init__("frame_form")
        self.form, self._language = form, language
        self.line("form_title", tr("Title"), self._said(form.title), self._words("title"))
        self.note("form_intro", tr("Introduction"), self._said(form.intro), self._words("intro"))
        self.note(
            "form_source",
            tr("Source of the wording"),
            self._said(form.source),
            self._words("source"),
            tr("Who made the questions, and on which terms they may be used."),
        )
        self.column.addWidget(label(tr("Written in"), "strong"))
        self.ticks(
            *(
                (
                    f"form_in_{each}",
                    LANGUAGE_NAMES[each],
                    each in form.languages,
                    partial(self._in, each),
                )
                for each in LANGUAGES
            )
        )
        self.numbers(("form_age", tr("Least age, years"), form.least_age or None, self._age))
        self.finish()

    def begin(self) -> None:
        """Puts the keyboard on the title."""
        for each in self.findChildren(QWidget, "form_title"):
            each.setFocus()

    def _said(self, words: Words) -> str:
        return str(getattr(words, self._language))

    def _words(self, name: str) -> Callable[[str], None]:
        def put(text: str) -> None:
            before: Words = getattr(self.form, name)
            self._put(**{name: worded(before, self._language, text)})

        return put

    def _in(self, language: str, on: bool) -> None:
        chosen = {*self.form.languages, language} if on else set(self.form.languages) - {language}
        self._put(languages=tuple(each for each in LANGUAGES if each in chosen))

    def _age(self, value: float | None) -> None:
        self._put(least_age=int(value or 0))

    def _put(self, **values: object) -> None:
        self.form = replace(self.form, **values)  # type: ignore[arg-type]
        self.edited.emit(self.form)


class TotalForm(PartForm):
    """One total: its name, what it counts, and its zones. `edited` carries the Total."""

    edited = Signal(object)

    def __init__(self, form: Form, at: int, language: str) -> None:
        super().__init__("total_form")
        self.total, self._language = form.totals[at], language
        total = self.total
        self.line("total_name", tr("Name of the total"), getattr(total.name, language), self._name)
        if total.method is Method.SUM:
            self._counted = self._list(form)
            self.column.addWidget(field(tr("Counts together"), self._counted))
        else:
            words = tr("Worked out as NEWS2: given only when every observation is there.")
            self.column.addWidget(label(words, "muted", wrap=True))
        if not total.measures:
            yellow, red = (threshold(total.levels, each) for each in (Level.YELLOW, Level.RED))
            self.numbers(
                ("total_yellow", tr("Yellow from"), yellow, partial(self._step, Level.YELLOW)),
                ("total_red", tr("Red from"), red, partial(self._step, Level.RED)),
            )
        zero = tr("A question that is not shown counts 0")
        self.ticks(
            ("total_zero", zero, total.hidden_as_zero, lambda on: self._put(hidden_as_zero=on))
        )
        self.finish()

    def begin(self) -> None:
        """Puts the keyboard on the name."""
        for each in self.findChildren(QWidget, "total_name"):
            each.setFocus()

    def _list(self, form: Form) -> QListWidget:
        made = QListWidget()
        made.setObjectName("total_items")
        made.setMinimumHeight(current().px(50))
        for item in summable(form):
            line = QListWidgetItem(part_words(item, self._language))
            line.setData(_CODE, item.code)
            on = item.code in self.total.items
            line.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            made.addItem(line)
        made.itemChanged.connect(lambda _item: self._count())
        return made

    def _count(self) -> None:
        lines = [self._counted.item(at) for at in range(self._counted.count())]
        ticked = [line for line in lines if line.checkState() is Qt.CheckState.Checked]
        self._put(items=tuple(str(line.data(_CODE)) for line in ticked))

    def _name(self, text: str) -> None:
        self._put(name=worded(self.total.name, self._language, text))

    def _step(self, level: Level, value: float | None) -> None:
        found = {each: threshold(self.total.levels, each) for each in (Level.YELLOW, Level.RED)}
        found[level] = value
        self._put(levels=steps_of(found[Level.YELLOW], found[Level.RED]))

    def _put(self, **values: object) -> None:
        self.total = replace(self.total, **values)  # type: ignore[arg-type]
        self.edited.emit(self.total)
