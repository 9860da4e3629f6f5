"""Who answered a form, when, and how the answers came to the one who types them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.forms.answers import AnsweredBy, AnswerSource
from station.views.forms.words import BY_TITLES
from station.views.page import Draft
from station.views.readings.moment import MomentFields
from station.views.style import FlowLayout, choice, current, field, note_input, text_input


class About(QWidget):
    """The fields beside the questions; `relatives` are (name, relation). `edited`: changed."""

    edited = Signal()

    def __init__(self, relatives: Sequence[tuple[str, str]], now: Callable[[], int]) -> None:
        super().__init__()
        self.setObjectName("form_about")
        self._relatives = tuple(name for name, _ in relatives)
        theme = current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        self._by = choice(*((tr(words), code) for code, words in BY_TITLES.items()))
        self._by.setObjectName("answered_by")
        self._name = text_input(longest=200)
        self._name.setObjectName("answered_name")
        self._name_field = field(tr("Name"), self._name)
        self._source = choice(
            (tr("On the screen"), AnswerSource.SCREEN.value),
            (tr("Typed in from paper"), AnswerSource.PAPER.value),
        )
        self._source.setObjectName("answered_source")
        self.comment = note_input(lines=2)
        self.comment.setObjectName("answered_comment")
        self.moment = MomentFields(now)
        column.addWidget(field(tr("Comment"), self.comment))
        flow = FlowLayout(gap=theme.px(3))
        flow.addWidget(field(tr("Who answered"), self._by))
        flow.addWidget(field(tr("How"), self._source))
        self._name_field.setFixedWidth(theme.px(60))
        flow.addWidget(self._name_field)
        column.addLayout(flow)
        column.addWidget(self.moment)
        self.comment.textChanged.connect(self.edited)
        self._name.textEdited.connect(lambda _text: self.edited.emit())
        self._by.activated.connect(lambda _at: self._by_chosen())
        self._source.activated.connect(lambda _at: self.edited.emit())
        self.moment.edited.connect(self.edited)
        self._fit()

    @property
    def by(self) -> AnsweredBy:
        """Who answered."""
        return AnsweredBy(str(self._by.currentData()))

    @property
    def name(self) -> str:
        """The name of who answered; empty for the patient."""
        return "" if self.by is AnsweredBy.PATIENT else self._name.text().strip()

    @property
    def source(self) -> AnswerSource:
        """How the answers came."""
        return AnswerSource(str(self._source.currentData()))

    def draft(self) -> Draft:
        """What stands in the fields, as JSON values."""
        return {
            "by": self.by.value,
            "name": self._name.text(),
            "source": self.source.value,
            "comment": self.comment.toPlainText(),
            "moment": self.moment.draft(),
        }

    def restore(self, draft: object) -> None:
        """Puts a draft back."""
        if not isinstance(draft, dict):
            return
        self._by.setCurrentIndex(max(0, self._by.findData(draft.get("by"))))
        self._source.setCurrentIndex(max(0, self._source.findData(draft.get("source"))))
        self._name.setText(str(draft.get("name", "")))
        self.comment.setPlainText(str(draft.get("comment", "")))
        self.moment.restore(draft.get("moment"))
        self._fit()

    def _by_chosen(self) -> None:
        if self.by is AnsweredBy.RELATIVE and not self._name.text() and len(self._relatives) == 1:
            self._name.setText(self._relatives[0])
        self._fit()
        self.edited.emit()

    def _fit(self) -> None:
        self._name_field.setVisible(self.by is not AnsweredBy.PATIENT)
