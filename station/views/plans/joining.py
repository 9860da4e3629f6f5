"""A second diagnosis for a draft: what its template adds, and every conflict for her to decide."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from station.core.i18n import ntr, tr
from station.core.trouble import Trouble
from station.rules.joining import Rival, chosen
from station.rules.limits import Limit
from station.rules.plans import Line, PlanContent, ScheduleItem
from station.rules.wording import component_name, kind_name, level_sign, level_word
from station.services.plans.joining import Conflict, Proposed
from station.views.context import Context
from station.views.plans.words import piece_words
from station.views.steps import let_go
from station.views.style import Banner, Card, button, choice, current, field, heading, label


class ConflictBox(Card):
    """One place where the two want something different; nothing is chosen until she chooses."""

    decided = Signal()

    def __init__(self, conflict: Conflict, other: str, at: int) -> None:
        super().__init__(margin=3)
        self.setObjectName(f"conflict_{at}")
        self.conflict = conflict
        self.body.addWidget(label(_title(conflict), "strong"))
        self._group = QButtonGroup(self)
        options: list[tuple[str, tuple[Rival, ...]]] = [
            (tr("As the draft says: {what}", what=piece_words(conflict.one)), (conflict.one,)),
            (
                tr("As {template} says: {what}", template=other, what=piece_words(conflict.other)),
                (conflict.other,),
            ),
        ]
        if not isinstance(conflict.one, Limit | ScheduleItem):
            options.append((tr("Both rules"), (conflict.one, conflict.other)))
        self._wanted = [wanted for _, wanted in options]
        for number, (words, wanted) in enumerate(options):
            strict = wanted == (conflict.proposed,)
            shown = f"{words} – {_stricter(conflict)}" if strict else words
            made = QRadioButton(shown.replace("&", "&&"))
            made.setAccessibleName(shown)
            made.setObjectName(f"conflict_{at}_{number}")
            self._group.addButton(made, number)
            self.body.addWidget(made)
        self._group.idClicked.connect(lambda _at: self.decided.emit())

    @property
    def wanted(self) -> tuple[Rival, ...] | None:
        """What she chose, or None."""
        at = self._group.checkedId()
        return self._wanted[at] if at >= 0 else None


class JoiningForm(QWidget):
    """The screen in place. `joined` tells that the draft has both now, `left` goes back."""

    joined = Signal()
    left = Signal()

    def __init__(
        self, context: Context, version_id: str, templates: Sequence[tuple[str, str]]
    ) -> None:
        super().__init__()
        self.setObjectName("joining_form")
        self._context, self._version = context, version_id
        self._proposed: Proposed | None = None
        self.boxes: list[ConflictBox] = []
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.px(2), 0)
        column.setSpacing(theme.px(3))
        column.addWidget(heading(tr("A second diagnosis in this draft")))
        words = tr(
            "The lines of the other template come beside those that stand here, as proposals. "
            "Where the two want something different, you choose: nothing is overwritten."
        )
        column.addWidget(label(words, "muted", wrap=True))
        self.banner = Banner("", "warning")
        self.banner.hide()
        column.addWidget(self.banner)
        self._which = choice((tr("Choose …"), ""), *((name, code) for code, name in templates))
        self._which.setObjectName("joining_template")
        self._which.setMaximumWidth(theme.px(100))
        self._which.activated.connect(lambda _at: self._choose())
        column.addWidget(field(tr("The other diagnosis"), self._which))
        self._found = QVBoxLayout()
        self._found.setSpacing(theme.px(2))
        column.addLayout(self._found)
        column.addStretch(1)
        column.addLayout(self._buttons())

    def begin(self) -> None:
        """Puts the keyboard on the choice."""
        self._which.setFocus()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.act = button(tr("Put it into the draft"), "Ctrl+S", primary=True)
        self.act.setObjectName("join")
        self.act.setEnabled(False)
        self.act.clicked.connect(lambda _checked=False: self._save())
        back = button(tr("Back to the draft"), "Esc")
        back.setObjectName("leave_joining")
        back.clicked.connect(lambda _checked=False: self.left.emit())
        row.addWidget(self.act)
        row.addWidget(back)
        row.addStretch(1)
        return row

    def _choose(self) -> None:
        code = str(self._which.currentData())
        if code:
            joining, session = self._context.station.plan_joining, self._context.session
            job = partial(joining.propose, session, self._version, code)
            self._context.bridge.ask(self, job, self._show, self._told)

    def _show(self, proposed: Proposed) -> None:
        self._proposed = proposed
        self.banner.hide()
        while item := self._found.takeAt(0):
            if part := item.widget():
                let_go(part)
        self.boxes = []
        count = len(proposed.conflicts)
        words = ntr(
            "{n} place where the two differ. Choose what shall hold.",
            "{n} places where the two differ. Choose what shall hold in each.",
            count,
        )
        said = label(words if count else tr("The two do not contradict each other."), "strong")
        said.setObjectName("conflict_count")
        self._found.addWidget(said)
        for at, conflict in enumerate(proposed.conflicts):
            box = ConflictBox(conflict, proposed.name, at)
            box.decided.connect(self._look)
            self.boxes.append(box)
            self._found.addWidget(box)
        self._found.addWidget(_further(proposed))
        self._look()

    def _look(self) -> None:
        self.act.setEnabled(
            self._proposed is not None and all(box.wanted is not None for box in self.boxes)
        )

    def content(self) -> PlanContent | None:
        """Both together, as she chose; None while a conflict is open."""
        if self._proposed is None:
            return None
        content = replace(self._proposed.content)
        for box in self.boxes:
            if box.wanted is None:
                return None
            content = chosen(content, box.conflict, box.wanted)
        return content

    def _save(self) -> None:
        content, proposed = self.content(), self._proposed
        if content is None or proposed is None:
            return
        plans, session = self._context.station.plans, self._context.session
        job = partial(plans.save_draft, session, self._version, content, proposed.before)
        self._context.bridge.ask(self, job, lambda _hash: self.joined.emit(), self._told)

    def _told(self, trouble: Trouble) -> None:
        self.banner.show_text(trouble.sentence(), "warning")
        self.banner.show()


def _further(proposed: Proposed) -> Card:
    """What else the template brings: its numbers in sentences, its lines counted."""
    card = Card(margin=3)
    card.setObjectName("joining_adds")
    card.body.addWidget(label(tr("{template} also adds", template=proposed.name), "strong"))
    for change in proposed.adds:
        if not isinstance(change.after, Line | None):
            zone = f"{level_sign(change.level)} " if change.level else ""
            card.body.addWidget(label(f"+ {zone}{piece_words(change.after)}", "body", wrap=True))
    lines = sum(isinstance(change.after, Line) for change in proposed.adds)
    words = ntr("{n} line as a proposal", "{n} lines as proposals", lines)
    card.body.addWidget(label(f"+ {words}", "body"))
    return card


def _stricter(conflict: Conflict) -> str:
    measured = isinstance(conflict.proposed, ScheduleItem)
    return tr("measured most often") if measured else tr("alerts first")


def _title(conflict: Conflict) -> str:
    found = conflict.proposed
    if isinstance(found, ScheduleItem):
        return tr("Measuring plan: {kind}", kind=kind_name(found.kind))
    zone = f"{level_sign(found.level)} {level_word(found.level)}"
    return f"{zone} · {component_name(found.component)}"
