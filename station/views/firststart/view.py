"""The first start as one calm page: the steps on the left, one question at a time on the right."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.core.trouble import Trouble
from station.views.bridge import Bridge
from station.views.firststart.setup import Answers, Setup
from station.views.firststart.sheet import RecoverySheetStep
from station.views.firststart.steps import FirstPerson, Hours, Municipality, Step
from station.views.style.controls import button
from station.views.style.frames import Banner, Card, scrolled
from station.views.style.states import StateView
from station.views.style.text import Label, heading, label
from station.views.style.theme import current

_WIDTH = 150
S = TypeVar("S", bound=Step)


class FirstStartView(QWidget):
    """Asks for the municipality and the first person, makes the installation, and hands over.

    `finished` carries the session of the first person.
    """

    finished = Signal(object)

    def __init__(self, bridge: Bridge, setup: Setup, folder: Path) -> None:
        super().__init__()
        self.setObjectName("firststart")
        self.setProperty("surface", "ground")
        self._bridge, self._setup = bridge, setup
        self._folder = folder
        self._titles = (
            tr("The municipality"),
            tr("Opening hours"),
            tr("You"),
            tr("Recovery sheet"),
        )
        self._built: dict[type[Step], Step] = {}
        self._at = 0
        self._making = StateView(
            "loading",
            tr("Making the encrypted file and the keys. This takes a few seconds."),
            tr("Setting up"),
        )
        self._place()
        self._show(0)

    def start(self) -> None:
        """Puts the keyboard in the first question."""
        if (first := self._step.nextInFocusChain()) is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    # ------------------------------------------------------------------------------- layout

    def _place(self) -> None:
        theme = current()
        content = QWidget()
        row = QHBoxLayout(content)
        side = theme.px(8)
        row.setContentsMargins(side, theme.px(14), side, side)
        row.setSpacing(theme.px(8))
        row.addStretch(1)
        row.addWidget(self._overview(), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.addWidget(self._card())
        column.addStretch(1)
        row.addLayout(column, 4)
        row.addStretch(1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(content))

    def _overview(self) -> QWidget:
        theme = current()
        holder = QWidget()
        holder.setFixedWidth(theme.px(52))
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, theme.px(2), 0, 0)
        column.setSpacing(theme.px(3))
        column.addWidget(heading(tr("Station"), "display"))
        column.addWidget(label(tr("Everything stays on this PC, encrypted."), "muted", wrap=True))
        self._marks: list[Label] = []
        for title in self._titles:
            mark = label(title, "body", wrap=True)
            self._marks.append(mark)
            column.addWidget(mark)
        return holder

    def _card(self) -> QFrame:
        theme = current()
        card = Card(6)
        card.setMaximumWidth(theme.px(_WIDTH))
        card.body.setSpacing(theme.px(4))
        self._title = heading("")
        self._stack = _Stack()
        self._stack.addWidget(self._making)
        self._news = Banner("", "danger")
        self._news.hide()
        card.body.addWidget(self._title)
        card.body.addWidget(self._news)
        card.body.addWidget(self._stack)
        card.body.addLayout(self._buttons())
        return card

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().px(2))
        self._back = button(tr("Back"))
        self._back.setObjectName("back")
        self._next = button(tr("Next"), primary=True)
        self._next.setObjectName("next")
        self._back.clicked.connect(lambda: self._show(self._at - 1))
        self._next.clicked.connect(self._go_on)
        row.addWidget(self._back)
        row.addStretch(1)
        row.addWidget(self._next)
        return row

    # -------------------------------------------------------------------------------- steps

    @property
    def _step(self) -> Step:
        """The step in front; each is built in a turn of its own before it is reached."""
        return self._step_at(self._at)

    def _step_at(self, at: int) -> Step:
        if at == 0:
            return self._municipality
        if at == 1:
            return self._hours
        return self._person if at == 2 else self._sheet

    @property
    def _municipality(self) -> Municipality:
        return self._of(Municipality, Municipality)

    @property
    def _hours(self) -> Hours:
        return self._of(Hours, Hours)

    @property
    def _person(self) -> FirstPerson:
        return self._of(FirstPerson, FirstPerson)

    @property
    def _sheet(self) -> RecoverySheetStep:
        def make() -> RecoverySheetStep:
            made = RecoverySheetStep(self._folder)
            made.wanted.connect(self._save_sheet)
            return made

        return self._of(RecoverySheetStep, make)

    def _of(self, kind: type[S], make: Callable[[], S]) -> S:
        step = self._built.get(kind)
        if not isinstance(step, kind):
            step = self._built[kind] = make()
            step.changed.connect(self._settle)
        return step

    # ------------------------------------------------------------------------------ walking

    def _show(self, at: int) -> None:
        self._at = at
        self._title.setText(self._titles[at])
        # Not before: the stack is as high as the highest that stands in it.
        if self._stack.indexOf(self._step) < 0:
            self._stack.addWidget(self._step)
        self._stack.setCurrentWidget(self._step)
        self._news.hide()
        for number, mark in enumerate(self._marks):
            words = self._titles[number]
            mark.setText(f"✓  {words}" if number < at else f"{number + 1}  {words}")
            mark.set_role("strong" if number == at else "muted")
        self._back.setVisible(0 < at < len(self._titles) - 1)
        self._next.set_words((tr("Next"), tr("Next"), tr("Set up"), tr("Go to Station"))[at])
        self._settle()
        self.start()
        # Unseen, while the answers to this one are written: built and shown in one turn, the
        # window would stand still at «Next».
        self._bridge.soon(self, self._build_next)

    def _build_next(self) -> None:
        if self._at + 1 < len(self._titles):
            self._step_at(self._at + 1)

    def _settle(self) -> None:
        self._next.setEnabled(self._step.complete())

    def _go_on(self) -> None:
        if self._at == len(self._titles) - 1:
            self._enter()
        elif self._at == len(self._titles) - 2:
            self._create()
        else:
            self._show(self._at + 1)

    def _create(self) -> None:
        answers = Answers(
            profile=self._hours.profile(self._municipality.values),
            name=self._person.name,
            initials=self._person.initials,
            password=self._person.secret.password,
        )
        self._stack.setCurrentWidget(self._making)
        for made in (self._back, self._next):
            made.setEnabled(False)
        setup = self._setup
        self._bridge.ask(self, lambda: setup.create(answers), self._created, self._not_created)

    def _created(self, code: str) -> None:
        self._person.secret.clear()
        self._sheet.show_code(code)
        self._show(len(self._titles) - 1)

    def _not_created(self, trouble: Trouble) -> None:
        self._show(self._at)
        self._back.setEnabled(True)
        self._complain(trouble)

    def _save_sheet(self, path: Path) -> None:
        setup = self._setup
        self._bridge.ask(
            self,
            lambda: setup.save_sheet(path),
            lambda _: self._sheet.saved(),
            lambda trouble: self._sheet.not_saved(trouble.sentence()),
        )

    def _enter(self) -> None:
        self._next.setEnabled(False)
        setup = self._setup
        self._bridge.ask(self, setup.enter, self._entered, self._complain)

    def _entered(self, session: object) -> None:
        self._sheet.show_code("")
        self.finished.emit(session)

    def _complain(self, trouble: Trouble) -> None:
        self._news.show_text(trouble.sentence(), "danger")
        self._news.show()
        self._settle()


class _Stack(QStackedWidget):
    """A stack as high as the page in front, so that a short step makes a short card."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def hasHeightForWidth(self) -> bool:
        """The front page's words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The front page's height at this width."""
        page = self.currentWidget()
        if page is None:
            return 0
        wanted = page.heightForWidth(width) if page.hasHeightForWidth() else -1
        return max(wanted, page.sizeHint().height() if wanted < 0 else 0)
