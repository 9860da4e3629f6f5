"""The page of the service's forms: the list at the left, one form or one version at the right."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.i18n import language, tr
from station.core.trouble import Trouble
from station.rules.form_data import form_data, form_from
from station.rules.forms import Form, FormStatus
from station.services.forms.forms import FormFault, FormRow
from station.services.prints.form_sheet import PrintedForm
from station.services.rights import Right, may
from station.views.context import Context
from station.views.formbuilder.comparing import differences
from station.views.formbuilder.editor import Editor
from station.views.formbuilder.overview import Overview
from station.views.formbuilder.taking import NewForm, Taking
from station.views.formbuilder.words import fault_words, state_words
from station.views.forms.printview import FormPrintView
from station.views.page import Draft, Page
from station.views.stage import Stage
from station.views.style import StateView, button, current, heading, scrolled
from station.views.style.confirm import ask_before

_CODE = int(Qt.ItemDataRole.UserRole)
_LEFT_UNITS = 70


class FormBuilderPage(Page):
    """Up and down choose a form; Tab goes into it; Ctrl N begins a new one."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme = current()
        row = QHBoxLayout(self)
        side = theme.px(3)
        row.setContentsMargins(side, side, side, side)
        row.setSpacing(side)
        self._may_change = may(context.session, Right.CHANGE_OFFICE)
        self._left = self._make_list()
        row.addWidget(self._left)
        room = QVBoxLayout()
        row.addLayout(room, 1)
        self._stage = Stage(context.bridge, self, room)
        self.front: QWidget | None = None
        self._rows: tuple[FormRow, ...] = ()
        self._restoring: Draft | None = None
        self._put(StateView("loading"))

    @property
    def editor(self) -> Editor | None:
        """The version in front, None while it is the list or something else."""
        return self.front if isinstance(self.front, Editor) else None

    # ----------------------------------------------------------------------------- the shell

    def opened(self, subject: str | None) -> None:
        """Comes to the front with the form `subject`; a version that is open stays open."""
        if self.editor is None:
            self._look(subject or self._code())

    def changed(self, changes: ChangeSet) -> None:
        """Shows what somebody else did, unless one writes here."""
        if "forms" in changes.topics and isinstance(self.front, Overview):
            forms, session = self.context.station.forms, self.context.session
            self.context.bridge.ask(self, partial(forms.overview, session), self._renew)

    def draft_key(self) -> tuple[str, str] | None:
        """One place for what was written and not stored."""
        return "form_version", "page"

    def draft(self) -> Draft | None:
        """What is written in a version and not stored yet."""
        editor = self.editor
        form = editor.saver.unsaved if editor is not None else None
        if form is None or editor is None:
            return None
        return {"code": form.code, "version": form.version, "content": form_data(form)}

    def restore(self, draft: Draft) -> None:
        """Opens the version again with what was not stored."""
        self._restoring = draft
        version = draft.get("version")
        self._open(str(draft.get("code", "")), version if isinstance(version, int) else 0)

    # ------------------------------------------------------------------------------- showing

    def _make_list(self) -> QWidget:
        theme = current()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(heading(tr("Forms of the service"), wrap=True))
        new = button(tr("New form"), "Ctrl+N", icon="plus")
        new.setObjectName("new_form_button")
        new.clicked.connect(lambda _checked=False: self._ask_new())
        column.addWidget(new)
        new.setVisible(self._may_change)
        self.list = QListWidget()
        self.list.setObjectName("forms_list")
        self.list.setAccessibleName(tr("Forms of the service"))
        self.list.setProperty("kind", "rows")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(lambda _at: self._chosen())
        column.addWidget(self.list, 1)
        holder.setFixedWidth(theme.px(_LEFT_UNITS))
        return holder

    def _code(self) -> str:
        item = self.list.item(max(0, self.list.currentRow()))
        return str(item.data(_CODE)) if self.list.count() else ""

    def _look(self, code: str) -> None:
        forms, session = self.context.station.forms, self.context.session
        job = partial(forms.overview, session)
        self.context.bridge.ask(self, job, partial(self._listed, code), self._failed)

    def _listed(self, code: str, rows: tuple[FormRow, ...]) -> None:
        self._fill(code, rows)
        self.list.setFocus()

    def _renew(self, rows: tuple[FormRow, ...]) -> None:
        """Takes in the forms as they are now, unless something else was opened meanwhile."""
        if isinstance(self.front, Overview):
            self._fill(self._code(), rows)

    def _fill(self, code: str, rows: tuple[FormRow, ...]) -> None:
        self._rows = rows
        firsts = {row.code: row for row in reversed(rows)}
        firsts |= {row.code: row for row in rows if row.status is FormStatus.IN_USE}
        shown = sorted(firsts.values(), key=lambda row: row.title.casefold())
        self.list.blockSignals(True)
        self.list.clear()
        for row in shown:
            item = QListWidgetItem(f"{row.title}\n{self._states(row)}")
            item.setData(_CODE, row.code)
            item.setSizeHint(QSize(1, current().px(13)))
            self.list.addItem(item)
        codes = [row.code for row in shown]
        self.list.setCurrentRow(codes.index(code) if code in codes else 0)
        self.list.blockSignals(False)
        self._chosen()

    def _states(self, row: FormRow) -> str:
        said = f"{state_words(row)} · {tr('Version {number}', number=row.version)}"
        drafts = [
            each
            for each in self._rows
            if each.code == row.code and each.status is FormStatus.DRAFT and each != row
        ]
        return " · ".join((said, *map(state_words, drafts[:1])))

    def _chosen(self) -> None:
        rows = [row for row in self._rows if row.code == self._code()]
        if not rows:
            self._put(StateView("empty"))
            return
        if isinstance(self.front, Overview) and self.front.rows == tuple(rows):
            # Nothing is new here: what was chosen and compared stays.
            return
        made = Overview(rows, self.context.clock.now(), may_change=self._may_change)
        made.opened.connect(lambda row: self._open(row.code, row.version))
        made.begun.connect(self._begin)
        made.taking.connect(self._ask_taking)
        made.printing.connect(self._print)
        made.retiring.connect(self._ask_retire)
        made.compared.connect(partial(self._compare, made))
        # Only after what stood there is gone: together they would make the window wider.
        self._put(scrolled(made), made)
        self._left.show()

    def _failed(self, trouble: Trouble) -> None:
        view = StateView("failed", trouble.sentence())
        view.add_action(tr("Back to the list"), lambda: self._look(self._code()))
        self._put(view)
        self._left.show()

    def _put(self, widget: QWidget, front: QWidget | None = None) -> None:
        self.front = front or widget
        self._stage.put_at_once(widget)

    # ------------------------------------------------------------------------------ versions

    def _ask_new(self) -> None:
        form = NewForm()
        form.cancelled.connect(lambda: self._look(self._code()))
        form.decided.connect(self._new)
        self._put(scrolled(form), form)
        form.begin()

    def _new(self, title: str) -> None:
        forms, session = self.context.station.forms, self.context.session
        job = partial(forms.new, session, title, language())
        self.context.bridge.ask(self, job, self._edit_row, self._failed)

    def _begin(self, row: FormRow) -> None:
        forms, session = self.context.station.forms, self.context.session
        job = partial(forms.next_version, session, row.code, row.version)
        self.context.bridge.ask(self, job, self._edit_row, self._failed)

    def _edit_row(self, row: FormRow) -> None:
        self._open(row.code, row.version)

    def _open(self, code: str, version: int) -> None:
        forms, session = self.context.station.forms, self.context.session

        def job() -> tuple[FormRow | None, Form]:
            form = forms.form(session, code, version)
            rows = forms.overview(session)
            found = [row for row in rows if (row.code, row.version) == (code, version)]
            return next(iter(found), None), form

        self.context.bridge.ask(self, job, self._edit, self._failed)

    def _edit(self, found: tuple[FormRow | None, Form]) -> None:
        row, form = found
        if row is None:
            self._look(form.code)
            return
        self._left.hide()
        editor = Editor(self.context, row, form, self._mine(form))
        editor.left.connect(lambda: self._look(row.code))
        editor.newer.connect(partial(self._open, row.code, row.version))
        editor.taking.connect(
            lambda: self._ask_taking(replace(row, content_hash=editor.saver.before))
        )
        editor.dropping.connect(partial(self._ask_drop, row))
        editor.printing.connect(partial(self._print, row))
        self.front = editor
        self._stage.put(editor, editor.begin, editor.parts())

    def _mine(self, form: Form) -> Form | None:
        draft, self._restoring = self._restoring, None
        if draft is None or (draft.get("code"), draft.get("version")) != (form.code, form.version):
            return None
        return form_from(draft["content"], form.version)

    def _ask_taking(self, row: FormRow) -> None:
        form = Taking(self.context.clock)
        form.cancelled.connect(partial(self._open, row.code, row.version))
        form.decided.connect(partial(self._take, form, row))
        self._put(scrolled(form), form)
        form.begin()

    def _take(self, form: Taking, row: FormRow, checked: tuple[str, str]) -> None:
        forms, session = self.context.station.forms, self.context.session

        def job() -> tuple[tuple[FormFault, ...], Form]:
            found = forms.take_into_use(session, row.code, row.version, *checked, row.content_hash)
            return found, forms.form(session, row.code, row.version)

        def done(result: tuple[tuple[FormFault, ...], Form]) -> None:
            faults, version = result
            if faults:
                said = [fault_words(version, fault, language()) for fault in faults]
                form.say("\n".join(dict.fromkeys(said)))
                return
            self.context.toast(tr("The form is in use now"))
            self._look(row.code)

        self.context.bridge.ask(self, job, done, lambda trouble: form.say(trouble.sentence()))

    def _ask_drop(self, row: FormRow) -> None:
        forms, session = self.context.station.forms, self.context.session
        job = partial(forms.drop_draft, session, row.code, row.version)
        words = tr("The draft goes for good. Versions that were taken into use stay.")
        self._ask_before(row, tr("Delete this draft?"), words, tr("Delete the draft"), job)

    def _ask_retire(self, row: FormRow) -> None:
        forms, session = self.context.station.forms, self.context.session
        job = partial(forms.retire, session, row.code)
        words = tr("Nobody can be asked with it any more. What was answered stays, with its words.")
        title = tr("Take «{title}» out of use?", title=row.title)
        self._ask_before(row, title, words, tr("Take out of use"), job)

    def _ask_before(
        self, row: FormRow, title: str, words: str, verb: str, job: Callable[[], object]
    ) -> None:
        def act() -> None:
            self.context.bridge.ask(self, job, lambda _none: self._look(row.code), self._failed)

        ask_before(self, title, words, verb, act)

    def _compare(self, overview: Overview, before: FormRow, after: FormRow) -> None:
        forms, session, spoken = self.context.station.forms, self.context.session, language()

        def job() -> tuple[str, ...]:
            one = forms.form(session, before.code, before.version)
            other = forms.form(session, after.code, after.version)
            return differences(one, other, spoken)

        self.context.bridge.ask(overview, job, overview.show_differences, self._failed)

    def _print(self, row: FormRow) -> None:
        prints, session = self.context.station.form_prints, self.context.session

        def make(spoken: str) -> PrintedForm:
            return prints.render(prints.blank(session, row.code, row.version, spoken))

        view = FormPrintView(self.context, row.title, make, session.language)
        view.left.connect(partial(self._after_print, row))
        self._left.hide()
        self._put(view)

    def _after_print(self, row: FormRow) -> None:
        if row.status is FormStatus.DRAFT and self._may_change:
            self._open(row.code, row.version)
        else:
            self._look(row.code)
