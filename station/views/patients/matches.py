"""Who is registered already: shown while a new patient is typed, before anything is saved."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station.core.i18n import tr
from station.services.patients.values import Matches, PatientHit
from station.views.patients.words import born_words
from station.views.style import Banner, Card, ElidedLabel, button, current, label


class MatchBox(QWidget):
    """Found patients, each with a button that opens the file.

    `open_wanted` carries a patient's id; `ruled_out` the ids that are not the same person.
    """

    open_wanted = Signal(str)
    ruled_out = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("matches")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(current().px(2))
        self._shown = Matches()
        self._not_same: frozenset[str] = frozenset()
        self.hide()

    @property
    def blocking(self) -> bool:
        """Whether the same number is taken, which no answer changes."""
        return self._shown.exact is not None or self._shown.exact_hidden

    @property
    def not_same(self) -> frozenset[str]:
        """The ids of those looked at and ruled out."""
        return self._not_same

    def show_matches(self, found: Matches) -> None:
        """Shows who was found; those ruled out before are not asked about again."""
        near = tuple(hit for hit in found.near if hit.id not in self._not_same)
        left = Matches(found.exact, found.exact_hidden, near)
        if left == self._shown:
            return
        self._shown = left
        self._clear()
        if left.exact is not None:
            words = tr("This number is registered already. Open that patient instead.")
            self._column.addWidget(Banner(words, "danger"))
            self._column.addWidget(self._line(left.exact))
        elif left.exact_hidden:
            words = tr("This number is registered on somebody you cannot see. Ask your leader.")
            self._column.addWidget(Banner(words, "danger"))
        elif near:
            self._column.addWidget(self._question())
            for hit in near:
                self._column.addWidget(self._line(hit))
        self.setVisible(bool(left.exact or left.exact_hidden or near))

    def _question(self) -> Banner:
        words = tr("Is it one of these? Look at number, birth date and address before you save.")
        banner = Banner(words, "warning")
        made = banner.add_action(tr("None of these"), self._rule_out)
        made.setObjectName("none_of_these")
        return banner

    def _rule_out(self) -> None:
        self._not_same |= {hit.id for hit in self._shown.near}
        self.show_matches(Matches())
        self.ruled_out.emit(self._not_same)

    def _line(self, hit: PatientHit) -> Card:
        card = Card(margin=2)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        number = hit.number_masked or tr("no national identity number")
        parts = [number, born_words(hit.birth_date), hit.place]
        row.addWidget(label(hit.name, "strong"))
        row.addWidget(ElidedLabel(" · ".join(part for part in parts if part), "small"), 1)
        made = button(tr("Open"))
        made.setObjectName("open_match")
        made.setAccessibleName(tr("Open {name}", name=hit.name))
        made.clicked.connect(lambda _checked=False: self.open_wanted.emit(hit.id))
        row.addWidget(made)
        card.body.addWidget(holder)
        return card

    def _clear(self) -> None:
        while item := self._column.takeAt(0):
            if part := item.widget():
                part.hide()
                part.deleteLater()
