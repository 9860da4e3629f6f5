"""Questions about an odd value, in place: nothing is saved before somebody says yes."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.views.style import FlowLayout, button, current, label


class QuestionCard(QFrame):
    """First a quiet hint while one types, then a question with its two answers.

    `agreed` is an explicit yes, `refused` the way back to the value.
    """

    agreed = Signal()
    refused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("reading_questions")
        self.setProperty("surface", "banner")
        self.setProperty("tone", "warning")
        theme = current()
        column = QVBoxLayout(self)
        side = theme.px(3)
        column.setContentsMargins(side, theme.px(2), side, theme.px(2))
        column.setSpacing(theme.px(2))
        self._words = label("", "strong", wrap=True)
        self._words.setObjectName("reading_question")
        column.addWidget(self._words)
        self._answers = QWidget()
        flow = FlowLayout(self._answers, gap=theme.px(2))
        self.no = button(tr("No, correct it"))
        self.no.setObjectName("question_no")
        self.yes = button(tr("Yes, it is right: save"), "Ctrl+Return")
        self.yes.setObjectName("question_yes")
        self.no.clicked.connect(lambda _checked=False: self.refused.emit())
        self.yes.clicked.connect(lambda _checked=False: self.agreed.emit())
        for made in (self.yes, self.no):
            flow.addWidget(made)
        column.addWidget(self._answers)
        self.hide()

    def hint(self, questions: Sequence[str]) -> None:
        """Shows what will be asked, without buttons; nothing when there is nothing to ask."""
        self._show(questions)
        self._answers.hide()

    def ask(self, questions: Sequence[str]) -> None:
        """Asks: the cursor stands on «no», so that a second Enter never says yes unread."""
        self._show(questions)
        self._answers.setVisible(bool(questions))
        if questions:
            self.no.setFocus()

    def _show(self, questions: Sequence[str]) -> None:
        words = "\n".join(questions)
        self._words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(questions))
