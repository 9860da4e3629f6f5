"""Writing a draft of a form: its parts at the left, one of them beside, and how it will be asked.

A version that is no draft is only looked at.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from station.core.i18n import LANGUAGES, language, tr
from station.core.trouble import Trouble
from station.rules.form_checks import check_form
from station.rules.forms import Form, FormStatus, Item, Total
from station.services.forms.forms import FormRow
from station.views.context import Context
from station.views.formbuilder import edits
from station.views.formbuilder.frameform import FrameForm, TotalForm
from station.views.formbuilder.itemform import ItemForm
from station.views.formbuilder.saving import DraftSaver
from station.views.formbuilder.words import LANGUAGE_NAMES, fault_words, part_words, state_words
from station.views.forms.questions import Questions
from station.views.style import (
    Banner,
    Card,
    FlowLayout,
    Panes,
    button,
    choice,
    current,
    heading,
    label,
    scrolled,
)

LOOK_MS = 300
"""So long after the last key the preview and the faults follow."""
_WIDEST, _WIDE, _NARROW = 200, 70, 56
"""How wide a form is looked at, and the list of its parts, in grid units."""
_LARGE = 1.5
_CODE = int(Qt.ItemDataRole.UserRole)
Part = FrameForm | ItemForm | TotalForm


class Editor(QWidget):
    """`left`, `taking`, `dropping`, `printing` ask the page; `newer` to open it as it is now."""

    left = Signal()
    taking = Signal()
    dropping = Signal()
    printing = Signal()
    newer = Signal()

    def __init__(self, context: Context, row: FormRow, form: Form, mine: Form | None) -> None:
        super().__init__()
        self.setObjectName("form_editor")
        self._context, self.row = context, row
        self.form = mine or form
        self.editable = row.status is FormStatus.DRAFT
        self.language = context.session.language
        self.part: Part | None = None
        self.saver = DraftSaver(context, form, row.content_hash)
        self.saver.setParent(self)
        self.saver.failed.connect(self._save_failed)
        self._look_soon = QTimer(self)
        self._look_soon.setSingleShot(True)
        self._look_soon.setInterval(LOOK_MS)
        self._look_soon.timeout.connect(self._look)
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addLayout(self._top())
        self.news = Banner("", "warning")
        self.news.setObjectName("form_editor_news")
        self.news.hide()
        column.addWidget(self.news)
        self._actions_shown = False
        writing = QWidget()
        row_of = QHBoxLayout(writing)
        row_of.setContentsMargins(0, 0, 0, 0)
        row_of.setSpacing(theme.px(3))
        self._list_parts(row_of)
        self.preview = Questions()
        self._room = QVBoxLayout()
        if self.editable:
            beside = Card(3)
            beside.body.addLayout(self._room)
            row_of.addWidget(beside, 1)
        shown = Card(3)
        shown.body.addWidget(heading(tr("How it will be asked"), "subheading"))
        shown.body.addWidget(self.preview, 1)
        if self.editable:
            column.addWidget(Panes(writing, shown, (3, 2), gap=3), 1)
        else:
            writing.setParent(self)
            writing.hide()
            shown.setMaximumWidth(theme.px(_WIDEST))
            column.addWidget(shown, 1)
        if mine is not None:
            self.saver.put(mine)

    def parts(self) -> tuple[Callable[[], object], ...]:
        """What it shows when it opens, to be built a turn each."""
        return (partial(self._show_list, 0), self._look)

    def begin(self) -> None:
        """Puts the keyboard on the list of parts."""
        self.list.setFocus()

    # ------------------------------------------------------------------------------ the parts

    def _top(self) -> FlowLayout:
        flow = FlowLayout(gap=current().px(2))
        back = button(tr("Back to the list"), "Esc", kind="quiet", icon="back")
        back.setObjectName("leave_form")
        back.clicked.connect(lambda _checked=False: self.saver.flush(self.left.emit))
        flow.addWidget(back)
        number = tr("Version {number}", number=self.row.version)
        flow.addWidget(heading(f"{self.form.title.said(self.language)} · {number}"))
        flow.addWidget(label(state_words(self.row), "muted"))
        printed = button(tr("Print …"), "Ctrl+P", icon="print")
        printed.setObjectName("print_form")
        printed.clicked.connect(lambda _checked=False: self.saver.flush(self.printing.emit))
        flow.addWidget(printed)
        if self.editable:
            take = button(tr("Take into use …"), "Ctrl+Return", primary=True)
            take.setObjectName("take_form")
            take.clicked.connect(lambda _checked=False: self.saver.flush(self.taking.emit))
            flow.addWidget(take)
            drop = button(tr("Delete the draft …"), kind="quiet")
            drop.setObjectName("drop_form")
            drop.clicked.connect(lambda _checked=False: self.dropping.emit())
            flow.addWidget(drop)
        return flow

    def _list_parts(self, row: QHBoxLayout) -> None:
        theme = current()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(1.5))
        self._language = choice(*((LANGUAGE_NAMES[each], each) for each in LANGUAGES))
        self._language.setCurrentIndex(LANGUAGES.index(self.language))
        self._language.setObjectName("form_language")
        self._language.setAccessibleName(tr("The language that is written"))
        self._language.activated.connect(lambda at: self._write_in(LANGUAGES[at]))
        self.list = QListWidget()
        self.list.setObjectName("form_parts")
        self.list.setAccessibleName(tr("The parts of the form"))
        self.list.setProperty("kind", "rows")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(lambda _at: self._show_part())
        column.addWidget(self._language)
        column.addWidget(self.list, 3)
        acts = FlowLayout(gap=theme.px(1))
        for name, words, keys, act in (
            ("new_item", tr("New question"), "Ctrl+N", self.add_item),
            ("new_total", tr("New total"), "", self.add_total),
            ("item_up", tr("Up"), "Alt+Up", partial(self.move_item, -1)),
            ("item_down", tr("Down"), "Alt+Down", partial(self.move_item, 1)),
            ("item_gone", tr("Take out"), "Ctrl+Del", self.take_out),
        ):
            made = button(words, keys or None, kind="quiet")
            made.setProperty("tight", True)
            made.setObjectName(name)
            made.clicked.connect(lambda _checked=False, act=act: act())
            acts.addWidget(made)
        column.addLayout(acts)
        self.faults = QListWidget()
        self.faults.setObjectName("form_faults")
        self.faults.setAccessibleName(tr("What has to be put right first"))
        self.faults.setWordWrap(True)
        self.faults.itemActivated.connect(lambda line: self._go_to(str(line.data(_CODE))))
        self.faults.itemClicked.connect(lambda line: self._go_to(str(line.data(_CODE))))
        self._fault_words = label("", "strong", wrap=True)
        column.addWidget(self._fault_words)
        column.addWidget(self.faults, 2)
        to_list = QShortcut(QKeySequence("F6"), self)
        to_list.activated.connect(self.list.setFocus)
        holder.setFixedWidth(theme.px(_NARROW if theme.scale >= _LARGE else _WIDE))
        row.addWidget(holder)

    # ---------------------------------------------------------------------------------- edits

    def add_item(self) -> None:
        """Puts a new question after the one that is chosen."""
        after = min(self.list.currentRow(), len(self.form.items)) - 1
        self._set(edits.with_new_item(self.form, after), after + 2, begin=True)

    def add_total(self) -> None:
        """Puts a new total last."""
        form = edits.with_new_total(self.form)
        self._set(form, len(form.items) + len(form.totals), begin=True)

    def move_item(self, by: int) -> None:
        """Moves the question that is chosen."""
        at = self.list.currentRow() - 1
        if 0 <= at < len(self.form.items):
            to = max(0, min(len(self.form.items) - 1, at + by))
            self._set(edits.with_moved(self.form, at, by), to + 1)

    def take_out(self) -> None:
        """Takes the part that is chosen out of the form; for ten seconds it can be had back."""
        row, before = self.list.currentRow(), self.form
        part = self._part_at(row)
        if part is None:
            return
        name = part_words(part, self.language)
        if isinstance(part, Item):
            form = edits.without_item(before, row - 1)
        else:
            form = edits.without_total(before, row - 1 - len(before.items))
        self._set(form, row - 1)
        self._context.toast(tr("«{name}» is taken out.", name=name), lambda: self._set(before, row))

    def _set(self, form: Form, row: int, *, begin: bool = False) -> None:
        self._take(form)
        self._show_list(row)
        if begin and isinstance(self.part, Part):
            self.part.begin()

    def _take(self, form: Form) -> None:
        self.form = form
        self.saver.put(form)
        self._look_soon.start()

    def _item_edited(self, row: int, item: Item) -> None:
        self._take(edits.with_item(self.form, row - 1, item))
        self._say_row(row)

    def _item_rebuilt(self, row: int, item: Item) -> None:
        self._item_edited(row, item)
        self._show_part()

    def _total_edited(self, row: int, total: Total) -> None:
        self._take(edits.with_total(self.form, row - 1 - len(self.form.items), total))
        self._say_row(row)

    def _write_in(self, spoken: str) -> None:
        self.language = spoken
        self._show_list(self.list.currentRow())

    # -------------------------------------------------------------------------------- showing

    def _part_at(self, row: int) -> Item | Total | None:
        parts: tuple[Item | Total, ...] = (*self.form.items, *self.form.totals)
        return parts[row - 1] if 1 <= row <= len(parts) else None

    def _row_words(self, row: int) -> str:
        part = self._part_at(row)
        if part is None:
            return tr("The form itself")
        words = part_words(part, self.language)
        if isinstance(part, Total):
            return f"Σ  {words}"
        return f"{row}.  {'↳ ' if part.shown_if else ''}{words}"

    def _say_row(self, row: int) -> None:
        line = self.list.item(row)
        if line is not None:
            line.setText(self._row_words(row))

    def _show_list(self, row: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for at in range(1 + len(self.form.items) + len(self.form.totals)):
            line = QListWidgetItem(self._row_words(at))
            line.setSizeHint(QSize(1, current().px(8)))
            self.list.addItem(line)
        self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
        self.list.blockSignals(False)
        self._show_part()

    def _show_part(self) -> None:
        if not self.editable:
            return
        while (item := self._room.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        row = self.list.currentRow()
        self.part = self._made(row)
        self._room.addWidget(scrolled(self.part))
        self._bring_up()

    def _bring_up(self) -> None:
        """Shows the question that is written where it is seen how it will be asked."""
        part = self._part_at(self.list.currentRow())
        if isinstance(part, Item):
            self.preview.bring_up(part.code)

    def _made(self, row: int) -> Part:
        part, items = self._part_at(row), len(self.form.items)
        if isinstance(part, Item):
            made = ItemForm(self.form, row - 1, self.language)
            made.edited.connect(partial(self._item_edited, row))
            made.rebuilt.connect(partial(self._item_rebuilt, row))
            return made
        if isinstance(part, Total):
            total = TotalForm(self.form, row - 1 - items, self.language)
            total.edited.connect(partial(self._total_edited, row))
            return total
        frame = FrameForm(self.form, self.language)
        frame.edited.connect(self._take)
        return frame

    def _look(self) -> None:
        """Shows the preview and the faults of the form as it is now."""
        self.preview.show_form(self.form, then=self._bring_up)
        found = {
            fault_words(self.form, fault, language()): fault.item for fault in check_form(self.form)
        }
        self.faults.clear()
        for words, code in found.items():
            line = QListWidgetItem(words)
            line.setData(_CODE, code)
            self.faults.addItem(line)
        self.faults.setVisible(bool(found))
        ready = tr("Nothing hinders it from being taken into use.")
        self._fault_words.setText(tr("To be put right first:") if found else ready)

    def _go_to(self, code: str) -> None:
        parts: tuple[Item | Total, ...] = (*self.form.items, *self.form.totals)
        codes = [part.code for part in parts]
        self.list.setCurrentRow(codes.index(code) + 1 if code in codes else 0)
        self.list.setFocus()

    def _save_failed(self, trouble: Trouble) -> None:
        words = tr("What is written here stays on the screen.")
        self.news.show_text(f"{trouble.sentence()} {words}", "danger")
        self.news.show()
        if trouble.code == "form_changed" and not self._actions_shown:
            self._actions_shown = True
            self.news.add_action(tr("Open the other one"), self.newer.emit)
            self.news.add_action(tr("Keep mine"), self._keep_mine)

    def _keep_mine(self) -> None:
        """Stores what is written here on top of what somebody else has stored."""
        forms, session, row = self._context.station.forms, self._context.session, self.row

        def found(rows: tuple[FormRow, ...]) -> None:
            now = next((each for each in rows if each.version_id == row.version_id), None)
            if now is not None:
                self.news.hide()
                self.saver.resume(now.content_hash)

        self._context.bridge.ask(self, partial(forms.overview, session), found)
