"""One version of a template: its wording in three languages, its limits and rules.

A draft is stored after every change; a version that was taken into use is only read.
"""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.rules.template_sets import (
    TemplateSet,
    added,
    dropped,
    lines_at,
    moved,
    reworded,
    stands_alone,
    with_language,
    with_limits,
    without_language,
)
from station.rules.templates import SuggestedLimit
from station.services.plans.templates import DRAFT, TemplatePage
from station.views.context import Context
from station.views.page import Draft
from station.views.style import Banner, FlowLayout, button, check, current, heading, label
from station.views.templates.adding import NewLimit
from station.views.templates.numbers import NumberTable
from station.views.templates.wording import WordingTable
from station.views.templates.words import state_words, version_words

_WORDS, _NUMBERS = 0, 1


class Editor(QWidget):
    """`left` goes back to the list, `taking` to the form, `dropping` asks to delete."""

    left = Signal()
    taking = Signal()
    dropping = Signal()

    def __init__(self, context: Context, page: TemplatePage, mine: TemplateSet | None) -> None:
        super().__init__()
        self._context, self.page = context, page
        self.content = mine or page.content
        self.before = page.row.content_hash if page.row else ""
        self._saving = False
        self._stored = page.content
        self._overtaken = False
        self._numbered: object = None
        self.editable = page.row is not None and page.row.status == DRAFT
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addLayout(self._head())
        self.news = Banner("", "danger")
        self.news.setObjectName("template_news")
        self.news.hide()
        column.addWidget(self.news)
        self._stack = QStackedWidget()
        column.addWidget(self._stack, 1)
        self.lines = WordingTable(editable=self.editable)
        self.lines.written.connect(self._written)
        self._stack.addWidget(self._wording())
        self.numbers = NumberTable(editable=self.editable)
        self.numbers.edited.connect(self.change)
        self.numbers.refused.connect(self._refused)
        self._show()
        if mine is not None:
            self._save()

    def begin(self) -> None:
        """Puts the keyboard on the first line."""
        self.lines.setFocus()
        self.lines.setCurrentCell(1, 0)

    def draft(self) -> Draft | None:
        """What is written and not stored, a cell that is still open among it."""
        content = self.content
        if (words := self.lines.open_words()) is not None:
            language, where, line_id, text = words
            content = reworded(content, language, where, line_id, text)
        if not self.editable or content == self._stored or self.page.row is None:
            return None
        return {"version": self.page.row.id, "content": content.to_data()}

    def change(self, content: TemplateSet) -> None:
        """Takes an edit in, shows it and stores it."""
        if content != self.content:
            self.news.hide()
        self.content = content
        self._show()
        self._save()

    def go_to(self, where: str, line_id: str, language: str) -> None:
        """Moves to what is wrong."""
        known = any(line.id == line_id for line in lines_at(self.content.first, where))
        self._turn(_WORDS if known or where else _NUMBERS)
        self.lines.stand_on(where, line_id if known else "", language)

    # ----------------------------------------------------------------------------- the parts

    def _head(self) -> FlowLayout:
        row = FlowLayout(gap=current().px(2))
        back = button(tr("Back to the list"), "Esc", kind="quiet", icon="back")
        back.setObjectName("leave_template")
        back.clicked.connect(lambda _checked=False: self.left.emit())
        row.addWidget(back)
        name = self.page.content.spoken(self._context.session.language).name
        row.addWidget(heading(f"{name} · {version_words(self.page.row)}"))
        row.addWidget(label(state_words(self.page.row, self._context.clock.now()), "muted"))
        self._saved = label("", "muted")
        self._saved.setObjectName("template_saved")
        row.addWidget(self._saved)
        self._turner = button("", "Ctrl+T")
        self._turner.setObjectName("turn_template")
        self._turner.clicked.connect(
            lambda _checked=False: self._turn(1 - self._stack.currentIndex())
        )
        self._turner.setText(tr("Limits and rules"))
        row.addWidget(self._turner)
        if self.editable:
            for words, keys, name, signal in (
                (tr("Take into use …"), "Ctrl+Return", "take_template", self.taking),
                (tr("Delete the draft"), None, "drop_template", self.dropping),
            ):
                made = button(words, keys, primary=name == "take_template")
                made.setObjectName(name)
                made.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
                row.addWidget(made)
        return row

    def _wording(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(2))
        if self.editable:
            row = FlowLayout(gap=current().px(2))
            for words, keys, name, act in (
                (tr("Write"), "F2", "write_line", self.lines.write),
                (tr("New line"), "Ctrl+N", "add_line", self._add),
                (tr("Up"), "Alt+Up", "line_up", partial(self._move, -1)),
                (tr("Down"), "Alt+Down", "line_down", partial(self._move, 1)),
                (tr("Remove the line"), "Ctrl+Del", "remove_line", self._remove),
            ):
                made = button(words, keys)
                made.setObjectName(name)
                made.clicked.connect(lambda _checked=False, act=act: act())
                row.addWidget(made)
            self._english = check(tr("In English too"), checked="en" in self.content.languages)
            self._english.setObjectName("in_english")
            self._english.clicked.connect(self._speak_english)
            row.addWidget(self._english)
            column.addLayout(row)
        column.addWidget(self.lines, 1)
        return holder

    def _numbering(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(2))
        column.addWidget(self.numbers, 1)
        if self.editable:
            remove = button(tr("Remove the limit or rule"))
            remove.setObjectName("remove_number")
            remove.clicked.connect(lambda _checked=False: self.numbers.remove_current())
            row = FlowLayout(gap=current().px(2))
            row.addWidget(remove)
            column.addLayout(row)
            new = NewLimit()
            new.made.connect(self._add_limit)
            column.addWidget(new)
        return holder

    def _turn(self, to: int) -> None:
        if to == _NUMBERS and self._stack.count() == _NUMBERS:
            # Made when it is asked for: most come to write words.
            self._stack.addWidget(self._numbering())
            self._show()
        self._stack.setCurrentIndex(to)
        self._turner.setText(tr("Limits and rules") if to == _WORDS else tr("Wording"))
        (self.lines if to == _WORDS else self.numbers).setFocus()

    # ------------------------------------------------------------------------------- editing

    def _written(self, language: str, where: str, line_id: str, text: str) -> None:
        self.change(reworded(self.content, language, where, line_id, text))

    def _add(self) -> None:
        place = self.lines.place()
        if place is None or stands_alone(place[0]):
            self._say(tr("A line is added among lines. Stand on one first."), "info")
            return
        where, after = place
        line_id = f"own.{new_id()[:8]}"
        self.change(added(self.content, where, line_id, after))
        self.lines.stand_on(where, line_id, "nb")
        self.lines.write()

    def _remove(self) -> None:
        where, line_id = self.lines.place() or ("", "")
        if not line_id or stands_alone(where):
            self._say(tr("This text belongs to every template. It can only be rewritten."), "info")
            return
        self.change(dropped(self.content, where, line_id))

    def _move(self, steps: int) -> None:
        where, line_id = self.lines.place() or ("", "")
        if line_id and not stands_alone(where):
            self.change(moved(self.content, where, line_id, steps))
            self.lines.stand_on(where, line_id)

    def _add_limit(self, suggested: SuggestedLimit) -> None:
        self.change(with_limits(self.content, lambda limits: (*limits, suggested)))

    def _speak_english(self, spoken: bool) -> None:
        turn = with_language if spoken else without_language
        self.change(turn(self.content, "en"))

    def _refused(self, words: str) -> None:
        self.numbers.show_set(self.content, self._context.session.language)
        self._say(words)

    # ------------------------------------------------------------------------------- storing

    def _show(self) -> None:
        self.lines.show_set(self.content)
        first = self.content.first
        built = self._stack.count() > _NUMBERS
        if built and self._numbered != (first.limits, first.rules):
            self._numbered = first.limits, first.rules
            self.numbers.show_set(self.content, self._context.session.language)

    def _save(self) -> None:
        row = self.page.row
        if self._saving or self._overtaken or row is None or self.content == self._stored:
            return
        self._saving, sent = True, self.content
        self._saved.setText(tr("Saving …"))
        job = partial(
            self._context.station.templates.save,
            self._context.session,
            row.id,
            sent,
            self.before,
        )
        self._context.bridge.ask(self, job, partial(self._kept, sent), self._not_kept)

    def _kept(self, sent: TemplateSet, content_hash: str) -> None:
        self._saving, self.before, self._stored = False, content_hash, sent
        self._saved.setText(tr("Saved"))
        self._save()

    def _not_kept(self, trouble: Trouble) -> None:
        self._saving = False
        self._overtaken = trouble.code == "template_changed"
        self._saved.setText(tr("Not saved"))
        self._say(trouble.sentence())

    def _say(self, words: str, tone: str = "danger") -> None:
        self.news.show_text(words, tone)
        self.news.show()
