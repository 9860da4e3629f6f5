"""The one modal question, for what cannot be undone: the verb stands on the button."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.views.style.controls import button
from station.views.style.text import heading, label
from station.views.style.theme import current


class Confirm(QDialog):
    """Says what will happen and waits for the verb or «Avbryt»; Esc means «Avbryt»."""

    def __init__(self, parent: QWidget, title: str, consequence: str, verb: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setObjectName("confirm")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        theme = current()
        column = QVBoxLayout(self)
        side = theme.px(6)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.px(3))
        column.addWidget(heading(title, "subheading"))
        column.addWidget(label(consequence, "body", wrap=True))
        row = QHBoxLayout()
        row.addStretch(1)
        self.cancel = button(tr("Cancel"))
        self.act = button(verb, kind="danger")
        for made in (self.cancel, self.act):
            row.addWidget(made)
        column.addLayout(row)
        self.setMinimumWidth(theme.px(100))
        self.cancel.clicked.connect(self.reject)
        self.act.clicked.connect(self.accept)
        self.cancel.setFocus()


def ask_before(
    parent: QWidget, title: str, consequence: str, verb: str, then: Callable[[], object]
) -> Confirm:
    """Asks, without waiting: `then` is called if she presses the verb."""
    question = Confirm(parent, title, consequence, verb)
    question.accepted.connect(then)
    question.open()
    return question
