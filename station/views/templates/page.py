"""The page of plan templates: the list at the left, one template or one version at the right."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.rules.template_sets import NUMBERS, TemplateSet, everything
from station.services.plans.templates import (
    Checked,
    Difference,
    Faulty,
    OwnTemplate,
    TemplateLine,
    TemplatePage,
)
from station.services.rights import Right, may
from station.views.context import Context
from station.views.page import Draft, Page
from station.views.stage import Stage
from station.views.style import StateView, current, heading, scrolled
from station.views.style.confirm import ask_before
from station.views.templates.editor import Editor
from station.views.templates.overview import Overview
from station.views.templates.taking import TakeIntoUse
from station.views.templates.words import fault_words, line_words, place_words

_CODE = int(Qt.ItemDataRole.UserRole)
_LEFT_UNITS = 64


class TemplatesPage(Page):
    """Up and down choose a template; Tab goes into it."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        theme = current()
        row = QHBoxLayout(self)
        side = theme.px(3)
        row.setContentsMargins(side, side, side, side)
        row.setSpacing(side)
        self._left = self._make_list()
        row.addWidget(self._left)
        room = QVBoxLayout()
        row.addLayout(room, 1)
        self._stage = Stage(context.bridge, self, room)
        self.front: QWidget | None = None
        self._lines: tuple[TemplateLine, ...] = ()
        self._restoring: Draft | None = None
        self._put(StateView("loading"))

    @property
    def editor(self) -> Editor | None:
        """The version in front, None while the list is."""
        return self.front if isinstance(self.front, Editor) else None

    def opened(self, subject: str | None) -> None:
        """Comes to the front; a version that was open stays open."""
        if self.editor is None:
            self._look(subject or self._code())

    def changed(self, changes: ChangeSet) -> None:
        """Shows what somebody else did, unless one writes here."""
        if "settings" in changes.topics and isinstance(self.front, Overview):
            job = partial(self.context.station.templates.listing, self.context.session)
            self.context.bridge.ask(self, job, self._renew, self._failed)

    def draft_key(self) -> tuple[str, str] | None:
        """One place for what was written and not stored."""
        return "template", "page"

    def draft(self) -> Draft | None:
        """What is written in a version and not stored yet."""
        return self.editor.draft() if self.editor else None

    def restore(self, draft: Draft) -> None:
        """Opens the version again with what was not stored."""
        self._restoring = draft
        self._open(str(draft["version"]))

    # ------------------------------------------------------------------------------- showing

    def _make_list(self) -> QWidget:
        theme = current()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(heading(tr("Plan templates")))
        self.list = QListWidget()
        self.list.setObjectName("templates")
        self.list.setAccessibleName(tr("Plan templates"))
        self.list.setProperty("kind", "rows")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(lambda _at: self._chosen())
        column.addWidget(self.list, 1)
        holder.setFixedWidth(theme.px(_LEFT_UNITS))
        return holder

    def _code(self) -> str:
        item = self.list.item(self.list.currentRow())
        return "" if self.list.currentRow() < 0 else str(item.data(_CODE))

    def _look(self, code: str) -> None:
        job = partial(self.context.station.templates.listing, self.context.session)
        self.context.bridge.ask(self, job, partial(self._listed, code), self._failed)

    def _listed(self, code: str, lines: tuple[TemplateLine, ...]) -> None:
        self._fill(code, lines)
        self._chosen()
        self.list.setFocus()

    def _renew(self, lines: tuple[TemplateLine, ...]) -> None:
        """Takes in the templates as they are now, unless something else was opened meanwhile."""
        if isinstance(self.front, Overview):
            self._fill(self._code(), lines)
            self._ask_versions(self._show_newer)

    def _fill(self, code: str, lines: tuple[TemplateLine, ...]) -> None:
        self._lines = lines
        self.list.blockSignals(True)
        self.list.clear()
        for line in lines:
            item = QListWidgetItem(f"{line.name}\n{line_words(line)}")
            item.setData(_CODE, line.code)
            item.setSizeHint(QSize(1, current().px(14)))
            self.list.addItem(item)
        codes = [line.code for line in lines]
        self.list.setCurrentRow(codes.index(code) if code in codes else 0)
        self.list.blockSignals(False)

    def _chosen(self) -> None:
        self._ask_versions(self._show)

    def _ask_versions(self, then: Callable[[str, tuple[OwnTemplate, ...]], None]) -> None:
        code = self._code()
        job = partial(self.context.station.templates.versions, self.context.session, code)
        self.context.bridge.ask(self, job, partial(then, code), self._failed)

    def _show_newer(self, code: str, versions: tuple[OwnTemplate, ...]) -> None:
        if isinstance(self.front, Overview) and self.front.shown != (self._line(code), versions):
            self._show(code, versions)

    def _show(self, code: str, versions: tuple[OwnTemplate, ...]) -> None:
        line = self._line(code)
        if line is None or code != self._code():
            return
        may_change = may(self.context.session, Right.CHANGE_OFFICE)
        now = self.context.clock.now()
        made = Overview(line, versions, now, may_change=may_change)
        made.opened.connect(self._open)
        made.begun.connect(partial(self._begin, code))
        made.compared.connect(partial(self._compare, code, made))
        made.shipped_again.connect(partial(self._ask_shipped, code, line.name))
        self.front = made
        # Only after what stood there is gone: together they would make the window wider.
        self._stage.put(scrolled(made), self._left.show)

    def _line(self, code: str) -> TemplateLine | None:
        return next((each for each in self._lines if each.code == code), None)

    def _failed(self, trouble: Trouble) -> None:
        view = StateView("failed", trouble.sentence())
        view.add_action(tr("Try again"), lambda: self._look(self._code()))
        self._put(view)
        self._left.show()

    def _put(self, widget: QWidget) -> None:
        self.front = widget
        self._stage.put_at_once(widget)

    # ------------------------------------------------------------------------------- versions

    def _open(self, version_id: str) -> None:
        code = self._code() or "kols"
        job = partial(self.context.station.templates.open, self.context.session, code, version_id)
        self.context.bridge.ask(self, job, self._edit, self._failed)

    def _begin(self, code: str, based_on: str) -> None:
        templates, session = self.context.station.templates, self.context.session

        def job() -> TemplatePage:
            return templates.open(session, code, templates.begin(session, code, based_on))

        self.context.bridge.ask(self, job, self._edit, self._failed)

    def _edit(self, page: TemplatePage) -> None:
        mine = self._mine(page)
        editor = Editor(self.context, page, mine)
        editor.left.connect(lambda: self._look(page.code))
        editor.taking.connect(partial(self._taking, editor))
        editor.dropping.connect(partial(self._ask_drop, editor))
        self.front = editor
        self._stage.put(editor, partial(self._begin_in, editor))

    def _begin_in(self, editor: Editor) -> None:
        self._left.hide()
        editor.begin()

    def _mine(self, page: TemplatePage) -> TemplateSet | None:
        draft, self._restoring = self._restoring, None
        if draft is None or page.row is None or draft["version"] != page.row.id:
            return None
        content = draft["content"]
        if not isinstance(content, dict):
            return None
        return TemplateSet.from_data(content, page.row.version, begun=True)

    def _taking(self, editor: Editor) -> None:
        row = editor.page.row
        if row is None:
            return
        form = TakeIntoUse(self.context.clock)
        form.left.connect(partial(self._open, row.id))
        form.decided.connect(partial(self._take, form, editor.content, row, editor.before))
        self.front = form
        self._stage.put(scrolled(form), form.begin)

    def _take(
        self,
        form: TakeIntoUse,
        content: TemplateSet,
        row: OwnTemplate,
        before: str,
        checked: Checked,
    ) -> None:
        def done(found: tuple[Faulty, ...]) -> None:
            if found:
                form.say("\n".join(dict.fromkeys(fault_words(content, each) for each in found)))
                return
            self.context.toast(tr("New plans begin from this version now"))
            self._look(row.code)

        templates, session = self.context.station.templates, self.context.session
        job = partial(templates.take_into_use, session, row.id, checked, before)
        self.context.bridge.ask(self, job, done, lambda trouble: form.say(trouble.sentence()))

    def _ask_drop(self, editor: Editor) -> None:
        row = editor.page.row
        if row is None:
            return
        job = partial(self.context.station.templates.drop, self.context.session, row.id)

        def drop() -> None:
            self.context.bridge.ask(self, job, lambda _none: self._look(row.code), self._failed)

        words = tr("The draft goes for good. Versions that were taken into use stay.")
        ask_before(self, tr("Delete this draft?"), words, tr("Delete the draft"), drop)

    def _ask_shipped(self, code: str, name: str) -> None:
        job = partial(self.context.station.templates.back_to_shipped, self.context.session, code)

        def back() -> None:
            self.context.bridge.ask(self, job, lambda _was: self._look(code), self._failed)

        words = tr("New plans begin from the template that came with Station. Your own are kept.")
        ask_before(
            self, tr("Go back to the shipped {name}?", name=name), words, tr("Go back"), back
        )

    def _compare(self, code: str, overview: Overview, before: str, after: str) -> None:
        templates, session = self.context.station.templates, self.context.session

        def job() -> tuple[tuple[Difference, ...], TemplateSet]:
            content = templates.open(session, code, after).content
            return templates.compare(session, code, before, after), content

        def show(found: tuple[tuple[Difference, ...], TemplateSet]) -> None:
            differences, content = found
            crisis = content.first.type == "crisis"
            places = (*everything(content.first), NUMBERS)
            overview.show_differences(
                differences, {each: place_words(content, each, crisis=crisis) for each in places}
            )

        self.context.bridge.ask(overview, job, show, self._failed)
