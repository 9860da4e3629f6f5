"""The first start as one calm page: the steps on the left, one question at a time on the right."""

from pathlib import Path

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
        self._municipality, self._hours = Municipality(), Hours()
        self._person, self._sheet = FirstPerson(), RecoverySheetStep(folder)
        self._steps: tuple[tuple[str, Step], ...] = (
            (tr("The municipality"), self._municipality),
            (tr("Opening hours"), self._hours),
            (tr("You"), self._person),
            (tr("Recovery sheet"), self._sheet),
        )
        self._at = 0
        self._making = StateView(
            "loading",
            tr("Making the encrypted file and the keys. This takes a few seconds."),
            tr("Setting up"),
        )
        self._place()
        for _, step in self._steps:
            step.changed.connect(self._settle)
        self._sheet.wanted.connect(self._save_sheet)
        self._show(0)

    def start(self) -> None:
        """Puts the keyboard in the first question."""
        if (first := self._steps[self._at][1].nextInFocusChain()) is not None:
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
        for title, _ in self._steps:
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
        for _, step in self._steps:
            self._stack.addWidget(step)
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

    # ------------------------------------------------------------------------------ walking

    def _show(self, at: int) -> None:
        self._at = at
        title, step = self._steps[at]
        self._title.setText(title)
        self._stack.setCurrentWidget(step)
        self._news.hide()
        for number, mark in enumerate(self._marks):
            words = self._steps[number][0]
            mark.setText(f"✓  {words}" if number < at else f"{number + 1}  {words}")
            mark.set_role("strong" if number == at else "muted")
        self._back.setVisible(0 < at < len(self._steps) - 1)
        self._next.set_words((tr("Next"), tr("Next"), tr("Set up"), tr("Go to Station"))[at])
        self._settle()
        self.start()

    def _settle(self) -> None:
        self._next.setEnabled(self._steps[self._at][1].complete())

    def _go_on(self) -> None:
        if self._at == len(self._steps) - 1:
            self._enter()
        elif self._at == len(self._steps) - 2:
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
        self._show(len(self._steps) - 1)

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
