"""Somebody else saved meanwhile: what they saved, and the way on that loses nothing."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from station.core.formats import when
from station.core.i18n import tr
from station.services.office.access_words import FIELD_WORDS
from station.services.patients.values import FieldChange, PatientConflict
from station.views.style import Button, Card, button, label


class ConflictCard(Card):
    """Names who saved what, and offers to put it together with what stands in the form."""

    def __init__(
        self,
        conflict: PatientConflict,
        now: int,
        say: Callable[[str, str], str],
        take: Callable[[], object],
    ) -> None:
        super().__init__(margin=3)
        self.setObjectName("conflict")
        self._say = say
        told = tr(
            "{who} saved changes {when}, while you were writing. Nothing is lost:",
            who=conflict.who,
            when=when(conflict.at, now),
        )
        body: QVBoxLayout = self.body
        body.addWidget(label(told, "strong", wrap=True))
        for change in conflict.changes:
            body.addWidget(label(self._words(change), "body", wrap=True))
        self.take: Button = button(tr("Put together with mine"), primary=True)
        self.take.setObjectName("take_theirs")
        self.take.clicked.connect(lambda _checked=False: take())
        hint = tr("Fields that you have not touched take the new text. You save afterwards.")
        body.addWidget(label(hint, "small", wrap=True))
        body.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        self.setAccessibleName(told)

    def _words(self, change: FieldChange) -> str:
        return tr(
            "{field}: from «{before}» to «{now}»",
            field=tr(FIELD_WORDS[change.field]),
            before=self._say(change.field, change.before),
            now=self._say(change.field, change.now),
        )
