"""The draft in place: goal and lines at the left, limits and the other parts at the right.

Everything that is written goes into one content, which is stored after every pause.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from station.core.formats import clock_time
from station.core.i18n import tr
from station.core.ids import new_id
from station.core.trouble import Trouble
from station.rules import editing
from station.rules.approval import Hindered, Hindrance
from station.rules.editing import Spot
from station.rules.plans import Line, LineState, PlanContent
from station.services.plans.values import PlanDesk, Template, VersionRow
from station.views.context import Context
from station.views.plans.lines import LineList
from station.views.plans.parts import WORKSHOP_KEY
from station.views.plans.saving import Autosave
from station.views.plans.side import Side
from station.views.plans.words import shown_day
from station.views.style import (
    Banner,
    Field,
    FlowLayout,
    Panes,
    button,
    current,
    field,
    heading,
    label,
    note_input,
)
from station.views.style import scrolled as in_scroll


@dataclass(frozen=True, slots=True)
class Written:
    """What was written before the screen was locked, over the draft with the hash `before`."""

    content: PlanContent
    before: str


class Editor(QWidget):
    """One draft; each wish is told after all is stored.

    `conflict` tells that somebody else has changed the draft.
    """

    left = Signal()
    approve_wanted = Signal()
    print_wanted = Signal()
    drop_wanted = Signal()
    join_wanted = Signal()
    workshop_wanted = Signal()
    conflict = Signal()

    def __init__(
        self,
        context: Context,
        desk: PlanDesk,
        row: VersionRow,
        template: Template | None,
        written: Written | None = None,
    ) -> None:
        """Shows the version as it is stored, or what was `written` and not stored yet."""
        super().__init__()
        self.setObjectName("plan_editor")
        self._context, self._desk, self.row = context, desk, row
        stored = row.version.content
        self.content = written.content if written else stored
        self._texts = {line.id: line.text for line in template.lines()} if template else {}
        self._undo: list[PlanContent] = []
        self._then: Callable[[], object] | None = None
        before = written.before if written else row.content_hash
        self.saver = Autosave(context, self, row.version.id, stored, before)
        self.saver.stored.connect(self._stored)
        self.saver.overtaken.connect(self.conflict.emit)
        self.saver.failed.connect(self._failed)
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addLayout(self._top())
        self.banner = Banner(self._standing(), "info")
        self.banner.setObjectName("draft_banner")
        column.addWidget(self.banner)
        self.side = Side(context, desk.person.patient_id, self.content, template)
        self.side.edited.connect(self._side_edited)
        panes = Panes(self._lines_column(template), in_scroll(self.side), (11, 10))
        column.addWidget(panes, 1)
        self.lines.rows.show_content(self.content)
        self._progress_shown()
        if written:
            self._wait()

    # ---------------------------------------------------------------------------- outside

    def begin(self) -> None:
        """Puts the keyboard on the first line that is still a proposal."""
        if not self.content.goal.strip():
            self._goal.setFocus()
            return
        self._go_on("")

    def go_to(self, found: Hindered) -> None:
        """Moves to what keeps the plan from being approved."""
        if found.lines:
            self.lines.setFocus()
            self.lines.stand_on(found.lines[0].id)
        elif found.hindrance is Hindrance.NO_GOAL:
            self._goal.setFocus()
        elif found.hindrance is Hindrance.EMPTY_ZONE:
            self.lines.setFocus()
        else:
            self.side.go_to(found)

    def then(self, wanted: Callable[[], object]) -> None:
        """Stores what waits, then calls `wanted`."""
        self._then = wanted
        self.saver.flush()

    @property
    def unfinished(self) -> str:
        """What is typed at the right and not taken, in a sentence; or an empty text."""
        return self.side.unfinished

    # --------------------------------------------------------------------------- building

    def _top(self) -> FlowLayout:
        theme = current()
        row = FlowLayout(gap=theme.px(2))
        back = button(tr("Back to the plan"), "Alt+Left", kind="quiet", icon="back")
        back.setObjectName("leave_draft")
        back.clicked.connect(lambda _checked=False: self.then(self.left.emit))
        row.addWidget(back)
        number, name = self.row.version.number, self._desk.person.name
        parts = (tr("Draft, version {number}", number=number), name)
        row.addWidget(heading(" · ".join(parts), "subheading"))
        self._kept = label(tr("All is saved"), "small")
        self._kept.setObjectName("save_state")
        for words, keys, made_name, wanted in (
            (tr("Delete the draft"), None, "drop_draft", self.drop_wanted),
            (tr("Second diagnosis …"), None, "join_template", self.join_wanted),
            (tr("Threshold workshop"), WORKSHOP_KEY, "to_workshop", self.workshop_wanted),
            (tr("See the print"), "Ctrl+P", "see_print", self.print_wanted),
        ):
            made = button(words, keys, kind="quiet" if keys is None else "")
            made.setObjectName(made_name)
            made.clicked.connect(lambda _checked=False, wanted=wanted: self.then(wanted.emit))
            row.addWidget(made)
        elsewhere = self.row.version.content.valid_from
        words = tr("Put in force …") if elsewhere else tr("Approve …")
        approve = button(words, "Ctrl+G", primary=True)
        approve.setObjectName("approve")
        approve.clicked.connect(lambda _checked=False: self._approve())
        row.addWidget(approve)
        row.addWidget(self._kept)
        return row

    def _lines_column(self, template: Template | None) -> QWidget:
        theme, holder = current(), QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(self._goal_field(template))
        row = FlowLayout(gap=theme.px(2))
        self._walked = label("", "strong")
        self._walked.setObjectName("walked")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(theme.px(40))
        row.addWidget(self._walked)
        row.addWidget(self._bar)
        column.addLayout(row)
        self.lines = LineList()
        self.lines.setMinimumHeight(theme.px(60))
        self.lines.keep_wanted.connect(self._keep)
        self.lines.remove_wanted.connect(self._remove)
        self.lines.new_wanted.connect(self._new)
        self.lines.first_wanted.connect(self._write_first)
        self.lines.undo_wanted.connect(self._take_back)
        self.lines.delegate.written.connect(self._written)
        self.lines.delegate.closeEditor.connect(lambda *_args: self._ended())
        column.addWidget(self.lines, 1)
        column.addLayout(self._keys())
        return holder

    def _goal_field(self, template: Template | None) -> Field:
        self._goal: QPlainTextEdit = note_input(lines=1)
        self._goal.setObjectName("plan_goal")
        self._goal.setPlainText(self.content.goal)
        self._goal.textChanged.connect(self._goal_written)
        prompts = " ".join(each.text for each in template.goal_prompts) if template else ""
        return field(tr("My goal"), self._goal, prompts)

    def _keys(self) -> FlowLayout:
        """The keys of going through, which are buttons too."""
        row = FlowLayout(gap=current().px(1))
        for words, keys, name, act in (
            (tr("Keep"), "Enter", "keep_line", self._keep),
            (tr("Change"), "E", "change_line", self._edit),
            (tr("Remove"), "Del", "remove_line", self._remove),
            (tr("New line"), "N", "new_line", self._new),
            (tr("Undo"), "Ctrl Z", "undo_line", lambda _id: self._take_back()),
        ):
            made = button(f"{words}  {keys}")
            made.setAccessibleName(f"{words} ({keys})")
            made.setObjectName(name)
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            made.clicked.connect(lambda _checked=False, act=act: self._on_line(act))
            row.addWidget(made)
        return row

    def _standing(self) -> str:
        """What decides while this draft is written."""
        desk, content = self._desk, self.row.version.content
        standing = desk.row(desk.standing)
        if content.valid_from:
            return tr(
                "Made by {who}, to hold from {day}. Write it in as it stands on their paper, and "
                "put it in force.",
                who=content.origin,
                day=shown_day(content.valid_from),
            )
        if standing is None or desk.trial:
            return tr(
                "No plan is approved yet. Until then this draft's limits raise the alerts, each "
                "marked «plan not approved»."
            )
        return tr(
            "Version {number} is in force until this draft is approved.",
            number=standing.version.number,
        )

    # ---------------------------------------------------------------------------- editing

    def _on_line(self, act: object) -> None:
        line, bare = self.lines.line(), self.lines.bare_spot()
        if bare is not None and act == self._new:
            self._write_first(bare)
            return
        if line is None:
            self._go_on("")
            line = self.lines.line()
        if line is not None and callable(act):
            act(line.id)

    def _keep(self, line_id: str) -> None:
        self._edit_to(editing.keep(self.content, line_id, self._texts))
        self._go_on(line_id)

    def _remove(self, line_id: str) -> None:
        self._edit_to(editing.remove(self.content, line_id))
        self._go_on(line_id)

    def _edit(self, line_id: str) -> None:
        self.lines.setFocus()
        self.lines.stand_on(line_id)
        self.lines.edit(self.lines.currentIndex())

    def _new(self, after: str) -> None:
        place = self.lines.rows.place_of(after)
        self._write_first(self.lines.rows.items[place].spot, after)

    def _write_first(self, spot: Spot, after: str = "") -> None:
        """Begins a line of the patient's own under a heading, after another or as the last."""
        line = Line(f"own.{new_id()}", "", LineState.OWN)
        self._edit_to(editing.add(self.content, spot, line, after))
        self._edit(line.id)

    def _written(self, line_id: str, words: str) -> None:
        if words:
            changed = editing.change(self.content, line_id, words, self._texts)
            self._edit_to(changed)

    def _ended(self) -> None:
        """An own line that was begun and left without words goes again."""
        for line in self.content.lines():
            if line.state is LineState.OWN and not line.text:
                self._edit_to(editing.drop(self.content, line.id))
        self.lines.setFocus()

    def _go_on(self, after: str) -> None:
        following = self.lines.next_open(after) or (after and self.lines.next_line(after)) or after
        self.lines.setFocus()
        if following:
            self.lines.stand_on(following)

    def _take_back(self) -> None:
        if self._undo:
            last = self._undo.pop()
            self.content = replace(
                self.content,
                zones=last.zones,
                preventive=last.preventive,
                sections=last.sections,
            )
            self._show_lines()
            self._wait()

    def _edit_to(self, content: PlanContent) -> None:
        self._undo.append(self.content)
        self.content = content
        self._show_lines()
        self._wait()

    def _goal_written(self) -> None:
        self.content = replace(self.content, goal=self._goal.toPlainText())
        self._wait()

    def _side_edited(self, content: PlanContent) -> None:
        """Takes the right column's parts over; lines and goal are kept at the left."""
        self.content = replace(
            self.content,
            limits=content.limits,
            rules=content.rules,
            schedule=content.schedule,
            medication=content.medication,
            review_on=content.review_on,
            origin=content.origin,
        )
        self._wait()

    def _show_lines(self) -> None:
        line = self.lines.line()
        self.lines.rows.show_content(self.content)
        if line is not None and self.lines.line() is None:
            self.lines.stand_on(line.id)
        self._progress_shown()

    def _progress_shown(self) -> None:
        done, total = editing.gone_through(self.content)
        words = tr("{done} of {total} lines gone through", done=done, total=total)
        self._walked.setText(words)
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        self._bar.setAccessibleName(words)

    # ----------------------------------------------------------------------------- saving

    def _wait(self) -> None:
        self._kept.setText(tr("Saving …"))
        self.saver.put(self.content)

    def _stored(self) -> None:
        now = self._context.clock.now()
        self._kept.setText(tr("Saved {time}", time=clock_time(now)))
        wanted, self._then = self._then, None
        if wanted is not None:
            wanted()

    def _failed(self, trouble: Trouble) -> None:
        self._kept.setText(tr("Not saved"))
        self.banner.show_text(trouble.sentence(), "warning")

    def _approve(self) -> None:
        self.side.settle()
        # The check of numbers that were just typed comes first; it may add to what waits.
        QTimer.singleShot(0, self, partial(self.then, self.approve_wanted.emit))
