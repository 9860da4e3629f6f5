"""One patient's plans at the desk: shows one thing at a time and asks the services for the rest."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.bus import ChangeSet
from station.core.i18n import tr
from station.core.trouble import Trouble
from station.rules.approval import ELSEWHERE, Approval, Hindered, hindrances
from station.rules.comparing import compare
from station.rules.gpvisit import NO_VISIT
from station.rules.plans import PlanContent
from station.services.plans.values import Change, PlanDesk, Template, VersionRow
from station.views.context import Context
from station.views.page import Draft
from station.views.plans.approval import ApprovalForm
from station.views.plans.comparing import summary
from station.views.plans.conflicts import changes_view, conflict_view
from station.views.plans.editor import Editor, Written
from station.views.plans.meeting import MeetingForm
from station.views.plans.overview import Overview
from station.views.plans.preview import LANGUAGES, Preview
from station.views.plans.visits import VisitBar
from station.views.plans.ways import Ways, held_in, meeting_draft
from station.views.stage import Stage
from station.views.style import StateView, scrolled
from station.views.style.confirm import ask_before

T = TypeVar("T")


class Desk(QWidget):
    """Opens a patient's plans, which leaves a row in the log. `left` goes back to the list."""

    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._plans, self._session = context.station.plans, context.session
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._stage = Stage(context.bridge, self, column)
        self.subject = ""
        self.front: QWidget | None = None
        self._facts: PlanDesk | None = None
        self._chosen = ""
        self._restoring: Draft | None = None
        self._ways = Ways(context, self)

    # --------------------------------------------------------------------------- outside

    def open(self, patient_id: str) -> None:
        """Opens one patient's plans."""
        if isinstance(self.front, Editor | MeetingForm) and self.subject == patient_id:
            return
        self.subject, self._chosen, self._facts = patient_id, "", None
        self._say(StateView("loading"))
        job = partial(self._plans.desk, self._session, patient_id)
        self.ask(job, self._arrived, self.not_opened)

    def changed(self, changes: ChangeSet) -> None:
        """Takes in a change, unless somebody writes: storing tells her then."""
        if self.subject in changes.patients and isinstance(self.front, Overview):
            self.ask(partial(self._plans.refresh, self._session, self.subject), self._show_newer)

    def draft(self) -> Draft | None:
        """What is written in the draft and not stored yet."""
        editor = self.front
        if isinstance(editor, MeetingForm):
            held = editor.held()
            return meeting_draft(held) if held else None
        if not isinstance(editor, Editor) or editor.saver.unsaved is None:
            return None
        return {
            "version": editor.saver.version_id,
            "before": editor.saver.before,
            "content": editor.saver.unsaved.to_data(),
        }

    def restore(self, draft: Draft) -> None:
        """Opens the draft again with what was not stored."""
        self._restoring = draft
        if self._facts is not None:
            self._arrived(self._facts)

    def refresh(self) -> None:
        """Shows the versions as they are now."""
        job = partial(self._plans.refresh, self._session, self.subject)
        self.ask(job, self._show_overview)

    # --------------------------------------------------------------------------- showing

    def _arrived(self, facts: PlanDesk) -> None:
        if facts.person.patient_id != self.subject:
            return
        self._facts = facts
        held = held_in(self._restoring) if self._restoring else None
        if held is not None:
            self._restoring = None
            self._ways.meet(held.version_id, held)
        elif self._restoring is not None:
            self.edit(str(self._restoring["version"]))
        else:
            self._show_overview(facts)

    def _show_overview(self, facts: PlanDesk) -> None:
        if facts.person.patient_id != self.subject:
            return
        self._facts = facts
        if facts.versions:
            self._put_overview(facts, ())
        else:
            job = partial(self._plans.templates, self._language())
            self.ask(job, partial(self._put_overview, facts))

    def _show_newer(self, facts: PlanDesk) -> None:
        # What was opened while the answer was on its way stays.
        if isinstance(self.front, Overview):
            self._show_overview(facts)

    def _put_overview(self, facts: PlanDesk, templates: tuple[tuple[str, str], ...]) -> None:
        if facts.person.patient_id != self.subject:
            return
        made = Overview(facts, self._context.clock.now(), templates, self._chosen)
        made.left.connect(self._leave)
        made.patient_wanted.connect(lambda: self._context.go("patients", self.subject))
        made.paper_wanted.connect(lambda: self._context.go("paper", self.subject))
        made.workshop_wanted.connect(self._to_workshop)
        made.draft_wanted.connect(self.edit)
        made.next_wanted.connect(self._next)
        made.print_wanted.connect(lambda version: self._print(version, self.refresh))
        made.compared.connect(self._compare)
        made.begun.connect(self._begin)
        made.chosen.connect(self.choose)
        made.meeting_wanted.connect(self._ways.meet)
        made.elsewhere_wanted.connect(lambda: self._ways.enter(self._language()))
        made.put_visit(self._visit(facts))
        self.put(made, made.begin)

    def _visit(self, facts: PlanDesk) -> VisitBar | None:
        if facts.visit == NO_VISIT:
            return None
        made = VisitBar(self._context, self.subject, facts.visit)
        made.noted.connect(self.refresh)
        return made

    def choose(self, version_id: str) -> None:
        """Lets a version be the one that is shown."""
        self._chosen = version_id

    def _to_workshop(self) -> None:
        """Finds limits on her readings; what the workshop writes is not written over here."""
        self._context.go("workshop", self.subject)
        self.refresh()

    def _leave(self) -> None:
        self.subject, self._facts = "", None
        self._say(QWidget())
        self.left.emit()

    def not_opened(self, trouble: Trouble) -> None:
        """Says what could not be opened, with a way back to the list."""
        state = StateView("failed", trouble.sentence())
        state.add_action(tr("Back to the list"), self._leave).setObjectName("leave_failed")
        self._say(state)

    # --------------------------------------------------------------------------- editing

    def _begin(self, template: str) -> None:
        language = self._language()
        job = partial(self._plans.start_draft, self._session, self.subject, template, language)
        self.ask(job, self.edit)

    def _language(self) -> str:
        """The patient's language where there are templates in it, else the nurse's."""
        own = self._facts.person.language if self._facts else ""
        return own if own in dict(LANGUAGES) else self._session.language

    def _next(self, version_id: str) -> None:
        self.ask(partial(self._plans.next_draft, self._session, version_id), self.edit)

    def edit(self, version_id: str) -> None:
        """Opens a draft to write in."""
        subject, session, plans = self.subject, self._session, self._plans

        def job() -> tuple[PlanDesk, VersionRow, Template | None]:
            row = plans.open(session, version_id)
            content = row.version.content
            try:
                template = plans.template_of(content)
            except Trouble:
                template = None
            return plans.refresh(session, subject), row, template

        self.ask(job, self._show_editor, self.not_opened)

    def _show_editor(self, found: tuple[PlanDesk, VersionRow, Template | None]) -> None:
        self._facts, row, template = found
        self._chosen = row.version.id
        draft, self._restoring = self._restoring, None
        editor = Editor(self._context, self._facts, row, template, _written(draft))
        editor.left.connect(self.refresh)
        editor.print_wanted.connect(
            lambda: self._print(row.version.id, partial(self.edit, row.version.id))
        )
        editor.approve_wanted.connect(lambda: self._approve(editor))
        editor.drop_wanted.connect(lambda: self._drop(row))
        editor.join_wanted.connect(lambda: self._ways.join(row))
        editor.workshop_wanted.connect(self._to_workshop)
        editor.conflict.connect(lambda: self._conflict(editor))
        self.put(editor, editor.begin)

    def _drop(self, row: VersionRow) -> None:
        def drop() -> None:
            job = partial(self._plans.drop_draft, self._session, row.version.id)
            self.ask(job, lambda _none: self._dropped())

        words = [tr("The draft goes for good. Approved versions stay as they are.")]
        if self._facts is not None and self._facts.printed_on_paper(row.version.id):
            words = [tr("It is out on paper, so it is laid aside and can still be looked at.")]
        if self._facts is not None and self._facts.trial:
            words.append(
                tr("No plan decides then: readings are kept, but give no alerts until the next.")
            )
        ask_before(self, tr("Delete this draft?"), " ".join(words), tr("Delete the draft"), drop)

    def _dropped(self) -> None:
        self._chosen = ""
        self._context.toast(tr("The draft is deleted"))
        self.refresh()

    # -------------------------------------------------------------------------- conflict

    def _conflict(self, editor: Editor) -> None:
        """Somebody else stored the draft: shows theirs against what is written here."""
        mine, version = editor.content, editor.saver.version_id

        def show(theirs: VersionRow) -> None:
            changes = compare(theirs.version.content, mine)
            self._show_conflict(editor, theirs, changes, mine)

        self.ask(partial(self._plans.open, self._session, version), show, self.not_opened)

    def _show_conflict(
        self,
        editor: Editor,
        theirs: VersionRow,
        changes: Sequence[Change],
        mine: PlanContent,
    ) -> None:
        editor.saver.forget()
        version, still_draft = theirs.version.id, not theirs.version.approved_on
        draft: Draft = {
            "version": version,
            "before": theirs.content_hash,
            "content": mine.to_data(),
        }

        def take() -> None:
            self.edit(version) if still_draft else self.refresh()

        self.put(conflict_view(theirs, changes, take, lambda: self._again(draft)))

    def _again(self, draft: Draft) -> None:
        self._restoring = draft
        self.edit(str(draft["version"]))

    # ------------------------------------------------------------------------- comparing

    def _compare(self, first: str, second: str) -> None:
        job = partial(self._plans.compare, self._session, first, second)
        self.ask(job, partial(self._show_changes, first, second))

    def _show_changes(self, first: str, second: str, changes: tuple[Change, ...]) -> None:
        if self._facts is None:
            return
        rows = (self._facts.row(first), self._facts.row(second))
        names = [tr("Version {number}", number=row.version.number) if row else "" for row in rows]
        self.put(changes_view((names[0], names[1]), changes, self.refresh))

    # ------------------------------------------------------------------------- approving

    def _approve(self, editor: Editor) -> None:
        if self._facts is None:
            return
        version, before = editor.row.version, editor.saver.before
        form = ApprovalForm(
            version.number,
            self._facts.person.gp_name,
            self._context.clock,
            hindrances(editor.content),
            editor.unfinished,
            self._since(editor.content),
            editor.content,
        )
        form.left.connect(partial(self.edit, version.id))
        form.jump.connect(partial(self._jump, version.id))
        form.approved.connect(partial(self._register, form, version.id, before))
        self.put(scrolled(form), form.begin, form.parts)

    def _since(self, content: PlanContent) -> str:
        """What is new since the version in force, counted; nothing where none is."""
        standing = self._facts.row(self._facts.standing) if self._facts else None
        if standing is None or not standing.version.approved_on:
            return ""
        counted = summary(compare(standing.version.content, content))
        return tr(
            "Since version {number}: {changes}", number=standing.version.number, changes=counted
        )

    def _jump(self, version_id: str, found: Hindered) -> None:
        self.edit(version_id)

        def go() -> None:
            if isinstance(self.front, Editor):
                self.front.go_to(found)

        # After the editor has come: answers keep their order on the lane.
        self.ask(lambda: None, lambda _none: go())

    def _register(
        self, form: ApprovalForm, version_id: str, before: str, approval: Approval, note: str
    ) -> None:
        def done(hindered: tuple[Hindered, ...]) -> None:
            if hindered:
                form.show_hindered(hindered)
                return
            elsewhere = approval.channel == ELSEWHERE
            done_words = tr("The plan is in force") if elsewhere else tr("The plan is approved")
            self._context.toast(done_words)
            self.refresh()

        job = partial(self._plans.approve, self._session, version_id, approval, note, before)
        self._context.bridge.ask(
            form, job, done, lambda trouble: form.show_trouble(trouble.sentence())
        )

    # -------------------------------------------------------------------------- printing

    def _print(self, version_id: str, back: Callable[[], object]) -> None:
        def show(row: VersionRow) -> None:
            preview = Preview(self._context, row)
            preview.left.connect(back)
            self.put(preview)

        self.ask(partial(self._plans.open, self._session, version_id), show, self.not_opened)

    # --------------------------------------------------------------------------- helpers

    def ask(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Trouble], None] | None = None,
    ) -> None:
        """Asks a service on the record lane."""
        self._context.bridge.ask(self, job, then, failed)

    def put(
        self,
        widget: QWidget,
        begin: Callable[[], object] | None = None,
        parts: Iterable[Callable[[], object]] = (),
    ) -> None:
        """Shows this and nothing else, built of `parts`, and begins there."""
        self.front = widget
        self._stage.put(widget, begin, parts)

    def _say(self, widget: QWidget) -> None:
        """Shows a state at once: nothing can be written any longer in what stood there."""
        self.front = widget
        self._stage.put_at_once(widget)


def _written(draft: Draft | None) -> Written | None:
    """What was written before the lock; it goes on where it was, or is compared."""
    content = draft["content"] if draft else None
    if draft is None or not isinstance(content, dict):
        return None
    return Written(PlanContent.from_data(content), str(draft["before"]))
